/* Lines and positions in the three encodings (LSP 3.17 `Position`). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/line_index.h"

static void test_lines(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint32_t count;
    } cases[] = {{"", 1}, {"a", 1}, {"a\n", 2}, {"a\nb", 2}, {"a\r\nb", 2}, {"a\rb", 2}, {"\r\r\n\n", 4}, {"\n\r", 3}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        arena a = ARENA_INIT;
        line_index x = line_index_build(&a, str_of(cases[i].text));
        assert_int_equal(x.count, cases[i].count);
        arena_free(&a);
    }
}

static void test_line_ranges(void **state)
{
    (void)state;
    arena a = ARENA_INIT;
    line_index x = line_index_build(&a, STR("ab\r\nc\rd\n"));
    static const range expected[] = {{0, 2}, {4, 5}, {6, 7}, {8, 8}, {8, 8}};
    for (uint32_t i = 0; i < 5; i++) {
        range r = line_index_range(&x, i);
        assert_int_equal(r.start, expected[i].start);
        assert_int_equal(r.end, expected[i].end);
    }
    assert_int_equal(line_index_line(&x, 3), 0); /* between CR and LF */
    assert_int_equal(line_index_line(&x, 4), 1);
    assert_int_equal(line_index_line(&x, 99), 3);
    arena_free(&a);
}

/* "xé世😀y": bytes 1 2 3 4 1, UTF-16 units 1 1 1 2 1. */
static const char mixed[] = "\nx\xC3\xA9\xE4\xB8\x96\xF0\x9F\x98\x80y";

static void test_columns(void **state)
{
    (void)state;
    static const uint32_t offsets[] = {0, 1, 3, 6, 10, 11};
    static const uint32_t columns[][6] = {
        [TEXT_UTF8] = {0, 1, 3, 6, 10, 11}, [TEXT_UTF16] = {0, 1, 2, 3, 5, 6}, [TEXT_UTF32] = {0, 1, 2, 3, 4, 5}};
    arena a = ARENA_INIT;
    line_index x = line_index_build(&a, str_of(mixed));
    for (int e = TEXT_UTF8; e <= TEXT_UTF32; e++)
        for (size_t i = 0; i < 6; i++) {
            text_position at = line_index_position(&x, offsets[i] + 1, (text_encoding)e);
            assert_int_equal(at.line, 1);
            assert_int_equal(at.column, columns[e][i]);
            assert_int_equal(line_index_offset(&x, at, (text_encoding)e), offsets[i] + 1);
        }
    arena_free(&a);
}

static void test_clamping(void **state)
{
    (void)state;
    arena a = ARENA_INIT;
    line_index x = line_index_build(&a, str_of(mixed));
    uint32_t end = (uint32_t)sizeof mixed - 1;
    assert_int_equal(line_index_offset(&x, (text_position){0, 5}, TEXT_UTF16), 0);
    assert_int_equal(line_index_offset(&x, (text_position){1, UINT32_MAX}, TEXT_UTF16), end);
    assert_int_equal(line_index_offset(&x, (text_position){UINT32_MAX, 0}, TEXT_UTF16), end);
    assert_int_equal(line_index_offset(&x, (text_position){1, 4}, TEXT_UTF16), 7); /* inside the pair: its start */
    assert_int_equal(line_index_offset(&x, (text_position){1, 4}, TEXT_UTF8), 4);  /* inside the character: its start */
    assert_int_equal(line_index_position(&x, UINT32_MAX, TEXT_UTF16).column, 6);
    x = line_index_build(&a, STR("ab\r\nc"));
    assert_int_equal(line_index_offset(&x, (text_position){0, 9}, TEXT_UTF16), 2); /* before the line break */
    arena_free(&a);
}

/* Columns of long lines are counted from a mark in them; the same as from the start of the line. */
static void test_long_lines(void **state)
{
    (void)state;
    static const char *const parts[] = {"a", "\xC3\xA9", "\xE4\xB8\x96", "\xF0\x9F\x98\x80", "\xFF", "\xE4\xB8", "bcdefg", "\n", "\r\n"};
    arena a = ARENA_INIT;
    char *text = arena_alloc(&a, 13000);
    size_t n = 0;
    for (uint32_t i = 0, seed = 1; n < 12000; i++) {
        seed = seed * 1664525 + 1013904223;
        uint32_t part = seed >> 16;
        bool breaks = part % 1500 == 0; /* few lines */
        const char *p = parts[breaks ? 7 + part % 2 : part % 7];
        memcpy(text + n, p, strlen(p));
        n += strlen(p);
    }
    line_index x = line_index_build(&a, str_make(text, n));
    assert_true(x.mark_count > 3 && x.count > 2);
    for (uint32_t offset = 0; offset <= n; offset++)
        for (int e = TEXT_UTF8; e <= TEXT_UTF32; e++) {
            line_index plain = x;
            plain.mark_count = 0;
            text_position want = line_index_position(&plain, offset, (text_encoding)e), got = line_index_position(&x, offset, (text_encoding)e);
            assert_int_equal(got.line, want.line);
            assert_int_equal(got.column, want.column);
            assert_int_equal(line_index_offset(&x, want, (text_encoding)e), line_index_offset(&plain, want, (text_encoding)e));
        }
    arena_free(&a);
}

static void test_first_line(void **state)
{
    (void)state;
    const struct {
        const char *text;
        range at;
        uint32_t end;
    } cases[] = {{"[ \r\na]", {0, 6}, 1}, {"[a,\nb]", {0, 6}, 3}, {"x\ry", {0, 3}, 1}, {"a b ", {0, 4}, 4}, {"a\nb", {2, 3}, 3}, {"\n", {0, 1}, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        range line = line_first(str_of(cases[i].text), cases[i].at);
        assert_int_equal(line.start, cases[i].at.start);
        assert_int_equal(line.end, cases[i].end);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_lines), cmocka_unit_test(test_line_ranges),
                                       cmocka_unit_test(test_columns), cmocka_unit_test(test_clamping),
                                       cmocka_unit_test(test_long_lines), cmocka_unit_test(test_first_line)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
