/* New plugin projects, from templates/ (compiled in). */
#ifndef TOOLCHAIN_SCAFFOLD_H
#define TOOLCHAIN_SCAFFOLD_H

#include "base/arena.h"

typedef struct scaffold {
    str folder; /* the new project */
    str open;   /* its file to look at first */
    unsigned files;
} scaffold;

/* The language of a project where none is asked for. */
const char *scaffold_default(void);
/* Whether there are templates for the language: "go", "cpp" or "c". */
bool scaffold_knows(str language);
/* NULL, or what is wrong with the name of a plugin: it has to do for a folder, a Go module and a Kubernetes object. */
const char *scaffold_check_name(arena *a, str name);
/* Makes the folder `name` in `parent` (absolute), all or nothing: it appears with all its files, or not at all. Never touches
 * what is there. False: `*why` says what went wrong. Memory from `a`. */
bool scaffold_create(arena *a, str parent, str name, str language, scaffold *made, str *why);

#endif
