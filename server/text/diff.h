/* The difference of two texts in the unified format of diff and patch. */
#ifndef TEXT_DIFF_H
#define TEXT_DIFF_H

#include "base/strbuf.h"

/* Appends what turns `before` into `after`, with three lines of context, under the headers "--- old_name" and "+++ new_name";
 * nothing when they are equal. Lines that both texts begin or end with cost nothing; between them the work grows with lines times
 * changes, and past a bound the whole part is shown as replaced. */
void diff_unified(strbuf *out, str before, str after, str old_name, str new_name);

#endif
