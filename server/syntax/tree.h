/* The only door to tree-sitter: concrete syntax trees of source files.
 *
 * A tree is immutable and reference counted; nodes are small values, valid while their tree lives. Parsing never fails: broken
 * code gives a tree with error nodes. */
#ifndef SYNTAX_TREE_H
#define SYNTAX_TREE_H

#include "base/arena.h"
#include "text/range.h"

typedef enum syntax_language { SYNTAX_GO, SYNTAX_C, SYNTAX_CPP } syntax_language;

typedef struct syntax_tree syntax_tree;

typedef struct syntax_node {
    uint32_t context[4];
    const void *id;
    const void *tree;
} syntax_node;

/* What was typed to come from one text to the other: everything between the common start and the common end. */
typedef struct syntax_change {
    uint32_t start, old_end, new_end; /* bytes */
} syntax_change;
syntax_change syntax_change_between(str old, str new);

/* Parses `text` (borrowed only during the call). `old` may be an earlier tree of nearly the same text with its text, to reuse
 * what did not change; it stays valid. Owned by the caller: syntax_tree_drop. */
syntax_tree *syntax_parse(syntax_language language, str text, const syntax_tree *old, str old_text);
/* The same for who only asks whether there are errors: where they are put may depend on the old tree, which saves parsing broken
 * text from scratch. */
syntax_tree *syntax_parse_roughly(syntax_language language, str text, const syntax_tree *old, str old_text);
syntax_tree *syntax_tree_keep(syntax_tree *t);
void syntax_tree_drop(syntax_tree *t);
syntax_node syntax_root(const syntax_tree *t);

bool syntax_is_null(syntax_node n);
/* Number of the node's kind in its grammar. */
uint16_t syntax_kind_id(syntax_node n);
/* Numbers for a front end's own table of kinds: `table[number of kinds[i] in the grammar]` becomes `first + i`. The table has
 * `ids` entries; kinds that the grammar lacks, or whose numbers lie beyond, get none. */
void syntax_number_kinds(syntax_language language, const char *const *kinds, size_t count, uint8_t first, uint8_t *table,
                         size_t ids);
void syntax_number_fields(syntax_language language, const char *const *fields, size_t count, uint16_t *table);
/* The kind's name in the grammar; of a token its text. */
const char *syntax_kind_text(syntax_node n);
range syntax_range(syntax_node n);
str syntax_text(syntax_node n, str text);
bool syntax_is_named(syntax_node n);
bool syntax_is_missing(syntax_node n);
/* Whether it begins and ends on the same line. */
bool syntax_is_in_line(syntax_node n);
/* Is there a syntax error in it or below it? */
bool syntax_has_error(syntax_node n);
syntax_node syntax_field(syntax_node n, uint16_t field);
uint32_t syntax_child_count(syntax_node n); /* tokens included */
uint32_t syntax_named_count(syntax_node n);
syntax_node syntax_named(syntax_node n, uint32_t i);
syntax_node syntax_last(syntax_node n); /* its last child, tokens included; no node when it has none */

/* Walks children in linear time (child by index is quadratic over long lists):
 *     for (syntax_cursor c = syntax_children(n); syntax_next(&c);) use(c.node); */
typedef struct syntax_cursor {
    syntax_node node;
    uint16_t field; /* field of the child, 0 for none */
    bool named_only, started;
    struct { const void *tree, *id; uint32_t context[3]; } state;
} syntax_cursor;
syntax_cursor syntax_children(syntax_node n);
syntax_cursor syntax_named_children(syntax_node n);
bool syntax_next(syntax_cursor *c);
void syntax_cursor_end(syntax_cursor *c); /* only needed when a loop is left early */

/* Goes through a node and all below it, tokens included, in the order of the text. `visit` says whether to go into a node.
 * `around` is the number of the kind of the innermost node that holds both this one and what was visited before it. */
void syntax_walk(syntax_node n, bool (*visit)(void *self, syntax_node node, uint16_t around), void *self);

#endif
