/* Base64, as JSON forms of protocol buffers have it. */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include "base/arena.h"
#include "base/str.h"

/* The bytes that the text stands for, in `a`: standard or URL-safe letters, padded or not. False, and `out` without a pointer,
 * when it is no base64. */
bool base64_decode(arena *a, str text, str *out);

#endif
