#include "gateway/echo_upstream.h"

#include "base/json_write.h"
#include "base/limits.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LISTENERS = 2, SEEN_MOST = 1000 };

typedef struct connection {
    int fd;
    bool call;
    bool closing; /* once all is written */
    strbuf in, out;
    size_t written;
} connection;

struct echo_upstream {
    pthread_t thread;
    int wake[2]; /* a byte ends the thread */
    int listeners[LISTENERS];
    uint16_t ports[LISTENERS];
    ARRAY(connection) connections; /* of the thread alone */
    pthread_mutex_t lock;          /* around what follows */
    arena memory;
    echo_exchanges seen;
    size_t seen_bytes; /* of their bodies */
};

int loopback_listen(uint16_t *port)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(*port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof at;
    int on = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, (struct sockaddr *)&at, sizeof at) != 0 || listen(fd, 64) != 0 ||
        getsockname(fd, (struct sockaddr *)&at, &size) != 0) {
        close(fd);
        return -1;
    }
    *port = ntohs(at.sin_port);
    return fd;
}

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
    pthread_mutex_lock(&e->lock);
    if (e->seen.n < SEEN_MOST && e->seen_bytes < LIMIT_HTTP_BYTES) { /* nobody may ever take them */
        e->seen_bytes += m->body.n;
        echo_exchange *seen = array_add(&e->memory, &e->seen);
        seen->call = call;
        copy_message(&e->memory, &seen->request, m);
    }
    pthread_mutex_unlock(&e->lock);
}

echo_exchanges echo_take(echo_upstream *e, arena *a)
{
    echo_exchanges taken = {0};
    pthread_mutex_lock(&e->lock);
    for (size_t i = 0; i < e->seen.n; i++) {
        echo_exchange *copy = array_add(a, &taken);
        copy->call = e->seen.at[i].call;
        copy_message(a, &copy->request, &e->seen.at[i].request);
    }
    e->seen = (echo_exchanges){0};
    e->seen_bytes = 0;
    arena_reset(&e->memory);
    pthread_mutex_unlock(&e->lock);
    return taken;
}

/* --- connections ------------------------------------------------------------------------------------------------------------ */

static void close_connection(connection *c)
{
    close(c->fd);
    c->fd = -1;
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
    strbuf_reserve(&c->in, 64 << 10);
    ssize_t n = read(c->fd, c->in.p + c->in.n, 64 << 10);
    if (n <= 0) {
        close_connection(c);
        return;
    }
    c->in.n += (size_t)n;
    answer_all(e, c);
}

static void write_connection(connection *c)
{
    ssize_t n = send(c->fd, c->out.p + c->written, c->out.n - c->written, MSG_NOSIGNAL);
    if (n > 0) c->written += (size_t)n;
    if (c->written == c->out.n) strbuf_clear(&c->out), c->written = 0;
    if (n <= 0 || (c->closing && !c->out.n)) close_connection(c);
}

static void accept_connection(echo_upstream *e, int listener)
{
    int fd = accept(e->listeners[listener], NULL, NULL);
    if (fd < 0) return;
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    fcntl(fd, F_SETFL, O_NONBLOCK);
    connection *c = array_add(NULL, &e->connections);
    c->fd = fd;
    c->call = listener == 1;
}

static void forget_closed(echo_upstream *e)
{
    size_t kept = 0;
    for (size_t i = 0; i < e->connections.n; i++)
        if (e->connections.at[i].fd >= 0) e->connections.at[kept++] = e->connections.at[i];
    e->connections.n = kept;
}

static void *serve(void *self)
{
    echo_upstream *e = self;
    ARRAY(struct pollfd) polled = {0};
    for (;;) {
        polled.n = 0;
        array_push(NULL, &polled, (struct pollfd){.fd = e->wake[0], .events = POLLIN});
        for (int i = 0; i < LISTENERS; i++) array_push(NULL, &polled, (struct pollfd){.fd = e->listeners[i], .events = POLLIN});
        for (size_t i = 0; i < e->connections.n; i++)
            array_push(NULL, &polled,
                       (struct pollfd){.fd = e->connections.at[i].fd, .events = e->connections.at[i].out.n ? POLLOUT : POLLIN});
        if (poll(polled.at, polled.n, -1) < 0) continue;
        if (polled.at[0].revents) break;
        size_t first = 1 + LISTENERS, connections = polled.n - first;
        for (size_t i = 0; i < connections; i++) {
            short events = polled.at[first + i].revents;
            if (events & POLLOUT) write_connection(&e->connections.at[i]);
            else if (events) read_connection(e, &e->connections.at[i]);
        }
        for (int i = 0; i < LISTENERS; i++)
            if (polled.at[1 + i].revents) accept_connection(e, i);
        forget_closed(e);
    }
    array_free(&polled);
    return NULL;
}

/* --- life ------------------------------------------------------------------------------------------------------------------- */

static void release(echo_upstream *e)
{
    for (size_t i = 0; i < e->connections.n; i++) close_connection(&e->connections.at[i]);
    array_free(&e->connections);
    for (int i = 0; i < LISTENERS; i++)
        if (e->listeners[i] >= 0) close(e->listeners[i]);
    for (int i = 0; i < 2; i++)
        if (e->wake[i] >= 0) close(e->wake[i]);
    pthread_mutex_destroy(&e->lock);
    arena_free(&e->memory);
    free(e);
}

echo_upstream *echo_start(void)
{
    echo_upstream *e = calloc(1, sizeof *e);
    if (!e) return NULL;
    pthread_mutex_init(&e->lock, NULL);
    e->wake[0] = e->wake[1] = -1;
    bool ok = pipe2(e->wake, O_CLOEXEC) == 0;
    for (int i = 0; i < LISTENERS; i++) {
        e->listeners[i] = loopback_listen(&e->ports[i]);
        ok = ok && e->listeners[i] >= 0;
    }
    if (ok && pthread_create(&e->thread, NULL, serve, e) == 0) return e;
    release(e);
    return NULL;
}

void echo_stop(echo_upstream *e)
{
    if (!e) return;
    while (write(e->wake[1], "", 1) < 0) {}
    pthread_join(e->thread, NULL);
    release(e);
}

uint16_t echo_port(const echo_upstream *e) { return e->ports[0]; }
uint16_t echo_calls_port(const echo_upstream *e) { return e->ports[1]; }
