/* The plugin project that the command line names. */
#ifndef CLI_PROJECT_H
#define CLI_PROJECT_H

#include "plugin/workspace.h"

/* The absolute path of a file or folder given on the command line, which may be read from then on. */
str allow_named(workspace *w, arena *a, const char *name);
/* The project of the path given on the command line, owned by the workspace; NULL, with a message on stderr, when there is
 * none. */
project *find_project(workspace *w, arena *a, const char *path);

#endif
