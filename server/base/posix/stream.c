/* One poll for all. What somebody else has too is never made non-blocking: that would hold for him as well. */
#include "base/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

enum { STREAMS_MOST = 130 };

void stream_init(stream *s, int fd, bool own)
{
    int type;
    socklen_t size = sizeof type;
    *s = (stream){.fd = fd, .own = own, .socket = getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0};
    if (own) fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
}

void streams_may_break(bool may) { signal(SIGPIPE, may ? SIG_IGN : SIG_DFL); }

void stream_free(stream *s) { strbuf_free(&s->kept); }

static bool is_possible(int fd, short what, int timeout_ms)
{
    struct pollfd polled = {.fd = fd, .events = what};
    return poll(&polled, 1, timeout_ms) == 1;
}

/* An end that is shared with who started us can't be made non-blocking. A pipe that can be written takes PIPE_BUF bytes at once
 * (POSIX, poll and write); sockets can be asked not to wait. Returns the bytes written, 0 when it would have to wait. */
static size_t write_some(stream *s, str bytes)
{
    for (;;) {
        ssize_t n;
        if (s->own) n = write(s->fd, bytes.p, bytes.n);
        else if (s->socket) n = send(s->fd, bytes.p, bytes.n, MSG_DONTWAIT | MSG_NOSIGNAL);
        else if (!is_possible(s->fd, POLLOUT, 0)) return 0;
        else n = write(s->fd, bytes.p, bytes.n < PIPE_BUF ? bytes.n : PIPE_BUF);
        if (n >= 0) return (size_t)n;
        if (errno == EAGAIN || errno == EWOULDBLOCK) return 0;
        if (errno == EINTR) continue;
        s->broken = true;
        return 0;
    }
}

void stream_flush(stream *s)
{
    while (stream_waiting(s) && !s->broken) {
        size_t n = write_some(s, str_slice(strbuf_str(&s->kept), s->sent, s->kept.n));
        if (!n) return;
        s->sent += n;
    }
    strbuf_clear(&s->kept);
    s->sent = 0;
}

void stream_put(stream *s, str bytes)
{
    while (bytes.n && !stream_waiting(s) && !s->broken) {
        size_t n = write_some(s, bytes);
        if (!n) break;
        bytes = str_slice(bytes, n, bytes.n);
    }
    stream_add(s, bytes);
}

size_t stream_read(stream *s, char *bytes, size_t most)
{
    s->ready = false;
    for (;;) {
        ssize_t n = read(s->fd, bytes, most);
        if (n >= 0) return (size_t)n;
        if (errno == EAGAIN) is_possible(s->fd, POLLIN, -1);
        else if (errno != EINTR) return 0;
    }
}

void streams_wait(stream *const *in, size_t ins, stream *const *out, size_t outs, int timeout_ms)
{
    struct pollfd polled[STREAMS_MOST];
    stream *of[STREAMS_MOST];
    nfds_t n = 0;
    for (size_t i = 0; i < ins + outs && n < STREAMS_MOST; i++) {
        stream *s = i < ins ? in[i] : out[i - ins];
        if (!s || (i < ins ? s->paused : !stream_waiting(s) || s->broken)) continue;
        of[n] = s;
        polled[n++] = (struct pollfd){.fd = s->fd, .events = i < ins ? POLLIN : POLLOUT};
    }
    if (poll(polled, n, timeout_ms) <= 0) return;
    for (nfds_t i = 0; i < n; i++) {
        if (!polled[i].revents) continue;
        if (polled[i].events == POLLIN) of[i]->ready = true;
        else stream_flush(of[i]);
    }
}
