/* How values behave in a language whose values are not Go's: with references, objects that are copied, constructors, conversions.
 *
 * A program without semantics is Go's, which the evaluator knows itself (ir/value.h). A program with them is made of the
 * operations behind IR_MEMBER (ir/program.h), and the evaluator calls these functions for what they do to values. Variables are
 * cells: a call's arguments come as VALUE_REFERENCE, and a function or model gives one back for a result that is a variable.
 *
 * All functions get a native_call for its evaluator, arena and site; its receiver and arguments are not set. Where the result is
 * not known they end the way (native_stop). */
#ifndef IR_SEMANTICS_H
#define IR_SEMANTICS_H

#include "ir/native.h"
#include "ir/node.h"

typedef struct ir_semantics {
    /* The value of a variable of type `t` that gets `v` (NULL: of the value's own type): converted, and a copy of its own. */
    value (*store)(native_call *c, const value *v, ir_type *t);
    /* The variable that a reference to `t` names when it is bound to `v`: it, or a new one with the converted value. */
    cell *(*bind)(native_call *c, cell *v, ir_type *t);
    /* An object of type `t`; `list`: the arguments stand in braces. */
    value (*construct)(native_call *c, ir_type *t, const value *args, uint32_t count, bool list);
    /* A boolean, or an unknown one. */
    value (*truth)(native_call *c, const value *v);
    /* What `v` points to. */
    cell *(*target)(native_call *c, cell *v);
    /* Member `name` of `of`: a field's variable, or a new one with the method bound to it, to be called with `count` arguments,
     * or (-1) not to be called. */
    cell *(*member)(native_call *c, cell *of, str name, int count);
    value (*binary)(native_call *c, uint8_t op, const value *a, const value *b);
    /* After something was put into a variable: it may be a part of a value that holds it in another way. */
    void (*written)(native_call *c, cell *v);
    /* VALUE_ARRAY of references to the elements, in order. */
    value (*elements)(native_call *c, cell *of);
} ir_semantics;

#endif
