/* File names as text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/path.h"

static void test_clean(void **state)
{
    (void)state;
    static const struct {
        const char *path, *want;
    } cases[] = {
        {"", "."},          {".", "."},       {"./", "."},          {"/", "/"},         {"//", "/"},           {"/.", "/"},
        {"..", ".."},       {"../", ".."},    {"/..", "/"},         {"/../..", "/"},    {"/../a", "/a"},       {"../..", "../.."},
        {"a/..", "."},      {"a/../..", ".."}, {"a/../../b", "../b"}, {"../a/..", ".."}, {"../../a", "../../a"}, {"/a/../../b", "/b"},
        {"a//b", "a/b"},    {"a/./b/", "a/b"}, {"/a/b/../c", "/a/c"}, {"...", "..."},    {"..a", "..a"},        {"a..", "a.."},
        {"a/.../b", "a/.../b"}, {".a", ".a"}, {"./a", "a"},         {"a/b/../../..", ".."}, {"////a////", "/a"}, {"a/..b/..", "a"},
    };
    arena a = ARENA_INIT;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        str got = path_clean(&a, str_of(cases[i].path));
        if (!str_is(got, cases[i].want)) fail_msg("'%s' gives '%.*s'", cases[i].path, STR_ARG(got));
        if (!str_eq(path_clean(&a, got), got)) fail_msg("'%s' cleaned twice", cases[i].path);
    }
    assert_true(str_is(path_clean(&a, (str){0}), "."));
    assert_true(str_eq(path_clean(&a, STR("a\0b/../c\0/./d")), STR("c\0/d"))); /* bytes like any other */
    /* more parts than an array's first room */
    str deep = STR(""), up = STR("");
    for (int i = 0; i < 100; i++) deep = arena_printf(&a, "%.*sd/", STR_ARG(deep)), up = arena_printf(&a, "%.*s../", STR_ARG(up));
    assert_true(str_is(path_clean(&a, arena_printf(&a, "%.*s%.*s..", STR_ARG(deep), STR_ARG(up))), ".."));
    assert_true(str_is(path_clean(&a, arena_printf(&a, "/%.*s%.*s..", STR_ARG(deep), STR_ARG(up))), "/"));
    arena_free(&a);
}

static void test_parts(void **state)
{
    (void)state;
    static const struct {
        const char *path, *dir, *base, *extension;
    } cases[] = {
        {"", ".", "", ""},           {"a", ".", "a", ""},            {"a.go", ".", "a.go", ".go"},    {"/a.go", "/", "a.go", ".go"},
        {"/", "/", "", ""},          {"a/", "a", "", ""},            {"a/b", "a", "b", ""},           {"a.d/b", "a.d", "b", ""},
        {".gitignore", ".", ".gitignore", ""}, {"x/.a.b", "x", ".a.b", ".b"}, {"a.tar.gz", ".", "a.tar.gz", ".gz"}, {"a.", ".", "a.", "."},
        {"..", ".", "..", "."},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        str path = str_of(cases[i].path);
        if (!str_is(path_dir(path), cases[i].dir)) fail_msg("folder of '%s'", cases[i].path);
        if (!str_is(path_base(path), cases[i].base)) fail_msg("name of '%s'", cases[i].path);
        if (!str_is(path_extension(path), cases[i].extension)) fail_msg("extension of '%s'", cases[i].path);
    }
    assert_true(str_is(path_dir((str){0}), ".") && str_empty(path_base((str){0})) && str_empty(path_extension((str){0})));
    assert_true(path_is_absolute(STR("/")) && !path_is_absolute(STR("a/")) && !path_is_absolute((str){0}));
}

static void test_join(void **state)
{
    (void)state;
    arena a = ARENA_INIT;
    assert_true(str_is(path_join(&a, STR("a"), STR("b")), "a/b"));
    assert_true(str_is(path_join(&a, STR("a/"), STR("b")), "a/b"));
    assert_true(str_is(path_join(&a, STR("/"), STR("b")), "/b"));
    assert_true(str_is(path_join(&a, STR("a"), STR("/b")), "/b"));
    assert_true(str_is(path_join(&a, (str){0}, STR("b")), "b"));
    assert_true(str_is(path_join(&a, STR("a"), (str){0}), "a"));
    assert_true(str_is(path_join(&a, STR("a"), STR("../b")), "a/../b"));
    assert_true(str_empty(path_join(&a, (str){0}, (str){0})));
    arena_free(&a);
}

static void test_inside(void **state)
{
    (void)state;
    static const struct {
        const char *path, *dir;
        bool inside;
        const char *relative;
    } cases[] = {
        {"/a/b", "/a", true, "b"},    {"/a", "/a", true, "."},      {"/ab", "/a", false, "/ab"},  {"/a", "/a/b", false, "/a"},
        {"/a/b/c", "/", true, "a/b/c"}, {"/", "/", true, "."},      {"/a.b/c", "/a", false, "/a.b/c"}, {"/b/a", "/a", false, "/b/a"},
        {"/a/b/c", "/a/b", true, "c"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        str path = str_of(cases[i].path), dir = str_of(cases[i].dir);
        if (path_is_inside(path, dir) != cases[i].inside) fail_msg("'%s' in '%s'", cases[i].path, cases[i].dir);
        if (!str_is(path_relative(path, dir), cases[i].relative)) fail_msg("'%s' from '%s'", cases[i].path, cases[i].dir);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_clean), cmocka_unit_test(test_parts), cmocka_unit_test(test_join),
                                       cmocka_unit_test(test_inside)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
