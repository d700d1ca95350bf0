/* From a place in a document to what the plugin's code says about it. */
#ifndef FEATURES_PLACE_H
#define FEATURES_PLACE_H

#include "ir/infer.h"
#include "plugin/documents.h"

/* One step down from a collection: a mapping's key, or an index (then `key` is empty). */
typedef struct place_step {
    str key;
    int64_t index; /* -1 for a key */
} place_step;
typedef ARRAY(place_step) place_path;

/* The way from the document's root to the node. A key stands where its mapping stands. Memory from `a`, names from the tree. */
place_path place_of(arena *a, const yaml_node *node);

/* What is known of a value. */
typedef struct place_facts {
    const config_part *part;     /* the configuration it is in */
    const inferred_value *value; /* NULL: the plugin's code says nothing about it */
    project *plugin;             /* NULL: the catalogue of built-in plugins says so */
} place_facts;

/* The facts about the value at `path` of the document; false when that is in no configuration of a known plugin. The path may
 * come from another tree of (nearly) the same text. */
bool place_find(workspace *w, arena *a, const config_document *document, const place_path *path, place_facts *facts);
/* The facts about what a document without a key may become: the configuration of the plugin in whose folder `file` lies. False
 * for any other document. `facts->part` stays NULL. */
bool place_begin(workspace *w, str file, const config_document *document, place_facts *facts);

#endif
