/* The state of one language server session, and what the parts of lsp/ need from each other. Private to lsp/.
 *
 *   dispatch.c     the loop: messages in order, then diagnostics; errors of JSON-RPC
 *   lifecycle.c    initialize ... exit
 *   sync.c         open, change, close, watched files
 *   configuration.c   the settings of the editor
 *   publish.c      textDocument/publishDiagnostics
 *   language.c     hover, completion: asks features/ and encodes the answer */
#ifndef LSP_SERVER_INTERNAL_H
#define LSP_SERVER_INTERNAL_H

#include "base/json_write.h"
#include "lsp/documents.h"
#include "lsp/json.h"
#include "lsp/message.h"
#include "lsp/publish.h"
#include "lsp/transport.h"
#include "plugin/workspace.h"
#include "rules/rule.h"

/* What the client can do (LSP 3.17 ClientCapabilities), as far as it matters here. */
typedef struct client_abilities {
    text_encoding encoding; /* negotiated */
    rule_language language; /* of messages: the client's locale */
    bool hover_markdown, item_markdown;
    bool snippets, adjusts_indentation; /* completion items */
    bool related_information, diagnostic_data, tag_unnecessary, tag_deprecated;
    bool watches_files; /* dynamic registration of file watchers */
    bool registers_configuration; /* ... of workspace/didChangeConfiguration */
    bool answers_configuration;   /* workspace/configuration */
    int64_t process_id; /* 0: none to watch */
} client_abilities;

typedef enum server_state { SERVER_NEW, SERVER_RUNNING, SERVER_SHUT_DOWN } server_state;

typedef struct server {
    transport *wire;
    workspace *files;
    documents docs;
    publications published;
    client_abilities client;
    server_state state;
    bool ended;     /* leave the loop, with: */
    int exit_code;
    bool sources_dirty; /* project sources are to be checked again */
    arena scratch;      /* reset after every message and every step of diagnostics */
} server;

/* A handler reads `params` (NULL when there are none) and writes the result of a request to `result` (NULL for notifications).
 * Returns NULL, or what is wrong with the params: the answer is -32602 then, whatever was written. */
typedef const char *server_handler(server *s, const cJSON *params, json_writer *result);

server_handler lifecycle_initialize, lifecycle_initialized, lifecycle_folders, lifecycle_shutdown, lifecycle_exit;
server_handler sync_open, sync_change, sync_save, sync_close, sync_watched_files;
server_handler language_hover, language_completion;
server_handler configuration_changed;

/* The settings object of the section "wpls"; anything else says nothing. */
void configuration_take(server *s, const cJSON *section);
/* Asks the client for its settings, if it can be asked. */
void configuration_pull(server *s);
/* Whether the message answers that. */
bool configuration_answer(server *s, const rpc_message *m);

typedef enum log_level { LOG_ERROR = 1, LOG_WARNING, LOG_INFO } log_level; /* LSP's MessageType */
void server_log(server *s, log_level level, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* Sends {"jsonrpc", "method", "params"}: `params` is JSON text. With an `id` (a JSON literal) it is a request. */
void server_send(server *s, const char *id, const char *method, str params);

#endif
