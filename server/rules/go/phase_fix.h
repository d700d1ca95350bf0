/* Repairs of calls in the wrong phase, in Go. */
#ifndef RULES_GO_PHASE_FIX_H
#define RULES_GO_PHASE_FIX_H

#include "rules/flow_rule.h"

/* Adds the fix for a call reported by `d` when there is a mechanical one; the code compiles with it and does what was meant. */
void phase_fix_go(rule_context *c, diagnostic *d, const flow_use *u);

#endif
