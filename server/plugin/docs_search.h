/* The question where a plugin's documentation names keys. The rules about documentation know how to read it; they answer it
 * (rules/docs.h), for features that must not ask them by name. */
#ifndef PLUGIN_DOCS_SEARCH_H
#define PLUGIN_DOCS_SEARCH_H

#include "ir/infer.h"
#include "plugin/documents.h"

typedef struct docs_search {
    project *plugin;
    const inferred_value *const *keys; /* that are looked for */
    size_t count;
    void (*found)(void *self, range at, const inferred_value *key); /* the name alone, in bytes of the text */
    void *self;
} docs_search;

/* Tells each place in the text of a README or a spec.yaml (`documents`) where one of the keys stands: in a row of a table,
 * among the properties and what is required. Memory from `a`. */
typedef void docs_finder(arena *a, const document_facts *documents, str path, str text, const docs_search *search);

#endif
