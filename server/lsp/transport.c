#include "lsp/transport.h"

#include "base/file.h"
#include "lsp/framing.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

enum { READ_BYTES = 64 * 1024 };

/* What one read brought goes into the queue at once, so that a cancellation is seen together with the request before it. */
static void deliver(transport *t, framer *f, str input)
{
    ARRAY(queue_item) items = {0};
    for (;;) {
        frame_event event = framer_next(f, &input);
        if (event == FRAME_NEED_MORE) break;
        queue_item *item = array_add(NULL, &items);
        if (event == FRAME_MESSAGE) {
            item->text = f->body;
            f->body = (strbuf){0};
        }
        strbuf_clear(&f->body);
        item->kind = event == FRAME_MESSAGE ? INBOX_MESSAGE : event == FRAME_TOO_LARGE ? INBOX_TOO_LARGE : INBOX_BAD_HEADER;
    }
    if (items.n) queue_push(&t->inbox, items.at, items.n);
    array_free(&items);
}

/* The next bytes, at least one; 0 at the end of the stream, on an error and when transport_stop wants the thread back. */
static size_t read_some(const transport *t, char *bytes, size_t most)
{
    for (;;) {
        struct pollfd wait[2] = {{.fd = t->in, .events = POLLIN}, {.fd = t->wake[0], .events = POLLIN}};
        if (poll(wait, 2, -1) < 0) {
            if (errno == EINTR) continue;
            return 0;
        }
        if (wait[1].revents) return 0;
        ssize_t n = read(t->in, bytes, most);
        if (n >= 0) return (size_t)n;
        if (errno != EINTR && errno != EAGAIN) return 0;
    }
}

static void *read_all(void *self)
{
    transport *t = self;
    char bytes[READ_BYTES];
    framer f = {0};
    size_t n;
    while ((n = read_some(t, bytes, sizeof bytes))) deliver(t, &f, str_make(bytes, n));
    framer_free(&f);
    queue_push(&t->inbox, &(queue_item){.kind = INBOX_END}, 1);
    return NULL;
}

bool transport_start(transport *t, int in, int out)
{
    *t = (transport){.in = in, .out = out};
    if (pipe2(t->wake, O_CLOEXEC) != 0) return false;
    queue_init(&t->inbox);
    if (pthread_create(&t->reader, NULL, read_all, t) == 0) return true;
    queue_destroy(&t->inbox);
    close(t->wake[0]);
    close(t->wake[1]);
    return false;
}

void transport_stop(transport *t)
{
    close(t->wake[1]); /* hangs up the reader's end */
    pthread_join(t->reader, NULL);
    close(t->wake[0]);
    queue_destroy(&t->inbox);
}

bool transport_take(transport *t, int timeout_ms, queue_item *item) { return queue_take(&t->inbox, timeout_ms, item); }

void transport_post(transport *t, inbox_task *task)
{
    queue_push(&t->inbox, &(queue_item){.kind = INBOX_TASK, .text = {.p = (char *)task}}, 1);
}

void transport_send(transport *t, str json)
{
    strbuf out = STRBUF_INIT;
    strbuf_reserve(&out, json.n + 40);
    framer_write_header(&out, json.n);
    strbuf_add(&out, json);
    if (!t->broken) t->broken = !file_put(t->out, strbuf_str(&out));
    strbuf_free(&out);
}
