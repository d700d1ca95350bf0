/* The parts of completion in documents, for the files completion*.c only. */
#ifndef FEATURES_COMPLETION_INTERNAL_H
#define FEATURES_COMPLETION_INTERNAL_H

#include "base/strbuf.h"
#include "features/completion.h"
#include "features/known.h"
#include "features/probe.h"

typedef struct completion {
    arena *a;
    completion_style style;
    probe at;
    bool json; /* names and strings are quoted */
    const document_facts *facts; /* the text that it is in */
    completion_list list;
} completion;

/* completion.c: a new item in the list, NULL when that is full. Items sort by group, from '0' on, then as they were added. */
completion_item *completion_add(completion *c, completion_kind kind, char group);

/* completion_write.c: how things are written at the place. */
/* A string as a scalar of YAML or JSON, quoted where it has to be. */
str completion_string(completion *c, str text);
/* A text on one line as it has to be written in a text inside of another; as it is where that can't be said. */
str completion_inside(completion *c, str text);
str completion_escape(completion *c, str text); /* for a snippet */

/* completion_skeleton.c: what comes behind a key. */
/* Fills in the item's text, and whether it is a snippet. */
void completion_write_key(completion *c, completion_item *item, const known_value *known);
/* One item that writes all keys which the mapping at hand can't do without and lacks; nothing when they are fewer than two. */
void completion_add_needed(completion *c, const known_list *members);
/* One item that begins an element of the list whose value stands alone at the cursor. */
void completion_add_element(completion *c, const known_value *list);

/* completion_comment.c: what may be said to wpls in the comment that the cursor is in; nothing where it is in none. */
void completion_in_comment(workspace *w, completion *c, str path, str text, uint32_t offset, const completion_words *rules);

#endif
