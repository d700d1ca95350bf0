/* What a body must be that a front end hands over: the counts and kinds of kids, slots inside of their frame, jumps that lead
 * somewhere, places inside of their file. ir_func_body and ir_global_init look at each once; who reads bodies counts on it and
 * asks nothing of it again.
 *
 * What the sources say may be as wrong as it likes: a front end makes IR_UNSUPPORTED of it, which may contain any nodes. */
#ifndef IR_VERIFY_H
#define IR_VERIFY_H

#include "ir/node.h"

typedef struct ir_flaw {
    const char *what;    /* NULL: there is none */
    const ir_node *node; /* that has it; NULL: none of its own */
} ir_flaw;

/* Of the lowered body with all literals in it. A function without a body has no flaw. */
ir_flaw ir_verify_func(const ir_program *p, const ir_func *f);
/* Of the lowered initialiser. */
ir_flaw ir_verify_global(const ir_program *p, const ir_global *g);
/* May the break, continue or fallthrough mean the loop, switch or select around it? */
bool ir_jump_means(const ir_node *jump, const ir_node *statement);
/* Does the predeclared function take so many kids (a type is none)? `spread`: the last one is passed with "...". */
bool ir_builtin_takes(ir_builtin b, uint32_t count, bool spread);

#endif
