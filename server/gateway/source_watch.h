/* The files that a plugin is made of, and whether they changed. */
#ifndef GATEWAY_SOURCE_WATCH_H
#define GATEWAY_SOURCE_WATCH_H

#include "base/array.h"

typedef ARRAY(str) source_paths;

/* The source and build files below a folder, without hidden folders and node_modules, at most LIMIT_FOLDER_FILES. In arena
 * `a`. */
source_paths source_files(arena *a, str folder);

/* A number that changes when one of the files is written, added or removed. `extra`: a file outside, may be empty. */
uint64_t source_state(str folder, str extra);

#endif
