/* What a new worker needs to go on where another one ended: the client's initialization, folders, settings and open documents,
 * and what the worker itself has asked to be kept. Nothing of this is parsed before it is needed: the changes of a document are
 * kept as they came, and applied when they are many, or when a worker has ended.
 *
 * Messages to a worker are numbered from 1; the dead one has seen all up to some number. */
#ifndef LSP_SESSION_H
#define LSP_SESSION_H

#include "base/map.h"
#include "base/words.h"
#include "lsp/documents.h"
#include "lsp/head.h"

typedef struct session_change {
    uint64_t number;
    strbuf message; /* textDocument/didChange, owned */
} session_change;

/* An open document: `doc`, and what is not applied to it yet. */
typedef struct session_text {
    document *doc;
    strbuf language;
    ARRAY(session_change) changes; /* on the heap, oldest first */
    size_t bytes;                  /* of them */
} session_text;

typedef struct session_published {
    strbuf uri; /* JSON text */
    bool some;  /* there are findings */
} session_published;

typedef struct session_kept {
    strbuf key, value; /* JSON text */
} session_kept;

typedef struct session {
    strbuf initialize;      /* the request's text; empty: none came yet */
    strbuf initialize_id;   /* JSON text */
    cJSON *folders;         /* the workspace folders, a list of WorkspaceFolder; owned */
    strbuf settings;        /* the last ones that the client gave, JSON text; empty: none */
    bool answered;          /* the client has the answer to `initialize` */
    bool initialized;       /* the client has said so */
    bool registered;        /* the worker has registered what it wants to hear of */
    bool shut_down;         /* the client has asked for it, and has its answer */
    words_language language; /* that its client speaks */
    bool trusted;
    text_encoding encoding;
    int64_t client_process; /* 0: none to watch */
    unsigned tokens;        /* of progress, that workers have made so far */
    documents docs;
    ARRAY(session_text *) texts;          /* on the heap; those of `docs` */
    ARRAY(session_published *) published; /* on the heap, like: */
    ARRAY(session_kept *) kept;
    uint64_t last_change;   /* number of the last message that opened, changed or closed a document */
    arena scratch;          /* for one message */
} session;

/* The id of the `initialize` that a new worker gets when the client has had its answer: nobody waits for the one to this. */
extern const str session_again_id;
/* Methods between wpls and its worker: never passed on. */
bool session_is_private(str method);

void session_free(session *s);
/* A message of the client that was handed to the worker under this number (0: to none, since there is none), which has begun
 * those up to `begun`. */
void session_note_client(session *s, const message_head *h, str message, uint64_t number, uint64_t begun);
/* A message of the worker. `to`: the method that an answer is to; empty for others. */
void session_note_worker(session *s, const message_head *h, str message, str to);
/* The worker has begun the messages up to `begun`, and ended: applies what it has seen. */
void session_worker_ended(session *s, uint64_t begun);
/* Applies the rest. */
void session_catch_up(session *s);
/* An open document's text, as far as it is applied. */
bool session_text_of(const session *s, str path, str *text);
/* Hands over the messages that bring a new worker up to date; the first is number 1. session_catch_up first. */
void session_replay(session *s, void (*hand_over)(void *self, str message), void *self);

#endif
