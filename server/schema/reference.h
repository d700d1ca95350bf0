/* URI references (RFC 3986) as JSON Schema uses them. Text only. */
#ifndef SCHEMA_REFERENCE_H
#define SCHEMA_REFERENCE_H

#include "base/arena.h"

/* RFC 3986 5.2: the reference as seen from a base, in `a`. */
str schema_uri_resolve(arena *a, str base, str reference);
/* The part before '#'; `*fragment` the part behind it (its `p` is NULL without '#'). Borrowed. */
str schema_uri_split(str uri, str *fragment);
/* With %xx decoded, in `a`. */
str schema_uri_decode(arena *a, str s);

#endif
