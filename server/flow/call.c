/* Calls: which functions a call may run, and which states it leaves behind. */
#include "base/limits.h"
#include "flow/engine.h"
#include "ir/func.h"

/* --- captured variables --- */

void flow_captures_now(flow_walk *w, const ir_node *literal_node, const flow_state *s, bool at_once, flow_value *out)
{
    const ir_func *literal = literal_node->func;
    const flow_func *f = w->func;
    for (uint32_t i = 0; i < literal->capture_count; i++) {
        int32_t slot = literal->captures[i];
        out[i] = 0;
        if (slot < 0 || slot >= f->func->slot_count) continue;
        bool captured = (uint32_t)slot < f->func->capture_count;
        if (!f->untracked[slot] && (at_once || f->stores[slot] < 2)) out[i] = flow_env_get(w->e, s->env, (uint32_t)slot);
        const flow_content *c = flow_get(w->e, out[i]);
        /* A function that names itself: var again func(); again = func() { again() } */
        bool itself = !captured && f->stores[slot] == 1 && f->only[slot] && f->only[slot]->op == IR_CLOSURE &&
                      (!out[i] || flow_is_constant(c, IR_NIL));
        if (itself) out[i] = flow_make(w->e, (flow_content){.kind = FLOW_FUNCTION, .func = f->only[slot]->func});
    }
}

/* What a last parameter that takes the rest is given: these texts, or the list handed on as it is. */
static flow_value rest_of(flow_engine *e, const ir_param *p, const flow_value *arguments, uint32_t count)
{
    if (!flow_is_texts(p->type)) return 0;
    bool whole = count == 1 && flow_get(e, arguments[0])->kind == FLOW_LIST;
    return whole ? arguments[0] : flow_make_list(e, arguments, count);
}

uint32_t flow_enter_env(flow_engine *e, const flow_content *function, flow_func *callee, const flow_value *arguments,
                        uint32_t count)
{
    uint32_t env = 0;
    for (uint32_t i = 0; i < function->part_count && i < callee->func->capture_count; i++)
        if (function->parts[i] && !callee->untracked[i]) env = flow_env_put(e, env, i, function->parts[i]);
    for (uint32_t i = 0; i < callee->func->param_count && i < count; i++) {
        int32_t slot = callee->func->params[i].slot;
        bool rest = callee->func->variadic && i + 1 == callee->func->param_count;
        if (slot < 0 || slot >= callee->func->slot_count || callee->untracked[slot]) continue;
        flow_value given = rest ? rest_of(e, &callee->func->params[i], arguments + i, count - i) : arguments[i];
        env = flow_env_put(e, env, (uint32_t)slot, given);
    }
    return env;
}

/* --- running a function --- */

static bool is_running(const flow_frame *frame, const ir_func *f)
{
    /* What dispatched a callback has long returned when it runs. */
    for (const flow_frame *k = frame; k->via == FLOW_CALL || k->via == FLOW_VALUE_CALL; k = k->caller)
        if (k->caller->func == f && k->caller->context == frame->context) return true;
    return false;
}

flow_frame *flow_note_run(flow_engine *e, const flow_frame *frame)
{
    flow_frame *kept = ARENA_NEW(e->passing, flow_frame);
    *kept = *frame;
    array_push(e->passing, &e->out->ran, (flow_place){frame->func, frame->context, kept});
    const body_facts *facts = flow_func_of(e, frame->func)->facts;
    for (size_t i = 0; i < facts->escapes.n; i++) {
        ir_node *n = facts->escapes.at[i];
        ir_func *escaped = n->op == IR_CLOSURE ? n->func : body_named_func(n);
        if (escaped) array_push(e->passing, &e->out->escaped, escaped);
    }
    return kept;
}

flow_memo *flow_run_remembered(flow_engine *e, const flow_frame *frame, flow_func *f, const flow_state *s)
{
    flow_memo *known = flow_memo_find(e, frame, s);
    if (known) return known;
    if (frame->depth > FLOW_DEPTH_MOST) flow_truncate(e, frame->context);
    if (is_running(frame, f->func) || frame->depth > FLOW_DEPTH_MOST) return NULL;
    arena_mark before = arena_set_mark(e->scratch);
    flow_memo *caller = e->walking, *m = flow_memo_begin(e, frame, s);
    flow_walk w = {.e = e, .frame = flow_note_run(e, frame), .func = f};
    flow_walk_body(&w, s);
    flow_memo_end(e, m, caller, &w.exits);
    arena_release(e->scratch, before);
    return m;
}

const flow_exits *flow_run_function(flow_engine *e, const flow_frame *frame, flow_func *f, const flow_state *s)
{
    flow_memo *m = flow_run_remembered(e, frame, f, s);
    if (m) {
        flow_memo_call(e, m, frame);
        return &m->exits;
    }
    flow_memo_cut(e); /* a recursion has no effect of its own */
    flow_exits *none = ARENA_NEW(e->passing, flow_exits);
    *none = (flow_exits){ARENA_NEW(e->passing, flow_exit), 1, 1};
    none->at[0].state = *s;
    none->at[0].state.env = 0;
    return none;
}

/* --- one call --- */

typedef struct calling {
    flow_walk *w;
    const ir_node *call;
    const flow_value *values; /* operand or callee first, then the arguments */
    uint32_t count;
    flow_pairs *out;
} calling;

bool flow_is_conditional(const flow_func *f, const ir_node *call)
{
    return map_get(&f->conditional, str_make((const char *)&call, sizeof call)) != NULL;
}

static bool acted(const flow_state *now, const flow_state *before)
{
    return now->answered != before->answered || now->resumed[0] != before->resumed[0] || now->resumed[1] != before->resumed[1];
}

/* Once it is known whether a call has failed, its error is handed on as an error or as nil. */
static flow_value settled(flow_engine *e, const flow_exit *x, flow_value v)
{
    const flow_content *c = flow_get(e, v);
    if (c->kind != FLOW_DISPATCHED || x->state.dispatched != c->at) return v;
    if (x->state.dispatch == FLOW_FAILED) return flow_make_kind(e, FLOW_NONNIL, FLOW_NEITHER, NULL);
    return x->state.dispatch == FLOW_SENT ? flow_make_nil(e) : v;
}

static bool is_nil(const flow_content *c) { return flow_is_constant(c, IR_NIL); }

static bool may_constants_be_equal(const ir_constant *a, const ir_constant *b)
{
    if (a->kind != b->kind) return a->kind != IR_NIL && b->kind != IR_NIL;
    switch (a->kind) {
    case IR_BOOL: return a->boolean == b->boolean;
    case IR_INTEGER: return a->integer == b->integer;
    case IR_STRING: return str_eq(a->text, b->text);
    default: return true;
    }
}

static bool may_be_equal(flow_engine *e, const flow_exit *ax, flow_value av, const flow_exit *bx, flow_value bv)
{
    flow_value a = settled(e, ax, av), b = settled(e, bx, bv);
    if (!a || !b || a == b) return true;
    flow_content x = *flow_get(e, a), y = *flow_get(e, b);
    bool records = x.kind == FLOW_RECORD && y.kind == FLOW_RECORD, tuples = x.kind == FLOW_TUPLE && y.kind == FLOW_TUPLE;
    if ((records || tuples) && x.part_count == y.part_count) {
        for (uint32_t i = records ? 1 : 0; i < x.part_count; i += records ? 2 : 1) {
            bool same_field = tuples || x.parts[i - 1] == y.parts[i - 1];
            if (same_field && !may_be_equal(e, ax, x.parts[i], bx, y.parts[i])) return false;
        }
        return true;
    }
    if (x.kind == FLOW_CONST && y.kind == FLOW_CONST) return may_constants_be_equal(&x.constant, &y.constant);
    return !((is_nil(&x) && flow_is_never_nil(&y)) || (is_nil(&y) && flow_is_never_nil(&x)));
}

/* A way out of a helper on which its own call has failed, and on which it returns that error or throws it away. Such a way is a
 * real one, whatever the others do. */
static bool returns_failure(const flow_engine *e, const flow_exit *x, flow_value v, const flow_state *before)
{
    const flow_content *c = flow_get(e, v);
    for (uint32_t i = 0; c->kind == FLOW_TUPLE && i < c->part_count; i++)
        if (returns_failure(e, x, c->parts[i], before)) return true;
    bool failed = x->state.dispatch == FLOW_FAILED || (x->state.dispatch == FLOW_PENDING && x->state.dropped);
    return failed && x->state.dispatched != before->dispatched &&
           (x->state.dropped || (c->kind == FLOW_DISPATCHED && c->at == x->state.dispatched));
}

/* Whether some ways out of a helper answer the request and others do not, while its result does not show which. Then those that
 * do not are doubtful: a caller that tests the result learns nothing from it. */
static bool is_partial(flow_engine *e, const flow_exits *exits, const flow_exit *x, const flow_state *before)
{
    bool acts = acted(&x->state, before);
    if (!acts && returns_failure(e, x, x->value, before)) return false;
    for (size_t i = 0; i < exits->n; i++)
        if (acted(&exits->at[i].state, before) != acts && may_be_equal(e, &exits->at[i], exits->at[i].value, x, x->value))
            return true;
    return false;
}

/* A state of the callee as its caller sees it: places in the callee become the call. */
static void lift(flow_state *s, const flow_state *before, const ir_node *call)
{
    if (s->answered != before->answered) s->answered = call;
    for (int d = 0; d < 2; d++)
        if (s->resumed[d] != before->resumed[d]) s->resumed[d] = call;
}

static void unknown_call(calling *c, const flow_state *s)
{
    flow_state after = *s;
    after.flags |= FLOW_UNKNOWN_EFFECT;
    flow_pairs_add(c->w->e, c->out, &after, 0);
}

/* The key of a field of `root` as one of `target`; 0: it is no field of it. */
static uint32_t moved_key(flow_engine *e, uint32_t key, uint32_t root, uint32_t target)
{
    if (key < FLOW_VARIABLE_MOST) return 0;
    flow_path p = e->paths.at[key - FLOW_VARIABLE_MOST];
    uint32_t outer = p.root == root ? target : moved_key(e, p.root, root, target);
    return p.root == root || outer ? flow_path_key(e, outer, p.name) : 0;
}

static const ir_node *argument_node(const calling *c, const flow_value *arguments, uint32_t i)
{
    if (arguments != c->values) return i + 1 < c->call->count ? c->call->kids[i + 1] : NULL;
    const ir_node *callee = body_strip(c->call->kids[0]); /* the operand of a method comes first */
    if (i == 0) return flow_is_member(callee) ? callee->kids[0] : NULL;
    return i < c->call->count ? c->call->kids[i] : NULL;
}

/* What is known of the fields and lengths of variables that are handed over holds in the callee, too. */
static uint32_t hand_over_fields(const calling *c, const flow_state *s, const flow_func *callee, const flow_value *arguments,
                                 uint32_t count, uint32_t env)
{
    flow_engine *e = c->w->e;
    flow_env known = e->envs.at[s->env];
    for (uint32_t i = 0; i < callee->func->param_count && i < count; i++) {
        int32_t slot = callee->func->params[i].slot;
        bool rest = callee->func->variadic && i + 1 == callee->func->param_count;
        uint32_t root;
        if (slot < 0 || slot >= callee->func->slot_count || callee->untracked[slot] || rest) continue;
        if (!flow_key_of(c->w, argument_node(c, arguments, i), &root)) continue;
        for (uint32_t k = 0; k < known.n; k++) {
            uint32_t key = moved_key(e, known.at[k].key, root, (uint32_t)slot);
            if (key) env = flow_env_put(e, env, key, known.at[k].value);
        }
    }
    return env;
}

/* Variables that were handed over by reference may hold something else now. `callee`: NULL for code that is not at hand. */
static uint32_t forget_references(const calling *c, const flow_value *arguments, const ir_func *callee, uint32_t env)
{
    uint32_t key, before = arguments == c->values; /* the operand of a method */
    for (uint32_t i = 1; c->w->e->references && i < c->call->count; i++) {
        const ir_node *n = c->call->kids[i];
        uint32_t k = i - 1 + before;
        bool kept = callee && (k >= callee->param_count || !callee->params[k].by_reference);
        if (n->op == IR_REFER && !kept && flow_key_of(c->w, n->kids[0], &key)) {
            env = flow_env_forget_fields(c->w->e, env, key);
            env = flow_env_put(c->w->e, env, key, 0);
        }
    }
    return env;
}

/* Of a struct that is handed over the callee has a copy: what is known of its own fields stays true. */
static uint32_t keep_copied(const calling *c, const flow_state *s, uint32_t env)
{
    flow_engine *e = c->w->e;
    flow_env known = e->envs.at[s->env];
    for (uint32_t i = 1; i < c->call->count && !e->references; i++) {
        const ir_node *n = body_strip(c->call->kids[i]);
        uint32_t root;
        bool copied = n && n->op == IR_LOCAL && n->type && type_under_kind(n->type) == TYPE_STRUCT;
        if (!copied || !flow_key_of(c->w, n, &root)) continue;
        for (uint32_t k = 0; k < known.n; k++) {
            uint32_t key = known.at[k].key;
            bool own = key >= FLOW_VARIABLE_MOST && e->paths.at[key - FLOW_VARIABLE_MOST].root == root;
            if (own) env = flow_env_put(e, env, key, known.at[k].value);
        }
    }
    return env;
}

/* A value that tells whether there is a body, among the arguments and what lies in them; else 0. */
static flow_value derived_argument(const calling *c, const flow_state *s, const flow_value *arguments, uint32_t count)
{
    flow_engine *e = c->w->e;
    flow_env known = e->envs.at[s->env];
    flow_value derived = 0;
    for (uint32_t i = 0; i < count; i++) {
        const flow_content *v = flow_get(e, arguments[i]);
        if (v->kind == FLOW_BODY_LENGTH) derived = arguments[i];
        for (uint32_t k = 1; v->kind == FLOW_RECORD && k < v->part_count; k += 2)
            if (flow_get(e, v->parts[k])->kind == FLOW_BODY_LENGTH) derived = v->parts[k];
        uint32_t root;
        if (!flow_key_of(c->w, argument_node(c, arguments, i), &root)) continue;
        for (uint32_t k = 0; k < known.n; k++)
            if (flow_get(e, known.at[k].value)->kind == FLOW_BODY_LENGTH && moved_key(e, known.at[k].key, root, root))
                derived = known.at[k].value;
    }
    return derived;
}

static void run(calling *c, const flow_state *s, ir_func *func, const flow_content *function, const flow_value *arguments,
                uint32_t count, flow_via via, bool guess)
{
    flow_engine *e = c->w->e;
    if (!flow_goes_on(e, 1)) return;
    flow_memo_depend(e, func);
    if (ir_func_refused(e->p, func)) {
        unknown_call(c, s);
        return;
    }
    if (!func->has_body && e->references) {
        unknown_call(c, s);
        return;
    }
    if (!func->has_body || !flow_is_relevant(e, func)) {
        flow_value derived = derived_argument(c, s, arguments, count);
        flow_state after = *s;
        after.env = forget_references(c, arguments, func, s->env);
        flow_pairs_add(e, c->out, &after, derived ? derived : flow_result_of(e, func));
        return;
    }
    flow_func *f = flow_func_of(e, func);
    const flow_frame *outer = c->w->frame;
    flow_frame frame = {func,  outer->context,  outer, c->call, via, flow_is_conditional(c->w->func, c->call),
                        guess, outer->depth + 1};
    static const flow_content nothing = {0};
    flow_state in = *s;
    in.env = flow_enter_env(e, function ? function : &nothing, f, arguments, count);
    in.env = hand_over_fields(c, s, f, arguments, count, in.env);
    const flow_exits *exits = flow_run_function(e, &frame, f, &in);
    /* A callee may change what pointers lead to. */
    uint32_t env = keep_copied(c, s, forget_references(c, arguments, func, flow_env_forget_fields(e, s->env, UINT32_MAX)));
    for (size_t i = 0; i < exits->n; i++) {
        flow_state after = exits->at[i].state;
        if (is_partial(e, exits, &exits->at[i], &in))
            after.flags |= !acted(&after, &in) ? FLOW_MAYBE : func->result_count ? FLOW_VAGUE : 0;
        if (!(s->flags & FLOW_CONDITIONAL)) after.flags &= ~(uint32_t)FLOW_CONDITIONAL | (exits->n > 1 ? FLOW_CONDITIONAL : 0);
        after.env = env;
        lift(&after, &in, c->call);
        flow_pairs_add(e, c->out, &after, exits->at[i].value);
    }
}

/* One of several functions. With many of them only what matters is kept apart. */
static void run_each(calling *c, const flow_state *s, const flow_func_list *all, const flow_value *arguments, uint32_t count)
{
    enum { MANY = 8 };
    flow_state in = *s;
    if (all->n > 1) in.flags |= FLOW_CONDITIONAL;
    if (all->n > MANY) in.env = flow_env_reduce(c->w->e, in.env, FLOW_REDUCE_OTHERS);
    for (size_t i = 0; i < all->n; i++) run(c, &in, all->at[i], NULL, arguments, count, FLOW_CALL, all->n > 1);
}

static bool gives_context_away(const calling *c)
{
    for (uint32_t i = 1; i < c->call->count; i++) {
        if (c->call->kids[i] && sdk_type_of(c->call->kids[i]->type) == SDK_TYPE_HTTP_CONTEXT) return true;
    }
    return false;
}

/* Code without source: it may call the functions it is given, at once or later. */
static void run_foreign(calling *c, const flow_state *s, str package)
{
    flow_engine *e = c->w->e;
    flow_value derived = 0;
    flow_state after = *s;
    bool sdk = sdk_package(package), synchronous = library_is_synchronous(package);
    after.env = forget_references(c, NULL, NULL, s->env);
    if (!sdk && !synchronous && gives_context_away(c)) after.flags |= FLOW_UNKNOWN_EFFECT;
    for (uint32_t i = 0; i < c->count; i++) {
        const flow_content *v = flow_get(e, c->values[i]);
        if (v->kind == FLOW_BODY_LENGTH) derived = c->values[i];
        if (i > 0 && v->kind == FLOW_STREAM) derived = c->values[i]; /* dynamic_cast, most likely */
        if (i == 0 || v->kind != FLOW_FUNCTION) continue;
        flow_memo_depend(e, v->func);
        if (!flow_is_relevant(e, v->func)) continue;
        if (!synchronous) {
            after.flags |= FLOW_UNKNOWN_EFFECT;
            continue;
        }
        flow_pairs ran = {0};
        calling inner = *c;
        inner.out = &ran;
        run(&inner, &after, v->func, v, NULL, 0, FLOW_VALUE_CALL, false);
        for (size_t k = 0; k < ran.n; k++) {
            ran.at[k].state.flags |= FLOW_MAYBE;
            flow_pairs_add(e, c->out, &ran.at[k].state, 0);
        }
    }
    flow_value result = derived;
    if (flow_makes_error(c->call)) result = flow_make_kind(e, FLOW_NONNIL, FLOW_NEITHER, NULL);
    if (derived && c->call->type && c->call->type->kind == TYPE_TUPLE) {
        flow_value parts[2] = {derived, derived};
        result = flow_make_tuple(e, parts, 2);
    }
    flow_pairs_add(e, c->out, &after, result);
}

/* --- methods --- */

static bool call_candidates(calling *c, const flow_state *s, const ir_node *callee, const ir_type *t)
{
    bool known = t && t->kind != TYPE_UNKNOWN;
    const ir_type *under = known ? type_under(t) : NULL;
    bool interface = under && under->kind == TYPE_INTERFACE && !(t->kind == TYPE_NAMED && t->opaque);
    if (!interface && known) return false;
    flow_func_list all = flow_method_candidates(c->w->e, callee->name, c->call->count - 1, interface ? under : NULL);
    bool any = interface || c->w->e->references; /* a virtual one, mostly */
    if (all.n > LIMIT_FLOW_CANDIDATES) {
        flow_incomplete(c->w->e);
        unknown_call(c, s);
        return true;
    }
    if (!all.n || (!any && all.n != 1)) return false;
    run_each(c, s, &all, c->values, c->count);
    return true;
}

static void call_method(calling *c, const flow_state *s, const ir_node *callee)
{
    flow_engine *e = c->w->e;
    const ir_type *t = callee->kids[0] ? callee->kids[0]->type : NULL;
    while (t && t->kind == TYPE_POINTER) t = t->elem;
    ir_func *method = body_named_func(callee);
    if (ir_func_is_own(method)) {
        run(c, s, method, NULL, c->values, c->count, FLOW_CALL, false);
        return;
    }
    uint32_t key, path[IR_EMBED_DEPTH], depth;
    const flow_content *v = flow_get(e, flow_key_of(c->w, callee, &key) ? flow_env_get(e, s->env, key) : 0);
    if (v->kind == FLOW_FUNCTION) {
        run(c, s, v->func, v, c->values + 1, c->count - 1, FLOW_CALL, false);
        return;
    }
    if (call_candidates(c, s, callee, t)) return;
    const flow_func_list *held = callee->op == IR_MEMBER ? flow_field_functions(e, callee->name) : NULL;
    if (held || callee->flags & IR_ABSENT) {
        if (held) run_each(c, s, held, c->values + 1, c->count - 1);
        else unknown_call(c, s);
        return;
    }
    bool known = t && t->kind != TYPE_UNKNOWN;
    if (known && type_find_field(t, callee->name, path, &depth)) {
        const flow_func_list *all = flow_field_functions(e, callee->name);
        if (all) run_each(c, s, all, c->values + 1, c->count - 1);
        else unknown_call(c, s);
        return;
    }
    run_foreign(c, s, t && t->kind == TYPE_NAMED ? t->package : (str){0});
}

static void call_value(calling *c, const flow_state *s, const ir_node *callee)
{
    flow_engine *e = c->w->e;
    const flow_content *v = flow_get(e, c->values[0]);
    flow_value captures[64];
    if (callee->op == IR_CLOSURE && callee->func->capture_count <= 64) { /* called where it stands, or deferred */
        flow_captures_now(c->w, callee, s, true, captures);
        flow_content now = {
            .kind = FLOW_FUNCTION, .func = callee->func, .parts = captures, .part_count = callee->func->capture_count};
        run(c, s, callee->func, &now, c->values + 1, c->count - 1, FLOW_CALL, false);
        return;
    }
    const ir_node *only = flow_only_value(c->w, callee);
    if (v->kind == FLOW_FUNCTION) run(c, s, v->func, v, c->values + 1, c->count - 1, FLOW_CALL, false);
    else if (only && only->op == IR_CLOSURE) run(c, s, only->func, NULL, c->values + 1, c->count - 1, FLOW_CALL, false);
    else if (body_named_func(only)) run(c, s, body_named_func(only), NULL, c->values + 1, c->count - 1, FLOW_CALL, false);
    else unknown_call(c, s);
}

static void call_once(calling *c, const flow_state *s)
{
    const ir_node *callee = body_strip(c->call->kids[0]);
    str package, name;
    const sdk_function *sdk = flow_sdk_function(c->w, c->call, c->values + 1, c->count - 1);
    const flow_content *operand = flow_get(c->w->e, c->values[0]);
    if (operand->kind == FLOW_STREAM && callee->op == IR_MEMBER) flow_host_untested(c->w, operand->at);
    if (sdk) flow_host_call(c->w, c->call, sdk, c->values + 1, c->count - 1, s, c->out);
    else if (callee->op == IR_EXTERN && callee->flags & IR_ABSENT) unknown_call(c, s);
    else if (body_is_extern(callee, &package, &name)) run_foreign(c, s, package);
    else if (flow_is_member(callee)) call_method(c, s, callee);
    else if (callee->op == IR_FUNC) run(c, s, callee->func, NULL, c->values + 1, c->count - 1, FLOW_CALL, false);
    else call_value(c, s, callee);
}

void flow_call(flow_walk *w, const ir_node *call, const flow_state *s, flow_pairs *out)
{
    const ir_node *callee = call->count ? body_strip(call->kids[0]) : NULL;
    if (!callee) {
        flow_pairs_add(w->e, out, s, 0);
        return;
    }
    enum { MOST = 24 };
    ir_node *nodes[MOST];
    uint32_t count = call->count < MOST ? call->count : MOST;
    nodes[0] = flow_is_member(callee) ? callee->kids[0] : (ir_node *)callee;
    for (uint32_t i = 1; i < count; i++) nodes[i] = call->kids[i];
    flow_pairs values = {0};
    flow_eval_list(w, nodes, count, s, &values);
    for (size_t i = 0; i < values.n; i++) {
        flow_value copy[MOST];
        memcpy(copy, flow_get(w->e, values.at[i].value)->parts, count * sizeof *copy);
        calling c = {w, call, copy, count, out};
        call_once(&c, &values.at[i].state);
    }
}
