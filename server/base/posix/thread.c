#include "base/thread.h"

#include "base/bug.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#ifdef __linux__
#include <sched.h>
#endif

struct thread {
    pthread_t id;
    void (*run)(void *self);
    void *self;
};

static void *run(void *self)
{
    thread *t = self;
    t->run(t->self);
    return NULL;
}

thread *thread_start(void (*start)(void *self), void *self)
{
    thread *t = malloc(sizeof *t);
    if (!t) return NULL;
    *t = (thread){.run = start, .self = self};
    if (pthread_create(&t->id, NULL, run, t) == 0) return t;
    free(t);
    return NULL;
}

void thread_join(thread *t)
{
    pthread_join(t->id, NULL);
    free(t);
}

void thread_pause(int ms)
{
    struct timespec left = {.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000};
    while (nanosleep(&left, &left) != 0 && errno == EINTR) {}
}

uint32_t thread_processors(void)
{
#ifdef __linux__ /* a container or taskset may give a process some of them only */
    cpu_set_t set;
    CPU_ZERO(&set);
    if (sched_getaffinity(0, sizeof set, &set) != 0) return 1;
    long n = CPU_COUNT(&set);
#else
    long n = sysconf(_SC_NPROCESSORS_ONLN);
#endif
    return n > 0 ? (uint32_t)n : 1;
}

/* --- monitors --------------------------------------------------------------------------------------------------------------- */

struct monitor {
    pthread_mutex_t lock;
    pthread_cond_t told;
};

/* A wait must not depend on the date being set; where the clock of a condition can't be chosen, it waits for a span of time
 * instead. */
#ifdef __APPLE__

static void init_condition(pthread_cond_t *c) { pthread_cond_init(c, NULL); }

static int wait_for(monitor *m, struct timespec span) { return pthread_cond_timedwait_relative_np(&m->told, &m->lock, &span); }

#else

static void init_condition(pthread_cond_t *c)
{
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(c, &attributes);
    pthread_condattr_destroy(&attributes);
}

static int wait_for(monitor *m, struct timespec span)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += span.tv_sec;
    until.tv_nsec += span.tv_nsec;
    if (until.tv_nsec >= 1000000000) until.tv_sec++, until.tv_nsec -= 1000000000;
    return pthread_cond_timedwait(&m->told, &m->lock, &until);
}

#endif

monitor *monitor_new(void)
{
    monitor *m = malloc(sizeof *m);
    if (!m) bug_out_of_memory();
    pthread_mutex_init(&m->lock, NULL);
    init_condition(&m->told);
    return m;
}

void monitor_free(monitor *m)
{
    pthread_cond_destroy(&m->told);
    pthread_mutex_destroy(&m->lock);
    free(m);
}

void monitor_lock(monitor *m) { pthread_mutex_lock(&m->lock); }

void monitor_unlock(monitor *m) { pthread_mutex_unlock(&m->lock); }

void monitor_tell(monitor *m) { pthread_cond_broadcast(&m->told); }

bool monitor_wait(monitor *m, int timeout_ms)
{
    if (timeout_ms < 0) return pthread_cond_wait(&m->told, &m->lock) == 0;
    return wait_for(m, (struct timespec){.tv_sec = timeout_ms / 1000, .tv_nsec = (long)(timeout_ms % 1000) * 1000000}) == 0;
}
