/* From a configuration to the code that reads it, and back: textDocument/definition and references without LSP. */
#ifndef FEATURES_LINKS_H
#define FEATURES_LINKS_H

#include "ir/infer.h"
#include "plugin/workspace.h"

typedef struct link_place {
    str path;
    range at;
} link_place;
typedef ARRAY(link_place) link_list;

typedef struct links {
    range origin;         /* the key, value or literal asked about */
    project *plugin;
    ARRAY(const inferred_value *) keys; /* what it is about */
    link_list code;       /* where the program reads it; of a value of an enumeration where it is compared with */
} links;
typedef ARRAY(links) links_list;

/* At a key or value of a configuration, or at a literal with which programs read a key: of each plugin that is made of that
 * source. Empty: at neither. Memory from `a`. */
links_list links_at(workspace *w, arena *a, str path, uint32_t offset);
/* Appends to `out` the places in the configurations `paths` where the same keys stand. */
void links_uses(workspace *w, arena *a, const links *l, const str *paths, size_t count, link_list *out);

#endif
