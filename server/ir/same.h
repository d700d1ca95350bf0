/* Whether code that was lowered twice is the same. */
#ifndef IR_SAME_H
#define IR_SAME_H

#include "ir/node.h"

/* Both do the same with the same functions, variables and named types, in the same slots, and stand at the same places. False
 * where that can't be told. */
bool ir_node_same(const ir_node *a, const ir_node *b);
/* Of one kind and one value: a NaN is itself, and 0.0 is not -0.0. */
bool ir_constant_same(const ir_constant *a, const ir_constant *b);

#endif
