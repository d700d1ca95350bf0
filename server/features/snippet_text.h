/* Snippets as text: what becomes of one at a place. */
#ifndef FEATURES_SNIPPET_TEXT_H
#define FEATURES_SNIPPET_TEXT_H

#include "ir/code_place.h"

/* The body with the names of the place; false when it needs something that the place does not have. Memory from `a`. */
bool snippet_fit(arena *a, const code_place *place, str body, str *fitted);
/* The body without tab stops: placeholders and choices as their first text. `indent` goes before every line but the first. */
str snippet_plain(arena *a, str body, str indent);

#endif
