/* What the files of the renaming share: rename.c (what and where), rename_trial.c (whether the code then does the same). */
#ifndef FEATURES_RENAME_INTERNAL_H
#define FEATURES_RENAME_INTERNAL_H

#include "features/rename.h"

/* Whether the plugin reads, from the sources with the edits done, just what it read before, the keys having their new name. */
bool rename_holds(workspace *w, arena *a, const rename_plugin *of, str name, const text_edits *edits, bool everywhere);

#endif
