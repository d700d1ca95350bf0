/* Which language is asked for, and what a text is in it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/thread.h"
#include "base/words.h"

#include <stdlib.h>

static void test_names(void **state)
{
    (void)state;
    static const char *const chinese[] = {"zh", "zh-cn", "zh_CN.UTF-8"}, *const english[] = {"", "en", "de_DE", "z", "C"};
    for (size_t i = 0; i < sizeof chinese / sizeof *chinese; i++)
        assert_int_equal(words_language_named(str_of(chinese[i])), WORDS_CHINESE);
    for (size_t i = 0; i < sizeof english / sizeof *english; i++)
        assert_int_equal(words_language_named(str_of(english[i])), WORDS_ENGLISH);
}

static void test_environment(void **state)
{
    (void)state;
    static const struct {
        const char *all, *messages, *lang;
        words_language language;
    } cases[] = {
        {"", "", "", WORDS_ENGLISH},
        {"", "", "zh_CN.UTF-8", WORDS_CHINESE},
        {"", "C", "zh_CN.UTF-8", WORDS_ENGLISH},
        {"zh_CN", "C", "C", WORDS_CHINESE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        setenv("LC_ALL", cases[i].all, 1);
        setenv("LC_MESSAGES", cases[i].messages, 1);
        setenv("LANG", cases[i].lang, 1);
        assert_int_equal(words_language_of_environment(), cases[i].language);
    }
    unsetenv("LC_ALL");
    unsetenv("LC_MESSAGES");
    assert_int_equal(words_language_of_environment(), WORDS_ENGLISH); /* LANG is C still */
}

static void test_twins(void **state)
{
    (void)state;
    const char *text = "'%s' is a folder", *unknown = "no text of wpls's";
    assert_ptr_equal(words(text), text);
    assert_int_equal(words_use(WORDS_CHINESE), WORDS_ENGLISH);
    assert_string_equal(words(text), "'%s' 是文件夹");
    assert_ptr_equal(words(unknown), unknown);
    assert_int_equal(words_use(WORDS_ENGLISH), WORDS_CHINESE);
    assert_ptr_equal(words(text), text);
}

static void look(void *self) { *(words_language *)self = words_used(); }

static void test_threads(void **state)
{
    (void)state;
    words_language there = WORDS_CHINESE;
    words_use(WORDS_CHINESE);
    thread *t = thread_start(look, &there);
    assert_non_null(t);
    thread_join(t);
    assert_int_equal(there, WORDS_ENGLISH);
    assert_int_equal(words_used(), WORDS_CHINESE);
    words_use(WORDS_ENGLISH);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_names), cmocka_unit_test(test_environment),
                                       cmocka_unit_test(test_twins), cmocka_unit_test(test_threads)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
