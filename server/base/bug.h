/* Programmer errors and memory exhaustion: the only two reasons to stop.
 *
 * BUG() ends the work at hand. Where a trap is set (the server sets one around each request), control returns there
 * and the program goes on; elsewhere it aborts. Broken user input is never a BUG. */
#ifndef BASE_BUG_H
#define BASE_BUG_H

#include <setjmp.h>
#include <stdnoreturn.h>

typedef struct bug_trap {
    jmp_buf at;
    char message[256]; /* what was wrong, set before the jump */
    struct bug_trap *outer;
} bug_trap;

/* The calling thread's innermost trap, or NULL. Set it, `setjmp(trap.at)`, and put `outer` back when done. */
extern _Thread_local bug_trap *bug_current_trap;

noreturn void bug_stop(const char *file, int line, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* Prints a message and ends the process with status 3: nothing sensible can be done without memory. */
noreturn void bug_out_of_memory(void);

#define BUG(...) bug_stop(__FILE__, __LINE__, __VA_ARGS__)

#endif
