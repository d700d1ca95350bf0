/* Hints about what was not looked at. They are kept apart from findings, and joined in the end, so that one cause gives one
 * hint. */
#ifndef CLI_LINT_LEFT_OUT_H
#define CLI_LINT_LEFT_OUT_H

#include "plugin/workspace.h"
#include "text/diagnostic.h"

/* Moves such hints from `found` to the end of `out`, with copies in `a`. */
void left_out_take(diagnostic_list *found, arena *a, diagnostic_list *out);
/* One hint for all that say the same, at the first of their places, by path; some of the others are related places. `w` knows
 * their languages. In `a`. */
diagnostic_list left_out_join(arena *a, workspace *w, const diagnostic_list *hints);

#endif
