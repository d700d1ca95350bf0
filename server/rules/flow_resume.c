/* flow/resume-in-header-handler, flow/wrong-resume: a resume that does not end the pause. */
#include "rules/flow_rule.h"

/* The SDK call that resumes the direction in this context. */
static const flow_use *find_resume(const flow *f, const flow_context *k, flow_direction d)
{
    for (size_t i = 0; i < f->uses.n; i++) {
        const flow_use *u = f->uses.at[i];
        bool wanted = u->function->data && strcmp(u->function->data, d == FLOW_REQUEST ? "request_resume" : "response_resume") == 0;
        if (wanted && u->frame->context == k) return u;
    }
    return NULL;
}

static void report(rule_context *c, const char *id, const flow_entry *e, flow_direction resumed)
{
    const flow_use *u = find_resume(flow_of(c), e->context, resumed);
    if (!u) return;
    str name = str_of(u->function->name);
    rule_value values[] = {
        {"function", name},
        {"where", flow_where(c, u->frame)},
        {"handler", flow_handler_name(e->context->handler)},
        {"right", resumed == FLOW_REQUEST ? STR("ResumeHttpResponse") : STR("ResumeHttpRequest")},
    };
    flow_report(c, id, body_name_span(c->program, u->call->kids[0], name), values, sizeof values / sizeof *values, u->frame);
}

static void check_exit(rule_context *c, const flow *f, const flow_entry *e, const flow_exit *x)
{
    const flow_state *s = &x->state;
    flow_direction d = flow_direction_of_context(e->context);
    bool callback = e->context->moment == FLOW_CALLBACK;
    bool paused = callback ? e->context->paused && !e->context->may_run : flow_pauses(f, e, x);
    if (d == FLOW_NEITHER || !paused || !flow_is_certain(e, x) || s->answered) return;
    if (s->dispatch == FLOW_PENDING || s->dispatch == FLOW_SENT) return;
    phase p = e->context->handler->phase;
    bool headers = p == PHASE_REQUEST_HEADERS || p == PHASE_RESPONSE_HEADERS;
    if (!callback && headers && s->resumed[d] && d == FLOW_REQUEST) report(c, "flow/resume-in-header-handler", e, d);
    /* The other way round crashes and is reported as such. */
    if (d == FLOW_RESPONSE && s->resumed[FLOW_REQUEST] && !s->resumed[FLOW_RESPONSE]) report(c, "flow/wrong-resume", e, FLOW_REQUEST);
}

void flow_resume_run(rule_context *c)
{
    const flow *f = flow_of(c);
    for (size_t i = 0; i < f->entries.n; i++)
        for (size_t k = 0; k < f->entries.at[i]->exits.n; k++) check_exit(c, f, f->entries.at[i], &f->entries.at[i]->exits.at[k]);
}
