/* Which of the plugin's own functions run for handlers and callbacks. */
#ifndef RULES_FLOW_REACH_H
#define RULES_FLOW_REACH_H

#include "rules/flow_rule.h"

/* A function, and a way to it. */
typedef void flow_reached(void *self, ir_func *f, const flow_frame *frame);
/* Each once for each phase, and once more where it runs in a callback or a tick; those that the flow engine saw come first. */
void flow_each_reached(rule_context *c, flow_reached *visit, void *self);

#endif
