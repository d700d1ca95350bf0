#include "base/fault.h"

#include <signal.h>
#include <unistd.h>

/* A sanitizer has nothing to say about it: it would report, and end the process in its own way. */
#ifdef WPLS_SANITIZED
static void write_nowhere(void) { work_die(SIGSEGV); }
#else
static void write_nowhere(void)
{
    volatile uintptr_t nowhere = 8;
    *(volatile int *)nowhere = 1;
}
#endif

void fault_end(str kind)
{
    if (str_is(kind, "segv")) write_nowhere();
    if (str_is(kind, "kill")) raise(SIGKILL);
    if (str_is(kind, "stop")) raise(SIGSTOP);
    while (str_is(kind, "still")) pause();
}
