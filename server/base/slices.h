/* Long work in slices. The work has a stack of its own, and takes turns with whoever wants it done: only one of the two runs at
 * any time. So it needs no locks, and what it works on may be looked at between two slices.
 *
 *     slices *s = slices_new(work, self);
 *     while (!slices_run(s, 5)) ... something else ...
 *     slices_free(s);
 *
 * The work says itself where it may rest: it calls slices_rest again and again. */
#ifndef BASE_SLICES_H
#define BASE_SLICES_H

#include <stdbool.h>

typedef struct slices slices;

/* Nothing runs yet. NULL: the system gives no stack, then `run` is to be called at once. */
slices *slices_new(void (*run)(void *self), void *self);
/* Lets it run for about that many milliseconds, or to its end when that is negative; true when it is over. A BUG in it is one of
 * the caller. */
bool slices_run(slices *s, int ms);
/* Also before the work is done: then slices_rest returns false in it from now on, and it runs to its end at once. */
void slices_free(slices *s);

/* In the work, and everywhere else, where nothing happens: a place to rest. False: nobody wants the result any more. */
bool slices_rest(void);

#endif
