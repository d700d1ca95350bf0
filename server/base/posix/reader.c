/* A pipe beside what is read, since closing a descriptor wakes nobody who waits for it. */
#include "base/reader.h"

#include "base/posix/pipe.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

struct reader {
    int from;
    int wake[2]; /* closing the end that is written to hangs up the other one */
};

reader *reader_open(int from)
{
    reader *r = calloc(1, sizeof *r);
    if (!r) return NULL;
    r->from = from;
    if (pipe_open(r->wake)) return r;
    free(r);
    return NULL;
}

size_t reader_read(reader *r, char *bytes, size_t most)
{
    for (;;) {
        struct pollfd wait[2] = {{.fd = r->from, .events = POLLIN}, {.fd = r->wake[0], .events = POLLIN}};
        if (poll(wait, 2, -1) < 0) {
            if (errno == EINTR) continue;
            return 0;
        }
        if (wait[1].revents) return 0;
        ssize_t n = read(r->from, bytes, most);
        if (n >= 0) return (size_t)n;
        if (errno != EINTR && errno != EAGAIN) return 0;
    }
}

void reader_end(reader *r)
{
    close(r->wake[1]);
    r->wake[1] = -1;
}

void reader_close(reader *r)
{
    pipe_close(r->wake);
    free(r);
}
