/* What a handler that gets chunks hands on. */
#ifndef RULES_FLOW_CHUNK_H
#define RULES_FLOW_CHUNK_H

#include "flow/flow.h"

/* The parameter that a handler which gets chunks has the chunk in; -1 without one. */
int32_t flow_chunk_slot(const ir_func *handler);
/* The first result of the handler that is surely not the chunk that it was given; NULL when there is none. Works in `a`. */
const ir_node *flow_other_bytes(const flow *f, arena *a, ir_func *handler);

#endif
