/* Facts about one function's body that do not depend on its callers: its calls, assignments and returns.
 *
 * What registrations and the flow engine are built from. Collected once per function; everything lives in the arena of the
 * cache. */
#ifndef IR_BODY_FACTS_H
#define IR_BODY_FACTS_H

#include "base/array.h"
#include "base/map.h"
#include "ir/type.h"

typedef struct body_call {
    ir_node *call;    /* IR_CALL */
    bool conditional; /* under a condition, in a loop, or behind a statement that may leave the function */
} body_call;

/* A value that reaches a variable. */
typedef struct body_store {
    int32_t slot;
    ir_global *global;  /* instead of a slot */
    ir_node *value;     /* NULL: something that can't be named (an element of a range, a changed field, ...) */
    uint32_t index, of; /* which result of `value` when it has several */
} body_store;

/* What rules make of a body and keep with it. */
typedef enum body_keep {
    BODY_KEEPS_CALLEES, BODY_KEEPS_SUSPECTS, BODY_KEEPS_ACCESSES, BODY_KEEPS_PASSING, BODY_KEEP_COUNT
} body_keep;

typedef struct body_facts {
    uint64_t ops; /* bits 1 << ir_op: the kinds of its nodes, literals' bodies left out */
    bool panics;  /* it has a call of panic */
    uint32_t asked, kinds; /* bits 1 << body_kind: body_is */
    ARRAY(body_call) calls;
    ARRAY(body_store) stores;
    ARRAY(ir_node *) returns;
    ARRAY(ir_node *) closures;  /* IR_CLOSURE nodes of this body, those inside other literals left out */
    void *kept[BODY_KEEP_COUNT]; /* body_kept */
    ARRAY(ir_node *) escapes;   /* function values put into fields, composites, maps, channels: nobody can know who calls them */
} body_facts;

typedef struct body_cache {
    arena *arena;
    ir_program *program;
    map by_func; /* address of ir_func -> body_facts */
} body_cache;

/* Never NULL; empty for a function without a body. Borrowed from the cache. */
const body_facts *body_facts_of(body_cache *c, ir_func *f);
/* The function has a new body. Returns what was known of the old one, NULL when nothing was; the facts of its literals are
 * kept. */
const body_facts *body_facts_forget(body_cache *c, ir_func *f);
/* The same for an expression outside of functions: the initialiser of a package variable. */
const body_facts *body_facts_of_global(body_cache *c, ir_global *g);

#define BODY_OP(op) ((uint64_t)1 << (op))
/* Has the body, or a literal in it, however deep, nodes of these kinds (BODY_OP)? */
bool body_has_ops(body_cache *c, ir_func *f, uint64_t ops);

/* What rules find out from a body alone and ask at every run, so that the answers are kept. */
typedef enum body_kind {
    BODY_CALLS_LIBRARY, BODY_DECODES, BODY_STARTS_GO, BODY_MAKES_REDIS, BODY_SETS_UP_REDIS
} body_kind;
/* Is the body of that kind? `look` decides, and is called once for as long as the body stays the same: so it must look at nothing
 * but these facts. */
bool body_is(body_cache *c, ir_func *f, body_kind kind, bool (*look)(void *self, const body_facts *facts), void *self);
/* Where something else that was made of the body alone is kept, in the cache's arena: NULL as long as nothing is, and again when
 * the function has a new body. */
void **body_kept(body_cache *c, ir_func *f, body_keep what);

/* The declared function or method that an expression names, without looking at variables: IR_FUNC, a method value or method call
 * whose receiver has a static type of this program. NULL otherwise. */
ir_func *body_named_func(const ir_node *n);
/* Package path and name when the expression is a member of a package that is not of the module: IR_EXTERN, or a function or
 * variable of a dependency with source. An explicit instantiation f[T] counts as f. */
bool body_is_extern(const ir_node *n, str *package, str *name);
/* The place of the last name in the expression: "Get" of "client.Get". */
ir_span body_name_span(const ir_program *p, const ir_node *n, str name);
/* Without conversions, instantiations and address-of. */
ir_node *body_strip(ir_node *n);

#endif
