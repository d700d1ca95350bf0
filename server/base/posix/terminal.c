#include "base/terminal.h"

#include <fcntl.h>
#include <unistd.h>

bool terminal_shows_output(void) { return isatty(STDOUT_FILENO); }

bool terminal_shows_errors(void) { return isatty(STDERR_FILENO); }

bool terminal_take(int *in, int *out)
{
    *in = STDIN_FILENO;
    *out = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    return *out >= 0 && dup2(STDERR_FILENO, STDOUT_FILENO) >= 0;
}
