#include "base/slices.h"

#include "base/bug.h"
#include "base/clock.h"
#include "base/thread.h"
#include "base/words.h"
#include "base/work.h"

#include <stdlib.h>

struct slices {
    void (*run)(void *self);
    void *self;
    thread *thread;
    monitor *turned;
    bool its_turn, over, unwanted, failed;
    int64_t until;  /* the end of the slice; INT64_MAX: it may run to its end */
    work_page *page; /* of who wants it done, as is the language */
    words_language language;
    bug_trap trap;
};

static _Thread_local slices *here;

/* Lets the other side run, until it gives the turn back. */
static void turn(slices *s, bool its_turn)
{
    monitor_lock(s->turned);
    s->its_turn = its_turn;
    monitor_tell(s->turned);
    while (s->its_turn == its_turn && !(its_turn && s->over)) monitor_wait(s->turned, -1);
    monitor_unlock(s->turned);
}

static void begin(slices *s)
{
    monitor_lock(s->turned);
    while (!s->its_turn) monitor_wait(s->turned, -1);
    monitor_unlock(s->turned);
    work_page_here = s->page;
    words_use(s->language);
}

static void end(slices *s)
{
    monitor_lock(s->turned);
    s->over = true;
    monitor_tell(s->turned);
    monitor_unlock(s->turned);
}

static void work(void *self)
{
    slices *s = self;
    here = s;
    begin(s);
    bug_current_trap = &s->trap;
    if (setjmp(s->trap.at)) s->failed = true;
    else if (!s->unwanted) s->run(s->self);
    bug_current_trap = NULL;
    work_clear();
    end(s);
}

slices *slices_new(void (*run)(void *self), void *self)
{
    slices *s = calloc(1, sizeof *s);
    if (!s) bug_out_of_memory();
    s->run = run;
    s->self = self;
    s->turned = monitor_new();
    s->thread = thread_start(work, s);
    if (s->thread) return s;
    monitor_free(s->turned);
    free(s);
    return NULL;
}

bool slices_run(slices *s, int ms)
{
    if (s->over) return true;
    s->until = ms < 0 ? INT64_MAX : now_ms() + ms;
    s->page = work_page_here;
    s->language = words_used();
    turn(s, true);
    if (s->failed) BUG("%s", s->trap.message);
    return s->over;
}

void slices_free(slices *s)
{
    if (!s) return;
    s->unwanted = true;
    s->page = work_page_here;
    if (!s->over) turn(s, true);
    thread_join(s->thread);
    monitor_free(s->turned);
    free(s);
}

bool slices_rest(void)
{
    slices *s = here;
    if (!s || s->unwanted) return !s;
    if (now_ms() < s->until) return true;
    work_item items[WORK_KINDS];
    for (work_kind kind = 0; kind < WORK_KINDS; kind++) items[kind] = work_now(kind);
    work_clear();
    turn(s, false);
    work_page_here = s->page;
    for (work_kind kind = 0; kind < WORK_KINDS; kind++) work_enter(kind, items[kind]);
    return !s->unwanted;
}
