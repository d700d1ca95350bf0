#include "base/worker.h"

#include "base/clock.h"
#include "base/fault.h"
#include "base/memory_limit.h"
#include "base/posix/pipe.h"

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
#include <sys/syscall.h>
#endif

/* --- in the worker ---------------------------------------------------------------------------------------------------------- */

enum { IN = STDERR_FILENO + 1, OUT, FIRST_OTHER };

static void close_others(void)
{
#ifdef SYS_close_range /* not every C library has a function for it */
    if (syscall(SYS_close_range, FIRST_OTHER, ~0u, 0) == 0) return;
#endif
    long most = sysconf(_SC_OPEN_MAX);
    for (int fd = FIRST_OTHER; fd < (most > 0 ? most : 1024); fd++) close(fd);
}

static bool move(int from, int to) { return dup2(from, to) >= 0 && fcntl(to, F_SETFD, FD_CLOEXEC) == 0; }

/* Leaves the two streams, at fixed numbers, and standard error. */
static bool take_streams(int in, int out)
{
    int empty[2]; /* a container may have no /dev/null */
    in = fcntl(in, F_DUPFD, FIRST_OTHER);
    out = fcntl(out, F_DUPFD, FIRST_OTHER);
    bool moved = in >= 0 && out >= 0 && pipe_open(empty) && dup2(empty[0], STDIN_FILENO) >= 0 &&
                 dup2(STDERR_FILENO, STDOUT_FILENO) >= 0 && move(in, IN) && move(out, OUT);
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

bool worker_start(worker *w, const worker_request *r)
{
    *w = (worker){.in = -1, .out = -1, .memory_most = r->memory_most, .kills = memory_kills()};
    int in[2], out[2];
    w->page = mmap(NULL, sizeof *w->page, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (w->page == MAP_FAILED) return false;
    if (!pipe_open(in) || !pipe_open(out)) {
        pipe_close(in);
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

int64_t worker_cpu_time(const worker *w)
{
    clockid_t clock;
    struct timespec t;
    if (clock_getcpuclockid((pid_t)w->pid, &clock) != 0 || clock_gettime(clock, &t) != 0) return -1;
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int worker_stop_signal(const worker *w)
{
    siginfo_t info = {0};
    if (waitid(P_PID, (id_t)w->pid, &info, WSTOPPED | WNOHANG | WNOWAIT) != 0 || info.si_code != CLD_STOPPED) return 0;
    return info.si_status;
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
