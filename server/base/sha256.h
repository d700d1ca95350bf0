/* SHA-256 (FIPS 180-4), for content addresses. A library would bring its whole world of ciphers along for these sixty lines. */
#ifndef BASE_SHA256_H
#define BASE_SHA256_H

#include "base/str.h"

/* The digest of the bytes in lower-case hexadecimal, with a NUL behind. */
void sha256_hex(str bytes, char out[65]);

#endif
