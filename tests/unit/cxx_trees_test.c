/* Trees that are kept from load to load: after any edit they are those of the text as a whole. */
#include "base/strbuf.h"
#include "cxx/internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static const char source[] = "#include \"a.h\"\n\nnamespace a {\nclass Filter : public Context {\n public:\n  int count = 0;\n  int next() { "
                             "return ++count; }\n};\n\nint sum(const std::vector<int>& all) {\n  int n = 0;\n  for (int one : all) {\n"
                             "    if (one > 3) n += one;\n  }\n  return n;\n}\n}  // namespace a\n";

static void write_tree(strbuf *out, syntax_node n)
{
    range at = syntax_range(n);
    strbuf_printf(out, "(%s %u-%u", syntax_kind_text(n), at.start, at.end);
    for (uint32_t i = 0; i < syntax_named_count(n); i++) write_tree(out, syntax_named(n, i));
    strbuf_printf(out, ")");
}

static bool same_trees(const syntax_tree *a, const syntax_tree *b)
{
    strbuf one = STRBUF_INIT, other = STRBUF_INIT;
    write_tree(&one, syntax_root(a));
    write_tree(&other, syntax_root(b));
    bool same = str_eq(strbuf_str(&one), strbuf_str(&other));
    strbuf_free(&one);
    strbuf_free(&other);
    return same;
}

static void edits_of_a_text(void **state)
{
    (void)state;
    static const char *const words[] = {"x", " ", "(", ")", "{ ", "} ", ";\n", "int y = 1;\n", "\"", "//", "class B {};\n", ""};
    arena a = ARENA_INIT;
    cxx_trees *kept = ARENA_NEW(&a, cxx_trees);
    uint32_t number = 1;
    str text = str_of(source);
    for (int i = 0; i < 400; i++) {
        number = number * 1103515245 + 12345;
        size_t at = (number >> 8) % (text.n + 1), gone = (number >> 20) % 3, end = at + gone < text.n ? at + gone : text.n;
        str word = str_of(words[(number >> 24) % (sizeof words / sizeof *words)]);
        str before = str_slice(text, 0, at), behind = str_slice(text, end, text.n);
        str edited = arena_printf(&a, "%.*s%.*s%.*s", STR_ARG(before), STR_ARG(word), STR_ARG(behind));
        text = i % 4 == 3 ? str_of(source) : edited;
        syntax_tree *tree = cxx_parse(kept, SYNTAX_CPP, STR("/p/a.cc"), text);
        syntax_tree *whole = syntax_parse(SYNTAX_CPP, text, NULL, (str){0});
        assert_true(same_trees(tree, whole));
        syntax_tree_drop(tree);
        syntax_tree_drop(whole);
    }
    assert_int_equal(kept->n, 1);
    cxx_trees_free(kept);
    arena_free(&a);
}

static void a_text_that_stays(void **state)
{
    (void)state;
    arena a = ARENA_INIT;
    cxx_trees *kept = ARENA_NEW(&a, cxx_trees);
    syntax_tree *first = cxx_parse(kept, SYNTAX_CPP, STR("/p/a.cc"), str_of(source));
    syntax_tree *again = cxx_parse(kept, SYNTAX_CPP, STR("/p/a.cc"), str_of(source));
    assert_ptr_equal(first, again);
    syntax_tree *of_c = cxx_parse(kept, SYNTAX_C, STR("/p/a.cc"), str_of(source));
    assert_ptr_not_equal(first, of_c);
    for (int i = 0; i < 2 * CXX_TREES_MOST; i++)
        syntax_tree_drop(cxx_parse(kept, SYNTAX_C, arena_printf(&a, "/p/%d.c", i), STR("int a;\n")));
    assert_int_equal(kept->n, CXX_TREES_MOST);
    cxx_trees_free(kept);
    assert_int_equal(syntax_range(syntax_root(first)).end, sizeof source - 1); /* the uses that a program has stay */
    syntax_tree_drop(first);
    syntax_tree_drop(again);
    syntax_tree_drop(of_c);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(edits_of_a_text), cmocka_unit_test(a_text_that_stays)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
