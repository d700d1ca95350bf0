/* Statements: from the set of states before one to the set behind it. */
#include "flow/engine.h"

#include "ir/func.h"

static flow_set walk(flow_walk *w, const ir_node *n, flow_set in);

static flow_set walk_kids(flow_walk *w, const ir_node *n, uint32_t from, flow_set in)
{
    for (uint32_t i = from; i < n->count && in.n; i++)
        if (n->kids[i]) in = walk(w, n->kids[i], in);
    return in;
}

static flow_set set_of_pairs(flow_walk *w, const flow_pairs *pairs)
{
    flow_set out = {0};
    for (size_t i = 0; i < pairs->n; i++) flow_set_add(w->e, &out, &pairs->at[i].state);
    return out;
}

static flow_set flagged(flow_walk *w, const flow_set *in, uint32_t flags)
{
    flow_set out = {0};
    for (size_t i = 0; i < in->n; i++) {
        flow_state s = in->at[i];
        s.flags |= flags;
        flow_set_add(w->e, &out, &s);
    }
    return out;
}

/* --- leaving the function --- */

static void leave(flow_walk *w, const flow_state *s, flow_value v, const ir_node *at)
{
    flow_set states = {0};
    flow_set_add(w->e, &states, s);
    for (size_t i = w->deferred.n; i-- > 0;) {
        flow_pairs after = {0};
        for (size_t k = 0; k < states.n; k++) flow_call(w, w->deferred.at[i], &states.at[k], &after);
        states = set_of_pairs(w, &after);
    }
    for (size_t i = 0; i < states.n; i++) flow_exits_add(w->e, &w->exits, &states.at[i], v, at);
}

static flow_value named_results(flow_walk *w, const flow_state *s)
{
    ir_func *f = w->func->func;
    flow_value parts[8] = {0};
    if (!f->result_count || f->result_count > 8) return 0;
    for (uint32_t i = 0; i < f->result_count; i++) {
        int32_t slot = f->results[i].slot;
        if (slot >= 0 && slot < f->slot_count && !w->func->untracked[slot]) parts[i] = flow_env_get(w->e, s->env, (uint32_t)slot);
    }
    return f->result_count == 1 ? parts[0] : flow_make_tuple(w->e, parts, f->result_count);
}

static void walk_return(flow_walk *w, const ir_node *n, const flow_state *s)
{
    if (n->count == 0) {
        leave(w, s, named_results(w, s), n);
        return;
    }
    flow_pairs results = {0};
    if (n->count == 1) flow_eval(w, n->kids[0], s, &results);
    else flow_eval_list(w, n->kids, n->count, s, &results);
    for (size_t i = 0; i < results.n; i++) leave(w, &results.at[i].state, results.at[i].value, n);
}

/* --- assignments --- */

static flow_value part_of(flow_walk *w, flow_value v, uint32_t i, uint32_t of)
{
    const flow_content *c = flow_get(w->e, v);
    if (of == 1) return v;
    return c->kind == FLOW_TUPLE && i < c->part_count ? c->parts[i] : 0;
}

static ir_constant zero_of(const ir_type *t, bool *known)
{
    *known = true;
    switch (type_under_kind(t)) {
    case TYPE_BOOL: return (ir_constant){.kind = IR_BOOL};
    case TYPE_STRING: return (ir_constant){.kind = IR_STRING};
    case TYPE_INT: case TYPE_INT32: case TYPE_INT64: case TYPE_UINT32: return (ir_constant){.kind = IR_INTEGER};
    case TYPE_POINTER: case TYPE_SLICE: case TYPE_MAP: case TYPE_FUNC: case TYPE_INTERFACE: return (ir_constant){.kind = IR_NIL};
    default: break;
    }
    *known = sdk_type_of(t) == SDK_TYPE_ACTION;
    return (ir_constant){.kind = IR_INTEGER};
}

/* A value that carries a dispatch's error is thrown away. */
static void note_drop(flow_walk *w, flow_state *s, flow_value v, const ir_node *at)
{
    const flow_content *c = flow_get(w->e, v);
    bool unlooked = s->dispatch == FLOW_PENDING || s->dispatch == FLOW_FAILED;
    if (c->kind == FLOW_DISPATCHED && s->dispatched == c->at && unlooked && !s->dropped) s->dropped = at;
    for (uint32_t i = 0; c->kind == FLOW_TUPLE && i < c->part_count; i++) note_drop(w, s, c->parts[i], at);
}

static void assign_all(flow_walk *w, const ir_node *n, flow_state s, flow_value values, flow_set *out)
{
    uint32_t count = n->count - n->targets;
    for (uint32_t i = 0; i < n->targets; i++) {
        const ir_node *place = n->kids[i];
        flow_value v = 0;
        bool known = false;
        if (n->sub) v = 0;
        else if (count == 0) {
            ir_constant zero = zero_of(place->type, &known);
            v = known ? flow_make_const(w->e, zero, NULL) : 0;
        } else {
            v = part_of(w, values, i, n->targets == 1 ? 1 : n->targets);
        }
        uint32_t key;
        if (place->op == IR_BLANK) note_drop(w, &s, v, n);
        else if (flow_get(w->e, v)->kind == FLOW_DISPATCHED && !flow_key_of(w, place, &key))
            s.flags |= FLOW_MAYBE; /* who looks at it there? */
        flow_assign(w, place, &s, v);
    }
    flow_set_add(w->e, out, &s);
}

static flow_set walk_assign(flow_walk *w, const ir_node *n, flow_set in)
{
    flow_set out = {0};
    uint32_t count = n->count - n->targets;
    for (size_t i = 0; i < in.n; i++) {
        flow_pairs values = {0};
        if (count == 0) flow_pairs_add(w->e, &values, &in.at[i], 0);
        else if (count == 1) flow_eval(w, n->kids[n->targets], &in.at[i], &values);
        else flow_eval_list(w, n->kids + n->targets, count, &in.at[i], &values);
        for (size_t k = 0; k < values.n; k++) assign_all(w, n, values.at[k].state, values.at[k].value, &out);
    }
    return out;
}

/* it.clear(): a method that is called for its effect changes what it is called on. */
static void forget_changed(flow_walk *w, const ir_node *n, flow_state *s)
{
    uint32_t key;
    const ir_node *callee = n->op == IR_CALL ? body_strip(n->kids[0]) : NULL;
    bool changes = callee && callee->op == IR_MEMBER && flow_key_of(w, callee->kids[0], &key);
    if (changes) s->env = flow_env_forget_fields(w->e, s->env, key);
}

static flow_set walk_expression(flow_walk *w, const ir_node *n, flow_set in)
{
    flow_set out = {0};
    for (size_t i = 0; i < in.n; i++) {
        flow_pairs values = {0};
        flow_eval(w, n->kids[0], &in.at[i], &values);
        for (size_t k = 0; k < values.n; k++) {
            note_drop(w, &values.at[k].state, values.at[k].value, n);
            forget_changed(w, n->kids[0], &values.at[k].state);
            flow_set_add(w->e, &out, &values.at[k].state);
        }
    }
    return out;
}

/* --- loops --- */

typedef struct forgetter {
    flow_walk *w;
    flow_state *s;
} forgetter;

static bool forget_assigned(void *self, ir_node *n)
{
    forgetter *f = self;
    uint32_t places = n->op == IR_ASSIGN ? n->targets : n->op == IR_RANGE ? 2 : n->op == IR_UPDATE;
    for (uint32_t i = 0; i < places && i < n->count; i++)
        if (n->kids[i]) flow_assign(f->w, n->kids[i], f->s, 0);
    return true;
}

static bool same_effect(const flow_state *a, const flow_state *b)
{
    return a->dispatched == b->dispatched && a->answered == b->answered && a->resumed[0] == b->resumed[0] &&
           a->resumed[1] == b->resumed[1];
}

static bool is_silent(const flow_state *s, const flow_set *entered)
{
    for (size_t i = 0; i < entered->n; i++)
        if (same_effect(s, &entered->at[i])) return true;
    return false;
}

/* The states behind a loop. When a round may do something that matters, a path that leaves without having done it may not be
 * possible. */
static void leave_loop(flow_walk *w, flow_set *out, const flow_set *all, const flow_set *entered)
{
    bool acts = false;
    for (size_t i = 0; i < all->n; i++) acts = acts || !is_silent(&all->at[i], entered);
    for (size_t i = 0; i < all->n; i++) {
        flow_state s = all->at[i];
        if (acts && is_silent(&s, entered)) s.flags |= FLOW_MAYBE;
        flow_set_add(w->e, out, &s);
    }
}

static flow_set one_round(flow_walk *w, const ir_node *body, const ir_node *post, flow_set in, flow_jumps *jumps)
{
    flow_set after = walk(w, body, in);
    flow_set_add_all(w->e, &after, &jumps->continues);
    jumps->continues.n = 0;
    return post && after.n ? walk(w, post, after) : after;
}

static flow_set answered_of(flow_walk *w, const flow_set *in)
{
    flow_set out = {0};
    for (size_t i = 0; i < in->n; i++)
        if (in->at[i].answered) flow_set_add(w->e, &out, &in->at[i]);
    return out;
}

static flow_set walk_loop(flow_walk *w, const ir_node *n, flow_set in)
{
    bool ranges = n->op == IR_RANGE;
    const ir_node *condition = ranges ? NULL : n->kids[0], *post = ranges ? NULL : n->kids[1], *body = n->kids[ranges ? 3 : 2];
    flow_set entered = {0}, yes = {0}, none = {0};
    for (size_t i = 0; i < in.n; i++) {
        flow_pairs subject = {0};
        if (ranges && n->kids[2]) flow_eval(w, n->kids[2], &in.at[i], &subject);
        else flow_pairs_add(w->e, &subject, &in.at[i], 0);
        for (size_t k = 0; k < subject.n; k++) {
            forgetter f = {w, &subject.at[k].state};
            ir_walk((ir_node *)n, forget_assigned, &f);
            f.s->flags |= FLOW_CONDITIONAL;
            flow_set_add(w->e, &entered, f.s);
        }
    }
    for (size_t i = 0; i < entered.n; i++) {
        if (condition && !(n->flags & IR_AFTER)) flow_branch(w, condition, &entered.at[i], &yes, &none);
        else flow_set_add(w->e, &yes, &entered.at[i]);
    }
    if (ranges) flow_set_add_all(w->e, &none, &entered);
    flow_jumps jumps = {.label = n->name, .loop = true, .outer = w->jumps};
    w->jumps = &jumps;
    flow_set after = one_round(w, body, post, yes, &jumps);
    flow_set again = answered_of(w, &after);
    if (again.n) {
        flow_set second = one_round(w, body, post, again, &jumps);
        flow_set_add_all(w->e, &after, &second);
    }
    w->jumps = jumps.outer;
    flow_set out = {0}, some = {0};
    bool endless = !ranges && !condition;
    if (!endless || jumps.breaks.n) flow_set_add_all(w->e, &some, &after);
    flow_set_add_all(w->e, &some, &jumps.breaks);
    flow_set_add_all(w->e, &some, &none);
    leave_loop(w, &out, &some, &entered);
    return out;
}

/* --- branches --- */

static flow_set walk_if(flow_walk *w, const ir_node *n, flow_set in)
{
    flow_set yes = {0}, no = {0};
    for (size_t i = 0; i < in.n; i++) flow_branch(w, n->kids[0], &in.at[i], &yes, &no);
    if (yes.n) yes = walk(w, n->kids[1], yes);
    if (no.n && n->kids[2]) no = walk(w, n->kids[2], no);
    flow_set_add_all(w->e, &yes, &no);
    return yes;
}

/* What a switch asks about; a select has none, and none of its cases may be there. */
static ir_node *tag_of(const ir_node *n) { return n->op == IR_COMM_SELECT ? NULL : n->kids[0]; }

/* `tag == alternative` as a condition; without a tag the alternative itself. */
static void test_case(flow_walk *w, const ir_node *n, const ir_node *alternative, const flow_set *in, flow_set *yes, flow_set *no)
{
    ir_node *kids[] = {tag_of(n), (ir_node *)alternative};
    ir_node equal = {.op = IR_BINARY, .sub = IR_EQUAL, .count = 2, .kids = kids, .at = alternative->at, .slot = -1};
    for (size_t i = 0; i < in->n; i++) flow_branch(w, kids[0] ? &equal : alternative, &in->at[i], yes, no);
}

/* The tag is worked out once; the tests then see its value. */
static bool is_plain(const ir_node *n)
{
    return !n || n->op == IR_LOCAL || n->op == IR_CONST || flow_is_member(n) || n->op == IR_GLOBAL;
}

static flow_set walk_case(flow_walk *w, const ir_node *c, flow_set in, flow_set *out)
{
    flow_set_add_all(w->e, &in, &w->fallen);
    w->fallen = (flow_set){0};
    if (in.n) {
        flow_set after = walk(w, c->kids[c->count - 1], in);
        flow_set_add_all(w->e, out, &after);
    }
    return *out;
}

static flow_set walk_switch(flow_walk *w, const ir_node *n, flow_set in)
{
    const ir_node *tag = tag_of(n);
    bool decidable = n->op == IR_SWITCH && is_plain(tag);
    if (tag && !decidable) {
        flow_pairs values = {0};
        for (size_t i = 0; i < in.n; i++) flow_eval(w, tag, &in.at[i], &values);
        in = set_of_pairs(w, &values);
    }
    flow_jumps jumps = {.label = n->name, .outer = w->jumps};
    w->jumps = &jumps;
    flow_set out = {0}, rest = in;
    const ir_node *fallback = NULL;
    flow_set fallen_to_default = {0};
    for (uint32_t i = n->op == IR_COMM_SELECT ? 0 : 1; i < n->count; i++) {
        const ir_node *c = n->kids[i];
        if (!c || c->op != IR_CASE) continue;
        if (c->flags & IR_DEFAULT) {
            fallback = c;
            flow_set_add_all(w->e, &fallen_to_default, &w->fallen);
            w->fallen = (flow_set){0};
            continue;
        }
        flow_set yes = {0};
        for (uint32_t k = 0; decidable && k < c->targets; k++) {
            flow_set no = {0};
            test_case(w, n, c->kids[k], &rest, &yes, &no);
            rest = no;
        }
        if (!decidable) yes = flagged(w, &in, FLOW_CONDITIONAL);
        walk_case(w, c, yes, &out);
    }
    if (fallback) {
        flow_set_add_all(w->e, &rest, &fallen_to_default);
        walk_case(w, fallback, rest, &out);
    } else if (n->op != IR_COMM_SELECT) {
        /* Cases that name every value leave nothing over. */
        bool enumeration = n->op == IR_TYPE_SWITCH || tag;
        flow_set over = flagged(w, &rest, enumeration && out.n + jumps.breaks.n + w->exits.n ? FLOW_MAYBE : 0);
        flow_set_add_all(w->e, &out, &over);
    }
    w->fallen = (flow_set){0};
    w->jumps = jumps.outer;
    flow_set_add_all(w->e, &out, &jumps.breaks);
    return out;
}

static void walk_jump(flow_walk *w, const ir_node *n, const flow_set *in)
{
    for (flow_jumps *j = w->jumps; j; j = j->outer) {
        if (n->name.n ? !str_eq(n->name, j->label) : n->op == IR_CONTINUE && !j->loop) continue;
        flow_set_add_all(w->e, n->op == IR_BREAK ? &j->breaks : &j->continues, in);
        return;
    }
}

/* --- one statement --- */

static flow_set walk(flow_walk *w, const ir_node *n, flow_set in)
{
    if (!flow_goes_on(w->e, in.n)) return (flow_set){0};
    switch ((ir_op)n->op) {
    case IR_BLOCK: return walk_kids(w, n, 0, in);
    case IR_EXPR: return walk_expression(w, n, in);
    case IR_ASSIGN: return walk_assign(w, n, in);
    case IR_IF: return walk_if(w, n, in);
    case IR_LOOP: case IR_RANGE: return walk_loop(w, n, in);
    case IR_SWITCH: case IR_TYPE_SWITCH: case IR_COMM_SELECT: return walk_switch(w, n, in);
    case IR_BREAK: case IR_CONTINUE: walk_jump(w, n, &in); return (flow_set){0};
    case IR_FALLTHROUGH: flow_set_add_all(w->e, &w->fallen, &in); return (flow_set){0};
    case IR_RETURN:
        for (size_t i = 0; i < in.n; i++) walk_return(w, n, &in.at[i]);
        return (flow_set){0};
    case IR_DEFER:
        if (n->kids[0]->op == IR_CALL) array_push(w->e->scratch, &w->deferred, n->kids[0]);
        return in;
    case IR_GO: return flagged(w, &in, FLOW_UNKNOWN_EFFECT);
    case IR_UNSUPPORTED: return flagged(w, &in, FLOW_UNKNOWN_EFFECT);
    case IR_SEND: {
        flow_pairs values = {0};
        for (size_t i = 0; i < in.n; i++) flow_eval_list(w, n->kids, n->count, &in.at[i], &values);
        return set_of_pairs(w, &values);
    }
    default: {
        flow_pairs values = {0};
        for (size_t i = 0; i < in.n; i++) flow_eval(w, n, &in.at[i], &values);
        return set_of_pairs(w, &values);
    }
    }
}

flow_set flow_walk_statement(flow_walk *w, const ir_node *n, flow_set in) { return walk(w, n, in); }

void flow_walk_body(flow_walk *w, const flow_state *s)
{
    const ir_node *body = ir_func_body(w->e->p, w->func->func);
    work_item outer = ir_enter_work(w->e->p, w->func->func);
    flow_set in = {0};
    flow_set_add(w->e, &in, s);
    flow_set out = body ? walk(w, body, in) : w->func->func->refused ? flagged(w, &in, FLOW_UNKNOWN_EFFECT) : in;
    for (size_t i = 0; i < out.n; i++) leave(w, &out.at[i], named_results(w, &out.at[i]), NULL);
    work_leave(WORK_FUNCTION, outer);
}
