/* Hostile and huge texts: one clear finding, and time that grows no faster than the text. */
#include "base/limits.h"
#include "base/strbuf.h"
#include "yaml/tree.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

static arena scratch;

static int free_scratch(void **state)
{
    (void)state;
    arena_free(&scratch);
    return 0;
}

/* `head`, then `unit` until there are `size` bytes, then `tail`; a '@' in the unit is the number of the repetition. */
static str repeat(const char *head, const char *unit, size_t size, const char *tail)
{
    strbuf b = STRBUF_INIT;
    strbuf_add_cstr(&b, head);
    for (unsigned i = 0; b.n < size; i++) {
        str rest = str_of(unit), part;
        for (bool first = true; str_split(&rest, '@', &part); first = false) {
            if (!first) strbuf_printf(&b, "%u", i);
            strbuf_add(&b, part);
        }
    }
    strbuf_add_cstr(&b, tail);
    str text = arena_str(&scratch, strbuf_str(&b));
    strbuf_free(&b);
    return text;
}

static str times(const char *head, const char *unit, size_t count, const char *tail)
{
    return repeat(head, unit, strlen(head) + count * strlen(unit), tail);
}

static const diagnostic_list *findings_of(str text) { return &yaml_parse(&scratch, text, YAML_1_2)->findings; }

/* --- time ------------------------------------------------------------------------------------------------------------------ */

/* What could make a careless parser look again and again at the same text. '@' is a number that counts up. */
static const char *const units[] = {
    "[",
    "{",
    "{a: ",
    "[a: ",
    "[[],",
    "- ",
    "? ",
    ": ",
    "a: ",
    "\"",
    "'",
    "\"a\": ",
    "'a': ",
    "&a ",
    "!a ",
    "*a ",
    "&a@ [",
    "]",
    "}",
    ",",
    "[,",
    "\\",
    "\t",
    " ",
    "\n",
    "\r",
    "\r\n",
    " \n",
    "\t\n",
    "#\n",
    " #\n",
    "a #\n",
    "a\n",
    "a@: b\n",
    "a: b\n",
    "- a\n",
    " a\n",
    "---\n",
    "...\n",
    "%YAML 1.2\n",
    "%TAG !a@! b\n",
    "a: \"x\n",
    "a: 'x\n",
    "a: [\n",
    "a: {\n",
    "- [\n",
    "- {\n  \"a\": 1\n",
    "a: [\n  b\n",
    "- \"a\n",
    "- 'a\n  ",
    "  {\n",
    "  [\n",
    "x: [\n  {\n",
    "a: {\n b: }}\n",
    "a: |\n",
    "a: |\n  b\n",
    "a: >\n\n  b\n\n",
    "- a\nb: c\n",
    "  - a\n b: c\n",
    "a:\n   b: c\n  d:\n",
    "- - a\n  b: c\n",
    "a: b: c\n",
    "&a@ b: *a@\n",
    "a: &a\n",
    "? a\n",
    "? - a\n: b\n",
    "? [\n",
    "a:\n- b\n",
    "a: x\n- b\n",
    "- a: b\n  a: c\n",
    "a: !!str\n",
    "a: *b\n",
    "\xC3\xA9",
    "\xFF",
    "\x01",
    "\xEF\xBB\xBF",
    "a:\n    - x\n    y: z\n",
    "a\n\n\n b\n",
    "\"\\\n",
    "'a\n\n",
    "{a\n",
    "[a\n:",
    "{? ",
    "[? a\n",
    "\"\\u0041",
    "a: b\n  c\n",
    "{a: b}: c\n",
    "- {a: 1}x\n",
    "a: [1, 2]]\n",
    "<<: *a\n",
    "a: \"b\" c\n",
    "--- a\n",
    "--- [\n",
    "  {\n    [\n",
    "[\n  {\n    \"a\n",
};

static double seconds_of(str text, yaml_dialect dialect)
{
    arena a = ARENA_INIT;
    struct timespec from, to;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &from);
    yaml_parse(&a, text, dialect);
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &to);
    arena_free(&a);
    return (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

/* Four times the text may take eight times the time, and a little; quadratic work would take sixteen times. */
static void assert_linear(const char *head, const char *unit, yaml_dialect dialect)
{
    enum { SMALL = 24 << 10, TRIES = 8 };
    str text = repeat(head, unit, SMALL, ""), large = repeat(head, unit, 4 * SMALL, "");
    double once = 0, four = 0;
    for (int i = 0; i < TRIES; i++) {
        once = seconds_of(text, dialect);
        four = seconds_of(large, dialect);
        if (four <= 8 * once + 0.002) return;
    }
    fail_msg("'%s%s...': %.4f s for %d KB, %.4f s for %d KB", head, unit, once, SMALL >> 10, four, SMALL >> 8);
}

static void test_linear(void **state)
{
    (void)state;
    static const char *const heads[] = {"", "[\n", "{\n  ", "a:\n  - &a b\n", "a: |\n  "};
    for (size_t i = 0; i < COUNT(units); i++) {
        for (size_t h = 0; h < COUNT(heads); h++) assert_linear(heads[h], units[i], YAML_1_2);
        assert_linear("", units[i], YAML_JSON);
        assert_linear("{\n  ", units[i], YAML_JSON);
        arena_reset(&scratch);
    }
}

/* --- huge, but right ------------------------------------------------------------------------------------------------------- */

static void test_huge(void **state)
{
    (void)state;
    enum { BYTES = 10 << 20 };
    assert_int_equal(findings_of(times("a: ", "x", BYTES, "\n"))->n, 0);
    assert_int_equal(findings_of(times("a: \"", "x", BYTES, "\"\n"))->n, 0);
    assert_int_equal(findings_of(times("a: '", "it''s\n\n ", BYTES / 8, "'\n"))->n, 0);
    assert_int_equal(findings_of(times("a: |\n", "  line\n", BYTES / 7, ""))->n, 0);
    arena_reset(&scratch);
    const yaml_stream *s = yaml_parse(&scratch, repeat("", "key@: value\r\n", BYTES / 4, ""), YAML_1_2);
    assert_int_equal(s->findings.n, 0);
    assert_true(s->documents.at[0].root->entry_count > 100000);
    s = yaml_parse(&scratch, times("\xEF\xBB\xBF", "- a: 1\n", 100000, ""), YAML_1_2);
    assert_int_equal(s->findings.n, 0);
    assert_int_equal(s->documents.at[0].root->item_count, 100000);
    s = yaml_parse(&scratch, times("", "--- a\n", 100000, ""), YAML_1_2);
    assert_int_equal(s->documents.n, 100000);
}

/* --- hostile: one finding -------------------------------------------------------------------------------------------------- */

static void assert_single(str text, const char *code, const char *message)
{
    const diagnostic_list *found = findings_of(text);
    for (size_t i = 1; i < found->n; i++) print_error("further: %.*s\n", STR_ARG(found->at[i].message));
    assert_int_equal(found->n, 1);
    assert_string_equal(arena_cstr(&scratch, found->at[0].code), code);
    if (!str_has(found->at[0].message, str_of(message))) fail_msg("'%.*s', not '%s'", STR_ARG(found->at[0].message), message);
}

static void test_depth(void **state)
{
    (void)state;
    static const struct {
        const char *open, *close;
    } nests[] = {{"[", "]"}, {"{a: ", "}"}, {"- ", ""}, {"? ", ""}, {"[a: ", "]"}};
    for (size_t i = 0; i < COUNT(nests); i++) {
        size_t levels = str_is(str_of(nests[i].open), "[a: ") ? LIMIT_YAML_DEPTH / 2 : LIMIT_YAML_DEPTH;
        for (size_t over = 0; over < 2; over++) {
            str close = times("", nests[i].close[0] ? nests[i].close : "\n", nests[i].close[0] ? levels + over : 1, "\n");
            str text =
                times("", nests[i].open, levels + over, arena_cstr(&scratch, arena_printf(&scratch, "x%.*s", STR_ARG(close))));
            if (over && levels == LIMIT_YAML_DEPTH) assert_single(text, "yaml/limit", "nested deeper than 200 levels");
            else if (!over) assert_int_equal(findings_of(text)->n, 0);
        }
    }
    for (int over = 0; over < 2; over++) { /* by indentation */
        strbuf b = STRBUF_INIT;
        for (size_t i = 0; i < LIMIT_YAML_DEPTH + (size_t)over; i++) {
            strbuf_pad(&b, ' ', i);
            strbuf_add_cstr(&b, "a:\n");
        }
        strbuf_add_cstr(&b, "b: c\n");
        const yaml_stream *s = yaml_parse(&scratch, arena_str(&scratch, strbuf_str(&b)), YAML_1_2);
        strbuf_free(&b);
        assert_int_equal(s->findings.n, over);
        assert_non_null(yaml_get(s->documents.at[0].root, STR("b")));
    }
}

static void test_bombs(void **state)
{
    (void)state;
    assert_single(times("", "[", 100000, ""), "yaml/limit", "nested deeper than");
    assert_single(times("", "- ", 100000, "x"), "yaml/limit", "nested deeper than");
    assert_single(times("a: ", "{a: ", 100000, "\nb: c\n"), "yaml/limit", "nested deeper than");
    strbuf laughs = STRBUF_INIT;
    strbuf_add_cstr(&laughs, "l0: &l0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
    for (int i = 1; i < 12; i++) {
        strbuf_printf(&laughs, "l%d: &l%d [", i, i);
        for (int k = 0; k < 9; k++) strbuf_printf(&laughs, "%s*l%d", k ? ", " : "", i - 1);
        strbuf_add_cstr(&laughs, "]\n");
    }
    assert_single(strbuf_str(&laughs), "yaml/limit", "the aliases of this document stand for more than 100000 values");
    strbuf_free(&laughs);
    assert_single(str_make("a: \0\nb: \0\n", 10), "yaml/encoding", "NUL byte");
    assert_single(times("a: ", "\xFF", 1000, "\n"), "yaml/encoding", "byte 0xFF is not UTF-8");
    assert_single(times("a: ", "\x01", 1000, "\n"), "yaml/encoding", "control character U+0001");
}

static void test_findings_limit(void **state)
{
    (void)state;
    for (int over = 0; over < 2; over++) {
        const diagnostic_list *found = findings_of(times("", "- *x\n", (size_t)(LIMIT_YAML_FINDINGS + over), ""));
        assert_int_equal(found->n, LIMIT_YAML_FINDINGS + over);
        size_t limits = 0;
        for (size_t i = 0; i < found->n; i++) limits += str_is(found->at[i].code, "yaml/limit");
        assert_int_equal(limits, over);
    }
    assert_int_equal(findings_of(times("", "- *x\n", 100000, ""))->n, LIMIT_YAML_FINDINGS + 1);
    assert_int_equal(findings_of(times("", "a: b\n", 100000, ""))->n, LIMIT_YAML_FINDINGS + 1); /* warnings */
}

static void test_key_limit(void **state)
{
    (void)state;
    static const char *const messages = "a key of more than 1024 characters needs '? ' before it";
    assert_int_equal(findings_of(times("", "k", LIMIT_YAML_KEY, ": v\n"))->n, 0);
    assert_single(times("", "k", LIMIT_YAML_KEY + 1, ": v\n"), "yaml/long-key", messages);
    assert_int_equal(findings_of(times("", "\xC3\xA9", LIMIT_YAML_KEY, ": v\n"))->n, 0);
    assert_single(times("", "\xC3\xA9", LIMIT_YAML_KEY + 1, ": v\n"), "yaml/long-key", messages);
    assert_single(times("[", "k", LIMIT_YAML_KEY + 1, ": v]\n"), "yaml/long-key", messages);
    assert_int_equal(findings_of(times("{", "k", LIMIT_YAML_KEY + 1, ": v}\n"))->n, 0); /* [146] has no limit */
    assert_int_equal(findings_of(times("? ", "k", LIMIT_YAML_KEY + 1, "\n: v\n"))->n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_linear, free_scratch),         cmocka_unit_test_teardown(test_huge, free_scratch),
        cmocka_unit_test_teardown(test_depth, free_scratch),          cmocka_unit_test_teardown(test_bombs, free_scratch),
        cmocka_unit_test_teardown(test_findings_limit, free_scratch), cmocka_unit_test_teardown(test_key_limit, free_scratch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
