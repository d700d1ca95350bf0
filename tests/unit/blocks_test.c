/* A text in blocks is the text that the same changes make of a string. */
#include "text/blocks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <time.h>

#include <cmocka.h>

static uint32_t seed;

static uint32_t below(uint32_t n)
{
    seed = seed * 1664525 + 1013904223;
    return n ? (seed >> 8) % n : 0;
}

static void add_random(strbuf *b, size_t parts)
{
    static const char *const texts[] = {"a", "word ", "\n", "\r\n", "\r", "\xC3\xA9", "\xE4\xB8\x96", "\xF0\x9F\x98\x80", "  - item: 1\n", "\n\n"};
    for (size_t i = 0; i < parts; i++) strbuf_add_cstr(b, texts[below(sizeof texts / sizeof *texts)]);
}

/* The plain way, with an index of the whole text. */
static range replace(strbuf *text, text_position start, text_position end, text_encoding encoding, str with)
{
    arena a = ARENA_INIT;
    strbuf next = STRBUF_INIT;
    str old = strbuf_str(text);
    line_index lines = line_index_build(&a, old);
    range at = {line_index_offset(&lines, start, encoding), line_index_offset(&lines, end, encoding)};
    if (at.end < at.start) at.end = at.start;
    strbuf_add(&next, str_slice(old, 0, at.start));
    strbuf_add(&next, with);
    strbuf_add(&next, str_slice(old, at.end, old.n));
    arena_free(&a);
    strbuf_free(text);
    *text = next;
    return at;
}

static text_position random_position(const strbuf *text, text_encoding encoding)
{
    arena a = ARENA_INIT;
    line_index lines = line_index_build(&a, strbuf_str(text));
    text_position at = line_index_position(&lines, below((uint32_t)text->n + 1), encoding);
    arena_free(&a);
    if (below(10) == 0) at.column += below(1000);
    if (below(30) == 0) at.line += below(100);
    return at;
}

static void run(size_t parts, int changes, uint32_t insert_most)
{
    strbuf text = STRBUF_INIT;
    add_random(&text, parts);
    text_blocks *b = text_blocks_new(strbuf_str(&text));
    for (int i = 0; i < changes; i++) {
        text_encoding encoding = (text_encoding)below(3);
        text_position start = random_position(&text, encoding), end = below(3) ? start : random_position(&text, encoding);
        if (below(2) && end.line == start.line) end.column += below(20);
        strbuf with = STRBUF_INIT;
        add_random(&with, below(4) ? below(5) : below(insert_most));
        range want = replace(&text, start, end, encoding, strbuf_str(&with));
        range got = text_blocks_replace(b, start, end, encoding, strbuf_str(&with));
        assert_int_equal(got.start, want.start);
        assert_int_equal(got.end, want.end);
        strbuf_free(&with);
        strbuf all = STRBUF_INIT;
        text_blocks_write(b, &all);
        assert_true(str_eq(strbuf_str(&all), strbuf_str(&text)));
        strbuf_free(&all);
    }
    text_blocks_free(b);
    strbuf_free(&text);
}

static void random_changes(void **state)
{
    (void)state;
    for (seed = 1; seed < 40; seed++) {
        uint32_t kept = seed;
        run(below(3) ? 200 : 0, 200, 20);
        seed = kept * 77;
        run(6000, 30, 8000);
        seed = kept;
    }
}

/* Each change costs its own size. */
static void many_changes(void **state)
{
    (void)state;
    enum { LINES = 100000, CHANGES = 10000 };
    strbuf text = STRBUF_INIT, all = STRBUF_INIT;
    for (int i = 0; i < LINES; i++) strbuf_printf(&text, "key%d: the value of a key\n", i);
    clock_t start = clock();
    text_blocks *b = text_blocks_new(strbuf_str(&text));
    for (uint32_t i = 0; i < CHANGES; i++) {
        text_position at = {i * 10, 3};
        text_blocks_replace(b, at, (text_position){at.line, 4}, TEXT_UTF16, STR("new"));
    }
    text_blocks_write(b, &all);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    assert_int_equal(all.n, text.n + 2 * CHANGES);
    assert_true(seconds < 5); /* ten times what it takes on a slow machine with sanitizers; copies of the text would take a minute */
    text_blocks_free(b);
    strbuf_free(&text);
    strbuf_free(&all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(random_changes), cmocka_unit_test(many_changes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
