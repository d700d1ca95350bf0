/* JSON Schema: what the test suite does not reach - numbers, references, limits, hostile schemas. */
#include "base/limits.h"
#include "base/strbuf.h"
#include "schema/number.h"
#include "schema/pattern.h"
#include "schema/reference.h"
#include "schema/schema.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

typedef struct texts {
    str schema;
} texts;

static bool read_schema(void *self, str uri, schema_file *out)
{
    if (!str_is(uri, "file:///s.yaml")) return false;
    *out = (schema_file){((const texts *)self)->schema, STR("/s.yaml")};
    return true;
}

/* Findings of the document by the schema, both as text. */
static diagnostic_list validate(arena *a, str schema, str document)
{
    texts t = {schema};
    schema_set *set = schema_set_new(a, (schema_loader){&t, read_schema}, SCHEMA_2020_12);
    const schema_node *s = schema_load(set, STR("file:///s.yaml"));
    diagnostic_list found = {0};
    assert_non_null(s);
    const yaml_stream *stream = yaml_parse(a, document, YAML_1_2);
    schema_options options = {.path = STR("/d.yaml"), .text = document};
    schema_validate(a, s, stream->documents.at[0].root, &options, &found);
    return found;
}

static schema_number number(arena *a, const char *text)
{
    return schema_number_of(yaml_parse(a, str_of(text), YAML_1_2)->documents.at[0].root);
}

static void numbers_compare_exactly(void **state)
{
    static const struct {
        const char *a, *b;
        int order;
    } cases[] = {
        {"1", "1.0", 0},       {"1", "1e0", 0},          {"100", "1e2", 0},     {"0.1", "0.10000000000000000001", -1},
        {"-0", "0", 0},        {"-0.0", "0", 0},         {"-1", "1", -1},       {"-2", "-1", -1},
        {"1e400", "1e399", 1}, {"1e-400", "0", 1},       {"0x10", "16", 0},     {"18446744073709551616", "18446744073709551615", 1},
        {".5", "0.50", 0},     {"-.inf", "-1e999", -1},  {".inf", "1e999", 1},  {"9007199254740993", "9007199254740992.5", 1},
        {"1200e-2", "12", 0},  {"0.00012e5", "12.0", 0},
    };
    arena a = ARENA_INIT;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        schema_number x = number(&a, cases[i].a), y = number(&a, cases[i].b);
        int order = schema_number_compare(&x, &y), back = schema_number_compare(&y, &x);
        if ((order > 0) - (order < 0) != cases[i].order || (back > 0) - (back < 0) != -cases[i].order)
            fail_msg("%s and %s: %d, %d", cases[i].a, cases[i].b, order, back);
        if (cases[i].order == 0) assert_true(schema_number_hash(&x) == schema_number_hash(&y));
    }
    arena_free(&a);
}

static void multiples_are_exact(void **state)
{
    static const struct {
        const char *n, *divisor;
        bool multiple;
    } cases[] = {
        {"0.0075", "0.0001", true}, {"0.00751", "0.0001", false}, {"19.99", "0.01", true}, {"4.35", "0.01", true},
        {"1e308", "0.123456789", false}, {"1e308", "0.5", true}, {"12391239123", "1e-8", true}, {"0", "3", true},
        {"100000000000000000000000000002", "3", true}, {"100000000000000000000000000001", "3", false}, {"-9", "3", true}, {"7.5", "1.5", true},
        {"1", "1e1", false},
    };
    arena a = ARENA_INIT;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        schema_number x = number(&a, cases[i].n), y = number(&a, cases[i].divisor);
        if (schema_number_is_multiple(&x, &y) != cases[i].multiple) fail_msg("%s of %s", cases[i].n, cases[i].divisor);
    }
    arena_free(&a);
}

static void counts_are_cut(void **state)
{
    arena a = ARENA_INIT;
    (void)state;
    schema_number two = number(&a, "2.0"), many = number(&a, "1e30"), negative = number(&a, "-1"), long_one = number(&a, "1.5e3");
    assert_true(schema_number_count(&two) == 2);
    assert_true(schema_number_count(&many) == UINT64_MAX);
    assert_true(schema_number_count(&negative) == 0);
    assert_true(schema_number_count(&long_one) == 1500);
    arena_free(&a);
}

/* RFC 3986 5.4 */
static void references_resolve(void **state)
{
    static const char *const cases[][2] = {
        {"g", "http://a/b/c/g"},       {"./g", "http://a/b/c/g"},   {"g/", "http://a/b/c/g/"},     {"/g", "http://a/g"},
        {"//g", "http://g"},           {"?y", "http://a/b/c/d;p?y"}, {"g?y", "http://a/b/c/g?y"},  {"#s", "http://a/b/c/d;p?q#s"},
        {"", "http://a/b/c/d;p?q"},    {".", "http://a/b/c/"},      {"..", "http://a/b/"},         {"../g", "http://a/b/g"},
        {"../..", "http://a/"},        {"../../../g", "http://a/g"}, {"urn:x:y", "urn:x:y"},        {"g;x=1/../y", "http://a/b/c/y"},
    };
    arena a = ARENA_INIT;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        str got = schema_uri_resolve(&a, STR("http://a/b/c/d;p?q"), str_of(cases[i][0]));
        if (!str_is(got, cases[i][1])) fail_msg("%s: %.*s", cases[i][0], STR_ARG(got));
    }
    assert_true(str_is(schema_uri_resolve(&a, STR("urn:uuid:1"), STR("#a")), "urn:uuid:1#a"));
    arena_free(&a);
}

static void findings_are_limited(void **state)
{
    (void)state;
    for (int extra = 0; extra < 2; extra++) {
        arena a = ARENA_INIT;
        strbuf text = STRBUF_INIT;
        for (int i = 0; i < LIMIT_SCHEMA_FINDINGS + extra; i++) strbuf_add_cstr(&text, "- a\n");
        assert_int_equal(validate(&a, STR("items: {type: integer}"), strbuf_str(&text)).n, LIMIT_SCHEMA_FINDINGS);
        strbuf_free(&text);
        arena_free(&a);
    }
}

/* A chain of references as long as the limit is followed to its end, a longer one is given up with a warning. */
static void depth_is_limited(void **state)
{
    (void)state;
    for (int extra = 0; extra < 2; extra++) {
        arena a = ARENA_INIT;
        strbuf text = STRBUF_INIT;
        int links = LIMIT_SCHEMA_DEPTH - 2 + extra; /* and the schema at its start, and the one at its end */
        strbuf_add_cstr(&text, "$ref: '#/$defs/n0'\n$defs:\n");
        for (int i = 0; i < links; i++) strbuf_printf(&text, "  n%d: {$ref: '#/$defs/n%d'}\n", i, i + 1);
        strbuf_printf(&text, "  n%d: {type: integer}\n", links);
        diagnostic_list found = validate(&a, strbuf_str(&text), STR("[a]"));
        assert_int_equal(found.n, 1);
        assert_string_equal(found.at[0].code.p, extra ? "schema/invalid" : "schema/type");
        strbuf_free(&text);
        arena_free(&a);
    }
}

/* Two ways at each level: 2^60 without memory of what was seen. */
static void branching_references_are_linear(void **state)
{
    arena a = ARENA_INIT;
    strbuf text = STRBUF_INIT;
    (void)state;
    strbuf_add_cstr(&text, "$ref: '#/$defs/n0'\n$defs:\n");
    for (int i = 0; i < 60; i++) strbuf_printf(&text, "  n%d: {anyOf: [{$ref: '#/$defs/n%d'}, {$ref: '#/$defs/n%d'}]}\n", i, i + 1, i + 1);
    strbuf_add_cstr(&text, "  n60: {type: integer}\n");
    diagnostic_list on_list = validate(&a, strbuf_str(&text), STR("[a]")), on_scalar = validate(&a, strbuf_str(&text), STR("text"));
    assert_int_equal(on_list.n, 1);
    assert_string_equal(on_list.at[0].code.p, "schema/type");
    assert_int_equal(on_scalar.n, 1);
    strbuf_free(&text);
    arena_free(&a);
}

/* More work than any honest schema asks for ends in a warning. */
static void steps_are_limited(void **state)
{
    arena a = ARENA_INIT;
    strbuf schema = STRBUF_INIT, document = STRBUF_INIT;
    (void)state;
    strbuf_add_cstr(&schema, "items: {not: {anyOf: [");
    for (int i = 0; i < 6000; i++) strbuf_add_cstr(&schema, "{const: a},");
    strbuf_add_cstr(&schema, "]}}");
    for (int i = 0; i < 6000; i++) strbuf_add_cstr(&document, "- b\n");
    diagnostic_list found = validate(&a, strbuf_str(&schema), strbuf_str(&document));
    assert_int_equal(found.n, 1);
    assert_int_equal(found.at[0].level, SEVERITY_WARNING);
    strbuf_free(&schema);
    strbuf_free(&document);
    arena_free(&a);
}

static bool matches(const char *pattern, const char *text)
{
    arena a = ARENA_INIT;
    bool result = schema_pattern_matches(schema_pattern_compile(&a, str_of(pattern)), str_of(text));
    arena_free(&a);
    return result;
}

static void leading_look_ahead_works(void **state)
{
    (void)state;
    assert_false(matches("^(?!kube-|istio-)[a-z-]+$", "kube-system"));
    assert_true(matches("^(?!kube-|istio-)[a-z-]+$", "my-kube-system"));
    assert_false(matches("^(?=.*[0-9])(?=.*[a-z]).{3,}$", "abc"));
    assert_true(matches("^(?=.*[0-9])(?=.*[a-z]).{3,}$", "ab1"));
    assert_true(matches("a(?!b)", "ab")); /* can't be run: says nothing */
    assert_true(matches("(a)\\1", "b"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_compare_exactly),         cmocka_unit_test(multiples_are_exact), cmocka_unit_test(counts_are_cut),
        cmocka_unit_test(references_resolve),              cmocka_unit_test(findings_are_limited), cmocka_unit_test(depth_is_limited),
        cmocka_unit_test(branching_references_are_linear), cmocka_unit_test(steps_are_limited),   cmocka_unit_test(leading_look_ahead_works),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
