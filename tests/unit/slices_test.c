/* Work in slices: whose turn it is, its end, and what becomes of work that nobody wants any more. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/bug.h"
#include "base/slices.h"

#include <string.h>

enum { STEPS = 20, BAD_STEP = 7 };

typedef struct job {
    int done;
    bool fails, left; /* left: it was told that nobody wants it */
} job;

static void work(void *self)
{
    job *j = self;
    while (j->done < STEPS) {
        j->done++;
        if (j->fails && j->done == BAD_STEP) BUG("step %d", j->done);
        if (slices_rest()) continue;
        j->left = true;
        return;
    }
}

static void test_turns(void **state)
{
    (void)state;
    job j = {0};
    slices *s = slices_new(work, &j);
    assert_non_null(s);
    assert_int_equal(j.done, 0); /* nothing runs yet */
    int runs = 0;
    while (!slices_run(s, 0)) { /* each time to the next place to rest */
        runs++;
        assert_int_equal(j.done, runs);
    }
    assert_int_equal(runs, STEPS);
    assert_int_equal(j.done, STEPS);
    assert_true(slices_run(s, 0)); /* it is over, and stays so */
    slices_free(s);
    assert_false(j.left);
}

static void test_to_the_end(void **state)
{
    (void)state;
    job j = {0};
    slices *s = slices_new(work, &j);
    assert_false(slices_run(s, 0));
    assert_true(slices_run(s, -1));
    assert_int_equal(j.done, STEPS);
    slices_free(s);
}

static void test_unwanted(void **state)
{
    (void)state;
    job never = {0}, begun = {0};
    slices *s = slices_new(work, &never);
    slices_free(s);
    assert_int_equal(never.done, 0);
    s = slices_new(work, &begun);
    assert_false(slices_run(s, 0));
    slices_free(s);
    assert_int_equal(begun.done, 1);
    assert_true(begun.left);
    slices_free(NULL);
}

static void test_several(void **state)
{
    (void)state;
    job a = {0}, b = {0};
    slices *one = slices_new(work, &a), *other = slices_new(work, &b);
    assert_false(slices_run(one, 0));
    assert_false(slices_run(other, 0));
    assert_false(slices_run(one, 0));
    assert_int_equal(a.done, 2);
    assert_int_equal(b.done, 1);
    slices_free(one);
    assert_true(slices_run(other, -1));
    slices_free(other);
    assert_true(slices_rest()); /* no work: nothing happens */
}

static void test_bug(void **state)
{
    (void)state;
    job j = {.fails = true};
    slices *s = slices_new(work, &j);
    bug_trap trap = {.outer = NULL};
    volatile bool caught = false;
    bug_current_trap = &trap;
    if (setjmp(trap.at)) caught = true;
    else slices_run(s, -1);
    bug_current_trap = NULL;
    assert_true(caught);
    assert_non_null(strstr(trap.message, "step 7"));
    assert_int_equal(j.done, BAD_STEP);
    slices_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_turns),    cmocka_unit_test(test_to_the_end), cmocka_unit_test(test_unwanted),
        cmocka_unit_test(test_several), cmocka_unit_test(test_bug),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
