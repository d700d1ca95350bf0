/* What other readers make of plain scalars. The expectations were read off the readers themselves: sigs.k8s.io/yaml 1.6.0
 * (YAMLToJSON) and PyYAML 6.0.2 (safe_load). */
#include "base/limits.h"
#include "base/strbuf.h"
#include "yaml/portability.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

static arena scratch;

static int free_scratch(void **state)
{
    (void)state;
    arena_free(&scratch);
    return 0;
}

static diagnostic_list check(str text, yaml_dialect dialect)
{
    diagnostic_list found = {0};
    const yaml_stream *s = yaml_parse(&scratch, text, dialect);
    for (size_t i = 0; i < s->documents.n; i++) yaml_check_portability(&scratch, s, &s->documents.at[i], &found);
    return found;
}

/* `value`: what stands in the message as the other reader's; NULL: all agree. */
typedef struct word {
    const char *text;
    unsigned level; /* severity */
    const char *value;
} word;

enum { W = SEVERITY_WARNING, H = SEVERITY_HINT };

static const word values[] = {
    {"yes", W, "reads true:"},
    {"Yes", W, "reads true:"},
    {"yEs", 0, NULL},
    {"y", W, "reads true:"},
    {"N", W, "reads false:"},
    {"n", W, "reads false:"},
    {"on", W, "reads true:"},
    {"Off", W, "reads false:"},
    {"true", 0, NULL},
    {"True", 0, NULL},
    {"FALSE", 0, NULL},
    {"nope", 0, NULL},
    {"\"yes\"", 0, NULL},
    {"!!str yes", 0, NULL},
    {"0755", W, "is 755 in YAML 1.2, but the Kubernetes loader reads 493:"},
    {"-0755", W, "reads -493:"},
    {"+0755", W, "reads 493:"},
    {"00", 0, NULL},
    {"007", 0, NULL},
    {"0888", H, "text to YAML 1.1 readers"},
    {"0o17", H, "the number 15 in YAML 1.2, but text to YAML 1.1"},
    {"-0o17", W, "reads -15:"},
    {"0O17", W, "reads 15:"},
    {"0x1F", 0, NULL},
    {"-0x1F", W, "reads -31:"},
    {"0X1F", W, "reads 31:"},
    {"0b101", W, "reads 5:"},
    {"0B11", W, "reads 3:"},
    {"-0b101", W, "reads -5:"},
    {"1_000", W, "reads 1000:"},
    {"1__0", W, "reads 10:"},
    {"1_", W, "reads 1:"},
    {"_1", 0, NULL},
    {"2024_01", W, "reads 202401:"},
    {"1_000.5", W, "reads 1000.5:"},
    {"1e3", 0, NULL},
    {"1.e3", 0, NULL},
    {".5", 0, NULL},
    {"5.", 0, NULL},
    {"-.5", 0, NULL},
    {"._5", 0, NULL},
    {"1_.5", W, "reads 1.5:"},
    {"12:30:45", H, "read 45045:"},
    {"1:30", H, "read 90:"},
    {"1:90.5", 0, NULL},
    {"190:20:30.15", H, "read 685230.15:"},
    {"8080:80", 0, NULL},
    {"09:30", 0, NULL},
    {"2001-12-14", 0, NULL},
    {"10.0.0.1", 0, NULL},
    {"::1", 0, NULL},
    {"1:", 0, NULL},
    {"=", H, "refuse it"},
    {"<<", H, "refuse it"},
    {"==", 0, NULL},
    {"~", 0, NULL},
    {"null", 0, NULL},
    {".inf", W, "refuses '.inf'"},
    {"-.inf", W, "refuses"},
    {".NaN", W, "refuses"},
    {"18446744073709551615", 0, NULL},
    {"18446744073709551616", W, "reads 1.8446744073709552e+19:"},
    {"-9223372036854775809", W, "reads -9.223372036854776e+18:"},
    {"9007199254740993", 0, NULL},
    {"0x_1", W, "reads 1:"},
    {"0_7", W, "reads 7:"},
    {"0_8", W, "reads 8:"},
    {"08.5", 0, NULL},
    {"0x", 0, NULL},
    {"0b", 0, NULL},
    {"0b102", 0, NULL},
    {"0.", 0, NULL},
    {".", 0, NULL},
    {"+", 0, NULL},
    {"-1", 0, NULL},
    {"1e400", 0, NULL},
    {"0o8", 0, NULL},
    {"+1", 0, NULL},
    {"-0", 0, NULL},
    {"+0x10", W, "reads 16:"},
    {"07_55", W, "reads 493:"},
    {"0xFFFFFFFFFFFFFFFFF", W, "reads text"},
    {"1.2.3", 0, NULL},
    {"-", 0, NULL},
    {"off\n  and on", 0, NULL},
};

static const word keys[] = {
    {"on", W, "makes 'true' of the key 'on'"},
    {"y", W, "makes 'true'"},
    {"No", W, "makes 'false'"},
    {"true", 0, NULL},
    {"True", W, "makes 'true'"},
    {"null", W, "refuses 'null' as a key"},
    {"~", W, "refuses '~' as a key"},
    {"200", 0, NULL},
    {"0755", W, "makes '493'"},
    {"007", W, "makes '7'"},
    {"1_0", W, "makes '10'"},
    {"1.10", W, "makes '1.1'"},
    {"1.1", 0, NULL},
    {"1e3", W, "makes '1000'"},
    {"5.", W, "makes '5'"},
    {".inf", 0, NULL},
    {"18446744073709551615", W, "refuses"},
    {"12:30", H, "read 750:"},
    {"=", H, "refuse"},
    {"<<", W, "merges a mapping"},
    {"name", 0, NULL},
    {"\"on\"", 0, NULL},
};

static void check_words(const word *table, size_t n, const char *format)
{
    for (size_t i = 0; i < n; i++) {
        const word *w = &table[i];
        char text[120];
        snprintf(text, sizeof text, format, w->text);
        diagnostic_list found = check(arena_str(&scratch, str_of(text)), YAML_1_2);
        if (found.n != (w->value ? 1 : 0)) fail_msg("%zu findings for '%s'", found.n, w->text);
        if (!w->value) continue;
        const diagnostic *d = found.at;
        if (!str_has(d->message, str_of(w->value))) fail_msg("'%s': %.*s", w->text, STR_ARG(d->message));
        assert_int_equal(d->level, w->level);
        assert_true(str_starts(d->code, STR("yaml/ambiguous-")));
        assert_int_equal(d->at.end - d->at.start, strlen(w->text));
    }
}

static void test_values(void **state)
{
    (void)state;
    check_words(values, COUNT(values), "v: %s\n");
}

static void test_keys(void **state)
{
    (void)state;
    check_words(keys, COUNT(keys), "%s: v\n");
    assert_int_equal(check(STR("a: &a {b: c}\nd:\n  <<: *a\n"), YAML_1_2).n, 0);
    assert_int_equal(check(STR("a: &a {b: c}\nd:\n  <<: [*a]\n"), YAML_1_2).n, 0);
}

static void test_fixes(void **state)
{
    (void)state;
    diagnostic_list found = check(STR("mode: 0755\n"), YAML_1_2);
    assert_int_equal(found.at[0].fixes.n, 2);
    assert_true(str_is(found.at[0].fixes.at[0].edits.at[0].text, "\"0755\""));
    assert_true(str_is(found.at[0].fixes.at[1].edits.at[0].text, "493"));
    assert_false(found.at[0].fixes.at[0].preferred || found.at[0].fixes.at[1].preferred); /* nobody knows what was meant */
    found = check(STR("on: push\n"), YAML_1_2);
    assert_true(found.at[0].fixes.at[0].preferred); /* a key is never meant to change */
    assert_true(str_is(found.at[0].fixes.at[0].edits.at[0].text, "\"on\""));
    found = check(STR("a: 0o17\n"), YAML_1_2);
    assert_true(str_is(found.at[0].fixes.at[1].edits.at[0].text, "15"));
}

static void test_json(void **state)
{
    (void)state;
    assert_int_equal(check(STR("{\"a\": 18446744073709551616}"), YAML_JSON).n, 0);
}

static void test_limit(void **state)
{
    (void)state;
    for (int over = 0; over < 2; over++) {
        strbuf b = STRBUF_INIT;
        for (int i = 0; i < LIMIT_YAML_FINDINGS + 3 * over; i++) strbuf_add_cstr(&b, "- yes\n");
        diagnostic_list found = check(arena_str(&scratch, strbuf_str(&b)), YAML_1_2);
        strbuf_free(&b);
        assert_int_equal(found.n, LIMIT_YAML_FINDINGS + over);
        assert_int_equal(str_is(array_last(&found).code, "yaml/limit"), over);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_values, free_scratch), cmocka_unit_test_teardown(test_keys, free_scratch),
        cmocka_unit_test_teardown(test_fixes, free_scratch),  cmocka_unit_test_teardown(test_json, free_scratch),
        cmocka_unit_test_teardown(test_limit, free_scratch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
