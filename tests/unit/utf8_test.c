/* UTF-8: every code point there and back, and every kind of ill-formed bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/utf8.h"

static void test_every_code_point(void **state)
{
    (void)state;
    for (uint32_t c = 0; c <= 0x110010; c++) {
        bool surrogate = c >= 0xD800 && c <= 0xDFFF;
        uint32_t want = surrogate || c > 0x10FFFF ? UTF8_BAD : c;
        char bytes[4];
        size_t n = utf8_encode(c, bytes), len = 0;
        str s = str_make(bytes, n);
        if (n != (want < 0x80 ? 1u : want < 0x800 ? 2u : want < 0x10000 ? 3u : 4u) || utf8_decode(s, 0, &len) != want || len != n ||
            utf8_invalid_at(s) != -1 || utf8_count(s) != 1 || utf8_count_utf16(s) != (want > 0xFFFF ? 2u : 1u))
            fail_msg("U+%04X", (unsigned)c);
    }
}

static void test_ill_formed(void **state)
{
    (void)state;
    static const struct {
        str bytes;
        ptrdiff_t at;  /* of the first ill-formed byte */
        size_t count; /* every one of them is a character */
    } cases[] = {
        {STR_INIT("\x80"), 0, 1},
        {STR_INIT("a\xBF"), 1, 2},
        {STR_INIT("\xC0\x80"), 0, 2},         /* overlong NUL */
        {STR_INIT("\xC1\xBF"), 0, 2},
        {STR_INIT("\xE0\x9F\xBF"), 0, 3},     /* overlong */
        {STR_INIT("\xF0\x8F\xBF\xBF"), 0, 4}, /* overlong */
        {STR_INIT("\xED\xA0\x80"), 0, 3},     /* first surrogate */
        {STR_INIT("\xED\xBF\xBF"), 0, 3},     /* last one */
        {STR_INIT("\xED\x9F\xBF"), -1, 1},
        {STR_INIT("\xEE\x80\x80"), -1, 1},
        {STR_INIT("\xF4\x8F\xBF\xBF"), -1, 1}, /* the last code point, and the one behind it */
        {STR_INIT("\xF4\x90\x80\x80"), 0, 4},
        {STR_INIT("\xF5\x80\x80\x80"), 0, 4},
        {STR_INIT("\xFF\xFE"), 0, 2},
        {STR_INIT("\xC3"), 0, 1}, /* cut */
        {STR_INIT("\xE2\x82"), 0, 2},
        {STR_INIT("\xF0\x9F\x98"), 0, 3},
        {STR_INIT("\xE2\x82z"), 0, 3},
        {STR_INIT("\xC3\xC3\xA9"), 0, 2}, /* what follows is sound again */
        {STR_INIT("a\0\xC3\xA9"), -1, 3},
        {STR_INIT("\xEF\xBF\xBD"), -1, 1}, /* the replacement itself, written out */
        {{NULL, 0}, -1, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        str s = cases[i].bytes;
        if (utf8_invalid_at(s) != cases[i].at || utf8_count(s) != cases[i].count) fail_msg("case %zu", i);
        if (cases[i].at < 0) continue;
        size_t len = 0;
        assert_int_equal(utf8_decode(s, (size_t)cases[i].at, &len), UTF8_BAD);
        assert_int_equal(len, 1);
    }
}

static void test_head(void **state)
{
    (void)state;
    static const struct {
        str text;
        size_t most, want;
    } cases[] = {
        {STR_INIT("abc"), 0, 0}, {STR_INIT("abc"), 2, 2}, {STR_INIT("abc"), 3, 3}, {STR_INIT("abc"), 9, 3},
        {STR_INIT("a\xE2\x82\xACz"), 1, 1}, {STR_INIT("a\xE2\x82\xACz"), 2, 1}, {STR_INIT("a\xE2\x82\xACz"), 3, 1},
        {STR_INIT("a\xE2\x82\xACz"), 4, 4}, {STR_INIT("\xE2\x82\xACz"), 1, 0}, {STR_INIT("\xE2\x82\xACz"), 2, 0},
        {STR_INIT("\xF0\x9F\x98\x80z"), 1, 0}, {STR_INIT("\xF0\x9F\x98\x80z"), 3, 0}, {STR_INIT("\xF0\x9F\x98\x80z"), 4, 4},
        {STR_INIT("\x80\x80\x80\x80\x80\x80"), 5, 5}, /* no character is cut where there is none */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (utf8_head(cases[i].text, cases[i].most).n != cases[i].want) fail_msg("case %zu", i);
}

static void test_width(void **state)
{
    (void)state;
    assert_int_equal(utf8_width(STR("abc")), 3);
    assert_int_equal(utf8_width(STR("\xE4\xB8\x96")), 2);           /* an ideograph */
    assert_int_equal(utf8_width(STR("\xF0\x9F\x98\x80")), 2);       /* an emoji */
    assert_int_equal(utf8_width(STR("e\xCC\x81")), 1);              /* e and an accent of its own */
    assert_int_equal(utf8_width(STR("\xEF\xBD\xB1")), 1);           /* a half-width letter */
    assert_int_equal(utf8_width(STR("\xFF")), 1);
    assert_int_equal(utf8_width((str){0}), 0);
    assert_int_equal(utf8_count_utf16(STR("a\xF0\x9F\x98\x80\xFF")), 4);
}

static void test_wide(void **state)
{
    (void)state;
    assert_true(utf8_is_wide(STR("\xFF\xFE" "a\0")));
    assert_true(utf8_is_wide(STR("\xFE\xFF\0a")));
    assert_true(utf8_is_wide(STR("\0\0\xFE\xFF")));
    assert_true(utf8_is_wide(STR("a\0:\0")));
    assert_true(utf8_is_wide(STR("\0{\0\"")));
    assert_true(utf8_is_wide(STR("a\0\0\0")));
    assert_true(utf8_is_wide(STR("\0\0\0a")));
    assert_false(utf8_is_wide(STR("a\0")));
    assert_false(utf8_is_wide(STR("a: \0")));
    assert_false(utf8_is_wide(STR("a\0\0b")));
    assert_false(utf8_is_wide(STR("\0\0\0\0")));
    assert_false(utf8_is_wide(STR("\xEF\xBB\xBF" "a")));
    assert_false(utf8_is_wide(STR("\xFF")));
}

static void test_last(void **state)
{
    (void)state;
    const struct {
        str text;
        size_t want;
    } cases[] = {{STR(""), 0}, {STR("ab"), 1}, {STR("a\xE9\x85\xB7"), 1}, {STR("\xF0\x9F\x98\x80"), 0}, {STR("a\xE9\x85"), 2}, {STR("\x80\x80"), 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) assert_int_equal(utf8_last(cases[i].text), cases[i].want);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_every_code_point), cmocka_unit_test(test_ill_formed), cmocka_unit_test(test_head),
                                       cmocka_unit_test(test_width), cmocka_unit_test(test_last), cmocka_unit_test(test_wide)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
