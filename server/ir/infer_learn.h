/* Programs that take the configuration's text apart themselves: their schema, learnt by running them on documents. */
#ifndef IR_INFER_LEARN_H
#define IR_INFER_LEARN_H

#include "ir/infer_internal.h"

/* Adds the members that `entry` was seen to read, with the types that it lets pass and those that it can't do without, to `root`,
 * which has none. All in `a`. The steps that it took, as infer_cost counts them. */
uint32_t infer_learn(arena *a, ir_program *p, const eval_entry *entry, inferred_value *root);

#endif
