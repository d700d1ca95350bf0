/* file: URIs as clients write them, and back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/uri.h"

static void test_to_path(void **state)
{
    (void)state;
    static const struct {
        const char *uri, *path; /* NULL: none */
    } cases[] = {
        {"file:///a/b.yaml", "/a/b.yaml"},
        {"file:/a", "/a"},
        {"FILE:///a", "/a"},
        {"file://localhost/a", "/a"},
        {"file:///a%20b/%E4%B8%96%F0%9F%98%80", "/a b/\xE4\xB8\x96\xF0\x9F\x98\x80"},
        {"file:///c%3A/x", "/c:/x"}, /* VS Code encodes the colon */
        {"file:///a%2", "/a%2"},     /* not an escape: as it stands */
        {"file:///a%zz", "/a%zz"},
        {"file:///a%2Fb", "/a/b"},
        {"file:///a%00b", NULL},
        {"file://host/a", NULL},
        {"file://", NULL},
        {"file:", NULL},
        {"file:a", NULL},
        {"untitled:Untitled-1", NULL},
        {"git:/a", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        arena a = ARENA_INIT;
        str path = {0};
        bool ok = uri_to_path(&a, str_of(cases[i].uri), &path);
        assert_int_equal(ok, cases[i].path != NULL);
        if (ok) assert_true(str_is(path, cases[i].path));
        arena_free(&a);
    }
}

static void test_from_path(void **state)
{
    (void)state;
    arena a = ARENA_INIT;
    assert_true(str_is(uri_from_path(&a, STR("/a b/c:#?%.yaml")), "file:///a%20b/c%3A%23%3F%25.yaml"));
    char every[256];
    every[0] = '/';
    for (int i = 1; i < 256; i++) every[i] = (char)i;
    str path = {every, sizeof every}, back;
    assert_true(uri_to_path(&a, uri_from_path(&a, path), &back));
    assert_true(str_eq(path, back));
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_to_path), cmocka_unit_test(test_from_path)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
