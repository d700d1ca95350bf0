/* A first-in first-out queue of byte blocks between threads: the only lock of the language server.
 *
 * Any thread may push; one thread takes. A block pushed is owned by the queue, a block taken by the taker. */
#ifndef BASE_QUEUE_H
#define BASE_QUEUE_H

#include "base/array.h"
#include "base/strbuf.h"
#include "base/thread.h"

typedef struct queue_item {
    int kind;    /* the users' own numbers */
    strbuf text; /* owned */
} queue_item;

typedef struct queue {
    monitor *monitor;
    ARRAY(queue_item) items; /* on the heap; those before `head` are taken */
    size_t head;
} queue;

void queue_init(queue *q);
/* Also frees what was never taken; no thread may use it any more. */
void queue_destroy(queue *q);
/* Adds `n` items at once: the taker sees all of them or none. */
void queue_push(queue *q, const queue_item *items, size_t n);
/* Takes the oldest item. Waits for one up to `timeout_ms`: 0 not at all, negative for ever. False when there is none. */
bool queue_take(queue *q, int timeout_ms, queue_item *item);

#endif
