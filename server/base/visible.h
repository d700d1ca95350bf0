/* Text that others wrote, made safe to be shown: file names, keys, values, what a plugin says.
 *
 * Control characters do anything to a terminal, marks that turn the direction of text let it read as something else, and a line
 * end makes one line of a report two. Wherever such text leaves wpls for people - reports, messages, logs - it goes through
 * here. */
#ifndef BASE_VISIBLE_H
#define BASE_VISIBLE_H

#include "base/arena.h"
#include "base/strbuf.h"

/* Whether a character is not seen but does something: controls, line separators, marks of direction, tags, noncharacters. */
bool visible_is_hidden(uint32_t c);
/* Adds the text on one line, with what is hidden written as an escape: "\n", "\x1b", "\u202e", and bytes that are no UTF-8 as
 * "\xff". Adding the result once more gives the same. */
void strbuf_add_visible(strbuf *out, str s);
/* Likewise; `s` itself when nothing in it is hidden, else a copy in `a`. */
str str_visible(arena *a, str s);
/* Likewise for a text of several lines: line feeds and tabs stay. */
str str_visible_lines(arena *a, str s);

#endif
