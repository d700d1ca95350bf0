/* flow/callback-no-resume: a callback that a paused stream waits for leaves without letting it go on. */
#include "ir/func.h"
#include "rules/flow_rule.h"

/* The closing brace of a function whose end is reached. */
static ir_span end_of(const ir_func *f)
{
    ir_span at = f->whole;
    if (at.at.end > at.at.start) at.at.start = at.at.end - 1;
    return at;
}

static void check_exit(rule_context *c, const flow *f, const flow_entry *e, const flow_exit *x)
{
    const flow_state *s = &x->state;
    flow_direction d = flow_direction_of_context(e->context);
    if (d == FLOW_NEITHER || !flow_is_certain(e, x) || s->flags & FLOW_MAYBE) return;
    if (s->answered || s->resumed[0] || s->resumed[1] || s->dispatch != FLOW_NONE || flow_outlook_of(f, e, x).any) return;
    rule_value values[] = {
        {"handler", flow_handler_name(e->context->handler)},
        {"resume", flow_word(c, d, "resume")},
    };
    flow_report(c, "flow/callback-no-resume", x->at ? x->at->at : end_of(e->frame->func), values, 2, e->frame);
}

void flow_callback_run(rule_context *c)
{
    const flow *f = flow_of(c);
    for (size_t i = 0; i < f->entries.n; i++) {
        const flow_entry *e = f->entries.at[i];
        flow_direction d = flow_direction_of_context(e->context);
        if (e->context->moment != FLOW_CALLBACK || !e->context->paused || d == FLOW_NEITHER || e->unknown) continue;
        if (!e->answers && !e->resumes[d]) continue; /* nobody waits for it */
        for (size_t k = 0; k < e->exits.n; k++) check_exit(c, f, e, &e->exits.at[k]);
    }
}
