/* What a configuration key or value means to the plugin: textDocument/hover without LSP. */
#ifndef FEATURES_HOVER_H
#define FEATURES_HOVER_H

#include "plugin/workspace.h"

typedef struct hover_answer {
    range at; /* the key or the value */
    str text; /* markdown or plain, in the arena */
} hover_answer;

/* False when there is nothing to say about that place. */
bool hover_at(workspace *w, arena *a, str path, uint32_t offset, bool markdown, hover_answer *hover);

#endif
