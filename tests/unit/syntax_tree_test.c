/* Trees after edits: what is broken is so whatever the tree before was. */
#include "syntax/tree.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static bool is_broken(str text, const syntax_tree *old, str old_text)
{
    syntax_tree *tree = syntax_parse(SYNTAX_GO, text, old, old_text);
    bool broken = syntax_has_error(syntax_root(tree));
    syntax_tree_drop(tree);
    return broken;
}

/* Where an error is, the word `return` is read as a name; it must not stay one when the error before it is gone. */
static void test_edit_hides_no_error(void **state)
{
    (void)state;
    str before = STR("package p\n\nimport (\n\tif err := send(1); err != nil {\n\t\"os\"\n)\n\n"
                     "func return(text string) int {\n\treturn 1\n}\n");
    str after = STR("package p\n\nimport (\n\t\"os\"\n)\n\nfunc return(text string) int {\n\treturn 1\n}\n");
    str whole = STR("package p\n\nimport (\n\t\"os\"\n)\n\nfunc other(text string) int {\n\treturn 1\n}\n");
    syntax_tree *old = syntax_parse(SYNTAX_GO, before, NULL, (str){0});
    assert_true(syntax_has_error(syntax_root(old)));
    assert_true(is_broken(after, old, before));
    assert_false(is_broken(whole, old, before));
    syntax_tree_drop(old);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_edit_hides_no_error)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
