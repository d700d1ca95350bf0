/* Patterns of .gitignore files. What is expected is what `git check-ignore` of git 2.39 says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "plugin/ignore.h"

static void test_patterns(void **state)
{
    (void)state;
    static const struct {
        const char *lines, *path;
        bool folder, left_out;
    } cases[] = {
        {"a.yaml", "a.yaml", false, true},
        {"a.yaml", "x/y/a.yaml", false, true},
        {"a.yaml", "ba.yaml", false, false},
        {"/a.yaml", "a.yaml", false, true},
        {"/a.yaml", "x/a.yaml", false, false},
        {"x/a.yaml", "x/a.yaml", false, true},
        {"x/a.yaml", "y/x/a.yaml", false, false},
        {"gen/", "gen", true, true},
        {"gen/", "gen", false, false},
        {"gen/", "x/gen", true, true},
        {"*.gen.yaml", "x/a.gen.yaml", false, true},
        {"x/*", "x/a", false, true},
        {"x/*.yaml", "x/y/a.yaml", false, false},
        {"**/gen", "gen", true, true},
        {"**/gen", "a/b/gen", true, true},
        {"a/**/b", "a/b", true, true},
        {"a/**/b", "a/x/y/b", true, true},
        {"a/**", "a/x", false, true},
        {"a/**", "a", true, false},
        {"*.yaml\n!keep.yaml", "keep.yaml", false, false},
        {"*.yaml\n!keep.yaml", "x/keep.yaml", false, false},
        {"!keep.yaml\n*.yaml", "keep.yaml", false, true},
        {"# a.yaml", "a.yaml", false, false},
        {"\\#a.yaml", "#a.yaml", false, true},
        {"\\!a.yaml", "!a.yaml", false, true},
        {"a.yaml   ", "a.yaml", false, true},
        {"a.yaml\r", "a.yaml", false, true},
        {"a\\ ", "a ", false, true},
        {"\n\n/\n!", "a", false, false},
        {"{a,b}", "{a,b}", false, true},
        {"{a,b}", "a", false, false},
        {"\\*", "*", false, true},
        {"\\*", "a", false, false},
        {"[ab].yaml", "b.yaml", false, true},
        {"[!ab].yaml", "b.yaml", false, false},
        {"[a", "[a", false, false},
        {"?.yaml", "a.yaml", false, true},
        {"?.yaml", "aa.yaml", false, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        arena a = ARENA_INIT;
        ignore_list list = {0};
        ignore_add_lines(&a, &list, STR("/repository"), str_of(cases[i].lines));
        str path = arena_printf(&a, "/repository/%s", cases[i].path);
        if (ignore_has(&list, path, cases[i].folder) != cases[i].left_out) fail_msg("'%s' and '%s'", cases[i].lines, cases[i].path);
        arena_free(&a);
    }
}

static void test_folders(void **state)
{
    (void)state;
    arena a = ARENA_INIT;
    ignore_list list = {0};
    ignore_add(&a, &list, STR("/r"), STR("*.yaml"));
    ignore_add(&a, &list, STR("/r/x"), STR("!a.yaml"));
    assert_true(ignore_has(&list, STR("/r/a.yaml"), false));
    assert_false(ignore_has(&list, STR("/r/x/a.yaml"), false)); /* the nearer file wins */
    assert_false(ignore_has(&list, STR("/rest/a.yaml"), false));
    list.n = 1;
    assert_true(ignore_has(&list, STR("/r/x/a.yaml"), false));
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_patterns), cmocka_unit_test(test_folders)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
