/* Asks the worker (worker.h), from a thread of its own, so that nobody waits for libclang.
 *
 * The worker is started by the first question, and ended when it is not asked for long, takes too long for one question, or the
 * client goes. When it has died three times within an hour nobody is asked any more. */
#ifndef CLANG_CLIENT_H
#define CLANG_CLIENT_H

#include "clang/ask.h"

#include <stdatomic.h>

typedef enum clang_outcome {
    CLANG_ANSWERED,
    CLANG_CANCELLED, /* or a newer question for the errors of the same file came */
    CLANG_FAILED,    /* the worker died of it, or took too long */
    CLANG_GIVEN_UP,  /* ... too often: nothing is asked any more */
    CLANG_NOT_HERE,  /* there is no libclang: likewise */
    CLANG_NO_LOADER, /* this program is linked statically and can't load it: likewise */
} clang_outcome;

/* A question on its way. Made by who asks, on the heap, and his again when it is answered; what it has lives in `memory`. */
typedef struct clang_task {
    struct clang_task *next;
    arena memory;
    clang_question question; /* its number is the client's */
    int64_t not_before;       /* now_ms() from which on it is to be asked: a newer one may come until then */
    atomic_bool cancelled;
    clang_outcome outcome;
    ARRAY(clang_line) answer; /* without the last line */
    void *owner;              /* whatever who asks wants to find again */
} clang_task;

typedef struct clang_client clang_client;

/* `answered` gets each task back, on the client's thread. NULL: the system gives no thread. */
clang_client *clang_client_new(void (*answered)(void *self, clang_task *task), void *self);
void clang_client_ask(clang_client *c, clang_task *task);
/* Ends the worker; what was not answered is answered as cancelled. */
void clang_client_free(clang_client *c);

#endif
