/* What a plugin has from outside: headers, bodies and answers, and what is made of them. */
#ifndef RULES_GO_INPUT_H
#define RULES_GO_INPUT_H

#include "rules/flow_reach.h"

typedef struct input_facts input_facts;

/* Follows it through variables, calls and results of the plugin's own functions. In the context's arena. */
const input_facts *input_follow(rule_context *c);
/* Is the expression, in the body of `f`, made of such input? */
bool input_is(const input_facts *in, ir_func *f, const ir_node *n);

#endif
