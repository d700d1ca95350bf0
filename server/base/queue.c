#include "base/queue.h"

#include "base/clock.h"

void queue_init(queue *q) { *q = (queue){.monitor = monitor_new()}; }

void queue_destroy(queue *q)
{
    for (size_t i = q->head; i < q->items.n; i++) strbuf_free(&q->items.at[i].text);
    array_free(&q->items);
    monitor_free(q->monitor);
}

void queue_push(queue *q, const queue_item *items, size_t n)
{
    monitor_lock(q->monitor);
    for (size_t i = 0; i < n; i++) array_push(NULL, &q->items, items[i]);
    monitor_tell(q->monitor);
    monitor_unlock(q->monitor);
}

bool queue_take(queue *q, int timeout_ms, queue_item *item)
{
    int64_t until = timeout_ms > 0 ? now_ms() + timeout_ms : 0;
    monitor_lock(q->monitor);
    for (int64_t left = timeout_ms; q->head == q->items.n && left != 0;) {
        monitor_wait(q->monitor, (int)left);
        if (timeout_ms > 0) left = until > now_ms() ? until - now_ms() : 0;
    }
    bool found = q->head < q->items.n;
    if (found) *item = q->items.at[q->head++];
    if (q->head == q->items.n) q->head = q->items.n = 0;
    monitor_unlock(q->monitor);
    return found;
}
