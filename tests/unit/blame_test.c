/* What a worker's death is blamed on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/blame.h"

#include <signal.h>

static const work_death crash = {WORK_CRASHED, SIGSEGV}, killed = {WORK_KILLED, SIGKILL}, memory = {WORK_MEMORY, 0};
static uint64_t text_hash = 1; /* of all texts but functions' */
static work_page page;
static blame b;

static uint64_t hash(void *self, work_kind kind, str path)
{
    (void)self, (void)kind, (void)path;
    return text_hash;
}

static void at_work(work_kind kind, const char *path, const char *name)
{
    if (!work_page_here) work_watch(&page);
    work_enter(kind, (work_item){.path = str_of(path), .name = str_of(name), .text = 7});
}

static blame_verdict die(work_death death)
{
    blame_verdict v = blame_death(&b, &page, death, blame_count(&b), (blame_texts){.hash = hash});
    work_clear();
    return v;
}

static int forget(void **state)
{
    (void)state;
    work_clear();
    blame_free(&b);
    text_hash = 1;
    return 0;
}

static void assert_left_out(blame_verdict v, work_kind kind, const char *path)
{
    assert_non_null(v.left_out);
    assert_int_equal(v.left_out->what.kind, kind);
    assert_true(str_is(v.left_out->what.path, path));
}

static void test_a_crash_leaves_out_the_function(void **state)
{
    (void)state;
    at_work(WORK_REQUEST, "", "textDocument/hover");
    at_work(WORK_PROJECT, "/p", "");
    at_work(WORK_FUNCTION, "/p/main.go", "parseConfig");
    blame_verdict v = die(crash);
    assert_left_out(v, WORK_FUNCTION, "/p/main.go");
    assert_int_equal(v.left_out->what.text, 7);
    assert_ptr_equal(v.at_work, v.left_out);
    strbuf bytes = STRBUF_INIT;
    blame_write(&b, &bytes);
    assert_true(bytes.n > 0);
    strbuf_free(&bytes);
}

static void test_a_document_before_the_function(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        at_work(WORK_DOCUMENT, i ? "/p/b.yaml" : "/p/a.yaml", "");
        at_work(WORK_FUNCTION, "/p/main.go", "parseConfig");
        blame_verdict v = die(crash);
        assert_left_out(v, i ? WORK_FUNCTION : WORK_DOCUMENT, i ? "/p/main.go" : "/p/a.yaml");
    }
}

static void test_want_of_memory_takes_a_second_death(void **state)
{
    (void)state;
    at_work(WORK_FUNCTION, "/p/main.go", "f");
    blame_verdict v = die(memory);
    assert_null(v.left_out);
    assert_true(str_is(v.at_work->what.path, "/p/main.go"));
    at_work(WORK_FUNCTION, "/p/main.go", "f");
    assert_left_out(die(memory), WORK_FUNCTION, "/p/main.go");
}

static void test_nobody_is_to_blame_for_a_death_from_outside(void **state)
{
    (void)state;
    for (int i = 0; i < 50; i++) {
        at_work(WORK_REQUEST, "", "textDocument/hover");
        at_work(WORK_DOCUMENT, "/p/a.yaml", "");
        blame_verdict v = die(killed);
        assert_null(v.left_out);
        assert_true(str_is(v.at_work->what.path, "/p/a.yaml"));
    }
}

static void test_another_text_is_another_matter(void **state)
{
    (void)state;
    at_work(WORK_DOCUMENT, "/p/a.yaml", "");
    assert_null(die(memory).left_out);
    text_hash = 2;
    at_work(WORK_DOCUMENT, "/p/a.yaml", "");
    assert_null(die(memory).left_out);
    at_work(WORK_DOCUMENT, "/p/a.yaml", "");
    assert_left_out(die(memory), WORK_DOCUMENT, "/p/a.yaml");
}

static void test_a_project_takes_a_second_death(void **state)
{
    (void)state;
    at_work(WORK_PROJECT, "/p", "");
    assert_null(die(crash).left_out);
    at_work(WORK_PROJECT, "/other", "");
    assert_null(die(crash).left_out);
    at_work(WORK_PROJECT, "/p", "");
    assert_left_out(die(crash), WORK_PROJECT, "/p");
}

static void test_many_functions_are_the_whole_project(void **state)
{
    (void)state;
    const char *names[] = {"a", "b", "c", "d", "e"};
    for (int i = 0; i < 5; i++) {
        at_work(WORK_PROJECT, "/p", "");
        at_work(WORK_FUNCTION, "/p/main.go", names[i]);
        assert_left_out(die(crash), i < 4 ? WORK_FUNCTION : WORK_PROJECT, i < 4 ? "/p/main.go" : "/p");
    }
}

static void test_what_is_left_out_is_not_the_cause(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++) {
        at_work(WORK_PROJECT, "/p", "");
        at_work(WORK_FUNCTION, "/p/main.go", "f");
        blame_verdict v = die(crash);
        if (i == 1) assert_null(v.left_out);
        else assert_left_out(v, i ? WORK_PROJECT : WORK_FUNCTION, i ? "/p" : "/p/main.go");
    }
}

static void test_what_another_worker_died_of_meanwhile(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++) {
        at_work(WORK_PROJECT, "/p", "");
        at_work(WORK_FUNCTION, "/p/main.go", "f");
        blame_verdict v = blame_death(&b, &page, crash, 0, (blame_texts){.hash = hash}); /* none was told of it */
        work_clear();
        assert_left_out(v, WORK_FUNCTION, "/p/main.go");
        assert_int_equal(blame_count(&b), 1);
    }
}

static void test_a_request_takes_a_second_death(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        assert_null(blame_find_request(&b, STR("textDocument/hover"), text_hash));
        at_work(WORK_REQUEST, "file:///p/a.yaml", "textDocument/hover");
        assert_int_equal(die(crash).left_out != NULL, i);
    }
    assert_non_null(blame_find_request(&b, STR("textDocument/hover"), text_hash));
    assert_null(blame_find_request(&b, STR("textDocument/hover"), text_hash + 1));
    assert_null(blame_find_request(&b, STR("textDocument/completion"), text_hash));
    strbuf bytes = STRBUF_INIT;
    blame_write(&b, &bytes);
    assert_int_equal(bytes.n, 0); /* no worker hears of it */
    blame_forget_requests(&b);
    assert_null(blame_find_request(&b, STR("textDocument/hover"), text_hash));
}

static void test_in_the_background(void **state)
{
    (void)state;
    blame_request(&b, STR("workspace/executeCommand"), 5, crash);
    assert_null(blame_find_request(&b, STR("workspace/executeCommand"), 5));
    blame_request(&b, STR("workspace/executeCommand"), 5, crash);
    assert_non_null(blame_find_request(&b, STR("workspace/executeCommand"), 5));
}

static void test_nothing_at_work(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++) {
        blame_verdict v = die(crash);
        assert_true(!v.at_work && !v.left_out);
    }
}

#define RUN(f) cmocka_unit_test_teardown(f, forget)

int main(void)
{
    const struct CMUnitTest tests[] = {
        RUN(test_a_crash_leaves_out_the_function),
        RUN(test_a_document_before_the_function),
        RUN(test_want_of_memory_takes_a_second_death),
        RUN(test_nobody_is_to_blame_for_a_death_from_outside),
        RUN(test_another_text_is_another_matter),
        RUN(test_a_project_takes_a_second_death),
        RUN(test_many_functions_are_the_whole_project),
        RUN(test_what_is_left_out_is_not_the_cause),
        RUN(test_what_another_worker_died_of_meanwhile),
        RUN(test_a_request_takes_a_second_death),
        RUN(test_in_the_background),
        RUN(test_nothing_at_work),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
