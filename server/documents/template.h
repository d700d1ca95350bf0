/* Templates of documents, as Helm's: actions in "{{ }}" between what is YAML. */
#ifndef DOCUMENTS_TEMPLATE_H
#define DOCUMENTS_TEMPLATE_H

#include "base/arena.h"
#include "base/array.h"
#include "base/str.h"

typedef ARRAY(uint32_t) template_places;

/* Whether values or lines of the text are actions; one in quotes or in the midst of a value is a text like others. */
bool template_is(str text);
/* The text with letters of the same number of bytes in place of its actions, so that all else keeps its place; blanks for those
 * that a line begins with, unless a word goes on behind them. `lines`: where those are: what becomes of them may be any number of
 * lines. Memory from `a`. */
str template_mask(arena *a, str text, template_places *lines);
/* Whether the action there gives text, and does not only decide about other text. */
bool template_is_output(str text, size_t at);
/* Whether a value has such letters: what it will be is not known. */
bool template_hides(str value);

#endif
