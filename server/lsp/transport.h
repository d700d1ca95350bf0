/* Messages over a pair of file descriptors.
 *
 * A reader thread reads and frames without ever waiting for the work on earlier messages, and puts what it got into a queue; the
 * main thread takes from it and writes the answers. */
#ifndef LSP_TRANSPORT_H
#define LSP_TRANSPORT_H

#include "base/queue.h"

typedef enum inbox_kind {
    INBOX_MESSAGE,
    INBOX_TOO_LARGE,  /* over LIMIT_MESSAGE_BYTES, skipped */
    INBOX_BAD_HEADER,
    INBOX_END,        /* the other side closed the stream, or reading failed; the last item */
} inbox_kind;

typedef struct transport {
    int in, out;
    int wake[2]; /* a pipe that ends the reader's wait */
    pthread_t reader;
    queue inbox;   /* kinds are inbox_kind */
    bool broken;   /* writing failed: nobody listens */
} transport;

/* Starts the reader; false when the system refuses a thread or a pipe. `t` must stay where it is until transport_stop. */
bool transport_start(transport *t, int in, int out);
/* Ends and joins the reader; the file descriptors stay open. */
void transport_stop(transport *t);
/* As queue_take. */
bool transport_take(transport *t, int timeout_ms, queue_item *item);
/* Writes one message; main thread only. */
void transport_send(transport *t, str json);

#endif
