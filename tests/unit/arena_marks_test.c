/* Arenas: blocks that grow, marks, limits. What was given back is as good as new. */
#include "base/array.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static bool is_zero(const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (p[i]) return false;
    return true;
}

static void grows_in_place(void **state)
{
    (void)state;
    arena a = ARENA_INIT;
    char *p = arena_alloc(&a, 20);
    assert_true(arena_extend(&a, p, 20, 200));
    assert_true(is_zero(p, 200));
    char *next = arena_alloc(&a, 16);
    assert_true(next >= p + 200 && next < p + 256);
    assert_false(arena_extend(&a, p, 200, 400)); /* something lies behind it */
    assert_false(arena_extend(&a, next, 16, 1 << 20)); /* no room */
    arena_free(&a);
    assert_false(arena_extend(&a, NULL, 0, 1));
}

static void arrays_leave_little_behind(void **state)
{
    (void)state;
    arena a = ARENA_INIT;
    ARRAY(int) numbers = {0};
    for (int i = 0; i < 1000; i++) array_push(&a, &numbers, i);
    for (int i = 0; i < 1000; i++) assert_int_equal(numbers.at[i], i);
    assert_true(a.total <= 16 << 10);
    arena_free(&a);
}

/* Blocks of all sizes, some in chunks of their own. */
static void fill(arena *a, unsigned seed)
{
    for (unsigned i = 0; i < 200; i++) {
        size_t n = (seed * 7919 + i * 104729) % (i % 50 == 0 ? 300000 : 3000);
        char *p = arena_alloc(a, n);
        assert_true(is_zero(p, n));
        memset(p, 0xa5, n);
    }
}

static void releases_in_turn(void **state)
{
    (void)state;
    arena a = ARENA_INIT;
    arena_mark empty = arena_set_mark(&a);
    fill(&a, 1);
    arena_release(&a, empty);
    assert_int_equal(a.total, 0);
    char *kept = arena_alloc(&a, 100);
    memset(kept, 0x5a, 100);
    size_t total = a.total;
    for (unsigned round = 0; round < 20; round++) {
        arena_mark outer = arena_set_mark(&a);
        fill(&a, round);
        arena_mark inner = arena_set_mark(&a);
        fill(&a, round + 100);
        arena_release(&a, inner);
        fill(&a, round + 200);
        arena_release(&a, outer);
        assert_int_equal(a.total, total);
        size_t room = (size_t)(a.end - a.next);
        if (room < 64) continue;
        arena_mark before = arena_set_mark(&a);
        assert_true(is_zero(arena_alloc(&a, room - 64), room - 64));
        arena_release(&a, before);
    }
    for (int i = 0; i < 100; i++) assert_int_equal(kept[i], 0x5a);
    arena_free(&a);
}

static jmp_buf refused;
static void refuse(void *count)
{
    ++*(int *)count;
    longjmp(refused, 1);
}

static void takes_no_more_than_its_limit(void **state)
{
    (void)state;
    arena a = ARENA_INIT;
    static int refusals;
    arena_alloc(&a, 1);
    size_t large = 1 << 20;
    arena_limit limit = {a.total + large + 4096, refuse, &refusals};
    arena_set_limit(&a, &limit);
    arena_alloc(&a, large); /* in a chunk of its own */
    assert_true(a.total <= limit.bytes);
    if (!setjmp(refused)) {
        arena_alloc(&a, large);
        fail();
    }
    assert_int_equal(refusals, 1);
    assert_true(a.total <= limit.bytes);
    arena_alloc(&a, large); /* the limit is off */
    arena_set_limit(&a, &limit);
    arena_reset(&a);
    arena_alloc(&a, large);
    if (!setjmp(refused)) {
        for (;;) arena_alloc(&a, 1000);
    }
    assert_int_equal(refusals, 2);
    assert_true(a.total <= limit.bytes);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(grows_in_place),
        cmocka_unit_test(arrays_leave_little_behind),
        cmocka_unit_test(releases_in_turn),
        cmocka_unit_test(takes_no_more_than_its_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
