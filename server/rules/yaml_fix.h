/* Fixes for mistakes of syntax in YAML and JSON: tabs, quotes, brackets, commas, colons, and full-width punctuation, which is
 * named.
 *
 * A fix is a guess that was tried: the text with it is parsed, and has fewer mistakes. Text inside of quotes and of values stays
 * as it is. */
#ifndef RULES_YAML_FIX_H
#define RULES_YAML_FIX_H

#include "text/diagnostic.h"
#include "yaml/tree.h"

/* For the errors "yaml/..." of the list from number `from` on that have no fix yet; their places are bytes of `text`. Where
 * full-width punctuation is the mistake the finding says so, and stands at it. Memory from `a`. */
void yaml_fixes_add(arena *a, str text, yaml_dialect dialect, diagnostic_list *list, size_t from);

#endif
