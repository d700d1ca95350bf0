/* JSON as it is written: commas and nesting in each layout, numbers, and bytes that are no text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/json_write.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

static void write_sample(json_writer *w)
{
    json_object(w);
    json_add_array(w, "none");
    json_array_end(w);
    json_add_object(w, "empty");
    json_object_end(w);
    json_add_array(w, "list");
    json_int(w, 1);
    json_array(w);
    json_bool(w, true);
    json_null(w);
    json_array_end(w);
    json_object(w);
    json_add_raw(w, "raw", STR("[1, 2]"));
    json_object_end(w);
    json_array_end(w);
    static const char *const words[] = {"a", "b"};
    json_add_strings(w, "words", words, 2);
    json_add_strings(w, "no words", words, 0);
    json_object_end(w);
}

static void test_layouts(void **state)
{
    (void)state;
    static const struct {
        int indent;
        bool spaced;
        const char *want;
    } cases[] = {
        {0, false, "{\"none\":[],\"empty\":{},\"list\":[1,[true,null],{\"raw\":[1, 2]}],\"words\":[\"a\",\"b\"],\"no words\":[]}"},
        {0, true, "{\"none\": [], \"empty\": {}, \"list\": [1, [true, null], {\"raw\": [1, 2]}], \"words\": [\"a\", \"b\"], \"no words\": []}"},
        {2, false,
         "{\n  \"none\": [],\n  \"empty\": {},\n  \"list\": [\n    1,\n    [\n      true,\n      null\n    ],\n    {\n      \"raw\": [1, 2]\n    }\n  ],\n"
         "  \"words\": [\n    \"a\",\n    \"b\"\n  ],\n  \"no words\": []\n}"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        strbuf out = STRBUF_INIT;
        json_writer w = JSON_WRITER(&out);
        w.indent = cases[i].indent;
        w.spaced = cases[i].spaced;
        write_sample(&w);
        assert_string_equal(out.p, cases[i].want);
        strbuf_free(&out);
    }
}

static void check_string(str text, bool safe, const char *want)
{
    strbuf out = STRBUF_INIT;
    json_writer w = {.out = &out, .safe = safe};
    json_string(&w, text);
    assert_string_equal(out.p, want);
    strbuf_clear(&out);
    w = (json_writer){.out = &out, .safe = safe};
    json_object(&w);
    json_key_str(&w, text); /* a key likewise */
    json_null(&w);
    json_object_end(&w);
    assert_int_equal(out.n, strlen(want) + strlen("{:null}"));
    assert_memory_equal(out.p + 1, want, strlen(want));
    strbuf_free(&out);
}

static void test_strings(void **state)
{
    (void)state;
    static const struct {
        str text;
        const char *want, *safe; /* NULL: the same */
    } cases[] = {
        {{NULL, 0}, "\"\"", NULL},
        {STR_INIT("a\0b"), "\"a\\u0000b\"", NULL},
        {STR_INIT("\"\\/"), "\"\\\"\\\\/\"", NULL},
        {STR_INIT("\n\r\t\b\x1F"), "\"\\n\\r\\t\\u0008\\u001f\"", NULL},
        {STR_INIT("\x7F"), "\"\x7F\"", "\"\\u007f\""},
        {STR_INIT("\xC3\xA9\xE4\xB8\x96\xF0\x9F\x98\x80"), "\"\xC3\xA9\xE4\xB8\x96\xF0\x9F\x98\x80\"", NULL},
        {STR_INIT("\xE2\x80\xA8\xE2\x80\xAE"), "\"\xE2\x80\xA8\xE2\x80\xAE\"", "\"\\u2028\\u202e\""}, /* a line's end, a mark of direction */
        {STR_INIT("\xF3\xA0\x81\x81"), "\"\xF3\xA0\x81\x81\"", "\"\\udb40\\udc41\""}, /* beyond 16 bits: two escapes */
        {STR_INIT("a\xFF\xC3"), "\"a\xEF\xBF\xBD\xEF\xBF\xBD\"", NULL}, /* one for each byte that is no text */
        {STR_INIT("\xED\xA0\x80z"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDz\"", NULL},
        {STR_INIT("\xEF\xBF\xBD"), "\"\xEF\xBF\xBD\"", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check_string(cases[i].text, false, cases[i].want);
        check_string(cases[i].text, true, cases[i].safe ? cases[i].safe : cases[i].want);
    }
}

static void check_number(double n, const char *want)
{
    strbuf out = STRBUF_INIT;
    json_writer w = JSON_WRITER(&out);
    json_number(&w, n);
    assert_string_equal(out.p, want);
    strbuf_free(&out);
}

static void test_numbers(void **state)
{
    (void)state;
    check_number(0, "0");
    check_number(-1.5, "-1.5");
    check_number(0.1, "0.1");
    check_number(0.1 + 0.2, "0.30000000000000004");
    check_number(1e15, "1e+15");
    check_number(100000, "100000");
    check_number(9007199254740993.0, "9007199254740992");
    check_number(NAN, "null");
    check_number(-INFINITY, "null");
    static const double all[] = {DBL_MAX, DBL_MIN, 4.9e-324, -1.0 / 3, 123456789.123456789, 1e-7};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        strbuf out = STRBUF_INIT;
        json_writer w = JSON_WRITER(&out);
        json_number(&w, all[i]);
        assert_true(strtod(out.p, NULL) == all[i]);
        strbuf_free(&out);
    }
    strbuf out = STRBUF_INIT;
    json_writer w = JSON_WRITER(&out);
    json_array(&w);
    json_int(&w, INT64_MIN);
    json_int(&w, INT64_MAX);
    json_array_end(&w);
    assert_string_equal(out.p, "[-9223372036854775808,9223372036854775807]");
    strbuf_free(&out);
}

/* Nesting is a number and no memory: any depth can be written. */
static void test_depth(void **state)
{
    (void)state;
    enum { DEPTH = 20000 };
    strbuf out = STRBUF_INIT;
    json_writer w = JSON_WRITER(&out);
    for (int i = 0; i < DEPTH; i++) json_array(&w);
    for (int i = 0; i < DEPTH; i++) json_array_end(&w);
    assert_int_equal(out.n, 2 * DEPTH);
    assert_int_equal(w.depth, 0);
    strbuf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_layouts), cmocka_unit_test(test_strings), cmocka_unit_test(test_numbers),
                                       cmocka_unit_test(test_depth)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
