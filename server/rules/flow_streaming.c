/* flow/streaming-call: a handler that gets chunks makes an outgoing call whose callback is to change the stream, or to decide
 * about it. The chunk has gone on when the answer comes: nothing waits for it. flow/buffer-limit-late: a limit that is set when
 * the body is there. */
#include "rules/flow_rule.h"

#include "ir/func.h"

/* The call of the handler itself that led to the callback, over other callbacks. */
static const ir_node *first_dispatch(const flow_entry *e)
{
    while (e->from && e->from->from) e = e->from;
    return e->dispatch;
}

static bool pauses_stream(const flow *f, const registration *r)
{
    for (size_t i = 0; i < f->uses.n; i++)
        if (f->uses.at[i]->function->effect == SDK_PAUSE_STREAMING && f->uses.at[i]->frame->context->registration == r)
            return true;
    return false;
}

static void check_callback(rule_context *c, const flow *f, const flow_entry *e)
{
    const flow_context *k = e->context;
    if (flow_is_switched(k) || !first_dispatch(e) || pauses_stream(f, k->registration)) return;
    for (size_t i = 0; i < f->uses.n; i++) {
        const flow_use *u = f->uses.at[i];
        if (!flow_touches_stream(u) || !flow_is_made_in(u, e)) continue;
        str name = str_of(u->function->name);
        rule_value values[] = {{"handler", flow_handler_name(k->handler)}, {"function", name}};
        diagnostic *d = flow_report(c, "flow/streaming-call", flow_call_name(c, first_dispatch(e)), values, 2, e->frame->caller);
        if (d) rule_add_place(c, d, flow_use_name(c, u), sdk_text_str(rule_related("chunk_gone")));
        return;
    }
}

static phase body_of(const flow_use *u)
{
    bool request = u->function->data && strncmp(u->function->data, "request", 7) == 0;
    return request ? PHASE_REQUEST_BODY : PHASE_RESPONSE_BODY;
}

/* Whether the limit is set in time somewhere: setting it once more than needed is no mistake. */
static bool is_set_in_time(const flow *f, const flow_use *late)
{
    for (size_t i = 0; i < f->uses.n; i++) {
        const flow_use *u = f->uses.at[i];
        const flow_context *k = u->frame->context;
        bool same = u->function == late->function && k->registration == late->frame->context->registration;
        if (same && k->handler->phase < body_of(u)) return true;
    }
    return false;
}

static void check_limit(rule_context *c, const flow *f, const flow_use *u)
{
    phase p = u->frame->context->handler->phase;
    if (u->function->effect != SDK_BUFFER_LIMIT || p < body_of(u) || p > PHASE_STREAM_GONE || is_set_in_time(f, u)) return;
    str name = str_of(u->function->name);
    rule_value values[] = {{"function", name}, {"where", flow_where(c, u->frame)}};
    flow_report(c, "flow/buffer-limit-late", flow_use_name(c, u), values, 2, u->frame);
}

void flow_streaming_run(rule_context *c)
{
    const flow *f = flow_of(c);
    for (size_t i = 0; !ir_refused(c->program) && i < f->entries.n; i++) {
        const flow_entry *e = f->entries.at[i];
        if (e->context->moment == FLOW_CALLBACK && e->context->handler->streaming) check_callback(c, f, e);
    }
    for (size_t i = 0; i < f->uses.n; i++) check_limit(c, f, f->uses.at[i]);
}
