/* Maps and arrays: in order, at every size around a growth, on the heap and in an arena. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/array.h"
#include "base/map.h"

enum { MANY = 5000 };

static void check_all(const map *m, const str *keys, size_t n, size_t odd_offset)
{
    assert_int_equal(m->n, n);
    for (size_t i = 0; i < n; i++) {
        uintptr_t want = i % 2 ? i + odd_offset : i;
        assert_true(str_eq(m->entries[i].key, keys[i])); /* in the order of their first put */
        assert_int_equal((uintptr_t)map_get(m, keys[i]), want);
        assert_ptr_equal(map_find(m, keys[i]), &m->entries[i]);
    }
}

static void fill(arena *a, map *m, const str *keys)
{
    for (size_t n = 0; n < MANY; n++) {
        assert_null(map_find(m, keys[n]));
        map_entry *e = map_put(a, m, keys[n], (void *)n);
        assert_ptr_equal(e, &m->entries[n]);
        bool growth = n < 70 || n % 997 == 0; /* the first sizes are all looked at: 8 is the last without slots, 16 fills 32 of them */
        if (growth) check_all(m, keys, n + 1, 0);
    }
    for (size_t i = 1; i < MANY; i += 2) map_put(a, m, keys[i], (void *)(i + 7)); /* replaced where they stand */
    check_all(m, keys, MANY, 7);
    assert_null(map_find(m, STR("absent")));
    assert_null(map_get(m, (str){0}));
}

static void test_growth(void **state)
{
    (void)state;
    arena a = ARENA_INIT;
    str *keys = ARENA_NEW_N(&a, str, MANY);
    for (int i = 0; i < MANY; i++) keys[i] = arena_printf(&a, "key%d", i);
    map in_arena = {0}, on_heap = {0};
    fill(&a, &in_arena, keys);
    fill(NULL, &on_heap, keys);
    map_free(&on_heap);
    assert_int_equal(on_heap.n, 0);
    map_put(NULL, &on_heap, keys[0], NULL); /* usable again */
    map_free(&on_heap);
    map_free(&on_heap);
    arena_free(&a);
}

static void test_keys(void **state)
{
    (void)state;
    static const str keys[] = {STR_INIT(""),    STR_INIT("a"),    STR_INIT("a\0"), STR_INIT("a\0b"), STR_INIT("a\0c"), STR_INIT("A"),
                               STR_INIT("\xFF"), STR_INIT("aa"),   STR_INIT("\0"),  STR_INIT("\0\0"), STR_INIT("b"),    STR_INIT("c")};
    enum { COUNT = sizeof keys / sizeof *keys };
    map m = {0};
    for (size_t i = 0; i < COUNT; i++) map_put(NULL, &m, keys[i], (void *)(i + 1));
    assert_int_equal(m.n, COUNT);
    for (size_t i = 0; i < COUNT; i++) assert_int_equal((uintptr_t)map_get(&m, keys[i]), i + 1);
    assert_int_equal((uintptr_t)map_get(&m, (str){0}), 1); /* no address, no bytes: the empty key */
    map_free(&m);
}

static void test_null_values(void **state)
{
    (void)state;
    map m = {0};
    assert_null(map_find(&m, STR("a")));
    map_put(NULL, &m, STR("a"), NULL);
    assert_null(map_get(&m, STR("a")));
    assert_non_null(map_find(&m, STR("a")));
    assert_int_equal(m.n, 1);
    map_free(&m);
}

static void test_arrays(void **state)
{
    (void)state;
    arena a = ARENA_INIT;
    ARRAY(int) in_arena = {0}, on_heap = {0};
    for (int i = 0; i < 1000; i++) {
        array_push(&a, &in_arena, i);
        *array_add(NULL, &on_heap) += i; /* zeroed before, also where the heap gives back used memory */
        assert_int_equal(array_last(&in_arena), i);
        if (i % 3 == 0) {
            assert_int_equal(array_pop(&in_arena), i);
            array_push(&a, &in_arena, -i);
        }
    }
    assert_int_equal(in_arena.n, 1000);
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(in_arena.at[i], i % 3 == 0 ? -i : i);
        assert_int_equal(on_heap.at[i], i);
    }
    array_free(&on_heap);
    assert_null(on_heap.at);
    array_push(NULL, &on_heap, 5);
    assert_int_equal(array_last(&on_heap), 5);
    array_free(&on_heap);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_growth), cmocka_unit_test(test_keys), cmocka_unit_test(test_null_values),
                                       cmocka_unit_test(test_arrays)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
