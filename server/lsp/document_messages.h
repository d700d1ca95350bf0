/* What the messages about documents say (LSP 3.17, "Text Document Synchronization"). */
#ifndef LSP_DOCUMENT_MESSAGES_H
#define LSP_DOCUMENT_MESSAGES_H

#include "lsp/documents.h"
#include "lsp/json.h"

/* All strings are slices of the message. The functions return NULL, or what is wrong with the params. */

typedef struct document_opening {
    str uri, language, text;
    int64_t version;
} document_opening;
const char *document_read_open(const cJSON *params, document_opening *opening);

typedef struct document_edit {
    str uri;
    document *doc; /* NULL: it is not open, and nothing is to be done */
    int64_t version;
    bool old;      /* a later version is known: nothing is to be done */
    const cJSON *changes; /* each is fit for document_read_change */
} document_edit;
const char *document_read_edit(const documents *d, arena *scratch, const cJSON *params, document_edit *edit);
const char *document_read_change(const cJSON *item, document_change *change);
/* All changes of the edit, in `a`. */
document_change *document_read_changes(const document_edit *edit, arena *a, size_t *count);

/* textDocument.uri. */
const char *document_read_uri(const cJSON *params, str *uri);

#endif
