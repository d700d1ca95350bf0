/* How a line begins that was just made: textDocument/onTypeFormatting without LSP. */
#ifndef FEATURES_TYPING_FORMAT_H
#define FEATURES_TYPING_FORMAT_H

#include "plugin/workspace.h"
#include "text/edit.h"

/* What to change after `typed` ("\n", "}" or "]") was typed in front of the offset, in YAML, in JSON and in JSON inside of a
 * scalar: the indentation of that line, and behind it the dash of a list's next item. Nothing where there is something on the
 * line that the edit could change, or in other texts inside of scalars. In order; memory from `a`. */
text_edits format_typed(workspace *w, arena *a, str path, uint32_t offset, char typed);

#endif
