/* flow/call-without-pause: the request goes on while the answer that should decide about it is still to come. */
#include "rules/flow_rule.h"

static void check_exit(rule_context *c, const flow *f, const flow_entry *e, const flow_exit *x)
{
    const flow_state *s = &x->state;
    bool waits = s->dispatch == FLOW_PENDING || s->dispatch == FLOW_SENT;
    if (flow_action_of(f, x) != 0 || !waits || !flow_is_certain(e, x) || s->flags & FLOW_MAYBE) return;
    if (s->answered || s->resumed[0] || s->resumed[1]) return;
    flow_outlook callbacks = flow_outlook_of(f, e, x);
    if (callbacks.unknown || (!callbacks.answers && !callbacks.resumes)) return;
    rule_value values[] = {{"handler", flow_handler_name(e->context->handler)}};
    diagnostic *d = flow_report(c, "flow/call-without-pause", flow_action_place(f, e, x), values, 1, e->frame);
    if (d) rule_add_place(c, d, flow_call_name(c, s->dispatched), rule_text(c, rule_related("waits_for")));
}

void flow_unpaused_run(rule_context *c)
{
    const flow *f = flow_of(c);
    for (size_t i = 0; i < f->entries.n; i++) {
        const flow_entry *e = f->entries.at[i];
        phase p = e->context->handler->phase;
        bool wanted = e->context->moment == FLOW_HANDLER && (p == PHASE_REQUEST_HEADERS || p == PHASE_REQUEST_BODY);
        for (size_t k = 0; wanted && !e->context->handler->streaming && k < e->exits.n; k++) check_exit(c, f, e, &e->exits.at[k]);
    }
}
