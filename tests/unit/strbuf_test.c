/* Strings under construction: growth at every size, NULs inside, the NUL behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/strbuf.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void test_empty(void **state)
{
    (void)state;
    strbuf b = STRBUF_INIT;
    assert_true(str_empty(strbuf_str(&b)) && strbuf_str(&b).p);
    strbuf_add(&b, (str){0});
    strbuf_add_cstr(&b, NULL);
    strbuf_add_cstr(&b, "");
    strbuf_pad(&b, 'x', 0);
    strbuf_clear(&b);
    assert_null(b.p); /* nothing was added, nothing is owned */
    strbuf_printf(&b, "%s", "");
    assert_int_equal(b.n, 0);
    assert_string_equal(b.p, "");
    strbuf_free(&b);
    strbuf_free(&b);
}

static void test_growth(void **state)
{
    (void)state;
    enum { MOST = 300 };
    for (size_t first = 0; first < MOST; first++) { /* 63 and 127 fill the memory to the last byte, the NUL behind it included */
        strbuf b = STRBUF_INIT;
        strbuf_pad(&b, 'a', first);
        strbuf_add_char(&b, 'b');
        strbuf_printf(&b, "%d", 7);
        assert_int_equal(b.n, first + 2);
        assert_true(b.cap > b.n);
        for (size_t i = 0; i < first; i++) assert_int_equal(b.p[i], 'a');
        assert_memory_equal(b.p + first, "b7", 3);
        strbuf_free(&b);
    }
    strbuf b = STRBUF_INIT;
    for (int i = 0; i < 100000; i++) {
        strbuf_add(&b, STR("xyz"));
        assert_int_equal(b.p[b.n], 0);
    }
    assert_int_equal(b.n, 300000);
    assert_true(b.cap <= 2 * (b.n + 1));
    for (size_t i = 0; i < b.n; i++) assert_int_equal(b.p[i], "xyz"[i % 3]);
    strbuf_free(&b);
}

static void test_bytes(void **state)
{
    (void)state;
    strbuf b = STRBUF_INIT;
    strbuf_add(&b, STR("a\0b"));
    strbuf_add_char(&b, '\0');
    strbuf_printf(&b, "%s|%5d|%.*s", "c", 42, 2, "def");
    assert_true(str_eq(strbuf_str(&b), STR("a\0b\0c|   42|de")));
    size_t cap = b.cap;
    strbuf_clear(&b);
    assert_int_equal(b.n, 0);
    assert_string_equal(b.p, "");
    assert_int_equal(b.cap, cap);
    strbuf_reserve(&b, cap - 1); /* fits with its NUL: nothing moves */
    assert_int_equal(b.cap, cap);
    strbuf_reserve(&b, cap);
    assert_true(b.cap > cap);
    strbuf_printf(&b, "%5000s", "right"); /* more than the memory doubled once */
    assert_int_equal(b.n, 5000);
    assert_string_equal(b.p + 4995, "right");
    strbuf_free(&b);
}

/* A size that can't be does not wrap around to a small one. */
static void test_too_much(void **state)
{
    (void)state;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        close(STDERR_FILENO);
        strbuf b = STRBUF_INIT;
        strbuf_add(&b, STR("a"));
        strbuf_reserve(&b, SIZE_MAX - 1);
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_empty), cmocka_unit_test(test_growth), cmocka_unit_test(test_bytes),
                                       cmocka_unit_test(test_too_much)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
