/* The value at fault in a configuration that a module refuses, found by trying: which change of the document does the module
 * accept? */
#ifndef SANDBOX_PLACE_H
#define SANDBOX_PLACE_H

#include "ir/document.h"
#include "sandbox/sandbox.h"

typedef struct sandbox_search {
    sandbox *sandbox;
    doc_node *document; /* as the user wrote it; changed while it is searched, and as before at the end */
    str message;        /* what the plugin says of it */
    uint64_t *fuel;     /* that all searches may burn together; past it nothing more is tried */
    /* The configuration that the plugin gets of the document; false when it gets none. */
    bool (*configuration)(arena *a, const doc_node *document, str *json);
} sandbox_search;

/* Whether the value was found by a change that the module accepts, or only because the message names it. */
typedef struct sandbox_place {
    const doc_node *node; /* NULL: nothing was */
    bool accepted;
} sandbox_place;

/* Looks in `roots`, the values of the document that are configurations. */
sandbox_place sandbox_place_find(const sandbox_search *of, doc_node *const *roots, size_t count);

#endif
