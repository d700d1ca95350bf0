/* flow/no-effective-context: the callback of an outgoing call begins in the root context. What it does to its stream before it
 * makes that stream's context current is done to no stream at all. */
#include "ir/func.h"
#include "rules/cxx/rules.h"
#include "rules/flow_rule.h"

static bool is_wrong(const sdk_function *f, sdk_column column)
{
    sdk_verdict v = sdk_status(f, column)->verdict;
    return v != SDK_OK && v != SDK_UNKNOWN;
}

/* It would do something in the stream's own context. */
static bool works_in_stream(const flow_use *u)
{
    const flow_context *k = u->frame->context;
    for (int column = 0; column < SDK_COLUMN_COUNT; column++)
        if (k->columns >> column & 1 && !is_wrong(u->function, (sdk_column)column)) return true;
    return false;
}

/* The call in the callback itself that leads to it. */
static ir_span place_of(const rule_context *c, const flow_use *u)
{
    const flow_frame *f = u->frame;
    ir_span at = flow_use_name(c, u);
    for (; f->caller && f->via != FLOW_DISPATCH; f = f->caller) at = flow_call_name(c, f->call);
    return at;
}

void flow_effective_context_run(rule_context *c)
{
    const flow *f = flow_of(c);
    for (size_t i = 0; i < f->uses.n; i++) {
        const flow_use *u = f->uses.at[i];
        const flow_context *k = u->frame->context;
        if (!flow_is_rooted(k) || flow_is_switched(k)) continue;
        if (!u->rooted || u->effective || u->function->row < 0 || !is_wrong(u->function, SDK_CB_TICK)) continue;
        if (!works_in_stream(u)) continue;
        str name = str_of(u->function->name);
        rule_value values[] = {{"function", name}, {"where", flow_where(c, u->frame)}};
        flow_report(c, "flow/no-effective-context", place_of(c, u), values, 2, u->frame);
    }
}
