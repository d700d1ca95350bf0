/* Workers that end well and badly: the parent learns how, and what was at work. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/bug.h"
#include "base/clock.h"
#include "base/fault.h"
#include "base/memory_limit.h"
#include "base/stream.h"
#include "base/worker.h"

#include <dirent.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MIB = 1 << 20, PATIENCE_MS = 60 * 1000 };

static worker w;

static void start(int (*run)(const worker_place *), worker_request r)
{
    static worker_role role;
    role = (worker_role){.name = "wpls test", .run = run};
    r.role = &role;
    if (!r.number) r.number = 1;
    assert_true(worker_start(&w, &r));
}

/* The worker's end, after its output has ended. */
static work_death end_of_worker(void)
{
    char rest[256];
    while (read(w.out, rest, sizeof rest) > 0) {}
    return worker_wait(&w);
}

static int free_worker(void **state)
{
    (void)state;
    worker_free(&w);
    unsetenv("WPLS_TEST_FAULT");
    return 0;
}

/* --- roles ------------------------------------------------------------------------------------------------------------------ */

static int echo(const worker_place *here)
{
    strbuf block = STRBUF_INIT;
    while (worker_get_block(here->in, &block)) worker_put_block(here->out, strbuf_str(&block));
    strbuf_free(&block);
    return 7;
}

static int tell_argument(const worker_place *here)
{
    return worker_put_block(here->out, here->argument) ? 0 : 1;
}

static int count_descriptors(const worker_place *here)
{
    DIR *folder = opendir("/proc/self/fd");
    unsigned count = 0;
    for (struct dirent *e; (e = readdir(folder));) count += e->d_name[0] != '.';
    closedir(folder);
    char text[32];
    int n = snprintf(text, sizeof text, "%u", count - 1); /* the folder's own */
    return worker_put_block(here->out, str_make(text, (size_t)n)) ? 0 : 1;
}

static void crash_inside(str function)
{
    work_item outer = work_enter(WORK_FUNCTION, (work_item){.path = STR("/p/main.go"), .name = function, .text = 42});
    work_item call = work_enter(WORK_FUNCTION, (work_item){.path = STR("/p/other.go"), .name = STR("helper"), .text = 43});
    work_leave(WORK_FUNCTION, call);
    work_die(SIGSEGV);
    work_leave(WORK_FUNCTION, outer);
}

static int crash(const worker_place *here)
{
    (void)here;
    work_unit(12);
    work_item project = work_enter(WORK_PROJECT, (work_item){.path = STR("/p")});
    work_item document = work_enter(WORK_DOCUMENT, (work_item){.path = STR("/p/config.yaml")});
    work_leave(WORK_DOCUMENT, document);
    crash_inside(STR("parseConfig"));
    work_leave(WORK_PROJECT, project);
    return 0;
}

static int sleep_for_ever(const worker_place *here)
{
    work_unit(1);
    worker_put_block(here->out, STR("asleep"));
    for (;;) pause();
    return 0;
}

static int loop_for_ever(const worker_place *here)
{
    (void)here;
    work_unit(1);
    for (volatile int i = 0;; i++) {}
    return 0;
}

static int loop_and_tell(const worker_place *here)
{
    worker_put_block(here->out, STR("looping"));
    return loop_for_ever(here);
}

static int loop_in_pieces(const worker_place *here)
{
    (void)here;
    for (int piece = 0; piece < 20; piece++) {
        work_unit(0);
        clock_t end = clock() + CLOCKS_PER_SEC / 20;
        while (clock() < end) {}
    }
    return 0;
}

static int fill_arena(const worker_place *here)
{
    (void)here;
    arena a = ARENA_INIT;
    for (;;) arena_alloc(&a, MIB);
    return 0;
}

static int fill_arena_up_to_limit(const worker_place *here)
{
    (void)here;
    for (int round = 0; round < 3; round++) {
        arena a = ARENA_INIT;
        for (int i = 0; i < 20; i++) arena_alloc(&a, MIB);
        arena_free(&a); /* and is not counted any more */
    }
    return 0;
}

static int fill_heap(const worker_place *here)
{
    (void)here;
    strbuf b = STRBUF_INIT;
    for (;;) strbuf_pad(&b, 'x', MIB);
    return 0;
}

/* --- tests ------------------------------------------------------------------------------------------------------------------ */

static void test_blocks_go_both_ways(void **state)
{
    (void)state;
    start(echo, (worker_request){0});
    strbuf block = STRBUF_INIT;
    assert_true(worker_put_block(w.in, STR("hello")) && worker_get_block(w.out, &block));
    assert_true(str_is(strbuf_str(&block), "hello"));
    assert_true(worker_put_block(w.in, STR("")) && worker_get_block(w.out, &block));
    assert_int_equal(block.n, 0);
    strbuf large = STRBUF_INIT;
    strbuf_pad(&large, 'x', 20 * MIB);
    assert_true(worker_put_block(w.in, strbuf_str(&large)) && worker_get_block(w.out, &block));
    assert_true(str_eq(strbuf_str(&block), strbuf_str(&large)));
    strbuf_free(&large);
    strbuf_free(&block);
    worker_close_input(&w);
    work_death end = end_of_worker();
    assert_int_equal(end.cause, WORK_EXITED);
    assert_int_equal(end.code, 7);
}

static void test_argument_and_descriptors(void **state)
{
    (void)state;
    strbuf block = STRBUF_INIT;
    static const char argument[] = "a\0b";
    start(tell_argument, (worker_request){.argument = {argument, sizeof argument}});
    assert_true(worker_get_block(w.out, &block));
    assert_true(str_eq(strbuf_str(&block), str_make(argument, sizeof argument)));
    assert_int_equal(end_of_worker().cause, WORK_EXITED);
    worker_free(&w);
    assert_int_equal(dup2(STDERR_FILENO, 50), 50);
    start(count_descriptors, (worker_request){0});
    close(50);
    assert_true(worker_get_block(w.out, &block));
    assert_true(str_is(strbuf_str(&block), "5")); /* the three that every process has, and the two streams */
    end_of_worker();
    strbuf_free(&block);
}

static void test_page_tells_what_was_at_work(void **state)
{
    (void)state;
    start(crash, (worker_request){0});
    work_death end = end_of_worker();
    assert_int_equal(end.cause, WORK_CRASHED);
    assert_int_equal(end.code, SIGSEGV);
    arena a = ARENA_INIT;
    assert_true(str_is(work_death_text(&a, end), "a segmentation fault"));
    work_item item;
    assert_true(work_read(&a, w.page, WORK_FUNCTION, &item));
    assert_true(str_is(item.path, "/p/main.go") && str_is(item.name, "parseConfig") && item.text == 42);
    assert_true(work_read(&a, w.page, WORK_PROJECT, &item));
    assert_true(str_is(item.path, "/p"));
    assert_false(work_read(&a, w.page, WORK_DOCUMENT, &item));
    assert_false(work_read(&a, w.page, WORK_REQUEST, &item));
    assert_int_equal(w.page->message, 12);
    assert_int_equal(w.page->begun, 12);
    arena_free(&a);
}

static void test_killed_from_outside(void **state)
{
    (void)state;
    start(sleep_for_ever, (worker_request){0});
    strbuf block = STRBUF_INIT;
    assert_true(worker_get_block(w.out, &block));
    strbuf_free(&block);
    kill((pid_t)w.pid, SIGTERM);
    work_death end = end_of_worker();
    assert_int_equal(end.cause, WORK_KILLED);
    assert_int_equal(end.code, SIGTERM);
}

/* A piece of work may take that much CPU time. */
static void watch_until_end(int64_t most_ms)
{
    stream out, *list[] = {&out};
    stream_init(&out, w.out, false);
    while (!out.ready) {
        int again = worker_check(&w, (worker_patience){most_ms, PATIENCE_MS}, WORKER_AWAITED);
        streams_wait(list, 1, NULL, 0, again < 10 ? again : 10);
    }
}

/* Looks at the worker until it has ended, or for as long as it might have had to; whether it has. */
static bool ends_when_still(worker_duty duty)
{
    enum { STILL_MS = 120 };
    stream out, *list[] = {&out};
    stream_init(&out, w.out, false);
    for (int64_t looked = 0; !out.ready && looked < 4 * STILL_MS;) {
        int64_t begun = now_ms();
        int again = worker_check(&w, (worker_patience){PATIENCE_MS, STILL_MS}, duty);
        streams_wait(list, 1, NULL, 0, again < 0 || again > 10 ? 10 : again);
        looked += duty == WORKER_AWAITED ? 0 : now_ms() - begun;
    }
    return out.ready;
}

static int park_for_ever(const worker_place *here)
{
    work_unit(1);
    work_park();
    worker_put_block(here->out, STR("parked"));
    for (;;) pause();
    return 0;
}

static void begin_and_hear(int (*run)(const worker_place *))
{
    strbuf block = STRBUF_INIT;
    start(run, (worker_request){0});
    assert_true(worker_get_block(w.out, &block));
    strbuf_free(&block);
}

static void test_standing_still(void **state)
{
    (void)state;
    begin_and_hear(sleep_for_ever);
    assert_true(ends_when_still(WORKER_AWAITED));
    assert_int_equal(end_of_worker().cause, WORK_STILL);
    worker_free(&w);
    begin_and_hear(sleep_for_ever); /* in the middle of something, that nobody waits for */
    while (!ends_when_still(WORKER_FREE)) {}
    assert_int_equal(end_of_worker().cause, WORK_STILL);
    worker_free(&w);
    begin_and_hear(sleep_for_ever); /* nobody reads */
    assert_false(ends_when_still(WORKER_BLOCKED));
    worker_kill(&w);
    end_of_worker();
    worker_free(&w);
    begin_and_hear(park_for_ever); /* it may wait, as long as nobody waits for it */
    assert_false(ends_when_still(WORKER_FREE));
    assert_true(ends_when_still(WORKER_AWAITED));
    assert_int_equal(end_of_worker().cause, WORK_STILL);
}

static void test_stopped(void **state)
{
    (void)state;
    begin_and_hear(loop_and_tell);
    kill((pid_t)w.pid, SIGSTOP);
    assert_true(ends_when_still(WORKER_AWAITED));
    work_death end = end_of_worker();
    assert_int_equal(end.cause, WORK_KILLED);
    assert_int_equal(end.code, SIGSTOP);
}

static void test_end_of_who_does_not_end(void **state)
{
    (void)state;
    begin_and_hear(park_for_ever);
    worker_end(&w, 50);
    work_death end = end_of_worker();
    assert_int_equal(end.code, SIGKILL);
}

static void test_work_that_does_not_end(void **state)
{
    (void)state;
    start(loop_for_ever, (worker_request){0});
    watch_until_end(100);
    assert_int_equal(end_of_worker().cause, WORK_ENDLESS);
}

static void test_work_in_pieces_may_take_long(void **state)
{
    (void)state;
    start(loop_in_pieces, (worker_request){0});
    watch_until_end(600);
    work_death end = end_of_worker();
    assert_int_equal(end.cause, WORK_EXITED);
    assert_int_equal(end.code, 0);
}

static void test_idle_takes_no_time(void **state)
{
    (void)state;
    work_page page = {0};
    worker other = {.page = &page, .pid = getpid(), .unit_since = -1};
    work_watch(&page);
    work_unit(3);
    assert_true(worker_check(&other, (worker_patience){PATIENCE_MS, PATIENCE_MS}, WORKER_FREE) > 0);
    work_idle();
    assert_int_equal(worker_check(&other, (worker_patience){PATIENCE_MS, PATIENCE_MS}, WORKER_FREE), -1);
    assert_true(page.settled);
    assert_int_equal(page.message, 0);
    assert_int_equal(page.begun, 3);
    work_watch(NULL);
}

static void test_limit_of_memory(void **state)
{
    (void)state;
    start(fill_arena, (worker_request){.memory_most = 64 * MIB});
    assert_int_equal(end_of_worker().cause, WORK_MEMORY);
    worker_free(&w);
    start(fill_arena_up_to_limit, (worker_request){.memory_most = 64 * MIB});
    work_death end = end_of_worker();
    assert_int_equal(end.cause, WORK_EXITED);
    assert_int_equal(end.code, 0);
}

/* What does not lie in arenas the system counts, which it can't with a sanitizer. */
static void test_limit_of_other_memory(void **state)
{
    (void)state;
    uint64_t before;
    memory_set_limit((uint64_t)1 << 50);
    bool held = memory_limit_before(&before);
    memory_set_limit(0);
    if (!held) {
        print_message("SKIPPED: with a sanitizer the system's limit of memory is not set\n");
        skip();
    }
    start(fill_heap, (worker_request){.memory_most = 64 * MIB});
    assert_int_equal(end_of_worker().cause, WORK_MEMORY);
}

static void test_worker_ends_with_its_parent(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t parent = fork();
    if (parent == 0) {
        start(sleep_for_ever, (worker_request){0});
        if (write(ends[1], &w.pid, sizeof w.pid) != sizeof w.pid) _exit(1);
        for (;;) pause();
    }
    int pid = 0;
    assert_int_equal(read(ends[0], &pid, sizeof pid), sizeof pid);
    kill(parent, SIGKILL);
    waitpid(parent, NULL, 0);
    close(ends[0]);
    close(ends[1]);
    for (int i = 0; i < 2000 && kill(pid, 0) == 0; i++) {
        char name[64], status[256] = "";
        snprintf(name, sizeof name, "/proc/%d/stat", pid);
        FILE *f = fopen(name, "r");
        if (!f) return;
        char *got = fgets(status, sizeof status, f);
        fclose(f);
        if (got && strstr(status, ") Z ")) return; /* nobody has reaped it yet */
        sched_yield();
    }
    assert_int_equal(kill(pid, 0), -1);
}

static void test_faults_on_purpose(void **state)
{
    (void)state;
    setenv("WPLS_TEST_FAULT", "abort@start*2", 1);
    for (unsigned number = 1; number <= 3; number++) {
        start(tell_argument, (worker_request){.number = number});
        work_death end = end_of_worker();
        assert_int_equal(end.cause, number < 3 ? WORK_CRASHED : WORK_EXITED);
        if (number < 3) worker_free(&w);
    }
    worker_free(&w);
    setenv("WPLS_TEST_FAULT", "kill@project:/other", 1);
    start(crash, (worker_request){0});
    assert_int_equal(end_of_worker().cause, WORK_CRASHED);
    worker_free(&w);
    setenv("WPLS_TEST_FAULT", "kill@function:helper", 1);
    start(crash, (worker_request){0});
    assert_int_equal(end_of_worker().cause, WORK_KILLED);
}

static void test_what_is_left_out_is_told_as_bytes(void **state)
{
    (void)state;
    strbuf bytes = STRBUF_INIT;
    work_left_out function = {WORK_FUNCTION, STR("/p/main.go"), STR("parse"), UINT64_MAX, {WORK_CRASHED, SIGABRT}};
    work_left_out document = {WORK_DOCUMENT, STR("/p/c.yaml"), STR(""), 0, {WORK_MEMORY, 0}};
    work_write_left_out(&bytes, &function);
    work_write_left_out(&bytes, &document);
    strbuf_add_cstr(&bytes, "rubbish");
    work_leave_out(strbuf_str(&bytes));
    work_leave_out(STR("9 1 0 0\0a\0b\0"));
    strbuf_free(&bytes);
    assert_int_equal(work_all_left_out.n, 2);
    const work_left_out *found = work_find_left_out(WORK_FUNCTION, STR("/p/main.go"), UINT64_MAX);
    assert_non_null(found);
    assert_true(str_is(found->name, "parse") && found->death.cause == WORK_CRASHED && found->death.code == SIGABRT);
    assert_null(work_find_left_out(WORK_FUNCTION, STR("/p/main.go"), 1));
    assert_null(work_find_left_out(WORK_PROJECT, STR("/p/main.go"), UINT64_MAX));
    assert_true(work_may_be_left_out(WORK_DOCUMENT, STR("/p/c.yaml")));
    assert_false(work_may_be_left_out(WORK_DOCUMENT, STR("/p/main.go")));
}

static void check_stream(int in, int out, bool own)
{
    stream to, from, *outs[] = {&to}, *ins[] = {&from};
    stream_init(&to, out, own);
    stream_init(&from, in, false);
    strbuf sent = STRBUF_INIT, got = STRBUF_INIT;
    for (int i = 0; i < 300000; i++) strbuf_printf(&sent, "%d,", i);
    stream_put(&to, str_slice(strbuf_str(&sent), 0, 10));
    stream_put(&to, str_slice(strbuf_str(&sent), 10, sent.n));
    assert_true(stream_waiting(&to) > 0); /* nobody reads yet, and it has not waited */
    char bytes[100000];
    while (got.n < sent.n) {
        streams_wait(ins, 1, outs, 1, PATIENCE_MS);
        if (from.ready) strbuf_add(&got, str_make(bytes, stream_read(&from, bytes, sizeof bytes)));
    }
    assert_true(str_eq(strbuf_str(&got), strbuf_str(&sent)));
    from.paused = true;
    stream_put(&to, STR("x"));
    streams_wait(ins, 1, outs, 1, 0);
    assert_false(from.ready);
    close(in);
    stream_put(&to, STR("x"));
    assert_true(to.broken);
    close(out);
    stream_free(&to);
    strbuf_free(&sent);
    strbuf_free(&got);
}

static void test_streams_do_not_wait(void **state)
{
    (void)state;
    signal(SIGPIPE, SIG_IGN);
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    check_stream(ends[0], ends[1], false);
    assert_int_equal(pipe(ends), 0);
    check_stream(ends[0], ends[1], true);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    check_stream(ends[0], ends[1], false);
    signal(SIGPIPE, SIG_DFL);
}

#define RUN(f) cmocka_unit_test_teardown(f, free_worker)

int main(void)
{
    const struct CMUnitTest tests[] = {
        RUN(test_blocks_go_both_ways),
        RUN(test_argument_and_descriptors),
        RUN(test_page_tells_what_was_at_work),
        RUN(test_killed_from_outside),
        RUN(test_standing_still),
        RUN(test_stopped),
        RUN(test_end_of_who_does_not_end),
        RUN(test_work_that_does_not_end),
        RUN(test_work_in_pieces_may_take_long),
        RUN(test_idle_takes_no_time),
        RUN(test_limit_of_memory),
        RUN(test_limit_of_other_memory),
        RUN(test_worker_ends_with_its_parent),
        RUN(test_faults_on_purpose),
        RUN(test_what_is_left_out_is_told_as_bytes),
        RUN(test_streams_do_not_wait),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
