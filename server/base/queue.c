#include "base/queue.h"

#include <time.h>

void queue_init(queue *q)
{
    *q = (queue){0};
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC); /* a wait must not depend on the date being set */
    pthread_cond_init(&q->filled, &attributes);
    pthread_condattr_destroy(&attributes);
    pthread_mutex_init(&q->lock, NULL);
}

void queue_destroy(queue *q)
{
    for (size_t i = q->head; i < q->items.n; i++) strbuf_free(&q->items.at[i].text);
    array_free(&q->items);
    pthread_cond_destroy(&q->filled);
    pthread_mutex_destroy(&q->lock);
}

void queue_push(queue *q, const queue_item *items, size_t n)
{
    pthread_mutex_lock(&q->lock);
    for (size_t i = 0; i < n; i++) array_push(NULL, &q->items, items[i]);
    pthread_cond_signal(&q->filled);
    pthread_mutex_unlock(&q->lock);
}

static struct timespec deadline_after(int ms)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    t.tv_sec += ms / 1000;
    t.tv_nsec += (long)(ms % 1000) * 1000000;
    if (t.tv_nsec >= 1000000000) t.tv_sec++, t.tv_nsec -= 1000000000;
    return t;
}

bool queue_take(queue *q, int timeout_ms, queue_item *item)
{
    struct timespec deadline = deadline_after(timeout_ms > 0 ? timeout_ms : 0);
    bool waiting = timeout_ms != 0;
    pthread_mutex_lock(&q->lock);
    while (q->head == q->items.n && waiting) {
        if (timeout_ms < 0) pthread_cond_wait(&q->filled, &q->lock);
        else waiting = pthread_cond_timedwait(&q->filled, &q->lock, &deadline) == 0;
    }
    bool found = q->head < q->items.n;
    if (found) *item = q->items.at[q->head++];
    if (q->head == q->items.n) q->head = q->items.n = 0;
    pthread_mutex_unlock(&q->lock);
    return found;
}
