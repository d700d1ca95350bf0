/* The handler only sets a flag: what has to be ended, and in which order, is known to those who look at it. */
#include "base/interrupt.h"

#include <signal.h>
#include <stddef.h>
#include <string.h>

static atomic_bool wanted;

static void take(int number)
{
    (void)number;
    atomic_store(&wanted, true);
}

/* SIGCHLD is ignored by some who start programs, and inherited: the exit status of a child would be lost. */
void interrupt_begin(void) { signal(SIGCHLD, SIG_DFL); }

atomic_bool *interrupt_catch(bool pipes)
{
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE};
    struct sigaction how = {.sa_handler = take};
    size_t n = sizeof numbers / sizeof *numbers;
    for (size_t i = 0; i < (pipes ? n : n - 1); i++) sigaction(numbers[i], &how, NULL);
    return &wanted;
}

const char *interrupt_name(int number) { return strsignal(number); }
