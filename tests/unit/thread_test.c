/* Threads, what they tell each other, work done once, and a reader that another thread ends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/once.h"
#include "base/reader.h"
#include "base/thread.h"

#include <string.h>
#include <unistd.h>

enum { THREADS = 8, TURNS = 1000, SOON_MS = 10 * 1000 };

typedef struct counter {
    monitor *monitor;
    int count, ready;
} counter;

static void count(void *self)
{
    counter *c = self;
    for (int i = 0; i < TURNS; i++) {
        monitor_lock(c->monitor);
        c->count++;
        monitor_unlock(c->monitor);
    }
    monitor_lock(c->monitor);
    c->ready++;
    monitor_tell(c->monitor);
    monitor_unlock(c->monitor);
}

static void test_monitor(void **state)
{
    (void)state;
    counter c = {.monitor = monitor_new()};
    thread *threads[THREADS];
    for (int i = 0; i < THREADS; i++) assert_non_null(threads[i] = thread_start(count, &c));
    monitor_lock(c.monitor);
    while (c.ready < THREADS) assert_true(monitor_wait(c.monitor, SOON_MS));
    monitor_unlock(c.monitor);
    for (int i = 0; i < THREADS; i++) thread_join(threads[i]);
    assert_int_equal(c.count, THREADS * TURNS);

    int64_t begun = now_ms();
    monitor_lock(c.monitor);
    assert_false(monitor_wait(c.monitor, 20)); /* nobody tells */
    monitor_unlock(c.monitor);
    assert_true(now_ms() - begun >= 19);
    monitor_free(c.monitor);
}

static once table_once;
static int table_fills;

static void fill(void) { table_fills++; }

static void want_table(void *self)
{
    once_do(&table_once, fill);
    *(int *)self = table_fills;
}

static void test_once(void **state)
{
    (void)state;
    thread *threads[THREADS];
    int seen[THREADS] = {0};
    for (int i = 0; i < THREADS; i++) assert_non_null(threads[i] = thread_start(want_table, &seen[i]));
    for (int i = 0; i < THREADS; i++) thread_join(threads[i]);
    for (int i = 0; i < THREADS; i++) assert_int_equal(seen[i], 1);
}

static void read_to_end(void *self)
{
    char bytes[64];
    while (reader_read(self, bytes, sizeof bytes)) {}
}

static void test_reader(void **state)
{
    (void)state;
    int ends[2];
    char bytes[64];
    assert_int_equal(pipe(ends), 0);
    reader *r = reader_open(ends[0]);
    assert_non_null(r);
    assert_int_equal(write(ends[1], "hello", 5), 5);
    assert_int_equal(reader_read(r, bytes, 3), 3);
    assert_int_equal(reader_read(r, bytes + 3, sizeof bytes - 3), 2);
    assert_memory_equal(bytes, "hello", 5);

    thread *t = thread_start(read_to_end, r); /* nothing comes, and the other end stays open */
    assert_non_null(t);
    reader_end(r);
    thread_join(t);
    assert_int_equal(reader_read(r, bytes, sizeof bytes), 0);
    reader_close(r);

    r = reader_open(ends[0]);
    close(ends[1]);
    assert_int_equal(reader_read(r, bytes, sizeof bytes), 0);
    reader_end(r);
    reader_close(r);
    close(ends[0]);
}

static void test_processors(void **state)
{
    (void)state;
    assert_true(thread_processors() >= 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_monitor),
        cmocka_unit_test(test_once),
        cmocka_unit_test(test_reader),
        cmocka_unit_test(test_processors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
