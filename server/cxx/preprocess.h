/* C's preprocessor, as far as the sources of a plugin need it, with the places that everything in its output came from.
 *
 * Lines that are not taken, and directives, become blank lines. Macros of the files that were read are expanded where they are
 * called; those of the SDK's headers, which are not read, stay names. What can't be expanded - too deep, too much - stays as it
 * is written. */
#ifndef CXX_PREPROCESS_H
#define CXX_PREPROCESS_H

#include "base/array.h"
#include "base/map.h"
#include "text/range.h"

/* From byte `out` of the output on, up to the next piece. */
typedef struct cxx_piece {
    uint32_t out;
    uint32_t from, end; /* bytes of the source */
    bool copied;        /* letter by letter; else all of it stands for the macro call from..end */
} cxx_piece;

typedef struct cxx_expanded {
    str text;
    ARRAY(cxx_piece) pieces; /* in order, the first from byte 0 on; none for an empty text */
} cxx_expanded;

typedef struct cxx_macro cxx_macro;

/* What is known from file to file of one program, in the order of inclusion. */
typedef struct cxx_preprocessor {
    arena *arena; /* the results live there, too */
    bool is_c;    /* no macro is one of the C++ SDK */
    map macros;   /* name -> cxx_macro; NULL: not defined any more */
    /* Called where a file is included: its name, a slice of the text, and whether it stands in
     * quotes; it may call cxx_preprocess for that file. */
    void (*include)(void *self, str name, bool quoted);
    void *self;
} cxx_preprocessor;

/* The output for one file's text, which must live as long as it. Macros that it defines stay known. */
cxx_expanded cxx_preprocess(cxx_preprocessor *p, str text);
/* The source's range for one of the output: what came from a macro call has the call's. */
range cxx_source_range(const cxx_expanded *x, range r);

#endif
