/* Programs that end when wpls does, however it ends, together with all that they started in their process group.
 *
 * Not the program itself is started but wpls once more, as a step between the two: it leads the group, the system sends it a
 * signal when its parent is gone, and it ends as the program ends. Linux only; elsewhere the program is started as it is, and a
 * wpls that is killed leaves it behind. */
#ifndef BASE_DIE_WITH_PARENT_H
#define BASE_DIE_WITH_PARENT_H

#include "base/process.h"

/* The exit status when the program can't be started; the reason is on standard error, "can't be started: ...". Shells use it,
 * too. */
enum { DIE_WITH_PARENT_NOT_STARTED = 127 };

/* Starts the argument vector of a program; its path and arguments follow. The system looks at the thread that starts it: it must
 * not end before the program does (process_run sees to that). */
void die_with_parent_begin(arena *a, process_strings *argv);
/* The step itself, to be called first in main: returns unless these are the arguments that die_with_parent_begin makes. */
void die_with_parent_step(int argc, char **argv);

#endif
