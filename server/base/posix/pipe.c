#include "base/posix/pipe.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#ifdef __APPLE__ /* a program that another thread starts at this moment may inherit it */
static bool make(int ends[2])
{
    return pipe(ends) == 0 && fcntl(ends[0], F_SETFD, FD_CLOEXEC) == 0 && fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0;
}
#else
static bool make(int ends[2]) { return pipe2(ends, O_CLOEXEC) == 0; }
#endif

bool pipe_open(int ends[2])
{
    ends[0] = ends[1] = -1;
    if (make(ends)) return true;
    int failed = errno;
    pipe_close(ends);
    errno = failed;
    return false;
}

void pipe_close(int ends[2])
{
    for (int i = 0; i < 2; i++) {
        if (ends[i] >= 0) close(ends[i]);
        ends[i] = -1;
    }
}
