/* Expressions: their values, and what their calls do on the way. */
#include "flow/engine.h"
#include "ir/eval.h"
#include "ir/func.h"

/* --- variables and fields --- */

bool flow_key_of(flow_walk *w, const ir_node *n, uint32_t *key)
{
    if (!n) return false;
    if (n->op == IR_CONVERT || n->op == IR_DEREF || n->op == IR_TARGET || n->op == IR_REFER || n->op == IR_TRUTH)
        return flow_key_of(w, n->kids[0], key);
    if (n->op == IR_LOCAL || n->op == IR_DECLARE) {
        *key = (uint32_t)n->slot;
        return n->slot >= 0 && n->slot < w->func->func->slot_count && !w->func->untracked[n->slot];
    }
    if (!flow_is_member(n) || !flow_key_of(w, n->kids[0], key)) return false;
    *key = flow_path_key(w->e, *key, n->name);
    return true;
}

static bool has_fixed_length(const ir_node *n)
{
    type_kind k = n->type ? type_under_kind(n->type) : TYPE_UNKNOWN;
    return (n->op == IR_LOCAL || n->op == IR_SELECT) && (k == TYPE_STRING || k == TYPE_SLICE);
}

/* A constant argument as a name of a field; empty for anything else. */
static str argument_name(const ir_node *n)
{
    if (!n || n->op != IR_CONST) return (str){0};
    switch (n->constant.kind) {
    case IR_NIL: return STR("nil");
    case IR_BOOL: return n->constant.boolean ? STR("true") : STR("false");
    case IR_STRING: return n->constant.text.n ? n->constant.text : STR("\"\"");
    default: return (str){0};
    }
}

/* ctx.GetBoolContext("key", false): by the context, the method and the arguments. */
static bool context_subject(flow_walk *w, const ir_node *call, uint32_t *key)
{
    const ir_node *callee = body_strip(call->kids[0]);
    if (!flow_is_member(callee) || !flow_key_of(w, callee->kids[0], key)) return false;
    const sdk_function *f = flow_sdk_function(w, call, NULL, 0);
    bool question = callee->op == IR_MEMBER && call->count == 1; /* it.empty(): what changes `it` makes it be forgotten */
    if (!question && (!f || f->effect != SDK_CONTEXT_GET)) return false;
    *key = flow_path_key(w->e, *key, callee->name);
    for (uint32_t i = 1; i < call->count; i++) {
        str name = argument_name(call->kids[i]);
        if (!name.n) return false;
        *key = flow_path_key(w->e, *key, name);
    }
    return true;
}

bool flow_subject_of(flow_walk *w, const ir_node *n, uint32_t *key)
{
    if (!n) return false;
    if (n->op == IR_BUILTIN && n->sub == IR_LEN && n->count == 1 && n->kids[0] && has_fixed_length(n->kids[0])) {
        if (!flow_key_of(w, n->kids[0], key)) return false;
        *key = flow_path_key(w->e, *key, FLOW_LENGTH);
        return true;
    }
    return n->op == IR_CALL ? context_subject(w, n, key) : flow_key_of(w, n, key);
}

/* Field names of records are fields of no variable. */
static const uint32_t no_variable = UINT32_MAX - 1;

static uint32_t bind_fields(flow_walk *w, uint32_t env, uint32_t key, flow_value v)
{
    const flow_content *c = flow_get(w->e, v);
    for (uint32_t i = 0; c->kind == FLOW_RECORD && i + 1 < c->part_count; i += 2) {
        str name = w->e->paths.at[c->parts[i] - FLOW_VARIABLE_MOST].name;
        uint32_t field = flow_path_key(w->e, key, name);
        env = flow_env_put(w->e, env, field, flow_get(w->e, v)->parts[i + 1]);
        c = flow_get(w->e, v);
    }
    return env;
}

/* A record is no longer what its variable holds when a field is assigned; its fields are known one by one. */
static uint32_t open_records(const flow_walk *w, uint32_t env, uint32_t key)
{
    while (key >= FLOW_VARIABLE_MOST) {
        key = w->e->paths.at[key - FLOW_VARIABLE_MOST].root;
        if (flow_get(w->e, flow_env_get(w->e, env, key))->kind == FLOW_RECORD) env = flow_env_put(w->e, env, key, 0);
    }
    return env;
}

/* An element changes, of whatever else the list is known as, too. */
static uint32_t forget_lists(flow_engine *e, uint32_t env)
{
    flow_env known = e->envs.at[env];
    for (uint32_t i = 0; i < known.n; i++)
        if (flow_get(e, known.at[i].value)->kind == FLOW_LIST) env = flow_env_put(e, env, known.at[i].key, 0);
    return env;
}

void flow_assign(flow_walk *w, const ir_node *place, flow_state *s, flow_value v)
{
    uint32_t key;
    if (flow_key_of(w, place, &key)) {
        s->env = open_records(w, flow_env_forget_fields(w->e, s->env, key), key);
        s->env = flow_env_put(w->e, s->env, key, v);
        s->env = bind_fields(w, s->env, key, v);
    } else if (place->op == IR_INDEX && flow_key_of(w, place->kids[0], &key)) {
        s->env = forget_lists(w->e, flow_env_forget_fields(w->e, s->env, key));
    } else if (flow_is_member(place) || (w->e->references && place->op != IR_BLANK)) { /* whatever it is another name of */
        s->env = flow_env_forget_fields(w->e, s->env, UINT32_MAX);
    }
}

const ir_node *flow_only_value(const flow_walk *w, const ir_node *callee)
{
    const ir_node *only = NULL;
    const flow_func *f = w->func;
    if (callee->op == IR_LOCAL && callee->slot >= 0 && callee->slot < f->func->slot_count && f->stores[callee->slot] == 1)
        only = f->only[callee->slot];
    if (callee->op == IR_GLOBAL) only = ir_global_init(w->e->p, callee->global);
    return body_strip((ir_node *)only);
}

/* --- values without calls --- */

static flow_value value_of_extern(flow_engine *e, const ir_node *n)
{
    const char *package = sdk_package(n->package);
    int action = package ? sdk_action(ir_language(e->p), package, n->name) : -1;
    if (action < 0)
        return library_names_error(ir_language(e->p), n->name) ? flow_make_kind(e, FLOW_NONNIL, FLOW_NEITHER, NULL) : 0;
    return flow_make_const(e, (ir_constant){.kind = IR_INTEGER, .integer = action}, n);
}

static flow_value value_of_closure(flow_walk *w, const ir_node *n, const flow_state *s)
{
    flow_value parts[64];
    if (n->func->capture_count > 64) return flow_make(w->e, (flow_content){.kind = FLOW_FUNCTION, .func = n->func});
    flow_captures_now(w, n, s, false, parts);
    return flow_make(
        w->e, (flow_content){.kind = FLOW_FUNCTION, .func = n->func, .parts = parts, .part_count = n->func->capture_count});
}

static bool is_derived(const flow_engine *e, flow_value v) { return flow_get(e, v)->kind == FLOW_BODY_LENGTH; }

static flow_value negated(flow_engine *e, flow_value v)
{
    const flow_content *c = flow_get(e, v);
    switch (c->kind) {
    case FLOW_CONST: return c->constant.kind == IR_BOOL ? flow_make_bool(e, !c->constant.boolean) : 0;
    case FLOW_HAS_BODY: return flow_make_kind(e, FLOW_BODYLESS, c->direction, NULL);
    case FLOW_BODYLESS: return flow_make_kind(e, FLOW_HAS_BODY, c->direction, NULL);
    case FLOW_BODY_LENGTH: return v;
    default: return 0;
    }
}

enum { FIELDS_MOST = 16 };

static bool has_fields(const flow_engine *e, uint32_t env, uint32_t key)
{
    flow_env known = e->envs.at[env];
    for (uint32_t i = 0; i < known.n; i++)
        if (known.at[i].key >= FLOW_VARIABLE_MOST && e->paths.at[known.at[i].key - FLOW_VARIABLE_MOST].root == key) return true;
    return false;
}

/* A struct of which fields are known is handed on as a record of them. */
static flow_value value_of_variable(flow_engine *e, const ir_node *n, uint32_t env, uint32_t key)
{
    flow_value v = flow_env_get(e, env, key);
    const ir_type *t = n->type ? type_under(n->type) : NULL;
    if (v || !t || t->kind != TYPE_STRUCT || t->field_count > FIELDS_MOST || !has_fields(e, env, key)) return v;
    flow_value parts[2 * FIELDS_MOST];
    uint32_t count = 0;
    for (uint32_t i = 0; i < t->field_count; i++) {
        flow_value field = flow_env_get(e, env, flow_path_key(e, key, t->fields[i].name));
        if (!field) continue;
        parts[count++] = flow_path_key(e, no_variable, t->fields[i].name);
        parts[count++] = field;
    }
    return count ? flow_make(e, (flow_content){.kind = FLOW_RECORD, .parts = parts, .part_count = count}) : 0;
}

/* The value when nothing in the expression can change the state; false when the long way is needed. */
static bool simple_value(flow_walk *w, const ir_node *n, const flow_state *s, flow_value *v)
{
    flow_engine *e = w->e;
    uint32_t key;
    *v = 0;
    if (!n) return true;
    switch ((ir_op)n->op) {
    case IR_CONST: *v = flow_make_const(e, n->constant, sdk_type_of(n->type) == SDK_TYPE_ACTION ? n : NULL); return true;
    case IR_LOCAL:
        if (flow_key_of(w, n, &key)) *v = value_of_variable(e, n, s->env, key);
        return true;
    case IR_FUNC: *v = flow_make(e, (flow_content){.kind = FLOW_FUNCTION, .func = n->func}); return true;
    case IR_EXTERN: *v = value_of_extern(e, n); return true;
    case IR_CLOSURE: *v = value_of_closure(w, n, s); return true;
    case IR_GLOBAL: /* var errThrottled = errors.New(...) */
        if (flow_makes_error(ir_global_init(e->p, n->global))) *v = flow_make_kind(e, FLOW_NONNIL, FLOW_NEITHER, NULL);
        return true;
    case IR_TYPE: case IR_DECLARE: case IR_BLANK: return true;
    case IR_SELECT: {
        if (!simple_value(w, n->kids[0], s, v)) return false;
        ir_func *method = body_named_func(n);
        *v = method ? flow_make(e, (flow_content){.kind = FLOW_FUNCTION, .func = method}) : 0;
        if (!method && flow_key_of(w, n, &key)) *v = flow_env_get(e, s->env, key);
        return true;
    }
    case IR_MEMBER:
        if (!simple_value(w, n->kids[0], s, v)) return false;
        *v = flow_key_of(w, n, &key) ? flow_env_get(e, s->env, key) : 0;
        return true;
    case IR_CONVERT: case IR_REFER: case IR_TRUTH: case IR_TARGET: return simple_value(w, n->kids[0], s, v);
    case IR_UNARY:
        if (!simple_value(w, n->kids[0], s, v)) return false;
        *v = n->sub == IR_NOT ? negated(e, *v) : is_derived(e, *v) ? *v : 0;
        return true;
    case IR_ADDR: {
        bool simple = simple_value(w, n->kids[0], s, v);
        *v = flow_make_kind(e, FLOW_NONNIL, FLOW_NEITHER, NULL);
        return simple;
    }
    default: return false;
    }
}

/* --- the long way --- */

static bool same_but_env(const flow_state *a, const flow_state *b)
{
    flow_state x = *a, y = *b;
    x.env = y.env = 0;
    x.flags &= ~(uint32_t)FLOW_CONDITIONAL;
    y.flags &= ~(uint32_t)FLOW_CONDITIONAL;
    return flow_state_same(&x, &y);
}

/* A comparison of what was made of a body's length. `length != ""` says something only where it is tested. */
static bool eval_derived_comparison(flow_walk *w, const ir_node *n, const flow_state *s, flow_pairs *out)
{
    flow_value kids[2];
    bool simple = n->op == IR_BINARY && n->count == 2 && simple_value(w, n->kids[0], s, &kids[0]) &&
                  simple_value(w, n->kids[1], s, &kids[1]);
    if (!simple || (!is_derived(w->e, kids[0]) && !is_derived(w->e, kids[1]))) return false;
    flow_pairs_add(w->e, out, s, is_derived(w->e, kids[0]) ? kids[0] : kids[1]);
    return true;
}

/* A condition as a value: true and false, each in its own state, unless the two states differ in nothing that matters. */
static void eval_condition(flow_walk *w, const ir_node *n, const flow_state *s, flow_pairs *out)
{
    if (eval_derived_comparison(w, n, s, out)) return;
    flow_set yes = {0}, no = {0};
    flow_branch(w, n, s, &yes, &no);
    if (yes.n == 1 && no.n == 1 && same_but_env(&yes.at[0], &no.at[0])) {
        flow_state after = yes.at[0];
        after.env = s->env;
        flow_pairs_add(w->e, out, &after, 0);
        return;
    }
    for (size_t i = 0; i < yes.n; i++) flow_pairs_add(w->e, out, &yes.at[i], flow_make_bool(w->e, true));
    for (size_t i = 0; i < no.n; i++) flow_pairs_add(w->e, out, &no.at[i], flow_make_bool(w->e, false));
}

static bool is_record(const flow_engine *e, flow_value v) { return flow_get(e, v)->kind == FLOW_RECORD; }

static flow_value field_of_record(flow_engine *e, flow_value v, str name)
{
    const flow_content *c = flow_get(e, v);
    for (uint32_t i = 0; c->kind == FLOW_RECORD && i + 1 < c->part_count; i += 2)
        if (str_eq(e->paths.at[c->parts[i] - FLOW_VARIABLE_MOST].name, name)) return c->parts[i + 1];
    return 0;
}

/* What the literal says of a field: given, or zero. */
static flow_value literal_field(flow_engine *e, const ir_node *n, const flow_content *kids, const ir_field *f)
{
    for (uint32_t i = 0; i < n->count && i < kids->part_count; i++)
        if (n->kids[i] && n->kids[i]->op == IR_KEYED && str_eq(n->kids[i]->name, f->name)) return kids->parts[i];
    switch (type_under_kind(f->type)) {
    case TYPE_BOOL: return flow_make_bool(e, false);
    case TYPE_POINTER: case TYPE_FUNC: case TYPE_INTERFACE: return flow_make_nil(e);
    default: return 0;
    }
}

/* A struct literal with named fields. */
static flow_value record_of(flow_engine *e, const ir_node *n, flow_value tuple)
{
    const ir_type *t = n->type ? type_under(n->type) : NULL;
    bool named = n->count == 0 || (n->kids[0] && n->kids[0]->op == IR_KEYED);
    if (!t || t->kind != TYPE_STRUCT || t->field_count > FIELDS_MOST || !named) return 0;
    flow_value parts[2 * FIELDS_MOST];
    uint32_t count = 0;
    for (uint32_t i = 0; i < t->field_count; i++) {
        flow_value v = literal_field(e, n, flow_get(e, tuple), &t->fields[i]);
        if (!v) continue;
        parts[count++] = flow_path_key(e, no_variable, t->fields[i].name);
        parts[count++] = v;
    }
    return count ? flow_make(e, (flow_content){.kind = FLOW_RECORD, .parts = parts, .part_count = count}) : 0;
}

/* What is made of the kids' values. */
static flow_value combined(flow_walk *w, const ir_node *n, flow_value tuple)
{
    const flow_content *c = flow_get(w->e, tuple);
    flow_value first = c->part_count ? c->parts[0] : 0, derived = 0;
    for (uint32_t i = 0; i < c->part_count; i++)
        if (is_derived(w->e, c->parts[i])) derived = c->parts[i];
    switch ((ir_op)n->op) {
    case IR_CONVERT: case IR_KEYED: case IR_REFER: case IR_TRUTH: case IR_TARGET: return first;
    case IR_CONSTRUCT: return n->count == 1 && !(n->flags & IR_LIST) ? first : derived; /* a conversion, mostly */
    case IR_UNARY: return n->sub == IR_NOT ? negated(w->e, first) : derived;
    case IR_ADDR: return is_record(w->e, first) ? first : flow_make_kind(w->e, FLOW_NONNIL, FLOW_NEITHER, NULL);
    case IR_COMPOSITE: return flow_is_texts(n->type) ? flow_make_list(w->e, c->parts, c->part_count) : record_of(w->e, n, tuple);
    case IR_SELECT: return field_of_record(w->e, first, n->name);
    case IR_MEMBER: return derived;
    case IR_ASSERT: {
        if (!(n->flags & IR_COMMA_OK)) return first;
        flow_value parts[2] = {first, 0};
        return flow_make_tuple(w->e, parts, 2);
    }
    case IR_INDEX: case IR_SLICE: case IR_BINARY: return n->flags & IR_COMMA_OK ? 0 : derived;
    case IR_BUILTIN:
        if (n->sub == IR_RECOVER) return flow_make_nil(w->e); /* nothing panicked on the paths that are walked */
        return n->sub == IR_LEN ? derived : 0;
    default: return 0;
    }
}

void flow_eval_list(flow_walk *w, ir_node *const *nodes, uint32_t count, const flow_state *s, flow_pairs *out)
{
    enum { MOST = 32 };
    flow_value values[MOST];
    uint32_t n = count < MOST ? count : MOST, i = 0;
    while (i < n && simple_value(w, nodes[i], s, &values[i])) i++;
    if (i == count) {
        flow_pairs_add(w->e, out, s, flow_make_tuple(w->e, values, n));
        return;
    }
    flow_pairs now = {0};
    flow_pairs_add(w->e, &now, s, flow_make_tuple(w->e, NULL, 0));
    for (i = 0; i < n; i++) {
        flow_pairs next = {0};
        for (size_t k = 0; k < now.n; k++) {
            flow_pairs one = {0};
            flow_eval(w, nodes[i], &now.at[k].state, &one);
            for (size_t j = 0; j < one.n; j++) {
                const flow_content *before = flow_get(w->e, now.at[k].value);
                if (i) memcpy(values, before->parts, i * sizeof *values);
                values[i] = one.at[j].value;
                flow_pairs_add(w->e, &next, &one.at[j].state, flow_make_tuple(w->e, values, i + 1));
            }
        }
        now = next;
    }
    for (size_t k = 0; k < now.n; k++) flow_pairs_add(w->e, out, &now.at[k].state, now.at[k].value);
}

static bool is_comparison(const ir_node *n)
{
    if (n->op != IR_BINARY) return false;
    switch (n->sub) {
    case IR_EQUAL: case IR_UNEQUAL: case IR_LESS: case IR_GREATER: case IR_LESS_EQUAL: case IR_GREATER_EQUAL: return true;
    default: return false;
    }
}

/* a ? b : c */
static void eval_choice(flow_walk *w, const ir_node *n, const flow_state *s, flow_pairs *out)
{
    flow_set ways[2] = {{0}};
    flow_branch(w, n->kids[0], s, &ways[0], &ways[1]);
    for (int k = 0; k < 2; k++)
        for (size_t i = 0; i < ways[k].n; i++) flow_eval(w, n->kids[1 + k], &ways[k].at[i], out);
}

/* (a, b): the last one is the value. */
static void eval_sequence(flow_walk *w, const ir_node *n, const flow_state *s, flow_pairs *out)
{
    flow_pairs now = {0};
    flow_pairs_add(w->e, &now, s, 0);
    for (uint32_t i = 0; i < n->count; i++) {
        flow_pairs next = {0};
        flow_set after = {0};
        for (size_t k = 0; k < now.n; k++) flow_set_add(w->e, &after, &now.at[k].state);
        bool statement = n->kids[i]->op >= IR_BLOCK;
        if (statement) after = flow_walk_statement(w, n->kids[i], after);
        for (size_t k = 0; k < after.n; k++) {
            if (statement) flow_pairs_add(w->e, &next, &after.at[k], 0);
            else flow_eval(w, n->kids[i], &after.at[k], &next);
        }
        now = next;
    }
    for (size_t k = 0; k < now.n; k++) flow_pairs_add(w->e, out, &now.at[k].state, now.at[k].value);
}

/* An assignment as an expression. */
static void eval_update(flow_walk *w, const ir_node *n, const flow_state *s, flow_pairs *out)
{
    flow_pairs both = {0};
    flow_eval_list(w, n->kids, n->count, s, &both);
    for (size_t i = 0; i < both.n; i++) {
        flow_state after = both.at[i].state;
        flow_value v = n->sub ? 0 : flow_get(w->e, both.at[i].value)->parts[1];
        uint32_t key;
        if (flow_get(w->e, v)->kind == FLOW_DISPATCHED && !flow_key_of(w, n->kids[0], &key))
            after.flags |= FLOW_MAYBE; /* who looks at it there? */
        flow_assign(w, n->kids[0], &after, v);
        flow_pairs_add(w->e, out, &after, v);
    }
}

void flow_eval(flow_walk *w, const ir_node *n, const flow_state *s, flow_pairs *out)
{
    flow_value v;
    if (simple_value(w, n, s, &v)) {
        flow_pairs_add(w->e, out, s, v);
        return;
    }
    if (n->op == IR_CALL) {
        flow_call(w, n, s, out);
        return;
    }
    if (n->op == IR_AND || n->op == IR_OR || is_comparison(n)) {
        eval_condition(w, n, s, out);
        return;
    }
    if (n->op == IR_COND || n->op == IR_SEQUENCE || n->op == IR_UPDATE) {
        if (n->op == IR_COND) eval_choice(w, n, s, out);
        else if (n->op == IR_SEQUENCE) eval_sequence(w, n, s, out);
        else eval_update(w, n, s, out);
        return;
    }
    flow_pairs kids = {0};
    flow_eval_list(w, n->kids, n->count, s, &kids);
    if (n->op == IR_BUILTIN && n->sub == IR_PANIC) return; /* the path ends */
    for (size_t i = 0; i < kids.n; i++) {
        flow_state after = kids.at[i].state;
        bool own = n->op == IR_CONSTRUCT && n->func && ir_func_is_own(n->func);
        if (own) flow_memo_depend(w->e, n->func);
        bool acts = own && flow_is_relevant(w->e, n->func);
        if (n->op == IR_UNSUPPORTED || acts) after.flags |= FLOW_UNKNOWN_EFFECT;
        flow_pairs_add(w->e, out, &after, combined(w, n, kids.at[i].value));
    }
}
