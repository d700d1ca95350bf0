#include "toolchain/die_with_parent.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#ifdef __linux__

#include <sys/prctl.h>

static const char step[] = "--die-with-parent";

void die_with_parent_begin(arena *a, process_strings *argv)
{
    process_arg(a, argv, STR("/proc/self/exe"));
    process_arg(a, argv, STR(step));
    process_arg(a, argv, arena_printf(a, "%ld", (long)getpid()));
}

void die_with_parent_step(int argc, char **argv)
{
    if (argc < 4 || strcmp(argv[1], step) != 0) return;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != atol(argv[2])) _exit(127); /* it ended before that was asked for */
    execv(argv[3], argv + 3);
    _exit(127);
}

#else

void die_with_parent_begin(arena *a, process_strings *argv) { (void)a, (void)argv; }

void die_with_parent_step(int argc, char **argv) { (void)argc, (void)argv; }

#endif
