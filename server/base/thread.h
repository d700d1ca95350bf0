/* Threads, how they wait for each other, and how many can run at once. */
#ifndef BASE_THREAD_H
#define BASE_THREAD_H

#include <stdbool.h>
#include <stdint.h>

typedef struct thread thread;

/* Starts a thread that calls `start`. NULL: the system gives none. It must be joined. */
thread *thread_start(void (*start)(void *self), void *self);
/* Waits for the thread's end; `t` is gone then. */
void thread_join(thread *t);
/* The calling thread does nothing for so long. */
void thread_pause(int ms);
/* Number of processors this process may use, at least 1. */
uint32_t thread_processors(void);

/* A lock, and word among those who take it that something has changed. Never NULL; owned by who made it. */
typedef struct monitor monitor;

monitor *monitor_new(void);
/* Nobody may have it, or wait for it, any more. */
void monitor_free(monitor *m);
void monitor_lock(monitor *m);
void monitor_unlock(monitor *m);
/* Tells all who wait; the caller has the lock. */
void monitor_tell(monitor *m);
/* Waits until another thread calls monitor_tell, for up to `timeout_ms`; negative: for ever. The caller has the lock, gives it
 * back meanwhile, and has it again when this returns. False when the time is over. It may also return for no reason at all: so
 * what was waited for has to be looked at again. */
bool monitor_wait(monitor *m, int timeout_ms);

#endif
