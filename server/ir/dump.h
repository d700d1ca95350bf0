/* The ir as text, for `wpls dump ir` and tests: one statement a line, S-expressions inside. */
#ifndef IR_DUMP_H
#define IR_DUMP_H

#include "base/strbuf.h"
#include "ir/node.h"

/* The function's head and body (lowered when it is not yet), function literals below the statement they stand in. */
void ir_dump_func(strbuf *out, ir_program *p, ir_func *f);
/* A package variable with its initialiser. */
void ir_dump_global(strbuf *out, ir_program *p, ir_global *g);
/* Every package: types, constants, variables and functions. */
void ir_dump_program(strbuf *out, ir_program *p);

#endif
