/* What a message is, without parsing it, for those who only pass it on. The values are JSON text, slices of the message. */
#ifndef LSP_HEAD_H
#define LSP_HEAD_H

#include "base/arena.h"
#include "lsp/json.h"

typedef struct message_head {
    str id;     /* empty: none */
    str method; /* plain text, in the arena; empty: an answer */
    str params; /* empty: none */
    bool failed; /* an answer with an error */
} message_head;

/* Strings that are not slices in `a`. */
message_head message_head_of(arena *a, str message);
/* The same of a message that wpls itself has written, whose params, result or error come last: these are not gone through, and
 * `params` is without its end. */
message_head message_head_of_ours(str message);
/* The text of a JSON string; empty for another value. */
str json_plain_text(arena *a, str json);

#endif
