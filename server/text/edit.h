/* Applying edits to a text. */
#ifndef TEXT_EDIT_H
#define TEXT_EDIT_H

#include "base/strbuf.h"
#include "text/diagnostic.h"

typedef ARRAY(text_edit) text_edits;

typedef ARRAY(str) edit_paths;

/* The files that the findings' preferred fixes edit. Memory from `a`. */
edit_paths edits_paths(arena *a, const diagnostic_list *findings);
/* The edits for the file at `path` that the findings' preferred fixes ask for, by place. A fix is taken as a whole, in all of its
 * files, or not at all: of two whose edits overlap one is left for the next time. Memory from `a`. */
text_edits edits_of_fixes(arena *a, const diagnostic_list *findings, str path);
/* Appends `text` with the edits done; they are in order and don't overlap. */
void edits_apply(strbuf *out, str text, const text_edits *edits);

#endif
