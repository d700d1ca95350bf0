/* Places of snippets in files that are of no language in the table: YAML, and C and C++ by the names of their functions. */
#ifndef FEATURES_SNIPPET_PLACE_H
#define FEATURES_SNIPPET_PLACE_H

#include "ir/code_place.h"
#include "plugin/workspace.h"

/* Everything in `a` or borrowed from `text`. */
code_place snippet_place_native(arena *a, str path, str text, uint32_t offset);
code_place snippet_place_yaml(workspace *w, arena *a, str path, str text, uint32_t offset);
/* The name of the function whose braces have that header: of "X A::f(int) const" it is "f". */
str snippet_function_name(str header);

#endif
