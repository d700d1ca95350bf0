#include "base/worker.h"

#include "base/clock.h"
#include "base/fault.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/memory_limit.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/prctl.h>
#endif

/* --- in the worker ---------------------------------------------------------------------------------------------------------- */

enum { IN = STDERR_FILENO + 1, OUT, FIRST_OTHER };

static void close_others(void)
{
#ifdef __linux__
    if (close_range(FIRST_OTHER, ~0u, 0) == 0) return;
#endif
    long most = sysconf(_SC_OPEN_MAX);
    for (int fd = FIRST_OTHER; fd < (most > 0 ? most : 1024); fd++) close(fd);
}

/* Leaves the two streams, at fixed numbers, and standard error. */
static bool take_streams(int in, int out)
{
    in = fcntl(in, F_DUPFD, FIRST_OTHER);
    out = fcntl(out, F_DUPFD, FIRST_OTHER);
    int empty = open("/dev/null", O_RDONLY);
    bool moved = in >= 0 && out >= 0 && empty >= 0 && dup2(empty, STDIN_FILENO) >= 0 && dup2(STDERR_FILENO, STDOUT_FILENO) >= 0 &&
                 dup3(in, IN, O_CLOEXEC) >= 0 && dup3(out, OUT, O_CLOEXEC) >= 0;
    if (moved) close_others();
    return moved;
}

/* False when the parent is gone already. */
static bool die_with(pid_t parent)
{
#ifdef __linux__
    prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
    return getppid() == parent; /* elsewhere it ends when its input does */
}

static int play(const worker_request *r, work_page *page, int in, int out, pid_t parent)
{
    if (!die_with(parent) || !take_streams(in, out)) return 1;
#ifdef __linux__
    prctl(PR_SET_NAME, r->role->name);
#endif
    fault_begin(r->number);
    memory_set_limit(r->memory_most);
    work_watch(page);
    fault_at("start", (str){0});
    worker_place here = {.in = IN, .out = OUT, .argument = r->argument};
    return r->role->run(&here);
}

/* --- in the parent ---------------------------------------------------------------------------------------------------------- */

static void close_both(int ends[2])
{
    close(ends[0]);
    close(ends[1]);
}

bool worker_start(worker *w, const worker_request *r)
{
    *w = (worker){.in = -1, .out = -1, .memory_most = r->memory_most, .kills = memory_kills()};
    int in[2], out[2];
    w->page = mmap(NULL, sizeof *w->page, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (w->page == MAP_FAILED) return false;
    if (pipe2(in, O_CLOEXEC) != 0) {
        worker_free(w);
        return false;
    }
    if (pipe2(out, O_CLOEXEC) != 0) {
        close_both(in);
        worker_free(w);
        return false;
    }
    fflush(NULL); /* else both processes write what is not written yet */
    pid_t parent = getpid(), child = fork();
    if (child == 0) exit(play(r, w->page, in[0], out[1], parent));
    int failed = errno;
    close(in[0]);
    close(out[1]);
    w->in = in[1];
    w->out = out[0];
    w->pid = (int)child;
    if (child > 0) return true;
    close(w->in);
    close(w->out);
    worker_free(w);
    errno = failed;
    return false;
}

enum {
    LOOK_AGAIN_MS = 1000,
    STEP_MOST_MS = 2 * LOOK_AGAIN_MS, /* counted between two looks: this process may not have run itself meanwhile */
    STOPPED_MOST_MS = 3000,           /* of who is stopped, as a shell does with both processes and then lets them go on */
};

/* Of all its threads, in microseconds; negative when it is gone. */
static int64_t cpu_time(const worker *w)
{
    clockid_t clock;
    struct timespec t;
    if (clock_getcpuclockid((pid_t)w->pid, &clock) != 0 || clock_gettime(clock, &t) != 0) return -1;
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* The signal that it is stopped by, or 0. */
static int stop_signal(const worker *w)
{
    siginfo_t info = {0};
    if (waitid(P_PID, (id_t)w->pid, &info, WSTOPPED | WNOHANG | WNOWAIT) != 0 || info.si_code != CLD_STOPPED) return 0;
    return info.si_status;
}

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
    int signal = stop_signal(w);
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
    int64_t cpu = cpu_time(w);
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

void worker_kill(worker *w)
{
    if (w->pid > 0) kill((pid_t)w->pid, SIGKILL);
}

void worker_close_input(worker *w)
{
    if (w->in >= 0) close(w->in);
    w->in = -1;
}

void worker_end(worker *w, int most_ms)
{
    worker_close_input(w);
    int64_t until = now_ms() + most_ms, left = most_ms;
    char rest[4096];
    for (bool open = true; open && left > 0; left = until - now_ms()) { /* what it still says, nobody wants to hear */
        struct pollfd out = {.fd = w->out, .events = POLLIN};
        open = poll(&out, 1, (int)left) <= 0 || read(w->out, rest, sizeof rest) != 0;
    }
    if (left <= 0) worker_kill(w);
}

work_death worker_wait(worker *w)
{
    int status = 0;
    while (waitpid((pid_t)w->pid, &status, 0) < 0 && errno == EINTR) {}
    worker_close_input(w);
    close(w->out);
    w->out = -1;
    w->pid = 0;
    if (atomic_load(&w->page->out_of_memory)) return (work_death){.cause = WORK_MEMORY};
    if (!WIFSIGNALED(status)) return (work_death){.cause = WORK_EXITED, .code = WEXITSTATUS(status)};
    int number = WTERMSIG(status);
    if (w->ended_for_time) return (work_death){.cause = WORK_ENDLESS, .code = number};
    if (w->stop_signal) return (work_death){.cause = WORK_KILLED, .code = w->stop_signal};
    if (w->ended_still) return (work_death){.cause = WORK_STILL, .code = number};
    /* A system that is short of memory, or a container, kills who has much. */
    bool large = w->memory_most && atomic_load(&w->page->memory) >= w->memory_most / 4;
    if (number == SIGKILL && (large || memory_kills() > w->kills)) return (work_death){.cause = WORK_MEMORY};
    if (atomic_load(&w->page->outside)) return (work_death){.cause = WORK_KILLED, .code = number};
    bool own = number == SIGSEGV || number == SIGBUS || number == SIGFPE || number == SIGILL || number == SIGABRT ||
               number == SIGTRAP || number == SIGSYS;
    return (work_death){.cause = own ? WORK_CRASHED : WORK_KILLED, .code = number};
}

void worker_free(worker *w)
{
    if (w->page && w->page != MAP_FAILED) munmap(w->page, sizeof *w->page);
    w->page = NULL;
}

/* --- blocks ----------------------------------------------------------------------------------------------------------------- */

bool worker_put_block(int fd, str bytes)
{
    uint64_t length = bytes.n;
    return file_put(fd, str_make((const char *)&length, sizeof length)) && file_put(fd, bytes);
}

static bool get_all(int fd, char *to, size_t n)
{
    while (n) {
        ssize_t got = read(fd, to, n);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return false;
        to += got;
        n -= (size_t)got;
    }
    return true;
}

bool worker_get_block(int fd, strbuf *bytes)
{
    uint64_t length;
    strbuf_clear(bytes);
    if (!get_all(fd, (char *)&length, sizeof length)) return false;
    strbuf_reserve(bytes, length);
    bytes->n = length;
    return get_all(fd, bytes->p, length);
}
