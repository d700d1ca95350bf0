/* Borrowed strings: a pointer and a length in bytes.
 *
 * A `str` never owns its bytes and never depends on a NUL behind them; it may hold any byte, NUL included.
 * Whoever hands one out says how long the bytes live (an arena, a document, the program).
 * This is the lowest header of the tree: it knows nothing of arenas. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct str {
    const char *p;
    size_t n;
} str;

/* A `str` of a string literal, usable in initialisers of static data. */
#define STR(literal) ((str){(literal), sizeof(literal) - 1})
#define STR_INIT(literal) {(literal), sizeof(literal) - 1}
/* For printf's "%.*s". */
#define STR_ARG(s) (int)(s).n, (s).p ? (s).p : ""

static inline str str_of(const char *cstr) { return (str){cstr, cstr ? strlen(cstr) : 0}; }
static inline str str_make(const char *p, size_t n) { return (str){p, n}; }
static inline bool str_eq(str a, str b) { return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0); }
static inline bool str_is(str a, const char *cstr) { return str_eq(a, str_of(cstr)); }
static inline bool str_empty(str s) { return s.n == 0; }

/* The bytes from `from` up to, not including, `to`, both clamped to the string. */
str str_slice(str s, size_t from, size_t to);
/* Orders by bytes, a prefix first; negative, 0 or positive. */
int str_cmp(str a, str b);
bool str_starts(str s, str prefix);
bool str_ends(str s, str suffix);
/* Equal but for ASCII case. */
bool str_eq_nocase(str a, str b);
/* The byte offset of the first (last) `needle` at or after `from` (before the end), or -1. */
ptrdiff_t str_find(str s, str needle, size_t from);
ptrdiff_t str_find_char(str s, char c, size_t from);
ptrdiff_t str_rfind_char(str s, char c);
bool str_has(str s, str needle);
/* Without ASCII blanks, tabs, CR and LF at both ends. */
str str_trim(str s);
/* Takes the part before the first `sep` off `*rest`; false when `*rest` was used up (its `p` is NULL then). */
bool str_split(str *rest, char sep, str *part);
/* 64-bit hash of the bytes (not for untrusted tables that must resist flooding; maps seed it). */
uint64_t str_hash(str s, uint64_t seed);
/* Number of single-character edits (insert, delete, change, swap of neighbours) from a to b, ASCII case ignored;
 * `limit + 1` when it would be more than `limit`. Strings beyond 64 bytes count as too far. */
unsigned str_distance(str a, str b, unsigned limit);
/* How far two names are from each other: 0 for the same but for case, '_' and '-', else the number of changed letters; UINT32_MAX
 * when one is hardly a misspelling of the other (more than one mistake in a short word, two in a longer one). */
unsigned str_name_distance(str a, str b);

#endif
