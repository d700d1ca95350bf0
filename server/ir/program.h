/* The language-neutral program that front ends lower sources to: files, packages (ir/func.h), and one tree of nodes per body
 * (ir/node.h).
 *
 * Everything lives in the program's arena. A program is immutable but for bodies, which are lowered when first asked for: one
 * thread at a time. */
#ifndef IR_PROGRAM_H
#define IR_PROGRAM_H

#include "ir/func.h"
#include "text/line_index.h"

typedef struct ir_file {
    str path; /* absolute */
    str text;
    bool own;
    enum { MENTION_UNKNOWN, MENTION_NONE, MENTION_SOME } mentions; /* the front end's: the name of a registering function */
    line_index lines; /* of the text; made when the first place in it is printed */
} ir_file;

/* What a front end provides. */
typedef struct ir_front {
    const char *language; /* language_row.name */
    void (*lower_func)(ir_program *p, ir_func *f);
    void (*lower_global)(ir_program *p, ir_global *g);
    /* Makes functions of its packages of all methods that there are; NULL: they always are. */
    void (*make_methods)(ir_program *p);
} ir_front;

struct native;
struct ir_semantics;

/* A function got a new body, is new, or is gone. In the file, what ended behind `old_end` then has moved along with `new_end`. */
typedef struct ir_edit {
    ir_func *func; /* NULL: the text alone was edited */
    uint32_t file; /* IR_NO_FILE: nothing has moved */
    uint32_t start, old_end, new_end; /* bytes */
} ir_edit;

/* A source that another takes in, and that is not at hand: what it declares is not known. */
typedef struct ir_absent {
    str name;
    ir_span at;
} ir_absent;

struct ir_program {
    arena *arena;
    ARRAY(ir_file) files;
    ARRAY(ir_package *) packages; /* the main package first */
    map package_by_path;
    ARRAY(str) unread;   /* own sources that are there and could not be read, and all that are too large */
    ARRAY(ir_absent) absent; /* each name once */
    bool libraries_cut;  /* there were more library files than LIMIT_LIBRARY_FILES: the rest is not here */
    const ir_front *front;
    /* The function models for members of packages without source: sees "strings.HasSuffix", "github.com/tidwall/gjson.Result.Get"
     * (package path, type, method). NULL when there is none. */
    const struct native *(*find_native)(str name);
    const struct ir_semantics *semantics; /* how values behave where that is not as in Go (ir/semantics.h), or NULL */
    void *front_state;
    uint64_t shape; /* grows whenever more has changed than `edited` lists */
    uint64_t outline; /* grows whenever declarations have changed and the rest has stayed: `edited` has all functions that depend
                         on them */
    ARRAY(ir_edit) edited; /* since, oldest first */
    bool wants_whole; /* for the next edits: a text that the compiler refuses is of no use to the caller, and its edits may be
                         left undone as soon as that is seen */
    bool left_alone;  /* ... one was: the program is as it was before it */
    uint64_t watches, watching; /* ir_watch_begin so far; the number of the one at hand, 0 for none */
    uint64_t runs; /* evaluations so far, see ir_global.run */
    const ir_refusal *refused; /* the first code that the compiler refuses, as the front end last looked; NULL: none. Since
                                  that code has no body here, nobody may conclude from the rest of the program that something
                                  is never done */
};

/* From here to the end it is noted which functions' bodies are asked for (ir_func.watch): what is made meanwhile depends on them.
 * Returns the number of this watch; one at a time. */
uint64_t ir_watch_begin(ir_program *p);
void ir_watch_end(ir_program *p);
/* Goes on with a watch that has ended. */
void ir_watch_resume(ir_program *p, uint64_t watch);
/* The place after the edit. */
void ir_span_move(ir_span *at, const ir_edit *edit);

#endif
