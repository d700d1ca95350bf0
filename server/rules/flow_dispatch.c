/* flow/dispatch-error-ignored: the stream waits for a call that was never sent. */
#include "ir/node.h"
#include "rules/flow_rule.h"

/* Whether the callback of the call was to end the pause, as far as it is known: else something else does, such as a tick. */
static bool ends_pause(const flow *f, const ir_node *call)
{
    bool known = false;
    for (size_t i = 0; i < f->entries.n; i++) {
        const flow_entry *e = f->entries.at[i];
        if (!e->from || e->dispatch != call) continue;
        if (e->answers || e->resumes[0] || e->resumes[1] || e->unknown) return true;
        known = true;
    }
    return !known;
}

static void check_exit(rule_context *c, const flow *f, const flow_entry *e, const flow_exit *x)
{
    const flow_state *s = &x->state;
    flow_direction d = flow_direction_of_context(e->context);
    bool callback = e->context->moment == FLOW_CALLBACK;
    bool paused = callback ? e->context->paused : flow_pauses(f, e, x);
    if (d == FLOW_NEITHER || !paused || !flow_is_certain(e, x)) return;
    if (s->dispatch != FLOW_PENDING && s->dispatch != FLOW_FAILED) return;
    if (s->answered || s->resumed[0] || s->resumed[1] || s->flags & (FLOW_EARLIER_SENT | FLOW_MAYBE)) return;
    /* A call that nobody waits for: the pause itself is the mistake, or there is none. */
    if (callback && !e->answers && !e->resumes[d]) return;
    flow_outlook callbacks = flow_outlook_of(f, e, x);
    if (callbacks.any && !callbacks.answers && !callbacks.resumes && !callbacks.unknown) return;
    bool failed = s->dispatch == FLOW_FAILED;
    if (failed && s->dispatched && !ends_pause(f, s->dispatched)) return;
    ir_span leaves = callback && x->at ? x->at->at : flow_action_place(f, e, x);
    ir_span at = s->dropped ? flow_call_name(c, s->dropped) : failed ? leaves : flow_call_name(c, s->dispatched);
    rule_value values[] = {
        {"where", flow_where(c, e->frame)},
        {"resume", flow_word(c, d, "resume")},
    };
    diagnostic *found = flow_report(c, "flow/dispatch-error-ignored", at, values, 2, e->frame);
    if (found && !failed) rule_add_place(c, found, leaves, sdk_text_str(rule_related("pauses")));
    if (found && failed) rule_add_place(c, found, flow_call_name(c, s->dispatched), sdk_text_str(rule_related("failed_call")));
}

void flow_dispatch_run(rule_context *c)
{
    const flow *f = flow_of(c);
    for (size_t i = 0; i < f->entries.n; i++)
        for (size_t k = 0; k < f->entries.at[i]->exits.n; k++) check_exit(c, f, f->entries.at[i], &f->entries.at[i]->exits.at[k]);
}
