/* The plugin project that the command line names. */
#ifndef CLI_PROJECT_H
#define CLI_PROJECT_H

#include "plugin/workspace.h"

/* The absolute path of a file or folder given on the command line, which may be read from then on. */
str allow_named(workspace *w, arena *a, const char *name);
/* "FOLDER#ID" without "#ID", which is returned; empty where there is no such end, or the path is there as it stands. */
str take_id(str *path);
/* The project of the path given on the command line, or with "#ID" behind it the plugin that hosts know by that id, owned by
 * the workspace; NULL, with a message on stderr, when there is
 * none. */
project *find_project(workspace *w, arena *a, const char *path);

#endif
