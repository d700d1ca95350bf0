#include "base/socket.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#ifndef MSG_NOSIGNAL /* macOS has a property of the socket instead */
#define MSG_NOSIGNAL 0
#endif

bool socket_is_address(str text)
{
    char copy[INET6_ADDRSTRLEN + 1];
    unsigned char address[16];
    if (!text.n || text.n >= sizeof copy) return false;
    memcpy(copy, text.p, text.n);
    copy[text.n] = 0;
    return inet_pton(AF_INET, copy, address) == 1 || inet_pton(AF_INET6, copy, address) == 1;
}

void socket_close(socket_id s)
{
    if (s != SOCKET_NONE) close((int)s);
}

/* For wpls alone, never waiting, and without a signal when the other side is gone. SOCKET_NONE with errno if `fd` is none. */
static socket_id take(int fd)
{
    if (fd < 0) return SOCKET_NONE;
    bool done = fcntl(fd, F_SETFD, FD_CLOEXEC) == 0 && fcntl(fd, F_SETFL, O_NONBLOCK) == 0;
#ifdef SO_NOSIGPIPE
    int on = 1;
    done = done && setsockopt(fd, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on) == 0;
#endif
    if (done) return fd;
    int failed = errno;
    close(fd);
    errno = failed;
    return SOCKET_NONE;
}

/* Closed to programs that another thread starts at this moment, too, where the system can do that. */
static int open_one(void)
{
#ifdef SOCK_CLOEXEC
    return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
#else
    return socket(AF_INET, SOCK_STREAM, 0);
#endif
}

static struct sockaddr_in address_of(uint16_t port)
{
    return (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

static socket_id failed(int fd)
{
    int why = errno;
    if (fd >= 0) close(fd);
    errno = why;
    return SOCKET_NONE;
}

socket_id socket_listen(uint16_t *port)
{
    enum { WAITING_MOST = 64 };
    struct sockaddr_in at = address_of(*port);
    socklen_t size = sizeof at;
    int on = 1, fd = open_one();
    if (fd < 0) return SOCKET_NONE;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, (struct sockaddr *)&at, sizeof at) != 0 || listen(fd, WAITING_MOST) != 0 ||
        getsockname(fd, (struct sockaddr *)&at, &size) != 0)
        return failed(fd);
    *port = ntohs(at.sin_port);
    return take(fd);
}

socket_id socket_accept(socket_id listener) { return take(accept((int)listener, NULL, NULL)); }

/* On loopback nothing is to be waited for: somebody listens, or not. */
socket_id socket_connect(uint16_t port)
{
    struct sockaddr_in at = address_of(port);
    int fd = open_one();
    if (fd < 0 || connect(fd, (struct sockaddr *)&at, sizeof at) != 0) return failed(fd);
    return take(fd);
}

bool socket_pair(socket_id ends[2])
{
    int fds[2];
    ends[0] = ends[1] = SOCKET_NONE;
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, fds) != 0) return false;
    for (int i = 0; i < 2; i++) ends[i] = take(fds[i]);
    if (ends[0] != SOCKET_NONE && ends[1] != SOCKET_NONE) return true;
    for (int i = 0; i < 2; i++) socket_close(ends[i]), ends[i] = SOCKET_NONE;
    return false;
}

static bool is_for_now(void) { return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR; }

ptrdiff_t socket_send(socket_id s, str bytes)
{
    ssize_t n = send((int)s, bytes.p, bytes.n, MSG_NOSIGNAL);
    return n >= 0 ? n : is_for_now() ? 0 : -1;
}

ptrdiff_t socket_receive(socket_id s, char *bytes, size_t most)
{
    ssize_t n = recv((int)s, bytes, most, 0);
    return n > 0 ? n : n < 0 && is_for_now() ? 0 : -1;
}

bool sockets_wait(socket_wait *list, size_t n, int timeout_ms)
{
    enum { FEW = 64 };
    struct pollfd few[FEW], *polled = n <= FEW ? few : calloc(n, sizeof *polled);
    if (!polled) return false;
    for (size_t i = 0; i < n; i++)
        polled[i] = (struct pollfd){
            .fd = (int)list[i].socket,
            .events = (short)((list[i].to_send ? POLLOUT : 0) | (list[i].to_receive ? POLLIN : 0)),
        };
    bool some = poll(polled, (nfds_t)n, timeout_ms) > 0;
    for (size_t i = 0; i < n; i++) {
        short events = some ? polled[i].revents : 0;
        bool over = events & (POLLHUP | POLLERR | POLLNVAL);
        list[i].sends = list[i].to_send && ((events & POLLOUT) || over);
        list[i].receives = list[i].to_receive && ((events & POLLIN) || over);
    }
    if (polled != few) free(polled);
    return some;
}
