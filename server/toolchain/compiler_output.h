/* What compilers print, as findings at their places. Knows the forms of go, tinygo, clang, wasm-ld and make; lines that fit none
 * are left out, so that noise of a wrapper does no harm. */
#ifndef TOOLCHAIN_COMPILER_OUTPUT_H
#define TOOLCHAIN_COMPILER_OUTPUT_H

#include "text/diagnostic.h"

/* Where the text comes from, and where it is about. */
typedef struct compiler_output {
    str text;    /* all that was printed */
    str folder;  /* relative paths start here */
    str project; /* folder of the plugin: what has no place of its own is shown there */
    str anchor;  /* a file of the plugin for such findings: go.mod, the main source */
    str scratch; /* objects lie here: in messages their sources' names stand for them; may be empty */
    bool failed; /* the compiler said no: there is at least one error */
} compiler_output;

/* Appends the findings to `out`, everything in `a`. Reads the files named, to turn columns into bytes. Codes: build/compile,
 * build/warning, build/link, build/module, build/failed. */
void compiler_output_parse(arena *a, const compiler_output *o, diagnostic_list *out);

/* Whether the line is what `go build -v` prints for a package that it compiles. */
bool compiler_output_is_package(str line);

/* How a build program marks what it says itself, beside what its compiler says. */
typedef struct compiler_words {
    const char *sign;                  /* before what it says of the whole: "go: " */
    bool (*is_of_build)(str message);  /* about what is built, not about the code */
    bool (*is_progress)(str line);     /* behind the sign: nothing but what it is at */
} compiler_words;

extern const compiler_words compiler_words_of_go; /* go_output.c */

#endif
