/* The queue between threads: order, batches as a whole, waiting, and what is left when it goes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/queue.h"

#include <stdio.h>

static void push_number(queue *q, int kind)
{
    queue_item item = {.kind = kind};
    strbuf_printf(&item.text, "number %d", kind);
    queue_push(q, &item, 1);
}

static void take_number(queue *q, int timeout_ms, int kind)
{
    queue_item item;
    char want[32];
    assert_true(queue_take(q, timeout_ms, &item));
    assert_int_equal(item.kind, kind);
    snprintf(want, sizeof want, "number %d", kind);
    assert_string_equal(item.text.p, want);
    strbuf_free(&item.text);
}

static void test_order(void **state)
{
    (void)state;
    queue q;
    queue_item item;
    queue_init(&q);
    assert_false(queue_take(&q, 0, &item));
    int pushed = 0, taken = 0;
    for (int round = 0; round < 50; round++) { /* it runs full and empty, and partly full */
        for (int i = 0; i < round % 7; i++) push_number(&q, pushed++);
        for (int i = 0; i < round % 5 && taken < pushed; i++) take_number(&q, 0, taken++);
    }
    while (taken < pushed) take_number(&q, -1, taken++);
    assert_false(queue_take(&q, 0, &item));
    queue_push(&q, NULL, 0);
    assert_false(queue_take(&q, 1, &item)); /* a wait that nobody ends */
    queue_destroy(&q);
}

/* What was never taken is the queue's to free: AddressSanitizer's leak check looks. */
static void test_rest(void **state)
{
    (void)state;
    queue q;
    queue_init(&q);
    for (int i = 0; i < 10; i++) push_number(&q, i);
    for (int i = 0; i < 3; i++) take_number(&q, 0, i);
    queue_destroy(&q);
}

enum { PUSHERS = 4, BATCHES = 300, BATCH = 3 };

typedef struct pusher {
    queue *q;
    int number;
} pusher;

static void push_batches(void *argument)
{
    pusher *p = argument;
    for (int i = 0; i < BATCHES; i++) {
        queue_item items[BATCH] = {0};
        for (int k = 0; k < BATCH; k++) {
            items[k].kind = p->number;
            strbuf_printf(&items[k].text, "%d", i * BATCH + k);
        }
        queue_push(p->q, items, BATCH);
    }
}

static void test_threads(void **state)
{
    (void)state;
    queue q;
    queue_init(&q);
    thread *threads[PUSHERS];
    pusher pushers[PUSHERS];
    for (int i = 0; i < PUSHERS; i++) {
        pushers[i] = (pusher){&q, i};
        assert_non_null(threads[i] = thread_start(push_batches, &pushers[i]));
    }
    int next[PUSHERS] = {0}, batch_of = -1;
    for (int n = 0; n < PUSHERS * BATCHES * BATCH; n++) {
        queue_item item;
        assert_true(queue_take(&q, -1, &item));
        char want[16];
        snprintf(want, sizeof want, "%d", next[item.kind]);
        assert_string_equal(item.text.p, want); /* each thread's in its order */
        if (n % BATCH == 0) batch_of = item.kind;
        assert_int_equal(item.kind, batch_of); /* none between those that were pushed together */
        next[item.kind]++;
        strbuf_free(&item.text);
    }
    for (int i = 0; i < PUSHERS; i++) thread_join(threads[i]);
    queue_destroy(&q);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_order), cmocka_unit_test(test_rest), cmocka_unit_test(test_threads)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
