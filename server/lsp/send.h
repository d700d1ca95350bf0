/* Answers to requests, as the loop gives them. All others send through server_internal.h. */
#ifndef LSP_SEND_H
#define LSP_SEND_H

#include "lsp/message.h"

struct server;

/* `id` is JSON text; empty answers a message whose id is not known, with null (JSON-RPC 2.0, 5). `key` is "result" or "error",
 * `json` its value as JSON text. */
void send_answer(struct server *s, str id, const char *key, str json);
/* An error that says why, and of what where `subject` is not empty. */
void send_error(struct server *s, str id, rpc_error error, const char *why, str subject);

#endif
