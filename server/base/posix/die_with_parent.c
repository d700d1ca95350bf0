#include "base/die_with_parent.h"

#include "base/words.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef __linux__

#include "base/memory_limit.h"

#include <string.h>
#include <sys/prctl.h>

/* What the system sends when wpls is gone. SIGTERM reaches the whole group when a build is cancelled, and is for the program
 * alone. */
enum { PARENT_IS_GONE = SIGUSR2 };

static const char step[] = "--die-with-parent";

void die_with_parent_begin(arena *a, process_strings *argv)
{
    process_arg(a, argv, STR("/proc/self/exe"));
    process_arg(a, argv, STR(step));
    uint64_t memory; /* the limit of a worker (base/worker.h) is none of the program's */
    bool limited = memory_limit_before(&memory);
    process_arg(a, argv, arena_printf(a, limited ? "%ld,%llu" : "%ld", (long)getpid(), (unsigned long long)memory));
}

static void kill_group(int number)
{
    (void)number;
    kill(0, SIGKILL);
}

/* Ends as the program did. */
static void end_as(int status)
{
    if (!WIFSIGNALED(status)) _exit(WEXITSTATUS(status));
    int number = WTERMSIG(status);
    sigset_t just;
    sigemptyset(&just);
    sigaddset(&just, number);
    prctl(PR_SET_DUMPABLE, 0); /* the core is the program's */
    signal(number, SIG_DFL);
    raise(number);
    sigprocmask(SIG_UNBLOCK, &just, NULL);
    _exit(128 + number);
}

void die_with_parent_step(int argc, char **argv)
{
    if (argc < 4 || strcmp(argv[1], step) != 0) return;
    sigset_t all, none;
    sigfillset(&all);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &all, NULL);
    signal(PARENT_IS_GONE, kill_group);
    prctl(PR_SET_PDEATHSIG, PARENT_IS_GONE);
    if (getppid() != atol(argv[2])) _exit(DIE_WITH_PARENT_NOT_STARTED); /* it ended before that was asked for */
    const char *memory = strchr(argv[2], ',');
    if (memory) memory_hold_again(strtoull(memory + 1, NULL, 10));
    pid_t program = fork();
    if (program == 0) {
        sigprocmask(SIG_SETMASK, &none, NULL);
        execv(argv[3], argv + 3);
    }
    if (program <= 0) {
        dprintf(STDERR_FILENO, words("can't be started: %s\n"), strerror(errno));
        _exit(DIE_WITH_PARENT_NOT_STARTED);
    }
    sigdelset(&all, PARENT_IS_GONE);
    sigprocmask(SIG_SETMASK, &all, NULL);
    int status = 0;
    while (waitpid(program, &status, 0) < 0 && errno == EINTR) {}
    end_as(status);
}

#else

void die_with_parent_begin(arena *a, process_strings *argv) { (void)a, (void)argv; }

void die_with_parent_step(int argc, char **argv) { (void)argc, (void)argv; }

#endif
