/* Statements (Go specification, "Statements"). */
#include "ir/eval_internal.h"

#include "base/limits.h"
#include "base/utf8.h"

static control after(eval *e) { return e->way.raised ? CONTROL_RAISED : CONTROL_NEXT; }

static control block(eval *e, frame *f, ir_node *n)
{
    for (uint32_t i = 0; i < n->count; i++) {
        control w = n->kids[i] ? eval_stmt(e, f, n->kids[i]) : CONTROL_NEXT;
        if (w != CONTROL_NEXT) return w;
    }
    return CONTROL_NEXT;
}

/* Whether a break or continue on its way is meant for the statement labelled `name`; takes it off. */
static bool is_mine(eval *e, str name)
{
    if (e->way.label.n && !str_eq(e->way.label, name)) return false;
    e->way.label = STR("");
    return true;
}

/* --- assignment ------------------------------------------------------------------------------------------------------------ */

static control op_assign(eval *e, frame *f, ir_node *n)
{
    value old = eval_expr(e, f, n->kids[0]);
    value by = e->way.raised ? old : eval_expr(e, f, n->kids[1]);
    if (e->way.raised) return CONTROL_RAISED;
    value v = eval_binary(e, n, n->sub, &old, &by);
    if (!e->way.raised) eval_store(e, f, n->kids[0], &v);
    return after(e);
}

static control assign(eval *e, frame *f, ir_node *n)
{
    if (n->sub) return op_assign(e, f, n);
    uint32_t targets = n->targets, values = n->count - targets;
    value few[4];
    value *v = targets <= 4 ? few : ARENA_NEW_N(e->arena, value, targets);
    for (uint32_t i = 0; i < targets; i++) {
        if (values == 0) v[i] = value_zero(e->arena, n->kids[i]->type);
        else if (values == targets) v[i] = eval_expr(e, f, n->kids[targets + i]);
        if (e->way.raised) return CONTROL_RAISED;
    }
    if (values == 1 && targets > 1) {
        value all = eval_expr(e, f, n->kids[targets]);
        if (e->way.raised) return CONTROL_RAISED;
        for (uint32_t i = 0; i < targets; i++) {
            bool has = all.kind == VALUE_TUPLE && i < all.object->count;
            v[i] = has ? all.object->cells[i].v : value_unknown(n->kids[i]->type);
        }
    } else if (values == targets && targets > 1) {
        for (uint32_t i = 0; i < targets; i++) v[i] = value_copy(e->arena, &v[i]); /* a, b = b, a */
    }
    for (uint32_t i = 0; i < targets; i++) {
        eval_store(e, f, n->kids[i], &v[i]);
        if (e->way.raised) return CONTROL_RAISED;
    }
    return CONTROL_NEXT;
}

/* --- loops ----------------------------------------------------------------------------------------------------------------- */

static control loop(eval *e, frame *f, ir_node *n)
{
    for (bool asks = !(n->flags & IR_AFTER);; asks = true) {
        if (n->kids[0] && asks) {
            value c = eval_expr(e, f, n->kids[0]);
            if (e->way.raised) return CONTROL_RAISED;
            if (!eval_decide(e, &c, n->kids[0])) return CONTROL_NEXT;
        } else if (++e->way.steps > e->way.steps_most) {
            eval_stop_at_limit(e, EVAL_TOO_MANY_STEPS);
        }
        control w = eval_stmt(e, f, n->kids[2]);
        if (w == CONTROL_BREAK && is_mine(e, n->name)) return CONTROL_NEXT;
        bool next = w == CONTROL_NEXT || (w == CONTROL_CONTINUE && is_mine(e, n->name));
        if (!next) return w;
        for (uint32_t i = 0; i < n->slots.count; i++) { /* each round has its own variables */
            cell *fresh = ARENA_NEW(e->arena, cell), **slot = &f->slots[n->slots.at[i]];
            if (!*slot) continue;
            *fresh = **slot;
            *slot = fresh;
        }
        if (n->kids[1]) eval_stmt(e, f, n->kids[1]);
        if (e->way.raised) return CONTROL_RAISED;
    }
}

/* One round of a range statement. */
control eval_round(eval *e, frame *f, ir_node *n, const value *key, const value *item, bool *done)
{
    *done = true;
    if (n->kids[0]) eval_store(e, f, n->kids[0], key);
    if (n->kids[1] && !e->way.raised) eval_store(e, f, n->kids[1], item);
    if (e->way.raised) return CONTROL_RAISED;
    control w = eval_stmt(e, f, n->kids[3]);
    if (w == CONTROL_BREAK && is_mine(e, n->name)) return CONTROL_NEXT;
    *done = !(w == CONTROL_NEXT || (w == CONTROL_CONTINUE && is_mine(e, n->name)));
    return *done ? w : CONTROL_NEXT;
}

static control range_list(eval *e, frame *f, ir_node *n, const value *list)
{
    uint32_t count = value_length(list);
    bool done = false;
    for (uint32_t i = 0; i < count; i++) {
        value key = value_int(i), item = value_element(list, i)->v;
        control w = eval_round(e, f, n, &key, &item, &done);
        if (done) return w;
    }
    return CONTROL_NEXT;
}

/* Go's iter.Seq: one variable, the element. */
static control range_sequence(eval *e, frame *f, ir_node *n, const value *list)
{
    bool done = false;
    for (uint32_t i = 0; i < value_length(list); i++) {
        value item = value_element(list, i)->v;
        control w = eval_round(e, f, n, &item, &item, &done);
        if (done) return w;
    }
    return CONTROL_NEXT;
}

static control range_string(eval *e, frame *f, ir_node *n, str s)
{
    bool done = false;
    size_t len;
    for (size_t i = 0; i < s.n; i += len) {
        value key = value_int((int64_t)i), item = value_int_of(type_basic(TYPE_INT32), utf8_decode(s, i, &len));
        control w = eval_round(e, f, n, &key, &item, &done);
        if (done) return w;
    }
    return CONTROL_NEXT;
}

static control range_unknown(eval *e, frame *f, ir_node *n, const value *subject)
{
    ir_type *t = type_under(subject->type);
    bool text = t->kind == TYPE_STRING;
    bool done;
    value key = value_unknown(t->kind == TYPE_MAP ? t->key : type_basic(TYPE_INT));
    value item = value_unknown(text ? type_basic(TYPE_INT32) : t->elem);
    if (eval_choose(e, 2, 1, n, subject->origin) == 0) return CONTROL_NEXT;
    return eval_round(e, f, n, &key, &item, &done);
}

static bool returns_error(const frame *f)
{
    const value *v = &f->returned;
    if (v->kind == VALUE_TUPLE && v->object->count) v = &v->object->cells[v->object->count - 1].v;
    return f->has_returned && v->kind == VALUE_ERROR;
}

static control range_map(eval *e, frame *f, ir_node *n, const value *subject)
{
    map_value *m = subject->map;
    bool done = false;
    uint32_t last = m->count ? m->count - 1 : 0;
    for (uint32_t k = 0; k < m->count; k++) {
        uint32_t i = e->maps_backwards && k <= last ? last - k : k;
        if (m->pairs[i].deleted) continue;
        value key = m->pairs[i].key, item = m->pairs[i].value.v;
        control w = eval_round(e, f, n, &key, &item, &done);
        if (w == CONTROL_RAISED || (w == CONTROL_RETURN && returns_error(f))) e->order_counts |= m->count > 1;
        if (done) return w;
    }
    if (!m->unsure) return CONTROL_NEXT;
    value more = value_unknown(subject->type);
    return range_unknown(e, f, n, &more);
}

static control range_over(eval *e, frame *f, ir_node *n)
{
    value subject = eval_expr(e, f, n->kids[2]);
    if (e->way.raised) return CONTROL_RAISED;
    if (subject.kind == VALUE_POINTER) subject = subject.cell->v;
    bool done = false;
    switch (subject.kind) {
    case VALUE_REFERENCE: return eval_range(e, f, n, subject.cell);
    case VALUE_NIL: return CONTROL_NEXT;
    case VALUE_ARRAY: subject = value_copy(e->arena, &subject); return range_list(e, f, n, &subject);
    case VALUE_SLICE: return range_list(e, f, n, &subject);
    case VALUE_STRING:
        if (type_under_kind(subject.type) != TYPE_SLICE) return range_string(e, f, n, subject.s);
        subject = eval_as_slice(e, &subject);
        return range_list(e, f, n, &subject);
    case VALUE_MAP: return range_map(e, f, n, &subject);
    case VALUE_INT:
        for (int64_t i = 0; i < subject.i; i++) {
            value key = value_int(i);
            control w = eval_round(e, f, n, &key, &key, &done);
            if (done) return w;
        }
        return CONTROL_NEXT;
    case VALUE_UNKNOWN: return range_unknown(e, f, n, &subject);
    case VALUE_NATIVE:
        subject = native_sequence_list(&subject);
        if (subject.kind == VALUE_SLICE) return range_sequence(e, f, n, &subject);
        eval_stop(e, "a range over a function or channel");
    default: eval_stop(e, "a range over a function or channel");
    }
}

/* --- switches -------------------------------------------------------------------------------------------------------------- */

/* Runs the case at kid `i` and those it falls through to. */
static control run_cases(eval *e, frame *f, ir_node *n, uint32_t i)
{
    for (; i < n->count; i++) {
        ir_node *c = n->kids[i];
        control w = eval_stmt(e, f, c->kids[c->targets]);
        if (w == CONTROL_FALLTHROUGH) continue;
        return w == CONTROL_BREAK && is_mine(e, n->name) ? CONTROL_NEXT : w;
    }
    return CONTROL_NEXT;
}

static control run_default(eval *e, frame *f, ir_node *n)
{
    for (uint32_t i = 1; i < n->count; i++)
        if (n->kids[i]->flags & IR_DEFAULT) return run_cases(e, f, n, i);
    return CONTROL_NEXT;
}

/* An unknown tag against constants is one choice, not one per case. False: not of that kind. */
static bool choose_case(eval *e, frame *f, ir_node *n, const value *tag, control *result)
{
    ARRAY(value) constants = {0};
    ARRAY(uint32_t) cases = {0};
    if (tag->kind != VALUE_UNKNOWN || !tag->origin) return false;
    for (uint32_t i = 1; i < n->count; i++)
        for (uint32_t k = 0; k < n->kids[i]->targets; k++) {
            value c = eval_expr(e, f, n->kids[i]->kids[k]);
            if (c.kind != VALUE_STRING && c.kind != VALUE_INT) return false;
            array_push(e->arena, &constants, c);
            array_push(e->arena, &cases, i);
        }
    if (!constants.n) return false;
    size_t from = e->way.decisions.n;
    uint32_t hit = eval_choose_constant(e, tag, constants.at, (uint32_t)constants.n, n);
    size_t mark = eval_enter_branch(e, from);
    *result = hit < constants.n ? run_cases(e, f, n, cases.at[hit]) : run_default(e, f, n);
    eval_leave_branch(e, mark);
    return true;
}

static control switch_with(eval *e, frame *f, ir_node *n, const value *the_tag)
{
    value tag = *the_tag;
    control result;
    if (n->kids[0] && choose_case(e, f, n, &tag, &result)) return result;
    for (uint32_t i = 1; i < n->count; i++) {
        ir_node *c = n->kids[i];
        for (uint32_t k = 0; k < c->targets; k++) {
            value v = eval_expr(e, f, c->kids[k]);
            if (e->way.raised) return CONTROL_RAISED;
            if (n->kids[0] && type_is_interface(n->kids[0]->type)) v = value_convert_for_store(e->arena, &v, type_any());
            if (n->kids[0]) v = eval_binary(e, c, IR_EQUAL, &tag, &v);
            if (eval_decide(e, &v, c->kids[k])) return run_cases(e, f, n, i);
        }
    }
    return run_default(e, f, n);
}

static control switch_on(eval *e, frame *f, ir_node *n)
{
    value tag = n->kids[0] ? eval_expr(e, f, n->kids[0]) : value_bool(true);
    if (e->way.raised) return CONTROL_RAISED;
    doc_node *outer = e->way.condition;
    if (tag.about) e->way.condition = tag.about;
    control w = switch_with(e, f, n, &tag);
    e->way.condition = outer;
    return w;
}

static bool case_holds(eval *e, frame *f, ir_node *alternative, const value *subject)
{
    bool sure = true, holds;
    if (alternative->op == IR_TYPE) {
        holds = eval_type_holds(e, subject, alternative->type, &sure);
    } else {
        value nil = eval_expr(e, f, alternative);
        sure = value_equal(subject, &nil, &holds);
    }
    value unsure = value_unknown(type_basic(TYPE_BOOL));
    return sure ? holds : eval_decide(e, &unsure, alternative);
}

static control type_switch(eval *e, frame *f, ir_node *n)
{
    value subject = eval_expr(e, f, n->kids[0]);
    if (e->way.raised) return CONTROL_RAISED;
    uint32_t chosen = 0;
    for (uint32_t i = 1; i < n->count && !chosen; i++)
        for (uint32_t k = 0; k < n->kids[i]->targets && !chosen; k++)
            if (case_holds(e, f, n->kids[i]->kids[k], &subject)) chosen = i;
    for (uint32_t i = 1; i < n->count && !chosen; i++)
        if (n->kids[i]->flags & IR_DEFAULT) chosen = i;
    if (!chosen) return CONTROL_NEXT;
    ir_node *c = n->kids[chosen];
    if (c->slot >= 0) {
        bool one = c->targets == 1 && c->kids[0]->op == IR_TYPE;
        cell *bound = ARENA_NEW(e->arena, cell);
        bound->v = value_convert_for_store(e->arena, &subject, one ? c->kids[0]->type : NULL);
        bound->type = one ? c->kids[0]->type : NULL;
        f->slots[c->slot] = bound;
    }
    control w = eval_stmt(e, f, c->kids[c->targets]);
    return w == CONTROL_BREAK && is_mine(e, n->name) ? CONTROL_NEXT : w;
}

/* --- the rest -------------------------------------------------------------------------------------------------------------- */

static bool always_returns(const ir_node *n)
{
    while (n && n->op == IR_BLOCK && n->count) n = n->kids[n->count - 1];
    return n && n->op == IR_RETURN;
}

static control condition(eval *e, frame *f, ir_node *n)
{
    size_t from = e->way.decisions.n;
    value c = eval_expr(e, f, n->kids[0]);
    if (e->way.raised) return CONTROL_RAISED;
    bool holds = eval_decide(e, &c, n->kids[0]);
    ir_node *arm = holds ? n->kids[1] : n->count > 2 ? n->kids[2] : NULL;
    size_t mark = eval_enter_branch(e, from);
    doc_node *outer = e->way.condition;
    bool passed = e->way.passed;
    if (c.about || passed) e->way.condition = c.about;
    e->way.passed = false;
    control w = arm ? eval_stmt(e, f, arm) : CONTROL_NEXT;
    /* the rest of the function runs because of this condition, too; open mode tells that by its decisions */
    bool rest = !holds && c.about && !e->explorer && always_returns(n->kids[1]);
    e->way.condition = rest ? c.about : outer;
    e->way.passed = rest || passed;
    eval_leave_branch(e, mark);
    return w;
}

static control return_from(eval *e, frame *f, ir_node *n)
{
    if (n->count == 0) return CONTROL_RETURN;
    value one = eval_expr(e, f, n->kids[0]);
    if (n->count > 1) {
        value *parts = ARENA_NEW_N(e->arena, value, n->count);
        parts[0] = one;
        for (uint32_t i = 1; i < n->count && !e->way.raised; i++) parts[i] = eval_expr(e, f, n->kids[i]);
        one = value_tuple(e->arena, n->count, parts);
    }
    if (e->way.raised) return CONTROL_RAISED;
    f->returned = one;
    f->has_returned = true;
    return CONTROL_RETURN;
}

static control defer(eval *e, frame *f, ir_node *n)
{
    ir_node *call = n->kids[0];
    deferred d = {.call = call, .builtin = call->op != IR_CALL};
    if (!d.builtin) {
        d.callee = eval_expr(e, f, call->kids[0]);
        d.count = call->count - 1;
        d.args = ARENA_NEW_N(e->arena, value, d.count);
        for (uint32_t i = 0; i < d.count && !e->way.raised; i++) d.args[i] = eval_expr(e, f, call->kids[i + 1]);
    }
    if (e->way.raised) return CONTROL_RAISED;
    array_push(e->arena, &f->deferred, d);
    return CONTROL_NEXT;
}

control eval_stmt(eval *e, frame *f, ir_node *n)
{
    if (++e->way.steps > e->way.steps_most) eval_stop_at_limit(e, EVAL_TOO_MANY_STEPS); /* a loop may do nothing else */
    e->way.at = n;
    size_t said = e->way.host.log.n;
    switch (n->op) {
    case IR_BLOCK: return eval_log_passed(e, said, block(e, f, n));
    case IR_EXPR: eval_expr(e, f, n->kids[0]); return after(e);
    case IR_ASSIGN: return assign(e, f, n);
    case IR_IF: return eval_log_passed(e, said, condition(e, f, n));
    case IR_LOOP: return eval_log_passed(e, said, loop(e, f, n));
    case IR_RANGE: return eval_log_passed(e, said, range_over(e, f, n));
    case IR_SWITCH: return eval_log_passed(e, said, switch_on(e, f, n));
    case IR_TYPE_SWITCH: return type_switch(e, f, n);
    case IR_BREAK: e->way.label = n->name; return CONTROL_BREAK;
    case IR_CONTINUE: e->way.label = n->name; return CONTROL_CONTINUE;
    case IR_FALLTHROUGH: return CONTROL_FALLTHROUGH;
    case IR_RETURN: return return_from(e, f, n);
    case IR_DEFER: return defer(e, f, n);
    case IR_UNSUPPORTED: eval_stop(e, "code that could not be read");
    case IR_GO:
    case IR_SEND:
    case IR_COMM_SELECT: eval_stop(e, "goroutines and channels are not evaluated");
    default: eval_expr(e, f, n); return after(e);
    }
}
