/* Pipes and sockets, of which one thread serves several without ever waiting for one alone: what can't be written yet is kept. */
#ifndef BASE_STREAM_H
#define BASE_STREAM_H

#include "base/strbuf.h"

typedef struct stream {
    int fd;          /* stays the owner's */
    bool socket, own;
    bool ready;      /* set by streams_wait: reading brings something, or tells of the end */
    bool paused;     /* nobody wants to read now */
    bool broken;     /* writing failed: nobody listens */
    strbuf kept;     /* not written yet, from `sent` on */
    size_t sent;
} stream;

/* For reading, or for writing. `own`: nobody else has this end of it, so that it can be made non-blocking. */
void stream_init(stream *s, int fd, bool own);
/* Whether a write that nobody reads makes the stream broken, or ends the process, as it does unless somebody says otherwise. */
void streams_may_break(bool may);
/* Frees what is kept. */
void stream_free(stream *s);
/* Keeps the bytes, to be written with others. */
static inline void stream_add(stream *s, str bytes)
{
    if (!s->broken) strbuf_add(&s->kept, bytes);
}
/* Writes what can be written now of what is kept. */
void stream_flush(stream *s);
/* Both. */
void stream_put(stream *s, str bytes);
static inline size_t stream_waiting(const stream *s) { return s->kept.n - s->sent; }
/* Up to `most` bytes; 0 at the end of the stream. Only when it is ready: else it waits. */
size_t stream_read(stream *s, char *bytes, size_t most);
/* Waits until one of the `in` can be read, unless it is paused, or something that the `out` keep was written; for up to
 * `timeout_ms`, negative: for ever. NULL entries are left out. */
void streams_wait(stream *const *in, size_t ins, stream *const *out, size_t outs, int timeout_ms);

#endif
