/* Arenas: zeroed, aligned, apart from each other, whatever the sizes; and what a reset keeps. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"

#include <stdalign.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* Takes a block, checks it, and fills it: who overlaps with it is seen to be not zeroed, or sees it changed. */
static unsigned char *take(arena *a, size_t n, unsigned char fill)
{
    unsigned char *p = arena_alloc(a, n);
    assert_non_null(p);
    assert_int_equal((uintptr_t)p % alignof(max_align_t), 0);
    for (size_t i = 0; i < n; i++) assert_int_equal(p[i], 0);
    memset(p, fill, n);
    return p;
}

static void assert_filled(const unsigned char *p, size_t n, unsigned char fill)
{
    for (size_t i = 0; i < n; i++) assert_int_equal(p[i], fill);
}

static void test_blocks(void **state)
{
    (void)state;
    /* around the first chunk, half of it (where a block gets a chunk of its own), the largest chunk and a huge page */
    static const size_t sizes[] = {1,       7,       16,          17,           4095,        4096,        4097,    8191,
                                   8192,    8193,    3,           (1 << 20) + 1, (2 << 20) - 64, 2 << 20, (2 << 20) + 1, 5,
                                   4 << 20, 9 << 20, (4 << 20) - 1, 100};
    enum { COUNT = sizeof sizes / sizeof *sizes };
    arena a = ARENA_INIT;
    unsigned char *blocks[COUNT];
    for (size_t i = 0; i < COUNT; i++) blocks[i] = take(&a, sizes[i], (unsigned char)(i + 1));
    for (size_t i = 0; i < COUNT; i++) assert_filled(blocks[i], sizes[i], (unsigned char)(i + 1));
    arena_free(&a);
    assert_null(a.chunks);
    assert_int_equal(a.total, 0);
    take(&a, 10, 1); /* usable again */
    arena_free(&a);
}

static void test_many_small(void **state)
{
    (void)state;
    enum { COUNT = 200000 };
    arena a = ARENA_INIT;
    uint32_t **numbers = ARENA_NEW_N(&a, uint32_t *, COUNT);
    for (uint32_t i = 0; i < COUNT; i++) {
        numbers[i] = ARENA_NEW(&a, uint32_t);
        assert_int_equal(*numbers[i], 0);
        *numbers[i] = i;
    }
    for (uint32_t i = 0; i < COUNT; i++) assert_int_equal(*numbers[i], i);
    assert_true(a.total < 64u << 20); /* a block costs its size, its alignment and, under ASan, a gap: no chunk for each */
    arena_free(&a);
}

static void test_nothing(void **state)
{
    (void)state;
    arena a = ARENA_INIT;
    arena_free(&a); /* an empty one */
    arena_reset(&a);
    assert_non_null(arena_alloc(&a, 0));
    unsigned char *p = take(&a, 8, 7);
    for (int i = 0; i < 100; i++) assert_non_null(arena_alloc(&a, 0));
    take(&a, 8, 9);
    assert_filled(p, 8, 7);
    arena_free(&a);
}

static void test_reset(void **state)
{
    (void)state;
    arena a = ARENA_INIT;
    for (int round = 0; round < 5; round++) {
        take(&a, 100, 1);
        take(&a, 5000, 2); /* has a chunk of its own */
        take(&a, 100, 3);
        arena_reset(&a);
    }
    size_t kept = a.total;
    assert_true(kept > 0 && kept <= 8192);
    take(&a, 100, 4);
    assert_int_equal(a.total, kept); /* out of the chunk that stayed */
    arena_reset(&a);
    take(&a, 3u << 20, 5); /* a large one that is the newest stays, zeroed */
    for (int i = 0; i < 4; i++) take(&a, 1u << 20, 6);
    arena_reset(&a);
    take(&a, 2u << 20, 7);
    arena_free(&a);
}

static void test_strings(void **state)
{
    (void)state;
    arena a = ARENA_INIT;
    str with_nul = arena_str(&a, STR("a\0b"));
    assert_int_equal(with_nul.n, 3);
    assert_memory_equal(with_nul.p, "a\0b", 4); /* and one behind it */
    assert_string_equal(arena_cstr(&a, (str){0}), "");
    assert_non_null(arena_str(&a, (str){0}).p);
    str number = arena_printf(&a, "%d of '%.*s'", 42, STR_ARG(STR("all")));
    assert_true(str_is(number, "42 of 'all'"));
    assert_int_equal(number.p[number.n], 0);
    assert_true(str_empty(arena_printf(&a, "%s", "")));
    str wide = arena_printf(&a, "%20000d", 1);
    assert_int_equal(wide.n, 20000);
    assert_int_equal(wide.p[19999], '1');
    arena_free(&a);
}

/* A size that was computed wrongly ends the process in the one place for it, and is no small block. */
static void test_too_much(void **state)
{
    (void)state;
    static const size_t sizes[] = {SIZE_MAX, SIZE_MAX - 8, SIZE_MAX / 2 + 1};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            close(STDERR_FILENO);
            arena a = ARENA_INIT;
            arena_alloc(&a, sizes[i]);
            _exit(0);
        }
        int status = 0;
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), 3);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_blocks), cmocka_unit_test(test_many_small), cmocka_unit_test(test_nothing),
                                       cmocka_unit_test(test_reset),  cmocka_unit_test(test_strings),    cmocka_unit_test(test_too_much)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
