/* From a configuration to the code that reads it, and back: textDocument/definition and references without LSP. */
#ifndef FEATURES_LINKS_H
#define FEATURES_LINKS_H

#include "ir/infer.h"
#include "plugin/documents.h"
#include "plugin/workspace.h"

typedef struct link_place {
    str path;
    range at;
} link_place;
typedef ARRAY(link_place) link_list;

typedef struct links {
    range origin;         /* the key, value or literal asked about */
    project *plugin;
    bool names_key;       /* the name of a key, and not a value */
    ARRAY(const inferred_value *) keys; /* what it is about */
    link_list code;       /* where the program reads it; of a value of an enumeration where it is compared with */
} links;
typedef ARRAY(links) links_list;

/* At a key or value of a configuration, or at a literal with which programs read a key: of each plugin that is made of that
 * source. Empty: at neither. Memory from `a`. */
links_list links_at(workspace *w, arena *a, str path, uint32_t offset);
/* One place in a configuration where such a key stands. */
typedef struct link_use {
    str path;
    const document_facts *facts; /* of the text that it stands in */
    const inferred_value *key;
    const yaml_node *holder;      /* the mapping or list */
    const yaml_entry *entry;      /* NULL: an element, `item` */
    const yaml_node *item;
    range at;                     /* of the key or the element, in bytes of the file */
} link_use;
typedef void link_visit(void *self, const link_use *use);
/* Shows all of them in the configurations `paths`; what stands behind an anchor once for each alias. */
void links_each_use(workspace *w, arena *a, const links *l, const str *paths, size_t count, link_visit *visit, void *self);
/* Appends to `out` where the sources spell the keys' names: literals, tags, constants and their uses. */
void links_names(arena *a, const links *l, link_list *out);
/* Appends to `out` the places in the configurations `paths` where the same keys stand. */
void links_uses(workspace *w, arena *a, const links *l, const str *paths, size_t count, link_list *out);
/* At an anchor of YAML or an alias: appends the anchor's place to `anchor`, and those of its aliases to `aliases`; false: neither
 * stands there. */
bool links_anchors(workspace *w, arena *a, str path, uint32_t offset, link_list *anchor, link_list *aliases);
/* Appends where the plugin registers itself whose configuration the document at the place is, or has in it. */
void links_registrations(workspace *w, arena *a, str path, uint32_t offset, link_list *out);

#endif
