/* The parameters of the call that is being typed: textDocument/signatureHelp without LSP, for what SDKs offer. */
#ifndef FEATURES_SIGNATURE_H
#define FEATURES_SIGNATURE_H

#include "plugin/workspace.h"

typedef struct signature_help {
    str label;         /* "func GetHttpRequestHeader(key string) (string, error)" */
    str documentation; /* may be empty */
    ARRAY(range) parameters; /* in bytes of the label */
    uint32_t active;   /* which of them is typed; their number: none of them */
} signature_help;

/* The innermost call around the cursor of an SDK's function, or of an option that a handler is handed to. False: it is in none.
 * Everything in `a`. */
bool signature_at(workspace *w, arena *a, str path, uint32_t offset, bool markdown, signature_help *help);

#endif
