/* Repairs of calls in the wrong phase. */
#ifndef RULES_PHASE_FIX_H
#define RULES_PHASE_FIX_H

#include "rules/flow_rule.h"

/* Adds the fix for a call reported by `d` when there is a mechanical one; the code compiles with it and does what was meant. */
void phase_add_fix(rule_context *c, diagnostic *d, const flow_use *u);

#endif
