/* flow/call-without-pause: the request, or the response, goes on while the answer that should decide about it is still to
 * come. */
#include "rules/flow_rule.h"

/* Whether the call is made for a response, whose callback comes when the response is gone, or not at all. */
static bool is_for_response(const flow *f, const flow_entry *e, const flow_exit *x)
{
    const flow_entry *callback;
    for (size_t i = 0; (callback = flow_callback_at(f, e, x, i)); i++)
        for (size_t k = 0; callback != e && k < f->uses.n; k++)
            if (flow_touches_stream(f->uses.at[k]) && flow_is_made_in(f->uses.at[k], callback)) return true;
    return false;
}

static bool goes_on(const flow *f, const flow_entry *e, const flow_exit *x)
{
    const flow_state *s = &x->state;
    bool waits = s->dispatch == FLOW_PENDING || s->dispatch == FLOW_SENT;
    if (flow_action_of(f, x) != 0 || !waits || !flow_is_certain(e, x) || s->flags & (FLOW_MAYBE | FLOW_BLURRED)) return false;
    if (s->answered || s->resumed[0] || s->resumed[1]) return false;
    flow_outlook callbacks = flow_outlook_of(f, e, x);
    if (flow_direction_of_context(e->context) == FLOW_RESPONSE) return !callbacks.unknown && is_for_response(f, e, x);
    return !callbacks.unknown && (callbacks.answers || callbacks.resumes);
}

/* Whether the finding about this outgoing call was made for an earlier exit. */
static bool is_reported(const flow *f, const flow_entry *e, size_t exit)
{
    for (size_t i = 0; i < exit; i++)
        if (e->exits.at[i].state.dispatched == e->exits.at[exit].state.dispatched && goes_on(f, e, &e->exits.at[i])) return true;
    return false;
}

static void check(rule_context *c, const flow *f, const flow_entry *e)
{
    for (size_t i = 0; i < e->exits.n; i++) {
        const flow_exit *x = &e->exits.at[i];
        if (!goes_on(f, e, x) || is_reported(f, e, i)) continue;
        phase p = e->context->handler->phase;
        bool body = p == PHASE_REQUEST_BODY || p == PHASE_RESPONSE_BODY,
             request = p == PHASE_REQUEST_HEADERS || p == PHASE_REQUEST_BODY;
        rule_value values[] = {
            {"handler", flow_handler_name(e->context->handler)},
            {"stream", sdk_text_str(rule_related(request ? "the_request" : "the_response"))},
            {"pause", rule_word(c, body ? "stop_body" : "stop_all")},
        };
        diagnostic *d = flow_report(c, "flow/call-without-pause", flow_action_place(f, e, x), values, 3, e->frame);
        if (d) rule_add_place(c, d, flow_call_name(c, x->state.dispatched), sdk_text_str(rule_related("waits_for")));
    }
}

void flow_unpaused_run(rule_context *c)
{
    const flow *f = flow_of(c);
    for (size_t i = 0; i < f->entries.n; i++) {
        const flow_entry *e = f->entries.at[i];
        phase p = e->context->handler->phase;
        bool wanted = e->context->moment == FLOW_HANDLER && p >= PHASE_REQUEST_HEADERS && p <= PHASE_RESPONSE_BODY &&
                      p != PHASE_REQUEST_TRAILERS;
        if (wanted && !e->context->handler->streaming) check(c, f, e);
    }
}
