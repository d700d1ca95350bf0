/* Folders for what is under construction, beside the place that it will be renamed into, or among the system's temporary files.
 *
 * A folder is locked (flock) while it is in use. A process that is killed leaves its folder without a lock: the next one that
 * works in the same place takes it away. */
#ifndef BASE_SCRATCH_H
#define BASE_SCRATCH_H

#include "base/arena.h"

typedef struct scratch {
    str path; /* empty: none */
    int lock; /* -1: none */
} scratch;

/* Makes a folder, the user's alone, in `parent`, and removes what killed processes left there. False with errno set. The path is
 * in `a`. */
bool scratch_open(arena *a, scratch *s, str parent);
/* Only the removing. */
void scratch_sweep(arena *a, str parent);
/* Removes the folder with all that is in it. Fine on one that is closed or whose scratch_open failed. */
void scratch_close(scratch *s);
/* Where temporary files go: $TMPDIR when it is absolute, else /tmp. */
str scratch_temporary(void);

#endif
