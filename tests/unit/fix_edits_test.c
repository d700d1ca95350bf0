/* Which edits of several fixes are done together. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/edit.h"

static const char path[] = "main.go";

static void add_finding(arena *a, diagnostic_list *all, const range *places, size_t n, str text)
{
    fix f = {.title = text, .preferred = true};
    for (size_t i = 0; i < n; i++) array_push(a, &f.edits, (text_edit){str_of(path), places[i], text});
    diagnostic *d = array_add(a, all);
    d->path = str_of(path);
    array_push(a, &d->fixes, f);
}

static void check(const range *first, size_t first_count, const range *second, size_t second_count, const char *expected)
{
    arena a = ARENA_INIT;
    diagnostic_list all = {0};
    add_finding(&a, &all, first, first_count, STR("1"));
    add_finding(&a, &all, second, second_count, STR("2"));
    text_edits edits = edits_of_fixes(&a, &all, str_of(path));
    strbuf out = STRBUF_INIT;
    edits_apply(&out, STR("abcdefghijkl"), &edits);
    assert_string_equal(arena_cstr(&a, strbuf_str(&out)), expected);
    strbuf_free(&out);
    arena_free(&a);
}

static void test_apart(void **state)
{
    (void)state;
    check((range[]){{0, 1}, {4, 5}}, 2, (range[]){{2, 3}}, 1, "1b2d1fghijkl");
}

static void test_a_fix_is_taken_whole_or_left(void **state)
{
    (void)state;
    check((range[]){{0, 4}}, 1, (range[]){{2, 5}, {8, 9}}, 2, "1efghijkl");
}

/* Each begins before the other once. */
static void test_one_of_two_that_cross_is_taken(void **state)
{
    (void)state;
    check((range[]){{0, 3}, {7, 9}}, 2, (range[]){{2, 4}, {6, 8}}, 2, "1defg1jkl");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_apart),
        cmocka_unit_test(test_a_fix_is_taken_whole_or_left),
        cmocka_unit_test(test_one_of_two_that_cross_is_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
