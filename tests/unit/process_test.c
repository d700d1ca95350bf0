/* Child processes that behave, and those that don't: nothing of them stays behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/process.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { START_MS = 1000 }; /* time for a shell to start and say something, on a machine that is busy */

static const char *const environment[] = {"PATH=/usr/bin:/bin", "GREETING=hello", NULL};
static process_result result;

/* Runs a script of the shell; what is set in `r` beside the program stays. */
static void run_script(process_request r, const char *script)
{
    const char *argv[] = {"/bin/sh", "-c", script, NULL};
    r.argv = argv;
    r.environment = environment;
    process_run(&r, &result);
}

static int free_result(void **state)
{
    (void)state;
    process_result_free(&result);
    return 0;
}

static void check_text(const strbuf *b, const char *expected)
{
    if (!str_is(strbuf_str(b), expected)) fail_msg("'%.*s' is not '%s'", STR_ARG(strbuf_str(b)), expected);
}

/* The number that a script printed in its first line. */
static pid_t printed_number(void) { return result.out.n ? (pid_t)strtol(result.out.p, NULL, 10) : 0; }

static void check_gone(pid_t pid)
{
    assert_true(pid > 1);
    /* The kernel gives what is left of a killed grandchild to init, which may take a moment to reap it. */
    for (int i = 0; i < 2000 && kill(pid, 0) == 0; i++) {
        char name[64], status[256] = "";
        snprintf(name, sizeof name, "/proc/%d/stat", (int)pid);
        FILE *f = fopen(name, "r");
        if (!f) return;
        char *got = fgets(status, sizeof status, f);
        fclose(f);
        if (got && strstr(status, ") Z ")) return;
        sched_yield();
    }
    assert_int_equal(kill(pid, 0), -1);
}

static void test_both_streams_and_status(void **state)
{
    (void)state;
    run_script((process_request){0}, "echo out; echo err >&2; exit 3");
    assert_int_equal(result.end, PROCESS_EXITED);
    assert_int_equal(result.code, 3);
    assert_false(process_succeeded(&result));
    check_text(&result.out, "out\n");
    check_text(&result.err, "err\n");
}

static void test_merged_streams_keep_their_order(void **state)
{
    (void)state;
    run_script((process_request){.merged = true}, "echo 1; echo 2 >&2; echo 3; echo 4 >&2");
    assert_true(process_succeeded(&result));
    check_text(&result.out, "1\n2\n3\n4\n");
}

static void test_environment_folder_and_input_are_given(void **state)
{
    (void)state;
    setenv("WPLS_TEST_SECRET", "x", 1);
    run_script((process_request){.folder = "/usr"}, "pwd; echo $GREETING $WPLS_TEST_SECRET; cat");
    check_text(&result.out, "/usr\nhello\n");
}

static void test_no_descriptor_is_inherited(void **state)
{
    (void)state;
    assert_int_equal(dup2(STDERR_FILENO, 50), 50);
    run_script((process_request){0}, "[ -e /proc/$$/fd/2 ] && ! [ -e /proc/$$/fd/50 ]");
    close(50);
    assert_true(process_succeeded(&result));
}

static void test_signals_are_at_their_defaults(void **state)
{
    (void)state;
    signal(SIGPIPE, SIG_IGN);
    run_script((process_request){0}, "kill -PIPE $$; echo alive");
    signal(SIGPIPE, SIG_DFL);
    assert_int_equal(result.end, PROCESS_SIGNALLED);
    assert_int_equal(result.code, SIGPIPE);
}

static void test_missing_program(void **state)
{
    (void)state;
    const char *argv[] = {"/nowhere/go", NULL};
    process_request r = {.argv = argv, .environment = environment};
    assert_false(process_run(&r, &result));
    assert_int_equal(result.end, PROCESS_NOT_STARTED);
    assert_int_equal(result.code, ENOENT);
    assert_false(result.folder_missing);
}

static void test_missing_folder(void **state)
{
    (void)state;
    run_script((process_request){.folder = "/nowhere"}, "echo");
    assert_int_equal(result.end, PROCESS_NOT_STARTED);
    assert_true(result.folder_missing);
}

static void test_deadline(void **state)
{
    (void)state;
    run_script((process_request){.deadline_ms = START_MS}, "echo $$; exec sleep 1000");
    assert_int_equal(result.end, PROCESS_DEADLINE);
    check_gone(printed_number());
}

static void test_child_that_ignores_sigterm(void **state)
{
    (void)state;
    run_script((process_request){.deadline_ms = START_MS, .grace_ms = 50}, "trap '' TERM; echo $$; while :; do sleep 1000; done");
    assert_int_equal(result.end, PROCESS_DEADLINE);
    assert_true(result.milliseconds >= START_MS + 50 && result.milliseconds < 20000);
    check_gone(printed_number());
}

static void test_child_may_clean_up(void **state)
{
    (void)state;
    run_script((process_request){.deadline_ms = START_MS, .grace_ms = 60000}, "trap 'echo cleaned; exit' TERM; while :; do sleep 0.01; done");
    assert_int_equal(result.end, PROCESS_DEADLINE);
    check_text(&result.out, "cleaned\n");
}

static void test_grandchildren_die_with_a_stopped_child(void **state)
{
    (void)state;
    run_script((process_request){.deadline_ms = START_MS, .grace_ms = 50}, "sh -c 'trap \"\" TERM; echo $$; while :; do sleep 1000; done' & wait");
    assert_int_equal(result.end, PROCESS_DEADLINE);
    check_gone(printed_number());
}

static void test_grandchildren_do_not_outlive_their_parent(void **state)
{
    (void)state;
    run_script((process_request){0}, "sleep 1000 & echo $!; exit 4");
    assert_int_equal(result.end, PROCESS_EXITED); /* though the grandchild holds the pipes */
    assert_int_equal(result.code, 4);
    check_gone(printed_number());
}

static void test_flood_is_read_and_thrown_away(void **state)
{
    (void)state;
    run_script((process_request){.output_most = 1000}, "head -c 20000000 /dev/zero; echo done >&2");
    assert_true(process_succeeded(&result));
    assert_int_equal(result.out.n, 1000);
    assert_true(result.cut);
    check_text(&result.err, "done\n");
}

static void test_output_at_the_limit_is_whole(void **state)
{
    (void)state;
    run_script((process_request){.output_most = 1000}, "head -c 1000 /dev/zero");
    assert_int_equal(result.out.n, 1000);
    assert_false(result.cut);
}

static void test_endless_flood_meets_the_deadline(void **state)
{
    (void)state;
    run_script((process_request){.deadline_ms = START_MS, .grace_ms = 50, .output_most = 1000}, "trap '' TERM; while :; do echo flood; done");
    assert_int_equal(result.end, PROCESS_DEADLINE);
    assert_int_equal(result.out.n, 1000);
}

typedef struct seen_lines {
    strbuf text;
    size_t longest;
} seen_lines;

static void see_line(void *self, process_stream from, str line)
{
    seen_lines *seen = self;
    if (line.n > seen->longest) seen->longest = line.n;
    if (line.n < 100) strbuf_printf(&seen->text, "%d:%.*s|", from, STR_ARG(line));
}

static void test_lines_come_whole(void **state)
{
    (void)state;
    seen_lines seen = {0};
    run_script((process_request){.line = see_line, .self = &seen}, "printf 'a\\r\\nb'; sleep 0.05; printf 'c\\n\\nd'");
    check_text(&seen.text, "0:a|0:bc|0:|0:d|");
    strbuf_free(&seen.text);
}

static void test_long_lines_come_in_pieces(void **state)
{
    (void)state;
    seen_lines seen = {0};
    run_script((process_request){.line = see_line, .self = &seen}, "head -c 200000 /dev/zero; echo; echo end");
    assert_int_equal(seen.longest, LIMIT_PROCESS_LINE);
    check_text(&seen.text, "0:end|");
    strbuf_free(&seen.text);
}

static atomic_bool cancel;

static void cancel_at_line(void *self, process_stream from, str line)
{
    (void)self;
    (void)from;
    (void)line;
    atomic_store(&cancel, true);
}

static void test_cancel(void **state)
{
    (void)state;
    atomic_store(&cancel, false);
    run_script((process_request){.cancel = &cancel, .line = cancel_at_line}, "echo $$; exec sleep 1000");
    assert_int_equal(result.end, PROCESS_CANCELLED);
    check_gone(printed_number());
}

static void test_cancelled_before_it_began(void **state)
{
    (void)state;
    atomic_store(&cancel, true);
    run_script((process_request){.cancel = &cancel}, "exec sleep 1000");
    assert_int_equal(result.end, PROCESS_CANCELLED);
}

static void test_in_steps(void **state)
{
    (void)state;
    const char *argv[] = {"/bin/sh", "-c", "echo ready; exec sleep 1000", NULL};
    process_request r = {.argv = argv, .environment = environment};
    process p;
    assert_true(process_start(&p, &r, &result));
    while (result.out.n == 0) assert_true(process_pump(&p, 10));
    process_stop(&p);
    assert_int_equal(result.end, PROCESS_CANCELLED);
    assert_false(process_pump(&p, 10));
    process_stop(&p);
}

/* What is written to it is what it reads, and closing that is the end of its input. */
static void test_fed(void **state)
{
    (void)state;
    const char *argv[] = {"/bin/sh", "-c", "read a; echo got $a; cat", NULL};
    process_request r = {.argv = argv, .environment = environment, .fed = true, .deadline_ms = 20000};
    process p;
    assert_true(process_start(&p, &r, &result));
    assert_int_equal(write(p.in, "one\ntwo", 7), 7);
    while (result.out.n < 11 && process_pump(&p, 5)) {}
    check_text(&result.out, "got one\ntwo");
    process_stop(&p);
    assert_int_equal(p.in, -1);
    assert_int_equal(result.end, PROCESS_CANCELLED);
}

static void test_closed_standard_descriptors(void **state)
{
    (void)state;
    int in = dup(STDIN_FILENO);
    close(STDIN_FILENO);
    run_script((process_request){0}, "cat; echo out; echo err >&2");
    dup2(in, STDIN_FILENO);
    close(in);
    check_text(&result.out, "out\n");
    check_text(&result.err, "err\n");
}

static void test_find(void **state)
{
    (void)state;
    arena a = ARENA_INIT;
    assert_string_equal(process_find(&a, "/nowhere::.:/bin", STR("sh")), "/bin/sh");
    assert_null(process_find(&a, "/bin", STR("no-such-program")));
    assert_null(process_find(&a, ".:bin:", STR("sh")));
    assert_null(process_find(&a, "/", STR("bin"))); /* a folder */
    assert_null(process_find(&a, NULL, STR("sh")));
    arena_free(&a);
}

static void test_environment_lists(void **state)
{
    (void)state;
    arena a = ARENA_INIT;
    process_strings env = {0};
    process_env_set(&a, &env, "GOOS", STR("linux"));
    process_env_set(&a, &env, "GO", STR("1"));
    process_env_set(&a, &env, "GOOS", STR("wasip1"));
    setenv("WPLS_TEST_KEPT", "k", 1);
    process_env_keep(&a, &env, "WPLS_TEST_KEPT");
    process_env_keep(&a, &env, "WPLS_TEST_ABSENT");
    const char *const *list = process_list(&a, &env);
    assert_string_equal(list[0], "GOOS=wasip1");
    assert_string_equal(list[1], "GO=1");
    assert_string_equal(list[2], "WPLS_TEST_KEPT=k");
    assert_null(list[3]);
    arena_free(&a);
}

#define RUN(f) cmocka_unit_test_teardown(f, free_result)

int main(void)
{
    const struct CMUnitTest tests[] = {
        RUN(test_both_streams_and_status),
        RUN(test_merged_streams_keep_their_order),
        RUN(test_environment_folder_and_input_are_given),
        RUN(test_no_descriptor_is_inherited),
        RUN(test_signals_are_at_their_defaults),
        RUN(test_missing_program),
        RUN(test_missing_folder),
        RUN(test_deadline),
        RUN(test_child_that_ignores_sigterm),
        RUN(test_child_may_clean_up),
        RUN(test_grandchildren_die_with_a_stopped_child),
        RUN(test_grandchildren_do_not_outlive_their_parent),
        RUN(test_flood_is_read_and_thrown_away),
        RUN(test_output_at_the_limit_is_whole),
        RUN(test_endless_flood_meets_the_deadline),
        RUN(test_lines_come_whole),
        RUN(test_long_lines_come_in_pieces),
        RUN(test_cancel),
        RUN(test_cancelled_before_it_began),
        RUN(test_in_steps),
        RUN(test_fed),
        RUN(test_closed_standard_descriptors),
        cmocka_unit_test(test_find),
        cmocka_unit_test(test_environment_lists),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
