/* What can be done with a plugin, said where it registers itself: textDocument/codeLens without LSP. */
#ifndef FEATURES_LENS_H
#define FEATURES_LENS_H

#include "plugin/workspace.h"

typedef struct lens_place {
    range at;         /* the call that registers the plugin, as far as it stands on its first line */
    str folder;       /* of the plugin, borrowed from its project */
    bool has_schema;  /* it registers a parse function */
} lens_place;

/* False when the source registers no plugin, or another one than counts. */
bool lens_at(workspace *w, str path, lens_place *place);

#endif
