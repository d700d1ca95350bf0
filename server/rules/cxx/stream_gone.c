/* flow/stream-may-be-gone: what runs later asks for a stream's context by its number, and uses it without a look whether it is
 * still there. */
#include "ir/func.h"
#include "rules/cxx/rules.h"
#include "rules/flow_rule.h"

/* When streams other than the one at hand, or it, may have ended. */
static bool is_later(const flow_context *k)
{
    if (k->moment != FLOW_HANDLER) return true;
    phase p = k->handler->phase;
    return p == PHASE_TICK || p == PHASE_QUEUE_READY || p == PHASE_CALL_ANSWERED;
}

void stream_gone_run(rule_context *c)
{
    const flow *f = flow_of(c);
    for (size_t i = 0; i < f->uses.n; i++) {
        const flow_use *u = f->uses.at[i];
        if (!u->untested || u->function->effect != SDK_CONTEXT_OF || !is_later(u->frame->context)) continue;
        rule_value values[] = {{"function", str_of(u->function->name)}, {"where", flow_where(c, u->frame)}};
        flow_report(c, "flow/stream-may-be-gone", flow_use_name(c, u), values, 2, u->frame);
    }
}
