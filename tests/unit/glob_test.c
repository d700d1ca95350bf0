/* Glob patterns of LSP 3.17, and that none can take long. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/glob.h"
#include "base/limits.h"

static void test_matches(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *path;
        bool matches;
    } cases[] = {
        {"", "", true}, {"", "a", false}, {"a", "a", true}, {"a", "ab", false}, {"a", "b/a", false},
        {"*.yaml", "a.yaml", true}, {"*.yaml", ".yaml", true}, {"*.yaml", "a/b.yaml", false}, {"a*", "a", true}, {"*", "a/b", false},
        {"a?c", "abc", true}, {"a?c", "a/c", false}, {"?", "", false},
        {"**", "", true}, {"**", "a/b/c", true}, {"**/*.yaml", "a.yaml", true}, {"**/*.yaml", "x/y/a.yaml", true},
        {"a/**/b", "a/b", true}, {"a/**/b", "a/x/b", true}, {"a/**/b", "a/x/y/b", true}, {"a/**/b", "a/xb", false}, {"a/**", "a/b/c", true},
        {"a/**", "b/c", false}, {"**/b/**", "a/b/c", true},
        {"*.{yaml,yml}", "a.yml", true}, {"*.{yaml,yml}", "a.json", false}, {"{a,b/{c,d}}x", "b/dx", true}, {"{a,b/{c,d}}x", "bx", false},
        {"{a,}b", "b", true}, {"{,a}b", "ab", true}, {"{a}", "a", true}, {"a,b", "a,b", true}, {"a}", "a}", false}, {"{**/,}x", "p/q/x", true},
        {"[a-c]x", "bx", true}, {"[a-c]x", "dx", false}, {"[!a-c]x", "dx", true}, {"[!a-c]x", "ax", false}, {"[^a]", "b", true},
        {"a[!b]c", "a/c", false}, {"[]]", "]", true}, {"[!]]", "a", true}, {"[a-]", "-", true}, {"[,]x", ",x", true}, {"{[,],y}", ",", true},
        {"{[}],y}z", "}z", true}, {"[a", "[a", false}, {"{a", "{a", false}, {"{a,b", "a", false},
        {"caf\xC3\xA9/*", "caf\xC3\xA9/x", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (glob_matches(str_of(cases[i].pattern), str_of(cases[i].path)) != cases[i].matches)
            fail_msg("'%s' and '%s'", cases[i].pattern, cases[i].path);
}

static void test_problems(void **state)
{
    (void)state;
    assert_null(glob_problem(STR("**/{a,[!b-c]}?*")));
    assert_string_equal(glob_problem(STR("a[bc")), "'[' without ']'");
    assert_string_equal(glob_problem(STR("{a,{b}")), "'{' without '}'");
    assert_string_equal(glob_problem(STR("{a}}")), "'}' without '{'");
}

/* Would take longer than anyone waits if ways were tried one after the other. */
static void test_hostile(void **state)
{
    (void)state;
    char pattern[LIMIT_GLOB_BYTES + 1], path[LIMIT_GLOB_BYTES + 1];
    memset(path, 'a', sizeof path);
    for (size_t i = 0; i < LIMIT_GLOB_BYTES; i++) pattern[i] = i % 2 ? '*' : 'a';
    pattern[LIMIT_GLOB_BYTES - 1] = 'b';
    assert_false(glob_matches(str_make(pattern, LIMIT_GLOB_BYTES), str_make(path, LIMIT_GLOB_BYTES)));
    for (size_t i = 0; i < LIMIT_GLOB_BYTES; i++) pattern[i] = "{*,}"[i % 4];
    assert_false(glob_matches(str_make(pattern, LIMIT_GLOB_BYTES), STR("a/b")));
    assert_true(glob_matches(str_make(pattern, LIMIT_GLOB_BYTES), str_make(path, LIMIT_GLOB_BYTES)));
}

static void test_limit(void **state)
{
    (void)state;
    char pattern[LIMIT_GLOB_BYTES + 1];
    memset(pattern, '*', sizeof pattern);
    assert_true(glob_matches(str_make(pattern, LIMIT_GLOB_BYTES), STR("a")));
    assert_false(glob_matches(str_make(pattern, LIMIT_GLOB_BYTES + 1), STR("a")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_matches), cmocka_unit_test(test_problems), cmocka_unit_test(test_hostile),
                                       cmocka_unit_test(test_limit)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
