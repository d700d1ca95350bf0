/* Regular expressions by RE2 (libre2), for Go's regexp and JSON Schema's patterns: the only C++ of the program. Linear time; patterns
 * are compiled once and kept in a table per thread. They are in RE2's syntax already (go/models/regexp_syntax.h, schema/pattern.h).
 *
 * Offsets of groups come in pairs (start, end) of bytes, -1 for a group that took no part. */
#ifndef TEXT_REGEXP_BRIDGE_H
#define TEXT_REGEXP_BRIDGE_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Number of groups, -1 when RE2 does not take the pattern. */
int regexp_groups(const char *pattern, size_t n);
/* Searches from byte `from` on (what stands before counts as context); fills 2 * count offsets. */
bool regexp_find(const char *pattern, size_t n, const char *text, size_t size, size_t from, int *groups, int count);
/* Number of the group with this name, -1 without one. */
int regexp_group_named(const char *pattern, size_t n, const char *name, size_t name_size);

#ifdef __cplusplus
}
#endif

#endif
