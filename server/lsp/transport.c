#include "lsp/transport.h"

#include "base/file.h"
#include "lsp/framing.h"

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

static void read_all(void *self)
{
    transport *t = self;
    char bytes[READ_BYTES];
    framer f = {0};
    size_t n;
    while ((n = reader_read(t->from, bytes, sizeof bytes))) deliver(t, &f, str_make(bytes, n));
    framer_free(&f);
    queue_push(&t->inbox, &(queue_item){.kind = INBOX_END}, 1);
}

bool transport_start(transport *t, int in, int out)
{
    *t = (transport){.from = reader_open(in), .out = out};
    if (!t->from) return false;
    queue_init(&t->inbox);
    t->thread = thread_start(read_all, t);
    if (t->thread) return true;
    queue_destroy(&t->inbox);
    reader_close(t->from);
    return false;
}

void transport_stop(transport *t)
{
    reader_end(t->from);
    thread_join(t->thread);
    reader_close(t->from);
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
