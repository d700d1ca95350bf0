/* The languages that plugins are written in, side by side: a row each, which its front end has filled (ir/language_row.h). */
#ifndef LANGUAGE_LANGUAGE_H
#define LANGUAGE_LANGUAGE_H

#include "ir/language_row.h"

/* All languages; ends with NULL. */
const language_row *const *language_all(void);
/* Adds a row, before anything else is asked; it must stay where it is. */
void language_add(const language_row *l);
/* The language that the file is a text in, by its name; NULL: none. */
const language_row *language_of(str path);
/* The language that has any of those uses for the file. */
const language_row *language_with(str path, unsigned uses);
/* What makes a folder a plugin's in any language, joined by `between`: "go.mod or main package". In `a`. */
str language_marks(arena *a, const char *between);

#endif
