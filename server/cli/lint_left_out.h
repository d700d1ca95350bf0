/* Findings that several jobs may come to: hints about what was not looked at, and what is found in files that a plugin shares
 * with others - go.work, packages of the same module. They are kept apart, and joined in the end, so that one cause gives one
 * finding. */
#ifndef CLI_LINT_LEFT_OUT_H
#define CLI_LINT_LEFT_OUT_H

#include "cli/lint_groups.h"
#include "plugin/workspace.h"
#include "text/diagnostic.h"

/* Moves those from what the job found to the job's own list, with copies in `a`. Whether any is more than a hint about what was
 * not looked at. */
bool left_out_take(diagnostic_list *found, arena *a, job *j);
/* One hint for all that say the same, at the first of their places, by path; some of the others are related places. Of other
 * findings one a place. `w` knows their languages. In `a`. */
diagnostic_list left_out_join(arena *a, workspace *w, const diagnostic_list *apart);

#endif
