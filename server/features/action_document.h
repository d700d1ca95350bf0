/* What can be made of a document that has nothing wrong with it: the refactorings of textDocument/codeAction.
 *
 * All of them look at the innermost key, mapping or value at the cursor, in whatever text inside of the file that is; edits are
 * of the file. */
#ifndef FEATURES_ACTION_DOCUMENT_H
#define FEATURES_ACTION_DOCUMENT_H

#include "features/action.h"
#include "plugin/workspace.h"

/* Appends what fits the place: giving a key the name that was meant, removing it, moving it a level up or down, writing a value
 * as the type that is read, brackets as a block, keys in the plugin's order, the keys that an object needs, a configuration as a
 * WasmPlugin and back. Nothing where the text is broken or made by a template. Everything in `a`. */
void action_add_rewrites(workspace *w, arena *a, str path, uint32_t offset, action_list *out);

#endif
