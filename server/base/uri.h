/* file: URIs (RFC 8089, RFC 3986), as LSP clients send them. */
#ifndef BASE_URI_H
#define BASE_URI_H

#include "base/arena.h"

/* The path of a `file:` URI, percent-decoded; false for another scheme, a remote host or a decoded NUL. */
bool uri_to_path(arena *a, str uri, str *path);
/* `file:///...` with everything but unreserved characters and '/' percent-encoded, as VS Code writes it. */
str uri_from_path(arena *a, str path);

#endif
