/* Base64 (RFC 4648). */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include "base/arena.h"
#include "base/str.h"

/* The bytes as text, in `a`: with the digits of section 5 (for URLs and file names) or of section 4, with '=' at the end or
 * not. */
str base64_encode(arena *a, str bytes, bool url, bool pad);
/* What a digit of section 5 or 4 stands for; -1: it is none. */
int base64_digit(char c, bool url);
/* The bytes that the text stands for, in `a`, as JSON forms of protocol buffers have it: digits of either section, padded or not.
 * False, and `out` without a pointer, when it is no base64. */
bool base64_decode(arena *a, str text, str *out);

#endif
