/* What was packed comes out again; bytes that are cut short, or lie about a length, give nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/pack.h"

static void test_order(void **state)
{
    (void)state;
    strbuf b = STRBUF_INIT;
    pack_number(&b, UINT64_MAX);
    pack_str(&b, STR("a\0b"));
    pack_str(&b, STR(""));
    pack_number(&b, 7);
    unpacker u = {.rest = strbuf_str(&b)};
    assert_true(unpack_number(&u) == UINT64_MAX);
    str s = unpack_str(&u);
    assert_int_equal(s.n, 3);
    assert_memory_equal(s.p, "a\0b", 3);
    assert_int_equal(unpack_str(&u).n, 0);
    assert_int_equal(unpack_number(&u), 7);
    assert_int_equal(u.rest.n, 0);
    assert_false(u.failed);
    assert_int_equal(unpack_number(&u), 0);
    assert_true(u.failed);
    strbuf_free(&b);
}

static void test_cut_short(void **state)
{
    (void)state;
    strbuf b = STRBUF_INIT;
    pack_str(&b, STR("abcdef"));
    for (size_t n = 0; n < b.n; n++) {
        unpacker u = {.rest = str_slice(strbuf_str(&b), 0, n)};
        str s = unpack_str(&u);
        assert_int_equal(s.n, 0);
        assert_true(u.failed);
        assert_int_equal(u.rest.n, 0);
    }
    strbuf_free(&b);
}

static void test_wrong_length(void **state)
{
    (void)state;
    strbuf b = STRBUF_INIT;
    pack_number(&b, UINT64_MAX); /* of a string */
    strbuf_add(&b, STR("abcdefghijklmnop"));
    unpacker u = {.rest = strbuf_str(&b)};
    assert_int_equal(unpack_str(&u).n, 0);
    assert_true(u.failed);
    assert_int_equal(unpack_number(&u), 0); /* nothing is read from behind it */
    strbuf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_order), cmocka_unit_test(test_cut_short),
                                       cmocka_unit_test(test_wrong_length)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
