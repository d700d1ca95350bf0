#include "gateway/http_client.h"

#include "base/clock.h"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

void http_complete_request(arena *a, http_message *request, uint16_t port)
{
    http_headers given = request->headers, all = {0};
    if (!http_header_find(&given, "host").p)
        array_push(a, &all, (http_header){STR("host"), arena_printf(a, "127.0.0.1:%u", port)});
    for (size_t i = 0; i < given.n; i++) array_push(a, &all, given.at[i]);
    bool framed = http_header_find(&given, "content-length").p || http_header_find(&given, "transfer-encoding").p;
    if (request->body.n && !framed)
        array_push(a, &all, (http_header){STR("content-length"), arena_printf(a, "%zu", request->body.n)});
    request->headers = all;
}

static int connect_to(uint16_t port)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&at, sizeof at) == 0) return fd;
    if (fd >= 0) close(fd);
    return -1;
}

/* Reads until the answer is whole; sends what is left of `out` meanwhile. */
static http_outcome converse(arena *a, int fd, str out, bool head, int64_t deadline, strbuf *in, http_message *response)
{
    size_t sent = 0, used;
    for (;;) {
        int64_t left = deadline - now_ms();
        struct pollfd p = {.fd = fd, .events = (short)(sent < out.n ? POLLIN | POLLOUT : POLLIN)};
        if (left <= 0 || poll(&p, 1, (int)left) <= 0) return HTTP_TIMEOUT;
        if (p.revents & POLLOUT) {
            ssize_t n = send(fd, out.p + sent, out.n - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
            sent = n > 0 ? sent + (size_t)n : out.n; /* it does not take more: it may have answered all the same */
        }
        if (!(p.revents & (POLLIN | POLLHUP | POLLERR))) continue;
        strbuf_reserve(in, 64 << 10);
        ssize_t n = read(fd, in->p + in->n, 64 << 10);
        if (n > 0) in->n += (size_t)n;
        http_source source = {.bytes = strbuf_str(in), .at_end = n <= 0, .response = true, .without_body = head};
        http_progress progress = http_read(a, &source, response, &used);
        if (progress == HTTP_WHOLE) return HTTP_ANSWERED;
        if (progress == HTTP_BROKEN || n <= 0) return HTTP_CUT;
    }
}

http_outcome http_exchange(arena *a, const http_message *request, uint16_t port, int timeout_ms, http_message *response)
{
    strbuf out = STRBUF_INIT, in = STRBUF_INIT;
    *response = (http_message){0};
    int fd = connect_to(port);
    if (fd < 0) return HTTP_REFUSED;
    http_write_head(&out, request);
    strbuf_add(&out, request->body);
    http_outcome outcome =
        converse(a, fd, arena_str(a, strbuf_str(&out)), str_is(request->method, "HEAD"), now_ms() + timeout_ms, &in, response);
    close(fd);
    str kept = arena_str(a, strbuf_str(&in)); /* what the message borrows from */
    size_t used;
    http_source source = {.bytes = kept, .at_end = true, .response = true, .without_body = str_is(request->method, "HEAD")};
    http_read(a, &source, response, &used);
    strbuf_free(&in);
    strbuf_free(&out);
    return outcome;
}
