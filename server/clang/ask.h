/* What is asked of the worker, and what it answers: plain data, so that nothing of libclang's leaves its process.
 *
 * A question is a block of bytes: "LENGTH\n", then strings, each "LENGTH:BYTES". An answer is lines of fields between tabs, in
 * which tabs, line breaks and backslashes are written \t, \n and \\; the first field says what the line is, and the last line
 * is "end NUMBER". */
#ifndef CLANG_ASK_H
#define CLANG_ASK_H

#include "base/array.h"
#include "base/strbuf.h"

typedef enum clang_kind {
    CLANG_ASK_HOVER,      /* "hover" declaration, type, comment */
    CLANG_ASK_DEFINITION, /* "place" path, offset, line and byte in it, both from 1 */
    CLANG_ASK_COMPLETION, /* "item" label, what is inserted, type, kind of cursor, priority, comment */
    CLANG_ASK_ERRORS,     /* "error" offset, message, then path, offset and message of each note; "missing" offset, name of a
                             header that is not there */
} clang_kind;

typedef struct clang_file {
    str path, text;
} clang_file;

typedef struct clang_question {
    unsigned number;
    clang_kind kind;
    str path;
    uint32_t offset;       /* bytes of its text */
    ARRAY(str) arguments;  /* of a compiler */
    ARRAY(clang_file) files; /* that editors have; the asked one first */
} clang_question;

enum { CLANG_FIELDS_MOST = 16 };

typedef struct clang_line {
    str fields[CLANG_FIELDS_MOST];
    size_t n;
} clang_line;

/* Adds the question as bytes. */
void clang_ask_write(strbuf *out, const clang_question *q);
/* The question in `block`, without its length; strings are borrowed from it, the lists are in `a`. False: it is none. */
bool clang_ask_read(arena *a, str block, clang_question *q);
/* Adds a line with so many fields to an answer. */
void clang_answer_write(strbuf *out, const str *fields, size_t n);
/* The fields of a line, without its break. In `a`. */
clang_line clang_answer_read(arena *a, str line);
/* A field as a number; 0 for what is none. */
uint32_t clang_number(str field);

#endif
