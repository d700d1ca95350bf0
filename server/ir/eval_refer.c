/* Variables handed on as themselves: references, and the operations of languages that have them (ir/semantics.h). */
#include "ir/eval_internal.h"

#include "ir/program.h"

static native_call call_at(eval *e, const ir_node *site) { return (native_call){.e = e, .arena = e->arena, .site = site}; }

static const ir_semantics *semantics_of(eval *e)
{
    if (!e->program->semantics) eval_stop(e, "references in a language that has none");
    return e->program->semantics;
}

value eval_fit(eval *e, const value *v, ir_type *t)
{
    const ir_semantics *s = e->program->semantics;
    if (!s) return value_convert_for_store(e->arena, v, t);
    native_call c = call_at(e, e->way.at);
    return s->store(&c, v->kind == VALUE_REFERENCE ? &v->cell->v : v, t);
}

cell *eval_bind(eval *e, cell *c, ir_type *t, const ir_node *site)
{
    native_call call = call_at(e, site);
    return semantics_of(e)->bind(&call, c, t);
}

static cell *new_cell(eval *e, const value *v)
{
    cell *c = ARENA_NEW(e->arena, cell);
    c->v = *v;
    return c;
}

cell *eval_copy_cell(eval *e, const cell *c)
{
    value v = eval_fit(e, &c->v, NULL);
    cell *copy = new_cell(e, &v);
    copy->type = c->type;
    return copy;
}

static cell *nothing(eval *e)
{
    value none = value_unknown(NULL);
    return new_cell(e, &none);
}

static cell *cell_of_value(eval *e, value v) { return v.kind == VALUE_REFERENCE ? v.cell : new_cell(e, &v); }

value eval_operate(eval *e, const ir_node *n, const value *a, const value *b)
{
    native_call call = call_at(e, n);
    value v = e->program->semantics->binary(&call, n->sub, a, b);
    if (!v.about) v.about = a->about ? a->about : b->about;
    return v;
}

/* What a call gives that is no variable stands for one that the call's model does not have. */
static cell *changed_cell(eval *e, frame *f, ir_node *n)
{
    if (n->op != IR_CALL) return eval_cell(e, f, n);
    value v = eval_call(e, f, n);
    if (!e->way.raised && v.kind != VALUE_REFERENCE && v.kind != VALUE_UNKNOWN)
        eval_stop(e, "something in no variable is changed");
    return cell_of_value(e, v);
}

static cell *update(eval *e, frame *f, ir_node *n)
{
    value by = eval_expr(e, f, n->kids[1]);
    if (e->way.raised) return nothing(e);
    cell *c = changed_cell(e, f, n->kids[0]);
    if (e->way.raised) return nothing(e);
    value before = c->v;
    native_call call = call_at(e, n);
    value v = n->sub ? semantics_of(e)->binary(&call, n->sub, &c->v, &by) : by;
    if (e->way.raised) return nothing(e);
    e->way.at = n;
    eval_set(e, c, &v);
    if (semantics_of(e)->written) semantics_of(e)->written(&call, c);
    return n->flags & IR_BEFORE ? new_cell(e, &before) : c;
}

static cell *sequence(eval *e, frame *f, ir_node *n)
{
    for (uint32_t i = 0; i + 1 < n->count; i++)
        if (eval_stmt(e, f, n->kids[i]) != CONTROL_NEXT) return nothing(e);
    return eval_cell(e, f, n->kids[n->count - 1]);
}

static cell *cond(eval *e, frame *f, ir_node *n)
{
    size_t from = e->way.decisions.n;
    value v = eval_expr(e, f, n->kids[0]);
    if (e->way.raised) return nothing(e);
    bool holds = eval_decide(e, &v, n->kids[0]);
    size_t mark = eval_enter_branch(e, from);
    cell *c = eval_cell(e, f, n->kids[holds ? 1 : 2]);
    eval_leave_branch(e, mark);
    return c;
}

static cell *part(eval *e, frame *f, ir_node *n)
{
    cell *of = eval_cell(e, f, n->kids[0]);
    if (e->way.raised) return nothing(e);
    native_call call = call_at(e, n);
    const ir_semantics *s = semantics_of(e);
    cell *c = n->op == IR_TARGET ? s->target(&call, of) : s->member(&call, of, n->name, (int)n->targets - 1);
    return c && !e->way.raised ? c : nothing(e);
}

cell *eval_cell(eval *e, frame *f, ir_node *n)
{
    cell *c = NULL;
    switch (n->op) {
    case IR_LOCAL:
        c = f->slots[n->slot];
        if (!c) eval_stop(e, "a variable is used before it is declared");
        return c;
    case IR_GLOBAL: return eval_global(e, n->global);
    case IR_CALL: return cell_of_value(e, eval_call(e, f, n));
    case IR_COND: return cond(e, f, n);
    case IR_UPDATE: return update(e, f, n);
    case IR_SEQUENCE: return sequence(e, f, n);
    case IR_MEMBER:
    case IR_TARGET: return part(e, f, n);
    case IR_REFER: return eval_cell(e, f, n->kids[0]);
    default: return cell_of_value(e, eval_expr(e, f, n));
    }
}

static value construct(eval *e, frame *f, ir_node *n)
{
    value *args = ARENA_NEW_N(e->arena, value, n->count);
    for (uint32_t i = 0; i < n->count; i++) {
        args[i] = eval_expr(e, f, n->kids[i]);
        if (e->way.raised) return value_unknown(n->type);
    }
    native_call call = call_at(e, n);
    return semantics_of(e)->construct(&call, n->type, args, n->count, n->flags & IR_LIST);
}

static value truth(eval *e, frame *f, ir_node *n)
{
    value v = eval_expr(e, f, n->kids[0]);
    if (e->way.raised) return v;
    native_call call = call_at(e, n);
    value b = semantics_of(e)->truth(&call, &v);
    if (!b.about) b.about = v.about;
    return b;
}

value eval_refer(eval *e, frame *f, ir_node *n)
{
    switch (n->op) {
    case IR_CONSTRUCT: return construct(e, f, n);
    case IR_TRUTH: return truth(e, f, n);
    case IR_REFER: return (value){.kind = VALUE_REFERENCE, .cell = eval_cell(e, f, n)};
    default: return eval_cell(e, f, n)->v;
    }
}

control eval_range(eval *e, frame *f, ir_node *n, cell *subject)
{
    native_call call = call_at(e, n);
    value list = semantics_of(e)->elements(&call, subject);
    bool done = false;
    if (e->way.raised) return CONTROL_RAISED;
    if (list.kind != VALUE_ARRAY) eval_stop(e, "a loop over something that is not known");
    for (uint32_t i = 0; i < list.object->count; i++) {
        value key = value_int(i);
        control w = eval_round(e, f, n, &key, &list.object->cells[i].v, &done);
        if (done) return w;
    }
    return CONTROL_NEXT;
}
