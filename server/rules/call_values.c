/* Function values: what an expression may call, followed through variables, parameters, captured variables and results. */
#include "base/strbuf.h"
#include "rules/call_graph.h"

enum { MAX_VALUES = 8, MAX_FOLLOWED = 12, MAX_NESTED = 6, MAX_DEPTH = 40, MAX_FRAMES = 60000 };

static void add_value(call_graph *g, func_values *out, func_value v)
{
    if (!v.func || out->n >= MAX_VALUES) return;
    for (size_t i = 0; i < out->n; i++)
        if (out->at[i].func == v.func && out->at[i].outer == v.outer) return;
    array_push(g->c->arena, out, v);
}

static void follow(call_graph *g, const call_frame *frame, ir_node *n, func_values *out, int depth);

static void follow_slot(call_graph *g, const call_frame *frame, int32_t slot, func_values *out, int depth)
{
    if (!frame || depth > MAX_FOLLOWED) return;
    ir_func *f = frame->func;
    if (f->outer && slot >= 0 && (uint32_t)slot < f->capture_count)
        follow_slot(g, frame->outer, f->captures[slot], out, depth + 1);
    for (uint32_t i = 0; frame->arguments && i < f->param_count; i++)
        if (f->params[i].slot == slot)
            for (size_t k = 0; k < frame->arguments[i].n; k++) add_value(g, out, frame->arguments[i].at[k]);
    const body_facts *facts = body_facts_of(&g->facts, f);
    for (size_t i = 0; i < facts->stores.n; i++)
        if (facts->stores.at[i].slot == slot && facts->stores.at[i].of == 1)
            follow(g, frame, facts->stores.at[i].value, out, depth + 1);
}

/* A function that makes functions: its returned literals, seen from a frame with these arguments. */
static bool returns_function(const ir_func *f)
{
    if (f->result_count != 1) return false;
    type_kind k = type_under_kind(f->results[0].type);
    return k == TYPE_FUNC || k == TYPE_UNKNOWN;
}

static void follow_result(call_graph *g, const call_frame *frame, ir_node *call, func_values *out, int depth)
{
    func_values callees = {0};
    follow(g, frame, call->kids[0], &callees, depth + 1);
    for (size_t i = 0; i < callees.n; i++) {
        if (!returns_function(callees.at[i].func)) continue;
        body_call site = {call, false};
        call_frame *inner = call_enter(g, frame, &site, callees.at[i], frame->context, CALL_DIRECT, false);
        if (!inner) continue;
        const body_facts *facts = body_facts_of(&g->facts, inner->func);
        for (size_t k = 0; k < facts->returns.n; k++)
            if (facts->returns.at[k]->count == 1) follow(g, inner, facts->returns.at[k]->kids[0], out, depth + 1);
    }
}

static void follow(call_graph *g, const call_frame *frame, ir_node *n, func_values *out, int depth)
{
    n = body_strip(n);
    if (!n || depth > MAX_FOLLOWED) return;
    ir_func *named = body_named_func(n);
    if (named) {
        if (named->package && named->package->own) add_value(g, out, (func_value){named, NULL});
    } else if (n->op == IR_CLOSURE) {
        add_value(g, out, (func_value){n->func, frame});
    } else if (n->op == IR_LOCAL) {
        follow_slot(g, frame, n->slot, out, depth + 1);
    } else if (n->op == IR_GLOBAL && n->global->of <= 1) {
        ir_node *init = body_strip(ir_global_init(g->c->program, n->global));
        if (init && (init->op == IR_FUNC || (init->op == IR_CLOSURE && !init->func->capture_count)))
            add_value(g, out, (func_value){init->func, NULL});
    } else if (n->op == IR_CALL && frame) {
        follow_result(g, frame, n, out, depth + 1);
    }
}

func_values call_values_of(call_graph *g, const call_frame *frame, ir_node *n)
{
    func_values out = {0};
    /* `f = wrap(f)` would go round forever: entering wrap asks for the values of f. */
    if (g->following >= MAX_NESTED) return out;
    g->following++;
    follow(g, frame, n, &out, 0);
    g->following--;
    return out;
}

/* Could an expression of this kind be a function at all? Saves following every integer. */
static bool may_be_function(const ir_node *n)
{
    if (!n) return false;
    if (n->type && n->op != IR_CLOSURE && n->op != IR_FUNC) {
        type_kind k = type_under_kind(n->type);
        return k == TYPE_FUNC || k == TYPE_UNKNOWN || k == TYPE_INTERFACE;
    }
    return n->op != IR_CONST && n->op != IR_COMPOSITE;
}

static func_values *arguments_of(call_graph *g, const call_frame *frame, const ir_node *call, const ir_func *f)
{
    if (!f->param_count || !call->count) return NULL;
    /* A method's receiver is its first parameter; only a method expression passes it as an argument. */
    bool method_call = f->receiver && body_strip(call->kids[0])->op != IR_FUNC;
    func_values *all = NULL;
    for (uint32_t i = 1; i < call->count; i++) {
        uint32_t parameter = method_call ? i : i - 1;
        if (f->variadic && parameter >= f->param_count) parameter = f->param_count - 1;
        if (parameter >= f->param_count || !may_be_function(call->kids[i])) continue;
        func_values v = call_values_of(g, frame, call->kids[i]);
        if (!v.n) continue;
        if (!all) all = ARENA_NEW_N(g->c->arena, func_values, f->param_count);
        for (size_t k = 0; k < v.n; k++) add_value(g, &all[parameter], v.at[k]);
    }
    return all;
}

static str key_of(arena *a, const call_frame *f)
{
    strbuf b = STRBUF_INIT;
    strbuf_printf(&b, "%p %p %u", (void *)f->func, (void *)f->context, f->outer ? f->outer->number : 0);
    for (uint32_t i = 0; f->arguments && i < f->func->param_count; i++)
        for (size_t k = 0; k < f->arguments[i].n; k++) {
            const func_value *v = &f->arguments[i].at[k];
            strbuf_printf(&b, " %u:%p:%u", i, (void *)v->func, v->outer ? v->outer->number : 0);
        }
    str key = arena_str(a, strbuf_str(&b));
    strbuf_free(&b);
    return key;
}

call_frame *call_enter(call_graph *g, const call_frame *frame, const body_call *call, func_value v, call_context *context,
                       call_via via, bool guess)
{
    uint32_t depth = frame ? frame->depth + 1 : 0;
    if (!v.func || !v.func->has_body || depth > MAX_DEPTH || g->frames.n >= MAX_FRAMES) {
        g->truncated = g->truncated || g->frames.n >= MAX_FRAMES;
        return NULL;
    }
    call_frame wanted = {.func = v.func, .context = context, .outer = v.outer, .caller = frame, .call = call ? call->call : NULL,
                         .via = via, .conditional = call && call->conditional, .guess = guess, .depth = depth};
    /* Only a call hands over its own arguments; a callback gets the library's. */
    bool same_arguments = frame && call && via == CALL_DIRECT;
    if (same_arguments) wanted.arguments = arguments_of(g, frame, call->call, v.func);
    str key = key_of(g->c->arena, &wanted);
    map_entry *known = map_find(&g->by_key, key);
    if (known) return known->value;
    call_frame *f = ARENA_NEW(g->c->arena, call_frame);
    *f = wanted;
    f->number = (uint32_t)g->frames.n + 1;
    map_put(g->c->arena, &g->by_key, key, f);
    array_push(g->c->arena, &g->frames, f);
    return f;
}
