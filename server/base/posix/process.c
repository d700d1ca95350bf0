#include "base/process.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/posix/pipe.h"
#include "base/process_output.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef __APPLE__
#include <mach-o/dyld.h>
#endif

enum {
    TICK_MS = 25,        /* how late a cancel flag, or an end with grandchildren holding the pipes, may be noticed */
    GRACE_MS = 2000,     /* between SIGTERM and SIGKILL */
    READ_BYTES = 1 << 16,
};

/* --- starting ----------------------------------------------------------------------------------------------------------- */

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode) && access(path, X_OK) == 0;
}

/* The child inherits nothing else, where the system has a word for that; elsewhere all is marked so when it is opened. */
#ifdef POSIX_SPAWN_CLOEXEC_DEFAULT
static void leave_others(posix_spawn_file_actions_t *files, short *flags)
{
    (void)files;
    *flags |= POSIX_SPAWN_CLOEXEC_DEFAULT;
}
#else
static void leave_others(posix_spawn_file_actions_t *files, short *flags)
{
    (void)files, (void)flags;
#ifdef __GLIBC__
#if __GLIBC_PREREQ(2, 34)
    posix_spawn_file_actions_addclosefrom_np(files, STDERR_FILENO + 1);
#endif
#endif
}
#endif

/* posix_spawn and not fork: the server has threads, and a large process is not copied. */
static int spawn(process *p, const int in[2], const int out[2], const int err[2])
{
    const process_request *r = &p->request;
    posix_spawn_file_actions_t files;
    posix_spawnattr_t how;
    sigset_t none, all;
    short flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&how);
    if (r->fed) posix_spawn_file_actions_adddup2(&files, in[0], STDIN_FILENO);
    else posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files, out[1], STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&files, r->merged ? out[1] : err[1], STDERR_FILENO);
    if (r->folder) posix_spawn_file_actions_addchdir_np(&files, r->folder);
    leave_others(&files, &flags);
    posix_spawnattr_setpgroup(&how, 0);
    posix_spawnattr_setsigmask(&how, &none);
    posix_spawnattr_setsigdefault(&how, &all); /* the server ignores SIGPIPE; a child must not */
    posix_spawnattr_setflags(&how, flags);
    pid_t id = 0;
    int failed = posix_spawn(&id, r->argv[0], &files, &how, (char *const *)r->argv, (char *const *)r->environment);
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&how);
    p->id = id;
    return failed;
}

static void close_fd(int *fd)
{
    if (*fd >= 0) close(*fd);
    *fd = -1;
}

/* A pipe whose ends are none of the three standard descriptors, which may be closed in wpls itself. 0 or an errno value. */
static int open_pipe(int ends[2])
{
    if (!pipe_open(ends)) return errno;
    for (int i = 0; i < 2; i++) {
        if (ends[i] > STDERR_FILENO) continue;
        int moved = fcntl(ends[i], F_DUPFD_CLOEXEC, STDERR_FILENO + 1), failed = errno;
        close_fd(&ends[i]);
        if (moved < 0) return failed;
        ends[i] = moved;
    }
    return 0;
}

bool process_start(process *p, const process_request *r, process_result *result)
{
    *result = (process_result){.end = PROCESS_NOT_STARTED};
    *p = (process){.request = *r, .result = result, .fds = {-1, -1}, .in = -1, .started = now_ms()};
    if (p->request.output_most == 0) p->request.output_most = LIMIT_PROCESS_OUTPUT;
    if (p->request.grace_ms == 0) p->request.grace_ms = GRACE_MS;
    int in[2] = {-1, -1}, out[2] = {-1, -1}, err[2] = {-1, -1}, failed = 0;
    result->folder_missing = r->folder && !is_folder(r->folder);
    if (result->folder_missing) failed = ENOENT;
    if (!failed && r->fed) failed = open_pipe(in);
    if (!failed) failed = open_pipe(out);
    if (!failed && !r->merged) failed = open_pipe(err);
    if (!failed) failed = spawn(p, in, out, err);
    close_fd(&in[0]);
    close_fd(&out[1]);
    close_fd(&err[1]);
    if (failed) {
        close_fd(&in[1]);
        close_fd(&out[0]);
        close_fd(&err[0]);
        result->code = failed;
        return false;
    }
    p->in = in[1];
    p->fds[PROCESS_OUT] = out[0];
    p->fds[PROCESS_ERR] = err[0];
    for (int i = 0; i < 2; i++)
        if (p->fds[i] >= 0) fcntl(p->fds[i], F_SETFL, O_NONBLOCK);
    result->end = PROCESS_RUNNING;
    return true;
}

/* --- output --------------------------------------------------------------------------------------------------------------- */

/* One block of a stream; false when nothing is there for now or, with the descriptor closed, for ever. */
static bool read_block(process *p, process_stream from)
{
    char block[READ_BYTES];
    ssize_t n = read(p->fds[from], block, sizeof block);
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) return errno == EINTR;
    if (n <= 0) {
        close_fd(&p->fds[from]);
        return false;
    }
    process_take_output(p, from, str_make(block, (size_t)n));
    return true;
}

static void read_ready(process *p, int timeout_ms)
{
    struct pollfd polled[2];
    process_stream of[2];
    nfds_t n = 0;
    for (int i = 0; i < 2; i++)
        if (p->fds[i] >= 0) {
            of[n] = (process_stream)i;
            polled[n++] = (struct pollfd){.fd = p->fds[i], .events = POLLIN};
        }
    if (poll(polled, n, timeout_ms) <= 0) return;
    for (nfds_t i = 0; i < n; i++)
        if (polled[i].revents) read_block(p, of[i]);
}

/* --- the end -------------------------------------------------------------------------------------------------------------- */

/* The leader is not reaped while its group may have to be signalled: its number can't be given to somebody else. */
static bool has_exited(const process *p)
{
    siginfo_t info = {0};
    return waitid(P_PID, (id_t)p->id, &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid != 0;
}

static void finish(process *p)
{
    process_result *r = p->result;
    kill(-(pid_t)p->id, SIGKILL); /* what it left behind */
    int status = 0;
    while (waitpid((pid_t)p->id, &status, 0) < 0 && errno == EINTR) {}
    /* What is in the pipes is output, too. At most that: who still has the other end may write for ever. */
    for (int i = 0; i < 2; i++) {
        for (int blocks = 0; p->fds[i] >= 0 && blocks < 32 && read_block(p, (process_stream)i); blocks++) {}
        close_fd(&p->fds[i]);
        process_end_output(p, (process_stream)i);
    }
    close_fd(&p->in);
    r->milliseconds = now_ms() - p->started;
    r->end = p->asked_by ? p->asked_by : WIFEXITED(status) ? PROCESS_EXITED : PROCESS_SIGNALLED;
    r->code = WIFEXITED(status) ? WEXITSTATUS(status) : WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    p->id = 0;
}

static void ask_to_end(process *p, process_end why)
{
    if (p->kill_at) return;
    p->asked_by = why;
    p->kill_at = now_ms() + p->request.grace_ms;
    kill(-(pid_t)p->id, SIGTERM);
}

/* Looks whether somebody wants the end, and insists where that was not enough. */
static void enforce(process *p)
{
    int64_t now = now_ms();
    const process_request *r = &p->request;
    if (r->cancel && atomic_load(r->cancel)) ask_to_end(p, PROCESS_CANCELLED);
    if (r->deadline_ms && now - p->started >= r->deadline_ms) ask_to_end(p, PROCESS_DEADLINE);
    if (p->kill_at && now >= p->kill_at) kill(-(pid_t)p->id, SIGKILL);
}

bool process_pump(process *p, int timeout_ms)
{
    int64_t until = now_ms() + timeout_ms;
    while (p->id) {
        enforce(p);
        if (has_exited(p)) {
            finish(p);
            break;
        }
        int64_t left = until - now_ms();
        if (left < 0) return true;
        read_ready(p, left < TICK_MS ? (int)left : TICK_MS);
        if (left == 0) return true;
    }
    return false;
}

void process_stop(process *p)
{
    if (!p->id) return;
    ask_to_end(p, PROCESS_CANCELLED);
    while (process_pump(p, TICK_MS)) {}
}

bool process_is_alive(int64_t pid)
{
    return pid <= 0 || pid > INT32_MAX || kill((pid_t)pid, 0) == 0 || errno != ESRCH;
}

#ifdef __APPLE__
const char *process_self(arena *a)
{
    char path[4096];
    uint32_t size = sizeof path;
    return _NSGetExecutablePath(path, &size) == 0 ? arena_cstr(a, str_of(path)) : NULL;
}
#else
const char *process_self(arena *a)
{
    (void)a;
    return access("/proc/self/exe", X_OK) == 0 ? "/proc/self/exe" : NULL;
}
#endif

const char *process_find(arena *a, const char *path_list, str name)
{
    str rest = str_of(path_list), folder;
    while (str_split(&rest, ':', &folder)) {
        if (!folder.n || folder.p[0] != '/') continue;
        str path = arena_printf(a, "%.*s/%.*s", STR_ARG(folder), STR_ARG(name));
        if (file_is_program(path)) return path.p;
    }
    return NULL;
}
