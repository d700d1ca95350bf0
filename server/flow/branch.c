/* Conditions: which branches a state may take, and what is known of the variables on each of them. */
#include "flow/engine.h"

#include "ir/func.h"

typedef struct fork {
    flow_walk *w;
    flow_set *yes, *no;
} fork;

static void add(const fork *f, const flow_state *s, bool yes) { flow_set_add(f->w->e, yes ? f->yes : f->no, s); }

static void guard(const fork *f, flow_state s, flow_direction d, flow_guard yes, flow_guard no)
{
    flow_guard before = s.guard[d];
    if (before != FLOW_GUARDED_BODYLESS || yes == FLOW_GUARDED_SOMEHOW) {
        s.guard[d] = (uint8_t)yes;
        add(f, &s, true);
    }
    if (before != FLOW_GUARDED_BODY || no == FLOW_GUARDED_SOMEHOW) {
        s.guard[d] = (uint8_t)no;
        add(f, &s, false);
    }
}

/* Does the condition look at something that is counted? */
typedef struct counter_search {
    flow_walk *w;
    bool found;
} counter_search;

static bool find_counter(void *self, ir_node *n)
{
    counter_search *c = self;
    const flow_func *f = c->w->func;
    if (n->op == IR_LOCAL && n->slot >= 0 && n->slot < f->func->slot_count && f->counter[n->slot]) c->found = true;
    if (flow_is_member(n))
        for (size_t i = 0; i < f->counter_fields.n; i++) c->found = c->found || str_eq(f->counter_fields.at[i], n->name);
    bool captured = n->op == IR_BUILTIN && n->sub == IR_LEN && n->count && n->kids[0]->op == IR_LOCAL && n->kids[0]->slot >= 0 &&
                    (uint32_t)n->kids[0]->slot < f->func->capture_count;
    if (captured && c->w->frame->context->moment == FLOW_CALLBACK) c->found = true;
    return true;
}

/* Does the condition look at what earlier handlers may have left: a field of the receiver, a value of the stream's context? */
static bool find_stored(void *self, ir_node *n)
{
    counter_search *c = self;
    const flow_func *f = c->w->func;
    const ir_node *of = flow_is_member(n) ? n->kids[0] : NULL;
    if (of && of->op == IR_TARGET) of = of->kids[0];
    if (of && of->op == IR_LOCAL && f->func->receiver && f->func->param_count)
        c->found = c->found || of->slot == f->func->params[0].slot;
    if (n->op == IR_CALL) {
        const sdk_function *sdk = flow_sdk_function(c->w, n, NULL, 0);
        c->found = c->found || (sdk && sdk->effect == SDK_CONTEXT_GET);
    }
    return true;
}

static bool is_stored(flow_walk *w, const ir_node *condition)
{
    counter_search c = {w, false};
    ir_walk((ir_node *)condition, find_stored, &c);
    for (size_t i = 0; condition->op == IR_LOCAL && i < w->func->facts->stores.n; i++) {
        const body_store *s = &w->func->facts->stores.at[i];
        if (s->slot == condition->slot && s->value) ir_walk(s->value, find_stored, &c);
    }
    return c.found;
}

/* Nothing decides the condition: both branches, each with what the test says of the variable. */
static void undecided(const fork *f, flow_state s, const ir_node *condition, const ir_node *place, flow_value yes, flow_value no)
{
    counter_search c = {f->w, false};
    ir_walk((ir_node *)condition, find_counter, &c);
    if (c.found) s.flags |= FLOW_MAYBE;
    if (is_stored(f->w, condition)) s.flags |= FLOW_STORED | (s.resumed[0] || s.resumed[1] ? FLOW_LEFT_WORD : 0);
    s.flags |= FLOW_CONDITIONAL;
    flow_state then = s, other = s;
    uint32_t key;
    if (flow_subject_of(f->w, place, &key)) {
        if (yes) then.env = flow_env_put(f->w->e, s.env, key, yes);
        if (no) other.env = flow_env_put(f->w->e, s.env, key, no);
    }
    add(f, &then, true);
    add(f, &other, false);
}

/* `error of a dispatch == nil`. */
static void decide_dispatch(const fork *f, flow_state s, const ir_node *condition, const flow_content *c)
{
    if (s.dispatched != c->at) {
        undecided(f, s, condition, NULL, 0, 0);
        return;
    }
    if (s.dispatch == FLOW_PENDING || s.dispatch == FLOW_SENT) {
        flow_state sent = s;
        sent.dispatch = FLOW_SENT;
        add(f, &sent, true);
    }
    if (s.dispatch == FLOW_PENDING || s.dispatch == FLOW_FAILED) {
        s.callbacks = flow_list_remove(f->w->e, s.callbacks, s.dispatched);
        s.dispatch = FLOW_FAILED;
        add(f, &s, false);
    }
}

/* Is the stream still there? Where it is not, nothing hangs that is not resumed. */
static void decide_stream(const fork *f, flow_state s, const ir_node *place)
{
    uint32_t key;
    flow_state gone = s;
    flow_value there = flow_make_kind(f->w->e, FLOW_NONNIL, FLOW_NEITHER, NULL);
    if (flow_key_of(f->w, place, &key)) s.env = flow_env_put(f->w->e, s.env, key, there);
    add(f, &s, true);
    gone.flags |= FLOW_MAYBE;
    add(f, &gone, false);
}

/* 1, 0, or -1 when it is not known. */
static int truth_of(const flow_content *c)
{
    if (c->kind == FLOW_NONNIL || c->kind == FLOW_FUNCTION) return 1;
    if (c->kind != FLOW_CONST) return -1;
    switch (c->constant.kind) {
    case IR_BOOL: return c->constant.boolean;
    case IR_INTEGER: return c->constant.integer != 0;
    case IR_NIL: return 0;
    default: return -1;
    }
}

/* A value as a condition. */
static void decide(const fork *f, const flow_state *s, const ir_node *condition, const ir_node *place, flow_value v)
{
    flow_engine *e = f->w->e;
    uint32_t key;
    if (!v && condition->op == IR_CALL && flow_subject_of(f->w, place, &key)) v = flow_env_get(e, s->env, key);
    const flow_content *c = flow_get(e, v);
    flow_state t = *s;
    int truth = truth_of(c);
    if (truth >= 0) {
        add(f, s, truth);
        return;
    }
    switch (c->kind) {
    case FLOW_STREAM: decide_stream(f, t, place); return;
    case FLOW_DISPATCHED: { /* a status: 0 is success */
        fork turned = {f->w, f->no, f->yes};
        decide_dispatch(&turned, t, condition, c);
        return;
    }
    case FLOW_HAS_BODY: guard(f, t, c->direction, FLOW_GUARDED_BODY, FLOW_GUARDED_BODYLESS); return;
    case FLOW_BODYLESS: guard(f, t, c->direction, FLOW_GUARDED_BODYLESS, FLOW_GUARDED_BODY); return;
    case FLOW_BODY_LENGTH: guard(f, t, c->direction, FLOW_GUARDED_SOMEHOW, FLOW_GUARDED_SOMEHOW); return;
    case FLOW_BODY_ENDS:
        t.flags &= ~(uint32_t)FLOW_BUFFERING;
        add(f, &t, true);
        t.flags |= FLOW_BUFFERING;
        add(f, &t, false);
        return;
    default: break;
    }
    undecided(f, *s, condition, place, flow_make_bool(e, true), flow_make_bool(e, false));
}

/* --- comparisons --- */

static bool is_integer_type(const ir_type *t)
{
    type_kind k = t ? type_under_kind(t) : TYPE_UNKNOWN;
    return k >= TYPE_INT && k <= TYPE_UINTPTR;
}

static flow_domain domain_of(const ir_node *n)
{
    while (n->op == IR_CONVERT) n = n->kids[0];
    if (n->op == IR_BUILTIN && n->sub == IR_LEN) return FLOW_NATURALS;
    if (!is_integer_type(n->type)) return FLOW_ANYTHING;
    return type_under_kind(n->type) >= TYPE_UINT ? FLOW_NATURALS : FLOW_INTEGERS;
}

/* Decides a comparison of a value with a constant by what earlier comparisons have left of the value; false when that is not
 * enough. */
static bool decide_compare(const fork *f, const flow_state *s, const ir_node *n, const ir_node *place, flow_value v, ir_token op,
                           flow_value constant)
{
    flow_comparison c;
    if (!flow_compare(f->w->e, v, domain_of(place), op, constant, &c)) return false;
    if (c.may_hold && c.may_fail) undecided(f, *s, n, place, c.holds, c.fails);
    else add(f, s, c.may_hold);
    return true;
}

static bool is_nil(const flow_content *c) { return flow_is_constant(c, IR_NIL); }

/* 1: equal, 0: not equal, -1: not known. */
static int equal(const flow_content *a, const flow_content *b)
{
    bool never_nil = flow_is_never_nil(a) || flow_is_never_nil(b);
    if ((is_nil(a) || is_nil(b)) && never_nil) return 0;
    if (a->kind != FLOW_CONST || b->kind != FLOW_CONST) return -1;
    if (a->constant.kind != b->constant.kind) {
        const flow_content *other = is_nil(a) ? b : a;
        if (flow_is_constant(other, IR_BOOL)) return !other->constant.boolean; /* what a test of a pointer has left */
        return is_nil(a) || is_nil(b) ? 0 : -1;
    }
    switch (a->constant.kind) {
    case IR_NIL: return 1;
    case IR_BOOL: return a->constant.boolean == b->constant.boolean;
    case IR_STRING: return str_eq(a->constant.text, b->constant.text);
    case IR_INTEGER: return a->constant.integer == b->constant.integer;
    default: return -1;
    }
}

static void decide_equal(const fork *f, const flow_state *s, const ir_node *n, flow_value left, flow_value right)
{
    flow_engine *e = f->w->e;
    const flow_content *a = flow_get(e, left), *b = flow_get(e, right);
    const ir_node *place = n->kids[0];
    if (!right || (a->kind == FLOW_CONST && b->kind != FLOW_CONST)) { /* the constant on the right */
        const flow_content *c = a;
        a = b;
        b = c;
        flow_value v = left;
        left = right;
        right = v;
        place = n->kids[1];
    }
    uint32_t key;
    if (!left && flow_subject_of(f->w, place, &key)) {
        left = flow_env_get(e, s->env, key);
        a = flow_get(e, left);
    }
    int same = equal(a, b);
    if (same >= 0) {
        add(f, s, same);
        return;
    }
    bool success = is_nil(b) || (flow_is_constant(b, IR_INTEGER) && !b->constant.integer);
    if (a->kind == FLOW_DISPATCHED && success) {
        decide_dispatch(f, *s, n, a);
        return;
    }
    if (a->kind == FLOW_STREAM && is_nil(b)) {
        fork turned = {f->w, f->no, f->yes};
        decide_stream(&turned, *s, place);
        return;
    }
    if (a->kind == FLOW_BODY_LENGTH || b->kind == FLOW_BODY_LENGTH) {
        guard(f, *s, a->kind == FLOW_BODY_LENGTH ? a->direction : b->direction, FLOW_GUARDED_SOMEHOW, FLOW_GUARDED_SOMEHOW);
        return;
    }
    if (decide_compare(f, s, n, place, left, IR_EQUAL, right)) return;
    bool is_bool = flow_is_constant(b, IR_BOOL);
    if (is_bool && a->kind != FLOW_UNKNOWN_KIND) {
        fork turned = b->constant.boolean ? *f : (fork){f->w, f->no, f->yes};
        decide(&turned, s, n, place, left);
        return;
    }
    flow_value yes = b->kind == FLOW_CONST && !left ? right : 0, no = 0;
    if (is_nil(b) && !left) no = flow_make_kind(e, FLOW_NONNIL, FLOW_NEITHER, NULL);
    if (is_bool && !left) no = flow_make_bool(e, !b->constant.boolean);
    undecided(f, *s, n, place, yes, no);
}

/* 1 < x is x > 1. */
static ir_token mirrored(ir_token op)
{
    switch (op) {
    case IR_LESS: return IR_GREATER;
    case IR_LESS_EQUAL: return IR_GREATER_EQUAL;
    case IR_GREATER: return IR_LESS;
    default: return IR_LESS_EQUAL;
    }
}

static void decide_order(const fork *f, const flow_state *s, const ir_node *n, flow_value left, flow_value right)
{
    const flow_content *a = flow_get(f->w->e, left), *b = flow_get(f->w->e, right);
    if (a->kind == FLOW_BODY_LENGTH || b->kind == FLOW_BODY_LENGTH) {
        guard(f, *s, a->kind == FLOW_BODY_LENGTH ? a->direction : b->direction, FLOW_GUARDED_SOMEHOW, FLOW_GUARDED_SOMEHOW);
        return;
    }
    uint32_t key;
    bool turned = a->kind == FLOW_CONST && b->kind != FLOW_CONST;
    const ir_node *place = n->kids[turned];
    flow_value v = turned ? right : left, constant = turned ? left : right;
    if (!v && flow_subject_of(f->w, place, &key)) v = flow_env_get(f->w->e, s->env, key);
    if (!decide_compare(f, s, n, place, v, turned ? mirrored((ir_token)n->sub) : (ir_token)n->sub, constant))
        undecided(f, *s, n, NULL, 0, 0);
}

static void branch_compare(const fork *f, const ir_node *n, const flow_state *s)
{
    flow_pairs kids = {0};
    flow_eval_list(f->w, n->kids, 2, s, &kids);
    fork turned = {f->w, f->no, f->yes};
    for (size_t i = 0; i < kids.n; i++) {
        const flow_content *tuple = flow_get(f->w->e, kids.at[i].value);
        flow_value left = tuple->parts[0], right = tuple->parts[1];
        if (n->sub == IR_EQUAL) decide_equal(f, &kids.at[i].state, n, left, right);
        else if (n->sub == IR_UNEQUAL) decide_equal(&turned, &kids.at[i].state, n, left, right);
        else decide_order(f, &kids.at[i].state, n, left, right);
    }
}

void flow_branch(flow_walk *w, const ir_node *condition, const flow_state *s, flow_set *yes, flow_set *no)
{
    fork f = {w, yes, no};
    const ir_node *n = condition;
    if (n->op == IR_TRUTH) {
        flow_branch(w, n->kids[0], s, yes, no);
        return;
    }
    if (n->op == IR_UNARY && n->sub == IR_NOT) {
        flow_branch(w, n->kids[0], s, no, yes);
        return;
    }
    if (n->op == IR_AND || n->op == IR_OR) {
        flow_set first_yes = {0}, first_no = {0};
        flow_branch(w, n->kids[0], s, &first_yes, &first_no);
        flow_set_add_all(w->e, n->op == IR_AND ? no : yes, n->op == IR_AND ? &first_no : &first_yes);
        const flow_set *rest = n->op == IR_AND ? &first_yes : &first_no;
        for (size_t i = 0; i < rest->n; i++) flow_branch(w, n->kids[1], &rest->at[i], yes, no);
        return;
    }
    bool compares = n->op == IR_BINARY && (n->sub == IR_EQUAL || n->sub == IR_UNEQUAL || n->sub == IR_LESS ||
                                           n->sub == IR_GREATER || n->sub == IR_LESS_EQUAL || n->sub == IR_GREATER_EQUAL);
    if (compares) {
        branch_compare(&f, n, s);
        return;
    }
    flow_pairs values = {0};
    flow_eval(w, n, s, &values);
    for (size_t i = 0; i < values.n; i++) decide(&f, &values.at[i].state, n, n, values.at[i].value);
}
