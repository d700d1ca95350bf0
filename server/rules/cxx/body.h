/* What the rules about C++ ask of the bodies of functions. */
#ifndef RULES_CXX_BODY_H
#define RULES_CXX_BODY_H

#include "rules/flow_rule.h"

/* Is it a call of the SDK's function of that name, as a function or as a method of the context at hand? */
bool code_calls(const ir_node *n, const char *name);
/* The argument number `i`, from 0, without what only wraps it; NULL when there are fewer. */
const ir_node *code_argument(const ir_node *call, uint32_t i);
/* A text literal's text; empty for anything else. */
str code_text(const ir_node *n);
/* The slot of a local variable, or of its address; -1 for anything else. */
int32_t code_local(const ir_node *n);
/* Calls `look` for each function that handlers reach, once, with the first way to it and its body, which may be NULL. */
void code_each_body(rule_context *c, void (*look)(void *self, const flow_place *p, ir_node *body), void *self);

#endif
