/* File names as text: nothing here touches the disk. '/' separates. */
#ifndef BASE_PATH_H
#define BASE_PATH_H

#include "base/arena.h"

bool path_is_absolute(str path);
/* The last component; empty for a path that ends in '/'. Borrowed from `path`. */
str path_base(str path);
/* Everything before the last '/': "." without one, "/" for a file of the root. Borrowed from `path`. */
str path_dir(str path);
/* The extension with its dot, of the last component: ".go", or empty. Borrowed. */
str path_extension(str path);
/* Whether walks leave out a folder of that name: hidden ones, and node_modules, which is large and nobody's own. */
bool path_is_skipped(str name);
/* Joins with one '/'; an absolute `name` wins. */
str path_join(arena *a, str dir, str name);
/* Without "." and ".." components and doubled '/'; ".." at the root vanishes, at the start of a relative path it stays. */
str path_clean(arena *a, str path);
/* `path` itself or something below `dir`; both clean. */
bool path_is_inside(str path, str dir);
/* `path` as seen from `dir` when it is inside it, else `path` unchanged; both clean and absolute. Borrowed from `path`. */
str path_relative(str path, str dir);

#endif
