/* Paths as the system wants them, for the files of this folder. */
#ifndef BASE_POSIX_C_PATH_H
#define BASE_POSIX_C_PATH_H

#include "base/str.h"

#include <errno.h>
#include <limits.h>

/* A copy with a NUL at its end, since a `str` has none. False, with errno, when it can't name a file. */
static inline bool c_path(str path, char out[PATH_MAX])
{
    bool can = path.n > 0 && !memchr(path.p, 0, path.n);
    if (!can || path.n >= PATH_MAX) {
        errno = can ? ENAMETOOLONG : ENOENT;
        return false;
    }
    memcpy(out, path.p, path.n);
    out[path.n] = 0;
    return true;
}

#endif
