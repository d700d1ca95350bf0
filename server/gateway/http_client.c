#include "gateway/http_client.h"

#include "base/clock.h"
#include "base/socket.h"

enum { READ_BYTES = 64 << 10 };

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

/* Reads until the answer is whole; sends what is left of `out` meanwhile. */
static http_outcome converse(arena *a, socket_id s, str out, bool head, int64_t deadline, strbuf *in, http_message *response)
{
    for (;;) {
        int64_t left = deadline - now_ms();
        socket_wait w = {.socket = s, .to_send = out.n, .to_receive = true};
        if (left <= 0 || !sockets_wait(&w, 1, (int)left)) return HTTP_TIMEOUT;
        if (w.sends) {
            ptrdiff_t n = socket_send(s, out);
            out = str_slice(out, n >= 0 ? (size_t)n : out.n, out.n); /* who takes no more may have answered all the same */
        }
        if (!w.receives) continue;
        strbuf_reserve(in, READ_BYTES);
        ptrdiff_t n = socket_receive(s, in->p + in->n, READ_BYTES);
        if (n > 0) in->n += (size_t)n;
        size_t used;
        http_source source = {.bytes = strbuf_str(in), .at_end = n < 0, .response = true, .without_body = head};
        http_progress progress = http_read(a, &source, response, &used);
        if (progress == HTTP_WHOLE) return HTTP_ANSWERED;
        if (progress == HTTP_BROKEN || n < 0) return HTTP_CUT;
    }
}

http_outcome http_exchange(arena *a, const http_message *request, uint16_t port, int timeout_ms, http_message *response)
{
    strbuf out = STRBUF_INIT, in = STRBUF_INIT;
    *response = (http_message){0};
    socket_id s = socket_connect(port);
    if (s == SOCKET_NONE) return HTTP_REFUSED;
    http_write_head(&out, request);
    strbuf_add(&out, request->body);
    http_outcome outcome =
        converse(a, s, arena_str(a, strbuf_str(&out)), str_is(request->method, "HEAD"), now_ms() + timeout_ms, &in, response);
    socket_close(s);
    str kept = arena_str(a, strbuf_str(&in)); /* what the message borrows from */
    size_t used;
    http_source source = {.bytes = kept, .at_end = true, .response = true, .without_body = str_is(request->method, "HEAD")};
    http_read(a, &source, response, &used);
    strbuf_free(&in);
    strbuf_free(&out);
    return outcome;
}
