#include "base/worker.h"

#include "base/clock.h"
#include "base/fault.h"
#include "base/file.h"
#include "base/limits.h"

/* --- the watch -------------------------------------------------------------------------------------------------------------- */

enum {
    LOOK_AGAIN_MS = 1000,
    STEP_MOST_MS = 2 * LOOK_AGAIN_MS, /* counted between two looks: this process may not have run itself meanwhile */
    STOPPED_MOST_MS = 3000,           /* of who is stopped, as a shell does with both processes and then lets them go on */
};

worker_patience worker_usual_patience(void)
{
    return (worker_patience){.work = fault_ms("WPLS_TEST_WORK_MS", (int64_t)LIMIT_WORK_SECONDS * 1000),
                             .still = fault_ms("WPLS_TEST_STILL_MS", (int64_t)LIMIT_STILL_SECONDS * 1000)};
}

static int soonest(int64_t left) { return left < 1 ? 1 : left > LOOK_AGAIN_MS ? LOOK_AGAIN_MS : (int)left; }

/* Changes whenever something else is at work. */
static uint64_t beats(const work_page *page)
{
    uint64_t n = atomic_load(&page->units);
    for (int kind = 0; kind < WORK_KINDS; kind++) n += atomic_load_explicit(&page->slots[kind].writes, memory_order_relaxed);
    return n;
}

/* Who takes CPU time moves; but a thread that only reads messages takes some, too. */
static int check_stillness(worker *w, int64_t cpu, int64_t most_ms)
{
    enum { PART = 20 };
    int64_t now = now_ms(), step = w->looked_at ? now - w->looked_at : 0,
            window = most_ms / 4 < LOOK_AGAIN_MS ? most_ms / 4 : LOOK_AGAIN_MS;
    if (w->looked_at && step < window) return soonest(window - step);
    uint64_t beat = beats(w->page);
    bool moved = !w->looked_at || beat != w->beat_then || cpu - w->cpu_then > step * 1000 / PART;
    w->looked_at = now;
    w->cpu_then = cpu;
    w->beat_then = beat;
    w->still_ms = moved ? 0 : w->still_ms + (step < STEP_MOST_MS ? step : STEP_MOST_MS);
    int signal = worker_stop_signal(w);
    if (signal && most_ms > STOPPED_MOST_MS) most_ms = STOPPED_MOST_MS;
    if (w->still_ms >= most_ms && !w->ended_still) {
        w->ended_still = true;
        w->stop_signal = signal;
        worker_kill(w);
    }
    return soonest(window);
}

static int check_work(worker *w, int64_t cpu, int64_t most_ms)
{
    uint64_t unit = atomic_load(&w->page->units);
    if (unit != w->unit || w->unit_since < 0) {
        w->unit = unit;
        w->unit_since = cpu;
    }
    int64_t taken = (cpu - w->unit_since) / 1000;
    if (taken >= most_ms && !w->ended_for_time) {
        w->ended_for_time = true;
        worker_kill(w);
    }
    return soonest(most_ms - taken); /* at least as much time must pass */
}

int worker_check(worker *w, worker_patience most, worker_duty duty)
{
    bool idle = atomic_load(&w->page->idle);
    bool may_wait = duty == WORKER_BLOCKED || (duty == WORKER_FREE && atomic_load(&w->page->parked));
    int64_t cpu = worker_cpu_time(w);
    int again = -1;
    if (idle) w->unit_since = -1;
    else again = check_work(w, cpu, most.work);
    if (may_wait) w->looked_at = 0;
    else {
        int still = check_stillness(w, cpu, most.still);
        again = again < 0 || still < again ? still : again;
    }
    return again;
}

/* --- blocks ----------------------------------------------------------------------------------------------------------------- */

bool worker_put_block(int fd, str bytes)
{
    uint64_t length = bytes.n;
    return file_put(fd, str_make((const char *)&length, sizeof length)) && file_put(fd, bytes);
}

bool worker_get_block(int fd, strbuf *bytes)
{
    uint64_t length;
    strbuf_clear(bytes);
    if (!file_get(fd, (char *)&length, sizeof length)) return false;
    strbuf_reserve(bytes, length);
    bytes->n = length;
    return file_get(fd, bytes->p, length);
}
