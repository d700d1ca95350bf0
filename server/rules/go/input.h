/* What a plugin has from outside: headers, bodies and answers of clients, the configuration of its users, and what is made of
 * them. */
#ifndef RULES_GO_INPUT_H
#define RULES_GO_INPUT_H

#include "rules/flow_reach.h"

typedef struct input_facts input_facts;

typedef enum input_kind { INPUT_STREAM, INPUT_CONFIGURATION } input_kind;

/* Follows one of them through variables, calls and results of the plugin's own functions. In the context's arena. */
const input_facts *input_follow(rule_context *c, input_kind kind);
/* Is the expression, in the body of `f`, made of such input? */
bool input_is(const input_facts *in, ir_func *f, const ir_node *n);

#endif
