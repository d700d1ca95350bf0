/* What the server can do: a feature a file, which says in one place which methods it answers, who does that, which abilities of
 * the client it looks at, and which capabilities the client gets for it in the answer to `initialize`.
 *
 * Adding one is a file with its `const server_feature feature_NAME`, and NAME in FEATURES; nothing else has to know of it. */
#ifndef LSP_FEATURE_H
#define LSP_FEATURE_H

#include "base/json_write.h"
#include "lsp/message.h"

struct server;

/* A handler reads `params` (NULL when there are none) and writes the result of a request to `result` (NULL for notifications).
 * Returns NULL, or what is wrong with the params: the answer is -32602 then, whatever was written. */
typedef const char *server_handler(struct server *s, const cJSON *params, json_writer *result);

/* When a message may come. */
typedef enum method_time { METHOD_WHILE_RUNNING, METHOD_FIRST, METHOD_ANY_TIME } method_time;

typedef struct server_method {
    const char *name; /* "textDocument/hover" */
    rpc_kind kind;    /* RPC_REQUEST or RPC_NOTIFICATION */
    server_handler *run;
    method_time when;
} server_method;

enum { FEATURE_METHODS_MOST = 6 };

typedef struct server_feature {
    server_method methods[FEATURE_METHODS_MOST]; /* those without a name are none */
    /* Take what matters of ClientCapabilities, before all else of `initialize`; NULL: nothing does. */
    void (*read_abilities)(struct server *s, const cJSON *abilities);
    /* Write members of ServerCapabilities, and of its `workspace`; NULL: it has none. The client's own abilities are known by
     * then (client_abilities). */
    void (*write_capability)(const struct server *s, json_writer *w);
    void (*write_workspace_capability)(const struct server *s, json_writer *w);
} server_feature;

/* All of them, in the order of their capabilities in the answer to `initialize`. */
#define FEATURES(X) \
    X(lifecycle) \
    X(sync) \
    X(hover) \
    X(completion) \
    X(signature_help) \
    X(inlay_hint) \
    X(semantic_tokens) \
    X(type_formatting) \
    X(navigation) \
    X(rename) \
    X(outline) \
    X(symbols) \
    X(calls) \
    X(pull) \
    X(pull_workspace) \
    X(code_action) \
    X(document_link) \
    X(code_lens) \
    X(owner) \
    X(commands) \
    X(configuration) \
    X(content) \
    X(builds) \
    X(refresh) \
    X(file_operations) \
    X(resume)
#define FEATURE_DECLARE(name) extern const server_feature feature_##name;
FEATURES(FEATURE_DECLARE)

/* The method of a message; NULL: nobody answers it. */
const server_method *feature_find_method(const rpc_message *m);
/* Lets all of them look at the client's abilities. */
void features_read_abilities(struct server *s, const cJSON *abilities);
/* The members of ServerCapabilities that are features. */
void features_write_capabilities(const struct server *s, json_writer *w);

#endif
