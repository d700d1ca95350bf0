/* What is declared: packages, their functions, variables, constants and types.
 *
 * Function bodies are lowered when first asked for (ir_func_body), so that a large project costs what is reached. Whoever reads
 * code needs no more than this; what a program is as a whole, ir/program.h says. */
#ifndef IR_FUNC_H
#define IR_FUNC_H

#include "base/array.h"
#include "base/map.h"
#include "base/work.h"
#include "ir/node.h"

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

/* What a program (ir/program.h) has, for those who look no deeper. A file is the number in a place (ir_span), below
 * ir_file_count; texts and packages are the program's. */
uint32_t ir_file_count(const ir_program *p);
str ir_file_path(const ir_program *p, size_t file);
str ir_file_text(const ir_program *p, size_t file);
bool ir_file_is_own(const ir_program *p, size_t file);
uint32_t ir_package_count(const ir_program *p);
ir_package *ir_package_at(const ir_program *p, size_t i); /* the main one first */
ir_package *ir_package_find(const ir_program *p, str path); /* NULL: it has none of that path */
/* The first code that the compiler refuses; NULL: none. What other code does not do, this may do. */
const ir_refusal *ir_refused(const ir_program *p);
const char *ir_language(const ir_program *p);
/* Packages have all methods that are written in their files from now on, not only those that were asked for. */
void ir_list_methods(ir_program *p);
/* A function of the plugin's own packages, as opposed to those of libraries; false for NULL. */
static inline bool ir_func_is_own(const ir_func *f) { return f && f->package && f->package->own; }
/* The body, lowered and verified (ir/verify.h) on first use; NULL for a function without one, or one that is refused. What is not
 * whole is IR_UNSUPPORTED. */
ir_node *ir_func_body(ir_program *p, ir_func *f);
ir_node *ir_global_init(ir_program *p, ir_global *g);
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

#endif
