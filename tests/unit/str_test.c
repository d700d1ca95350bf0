/* Borrowed strings: every function with no bytes, without an address, with NULs, and at its ends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "base/str.h"

static const str none; /* no address */

static void test_slices(void **state)
{
    (void)state;
    str s = STR("abc");
    assert_true(str_is(str_slice(s, 0, 3), "abc"));
    assert_true(str_is(str_slice(s, 1, 2), "b"));
    assert_true(str_is(str_slice(s, 2, SIZE_MAX), "c"));
    assert_true(str_empty(str_slice(s, 2, 1)));
    assert_true(str_empty(str_slice(s, SIZE_MAX, SIZE_MAX)));
    assert_ptr_equal(str_slice(s, 9, 9).p, s.p + 3);
    assert_true(str_empty(str_slice(none, 0, 5)));
    assert_true(str_is(str_trim(STR(" \t\r\na b\n ")), "a b"));
    assert_true(str_empty(str_trim(STR(" \n "))));
    assert_true(str_empty(str_trim(none)));
    assert_int_equal(str_trim(STR(" \0 ")).n, 1); /* a NUL is no blank */
    assert_int_equal(str_trim(STR("\v")).n, 1);
}

static void test_comparing(void **state)
{
    (void)state;
    assert_true(str_eq(none, STR("")));
    assert_true(str_eq(str_of(NULL), none));
    assert_false(str_eq(STR("a\0b"), STR("a\0c")));
    assert_false(str_eq(STR("a"), STR("a\0")));
    assert_int_equal(str_cmp(none, STR("")), 0);
    assert_true(str_cmp(STR("a"), STR("a\0")) < 0);
    assert_true(str_cmp(STR("b"), STR("abc")) > 0);
    assert_true(str_cmp(STR("a"), STR("\xC3")) < 0); /* bytes count from 0 to 255 */
    assert_true(str_starts(STR("abc"), STR("ab")) && str_starts(STR("abc"), none) && str_starts(none, none));
    assert_false(str_starts(STR("ab"), STR("abc")) || str_starts(none, STR("a")));
    assert_true(str_ends(STR("abc"), STR("bc")) && str_ends(STR("abc"), none) && str_ends(none, STR("")));
    assert_false(str_ends(STR("bc"), STR("abc")) || str_ends(STR("abc"), STR("ab")));
    assert_true(str_eq_nocase(STR("aBc-1"), STR("AbC-1")) && str_eq_nocase(none, STR("")));
    assert_false(str_eq_nocase(STR("a["), STR("A{")) || str_eq_nocase(STR("\xC3\xA9"), STR("\xC3\x89"))); /* ASCII alone */
    assert_true(str_hash(STR("a"), 1) != str_hash(STR("a"), 2) && str_hash(STR("a\0"), 1) != str_hash(STR("a"), 1));
    assert_true(str_hash(none, 3) == str_hash(STR(""), 3));
}

/* Maps take the low bits: texts that differ in their last bytes must not share them, whatever their length. */
static void test_hashing(void **state)
{
    enum { TEXTS = 4096, FULLEST = 12 };
    (void)state;
    for (int width = 4; width <= 24; width++) {
        uint8_t filled[TEXTS] = {0};
        for (int i = 0; i < TEXTS; i++) {
            char text[32];
            int n = snprintf(text, sizeof text, "%0*d", width, i);
            uint8_t *slot = &filled[str_hash(str_make(text, (size_t)n), 0x5bd1e995u) % TEXTS];
            assert_true(++*slot <= FULLEST);
        }
    }
}

static void test_finding(void **state)
{
    (void)state;
    str s = STR("abcabc\0c");
    assert_int_equal(str_find(s, STR("abc"), 0), 0);
    assert_int_equal(str_find(s, STR("abc"), 1), 3);
    assert_int_equal(str_find(s, STR("c\0c"), 0), 5);
    assert_int_equal(str_find(s, STR("abc"), 4), -1);
    assert_int_equal(str_find(s, STR("abcabc\0cd"), 0), -1);
    assert_int_equal(str_find(s, none, 8), 8); /* nothing is everywhere, also at the end */
    assert_int_equal(str_find(s, none, 9), -1);
    assert_int_equal(str_find(none, none, 0), 0);
    assert_int_equal(str_find(none, STR("a"), 0), -1);
    assert_int_equal(str_find_char(s, 'c', 3), 5);
    assert_int_equal(str_find_char(s, '\0', 0), 6);
    assert_int_equal(str_find_char(s, 'a', 8), -1);
    assert_int_equal(str_find_char(none, 'a', 0), -1);
    assert_int_equal(str_rfind_char(s, 'a'), 3);
    assert_int_equal(str_rfind_char(s, 'x'), -1);
    assert_int_equal(str_rfind_char(none, 'x'), -1);
    assert_true(str_has(s, STR("ca")) && !str_has(s, STR("cb")));
}

static void test_splitting(void **state)
{
    (void)state;
    static const struct {
        str text;
        size_t parts;
        const char *joined; /* with '|' between them */
    } cases[] = {{STR_INIT("a,b"), 2, "a|b"}, {STR_INIT(",a,,b,"), 5, "|a||b|"}, {STR_INIT(","), 2, "|"}, {STR_INIT(""), 1, ""}, {STR_INIT("ab"), 1, "ab"},
                 {{NULL, 0}, 0, ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char joined[32];
        size_t n = 0, parts = 0;
        str rest = cases[i].text, part;
        while (str_split(&rest, ',', &part)) {
            if (parts++) joined[n++] = '|';
            if (part.n) memcpy(joined + n, part.p, part.n);
            n += part.n;
        }
        assert_int_equal(parts, cases[i].parts);
        assert_true(str_eq(str_make(joined, n), str_of(cases[i].joined)));
        assert_null(rest.p);
        assert_false(str_split(&rest, ',', &part));
    }
}

static void test_distance(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        unsigned limit, want;
    } cases[] = {
        {"", "", 3, 0},         {"", "abc", 3, 3},       {"", "abcd", 3, 4},     {"abc", "ABC", 0, 0},  {"abc", "abd", 1, 1},  {"abc", "abd", 0, 1},
        {"ab", "ba", 3, 1},     {"abc", "ca", 3, 3},     {"abcd", "acbd", 1, 1}, {"kitten", "sitting", 3, 3}, {"kitten", "sitting", 2, 3},
        {"timeout", "tiemout", 2, 1}, {"a", "b", 0, 1},  {"abcdef", "xyz", 5, 6},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        str a = str_of(cases[i].a), b = str_of(cases[i].b);
        if (str_distance(a, b, cases[i].limit) != cases[i].want) fail_msg("'%s' and '%s'", a.p, b.p);
        if (str_distance(b, a, cases[i].limit) != cases[i].want) fail_msg("'%s' and '%s'", b.p, a.p);
    }
    char longest[66];
    memset(longest, 'x', sizeof longest);
    assert_int_equal(str_distance(str_make(longest, 64), str_make(longest, 63), 3), 1); /* the last that is compared */
    assert_int_equal(str_distance(str_make(longest, 65), str_make(longest, 65), 3), 4);
}

static void test_name_distance(void **state)
{
    (void)state;
    assert_int_equal(str_name_distance(STR("maxAge"), STR("max_age")), 0);
    assert_int_equal(str_name_distance(STR("--a"), STR("A_")), 0);
    assert_int_equal(str_name_distance(STR("_-"), none), 0);
    assert_int_equal(str_name_distance(STR("a_b"), STR("a_")), 1);
    assert_int_equal(str_name_distance(STR("ip"), STR("id")), 1);
    assert_int_equal(str_name_distance(STR("ip"), STR("ab")), UINT32_MAX); /* one mistake in a short word */
    assert_int_equal(str_name_distance(STR("timeout"), STR("tmeuot")), 2);
    assert_int_equal(str_name_distance(STR("time"), STR("abcd")), UINT32_MAX);
    assert_int_equal(str_name_distance(none, none), 0);
    /* names that differ behind the 64th byte are not the same */
    char a[80], b[80];
    memset(a, 'x', sizeof a);
    memset(b, 'x', sizeof b);
    b[79] = 'y';
    assert_int_equal(str_name_distance(str_make(a, 80), str_make(b, 80)), UINT32_MAX);
    assert_int_equal(str_name_distance(str_make(a, 80), str_make(a, 79)), UINT32_MAX);
    assert_int_equal(str_name_distance(str_make(a, 64), str_make(a, 63)), 1);
    for (size_t i = 0; i < sizeof b; i++) b[i] = 'X';
    b[79] = '_';
    assert_int_equal(str_name_distance(str_make(a, 79), str_make(b, 80)), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_slices),    cmocka_unit_test(test_comparing), cmocka_unit_test(test_finding),
                                       cmocka_unit_test(test_splitting), cmocka_unit_test(test_distance),  cmocka_unit_test(test_name_distance),
                                       cmocka_unit_test(test_hashing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
