/* flow/body-handler-skipped: the header handler leaves out the body handler on every path. */
#include "rules/flow_rule.h"

static void check(rule_context *c, const flow *f, const flow_entry *e)
{
    flow_direction d = flow_direction_of_context(e->context);
    uint32_t skipped = d == FLOW_REQUEST ? FLOW_REQUEST_BODY_SKIPPED : FLOW_RESPONSE_BODY_SKIPPED;
    phase body = d == FLOW_REQUEST ? PHASE_REQUEST_BODY : PHASE_RESPONSE_BODY;
    if (!flow_has_handler(e->context->registration, body) || !e->exits.n) return;
    for (size_t i = 0; i < e->exits.n; i++)
        if (!(e->exits.at[i].state.flags & skipped) || !flow_is_certain(e, &e->exits.at[i])) return;
    for (size_t i = 0; i < f->uses.n; i++) {
        const flow_use *u = f->uses.at[i];
        if (u->frame->context != e->context || u->function->effect != SDK_SKIP_BODY) continue;
        str name = str_of(u->function->name);
        rule_value values[] = {{"function", name}, {"handler", flow_handler_name(e->context->handler)}};
        flow_report(c, "flow/body-handler-skipped", flow_use_name(c, u), values, 2, u->frame);
    }
}

void flow_body_skipped_run(rule_context *c)
{
    const flow *f = flow_of(c);
    for (size_t i = 0; i < f->entries.n; i++) {
        const flow_entry *e = f->entries.at[i];
        phase p = e->context->handler->phase;
        bool headers = p == PHASE_REQUEST_HEADERS || p == PHASE_RESPONSE_HEADERS;
        if (headers && e->context->moment == FLOW_HANDLER) check(c, f, e);
    }
}
