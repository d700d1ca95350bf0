/* Static types of expressions, as far as they are cheaply known: NULL everywhere else. */
#include "go/internal.h"

static bool complete(const ir_type *t, int depth)
{
    if (!t || t->kind == TYPE_UNKNOWN) return false;
    if (depth > 16) return true;
    switch (t->kind) {
    case TYPE_POINTER:
    case TYPE_SLICE:
    case TYPE_ARRAY:
    case TYPE_CHAN: return complete(t->elem, depth + 1);
    case TYPE_MAP: return complete(t->key, depth + 1) && complete(t->elem, depth + 1);
    default: return true;
    }
}

ir_type *go_known(ir_type *t) { return complete(t, 0) ? t : NULL; }

ir_type *go_default_type(ir_type *t)
{
    if (!t) return NULL;
    switch (t->kind) {
    case TYPE_UNTYPED_BOOL: return type_basic(TYPE_BOOL);
    case TYPE_UNTYPED_INT: return type_basic(TYPE_INT);
    case TYPE_UNTYPED_RUNE: return type_basic(TYPE_INT32);
    case TYPE_UNTYPED_FLOAT: return type_basic(TYPE_FLOAT64);
    case TYPE_UNTYPED_STRING: return type_basic(TYPE_STRING);
    case TYPE_UNTYPED_NIL: return NULL;
    default: return go_known(t);
    }
}

static const ir_type *base_of(const ir_type *t) { return t && t->kind == TYPE_POINTER ? t->elem : t; }

/* The model of a member of a type without source; its package in `*package`. */
static const native *method_model(go_lower *l, const ir_type *receiver, str name, str *package)
{
    const ir_type *t = base_of(receiver);
    if (!t || t->kind != TYPE_NAMED || str_empty(t->package) || !l->s->p->find_native) return NULL;
    *package = t->package;
    return l->s->p->find_native(arena_printf(l->a, "%.*s.%.*s.%.*s", STR_ARG(t->package), STR_ARG(t->name), STR_ARG(name)));
}

static ir_type *model_type(go_lower *l, const native *model, str package)
{
    return model && model->result ? go_known(go_type_from_text(l, str_of(model->result), package)) : NULL;
}

ir_type *go_select_type(go_lower *l, ir_node *operand, str name)
{
    ir_type *t = operand->type;
    if (!t) return NULL;
    uint32_t path[IR_EMBED_DEPTH], to_field = 0, to_method = 0;
    const ir_field *f = type_find_field(t, name, path, &to_field);
    if (f && to_field == 1) return go_known(f->type);
    ir_func *m = ir_find_method(t, name, path, &to_method);
    if (f && (!m || to_method + 1 >= to_field)) return go_known(f->type); /* else the method hides the field */
    if (m) return m->type;
    const ir_type *under = type_under(t);
    for (uint32_t i = 0; under->kind == TYPE_INTERFACE && i < under->field_count; i++)
        if (str_eq(under->fields[i].name, name)) return go_known(under->fields[i].type);
    str package;
    const native *model = method_model(l, t, name, &package);
    return model && (model->flags & NATIVE_VALUE) ? model_type(l, model, package) : NULL;
}

ir_type *go_extern_type(go_lower *l, str package, str name)
{
    if (!l->s->p->find_native) return NULL;
    const native *model = l->s->p->find_native(arena_printf(l->a, "%.*s.%.*s", STR_ARG(package), STR_ARG(name)));
    return model && (model->flags & NATIVE_VALUE) ? model_type(l, model, package) : NULL;
}

ir_type *go_index_type(const ir_type *t)
{
    const ir_type *u = type_under(t);
    if (u->kind == TYPE_POINTER) u = type_under(u->elem);
    switch (u->kind) {
    case TYPE_SLICE:
    case TYPE_ARRAY:
    case TYPE_MAP: return go_known(u->elem);
    case TYPE_STRING:
    case TYPE_UNTYPED_STRING: return type_basic(TYPE_UINT8);
    default: return NULL;
    }
}

static ir_type *results_type(go_lower *l, const ir_type *func)
{
    uint32_t n = func->part_count - func->param_count;
    ir_type **results = func->parts + func->param_count;
    if (n == 0) return NULL;
    return n == 1 ? go_known(results[0]) : type_new_tuple(l->a, results, n);
}

static ir_type *model_results(go_lower *l, const native *model, str package)
{
    ir_type *first = model_type(l, model, package);
    if (!first || model->results < 2) return first;
    ir_type **parts = ARENA_NEW_N(l->a, ir_type *, model->results);
    for (uint32_t i = 0; i < model->results; i++) parts[i] = i ? type_basic(TYPE_UNKNOWN) : first;
    return type_new_tuple(l->a, parts, model->results);
}

ir_type *go_call_type(go_lower *l, ir_node *call)
{
    const ir_node *callee = call->kids[0];
    const ir_type *func = type_under(callee->type);
    if (func->kind == TYPE_FUNC) return results_type(l, func);
    str package = callee->package;
    const native *model = NULL;
    if (callee->op == IR_SELECT) model = method_model(l, callee->kids[0]->type, callee->name, &package);
    else if (callee->op == IR_EXTERN && l->s->p->find_native)
        model = l->s->p->find_native(arena_printf(l->a, "%.*s.%.*s", STR_ARG(package), STR_ARG(callee->name)));
    return model && !(model->flags & NATIVE_VALUE) ? model_results(l, model, package) : NULL;
}

/* Order of untyped kinds (Go specification, "Constant expressions"): int < rune < float. */
static int untyped_rank(type_kind k) { return k == TYPE_UNTYPED_FLOAT ? 3 : k == TYPE_UNTYPED_RUNE ? 2 : 1; }

ir_type *go_binary_type(uint8_t op, const ir_node *x, const ir_node *y)
{
    if (op == IR_EQUAL || op == IR_UNEQUAL || op == IR_LESS || op == IR_LESS_EQUAL || op == IR_GREATER || op == IR_GREATER_EQUAL)
        return type_basic(TYPE_UNTYPED_BOOL);
    if (op == IR_SHL || op == IR_SHR) return x->type;
    if (!x->type || !y->type) {
        ir_type *one = x->type ? x->type : y->type;
        return one && !type_is_untyped(one->kind) ? one : NULL;
    }
    if (!type_is_untyped(x->type->kind)) return x->type;
    if (!type_is_untyped(y->type->kind)) return y->type;
    return untyped_rank(x->type->kind) >= untyped_rank(y->type->kind) ? x->type : y->type;
}

void go_range_types(const ir_type *subject, ir_type **key, ir_type **elem)
{
    const ir_type *u = type_under(subject);
    *key = *elem = NULL;
    if (u->kind == TYPE_POINTER) u = type_under(u->elem);
    switch (u->kind) {
    case TYPE_SLICE:
    case TYPE_ARRAY:
        *key = type_basic(TYPE_INT);
        *elem = go_known(u->elem);
        break;
    case TYPE_STRING:
    case TYPE_UNTYPED_STRING:
        *key = type_basic(TYPE_INT);
        *elem = type_basic(TYPE_INT32);
        break;
    case TYPE_MAP:
        *key = go_known(u->key);
        *elem = go_known(u->elem);
        break;
    case TYPE_CHAN: *key = go_known(u->elem); break;
    case TYPE_FUNC: { /* range over function: the parameters of its yield function */
        const ir_type *yield = u->param_count ? type_under(u->parts[0]) : u;
        if (yield->kind != TYPE_FUNC) break;
        if (yield->param_count > 0) *key = go_known(yield->parts[0]);
        if (yield->param_count > 1) *elem = go_known(yield->parts[1]);
        break;
    }
    default:
        if (type_is_integer(u->kind)) *key = go_default_type((ir_type *)(uintptr_t)subject);
        break;
    }
}

ir_type *go_result_type(go_lower *l, const ir_node *n, uint32_t i, uint32_t of)
{
    if (!n || !n->type) return NULL;
    if (n->op == IR_BUILTIN && n->sub == IR_NEW) return go_known(type_new_pointer(l->a, n->type)); /* `type` is what is made */
    if (of <= 1) return n->type->kind == TYPE_TUPLE ? NULL : go_default_type(n->type);
    if (n->flags & IR_COMMA_OK) return i ? type_basic(TYPE_BOOL) : go_default_type(n->type);
    if (n->type->kind != TYPE_TUPLE || i >= n->type->part_count) return NULL;
    return go_known(n->type->parts[i]);
}
