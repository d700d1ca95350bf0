/* flow/headers-after-resume: a callback resumes the request and then looks at its headers, or edits them. */
#include "rules/flow_rule.h"

static void check(rule_context *c, const flow_repeat *r)
{
    const flow_use *u = r->use;
    const uint32_t doubts = FLOW_MAYBE | FLOW_VAGUE | FLOW_UNKNOWN_EFFECT | FLOW_BLURRED | FLOW_LEFT_WORD;
    if (r->state.flags & doubts || flow_is_switched(u->frame->context)) return;
    str name = str_of(u->function->name);
    rule_value values[] = {{"function", name}, {"where", flow_where(c, u->frame)}};
    diagnostic *d =
        flow_report(c, "flow/headers-after-resume", flow_use_name(c, u), values, 2, u->frame);
    if (!d) return;
    if (u->function->swallows) d->level = SEVERITY_WARNING; /* a value is missing, and nothing fails */
    rule_add_place(c, d, flow_call_name(c, r->first), sdk_text_str(rule_related("resumed")));
}

void flow_after_resume_run(rule_context *c)
{
    const flow *f = flow_of(c);
    for (size_t i = 0; i < f->late.n; i++) check(c, &f->late.at[i]);
}
