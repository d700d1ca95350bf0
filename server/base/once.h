/* Work that several threads need and that is done once, by the first of them that asks: filling a table. It has to be short,
 * since the others wait without sleeping. */
#ifndef BASE_ONCE_H
#define BASE_ONCE_H

#include <stdatomic.h>

typedef enum once_state { ONCE_NEW, ONCE_BEGUN, ONCE_DONE } once_state;

/* A zeroed one, in static memory, is new. */
typedef atomic_int once;

/* When it returns, the work is done. */
static inline void once_do(once *o, void (*work)(void))
{
    int expected = ONCE_NEW;
    if (atomic_load_explicit(o, memory_order_acquire) == ONCE_DONE) return;
    if (atomic_compare_exchange_strong(o, &expected, ONCE_BEGUN)) {
        work();
        atomic_store_explicit(o, ONCE_DONE, memory_order_release);
    }
    while (atomic_load_explicit(o, memory_order_acquire) != ONCE_DONE) {}
}

#endif
