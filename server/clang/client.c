#include "clang/client.h"

#include "base/bug.h"
#include "base/clock.h"
#include "base/die_with_parent.h"
#include "base/stream.h"
#include "base/thread.h"
#include "clang/worker.h"

#include <stdlib.h>

enum {
    ANSWER_MS = 20 * 1000, /* for one question, loading the library included */
    IDLE_MS = 5 * 60 * 1000,
    PUMP_MS = 4,
    DEATHS_MOST = 3,
    DEATHS_MS = 60 * 60 * 1000,
};

struct clang_client {
    void (*answered)(void *self, clang_task *task);
    void *self;
    monitor *monitor; /* for `first` and `ending` */
    thread *thread;
    clang_task *first;
    bool ending;
    atomic_bool stop;
    /* the thread's own: */
    arena memory;
    process worker;
    process_result result;
    stream in;
    bool running, ready;
    clang_outcome none; /* why nothing is asked any more; or CLANG_ANSWERED */
    clang_task *task;   /* the one at the worker */
    bool answered_it;
    unsigned number, deaths;
    int64_t died[DEATHS_MOST];
};

/* --- the worker ------------------------------------------------------------------------------------------------------------ */

static void take_line(void *self, process_stream from, str text)
{
    clang_client *c = self;
    if (from != PROCESS_OUT) return;
    if (!c->ready) {
        c->none = str_is(text, "absent") ? CLANG_NOT_HERE : str_is(text, "static") ? CLANG_NO_LOADER : c->none;
        c->ready = true;
        return;
    }
    if (!c->task) return;
    clang_line line = clang_answer_read(&c->task->memory, text);
    if (!line.n || !str_is(line.fields[0], "end")) array_push(&c->task->memory, &c->task->answer, line);
    else c->answered_it = line.n > 1 && clang_number(line.fields[1]) == c->task->question.number;
}

static bool start(clang_client *c)
{
    process_strings argv = {0}, environment = {0};
    static const char *const kept[] = {"PATH", "HOME", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "WPLS_LIBCLANG"};
    arena_reset(&c->memory);
    die_with_parent_begin(&c->memory, &argv);
    const char *self = process_self(&c->memory);
    if (!self) return false;
    process_arg(&c->memory, &argv, str_of(self));
    process_arg(&c->memory, &argv, STR(CLANG_WORKER_NAME));
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) process_env_keep(&c->memory, &environment, kept[i]);
    process_request request = {.argv = process_list(&c->memory, &argv),
                               .environment = process_list(&c->memory, &environment),
                               .grace_ms = 1,
                               .output_most = 1,
                               .fed = true,
                               .line = take_line,
                               .self = c};
    process_result_free(&c->result);
    c->ready = false;
    c->running = process_start(&c->worker, &request, &c->result);
    if (c->running) stream_init(&c->in, c->worker.in, true);
    return c->running;
}

static void stop(clang_client *c)
{
    if (!c->running) return;
    process_stop(&c->worker);
    stream_free(&c->in);
    c->running = false;
}

static void note_death(clang_client *c)
{
    int64_t now = now_ms();
    c->died[c->deaths++ % DEATHS_MOST] = now;
    if (c->deaths >= DEATHS_MOST && now - c->died[c->deaths % DEATHS_MOST] < DEATHS_MS) c->none = CLANG_GIVEN_UP;
}

static int64_t patience(void)
{
    const char *given = getenv("WPLS_TEST_CLANG_MS");
    return given ? strtol(given, NULL, 10) : ANSWER_MS;
}

static void ask(clang_client *c, clang_task *t)
{
    strbuf bytes = STRBUF_INIT;
    t->outcome = CLANG_FAILED;
    t->question.number = ++c->number;
    if (!c->running && !start(c)) {
        c->none = t->outcome = CLANG_NOT_HERE;
        return;
    }
    clang_ask_write(&bytes, &t->question);
    c->task = t;
    c->answered_it = false;
    stream_put(&c->in, strbuf_str(&bytes));
    strbuf_free(&bytes);
    int64_t until = now_ms() + patience();
    bool alive = true;
    while (alive && !c->answered_it && c->none == CLANG_ANSWERED && now_ms() < until && !atomic_load(&c->stop)) {
        alive = process_pump(&c->worker, PUMP_MS);
        if (alive) stream_flush(&c->in);
    }
    c->task = NULL;
    if (c->answered_it) {
        t->outcome = CLANG_ANSWERED;
        return;
    }
    stop(c);
    if (c->none == CLANG_ANSWERED && !atomic_load(&c->stop)) note_death(c);
    if (c->none != CLANG_ANSWERED) t->outcome = c->none;
}

/* --- the thread ------------------------------------------------------------------------------------------------------------ */

static void give_back(clang_client *c, clang_task *t, clang_outcome outcome)
{
    t->next = NULL;
    t->outcome = outcome;
    c->answered(c->self, t);
}

/* Takes out the first task that is due; else NULL, and in how many milliseconds one is: -1 when there is none at all. */
static clang_task *take_due(clang_client *c, int *wait)
{
    int64_t now = now_ms(), first = INT64_MAX;
    for (clang_task **at = &c->first; *at; at = &(*at)->next) {
        clang_task *t = *at;
        if (t->not_before <= now || atomic_load(&t->cancelled)) {
            *at = t->next;
            return t;
        }
        if (t->not_before < first) first = t->not_before;
    }
    *wait = first == INT64_MAX ? -1 : (int)(first - now);
    return NULL;
}

/* NULL: it is to end. */
static clang_task *next_task(clang_client *c)
{
    clang_task *t = NULL;
    int64_t idle_since = now_ms();
    monitor_lock(c->monitor);
    for (int wait; !c->ending && !(t = take_due(c, &wait));) {
        if (wait < 0 && c->running && now_ms() - idle_since >= IDLE_MS) {
            monitor_unlock(c->monitor);
            stop(c);
            monitor_lock(c->monitor);
        } else {
            monitor_wait(c->monitor, wait < 0 && c->running ? IDLE_MS : wait);
        }
    }
    monitor_unlock(c->monitor);
    return t;
}

static void work(void *self)
{
    clang_client *c = self;
    for (clang_task *t; (t = next_task(c));) {
        if (atomic_load(&t->cancelled)) t->outcome = CLANG_CANCELLED;
        else if (c->none != CLANG_ANSWERED) t->outcome = c->none;
        else ask(c, t);
        give_back(c, t, t->outcome);
    }
    stop(c);
}

clang_client *clang_client_new(void (*answered)(void *self, clang_task *task), void *self)
{
    clang_client *c = calloc(1, sizeof *c);
    if (!c) bug_out_of_memory();
    c->answered = answered;
    c->self = self;
    c->monitor = monitor_new();
    c->thread = thread_start(work, c);
    if (c->thread) return c;
    monitor_free(c->monitor);
    free(c);
    return NULL;
}

static bool replaces(const clang_task *new, const clang_task *old)
{
    return new->question.kind == CLANG_ASK_ERRORS && old->question.kind == CLANG_ASK_ERRORS &&
           str_eq(new->question.path, old->question.path);
}

void clang_client_ask(clang_client *c, clang_task *task)
{
    clang_task *old = NULL;
    task->next = NULL;
    monitor_lock(c->monitor);
    clang_task **at = &c->first;
    while (*at) {
        if (!old && replaces(task, *at)) {
            old = *at;
            *at = old->next;
        } else {
            at = &(*at)->next;
        }
    }
    *at = task;
    monitor_tell(c->monitor);
    monitor_unlock(c->monitor);
    if (old) give_back(c, old, CLANG_CANCELLED);
}

void clang_client_free(clang_client *c)
{
    if (!c) return;
    atomic_store(&c->stop, true);
    monitor_lock(c->monitor);
    c->ending = true;
    monitor_tell(c->monitor);
    monitor_unlock(c->monitor);
    thread_join(c->thread);
    while (c->first) {
        clang_task *t = c->first;
        c->first = t->next;
        give_back(c, t, CLANG_CANCELLED);
    }
    process_result_free(&c->result);
    monitor_free(c->monitor);
    arena_free(&c->memory);
    free(c);
}
