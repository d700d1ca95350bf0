#include "base/array.h"
#include "text/diff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void expect(const char *before, const char *after, const char *hunks)
{
    strbuf out = STRBUF_INIT, want = STRBUF_INIT;
    diff_unified(&out, str_of(before), str_of(after), STR("a"), STR("b"));
    if (*hunks) strbuf_printf(&want, "--- a\n+++ b\n%s", hunks);
    strbuf_add(&out, str_make("", 1));
    strbuf_add(&want, str_make("", 1));
    assert_string_equal(out.p, want.p);
    strbuf_free(&out);
    strbuf_free(&want);
}

static void test_hunks(void **state)
{
    (void)state;
    expect("", "", "");
    expect("a\nb\n", "a\nb\n", "");
    expect("a\n", "b\n", "@@ -1,1 +1,1 @@\n-a\n+b\n");
    expect("", "a\n", "@@ -0,0 +1,1 @@\n+a\n");
    expect("a\n", "", "@@ -1,1 +0,0 @@\n-a\n");
    expect("a\nb\nc\n", "a\nc\n", "@@ -1,3 +1,2 @@\n a\n-b\n c\n");
    expect("a", "a\n", "@@ -1,1 +1,1 @@\n-a\n\\ No newline at end of file\n+a\n");
    expect("a\nb", "c\nb", "@@ -1,2 +1,2 @@\n-a\n+c\n b\n\\ No newline at end of file\n");
    /* from Myers' paper: ABCABBA to CBABAC in five changes */
    expect("A\nB\nC\nA\nB\nB\nA\n", "C\nB\nA\nB\nA\nC\n", "@@ -1,7 +1,6 @@\n-A\n-B\n C\n+B\n A\n B\n-B\n A\n+C\n");
}

static void test_context(void **state)
{
    (void)state;
    /* six lines between two changes share a hunk, seven don't */
    expect("x\n1\n2\n3\n4\n5\n6\ny\n", "X\n1\n2\n3\n4\n5\n6\nY\n", "@@ -1,8 +1,8 @@\n-x\n+X\n 1\n 2\n 3\n 4\n 5\n 6\n-y\n+Y\n");
    expect("x\n1\n2\n3\n4\n5\n6\n7\ny\n", "X\n1\n2\n3\n4\n5\n6\n7\nY\n",
           "@@ -1,4 +1,4 @@\n-x\n+X\n 1\n 2\n 3\n@@ -6,4 +6,4 @@\n 5\n 6\n 7\n-y\n+Y\n");
}

/* Texts without a common line, at the bound of changes and past it: the same result, as each line is a change. */
static void test_many_changes(void **state)
{
    (void)state;
    for (int lines = 999; lines <= 1002; lines++) {
        strbuf before = STRBUF_INIT, after = STRBUF_INIT, out = STRBUF_INIT, want = STRBUF_INIT;
        strbuf_printf(&want, "--- a\n+++ b\n@@ -1,%d +1,%d @@\n", lines, lines);
        for (int i = 0; i < lines; i++) strbuf_printf(&before, "old %d\n", i), strbuf_printf(&want, "-old %d\n", i);
        for (int i = 0; i < lines; i++) strbuf_printf(&after, "new %d\n", i), strbuf_printf(&want, "+new %d\n", i);
        diff_unified(&out, strbuf_str(&before), strbuf_str(&after), STR("a"), STR("b"));
        assert_true(str_eq(strbuf_str(&out), strbuf_str(&want)));
        strbuf_free(&before), strbuf_free(&after), strbuf_free(&out), strbuf_free(&want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_hunks), cmocka_unit_test(test_context), cmocka_unit_test(test_many_changes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
