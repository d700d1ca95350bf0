#include "gateway/echo_upstream.h"

#include "base/json_write.h"
#include "base/limits.h"
#include "base/socket.h"
#include "base/thread.h"

#include <stdlib.h>

enum { LISTENERS = 2, SEEN_MOST = 1000, READ_BYTES = 64 << 10 };

typedef struct connection {
    socket_id socket;
    bool call;
    bool closing; /* once all is written */
    strbuf in, out;
    size_t written;
} connection;

struct echo_upstream {
    thread *thread;
    socket_id wake[2]; /* a byte ends the thread */
    socket_id listeners[LISTENERS];
    uint16_t ports[LISTENERS];
    ARRAY(connection) connections; /* of the thread alone */
    monitor *lock;                 /* around what follows */
    arena memory;
    echo_exchanges seen;
    size_t seen_bytes; /* of their bodies */
};

/* --- answers ---------------------------------------------------------------------------------------------------------------- */

/* The header's values, joined; empty when an earlier header has the name already. */
static bool joined_value(arena *a, const http_headers *headers, size_t i, str *value)
{
    strbuf b = STRBUF_INIT;
    for (size_t k = 0; k < headers->n; k++) {
        if (!str_eq_nocase(headers->at[k].name, headers->at[i].name)) continue;
        if (k < i) return false;
        if (b.n) strbuf_add_cstr(&b, ", ");
        strbuf_add(&b, headers->at[k].value);
    }
    *value = arena_str(a, strbuf_str(&b));
    strbuf_free(&b);
    return true;
}

static void describe(arena *a, strbuf *out, const http_message *m)
{
    json_writer w = JSON_WRITER(out);
    w.spaced = true;
    json_object(&w);
    json_add_string(&w, "method", m->method);
    json_add_string(&w, "path", m->target);
    json_add_object(&w, "headers");
    str value;
    for (size_t i = 0; i < m->headers.n; i++)
        if (joined_value(a, &m->headers, i, &value)) json_key_str(&w, m->headers.at[i].name), json_string(&w, value);
    json_object_end(&w);
    json_add_string(&w, "body", m->body);
    json_object_end(&w);
    strbuf_add_char(out, '\n');
}

static void answer(arena *a, connection *c, const http_message *m)
{
    strbuf body = STRBUF_INIT;
    describe(a, &body, m);
    strbuf_printf(&c->out, "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %zu\r\n\r\n", body.n);
    if (!str_is(m->method, "HEAD")) strbuf_add(&c->out, strbuf_str(&body));
    strbuf_free(&body);
    str keep = http_header_find(&m->headers, "connection");
    c->closing = str_eq_nocase(keep, STR("close"));
}

static void copy_message(arena *a, http_message *to, const http_message *from)
{
    *to = (http_message){.method = arena_str(a, from->method), .target = arena_str(a, from->target),
                          .body = arena_str(a, from->body)};
    for (size_t i = 0; i < from->headers.n; i++)
        array_push(a, &to->headers,
                   (http_header){arena_str(a, from->headers.at[i].name), arena_str(a, from->headers.at[i].value)});
}

static void remember(echo_upstream *e, const http_message *m, bool call)
{
    monitor_lock(e->lock);
    if (e->seen.n < SEEN_MOST && e->seen_bytes < LIMIT_HTTP_BYTES) { /* nobody may ever take them */
        e->seen_bytes += m->body.n;
        echo_exchange *seen = array_add(&e->memory, &e->seen);
        seen->call = call;
        copy_message(&e->memory, &seen->request, m);
    }
    monitor_unlock(e->lock);
}

echo_exchanges echo_take(echo_upstream *e, arena *a)
{
    echo_exchanges taken = {0};
    monitor_lock(e->lock);
    for (size_t i = 0; i < e->seen.n; i++) {
        echo_exchange *copy = array_add(a, &taken);
        copy->call = e->seen.at[i].call;
        copy_message(a, &copy->request, &e->seen.at[i].request);
    }
    e->seen = (echo_exchanges){0};
    e->seen_bytes = 0;
    arena_reset(&e->memory);
    monitor_unlock(e->lock);
    return taken;
}

/* --- connections ------------------------------------------------------------------------------------------------------------ */

static void close_connection(connection *c)
{
    socket_close(c->socket);
    c->socket = SOCKET_NONE;
    strbuf_free(&c->in);
    strbuf_free(&c->out);
}

static void answer_all(echo_upstream *e, connection *c)
{
    arena a = ARENA_INIT;
    size_t done = 0;
    while (!c->closing && done < c->in.n) {
        http_message m;
        size_t used;
        http_source source = {.bytes = str_slice(strbuf_str(&c->in), done, c->in.n)};
        http_progress progress = http_read(&a, &source, &m, &used);
        if (progress == HTTP_MORE) break;
        if (progress == HTTP_BROKEN) {
            strbuf_add_cstr(&c->out, "HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
            c->closing = true;
            break;
        }
        remember(e, &m, c->call);
        answer(&a, c, &m);
        done += used;
    }
    if (done) {
        memmove(c->in.p, c->in.p + done, c->in.n - done);
        c->in.n -= done;
    }
    arena_free(&a);
}

static void read_connection(echo_upstream *e, connection *c)
{
    strbuf_reserve(&c->in, READ_BYTES);
    ptrdiff_t n = socket_receive(c->socket, c->in.p + c->in.n, READ_BYTES);
    if (n < 0) {
        close_connection(c);
        return;
    }
    c->in.n += (size_t)n;
    answer_all(e, c);
}

static void write_connection(connection *c)
{
    ptrdiff_t n = socket_send(c->socket, str_make(c->out.p + c->written, c->out.n - c->written));
    if (n > 0) c->written += (size_t)n;
    if (c->written == c->out.n) strbuf_clear(&c->out), c->written = 0;
    if (n < 0 || (c->closing && !c->out.n)) close_connection(c);
}

static void accept_connection(echo_upstream *e, int listener)
{
    socket_id s = socket_accept(e->listeners[listener]);
    if (s == SOCKET_NONE) return;
    connection *c = array_add(NULL, &e->connections);
    c->socket = s;
    c->call = listener == 1;
}

static void forget_closed(echo_upstream *e)
{
    size_t kept = 0;
    for (size_t i = 0; i < e->connections.n; i++)
        if (e->connections.at[i].socket != SOCKET_NONE) e->connections.at[kept++] = e->connections.at[i];
    e->connections.n = kept;
}

static void serve(void *self)
{
    echo_upstream *e = self;
    ARRAY(socket_wait) all = {0};
    for (;;) {
        all.n = 0;
        array_push(NULL, &all, (socket_wait){.socket = e->wake[0], .to_receive = true});
        for (int i = 0; i < LISTENERS; i++) array_push(NULL, &all, (socket_wait){.socket = e->listeners[i], .to_receive = true});
        for (size_t i = 0; i < e->connections.n; i++) {
            bool answers = e->connections.at[i].out.n;
            socket_wait one = {.socket = e->connections.at[i].socket, .to_send = answers, .to_receive = !answers};
            array_push(NULL, &all, one);
        }
        if (!sockets_wait(all.at, all.n, -1)) continue;
        if (all.at[0].receives) break;
        const socket_wait *listeners = &all.at[1], *connections = listeners + LISTENERS;
        for (size_t i = 0; i < e->connections.n; i++) {
            if (connections[i].sends) write_connection(&e->connections.at[i]);
            else if (connections[i].receives) read_connection(e, &e->connections.at[i]);
        }
        for (int i = 0; i < LISTENERS; i++)
            if (listeners[i].receives) accept_connection(e, i);
        forget_closed(e);
    }
    array_free(&all);
}

/* --- life ------------------------------------------------------------------------------------------------------------------- */

static void release(echo_upstream *e)
{
    for (size_t i = 0; i < e->connections.n; i++) close_connection(&e->connections.at[i]);
    array_free(&e->connections);
    for (int i = 0; i < LISTENERS; i++) socket_close(e->listeners[i]);
    for (int i = 0; i < 2; i++) socket_close(e->wake[i]);
    monitor_free(e->lock);
    arena_free(&e->memory);
    free(e);
}

echo_upstream *echo_start(void)
{
    echo_upstream *e = calloc(1, sizeof *e);
    if (!e) return NULL;
    e->lock = monitor_new();
    bool ok = socket_pair(e->wake);
    for (int i = 0; i < LISTENERS; i++) {
        e->listeners[i] = socket_listen(&e->ports[i]);
        ok = ok && e->listeners[i] != SOCKET_NONE;
    }
    e->thread = ok ? thread_start(serve, e) : NULL;
    if (e->thread) return e;
    release(e);
    return NULL;
}

void echo_stop(echo_upstream *e)
{
    if (!e) return;
    socket_send(e->wake[1], STR("x"));
    thread_join(e->thread);
    release(e);
}

uint16_t echo_port(const echo_upstream *e) { return e->ports[0]; }
uint16_t echo_calls_port(const echo_upstream *e) { return e->ports[1]; }
