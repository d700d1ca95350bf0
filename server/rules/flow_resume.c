/* flow/resume-in-header-handler, flow/wrong-resume: a resume that does not end the pause. */
#include "rules/flow_rule.h"

static bool resumes(const flow_use *u, const flow_context *k, flow_direction d)
{
    const char *data = u->function->data;
    return u->frame->context == k && data && strcmp(data, d == FLOW_REQUEST ? "request_resume" : "response_resume") == 0;
}

/* Whether it runs only while the response is paused: nobody else calls it, and no caller is the response header handler, where
 * resuming the response breaks it. */
static bool is_of_paused_response(const flow *f, const ir_node *call)
{
    for (size_t i = 0; i < f->uses.n; i++) {
        const flow_context *k = f->uses.at[i]->frame->context;
        bool in_body = k->moment == FLOW_HANDLER && k->handler->phase == PHASE_RESPONSE_BODY;
        bool fits = flow_direction_of_context(k) == FLOW_RESPONSE && (k->moment == FLOW_CALLBACK || in_body);
        if (f->uses.at[i]->call == call && !fits) return false;
    }
    return true;
}

static void report_use(rule_context *c, const char *id, const flow_use *u, flow_direction resumed)
{
    str name = str_of(u->function->name);
    rule_value values[] = {
        {"function", name},
        {"where", flow_where(c, u->frame)},
        {"handler", flow_handler_name(u->frame->context->handler)},
        {"right", flow_word(c, resumed == FLOW_REQUEST ? FLOW_RESPONSE : FLOW_REQUEST, "resume")},
    };
    ir_span at = flow_use_name(c, u);
    diagnostic *d = flow_report(c, id, at, values, sizeof values / sizeof *values, u->frame);
    if (!d || strcmp(id, "flow/wrong-resume") != 0 || !is_of_paused_response(flow_of(c), u->call)) return;
    rule_value text[] = {{"text", flow_word(c, FLOW_RESPONSE, "resume_name")}};
    if (!text->text.n) return;
    flow_add_fix(c, d, rule_format(c, rule_related("use"), text, 1), at, text->text, true);
}

/* The SDK calls that resumed the direction on the way to this exit; of several in one helper all. */
static void report(rule_context *c, const char *id, const flow_entry *e, const flow_exit *x, flow_direction resumed)
{
    const flow *f = flow_of(c);
    const flow_use *any = NULL;
    bool found = false;
    for (size_t i = 0; i < f->uses.n; i++) {
        const flow_use *u = f->uses.at[i];
        if (!resumes(u, e->context, resumed)) continue;
        if (!any) any = u;
        if (!flow_leads_to(x->state.resumed[resumed], u)) continue;
        report_use(c, id, u, resumed);
        found = true;
    }
    if (!found && any) report_use(c, id, any, resumed);
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
    bool flagged = s->flags & FLOW_LEFT_WORD; /* the pause may be another way's */
    if (!callback && headers && s->resumed[d] && d == FLOW_REQUEST && !flagged)
        report(c, "flow/resume-in-header-handler", e, x, d);
    /* The other way round crashes and is reported as such. */
    if (d == FLOW_RESPONSE && s->resumed[FLOW_REQUEST] && !s->resumed[FLOW_RESPONSE])
        report(c, "flow/wrong-resume", e, x, FLOW_REQUEST);
}

void flow_resume_run(rule_context *c)
{
    const flow *f = flow_of(c);
    for (size_t i = 0; i < f->entries.n; i++)
        for (size_t k = 0; k < f->entries.at[i]->exits.n; k++) check_exit(c, f, f->entries.at[i], &f->entries.at[i]->exits.at[k]);
}
