/* Snippets as text: what becomes of one at a place. */
#ifndef FEATURES_SNIPPET_TEXT_H
#define FEATURES_SNIPPET_TEXT_H

#include "features/snippet_place.h"
#include "text/diagnostic.h"

typedef ARRAY(text_edit) snippet_edits;

/* The body with the names of the place; false when it needs something that the place does not have. Memory from `a`. */
bool snippet_fit(arena *a, const snippet_place *place, str body, str *fitted);
/* The body without tab stops: placeholders and choices as their first text. `indent` goes before every line but the first. */
str snippet_plain(arena *a, str body, str indent);

typedef struct snippet_import {
    const char *name, *path; /* "log", "github.com/higress-group/wasm-go/pkg/log" */
} snippet_import;

/* What a Go file calls the package, by its imports; empty: it does not import it. `*taken`: something else has the package's
 * name. Borrowed from `text` or the import. */
str snippet_import_name(str text, const snippet_import *import, bool *taken);
/* The edits that import packages: in the order of gofmt, if the file's imports are in it. `paths` are in that order. */
snippet_edits snippet_import_edits(arena *a, str text, const str *paths, size_t n);

#endif
