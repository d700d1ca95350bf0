/* The tree that a function's body is lowered to. */
#ifndef IR_NODE_H
#define IR_NODE_H

#include "ir/constant.h"
#include "ir/refusal.h"

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
    IR_CONSTRUCT,   /* an object of `type` made of kids; IR_LIST: of a list in braces; `func`: the constructor of a class that is
                       at hand, for who asks what it may do, or NULL */
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
    IR_ABSENT = 64, /* IR_EXTERN, IR_MEMBER that are called: the plugin's own code, which is not at hand */
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

/* Calls `visit` for the node and everything below it, parents first, function literals' bodies not included. A false answer skips
 * the node's kids. */
void ir_walk(ir_node *node, bool (*visit)(void *self, ir_node *node), void *self);

#endif
