/* UTF-8, as the Unicode standard defines it (no surrogates, no overlong forms, nothing above U+10FFFF). */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/str.h"

enum { UTF8_BAD = 0xFFFD };

/* Decodes the character at byte `at` (which must be inside). Sets `*len` to its bytes, 1 for an ill-formed byte, which gives
 * UTF8_BAD. */
uint32_t utf8_decode(str s, size_t at, size_t *len);
/* Writes the character to `out` and returns its number of bytes, 1 to 4; an invalid code point is written as U+FFFD. */
size_t utf8_encode(uint32_t c, char out[4]);
/* Byte offset of the first ill-formed byte, or -1. */
ptrdiff_t utf8_invalid_at(str s);
/* Whether it begins as a text in UTF-16 or UTF-32 does: with their mark, or with ASCII between zeros. */
bool utf8_is_wide(str s);
/* As much of the start as `most` bytes hold without cutting a character. Borrowed. */
str utf8_head(str s, size_t most);
/* The byte at which the last character begins, an ill-formed byte being one; 0 for an empty text. */
size_t utf8_last(str s);
/* Number of characters (code points; every ill-formed byte counts as one). */
size_t utf8_count(str s);
/* Number of UTF-16 code units. */
size_t utf8_count_utf16(str s);
/* Number of terminal columns, roughly: East Asian wide and emoji count two, combining marks none. */
size_t utf8_width(str s);

#endif
