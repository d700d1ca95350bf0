/* The language-neutral program that front ends lower sources to: packages, functions, and one tree of nodes per body.
 *
 * Function bodies are lowered when first asked for (ir_func_body), so that a large project costs what is reached. Everything
 * lives in the program's arena. A program is immutable but for that laziness: one thread at a time. */
#ifndef IR_PROGRAM_H
#define IR_PROGRAM_H

#include "base/array.h"
#include "base/work.h"
#include "ir/constant.h"
#include "ir/refusal.h"
#include "text/line_index.h"

typedef enum ir_op {
    /* --- expressions; `type` is the static type where the front end knows it, else NULL --- */
    IR_CONST,       /* a literal or a folded constant: `constant` */
    IR_LOCAL,       /* variable in frame slot `slot` */
    IR_GLOBAL,      /* package variable `global` */
    IR_FUNC,        /* declared function `func` as a value or callee (also T.Method: method expression) */
    IR_EXTERN,      /* member `name` of package `package`, whose source is not in the program: "strings" "HasSuffix" */
    IR_TYPE,        /* `type` where an expression is expected: callee of a conversion is IR_CONVERT, never this */
    IR_ADDR,        /* &kids[0] */
    IR_DEREF,       /* *kids[0] */
    IR_SELECT,      /* kids[0].name: a field, else a method value; decided by the value */
    IR_INDEX,       /* kids[0][kids[1]]; IR_COMMA_OK: two results (value, present) */
    IR_SLICE,       /* kids[0][kids[1]:kids[2]:kids[3]]; absent bounds are NULL */
    IR_UNARY,       /* token `sub` ('-', '+', '!', '^') of kids[0] */
    IR_BINARY,      /* kids[0] `sub` kids[1], see ir_token */
    IR_AND, IR_OR,  /* short circuit */
    IR_CONVERT,     /* conversion of kids[0] to `type` */
    IR_ASSERT,      /* kids[0].(type); IR_COMMA_OK: two results */
    IR_COMPOSITE,   /* literal of `type`: kids are values or IR_KEYED; an elided inner type is filled in */
    IR_KEYED,       /* element of a composite: struct: `name` and kids[0]; else kids[0] is the key and kids[1] the value */
    IR_CLOSURE,     /* function literal `func`; captures[i] is the slot of the enclosing frame whose variable becomes slot i of
                       the closure's frame */
    IR_CALL,        /* kids[0] called with kids[1..]; IR_SPREAD: the last argument is passed as the variadic slice.
                       A method call has an IR_SELECT (or IR_FUNC of a method expression) as kids[0]. */
    IR_BUILTIN,     /* predeclared function `sub` (ir_builtin) of kids; make and new have `type` */
    IR_RECEIVE,     /* <-kids[0] */
    /* Of languages with references, whose program has `semantics`: */
    IR_MEMBER,      /* kids[0].name: a field, else a method bound to the variable kids[0]; `targets`: with so many arguments less
                       one, 0: not to be called */
    IR_COND,        /* kids[0] ? kids[1] : kids[2] */
    IR_SEQUENCE,    /* kids in order, statements but for the last one, whose variable or value it is */
    IR_UPDATE,      /* kids[0] = kids[1], or with `sub` kids[0] = kids[0] sub kids[1]: the variable; IR_BEFORE: what it held */
    IR_REFER,       /* the variable that kids[0] is in, as a reference; a new one for what is in none */
    IR_TRUTH,       /* kids[0] as a condition */
    IR_TARGET,      /* what kids[0] points to: *it, it-> */
    IR_CONSTRUCT,   /* an object of `type` made of kids; IR_LIST: of a list in braces */
    /* --- statements --- */
    IR_BLOCK,       /* kids in order; a scope */
    IR_EXPR,        /* kids[0] for its effect */
    IR_ASSIGN,      /* the first `targets` kids are places (IR_LOCAL, IR_GLOBAL, IR_EXTERN, IR_SELECT, IR_INDEX, IR_DEREF,
                       IR_DECLARE, IR_BLANK); then as many values, one value with several results, or none (zero values). With
                       `sub` != 0: kids[0] = kids[0] sub kids[1]. */
    IR_DECLARE,     /* place: a new variable in `slot` of `type` (NULL: that of the value) */
    IR_BLANK,       /* place: _ */
    IR_BIND,        /* place: `slot` becomes another name of the variable that the value is in, of `type` (NULL: whatever it
                       is) */
    IR_IF,          /* kids: condition, then, else or NULL */
    IR_LOOP,        /* kids: condition or NULL, post or NULL, body; label `name`; `slots` get a fresh copy each round (Go 1.22);
                       IR_AFTER: the body runs once before the condition is asked */
    IR_RANGE,       /* kids: key place or NULL, value place or NULL, subject, body; label `name` */
    IR_SWITCH,      /* kids[0]: tag or NULL; then IR_CASE; label `name` */
    IR_TYPE_SWITCH, /* kids[0]: subject; then IR_CASE with IR_TYPE or nil constants; label `name` */
    IR_CASE,        /* the first `targets` kids are the alternatives, the last one is the body (IR_BLOCK); IR_DEFAULT.
                       In a type switch `slot` >= 0 is bound to the subject. */
    IR_COMM_SELECT, /* select statement: kids are IR_CASE with the communication as first statement of the body */
    IR_BREAK, IR_CONTINUE, /* label `name` or empty */
    IR_FALLTHROUGH,
    IR_RETURN,      /* kids: results; none returns named results */
    IR_DEFER, IR_GO,/* kids[0]: an IR_CALL or IR_BUILTIN */
    IR_SEND,        /* kids[0] <- kids[1] */
    IR_UNSUPPORTED, /* what can't be lowered: `name` says why; kids are what it contains, for walkers. Evaluation ends
                       undecided. */
} ir_op;

/* Operators of IR_UNARY, IR_BINARY and IR_ASSIGN: C characters for one-character ones. */
typedef enum ir_token {
    IR_ADD = '+', IR_SUB = '-', IR_MUL = '*', IR_DIV = '/', IR_REM = '%', IR_BIT_AND = '&', IR_BIT_OR = '|', IR_XOR = '^',
    IR_LESS = '<', IR_GREATER = '>', IR_NOT = '!', IR_SHL = 1, IR_SHR, IR_AND_NOT, IR_EQUAL, IR_UNEQUAL, IR_LESS_EQUAL,
    IR_GREATER_EQUAL,
} ir_token;

typedef enum ir_builtin {
    IR_LEN, IR_CAP, IR_APPEND, IR_MAKE, IR_NEW, IR_DELETE, IR_COPY, IR_PANIC, IR_RECOVER, IR_MIN, IR_MAX, IR_CLEAR, IR_CLOSE,
    IR_PRINT,
} ir_builtin;

enum { /* ir_node.flags */
    IR_COMMA_OK = 1, IR_SPREAD = 2, IR_DEFAULT = 4, IR_BEFORE = 8, IR_LIST = 16, IR_AFTER = 32,
};

typedef struct ir_func ir_func;
typedef struct ir_global ir_global;
typedef struct ir_package ir_package;
typedef struct ir_program ir_program;

typedef struct ir_node ir_node;
struct ir_node {
    uint8_t op, sub, flags;
    uint32_t count;   /* of kids; a kid may be NULL where the op says so (ir/verify.c has all counts) */
    uint32_t targets;
    int32_t slot;     /* -1 where there is none */
    ir_span at;
    ir_type *type;
    ir_node **kids;
    str name, package;
    union {
        ir_constant constant;
        ir_func *func;
        ir_global *global;
        struct {
            int32_t *at;
            uint32_t count;
        } slots;
    };
};

typedef struct ir_param {
    str name; /* empty or "_" when it has none */
    ir_type *type;
    int32_t slot;
    ir_span at;
    ir_span type_at; /* the type as it is written; several names may share it */
    bool by_reference; /* another name of the argument's variable */
} ir_param;

struct ir_func {
    str name;           /* "parseConfig"; of a literal empty */
    ir_package *package;
    ir_func *outer;     /* the enclosing function of a literal */
    ir_type *receiver;  /* named type, or NULL */
    bool pointer_receiver, variadic, has_recover, has_defer;
    bool returns_reference; /* to a variable, not what is in it */
    ir_param *params;   /* the receiver first, when there is one */
    uint32_t param_count;
    ir_param *results;  /* slot -1 when unnamed */
    uint32_t result_count;
    ir_type *type;      /* TYPE_FUNC, without the receiver */
    str *type_params;   /* names; values of such types carry their dynamic type */
    uint32_t type_param_count;
    int32_t slot_count; /* valid once the body is lowered */
    int32_t *captures;  /* literals: slots of the outer frame, see IR_CLOSURE */
    uint32_t capture_count;
    const bool *captures_copies; /* one for each capture: a variable of its own, with what is in the outer one; NULL: none */
    ir_span at;         /* the name, or the keyword of a literal */
    ir_span whole;
    str doc;
    /* set by the front end; use ir_func_body */
    ir_node *body;
    bool lowered, has_body;
    const ir_refusal *refused; /* why there is no body although the source has one; NULL: nothing speaks against it. Its own copy:
                                  use ir_func_refused */
    uint64_t text;      /* hash of its source, where somebody watches the work (base/work.h); valid once the body is lowered */
    const work_left_out *left_out; /* an earlier process of wpls died of it, and so it is refused; or NULL */
    uint64_t watch;     /* the last ir_program.watching during which its body, or that of a literal in it, was asked for */
    void *front;
};

struct ir_global {
    str name;
    ir_package *package;
    ir_type *type;     /* NULL: that of the value */
    ir_node *init;     /* NULL: zero value; use ir_global_init. With several names: one value with several results */
    uint32_t index;    /* which result of `init`, when `of` > 1 */
    uint32_t of;
    int32_t slot_count; /* frame slots that closures in `init` need */
    bool lowered;
    const ir_refusal *refused; /* why its value is not known, likewise; use ir_global_refused */
    ir_span at;
    str doc;
    void *front;
    /* the evaluator's: its variable in the run numbered `run` */
    void *cell;
    uint64_t run;
};

typedef enum ir_member_kind { IR_MEMBER_FUNC, IR_MEMBER_GLOBAL, IR_MEMBER_CONST, IR_MEMBER_TYPE } ir_member_kind;

typedef struct ir_member {
    ir_member_kind kind;
    str name;
    ir_func *func;
    ir_global *global;
    ir_type *type;       /* IR_MEMBER_TYPE; IR_MEMBER_CONST: the constant's type */
    ir_constant constant;
    bool resolving, resolved;
    const ir_refusal *refused; /* types and constants: why nothing is known of it, likewise */
    ir_span at;
    str doc;
    void *front;
} ir_member;

struct ir_package {
    str path; /* import path: "key-auth/config" */
    str name; /* of its package clause */
    str folder;
    bool own;  /* of the module under analysis, not of a dependency */
    bool library; /* of somebody else: neither the plugin's nor its SDK's */
    map members; /* name -> ir_member */
    ARRAY(ir_func *) inits; /* init functions in file order */
    ARRAY(ir_func *) funcs; /* every function and method with a body, in file order */
};

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
} ir_front;

struct native;
struct ir_semantics;

/* A function got a new body, is new, or is gone. In the file, what ended behind `old_end` then has moved along with `new_end`. */
typedef struct ir_edit {
    ir_func *func; /* NULL: the text alone was edited */
    uint32_t file; /* IR_NO_FILE: nothing has moved */
    uint32_t start, old_end, new_end; /* bytes */
} ir_edit;

struct ir_program {
    arena *arena;
    ARRAY(ir_file) files;
    ARRAY(ir_package *) packages; /* the main package first */
    map package_by_path;
    ARRAY(str) unread;   /* own sources that are there and could not be read, and all that are too large */
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

/* A function of the plugin's own packages, as opposed to those of libraries; false for NULL. */
static inline bool ir_func_is_own(const ir_func *f) { return f && f->package && f->package->own; }
/* The body, lowered and verified (ir/verify.h) on first use; NULL for a function without one, or one that is refused. What is not
 * whole is IR_UNSUPPORTED. */
ir_node *ir_func_body(ir_program *p, ir_func *f);
ir_node *ir_global_init(ir_program *p, ir_global *g);
/* From here to the end it is noted which functions' bodies are asked for (ir_func.watch): what is made meanwhile depends on them.
 * Returns the number of this watch; one at a time. */
uint64_t ir_watch_begin(ir_program *p);
void ir_watch_end(ir_program *p);
/* The place after the edit. */
void ir_span_move(ir_span *at, const ir_edit *edit);
/* Why the compiler refuses it; NULL when nothing speaks against it. Both lower it. */
const ir_refusal *ir_func_refused(ir_program *p, ir_func *f);
const ir_refusal *ir_global_refused(ir_program *p, ir_global *g);
/* What does not compile when the function is refused: it, or a file in which the mistake stands outside of it. */
str ir_refused_name(const ir_program *p, const ir_func *f);
/* Writes down that the function, or the one around a literal, is at work. */
work_item ir_enter_work(const ir_program *p, const ir_func *f);
/* Method of a named type or a pointer to one, promoted through embedded fields; NULL when there is none. `path`/`depth` as for
 * type_find_field: the embedded fields to go through first. */
ir_func *ir_find_method(const ir_type *t, str name, uint32_t path[IR_EMBED_DEPTH], uint32_t *depth);
/* "file.go:12:3" of a span, lines and columns from 1. */
str ir_span_text(arena *a, const ir_program *p, ir_span at);
/* Calls `visit` for the node and everything below it, parents first, function literals' bodies not included. A false answer skips
 * the node's kids. */
void ir_walk(ir_node *node, bool (*visit)(void *self, ir_node *node), void *self);

#endif
