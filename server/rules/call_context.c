/* In which situations of the measured table a piece of code may find itself. */
#include "rules/call_graph.h"

/* --- what handlers return --- */

static unsigned actions_of_func(call_graph *g, ir_func *f, uint32_t index, int depth);

enum { MAX_DEPTH = 16 };

static unsigned action_of_number(int64_t number)
{
    /* The header actions of the ABI: 2 goes on (and ends the stream), 3 and 4 stop everything. */
    switch (number) {
    case 0: case 2: return ACTION_CONTINUE;
    case 1: return ACTION_STOP;
    case 3: case 4: return ACTION_STOP_ALL;
    default: return ACTION_UNKNOWN;
    }
}

static unsigned actions_of_slot(call_graph *g, ir_func *f, int32_t slot, int depth);

static unsigned actions_of_expression(call_graph *g, ir_func *f, ir_node *n, uint32_t index, int depth)
{
    n = body_strip(n);
    if (!n || depth > MAX_DEPTH) return ACTION_UNKNOWN;
    str package, name;
    if (n->op == IR_CONST) return n->constant.kind == IR_INTEGER ? action_of_number(n->constant.integer) : ACTION_UNKNOWN;
    if (n->op == IR_LOCAL) return actions_of_slot(g, f, n->slot, depth + 1);
    if (n->op == IR_CALL) {
        ir_node *callee = body_strip(n->kids[0]);
        ir_func *called = callee && callee->op == IR_CLOSURE ? callee->func : body_named_func(callee);
        return called ? actions_of_func(g, called, index, depth + 1) : ACTION_UNKNOWN;
    }
    if (body_is_extern(n, &package, &name)) return action_of_number(sdk_action(name));
    return ACTION_UNKNOWN;
}

static bool is_captured(const body_facts *facts, int32_t slot)
{
    for (size_t i = 0; i < facts->closures.n; i++) {
        const ir_func *literal = facts->closures.at[i]->func;
        for (uint32_t k = 0; k < literal->capture_count; k++)
            if (literal->captures[k] == slot) return true;
    }
    return false;
}

static unsigned actions_of_slot(call_graph *g, ir_func *f, int32_t slot, int depth)
{
    if ((uint32_t)slot < f->capture_count && f->outer) return ACTION_UNKNOWN;
    for (uint32_t i = 0; i < f->param_count; i++)
        if (f->params[i].slot == slot) return ACTION_UNKNOWN;
    const body_facts *facts = body_facts_of(&g->facts, f);
    if (is_captured(facts, slot)) return ACTION_UNKNOWN;
    unsigned actions = 0;
    for (size_t i = 0; i < facts->stores.n; i++) {
        const body_store *s = &facts->stores.at[i];
        if (s->slot != slot) continue;
        actions |= s->value ? actions_of_expression(g, f, s->value, s->index, depth + 1) : ACTION_CONTINUE | ACTION_UNKNOWN;
    }
    return actions ? actions : ACTION_CONTINUE; /* a zero value */
}

static unsigned actions_of_func(call_graph *g, ir_func *f, uint32_t index, int depth)
{
    if (depth > MAX_DEPTH || !f->has_body) return ACTION_UNKNOWN;
    const body_facts *facts = body_facts_of(&g->facts, f);
    unsigned actions = 0;
    for (size_t i = 0; i < facts->returns.n; i++) {
        ir_node *r = facts->returns.at[i];
        if (r->count == 0 && index < f->result_count && f->results[index].slot >= 0)
            actions |= actions_of_slot(g, f, f->results[index].slot, depth + 1) | ACTION_CONTINUE;
        else if (r->count == 1 && f->result_count > 1)
            actions |= actions_of_expression(g, f, r->kids[0], index, depth + 1);
        else
            actions |= index < r->count ? actions_of_expression(g, f, r->kids[index], 0, depth + 1) : ACTION_UNKNOWN;
    }
    return actions ? actions : ACTION_UNKNOWN;
}

unsigned call_handler_actions(call_graph *g, const registered_handler *h)
{
    return h->func ? actions_of_func(g, h->func, 0, 0) : ACTION_UNKNOWN;
}

/* --- columns --- */

#define COLUMN(c) (1u << (c))

static bool has_handler(const registration *r, phase p)
{
    for (size_t i = 0; i < r->handlers.n; i++)
        if (r->handlers.at[i].phase == p) return true;
    return false;
}

/* Whether headers may still be held back when the body handler runs. */
static bool may_hold_headers(call_graph *g, const registration *r, phase headers)
{
    if (r->sdk == SDK_MCP) return true; /* the SDK's own header handler does */
    for (size_t i = 0; i < r->handlers.n; i++) {
        const registered_handler *h = &r->handlers.at[i];
        if (h->phase == headers && call_handler_actions(g, h) & (ACTION_STOP | ACTION_UNKNOWN)) return true;
    }
    return false;
}

static uint32_t columns_of_handler(call_graph *g, const registration *r, phase p)
{
    switch (p) {
    case PHASE_PLUGIN_START: return COLUMN(SDK_PLUGIN_START);
    case PHASE_NEW_HTTP_CONTEXT: return COLUMN(SDK_NEW_HTTP_CONTEXT);
    case PHASE_REQUEST_HEADERS: return COLUMN(SDK_REQUEST_HEADERS);
    case PHASE_REQUEST_BODY:
        return COLUMN(SDK_REQUEST_BODY) | (may_hold_headers(g, r, PHASE_REQUEST_HEADERS) ? COLUMN(SDK_REQUEST_BODY_STOPPED) : 0);
    case PHASE_REQUEST_TRAILERS: return COLUMN(SDK_REQUEST_TRAILERS);
    case PHASE_RESPONSE_HEADERS: return COLUMN(SDK_RESPONSE_HEADERS);
    case PHASE_RESPONSE_BODY:
        return COLUMN(SDK_RESPONSE_BODY) |
               (may_hold_headers(g, r, PHASE_RESPONSE_HEADERS) ? COLUMN(SDK_RESPONSE_BODY_STOPPED) : 0);
    case PHASE_RESPONSE_TRAILERS: return COLUMN(SDK_RESPONSE_TRAILERS);
    case PHASE_STREAM_DONE: return COLUMN(SDK_STREAM_DONE);
    case PHASE_TICK: return COLUMN(SDK_TICK);
    case PHASE_VM_START: case PHASE_QUEUE_READY: case PHASE_TCP: case PHASE_COUNT: break; /* not measured */
    }
    return 0;
}

/* A callback may find its stream paused or not, and - when the headers were stopped and a body handler buffers - in the body. */
static uint32_t columns_of_callback(call_graph *g, const registration *r, phase p)
{
    bool held;
    switch (p) {
    case PHASE_REQUEST_HEADERS:
        held = may_hold_headers(g, r, p) && has_handler(r, PHASE_REQUEST_BODY);
        return COLUMN(SDK_CB_REQUEST_HEADERS) | COLUMN(SDK_CB_NOT_PAUSED) |
               (held ? COLUMN(SDK_CB_REQUEST_BODY_STOPPED) | COLUMN(SDK_CB_REQUEST_BODY) : 0);
    case PHASE_REQUEST_BODY:
        held = may_hold_headers(g, r, PHASE_REQUEST_HEADERS);
        return COLUMN(SDK_CB_REQUEST_BODY) | COLUMN(SDK_CB_NOT_PAUSED) | (held ? COLUMN(SDK_CB_REQUEST_BODY_STOPPED) : 0);
    case PHASE_RESPONSE_HEADERS:
        held = may_hold_headers(g, r, p) && has_handler(r, PHASE_RESPONSE_BODY);
        return COLUMN(SDK_CB_RESPONSE_HEADERS) | (held ? COLUMN(SDK_CB_RESPONSE_BODY_STOPPED) : 0);
    case PHASE_RESPONSE_BODY:
        held = may_hold_headers(g, r, PHASE_RESPONSE_HEADERS);
        return COLUMN(SDK_CB_RESPONSE_BODY) | (held ? COLUMN(SDK_CB_RESPONSE_BODY_STOPPED) : 0);
    default: return 0;
    }
}

static call_context *new_context(call_graph *g, call_context wanted)
{
    for (size_t i = 0; i < g->contexts.n; i++) {
        call_context *k = g->contexts.at[i];
        if (k->moment == wanted.moment && k->handler == wanted.handler && k->redis == wanted.redis && k->from == wanted.from)
            return k;
    }
    call_context *k = ARENA_NEW(g->c->arena, call_context);
    *k = wanted;
    array_push(g->c->arena, &g->contexts, k);
    return k;
}

call_context *call_context_of_handler(call_graph *g, const registration *r, const registered_handler *h)
{
    return new_context(g, (call_context){.moment = CALL_HANDLER, .registration = r, .handler = h,
                                         .columns = columns_of_handler(g, r, h->phase)});
}

call_context *call_context_of_callback(call_graph *g, call_context *from, sdk_callback kind)
{
    call_context k = {.registration = from->registration, .handler = from->handler, .from = from};
    phase p = from->handler->phase;
    if (kind == SDK_CALLBACK_ROUTE) {
        k.moment = CALL_ROUTE;
        k.columns = COLUMN(SDK_RESPONSE_HEADERS) | COLUMN(SDK_RESPONSE_BODY_STOPPED);
        return new_context(g, k);
    }
    if (kind == SDK_CALLBACK_TICK) {
        k.moment = CALL_TICK;
        k.columns = COLUMN(SDK_TICK);
        return from->moment == CALL_TICK ? from : new_context(g, k);
    }
    k.redis = kind == SDK_CALLBACK_REDIS;
    bool rooted = from->moment == CALL_TICK || from->moment == CALL_TICK_CALLBACK ||
                  (from->moment == CALL_HANDLER && (p == PHASE_TICK || p == PHASE_PLUGIN_START));
    k.moment = rooted ? CALL_TICK_CALLBACK : CALL_CALLBACK;
    /* A callback that dispatches again is still a callback of the same handler. */
    if ((from->moment == CALL_CALLBACK || from->moment == CALL_TICK_CALLBACK) && from->redis == k.redis) return from;
    if (from->moment == CALL_CALLBACK || from->moment == CALL_TICK_CALLBACK) k.columns = from->columns;
    else if (rooted) k.columns = COLUMN(SDK_CB_TICK);
    else if (from->moment == CALL_ROUTE) k.columns = COLUMN(SDK_CB_RESPONSE_HEADERS) | COLUMN(SDK_CB_RESPONSE_BODY_STOPPED);
    else k.columns = columns_of_callback(g, from->registration, p);
    if (from->from && from->from->from && from->from->redis == k.redis) return from->from; /* HTTP and Redis in turns */
    return k.columns ? new_context(g, k) : NULL;
}
