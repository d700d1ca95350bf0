/* Values as bytes, for another process of the same program: written one after the other, and read in the same order. */
#ifndef BASE_PACK_H
#define BASE_PACK_H

#include "base/arena.h"
#include "base/strbuf.h"

void pack_number(strbuf *out, uint64_t n);
void pack_str(strbuf *out, str s);

/* What is left to read. Past the end there are zeros and empty strings, and `failed` is set. */
typedef struct unpacker {
    str rest;
    bool failed;
} unpacker;

uint64_t unpack_number(unpacker *u);
/* Borrowed from the bytes. */
str unpack_str(unpacker *u);

#endif
