/* The difference of two texts in the unified format of diff and patch. */
#ifndef TEXT_DIFF_H
#define TEXT_DIFF_H

#include "base/array.h"
#include "base/strbuf.h"
#include "text/range.h"

/* Appends what turns `before` into `after`, with three lines of context, under the headers "--- old_name" and "+++ new_name";
 * nothing when they are equal. Lines that both texts begin or end with cost nothing; between them the work grows with lines times
 * changes, and past a bound the whole part is shown as replaced. */
void diff_unified(strbuf *out, str before, str after, str old_name, str new_name);

/* Lines that both texts have, as they follow one another: `length` bytes. */
typedef struct diff_same {
    uint32_t old_at, new_at, length;
} diff_same;
typedef ARRAY(diff_same) diff_sames;
/* In `a`, by place; what stands in none of them was edited. */
diff_sames diff_same_lines(arena *a, str before, str after);
/* Where a range of the old text stands in the new one; false when a line of it was edited. */
bool diff_move(const diff_sames *same, range *at);

#endif
