/* `wpls serve`: a small process that owns the protocol, and a worker that does the analysis and is replaced when it ends. Private
 * to lsp/.
 *
 *   supervisor.c         passes messages on, starts workers
 *   supervisor_death.c   a worker has ended: what is said of it, and what becomes of the requests that were on their way
 *   session.c            what the next worker needs to go on
 *   head.c               what a message is, without parsing it */
#ifndef LSP_SUPERVISOR_H
#define LSP_SUPERVISOR_H

#include "base/blame.h"
#include "base/stream.h"
#include "base/worker.h"
#include "lsp/framing.h"
#include "lsp/message.h"
#include "lsp/server.h"
#include "lsp/session.h"

/* A request of the client without an answer yet. Or a notification that the worker may not have seen yet, and that the session
 * does not keep: it has no id. */
typedef struct flight {
    strbuf id;      /* JSON text */
    strbuf method;  /* plain text */
    strbuf message;
    uint64_t number; /* for the worker */
    unsigned deaths; /* of workers, while it was at work */
    bool cancelled;  /* the client does not want it any more */
} flight;

/* Work that the client shows: between $/progress begin and end. */
typedef struct shown_progress {
    strbuf token; /* JSON text */
} shown_progress;

typedef struct supervisor {
    server_limits limits;
    stream client_in, client_out, worker_in, worker_out;
    framer from_client, from_worker;
    worker worker;
    bool running;
    unsigned started;     /* workers so far */
    uint64_t sent;        /* messages to this one */
    session session;
    ARRAY(flight) flights;          /* on the heap, in order of sending */
    ARRAY(shown_progress) progress; /* on the heap */
    blame blame;
    unsigned early_deaths; /* workers in a row that had not done all there was to do, when nothing will be otherwise next time */
    int64_t start_at;      /* when the next one is to be started, while none is running */
    unsigned failures;     /* deaths with something at work */
    bool ending;           /* the client is gone or has said that it goes: no other worker */
    bool client_gone;      /* it reads no more */
    bool input_ended;      /* nor does it send any more: the worker is to hear of it */
    int64_t end_at;        /* when the worker is ended if it has not by then */
    int exit_code;         /* the worker's, when it has ended because the client said so; else -1 */
} supervisor;

enum { MESSAGE_ERROR = 1, MESSAGE_WARNING, MESSAGE_INFO }; /* LSP's MessageType */
enum { SUPERVISOR_EARLY_DEATHS_MOST = 5 }; /* before there are pauses between starts, in which requests are refused */

extern const worker_role server_worker_role; /* dispatch.c */

/* Sends a message of our own to the client: "method" and params as JSON text. */
void supervisor_tell(supervisor *s, const char *method, str params);
void supervisor_log(supervisor *s, int type, str text);
/* Likewise with another method that takes a type and a message: window/showMessage. */
void supervisor_say(supervisor *s, const char *method, int type, str text);
/* Answers a request of the client with an error; `data` is JSON text or empty. */
void supervisor_refuse(supervisor *s, str id, int code, str text, str data);
/* Passes a message to the worker. */
void supervisor_forward(supervisor *s, str message);
/* The worker's streams are at their end: says so, answers what it can't answer any more, and keeps what the next one is to
 * get. */
void supervisor_bury(supervisor *s);
void supervisor_end_flight(supervisor *s, flight *f);

#endif
