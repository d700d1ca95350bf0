#include "rules/go/input.h"

#include "ir/language_row.h"
#include "ir/library.h"
#include "ir/func.h"

enum { ROUNDS_MOST = 8 };

/* What passes input on in a body, which is kept with it. */
typedef struct passing {
    bool reads;                  /* it reads the stream: else it knows input from others alone */
    ARRAY(ir_node *) statements; /* those that visit looks at, in order */
    ARRAY(ir_func *) callees;
    bool configured; /* likewise the configuration */
} passing;

typedef struct reached_func {
    ir_func *func;
    const passing *body;
    bool looked_at; /* since something that it could know of was found; or it can know of nothing so far */
    ARRAY(uint32_t) callers; /* by number */
} reached_func;

struct input_facts {
    rule_context *c;
    input_kind kind;
    const flow *f;
    map slots;   /* function and slot */
    map results; /* function: what it returns */
    map known;   /* functions in `funcs`: their numbers there */
    ARRAY(reached_func) funcs;
    bool changed;
};

typedef struct slot_key {
    ir_func *func;
    int64_t slot;
} slot_key;

static bool has_slot(const input_facts *in, ir_func *f, int32_t slot)
{
    slot_key key = {f, slot};
    return slot >= 0 && map_find(&in->slots, str_make((const char *)&key, sizeof key));
}

static str func_key(ir_func *const *f) { return str_make((const char *)f, sizeof *f); }

static void mark(input_facts *in, ir_func *f, int32_t slot)
{
    slot_key key = {f, slot};
    if (slot < 0 || has_slot(in, f, slot)) return;
    map_put(in->c->arena, &in->slots, arena_str(in->c->arena, str_make((const char *)&key, sizeof key)), f);
    const map_entry *known = map_find(&in->known, func_key(&f));
    if (known) in->funcs.at[(uintptr_t)known->value].looked_at = false;
    in->changed = true;
}

/* --- expressions --- */

static bool is_read_of_stream(const sdk_function *f)
{
    static const char *const kinds[] = {"_headers", "_body", "_trailers", "call_response"};
    if (f && f->effect == SDK_CONTEXT_GET) return false; /* what the plugin has kept */
    if (!f || f->edits || !f->data || f->effect == SDK_HAS_BODY) return false;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_ends(str_of(f->data), str_of(kinds[i]))) return true;
    return false;
}

static bool is_read(const sdk_function *f, input_kind kind)
{
    bool configuration = f && f->data && strcmp(f->data, "plugin_configuration") == 0;
    return kind == INPUT_CONFIGURATION ? configuration : is_read_of_stream(f);
}

/* ctx.Path() and its like, which have no row of their own. */
static bool is_of_context(const ir_node *callee)
{
    static const char *const names[] = {"Path", "Host", "Method", "Scheme"};
    const ir_type *t = callee->op == IR_SELECT && callee->kids[0] ? callee->kids[0]->type : NULL;
    if (!t || t->kind != TYPE_NAMED || !str_is(t->name, "HttpContext") || !sdk_package(t->package)) return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_is(callee->name, names[i])) return true;
    return false;
}

static bool any_is(const input_facts *in, ir_func *f, const ir_node *n, uint32_t from)
{
    for (uint32_t i = from; i < n->count; i++)
        if (input_is(in, f, n->kids[i])) return true;
    return false;
}

/* A call that is not of the SDK may give input, too: ANSWER_OPEN. */
typedef enum sdk_answer { ANSWER_NO, ANSWER_YES, ANSWER_OPEN } sdk_answer;

static sdk_answer call_of_sdk(const rule_context *c, const ir_node *callee, input_kind kind)
{
    str package, name;
    if (body_is_extern(callee, &package, &name)) {
        if (!sdk_package(package)) return ANSWER_OPEN;
        return is_read(sdk_find(sdk_package(package), name), kind) ? ANSWER_YES : ANSWER_NO;
    }
    if (is_of_context(callee)) return kind == INPUT_STREAM ? ANSWER_YES : ANSWER_NO;
    const ir_type *t = callee->op == IR_SELECT && callee->kids[0] ? callee->kids[0]->type : NULL;
    if (!t || t->kind != TYPE_NAMED || !sdk_package(t->package)) return ANSWER_OPEN;
    return is_read(sdk_find_method(c->code->name, t->name, callee->name), kind) ? ANSWER_YES : ANSWER_NO;
}

static bool call_is(const input_facts *in, ir_func *f, const ir_node *n)
{
    const ir_node *callee = n->count ? body_strip(n->kids[0]) : NULL;
    str package, name;
    if (!callee) return false;
    sdk_answer of_sdk = call_of_sdk(in->c, callee, in->kind);
    if (of_sdk != ANSWER_OPEN) return of_sdk == ANSWER_YES;
    bool harmless = body_is_extern(callee, &package, &name) && str_is(name, "QuoteMeta"); /* whatever it was, it is a pattern */
    if (body_is_extern(callee, &package, &name)) return !harmless && any_is(in, f, n, 1);
    ir_func *own = body_named_func(callee);
    if (ir_func_is_own(own)) return map_find(&in->results, func_key(&own));
    /* A method of a library's value, which may be made of input: url.Query(), result.Get("a") */
    return callee->op == IR_SELECT && (input_is(in, f, callee->kids[0]) || any_is(in, f, n, 1));
}

bool input_is(const input_facts *in, ir_func *f, const ir_node *n)
{
    if (!n) return false;
    switch ((ir_op)n->op) {
    case IR_LOCAL: return has_slot(in, f, n->slot);
    case IR_CALL: return call_is(in, f, n);
    case IR_SELECT: case IR_INDEX: case IR_SLICE: case IR_CONVERT: case IR_DEREF: case IR_ADDR: case IR_ASSERT:
        return n->count && input_is(in, f, n->kids[0]);
    case IR_BINARY: return n->sub == '+' && any_is(in, f, n, 0);
    default: return false;
    }
}

/* --- statements --- */

typedef struct body_walk {
    input_facts *in;
    ir_func *func;
} body_walk;

static void mark_place(body_walk *w, const ir_node *place)
{
    while (place && (place->op == IR_SELECT || place->op == IR_INDEX || place->op == IR_DEREF || place->op == IR_ADDR))
        place = place->kids[0];
    if (place && (place->op == IR_LOCAL || place->op == IR_DECLARE)) mark(w->in, w->func, place->slot);
}

/* An error is no input. */
static bool is_error(const ir_type *t) { return t && t->kind == TYPE_NAMED && str_is(t->name, "error") && !t->package.n; }

static void assign(body_walk *w, const ir_node *n)
{
    uint32_t values = n->count - n->targets;
    for (uint32_t i = 0; i < n->targets && values; i++) {
        const ir_node *given = n->kids[n->targets + (values == n->targets ? i : 0)];
        bool second = values < n->targets && i > 0; /* an error, or whether it is there */
        if (!second && !is_error(n->kids[i]->type) && input_is(w->in, w->func, given)) mark_place(w, n->kids[i]);
    }
}

/* Parameters of the plugin's own functions, and what a decoder fills in. */
static void call(body_walk *w, const ir_node *n)
{
    const ir_node *callee = n->count ? body_strip(n->kids[0]) : NULL;
    if (!callee) return;
    ir_func *own = callee->op == IR_CLOSURE ? callee->func : body_named_func(callee);
    if (ir_func_is_own(own)) {
        uint32_t receiver = own->receiver && callee->op == IR_SELECT ? 1 : 0;
        for (uint32_t i = 1; i < n->count && i - 1 + receiver < own->param_count; i++)
            if (input_is(w->in, w->func, n->kids[i])) mark(w->in, own, own->params[i - 1 + receiver].slot);
        return;
    }
    bool decodes = callee->op != IR_FUNC && library_name_effects(w->in->c->code->name, callee->name) & LIBRARY_FILLS;
    bool given = input_is(w->in, w->func, callee->op == IR_SELECT ? callee->kids[0] : NULL) || any_is(w->in, w->func, n, 1);
    for (uint32_t i = 1; decodes && given && i < n->count; i++)
        if (n->kids[i] && n->kids[i]->op == IR_ADDR) mark_place(w, n->kids[i]->kids[0]);
}

/* The function gives input: its callers are looked at again. */
static void give(input_facts *in, ir_func *f)
{
    const map_entry *known = map_find(&in->known, func_key(&f));
    const reached_func *r = known ? &in->funcs.at[(uintptr_t)known->value] : NULL;
    for (size_t i = 0; r && i < r->callers.n; i++) in->funcs.at[r->callers.at[i]].looked_at = false;
    in->changed = true;
}

static void visit(body_walk *w, const ir_node *n)
{
    switch ((ir_op)n->op) {
    case IR_ASSIGN: assign(w, n); break;
    case IR_CALL: call(w, n); break;
    case IR_RANGE: /* an element; the key of a map, but no index */
        if (!input_is(w->in, w->func, n->kids[2])) break;
        if (n->kids[1]) mark_place(w, n->kids[1]);
        if (n->kids[0] && n->kids[2]->type && type_under_kind(n->kids[2]->type) == TYPE_MAP) mark_place(w, n->kids[0]);
        break;
    case IR_RETURN:
        for (uint32_t i = 0; i < n->count && i < 1; i++)
            if (input_is(w->in, w->func, n->kids[i]) && !map_find(&w->in->results, func_key(&w->func))) {
                map_put(w->in->c->arena, &w->in->results, arena_str(w->in->c->arena, func_key(&w->func)), w->in);
                give(w->in, w->func);
            }
        break;
    case IR_CLOSURE:
        for (uint32_t i = 0; i < n->func->capture_count; i++)
            if (has_slot(w->in, w->func, n->func->captures[i])) mark(w->in, n->func, (int32_t)i);
        break;
    default: break;
    }
}

/* --- bodies --- */

typedef struct passing_search {
    arena *kept;
    passing *found;
} passing_search;

static bool find_statement(void *self, ir_node *n)
{
    enum { LOOKED_AT_COUNT = 5 };
    static const ir_op looked_at[LOOKED_AT_COUNT] = {IR_ASSIGN, IR_CALL, IR_RANGE, IR_RETURN, IR_CLOSURE};
    passing_search *s = self;
    for (int i = 0; i < LOOKED_AT_COUNT; i++)
        if (n->op == looked_at[i]) array_push(s->kept, &s->found->statements, n);
    return true;
}

static const passing *passing_of(const input_facts *in, ir_func *f)
{
    body_cache *cache = in->f->facts;
    void **kept = body_kept(cache, f, BODY_KEEPS_PASSING);
    if (*kept) return *kept;
    passing *out = ARENA_NEW(cache->arena, passing);
    *kept = out;
    const body_facts *facts = body_facts_of(cache, f);
    for (size_t i = 0; i < facts->calls.n; i++) {
        const ir_node *call = facts->calls.at[i].call, *callee = call->count ? body_strip(call->kids[0]) : NULL;
        ir_func *own = body_named_func(callee);
        out->reads = out->reads || (callee && call_of_sdk(in->c, callee, INPUT_STREAM) == ANSWER_YES);
        out->configured = out->configured || (callee && call_of_sdk(in->c, callee, INPUT_CONFIGURATION) == ANSWER_YES);
        if (own) array_push(cache->arena, &out->callees, own);
    }
    ir_walk(ir_func_body(in->c->program, f), find_statement, &(passing_search){cache->arena, out});
    return out;
}

/* --- where it comes from --- */

static bool is_header(const ir_type *t)
{
    return t && t->kind == TYPE_NAMED && str_is(t->name, "Header") && str_is(t->package, "net/http");
}

static bool is_parsed_json(const ir_type *t)
{
    return t && t->kind == TYPE_NAMED && str_is(t->name, "Result") && str_ends(t->package, STR("/gjson"));
}

/* The configuration that a parse function is given. */
static void mark_configuration(input_facts *in)
{
    for (size_t i = 0; i < in->f->entries.n; i++) {
        const flow_entry *e = in->f->entries.at[i];
        ir_func *f = e->frame->func;
        bool parses = e->context->moment == FLOW_HANDLER && e->context->handler->phase == PHASE_PLUGIN_START;
        for (uint32_t k = 0; parses && k < f->param_count; k++)
            if (type_is_bytes(f->params[k].type) || is_parsed_json(f->params[k].type)) mark(in, f, f->params[k].slot);
    }
}

/* The body that a handler or the callback of a call is given, and the headers of an answer. */
static void mark_given(input_facts *in)
{
    for (size_t i = 0; i < in->f->entries.n; i++) {
        const flow_entry *e = in->f->entries.at[i];
        phase p = e->context->handler->phase;
        ir_func *f = e->frame->func;
        if (e->context->moment == FLOW_HANDLER && (p < PHASE_REQUEST_HEADERS || p > PHASE_RESPONSE_TRAILERS)) continue;
        for (uint32_t k = 0; k < f->param_count; k++)
            if (type_is_bytes(f->params[k].type) || is_header(f->params[k].type)) mark(in, f, f->params[k].slot);
    }
}

static void note_func(void *self, ir_func *f, const flow_frame *frame)
{
    input_facts *in = self;
    (void)frame;
    str key = arena_str(in->c->arena, func_key(&f));
    if (map_find(&in->known, key)) return;
    map_put(in->c->arena, &in->known, key, (void *)(uintptr_t)in->funcs.n);
    const passing *body = passing_of(in, f);
    bool reads = in->kind == INPUT_STREAM ? body->reads : body->configured;
    array_push(in->c->arena, &in->funcs, (reached_func){.func = f, .body = body, .looked_at = !reads});
}

static void find_callers(input_facts *in)
{
    for (size_t i = 0; i < in->funcs.n; i++) {
        const passing *body = in->funcs.at[i].body;
        for (size_t k = 0; k < body->callees.n; k++) {
            const map_entry *known = map_find(&in->known, func_key(&body->callees.at[k]));
            if (known) array_push(in->c->arena, &in->funcs.at[(uintptr_t)known->value].callers, (uint32_t)i);
        }
    }
}

const input_facts *input_follow(rule_context *c, input_kind kind)
{
    input_facts *in = ARENA_NEW(c->arena, input_facts);
    *in = (input_facts){.c = c, .kind = kind, .f = flow_of(c)};
    flow_each_reached(c, note_func, in);
    find_callers(in);
    if (kind == INPUT_STREAM) mark_given(in);
    else mark_configuration(in);
    in->changed = true;
    for (int round = 0; round < ROUNDS_MOST && in->changed; round++) {
        in->changed = false;
        for (size_t i = 0; i < in->funcs.n; i++) {
            reached_func *r = &in->funcs.at[i];
            const passing *body = !r->looked_at ? r->body : NULL;
            r->looked_at = true;
            for (size_t k = 0; body && k < body->statements.n; k++) visit(&(body_walk){in, r->func}, body->statements.at[k]);
        }
    }
    return in;
}
