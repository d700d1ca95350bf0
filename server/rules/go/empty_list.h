/* Lists in structs that may be empty where their first or last element is taken. */
#ifndef RULES_GO_EMPTY_LIST_H
#define RULES_GO_EMPTY_LIST_H

#include "rules/go/panic.h"

/* Is `n` the element of a constant number, or the last one, of such a list: `list`, a field of a struct of the plugin's own? By
 * the body alone. */
bool empty_list_is_end(const panic_walk *w, const ir_node *n, const ir_node *list);
/* May the list of that field be empty, and nobody looks? */
bool empty_list_is_unchecked(const panic_walk *w, const ir_node *list);

#endif
