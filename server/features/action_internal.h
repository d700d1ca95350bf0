/* The parts of action_document.h, for the files action_*.c only. */
#ifndef FEATURES_ACTION_INTERNAL_H
#define FEATURES_ACTION_INTERNAL_H

#include "base/strbuf.h"
#include "features/action_document.h"
#include "features/known.h"

typedef struct rewriting {
    workspace *w;
    arena *a;
    str path;
    const document_facts *facts;  /* the innermost text at the cursor */
    const yaml_stream *stream;    /* of its text as it is: ranges are bytes of `stream->text` */
    uint32_t document;            /* number in it */
    const yaml_node *root, *node; /* the innermost at the cursor */
    const yaml_node *holder;      /* the innermost mapping around the cursor, or the root; NULL: none */
    const yaml_entry *entry;      /* of `holder`: the key or the value at the cursor; or NULL */
    action_list *out;
} rewriting;

/* action_document.c */
action *rewriting_add(rewriting *r, str title);
/* An edit of the innermost text; the action goes again where it can't be written. */
void rewriting_edit(rewriting *r, action *to, range at, str text);
void rewriting_done(rewriting *r);
uint32_t rewriting_line(const rewriting *r, uint32_t at);     /* where its line starts */
uint32_t rewriting_line_end(const rewriting *r, uint32_t at); /* behind its break */
uint32_t rewriting_column(const rewriting *r, uint32_t at);
str rewriting_text(const rewriting *r, range at);
/* Whether an anchor, an alias, a tag or a merge stands in the node: where it stands means something then. */
bool rewriting_is_bound(const yaml_node *node);
/* The entry of the mapping whose value this is; NULL: of none. */
const yaml_entry *rewriting_entry_of(const yaml_node *mapping, const yaml_node *value);

/* action_move.c, action_rename.c, action_shape.c, action_wrap.c: append what fits. */
void action_add_moves(rewriting *r);
void action_add_rename(rewriting *r);
void action_add_shapes(rewriting *r);
void action_add_wraps(rewriting *r);

#endif
