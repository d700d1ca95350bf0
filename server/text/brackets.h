/* Which brackets are open at a cursor, found from the text before it.
 *
 * Completion is asked for in code that is half typed: what follows the cursor often makes no sense yet, and a parser may lose the
 * function around it. The text before the cursor is nearly always whole. For languages that write comments and literals as C or
 * Go do. */
#ifndef TEXT_BRACKETS_H
#define TEXT_BRACKETS_H

#include "base/array.h"
#include "text/range.h"

/* How a language marks where statements and literals end. */
typedef struct scan_rules {
    bool lines; /* a statement ends with its line, and `...` is a literal; else it ends with ';', and there are directives and
                   R"x(...)x" */
    const char *const *declarations; /* what nothing but a declaration begins with in the first column; ends with NULL. May be
                                        NULL: nothing is so sure */
} scan_rules;

typedef struct open_bracket {
    char kind;       /* '(', '[' or '{' */
    uint32_t at;
    uint32_t commas; /* inside of it, before the cursor */
    str header;      /* what stands before it in its statement or argument: "func f(a int) error", "wrapper.SetCtx" */
} open_bracket;

typedef struct scan_result {
    ARRAY(open_bracket) open; /* the outermost first */
    uint32_t statement;       /* where the cursor's statement or argument begins */
    bool inside_text;         /* in a comment or a literal */
} scan_result;

/* Scans text[0..cursor). Memory from `a`; headers are borrowed from `text`. */
scan_result scan_brackets(arena *a, const scan_rules *rules, str text, uint32_t cursor);

bool scan_is_word(char c); /* a letter, a digit or '_' */
/* The word around the offset: what a completion replaces. */
range scan_word(str text, uint32_t offset);
/* Whether `word` stands in `text` as a word of its own. */
bool scan_has_word(str text, str word);

#endif
