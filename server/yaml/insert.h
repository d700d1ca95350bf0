/* New members for a mapping that is there, written as its own are. */
#ifndef YAML_INSERT_H
#define YAML_INSERT_H

#include "yaml/tree.h"

typedef struct yaml_new_member {
    str key, value; /* the value as it is to stand in a line of the text */
} yaml_new_member;

/* What to put at `*at` of the text that the mapping was read from, so that the members stand behind its last one. Empty when that
 * can't be done: the value is no mapping, or one without a text of its own. Memory from `a`. */
str yaml_insert_members(arena *a, str text, const yaml_node *mapping, const yaml_new_member *members, size_t n, uint32_t *at);

#endif
