/* Where a cursor stands in half-typed YAML or JSON.
 *
 * The token at the cursor is replaced by a name that can't occur, repaired where a colon or comma is missing, and the text is
 * parsed again: the parser itself then says which mapping, by its own rules of indentation, the cursor's key would belong to, or
 * whose value it would be. */
#ifndef FEATURES_PROBE_H
#define FEATURES_PROBE_H

#include "base/arena.h"
#include "yaml/tree.h"

typedef struct probe {
    uint32_t document;        /* index in the stream */
    const yaml_node *node;    /* stands for the token at the cursor, in the tree of the repaired text */
    const yaml_node *mapping; /* the mapping it is a key of; NULL: it is a value */
    range token;              /* what a completion replaces, in the text as it is; on the cursor's line */
    char quote;               /* the token begins with this quote; 0: with none */
    bool flow;                /* inside {} or [] */
    bool has_colon;           /* the key has its colon and perhaps a value */
    bool comma_after;         /* a comma is missing behind the token */
    bool space_before;        /* "key:" stands right before the token: a blank is missing */
    uint32_t dash_columns;    /* from the line's first non-blank to the token: behind "- " */
    bool starts_line;         /* a block key with nothing else but "- " before it on its line */
} probe;

/* False when nothing can be completed there: in a comment, a block scalar, free text. Everything in `a`. */
bool probe_cursor(arena *a, str text, uint32_t offset, probe *p);

#endif
