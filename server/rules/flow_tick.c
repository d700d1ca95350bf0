/* flow/tick-never-runs: tick functions are collected while the configuration is parsed, and only then. */
#include "rules/flow_rule.h"

void flow_tick_run(rule_context *c)
{
    const flow *f = flow_of(c);
    for (size_t i = 0; i < f->uses.n; i++) {
        const flow_use *u = f->uses.at[i];
        phase p = u->frame->context->handler->phase;
        bool too_late = p >= PHASE_NEW_HTTP_CONTEXT && p <= PHASE_STREAM_GONE;
        if (u->function->callback != SDK_CALLBACK_TICK || !too_late) continue;
        str name = str_of(u->function->name);
        rule_value values[] = {{"function", name}, {"where", flow_where(c, u->frame)}};
        flow_report(c, "flow/tick-never-runs", flow_use_name(c, u), values, 2, u->frame);
    }
}
