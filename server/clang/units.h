/* Sources as libclang has parsed them, and what it says of places in them. In the worker alone. */
#ifndef CLANG_UNITS_H
#define CLANG_UNITS_H

#include "clang/api.h"
#include "clang/ask.h"

enum { CLANG_UNITS_MOST = 2 }; /* one takes 150 to 310 MB with C++'s headers */

typedef struct clang_unit {
    void *unit;        /* NULL: this place is free */
    strbuf path;
    uint64_t arguments, texts; /* hashes of what it was made of */
    unsigned used;     /* the number of the question that asked for it last */
} clang_unit;

typedef struct clang_units {
    const clang_api *api;
    void *index;
    unsigned flags;    /* for parsing */
    str resources;     /* the folder of the compiler's own headers; empty: it is left to the library */
    arena memory;
    clang_unit at[CLANG_UNITS_MOST];
} clang_units;

void clang_units_begin(clang_units *u, const clang_api *api);
/* Adds the lines of the answer, but for the last one, to `out`. */
void clang_units_answer(clang_units *u, const clang_question *q, strbuf *out);

#endif
