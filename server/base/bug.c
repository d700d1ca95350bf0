#include "base/bug.h"

#include "base/words.h"
#include "base/work.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

_Thread_local bug_trap *bug_current_trap;

noreturn void bug_stop(const char *file, int line, const char *fmt, ...)
{
    char text[200];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    fprintf(stderr, words("wpls: internal error at %s:%d: %s\n"), file, line, text);
    bug_trap *trap = bug_current_trap;
    if (!trap) abort();
    snprintf(trap->message, sizeof trap->message, "%s", text);
    bug_current_trap = trap->outer;
    longjmp(trap->at, 1);
}

noreturn void bug_out_of_memory(void)
{
    const char *text = words("wpls: out of memory\n");
    work_out_of_memory();
    fputs(text, stderr); /* not buffered: it takes no memory */
    _Exit(3);
}
