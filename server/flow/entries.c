/* Where code is entered: the handlers in the order of a stream's life, then the callbacks that they handed over, with the
 * situations of the measured table that each may be in. */
#include "flow/engine.h"

#include "ir/func.h"

#define COLUMN(c) (1u << (c))

flow_direction flow_direction_of(phase p)
{
    switch (p) {
    case PHASE_REQUEST_HEADERS: case PHASE_REQUEST_BODY: case PHASE_REQUEST_TRAILERS: return FLOW_REQUEST;
    case PHASE_RESPONSE_HEADERS: case PHASE_RESPONSE_BODY: case PHASE_RESPONSE_TRAILERS: return FLOW_RESPONSE;
    default: return FLOW_NEITHER;
    }
}

flow_direction flow_direction_of_context(const flow_context *k)
{
    for (const flow_context *f = k; f; f = f->from) {
        if (f->moment == FLOW_ROUTE) return FLOW_RESPONSE;
        if (f->moment == FLOW_TICK || f->moment == FLOW_TICK_CALLBACK) return FLOW_NEITHER;
    }
    return flow_direction_of(k->handler->phase);
}

bool flow_is_rooted(const flow_context *k)
{
    bool answered = k->moment == FLOW_HANDLER && k->handler->phase == PHASE_CALL_ANSWERED;
    return k->registration->sdk->rooted && (answered || k->moment == FLOW_CALLBACK);
}

bool flow_is_switched(const flow_context *k)
{
    for (; k; k = k->from)
        if (k->switched) return true;
    return false;
}

const flow_content *flow_content_of(const flow *f, flow_value v) { return flow_get(f->engine, v); }

int flow_action_of(const flow *f, const flow_exit *e)
{
    const flow_content *c = flow_content_of(f, e->value);
    bool known = flow_is_constant(c, IR_INTEGER) && c->constant.integer >= 0 && c->constant.integer < 8;
    return known ? (int)c->constant.integer : -1;
}

ir_span flow_action_place(const flow *f, const flow_entry *entry, const flow_exit *e)
{
    const flow_content *c = flow_content_of(f, e->value);
    if (c->kind == FLOW_CONST && c->at) return c->at->at;
    return e->at ? e->at->at : entry->frame->func->at;
}

/* --- headers held back --- */

enum { HELD = 1, PASSED = 2 }; /* bit set */

static bool is_pause(phase p, int action)
{
    bool headers = p == PHASE_REQUEST_HEADERS || p == PHASE_RESPONSE_HEADERS;
    return headers ? action == 1 || action == 3 || action == 4 : action > 0;
}

/* A pause of the plain SDK holds everything back: what comes after the resume finds the headers gone. */
bool flow_is_plain_action(const flow *f, const ir_func *handler, const flow_exit *x)
{
    const ir_node *chosen = flow_content_of(f, x->value)->at;
    const ir_type *action = chosen ? chosen->type : handler->result_count ? handler->results[0].type : NULL;
    if (chosen && chosen->op == IR_EXTERN) return sdk_is_plain(chosen->package);
    return action && action->kind == TYPE_NAMED && sdk_is_plain(action->package);
}

/* How the body handler finds the headers when the header handler stops them. */
static unsigned stopped_headers(const flow *f, const flow_entry *e, const flow_exit *x)
{
    bool waits = x->state.dispatch == FLOW_SENT || x->state.dispatch == FLOW_PENDING;
    if (x->state.dispatch != FLOW_NONE && flow_is_plain_action(f, e->frame->func, x))
        return waits ? PASSED : 0; /* or nothing ever resumes */
    return waits || !f->higress_abi ? HELD | PASSED : HELD;
}

/* How the body handler finds the headers, by the ways out of the header handlers. */
static unsigned headers_of(const flow *f, const registration *r, phase headers)
{
    if (r->sdk->inside) return HELD | PASSED; /* the SDK's own header handler holds them, or not */
    flow_direction d = flow_direction_of(headers);
    uint32_t skipped = d == FLOW_REQUEST ? FLOW_REQUEST_BODY_SKIPPED : FLOW_RESPONSE_BODY_SKIPPED;
    unsigned found = 0;
    for (size_t i = 0; i < r->handlers.n; i++)
        if (r->handlers.at[i].phase == headers && !r->handlers.at[i].func) found |= HELD | PASSED;
    for (size_t i = 0; i < f->entries.n; i++) {
        const flow_entry *e = f->entries.at[i];
        if (e->context->registration != r || e->context->handler->phase != headers || e->context->moment != FLOW_HANDLER)
            continue;
        if (!e->exits.n || e->context->incomplete) found |= HELD | PASSED;
        for (size_t k = 0; k < e->exits.n; k++) {
            const flow_state *s = &e->exits.at[k].state;
            int action = flow_action_of(f, &e->exits.at[k]);
            if (action < 0 || s->flags & FLOW_UNKNOWN_EFFECT) found |= HELD | PASSED;
            if (s->answered || s->flags & skipped || s->guard[d] == FLOW_GUARDED_BODYLESS) continue;
            found |= action == 1 ? stopped_headers(f, e, &e->exits.at[k]) : PASSED;
        }
    }
    if (f->truncated) found |= HELD | PASSED;
    return found ? found : PASSED;
}

static bool has_handler(const registration *r, phase p)
{
    for (size_t i = 0; i < r->handlers.n; i++)
        if (r->handlers.at[i].phase == p) return true;
    return false;
}

/* --- columns --- */

static uint32_t body_columns(unsigned headers, sdk_column passed, sdk_column held)
{
    return (headers & PASSED ? COLUMN(passed) : 0) | (headers & HELD ? COLUMN(held) : 0);
}

static uint32_t columns_of_handler(const flow *f, const registration *r, const registered_handler *h)
{
    switch (h->phase) {
    case PHASE_VM_START:
        return COLUMN(h->shape && h->shape->gives == PART_PLUGIN_CONTEXT ? SDK_NEW_PLUGIN_CONTEXT : SDK_VM_START);
    case PHASE_PLUGIN_START: return COLUMN(SDK_PLUGIN_START);
    case PHASE_NEW_HTTP_CONTEXT: return COLUMN(SDK_NEW_HTTP_CONTEXT);
    case PHASE_REQUEST_HEADERS: return COLUMN(SDK_REQUEST_HEADERS);
    case PHASE_REQUEST_BODY:
        return body_columns(headers_of(f, r, PHASE_REQUEST_HEADERS), SDK_REQUEST_BODY, SDK_REQUEST_BODY_STOPPED);
    case PHASE_REQUEST_TRAILERS: /* measured with headers that have passed */
        return headers_of(f, r, PHASE_REQUEST_HEADERS) & HELD ? 0 : COLUMN(SDK_REQUEST_TRAILERS);
    case PHASE_RESPONSE_HEADERS: return COLUMN(SDK_RESPONSE_HEADERS);
    case PHASE_RESPONSE_BODY:
        return body_columns(headers_of(f, r, PHASE_RESPONSE_HEADERS), SDK_RESPONSE_BODY, SDK_RESPONSE_BODY_STOPPED);
    case PHASE_RESPONSE_TRAILERS:
        return headers_of(f, r, PHASE_RESPONSE_HEADERS) & HELD ? 0 : COLUMN(SDK_RESPONSE_TRAILERS);
    case PHASE_STREAM_DONE: return COLUMN(SDK_STREAM_DONE);
    case PHASE_STREAM_GONE: return COLUMN(SDK_STREAM_GONE);
    case PHASE_TICK: return COLUMN(SDK_TICK);
    case PHASE_CALL_ANSWERED: /* in the stream's context, once that is current */
        return COLUMN(SDK_CB_REQUEST_HEADERS) | COLUMN(SDK_CB_REQUEST_BODY) | COLUMN(SDK_CB_REQUEST_BODY_STOPPED) |
               COLUMN(SDK_CB_RESPONSE_HEADERS) | COLUMN(SDK_CB_RESPONSE_BODY) | COLUMN(SDK_CB_RESPONSE_BODY_STOPPED) |
               COLUMN(SDK_CB_NOT_PAUSED);
    case PHASE_QUEUE_READY: case PHASE_TCP: case PHASE_COUNT: break; /* not measured */
    }
    return 0;
}

/* A callback may find its stream paused or not, and - when the headers were stopped and a body handler buffers - in the body. */
static uint32_t columns_of_callback(const flow *f, const registration *r, phase p, bool paused, bool may_run)
{
    bool held;
    switch (p) {
    case PHASE_REQUEST_HEADERS:
        held = headers_of(f, r, p) & HELD && has_handler(r, PHASE_REQUEST_BODY);
        return (paused ? COLUMN(SDK_CB_REQUEST_HEADERS) : 0) | (may_run ? COLUMN(SDK_CB_NOT_PAUSED) : 0) |
               (held ? COLUMN(SDK_CB_REQUEST_BODY_STOPPED) | COLUMN(SDK_CB_REQUEST_BODY) : 0);
    case PHASE_REQUEST_BODY:
        return (paused ? body_columns(headers_of(f, r, PHASE_REQUEST_HEADERS), SDK_CB_REQUEST_BODY, SDK_CB_REQUEST_BODY_STOPPED)
                       : 0) |
               (may_run ? COLUMN(SDK_CB_NOT_PAUSED) : 0);
    case PHASE_RESPONSE_HEADERS:
        held = headers_of(f, r, p) & HELD && has_handler(r, PHASE_RESPONSE_BODY);
        return COLUMN(SDK_CB_RESPONSE_HEADERS) | (held ? COLUMN(SDK_CB_RESPONSE_BODY_STOPPED) : 0);
    case PHASE_RESPONSE_BODY:
        return body_columns(headers_of(f, r, PHASE_RESPONSE_HEADERS), SDK_CB_RESPONSE_BODY, SDK_CB_RESPONSE_BODY_STOPPED);
    default: return 0;
    }
}

static bool is_same_context(const flow_context *a, const flow_context *b)
{
    return a->moment == b->moment && a->handler == b->handler && a->redis == b->redis && a->from == b->from &&
           a->paused == b->paused && a->may_run == b->may_run;
}

/* A context of this run. It is that of an earlier run where the situations are the same, so that the walks remembered for it
 * still count. */
static flow_context *new_context(flow_engine *e, flow_context wanted)
{
    flow_kept_context *earlier = NULL;
    for (size_t i = 0; i < e->contexts.n; i++) {
        flow_kept_context *k = &e->contexts.at[i];
        if (!is_same_context(k->context, &wanted)) continue;
        if (k->run == e->run) return k->context;
        if (k->context->columns == wanted.columns) earlier = k;
    }
    if (!earlier) {
        const registration *r = wanted.registration;
        array_push(e->a, &e->contexts, (flow_kept_context){.context = ARENA_NEW(e->a, flow_context)});
        earlier = &array_last(&e->contexts);
        earlier->registration = (size_t)(r - e->out->registrations->at);
        earlier->handler = (size_t)(wanted.handler - r->handlers.at);
    }
    earlier->run = e->run;
    *earlier->context = wanted;
    return earlier->context;
}

/* The context of a callback of that kind handed over in `from`; NULL when nothing is known of it. */
flow_context *flow_callback_context(flow_engine *e, flow_context *from, sdk_callback kind, bool paused, bool may_run)
{
    flow_context k = {
        .registration = from->registration, .handler = from->handler, .from = from, .paused = paused, .may_run = may_run};
    phase p = from->handler->phase;
    if (kind == SDK_CALLBACK_ROUTE) {
        k.moment = FLOW_ROUTE;
        k.columns = COLUMN(SDK_RESPONSE_HEADERS) | COLUMN(SDK_RESPONSE_BODY_STOPPED);
        return new_context(e, k);
    }
    if (kind == SDK_CALLBACK_TICK) {
        k.moment = FLOW_TICK;
        k.columns = COLUMN(SDK_TICK);
        return from->moment == FLOW_TICK ? from : new_context(e, k);
    }
    k.redis = kind == SDK_CALLBACK_REDIS;
    bool gone = p == PHASE_STREAM_GONE || (p == PHASE_STREAM_DONE && from->registration->sdk->rooted);
    bool of_root = p == PHASE_TICK || p == PHASE_PLUGIN_START || p == PHASE_QUEUE_READY || p == PHASE_CALL_ANSWERED;
    bool rooted =
        from->moment == FLOW_TICK || from->moment == FLOW_TICK_CALLBACK || (from->moment == FLOW_HANDLER && (of_root || gone));
    k.moment = rooted ? FLOW_TICK_CALLBACK : FLOW_CALLBACK;
    bool nested = from->moment == FLOW_CALLBACK || from->moment == FLOW_TICK_CALLBACK;
    if (rooted) k.columns = COLUMN(SDK_CB_TICK);
    else if (from->moment == FLOW_ROUTE) k.columns = COLUMN(SDK_CB_RESPONSE_HEADERS) | COLUMN(SDK_CB_RESPONSE_BODY_STOPPED);
    else k.columns = columns_of_callback(e->out, from->registration, p, paused, may_run);
    /* A callback that dispatches again is still a callback of the same handler. */
    if (nested) k.from = from->from;
    return k.columns ? new_context(e, k) : NULL;
}

/* --- running --- */

static flow_state entry_state(flow_engine *e, const flow_context *k, ir_func *f, uint32_t env)
{
    flow_state s = {.env = env};
    /* A plain SDK's handlers learn by an argument whether the stream ends here: On...Headers(count, endOfStream),
     * On...Body(size, endOfStream). */
    int ends_at = k->registration->sdk->ends_at;
    bool told = k->moment == FLOW_HANDLER && ends_at >= 0 && f->param_count == (uint32_t)ends_at + 1;
    int32_t slot = told ? f->params[ends_at].slot : -1;
    flow_direction d = flow_direction_of(k->handler->phase);
    if (slot < 0 || d == FLOW_NEITHER || flow_func_of(e, f)->untracked[slot]) return s;
    bool headers = k->handler->phase == PHASE_REQUEST_HEADERS || k->handler->phase == PHASE_RESPONSE_HEADERS;
    s.env = flow_env_put(e, env, (uint32_t)slot, flow_make_kind(e, headers ? FLOW_BODYLESS : FLOW_BODY_ENDS, d, NULL));
    return s;
}

static void run_entry(flow_engine *e, flow_entry *entry)
{
    flow_func *f = flow_func_of(e, entry->frame->func);
    const flow_content *function = flow_get(e, entry->function);
    flow_state s = entry_state(e, entry->context, f->func, flow_enter_env(e, function, f, NULL, 0));
    e->entry = entry;
    entry->exits = *flow_run_function(e, entry->frame, f, &s);
    /* What was remembered of an earlier walk counts for this entry, too. */
    for (size_t i = 0; i < entry->exits.n; i++) {
        const flow_state *x = &entry->exits.at[i].state;
        if (x->answered) entry->answers = true;
        for (int d = 0; d < 2; d++)
            if (x->resumed[d]) entry->resumes[d] = true;
        if (x->flags & FLOW_UNKNOWN_EFFECT) entry->unknown = true;
    }
    if (!entry->exits.n) entry->unknown = true;
    array_push(e->passing, &e->out->entries, entry);
}

static flow_entry *new_entry(flow_engine *e, flow_frame frame, flow_value function)
{
    flow_frame *kept = ARENA_NEW(e->passing, flow_frame);
    *kept = frame;
    flow_entry *entry = ARENA_NEW(e->passing, flow_entry);
    *entry = (flow_entry){.frame = kept, .context = frame.context, .function = function};
    return entry;
}

/* One callback of an entry, and what its exits say of it. */
typedef struct pending {
    flow_awaited what;
    bool paused, may_run;
} pending;

typedef ARRAY(pending) pending_list;

static void judge_exit(const flow *f, const flow_entry *from, const flow_exit *x, pending *p)
{
    const flow_context *k = from->context;
    flow_direction d = flow_direction_of_context(k);
    bool went_on = x->state.answered || (d != FLOW_NEITHER && x->state.resumed[d]);
    if (k->moment == FLOW_CALLBACK) {
        p->paused = p->paused || (k->paused && !went_on);
        p->may_run = p->may_run || k->may_run || went_on;
        return;
    }
    int action = flow_action_of(f, x);
    bool pauses = !k->handler->streaming && is_pause(k->handler->phase, action);
    p->paused = p->paused || ((pauses || (action < 0 && !k->handler->streaming)) && !went_on);
    p->may_run = p->may_run || !pauses || went_on;
}

static pending_list callbacks_of(flow_engine *e, const flow_entry *from)
{
    pending_list found = {0};
    for (size_t i = 0; i < from->exits.n; i++) {
        flow_awaited_list list = e->lists.at[from->exits.at[i].state.callbacks];
        for (uint32_t k = 0; k < list.n; k++) {
            pending *p = NULL;
            for (size_t j = 0; j < found.n && !p; j++)
                if (found.at[j].what.function == list.at[k].function && found.at[j].what.call == list.at[k].call)
                    p = &found.at[j];
            if (!p) {
                array_push(e->passing, &found, (pending){.what = list.at[k]});
                p = &array_last(&found);
            }
            judge_exit(e->out, from, &from->exits.at[i], p);
        }
    }
    return found;
}

/* The frame of the function whose body holds the call, for the way that a finding shows. */
static const flow_frame *frame_of_call(flow_engine *e, const flow_entry *from, const ir_node *call)
{
    for (size_t i = e->out->uses.n; i-- > 0;) {
        const flow_use *u = e->out->uses.at[i];
        if (u->call == call && u->frame->context == from->context) return u->frame;
    }
    return from->frame;
}

static const flow_entry *known_entry(const flow_engine *e, const flow_context *k, flow_value function)
{
    for (size_t i = 0; i < e->out->entries.n; i++)
        if (e->out->entries.at[i]->context == k && e->out->entries.at[i]->function == function) return e->out->entries.at[i];
    return NULL;
}

static void run_callbacks(flow_engine *e, const flow_entry *from)
{
    pending_list list = callbacks_of(e, from);
    for (size_t i = 0; i < list.n; i++) {
        const pending *p = &list.at[i];
        ir_func *f = flow_get(e, p->what.function)->func;
        flow_context *k = flow_callback_context(e, from->context, p->what.kind, p->paused, p->may_run);
        if (!k || !f->has_body || known_entry(e, k, p->what.function)) continue;
        if (e->out->entries.n >= FLOW_ENTRIES_MOST) {
            flow_truncate(e, from->context);
            return;
        }
        const flow_frame *outer = frame_of_call(e, from, p->what.call);
        flow_via via = p->what.kind == SDK_CALLBACK_TICK ? FLOW_REGISTER_TICK : FLOW_DISPATCH;
        flow_frame frame = {f, k, outer, p->what.call, via, false, false, outer->depth + 1};
        flow_entry *entry = new_entry(e, frame, p->what.function);
        entry->from = from;
        entry->dispatch = p->what.call;
        entry->awaited = p->paused;
        run_entry(e, entry);
    }
}

const flow_entry *flow_callback_at(const flow *f, const flow_entry *from, const flow_exit *x, size_t i)
{
    flow_awaited_list list = f->engine->lists.at[x->state.callbacks];
    if (i >= list.n) return NULL;
    for (size_t k = 0; k < f->entries.n; k++) {
        const flow_entry *e = f->entries.at[k];
        const flow_context *c = e->context, *outer = from->context;
        bool same = c->handler == outer->handler && c->from == (outer->moment == FLOW_CALLBACK ? outer->from : outer);
        if (e->function == list.at[i].function && same && e->from) return e;
    }
    return from; /* a callback that nothing is known of: as if it were the entry itself */
}

/* An entry does in the end what its callbacks do: their effects are passed on to it. */
static void pass_effects(flow *f)
{
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = f->entries.n; i-- > 0;) { /* callbacks stand behind those that hand them over */
            flow_entry *from = f->entries.at[i];
            if (!from->from) continue;
            for (size_t x = 0; x < from->exits.n; x++) {
                const flow_entry *e;
                for (size_t k = 0; (e = flow_callback_at(f, from, &from->exits.at[x], k)); k++) {
                    flow_entry before = *from;
                    from->answers = from->answers || e->answers;
                    from->edits_request = from->edits_request || e->edits_request;
                    from->unknown = from->unknown || e->unknown;
                    for (int d = 0; d < 2; d++) from->resumes[d] = from->resumes[d] || e->resumes[d];
                    changed = changed || before.answers != from->answers || before.unknown != from->unknown ||
                              before.edits_request != from->edits_request || before.resumes[0] != from->resumes[0] ||
                              before.resumes[1] != from->resumes[1];
                }
            }
        }
    }
}

void flow_run_entries(flow_engine *e)
{
    flow *out = e->out;
    for (int p = 0; p < PHASE_COUNT; p++)
        for (size_t i = 0; i < out->registrations->n; i++) {
            const registration *r = &out->registrations->at[i];
            for (size_t k = 0; k < r->handlers.n; k++) {
                const registered_handler *h = &r->handlers.at[k];
                if ((int)h->phase != p || !h->func || !h->func->has_body) continue;
                flow_context *context = new_context(e, (flow_context){.moment = FLOW_HANDLER, .registration = r, .handler = h,
                                                                      .columns = columns_of_handler(out, r, h)});
                flow_value function = flow_make(e, (flow_content){.kind = FLOW_FUNCTION, .func = h->func});
                run_entry(e, new_entry(e, (flow_frame){.func = h->func, .context = context, .via = FLOW_ROOT}, function));
            }
        }
    for (size_t i = 0; i < out->entries.n; i++) run_callbacks(e, out->entries.at[i]);
    pass_effects(out);
}
