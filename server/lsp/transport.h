/* Messages over a pair of file descriptors.
 *
 * A reader thread reads and frames without ever waiting for the work on earlier messages, and puts what it got into a queue; the
 * main thread takes from it and writes the answers. */
#ifndef LSP_TRANSPORT_H
#define LSP_TRANSPORT_H

#include "base/queue.h"
#include "base/reader.h"
#include "base/thread.h"

typedef enum inbox_kind {
    INBOX_MESSAGE,
    INBOX_TOO_LARGE,  /* over LIMIT_MESSAGE_BYTES, skipped */
    INBOX_BAD_HEADER,
    INBOX_TASK,       /* from transport_post: the item's text points to the task */
    INBOX_END,        /* the other side closed the stream, or reading failed; the last item */
} inbox_kind;

/* What another thread wants done on the main thread. `run` frees the task; the first member of whatever struct it belongs to. */
struct server;
typedef struct inbox_task {
    void (*run)(struct server *s, struct inbox_task *self);
} inbox_task;

typedef struct transport {
    reader *from;
    int out;
    thread *thread; /* that reads */
    queue inbox;   /* kinds are inbox_kind */
    bool broken;   /* writing failed: nobody listens */
} transport;

/* Starts the reader; false when the system refuses a thread or a pipe. `t` must stay where it is until transport_stop. */
bool transport_start(transport *t, int in, int out);
/* Ends and joins the reader; the file descriptors stay open. */
void transport_stop(transport *t);
/* As queue_take. */
bool transport_take(transport *t, int timeout_ms, queue_item *item);
/* Any thread: the main thread runs the task (on the heap, freed with free() when the server ends first) among the messages, in
 * order. */
void transport_post(transport *t, inbox_task *task);
/* Writes one message; main thread only. */
void transport_send(transport *t, str json);

#endif
