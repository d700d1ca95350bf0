/* flow/chunk-as-body: a handler that gets the body chunk by chunk, and lets every chunk go on, decodes or judges one as if it
 * were the whole. */
#include "ir/library.h"
#include "ir/func.h"
#include "rules/flow_chunk.h"
#include "rules/flow_rule.h"
#include "rules/go/rules.h"

enum { DEPTH_MOST = 4 };

typedef struct chunk_use {
    rule_context *c;
    int32_t slot;
    uint32_t depth; /* of calls of the plugin's own functions that it was handed to */
    const ir_node *decoded; /* the call */
    bool judged, collected, events; /* judged: something is looked for in it */
} chunk_use;

static bool is_search(str package, str name)
{
    static const char *const names[] = {"Contains",  "ContainsAny", "Index", "Equal", "EqualFold",
                                        "HasPrefix", "HasSuffix",   "Count", "Cut",   NULL};
    for (size_t i = 0; (str_is(package, "strings") || str_is(package, "bytes")) && names[i]; i++)
        if (str_is(name, names[i])) return true;
    return false;
}

static bool is_chunk(const chunk_use *u, const ir_node *n)
{
    n = body_strip((ir_node *)n);
    return n && n->op == IR_LOCAL && n->slot == u->slot;
}

static chunk_use use_of(rule_context *c, ir_func *f, int32_t slot, uint32_t depth);

/* A function of the plugin's own may decode it, or collect it. */
static void visit_own_call(chunk_use *u, ir_func *own, const ir_node *call)
{
    uint32_t receiver = own->receiver && body_strip(call->kids[0])->op == IR_SELECT ? 1 : 0;
    for (uint32_t i = 1; u->depth < DEPTH_MOST && i < call->count && i - 1 + receiver < own->param_count; i++) {
        if (!is_chunk(u, call->kids[i])) continue;
        chunk_use inner = use_of(u->c, own, own->params[i - 1 + receiver].slot, u->depth + 1);
        if (inner.decoded && !u->decoded) u->decoded = call;
        u->judged = u->judged || inner.judged;
        u->collected = u->collected || inner.collected;
        u->events = u->events || inner.events;
    }
}

static bool visit(void *self, ir_node *n)
{
    chunk_use *u = self;
    str package, name;
    const ir_node *callee = n->op == IR_CALL && n->count ? body_strip(n->kids[0]) : NULL;
    bool given = false;
    for (uint32_t i = 1; (callee || n->op == IR_BUILTIN) && i < n->count; i++) given = given || is_chunk(u, n->kids[i]);
    if (n->op == IR_BUILTIN && n->sub == IR_APPEND && given) u->collected = true;
    if (n->op == IR_BINARY && n->sub == '+' && (is_chunk(u, n->kids[0]) || is_chunk(u, n->kids[1]))) u->collected = true;
    if (n->op == IR_ASSIGN && n->sub && is_chunk(u, n->kids[n->count - 1])) u->collected = true;
    if (callee && given && callee->op == IR_SELECT &&
        (str_starts(callee->name, STR("Write")) || str_is(callee->name, "PushBuffer")))
        u->collected = true;
    bool decodes = callee && body_is_extern(callee, &package, &name) && library_effects(package, name) & LIBRARY_NEEDS_WHOLE;
    if (decodes && given && !u->decoded) u->decoded = n;
    if (callee && given && body_is_extern(callee, &package, &name) && is_search(package, name)) u->judged = true;
    if (callee && given && callee->op == IR_SELECT && (str_is(callee->name, "Match") || str_is(callee->name, "MatchString")))
        u->judged = true;
    ir_func *own = callee && given ? body_named_func(callee) : NULL;
    if (ir_func_is_own(own)) visit_own_call(u, own, n);
    if (n->op == IR_CONST && n->constant.kind == IR_STRING &&
        (str_has(n->constant.text, STR("event-stream")) || str_has(n->constant.text, STR("data:"))))
        u->events = true;
    return true;
}

static chunk_use use_of(rule_context *c, ir_func *f, int32_t slot, uint32_t depth)
{
    chunk_use u = {.c = c, .slot = slot, .depth = depth};
    ir_node *body = slot >= 0 ? ir_func_body(c->program, f) : NULL;
    if (body) ir_walk(body, visit, &u);
    return u;
}

static void report(rule_context *c, const flow_entry *e, ir_span at)
{
    rule_value values[] = {{"handler", flow_handler_name(e->context->handler)}};
    flow_report(c, "flow/chunk-as-body", at, values, 1, e->frame);
}

/* The variable that gets the first result of the call; -1 without one. */
static int32_t slot_of(const flow *f, const flow_use *u)
{
    const body_facts *facts = body_facts_of(f->facts, u->frame->func);
    for (size_t i = 0; i < facts->stores.n; i++)
        if (facts->stores.at[i].value == u->call && facts->stores.at[i].index == 0 && !facts->stores.at[i].global)
            return facts->stores.at[i].slot;
    return -1;
}

/* Whether the handler lets chunks go on: no way out of it keeps them before the last one has come. `*waits`: it asks whether one
 * is the last. */
static bool lets_chunks_go(const flow *f, const flow_entry *e, bool *waits)
{
    *waits = false;
    for (size_t i = 0; i < e->exits.n; i++) {
        const flow_exit *x = &e->exits.at[i];
        if (!flow_is_certain(e, x)) return false;
        if (x->state.flags & FLOW_BUFFERING) *waits = true;
        if (flow_action_of(f, x) != 0 && !x->state.answered) return false;
    }
    return e->exits.n > 0;
}

/* The plain SDK: size and endOfStream, and a call that reads. */
static void check_plain(rule_context *c, const flow *f, const flow_entry *e)
{
    bool waits;
    if (!lets_chunks_go(f, e, &waits)) return;
    const char *wanted = flow_direction_of_context(e->context) == FLOW_REQUEST ? "request_body" : "response_body";
    for (size_t i = 0; i < f->uses.n; i++) {
        const flow_use *u = f->uses.at[i];
        bool reads =
            u->frame->context == e->context && !u->function->edits && u->function->data && strcmp(u->function->data, wanted) == 0;
        if (!reads) continue;
        chunk_use k = use_of(c, u->frame->func, slot_of(f, u), 0);
        if (k.slot < 0 || k.collected || (!waits && !k.decoded && !e->answers)) continue;
        report(c, e, body_name_span(c->program, u->call->kids[0], str_of(u->function->name)));
    }
}

/* The wrapper's streaming handlers are given the chunk. */
static void check_streaming(rule_context *c, const flow_entry *e)
{
    ir_func *f = e->frame->func;
    chunk_use k = use_of(c, f, flow_chunk_slot(f), 0);
    if (k.collected || k.events) return;
    if (k.decoded) report(c, e, flow_call_name(c, k.decoded));
    const flow *g = flow_of(c);
    /* A response that streams can't be answered any more: flow/send-in-response-body. */
    for (size_t i = 0; k.judged && !k.decoded && e->context->handler->phase == PHASE_REQUEST_BODY && i < g->uses.n; i++) {
        const flow_use *u = g->uses.at[i];
        bool answers = u->frame->context == e->context && u->function->data && strcmp(u->function->data, "answer") == 0;
        if (answers) report(c, e, body_name_span(c->program, u->call->kids[0], str_of(u->function->name)));
    }
}

void flow_chunk_body_run(rule_context *c)
{
    const flow *f = flow_of(c);
    for (size_t i = 0; !ir_refused(c->program) && !f->truncated && i < f->entries.n; i++) {
        const flow_entry *e = f->entries.at[i];
        phase p = e->context->handler->phase;
        if (e->context->moment != FLOW_HANDLER || (p != PHASE_REQUEST_BODY && p != PHASE_RESPONSE_BODY)) continue;
        if (e->context->handler->streaming) check_streaming(c, e);
        else if (e->context->registration->sdk->ends_at >= 0) check_plain(c, f, e);
    }
}
