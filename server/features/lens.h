/* What is said and can be done at a plugin's registration, and at a configuration: textDocument/codeLens without LSP. */
#ifndef FEATURES_LENS_H
#define FEATURES_LENS_H

#include "plugin/listing.h"
#include "plugin/project.h"

typedef struct lens_place {
    range at;         /* the call that registers the plugin, or the head of a document, as far as it stands on its first line */
    project *plugin;  /* NULL: it is built into the gateway, and not here */
    str name;         /* of the plugin */
    str folder;       /* likewise; empty: it is not here */
    bool has_schema;  /* it registers a parse function */
    bool is_document;
} lens_place;
typedef ARRAY(lens_place) lens_list;

/* At each registration in a source that counts; at each document, or object in one, that configures a plugin and is no bare
 * configuration. In order of place; memory from `a`. */
lens_list lenses_in(workspace *w, arena *a, str path);

typedef struct lens_use {
    str path;
    range at; /* the whole document or object, in bytes of the file */
} lens_use;
typedef ARRAY(lens_use) lens_uses;

/* The configurations of the plugin in the files `paths`, but for examples in prose and in tests. Memory from `a`. */
lens_uses lens_configurations(workspace *w, arena *a, const project *plugin, const path_list *paths);

#endif
