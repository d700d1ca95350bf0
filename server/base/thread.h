/* Work on several cores. */
#ifndef BASE_THREAD_H
#define BASE_THREAD_H

#include <stdint.h>

/* Number of processors this process may use, at least 1. */
uint32_t thread_processors(void);
/* Calls `run(self, worker, i)` for every i below `count`, each once, on at most `workers` threads (the caller's is one of them);
 * `worker` numbers the thread from 0. Returns when all are done. */
void thread_for_each(uint32_t count, uint32_t workers, void (*run)(void *self, uint32_t worker, uint32_t i), void *self);

#endif
