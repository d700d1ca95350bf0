/* The comment that says what a declaration is for, in languages that write comments as C or Go do.
 *
 * It stands on the lines directly above, or behind it on its own line. Doxygen's further marks (three slashes, two stars) are
 * part of the sign. */
#ifndef TEXT_DOC_COMMENT_H
#define TEXT_DOC_COMMENT_H

#include "base/arena.h"
#include "text/range.h"

/* The lines of the comment above the line that begins at `line`, as they stand; empty: there is none. Borrowed from `text`. */
str doc_comment_above(str text, size_t line);
/* The comment of what stands at `at`, without its signs; behind it only with `behind`, and when there is none above. Lines that
 * begin with one of `tools`, which ends with NULL and may be NULL, speak to programs and are left out. In `a`. */
str doc_comment(arena *a, str text, range at, bool behind, const char *const *tools);

#endif
