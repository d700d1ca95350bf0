/* Snippets as completion items, where they fit. */
#ifndef FEATURES_SNIPPETS_H
#define FEATURES_SNIPPETS_H

#include "features/completion.h"

/* Adds the snippets that fit the place to `list`, in Go, C, C++ and YAML files; they sort behind everything else. Everything in
 * `a`. */
void snippets_at(workspace *w, arena *a, str path, uint32_t offset, completion_style style, completion_list *list);

#endif
