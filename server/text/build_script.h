/* Files of others that say how something is built - makefiles, scripts, Dockerfiles - by their names: the one place that lists
 * them. A language's own build file is its row's (ir/language_row.h). */
#ifndef TEXT_BUILD_SCRIPT_H
#define TEXT_BUILD_SCRIPT_H

#include "base/str.h"

/* SHELL: lines of it are commands of a shell, as those of a Dockerfile or a CI file are. */
typedef enum build_script { BUILD_SCRIPT_NONE, BUILD_SCRIPT_MAKE, BUILD_SCRIPT_SHELL } build_script;

build_script build_script_of(str name);

#endif
