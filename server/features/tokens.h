/* What words are, beyond what a grammar shows: textDocument/semanticTokens without LSP. */
#ifndef FEATURES_TOKENS_H
#define FEATURES_TOKENS_H

#include "base/array.h"
#include "plugin/workspace.h"

typedef enum token_kind { TOKEN_KEY, TOKEN_LAYER } token_kind; /* a configuration key; one that the SDK takes */
typedef enum token_state {
    TOKEN_READ,
    TOKEN_UNKNOWN,        /* no code reads it */
    TOKEN_WITHOUT_EFFECT, /* the document says already that it is not read */
} token_state;

typedef struct token {
    range at; /* in bytes of the file, on one line */
    token_kind kind;
    token_state state;
} token;

typedef ARRAY(token) token_list;

/* Those that begin in the range, in order: keys of configurations, and in sources the keys in strings by which they are read.
 * Everything in `a`. */
token_list tokens_in(workspace *w, arena *a, str path, range in);

#endif
