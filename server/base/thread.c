#include "base/thread.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

enum { WORKERS_MOST = 64 };

uint32_t thread_processors(void)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    if (sched_getaffinity(0, sizeof set, &set) != 0) return 1;
    int n = CPU_COUNT(&set);
    return n > 0 ? (uint32_t)n : 1;
}

typedef struct work {
    void (*run)(void *self, uint32_t worker, uint32_t i);
    void *self;
    uint32_t count;
    _Atomic uint32_t next;
} work;

typedef struct worker {
    work *of;
    uint32_t number;
    pthread_t thread;
} worker;

static void *drain(void *arg)
{
    worker *w = arg;
    for (uint32_t i; (i = atomic_fetch_add(&w->of->next, 1)) < w->of->count;) w->of->run(w->of->self, w->number, i);
    return NULL;
}

void thread_for_each(uint32_t count, uint32_t workers, void (*run)(void *self, uint32_t worker, uint32_t i), void *self)
{
    work all = {.run = run, .self = self, .count = count};
    worker team[WORKERS_MOST];
    uint32_t started = 1;
    if (workers > count) workers = count;
    if (workers > WORKERS_MOST) workers = WORKERS_MOST;
    for (; started < workers; started++) {
        team[started] = (worker){.of = &all, .number = started};
        if (pthread_create(&team[started].thread, NULL, drain, &team[started]) != 0) break;
    }
    team[0] = (worker){.of = &all};
    drain(&team[0]);
    for (uint32_t i = 1; i < started; i++) pthread_join(team[i].thread, NULL);
}
