/* Which files are sources in C and C++, by their names. This is the one place that lists their extensions. */
#ifndef TEXT_NATIVE_H
#define TEXT_NATIVE_H

#include "base/str.h"

/* Bit set; a header of C++ is NATIVE_HEADER | NATIVE_CPP, while one called ".h" may be of both, and so has NATIVE_HEADER
 * alone. */
enum {
    NATIVE_C = 1,
    NATIVE_CPP = 2,
    NATIVE_HEADER = 4,
};

/* 0: something else. */
unsigned native_source(str path);
/* A file that is compiled by itself: of what language, NATIVE_C or NATIVE_CPP; 0: it is none. */
unsigned native_unit(str path);

#endif
