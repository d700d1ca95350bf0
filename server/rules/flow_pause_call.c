/* flow/pause-call-body: on the Higress ABI, HeaderStopIteration lets the body handler resume a request that waits for an
 * answer. */
#include "ir/language_row.h"
#include "rules/flow_rule.h"

static void check_exit(rule_context *c, const flow *f, const flow_entry *e, const flow_exit *x)
{
    const flow_state *s = &x->state;
    bool waits = s->dispatch == FLOW_PENDING || s->dispatch == FLOW_SENT || s->flags & FLOW_EARLIER_SENT;
    if (flow_action_of(f, x) != 1 || !waits || !flow_is_certain(e, x)) return;
    if (s->answered || s->resumed[FLOW_REQUEST] || s->guard[FLOW_REQUEST] == FLOW_GUARDED_BODYLESS) return;
    flow_outlook callbacks = flow_outlook_of(f, e, x);
    if (!callbacks.answers && !callbacks.resumes) return;
    const ir_node *chosen = flow_content_of(f, x->value)->at;
    ir_span at = flow_action_place(f, e, x);
    ir_span edit = at;
    str name = flow_action_name(c, chosen, &edit);
    rule_value values[] = {{"action", name.n ? name : words_str("the pause")},
                           {"handler", flow_handler_name(e->context->handler)}};
    diagnostic *d = flow_report(c, "flow/pause-call-body", at, values, 2, e->frame);
    if (!d) return;
    if (language_build_signs(c->code, c->arena, c->tree, c->build).main_runs) d->level = SEVERITY_WARNING;
    if (s->dispatched) rule_add_place(c, d, flow_call_name(c, s->dispatched), sdk_text_str(rule_related("waits_for")));
    str instead = rule_word(c, "stop_all_name");
    if (!name.n || !instead.n) return;
    flow_add_fix(c, d, rule_format(c, rule_related("use_instead"), NULL, 0), edit, instead, true);
}

void flow_pause_call_run(rule_context *c)
{
    const flow *f = flow_of(c);
    for (size_t i = 0; f->higress_abi && i < f->entries.n; i++) {
        const flow_entry *e = f->entries.at[i];
        bool wanted = e->context->moment == FLOW_HANDLER && e->context->handler->phase == PHASE_REQUEST_HEADERS;
        for (size_t k = 0; wanted && k < e->exits.n; k++) check_exit(c, f, e, &e->exits.at[k]);
    }
}
