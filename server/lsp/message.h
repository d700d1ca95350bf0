/* One JSON-RPC 2.0 message from the client (LSP 3.17, "Base protocol"). */
#ifndef LSP_MESSAGE_H
#define LSP_MESSAGE_H

#include "lsp/json.h"

typedef enum rpc_error {
    RPC_OK = 0,
    RPC_PARSE_ERROR = -32700,
    RPC_INVALID_REQUEST = -32600,
    RPC_METHOD_NOT_FOUND = -32601,
    RPC_INVALID_PARAMS = -32602,
    RPC_INTERNAL_ERROR = -32603,
    RPC_NOT_INITIALIZED = -32002,
    RPC_CANCELLED = -32800,
    RPC_CONTENT_MODIFIED = -32801, /* LSP 3.17: what it asks about is no longer there */
    RPC_SERVER_CANCELLED = -32802, /* LSP 3.17: to be asked again */
    RPC_REQUEST_FAILED = -32803, /* LSP 3.17: right in itself, but it can't be done */
} rpc_error;

/* RPC_TASK is no message: work that another thread hands over (transport_post). */
typedef enum rpc_kind { RPC_REQUEST, RPC_NOTIFICATION, RPC_RESPONSE, RPC_INVALID, RPC_TASK } rpc_kind;

typedef struct rpc_message {
    rpc_kind kind;
    str id;              /* JSON text, exactly as sent; empty when there is none that could be answered */
    str method;
    const cJSON *params; /* NULL when absent */
    rpc_error error;     /* RPC_INVALID: what to answer */
    const char *why;
    bool cancelled;      /* set by the dispatcher */
    uint64_t number;     /* among those that came, from 1; 0: it did not come over the wire */
    strbuf text;         /* owned */
    strbuf id_text;      /* owned; behind `id` */
    cJSON *root;         /* owned */
    struct inbox_task *task; /* RPC_TASK */
} rpc_message;

/* Takes over `text`; `m` is then to be freed. Strings and params point into the message. */
void rpc_message_parse(rpc_message *m, strbuf text);
void rpc_message_free(rpc_message *m);
/* Whether this notification cancels the request `id` (`$/cancelRequest`). */
bool rpc_message_cancels(const rpc_message *m, str id);

#endif
