#include "base/process.h"

#include "base/clock.h"
#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    TICK_MS = 25,        /* how late a cancel flag, or an end with grandchildren holding the pipes, may be noticed */
    GRACE_MS = 2000,     /* between SIGTERM and SIGKILL */
    READ_BYTES = 1 << 16,
};

void process_result_free(process_result *r)
{
    strbuf_free(&r->out);
    strbuf_free(&r->err);
}

str process_end_text(arena *a, const process_result *r)
{
    switch (r->end) {
    case PROCESS_RUNNING: return STR("still running");
    case PROCESS_EXITED: return arena_printf(a, "exit status %d", r->code);
    case PROCESS_SIGNALLED: return arena_printf(a, "killed by signal %d (%s)", r->code, strsignal(r->code));
    case PROCESS_DEADLINE: return arena_printf(a, "stopped after %lld s", (long long)((r->milliseconds + 500) / 1000));
    case PROCESS_CANCELLED: return STR("cancelled");
    case PROCESS_NOT_STARTED:
        return r->folder_missing ? STR("its working folder can't be entered")
                                 : arena_printf(a, "can't be started: %s", strerror(r->code));
    }
    return STR("");
}

/* --- starting ----------------------------------------------------------------------------------------------------------- */

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode) && access(path, X_OK) == 0;
}

/* posix_spawn and not fork: the server has threads, and a large process is not copied. */
static int spawn(process *p, const int out[2], const int err[2])
{
    const process_request *r = &p->request;
    posix_spawn_file_actions_t files;
    posix_spawnattr_t how;
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&how);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files, out[1], STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&files, r->merged ? out[1] : err[1], STDERR_FILENO);
    if (r->folder) posix_spawn_file_actions_addchdir_np(&files, r->folder);
#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 34)
    posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
#endif
    posix_spawnattr_setpgroup(&how, 0);
    posix_spawnattr_setsigmask(&how, &none);
    posix_spawnattr_setsigdefault(&how, &all); /* the server ignores SIGPIPE; a child must not */
    posix_spawnattr_setflags(&how, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    int failed = posix_spawn(&p->pid, r->argv[0], &files, &how, (char *const *)r->argv, (char *const *)r->environment);
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&how);
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
    if (pipe2(ends, O_CLOEXEC) != 0) return errno;
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
    *p = (process){.request = *r, .result = result, .fds = {-1, -1}, .started = now_ms()};
    if (p->request.output_most == 0) p->request.output_most = LIMIT_PROCESS_OUTPUT;
    if (p->request.grace_ms == 0) p->request.grace_ms = GRACE_MS;
    int out[2] = {-1, -1}, err[2] = {-1, -1}, failed = 0;
    result->folder_missing = r->folder && !is_folder(r->folder);
    if (result->folder_missing) failed = ENOENT;
    if (!failed) failed = open_pipe(out);
    if (!failed && !r->merged) failed = open_pipe(err);
    if (!failed) failed = spawn(p, out, err);
    close_fd(&out[1]);
    close_fd(&err[1]);
    if (failed) {
        close_fd(&out[0]);
        close_fd(&err[0]);
        result->code = failed;
        return false;
    }
    p->fds[PROCESS_OUT] = out[0];
    p->fds[PROCESS_ERR] = err[0];
    for (int i = 0; i < 2; i++)
        if (p->fds[i] >= 0) fcntl(p->fds[i], F_SETFL, O_NONBLOCK);
    result->end = PROCESS_RUNNING;
    return true;
}

/* --- output --------------------------------------------------------------------------------------------------------------- */

static void hand_line(process *p, process_stream from, str line)
{
    if (line.n && line.p[line.n - 1] == '\r') line.n--;
    p->request.line(p->request.self, from, line);
}

static void split_lines(process *p, process_stream from, str text)
{
    strbuf *pending = &p->lines[from];
    while (text.n) {
        ptrdiff_t end = str_find_char(text, '\n', 0);
        size_t take = end < 0 ? text.n : (size_t)end, room = LIMIT_PROCESS_LINE - pending->n;
        bool whole = end >= 0 && take <= room;
        if (take > room) take = room;
        strbuf_add(pending, str_slice(text, 0, take));
        text = str_slice(text, take + (whole ? 1 : 0), text.n);
        if (whole || pending->n == LIMIT_PROCESS_LINE) {
            hand_line(p, from, strbuf_str(pending));
            strbuf_clear(pending);
        }
    }
}

static void take_output(process *p, process_stream from, str text)
{
    strbuf *kept = from == PROCESS_OUT ? &p->result->out : &p->result->err;
    size_t room = p->request.output_most - kept->n;
    if (text.n > room) p->result->cut = true;
    strbuf_add(kept, str_slice(text, 0, room));
    if (p->request.line) split_lines(p, from, text);
}

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
    take_output(p, from, str_make(block, (size_t)n));
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
    return waitid(P_PID, (id_t)p->pid, &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid != 0;
}

static void finish(process *p)
{
    process_result *r = p->result;
    kill(-p->pid, SIGKILL); /* what it left behind */
    int status = 0;
    while (waitpid(p->pid, &status, 0) < 0 && errno == EINTR) {}
    /* What is in the pipes is output, too. At most that: who still has the other end may write for ever. */
    for (int i = 0; i < 2; i++) {
        for (int blocks = 0; p->fds[i] >= 0 && blocks < 32 && read_block(p, (process_stream)i); blocks++) {}
        close_fd(&p->fds[i]);
        if (p->lines[i].n) hand_line(p, (process_stream)i, strbuf_str(&p->lines[i]));
        strbuf_free(&p->lines[i]);
    }
    r->milliseconds = now_ms() - p->started;
    r->end = p->asked_by ? p->asked_by : WIFEXITED(status) ? PROCESS_EXITED : PROCESS_SIGNALLED;
    r->code = WIFEXITED(status) ? WEXITSTATUS(status) : WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    p->pid = 0;
}

static void ask_to_end(process *p, process_end why)
{
    if (p->kill_at) return;
    p->asked_by = why;
    p->kill_at = now_ms() + p->request.grace_ms;
    kill(-p->pid, SIGTERM);
}

/* Looks whether somebody wants the end, and insists where that was not enough. */
static void enforce(process *p)
{
    int64_t now = now_ms();
    const process_request *r = &p->request;
    if (r->cancel && atomic_load(r->cancel)) ask_to_end(p, PROCESS_CANCELLED);
    if (r->deadline_ms && now - p->started >= r->deadline_ms) ask_to_end(p, PROCESS_DEADLINE);
    if (p->kill_at && now >= p->kill_at) kill(-p->pid, SIGKILL);
}

bool process_pump(process *p, int timeout_ms)
{
    int64_t until = now_ms() + timeout_ms;
    while (p->pid) {
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
    if (!p->pid) return;
    ask_to_end(p, PROCESS_CANCELLED);
    while (process_pump(p, TICK_MS)) {}
}

bool process_run(const process_request *r, process_result *result)
{
    process p;
    if (!process_start(&p, r, result)) return false;
    while (process_pump(&p, 60 * 1000)) {}
    return true;
}

bool process_is_alive(int64_t pid)
{
    return pid <= 0 || pid > INT32_MAX || kill((pid_t)pid, 0) == 0 || errno != ESRCH;
}

/* --- arguments and environment -------------------------------------------------------------------------------------------- */

const char *process_find(arena *a, const char *path_list, str name)
{
    str rest = str_of(path_list), folder;
    while (str_split(&rest, ':', &folder)) {
        if (!folder.n || folder.p[0] != '/') continue;
        str path = arena_printf(a, "%.*s/%.*s", STR_ARG(folder), STR_ARG(name));
        struct stat st;
        if (stat(path.p, &st) == 0 && S_ISREG(st.st_mode) && access(path.p, X_OK) == 0) return path.p;
    }
    return NULL;
}

void process_arg(arena *a, process_strings *list, str arg) { array_push(a, list, arena_cstr(a, arg)); }

void process_env_set(arena *a, process_strings *env, const char *name, str value)
{
    size_t n = strlen(name);
    const char *entry = arena_printf(a, "%s=%.*s", name, STR_ARG(value)).p;
    for (size_t i = 0; i < env->n; i++)
        if (strncmp(env->at[i], entry, n + 1) == 0) {
            env->at[i] = entry;
            return;
        }
    array_push(a, env, entry);
}

void process_env_keep(arena *a, process_strings *env, const char *name)
{
    const char *value = getenv(name);
    if (value) process_env_set(a, env, name, str_of(value));
}

const char *const *process_list(arena *a, process_strings *list)
{
    array_push(a, list, NULL);
    list->n--;
    return list->at;
}
