/* What can be done about findings: textDocument/codeAction without LSP. */
#ifndef FEATURES_ACTION_H
#define FEATURES_ACTION_H

#include "base/array.h"
#include "text/diagnostic.h"
#include "text/edit.h"

typedef enum action_kind { ACTION_FIX, ACTION_IGNORE, ACTION_FIX_ALL, ACTION_REWRITE } action_kind;

typedef struct action {
    action_kind kind;
    str title;
    const diagnostic *of; /* the finding that it is about; NULL for ACTION_FIX_ALL and ACTION_REWRITE */
    bool preferred;
    text_edits edits;
} action;

typedef ARRAY(action) action_list;

/* Adds every fix that the finding carries. */
void action_add_fixes(arena *a, const diagnostic *d, action_list *out);
/* Adds the preferred fixes of all findings in the file at once, of those that change no other file; nothing when there are
 * none. */
void action_add_fix_all(arena *a, const diagnostic_list *findings, str path, action_list *out);
/* Adds the comments `wpls:ignore` (rules/ignore.h) that take the finding away: for its line, its function, its file, as far as
 * the language has comments and there is room for one. `text` is the file's. */
void action_add_ignores(arena *a, const diagnostic *d, str text, action_list *out);

#endif
