/* Places in a YAML or JSON file that name another file: textDocument/documentLink without LSP. */
#ifndef FEATURES_DOCUMENT_LINKS_H
#define FEATURES_DOCUMENT_LINKS_H

#include "plugin/workspace.h"

typedef struct document_link {
    range at;
    str path; /* of a file that is there; empty: `url` it is */
    str url;
} document_link;
typedef ARRAY(document_link) document_links;

/* The schema that the file names, the plugin that a comment or a WasmPlugin's url means (its main file), and what a file of
 * settings lists. Memory from `a`. */
document_links document_links_in(workspace *w, arena *a, str path);

#endif
