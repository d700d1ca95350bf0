/* Files that say how something is built and belong to no language - makefiles, scripts, Dockerfiles, CI files - by their names.
 * This is the one place that lists them; a language's own build file is its row's (ir/language_row.h). */
#ifndef TEXT_BUILD_SCRIPT_H
#define TEXT_BUILD_SCRIPT_H

#include "base/arena.h"

/* SHELL: lines of it are commands of a shell, as those of a Dockerfile or a CI file are. */
typedef enum build_script { BUILD_SCRIPT_NONE, BUILD_SCRIPT_MAKE, BUILD_SCRIPT_SHELL } build_script;

/* Of a file's name, without its folder. */
build_script build_script_of(str name);
/* The folders in which such files stand, beside those of a project's root: the one of number `i`; NULL behind the last. */
const char *build_script_folder(size_t i);
/* A pattern for all of them in any folder (base/glob.h), for who watches files. */
str build_script_glob(arena *a);

#endif
