/* Regular expressions by RE2 (libre2), for Go's regexp and JSON Schema's patterns: the only C++ of the program. Linear time;
 * patterns are compiled once and kept in a table per thread. They are in RE2's syntax already (go/models/regexp_syntax.h,
 * schema/pattern.h).
 *
 * Who takes patterns from a document counts what they cost: a short one ("[\pL]{1,900}") may take megabytes and half a second.
 *
 * Offsets of groups come in pairs (start, end) of bytes, -1 for a group that took no part. */
#ifndef TEXT_REGEXP_BRIDGE_H
#define TEXT_REGEXP_BRIDGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Number of groups, -1 when RE2 does not take the pattern. */
int regexp_groups(const char *pattern, size_t n);
/* Bytes that the pattern takes, compiled and run, at most; also stands for the time to compile it (some 10 ns a byte). The same
 * whatever was compiled before, and large for a pattern that is too large for RE2. */
size_t regexp_bytes(const char *pattern, size_t n);
/* RE2's ProgramSize, 0 when it does not take the pattern. */
int regexp_size(const char *pattern, size_t n);
/* Why RE2 does not take it, in its words; `text` gets at most `most` bytes. Gives their number, 0 when it does. */
size_t regexp_error(const char *pattern, size_t n, char *text, size_t most);
/* Instructions that a search in a text of `size` bytes looks at: seldom more, mostly fewer. */
uint64_t regexp_work(const char *pattern, size_t n, size_t size);
/* Searches from byte `from` on (what stands before counts as context); fills 2 * count offsets. */
bool regexp_find(const char *pattern, size_t n, const char *text, size_t size, size_t from, int *groups, int count);
/* Number of the group with this name, -1 without one. */
int regexp_group_named(const char *pattern, size_t n, const char *name, size_t name_size);

#ifdef __cplusplus
}
#endif

#endif
