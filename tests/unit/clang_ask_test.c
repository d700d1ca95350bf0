/* Questions and answers between the server and the process that has libclang: what is written is what is read. */
#include "clang/ask.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static arena memory;

static void is_text(str got, const char *want)
{
    if (!str_is(got, want)) fail_msg("got '%.*s', wanted '%s'", STR_ARG(got), want);
}

static void test_question(void **state)
{
    (void)state;
    clang_question q = {.number = 7, .kind = CLANG_ASK_COMPLETION, .path = STR("/a b/1:2.cc"), .offset = 12}, read;
    array_push(&memory, &q.arguments, STR("-DA=\"1\n2\""));
    array_push(&memory, &q.arguments, STR(""));
    array_push(&memory, &q.files, (clang_file){STR("/a"), STR("int a;\n3:x")});
    strbuf out = STRBUF_INIT;
    clang_ask_write(&out, &q);
    str text = strbuf_str(&out);
    ptrdiff_t line = str_find_char(text, '\n', 0);
    assert_int_equal(clang_number(str_slice(text, 0, (size_t)line)), text.n - (size_t)line - 1);
    str block = str_slice(text, (size_t)line + 1, text.n);
    assert_true(clang_ask_read(&memory, block, &read));
    assert_int_equal(read.number, 7);
    assert_int_equal(read.kind, CLANG_ASK_COMPLETION);
    assert_int_equal(read.offset, 12);
    is_text(read.path, "/a b/1:2.cc");
    assert_int_equal(read.arguments.n, 2);
    is_text(read.arguments.at[0], "-DA=\"1\n2\"");
    is_text(read.arguments.at[1], "");
    assert_int_equal(read.files.n, 1);
    is_text(read.files.at[0].text, "int a;\n3:x");
    for (size_t n = 0; n < block.n; n++) /* cut anywhere but behind a file it is none, and nothing behind its end is looked at */
        if (clang_ask_read(&memory, str_slice(block, 0, n), &read)) assert_int_equal(read.files.n, 0);
    assert_false(clang_ask_read(&memory, STR("1:1,1:9,"), &read));
    assert_false(clang_ask_read(&memory, STR("99999999999999999999:1"), &read));
    strbuf_free(&out);
}

static void test_answer(void **state)
{
    (void)state;
    str fields[] = {STR("hover"), STR("a\tb\nc\\d"), STR(""), STR("\\t")};
    strbuf out = STRBUF_INIT;
    clang_answer_write(&out, fields, 4);
    str text = strbuf_str(&out);
    assert_int_equal(str_find_char(text, '\n', 0), text.n - 1);
    clang_line line = clang_answer_read(&memory, str_slice(text, 0, text.n - 1));
    assert_int_equal(line.n, 4);
    for (size_t i = 0; i < 4; i++) assert_true(str_eq(line.fields[i], fields[i]));
    assert_int_equal(clang_answer_read(&memory, STR("a\tb\\")).n, 2);
    strbuf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_question), cmocka_unit_test(test_answer)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(&memory);
    return failed;
}
