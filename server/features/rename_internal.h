/* What the files of the renaming share: rename.c (what and where), rename_trial.c (whether the code then does the same). */
#ifndef FEATURES_RENAME_INTERNAL_H
#define FEATURES_RENAME_INTERNAL_H

#include "features/rename.h"

typedef enum rename_verdict { RENAME_HOLDS, RENAME_READS_OTHERS, RENAME_REFUSED } rename_verdict;

/* Whether the plugin reads, from the sources with the edits done, just what it read before, the keys having their new name;
 * RENAME_REFUSED: those do not compile, and what they read is not known. */
rename_verdict rename_try(workspace *w, arena *a, const rename_plugin *of, str name, const text_edits *edits, bool everywhere);

#endif
