/* What text of others looks like when it is shown. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/json_write.h"
#include "base/utf8.h"
#include "base/visible.h"

static const struct {
    const char *text, *line, *lines;
} cases[] = {
    {"", "", ""},
    {"plain, 中文, é, 👩‍💻", "plain, 中文, é, 👩‍💻", "plain, 中文, é, 👩‍💻"},
    {"a\nb\tc\rd", "a\\nb\\tc\\rd", "a\nb\tc\\rd"},
    {"\x1b[2J\a\b\x7f", "\\x1b[2J\\x07\\x08\\x7f", "\\x1b[2J\\x07\\x08\\x7f"},
    {"\xC2\x9B" "2J", "\\x9b2J", "\\x9b2J"},                         /* C1: CSI in one character */
    {"\xE2\x80\xAE" "cod.exe", "\\u202ecod.exe", "\\u202ecod.exe"},  /* right to left from here on */
    {"a\xE2\x81\xA6" "b\xE2\x81\xA9", "a\\u2066b\\u2069", "a\\u2066b\\u2069"},
    {"a\xE2\x80\xA8" "b", "a\\u2028b", "a\\u2028b"},
    {"\xEF\xBB\xBF" "a", "\\ufeffa", "\\ufeffa"},
    {"\xF3\xA0\x81\x81", "\\U000e0041", "\\U000e0041"},              /* a tag */
    {"\xEF\xBF\xBE", "\\ufffe", "\\ufffe"},
    {"\xFF\xC3(\xED\xA0\x80", "\\xff\\xc3(\\xed\\xa0\\x80", "\\xff\\xc3(\\xed\\xa0\\x80"},
};

static void test_texts(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        arena a = ARENA_INIT;
        str text = str_of(cases[i].text), line = str_visible(&a, text);
        assert_true(str_is(line, cases[i].line));
        assert_true(str_is(str_visible_lines(&a, text), cases[i].lines));
        assert_ptr_equal(str_visible(&a, line).p, line.p); /* nothing is left to be done */
        arena_free(&a);
    }
}

/* Whatever the bytes: the result is UTF-8 with nothing hidden in it, as safe JSON as well. */
static void test_everything(void **state)
{
    (void)state;
    arena a = ARENA_INIT;
    strbuf all = STRBUF_INIT, json = STRBUF_INIT;
    for (int c = 0; c < 256; c++) strbuf_add_char(&all, (char)c);
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        char bytes[4];
        if (c >= 0xD800 && c <= 0xDFFF) continue;
        strbuf_add(&all, str_make(bytes, utf8_encode(c, bytes)));
    }
    json_writer w = JSON_WRITER_SAFE(&json);
    json_string(&w, strbuf_str(&all));
    str texts[] = {str_visible(&a, strbuf_str(&all)), strbuf_str(&json)};
    for (size_t k = 0; k < 2; k++) {
        assert_int_equal(utf8_invalid_at(texts[k]), -1);
        size_t len;
        for (size_t i = 0; i < texts[k].n; i += len) assert_false(visible_is_hidden(utf8_decode(texts[k], i, &len)));
    }
    strbuf_free(&all), strbuf_free(&json);
    arena_free(&a);
}

static void test_json(void **state)
{
    (void)state;
    strbuf out = STRBUF_INIT;
    json_writer w = JSON_WRITER_SAFE(&out), plain = JSON_WRITER(&out);
    json_array(&w);
    json_string(&w, STR("\x7f\xE2\x80\xAE\xF3\xA0\x81\x81"));
    json_visible(&w, STR("\x1b\n\r"));
    json_array_end(&w);
    json_string(&plain, STR("\x01\x7f\xE2\x80\xA8")); /* what a program reads */
    assert_true(str_is(strbuf_str(&out), "[\"\\u007f\\u202e\\udb40\\udc41\",\"\\\\x1b\\n\\\\r\"]\"\\u0001\x7f\xE2\x80\xA8\""));
    strbuf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_texts), cmocka_unit_test(test_everything), cmocka_unit_test(test_json)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
