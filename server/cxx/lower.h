/* Bodies to the ir: what lower*.c share. */
#ifndef CXX_LOWER_H
#define CXX_LOWER_H

#include "cxx/internal.h"

typedef struct cxx_binding {
    str name;
    int32_t slot;
    ir_type *type; /* as declared, or NULL */
    ir_global *global; /* a static variable of a function: instead of a slot */
    const cxx_name *named; /* what a using declaration brought in: likewise */
} cxx_binding;

typedef struct cxx_lower {
    cxx_state *s;
    arena *a;
    const cxx_file *file;
    cxx_scope scope;
    bool has_this;   /* slot 0 is it */
    ir_func *func;   /* NULL: a variable's initial value */
    ir_type *result; /* what `return {...}` makes; NULL: not known */
    ARRAY(cxx_binding) names; /* innermost last */
    int32_t slot_count;
    str declaring;   /* the variable whose initial value is being lowered */
    ir_type *declaring_type;
    int depth;
    uint32_t loops, switches; /* around the statement that is lowered, in its function */
} cxx_lower;

/* `space`: the namespace around, where there is no class. */
cxx_lower cxx_lower_begin(cxx_state *s, const cxx_file *file, cxx_instance *in, str space);
ir_node *cxx_node(cxx_lower *l, ir_op op, cxx_at at, uint32_t kids);
ir_node *cxx_node1(cxx_lower *l, ir_op op, cxx_at at, ir_node *kid);
ir_node *cxx_node2(cxx_lower *l, ir_op op, cxx_at at, ir_node *first, ir_node *second);
ir_node *cxx_unsupported(cxx_lower *l, cxx_at at, const char *why);
static inline cxx_at cxx_sub(cxx_lower *l, cxx_at at, cxx_field_id f)
{
    return cxx_there(at) ? cxx_in(at, cxx_child(&l->s->g, at.node, f)) : at;
}
static inline cxx_kind_id cxx_kind_at(const cxx_lower *l, cxx_at at)
{
    return cxx_there(at) ? cxx_kind_of(&l->s->g, at.node) : CXX_TOKEN;
}
static inline cxx_at cxx_first(cxx_lower *l, cxx_at at) { return cxx_in(at, cxx_only(&l->s->g, at.node)); }
int32_t cxx_new_slot(cxx_lower *l, str name, ir_type *t);
ir_node *cxx_local(cxx_lower *l, cxx_at at, int32_t slot);
/* Of a declaration: place = value. */
ir_node *cxx_set(cxx_lower *l, cxx_at at, ir_op place, int32_t slot, ir_type *t, ir_node *expr);

/* --- lower_expr.c, lower_call.c, lower_name.c --- */
ir_node *cxx_expression(cxx_lower *l, cxx_at at);
ir_node *cxx_truth_of(cxx_lower *l, cxx_at at);
/* As a reference to the variable that it is in. */
ir_node *cxx_reference(cxx_lower *l, cxx_at at);
ir_node *cxx_call(cxx_lower *l, cxx_at at);
ir_node *cxx_sizeof(cxx_lower *l, cxx_at at); /* size.c */
ir_node *cxx_lambda(cxx_lower *outer, cxx_at at);
ir_node *cxx_name_expression(cxx_lower *l, cxx_at at);
ir_node *cxx_this(cxx_lower *l, cxx_at at);
/* A function that is handed on. */
ir_node *cxx_function_value(cxx_lower *l, cxx_at at, cxx_name *n);
/* using a::b; in a function. */
void cxx_use_name(cxx_lower *l, cxx_at at);
/* The type that a name stands for where an expression is expected; false: none. */
bool cxx_names_type(cxx_lower *l, cxx_at name, ir_type **t);
/* Makes an object of the type from an argument_list, an initializer_list, or nothing. */
ir_node *cxx_make(cxx_lower *l, cxx_at at, ir_type *t, cxx_at args);
/* The callee that its arguments decide. */
struct cxx_overloads;
ir_node *cxx_overloaded(cxx_lower *l, cxx_at at, const struct cxx_overloads *set);
/* A pointer to a new object. */
ir_node *cxx_new_object(cxx_lower *l, cxx_at at, ir_type *t, cxx_at args);
/* What a variable of the type has that is declared without a value: scalars have nothing that is known. */
ir_node *cxx_without_value(cxx_lower *l, cxx_at at, ir_type *t);
ir_node *cxx_string(cxx_lower *l, cxx_at at, str text);

/* --- lower_stmt.c --- */
ir_node *cxx_statement(cxx_lower *l, cxx_at at);
/* Adds the statements of a block, a declaration, ... to the kids of a block under construction. */
typedef ARRAY(ir_node *) cxx_nodes;
void cxx_statements(cxx_lower *l, cxx_at at, cxx_nodes *out);
ir_node *cxx_block_of(cxx_lower *l, cxx_at at, const cxx_nodes *kids);
/* Parameters of a declarator become those of the function and variables of its body. */
void cxx_bind_parameters(cxx_lower *l, ir_func *f, cxx_at declarator, uint32_t before);

#endif
