/* What the system's library does to bytes faster than a loop would. */
#ifndef BASE_BYTES_H
#define BASE_BYTES_H

#include <stddef.h>

/* The first place of `wanted`, at least one byte, in the bytes; NULL without. Linear, whatever they are. */
const char *bytes_find(const char *bytes, size_t n, const char *wanted, size_t wanted_n);

#endif
