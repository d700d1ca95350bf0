/* Files and folders that walks leave out: patterns of .gitignore files, of the setting `exclude` and of `--exclude`, all written
 * as gitignore(5) has them. */
#ifndef PLUGIN_IGNORE_H
#define PLUGIN_IGNORE_H

#include "base/arena.h"
#include "base/array.h"

typedef struct ignore_pattern {
    str folder;    /* where it stands, absolute: it counts below */
    str glob;      /* as base/glob.h has it */
    bool negated;  /* "!...": what earlier ones leave out is taken back */
    bool folders;  /* ".../": folders alone */
    bool anchored; /* the path below `folder` is matched, else the name */
    bool plain;    /* `glob` is the name or path itself */
} ignore_pattern;

/* The last pattern that fits decides. Patterns of a folder are put behind those of the folders above it, and taken away again by
 * setting `n` to what it was. */
typedef ARRAY(ignore_pattern) ignore_list;

/* Adds the pattern that one line is; nothing for a comment, an empty line, or a pattern that is broken. Memory from `a`. */
void ignore_add(arena *a, ignore_list *list, str folder, str line);
/* Adds those of all lines of a .gitignore in the folder. */
void ignore_add_lines(arena *a, ignore_list *list, str folder, str text);
/* Whether a file or folder is left out; `path` is absolute and clean. What lies in a folder that is left out is not asked for. */
bool ignore_has(const ignore_list *list, str path, bool folder);

#endif
