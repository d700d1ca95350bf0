/* What a call or a key in a plugin's source means: textDocument/hover in sources without LSP. */
#ifndef FEATURES_HOVER_SOURCE_H
#define FEATURES_HOVER_SOURCE_H

#include "features/hover.h"
#include "ir/language_row.h"
#include "ir/sdk.h"

/* False when there is nothing to say that the language's own server does not say better. */
bool hover_source_at(workspace *w, arena *a, str path, uint32_t offset, bool markdown, hover_answer *hover);

/* What is known of an SDK's function: its signature, what it is for, what it does where. Memory from `a`. */
str hover_source_function(arena *a, const language_row *l, const sdk_function *f, bool markdown);

#endif
