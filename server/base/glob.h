/* Glob patterns as LSP 3.17 defines them (`Pattern`): `*` and `?` inside one segment of a path, `**` across segments, `{a,b}`,
 * `[a-z]` and `[!x]`. Whole paths match, '/' separates. All ways through the pattern are
 * followed at once, none is taken back: the time is bounded by the path's length times the pattern's, squared for groups. */
#ifndef BASE_GLOB_H
#define BASE_GLOB_H

#include "base/str.h"

/* Whether the pattern matches the whole path. A pattern that is broken (a bracket without its end) or longer than
 * LIMIT_GLOB_BYTES matches nothing. */
bool glob_matches(str pattern, str path);
/* NULL, or what is wrong with the pattern. */
const char *glob_problem(str pattern);

#endif
