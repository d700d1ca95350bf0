/* Renaming a key of a plugin's configuration everywhere: textDocument/prepareRename and rename without LSP.
 *
 * A key has its name in the code that reads it, in configurations, and in the plugin's documentation; all of that is changed, or
 * nothing. What code reads under its new name is made sure of by reading the changed code once more: where that has other keys
 * than the one that was to be renamed, nothing is changed. */
#ifndef FEATURES_RENAME_H
#define FEATURES_RENAME_H

#include "features/key_sites.h"
#include "plugin/docs_search.h"
#include "plugin/listing.h"
#include "text/edit.h"

/* A plugin, and its keys that the same code reads: they go together. */
typedef struct rename_plugin {
    project *plugin;
    key_list keys;
} rename_plugin;

typedef struct rename_target {
    range at;  /* the name that the cursor is in, in bytes of the file */
    str name;
    ARRAY(rename_plugin) plugins; /* all that are made of that code */
    str refusal; /* why it can't be renamed, in the language at hand; empty: it can */
    docs_finder *docs;
} rename_target;

/* False: there is no key's name at the place. Memory from `a`. */
bool rename_find(workspace *w, arena *a, str path, uint32_t offset, docs_finder *docs, rename_target *target);

typedef enum rename_part { RENAME_CODE, RENAME_CONFIGURATION, RENAME_DOCUMENTATION, RENAME_PARTS } rename_part;

typedef struct rename_result {
    text_edits edits;         /* by file, none twice */
    ARRAY(rename_part) parts; /* one for each edit */
    str refusal;              /* likewise; the edits are of no use then */
} rename_result;

/* Configurations are looked for in `open` (all that an editor has open) and in the workspace. `everywhere`: files may be read
 * wherever they are, as for the workspace itself. */
rename_result rename_edits(workspace *w, arena *a, const rename_target *target, str name, const path_list *open, bool everywhere);

#endif
