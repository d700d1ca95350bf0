/* The command line: options in every form and place, what is wrong with them, and what is left. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arguments.h"
#include "base/strbuf.h"

static const option_row options[] = {
    {"format", true, 'f'}, {"formats", false, 'F'}, {"color", true, 'c'}, {"check", false, 'k'}, {"help", false, 'h'}, {0}};

/* "f=text k | a b": what is found in the words of the line, and what is left; "?--x" and so on for what is wrong. */
static const char *found(const char *line)
{
    static char words[200];
    static strbuf out;
    char *all[20] = {words};
    int count = 1;
    strbuf_clear(&out);
    memset(words, 0, sizeof words);
    strcpy(words + 1, line);
    for (char *c = words + 1; *c; c++) {
        if (c[-1] == 0) all[count++] = c;
        if (*c == ' ') *c = 0;
    }
    arguments a = {.count = count, .all = all};
    str wrong;
    for (int option; (option = arguments_next(&a, "ho:qv", options, &wrong)) != ARGUMENTS_END;) {
        if (out.n) strbuf_add_char(&out, ' ');
        if (option > 0) strbuf_add_char(&out, (char)option);
        else strbuf_printf(&out, "%c%.*s", "?!="[-option - 2], STR_ARG(wrong));
        if (a.value) strbuf_printf(&out, "=%s", a.value);
    }
    strbuf_add_cstr(&out, out.n ? " |" : "|");
    for (int i = a.at; i < count; i++) strbuf_printf(&out, " %s", all[i]);
    strbuf_add_char(&out, 0);
    return out.p;
}

static void test_forms(void **state)
{
    (void)state;
    assert_string_equal(found(""), "|");
    assert_string_equal(found("--format text --check"), "f=text k |");
    assert_string_equal(found("--format=text --color="), "f=text c= |");
    assert_string_equal(found("-q -o file -ofile"), "q o=file o=file |");
    assert_string_equal(found("-qvo file"), "q v o=file |");
    assert_string_equal(found("-qofile"), "q o=file |");
    assert_string_equal(found("--format --check"), "f=--check |");
    assert_string_equal(found("-o -q"), "o=-q |");
}

static void test_beginnings(void **state)
{
    (void)state;
    assert_string_equal(found("--che --co x --h"), "k c=x h |");
    assert_string_equal(found("--format x --formats"), "f=x F |"); /* whole, though another one begins so */
    assert_string_equal(found("--form x"), "?--form | x");
    assert_string_equal(found("--c"), "?--c |");
}

static void test_places(void **state)
{
    (void)state;
    assert_string_equal(found("a b"), "| a b");
    assert_string_equal(found("a --check b --format x c -q d"), "k f=x q | a b c d");
    assert_string_equal(found("a b -o x c"), "o=x | a b c");
    assert_string_equal(found("a b -qo x c"), "q o=x | a b c");
    assert_string_equal(found("--check -- --format x"), "k | --format x");
    assert_string_equal(found("a b -- -q c"), "| a b -q c");
    assert_string_equal(found("- --check -"), "k | - -");
}

static void test_wrong(void **state)
{
    (void)state;
    assert_string_equal(found("--nothing a"), "?--nothing | a");
    assert_string_equal(found("--nothing=1"), "?--nothing=1 |");
    assert_string_equal(found("a -qxv"), "q ?-x v | a");
    assert_string_equal(found("-:"), "?-: |");
    assert_string_equal(found("a --format"), "!--format | a");
    assert_string_equal(found("a -qo"), "q !-o | a");
    assert_string_equal(found("--check=yes"), "=--check |");
    assert_string_equal(found("--="), "?--= |");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms),
        cmocka_unit_test(test_beginnings),
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_wrong),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
