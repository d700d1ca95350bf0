#include "ir/same.h"

#include "ir/func.h"
#include "ir/type.h"

/* What bears a name is the same object, or another one; so is what has fields, where more than their types may differ. */
static bool same_type(const ir_type *a, const ir_type *b)
{
    if (a == b) return true;
    if (!a || !b || a->kind != b->kind || a->part_count != b->part_count) return false;
    switch (a->kind) {
    case TYPE_POINTER:
    case TYPE_SLICE:
    case TYPE_CHAN: return same_type(a->elem, b->elem);
    case TYPE_ARRAY: return a->length == b->length && same_type(a->elem, b->elem);
    case TYPE_MAP: return same_type(a->key, b->key) && same_type(a->elem, b->elem);
    case TYPE_FUNC:
    case TYPE_TUPLE: break;
    default: return false;
    }
    bool same = a->param_count == b->param_count && a->variadic == b->variadic;
    for (uint32_t i = 0; i < a->part_count && same; i++) same = same_type(a->parts[i], b->parts[i]);
    return same;
}

bool ir_constant_same(const ir_constant *a, const ir_constant *b)
{
    if (a->kind != b->kind) return false;
    switch (a->kind) {
    case IR_NIL: return true;
    case IR_BOOL: return a->boolean == b->boolean;
    case IR_STRING: return str_eq(a->text, b->text);
    case IR_INTEGER: return a->integer == b->integer;
    case IR_UNSIGNED: return a->unsigned_integer == b->unsigned_integer;
    case IR_REAL: return memcmp(&a->real, &b->real, sizeof a->real) == 0; /* NOLINT(bugprone-suspicious-memory-comparison) */
    }
    return false;
}

static bool same_params(const ir_param *a, const ir_param *b, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (a[i].slot != b[i].slot || a[i].by_reference != b[i].by_reference || !same_type(a[i].type, b[i].type)) return false;
    return true;
}

static bool same_literal(const ir_func *a, const ir_func *b);

/* What nodes of this kind have beside what all have. */
static bool same_rest(const ir_node *a, const ir_node *b)
{
    bool same = true;
    switch (a->op) {
    case IR_CONST: return ir_constant_same(&a->constant, &b->constant);
    case IR_CLOSURE: return same_literal(a->func, b->func);
    case IR_FUNC:
    case IR_CONSTRUCT: return a->func == b->func;
    case IR_GLOBAL: return a->global == b->global;
    case IR_LOOP:
        same = a->slots.count == b->slots.count;
        for (uint32_t i = 0; i < a->slots.count && same; i++) same = a->slots.at[i] == b->slots.at[i];
        return same;
    default: return true;
    }
}

bool ir_node_same(const ir_node *a, const ir_node *b)
{
    if (!a || !b) return a == b;
    bool same = a->op == b->op && a->sub == b->sub && a->flags == b->flags && a->count == b->count && a->targets == b->targets &&
                a->slot == b->slot && ir_span_same(a->at, b->at) && str_eq(a->name, b->name) && str_eq(a->package, b->package) &&
                same_type(a->type, b->type) && same_rest(a, b);
    for (uint32_t i = 0; i < a->count && same; i++) same = ir_node_same(a->kids[i], b->kids[i]);
    return same;
}

static bool same_literal(const ir_func *a, const ir_func *b)
{
    bool same = a->param_count == b->param_count && a->result_count == b->result_count && a->variadic == b->variadic &&
                a->slot_count == b->slot_count && a->capture_count == b->capture_count && a->has_defer == b->has_defer &&
                a->has_recover == b->has_recover && !a->captures_copies == !b->captures_copies;
    same = same && same_params(a->params, b->params, a->param_count) && same_params(a->results, b->results, a->result_count);
    for (uint32_t i = 0; i < a->capture_count && same; i++) {
        same = a->captures[i] == b->captures[i];
        if (a->captures_copies) same = same && a->captures_copies[i] == b->captures_copies[i];
    }
    return same && ir_node_same(a->body, b->body);
}
