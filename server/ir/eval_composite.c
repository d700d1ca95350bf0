/* Composite literals (Go specification, "Composite literals"). */
#include "ir/eval_internal.h"

static cell *new_cell(eval *e, value v, ir_type *t)
{
    cell *c = ARENA_NEW(e->arena, cell);
    c->v = v;
    c->type = t;
    return c;
}

static value literal_struct(eval *e, frame *f, ir_node *n, ir_type *t)
{
    value v = value_zero(e->arena, t);
    for (uint32_t i = 0; i < n->count && !e->way.raised; i++) {
        ir_node *kid = n->kids[i];
        bool keyed = kid->op == IR_KEYED;
        if (keyed && !kid->name.n) eval_stop(e, "a struct literal with a key that is no name");
        value field = eval_expr(e, f, keyed ? kid->kids[0] : kid);
        cell *c = keyed ? value_field(&v, kid->name) : i < v.object->count ? &v.object->cells[i] : NULL;
        if (c && !e->way.raised) eval_set(e, c, &field);
    }
    return v;
}

/* A struct of a package without source: its fields are the ones the literal names. */
static value literal_opaque(eval *e, frame *f, ir_node *n, ir_type *t)
{
    ir_type *under = ARENA_NEW(e->arena, ir_type), *named = ARENA_NEW(e->arena, ir_type);
    object *o = ARENA_NEW(e->arena, object);
    o->cells = ARENA_NEW_N(e->arena, cell, n->count);
    under->kind = TYPE_STRUCT;
    under->fields = ARENA_NEW_N(e->arena, ir_field, n->count);
    bool named_fields = true;
    for (uint32_t i = 0; i < n->count && !e->way.raised; i++) {
        ir_node *kid = n->kids[i];
        if (kid->op != IR_KEYED) named_fields = false;
        value v = eval_expr(e, f, kid->op == IR_KEYED ? kid->kids[kid->count - 1] : kid);
        under->fields[i].name = kid->name;
        o->cells[i].v = value_convert_for_store(e->arena, &v, NULL);
    }
    if (!named_fields || t->kind != TYPE_NAMED) return (value){.kind = VALUE_UNKNOWN, .non_nil = true, .type = t};
    under->field_count = o->count = n->count;
    *named = *t;
    named->under = under;
    return (value){.kind = VALUE_STRUCT, .type = named, .object = o};
}

static value literal_list(eval *e, frame *f, ir_node *n, ir_type *t)
{
    ir_type *under = type_under(t);
    ARRAY(value) items = {0};
    int64_t at = 0;
    for (uint32_t i = 0; i < n->count && !e->way.raised; i++, at++) {
        ir_node *kid = n->kids[i];
        if (kid->op == IR_KEYED && kid->count < 2) eval_stop(e, "a list literal with a name");
        if (kid->op == IR_KEYED) {
            value key = eval_expr(e, f, kid->kids[0]);
            if (key.kind != VALUE_INT || key.i < 0 || key.i > 65536) eval_stop(e, "a list literal with an unknown index");
            at = key.i;
        }
        value v = eval_expr(e, f, kid->op == IR_KEYED ? kid->kids[1] : kid);
        while (items.n <= (size_t)at) array_push(e->arena, &items, value_zero(e->arena, under->elem));
        items.at[at] = v;
    }
    if (under->kind != TYPE_ARRAY) return value_slice_of(e->arena, t, items.at, (uint32_t)items.n);
    value v = value_zero(e->arena, t);
    if (v.kind != VALUE_ARRAY) return v;
    for (uint32_t i = 0; i < items.n && i < v.object->count; i++) eval_set(e, &v.object->cells[i], &items.at[i]);
    return v;
}

static value literal_map(eval *e, frame *f, ir_node *n, ir_type *t)
{
    ir_type *under = type_under(t);
    value v = value_map_new(e->arena, t);
    for (uint32_t i = 0; i < n->count && !e->way.raised; i++) {
        ir_node *kid = n->kids[i];
        if (kid->op != IR_KEYED || kid->count < 2) continue;
        value key = eval_expr(e, f, kid->kids[0]);
        value item = e->way.raised ? key : eval_expr(e, f, kid->kids[1]);
        if (e->way.raised) break;
        key = value_convert_for_store(e->arena, &key, under->key);
        if (value_has_unknown(&key)) v.map->unsure = true;
        else eval_set(e, map_value_put(e->arena, v.map, &key, under->elem), &item);
    }
    return v;
}

value eval_composite(eval *e, frame *f, ir_node *n)
{
    ir_type *t = n->type;
    bool pointer = type_under_kind(t) == TYPE_POINTER; /* an elided &T inside a list or map */
    if (pointer) t = type_under(t)->elem;
    value v;
    switch (type_under_kind(t)) {
    case TYPE_STRUCT: v = literal_struct(e, f, n, t); break;
    case TYPE_SLICE:
    case TYPE_ARRAY: v = literal_list(e, f, n, t); break;
    case TYPE_MAP: v = literal_map(e, f, n, t); break;
    default:
        if (!t) eval_stop(e, "a literal without a type");
        v = literal_opaque(e, f, n, t);
    }
    if (!pointer) return v;
    return (value){.kind = VALUE_POINTER, .type = n->type, .cell = new_cell(e, v, t)};
}
