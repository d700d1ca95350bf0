/* flow/pause-no-resume, flow/header-stop-no-body-guard, flow/header-stop-no-body-handler: a handler pauses, and nothing is on its
 * way that could let the stream go on. */
#include "ir/func.h"
#include "ir/language_row.h"
#include "rules/flow_rule.h"

typedef struct pause_rule {
    rule_context *c;
    const flow *f;
    bool resumes[2];        /* by the plugin at all, or answered in a callback */
    bool resumes_later[2];  /* from a tick or a queue */
    bool answers;           /* some handler does */
} pause_rule;

static bool is_header_phase(phase p) { return p == PHASE_REQUEST_HEADERS || p == PHASE_RESPONSE_HEADERS; }

static phase body_of(phase p) { return p == PHASE_REQUEST_HEADERS ? PHASE_REQUEST_BODY : PHASE_RESPONSE_BODY; }

static void report(const pause_rule *r, const char *id, const flow_entry *e, const flow_exit *x, bool certain)
{
    flow_direction d = flow_direction_of_context(e->context);
    ir_span at = flow_action_place(r->f, e, x);
    rule_value values[] = {
        {"handler", flow_handler_name(e->context->handler)},
        {"resume", flow_word(r->c, d, "resume")},
        {"has", flow_word(r->c, d, "has_body")},
        {"option", flow_word(r->c, d, "body_option")},
    };
    diagnostic *found = flow_report(r->c, id, at, values, sizeof values / sizeof *values, e->frame);
    if (found && certain) found->level = SEVERITY_ERROR;
}

/* Higress: HeaderStopIteration waits for the body, whose handler then decides. Only its SDK has the name, with TinyGo, too. */
static bool waits_for_body(const pause_rule *r, const flow_exit *x)
{
    if (flow_action_of(r->f, x) != 1) return false;
    ir_span at;
    str name = flow_action_name(r->c, flow_content_of(r->f, x->value)->at, &at);
    return r->f->higress_abi || sdk_action_waits_for_body(r->c->code->name, name);
}

static void check_header_stop(const pause_rule *r, const flow_entry *e, const flow_exit *x)
{
    const flow_state *s = &x->state;
    flow_direction d = flow_direction_of_context(e->context);
    const registration *by = e->context->registration;
    if (by->sdk->inside || s->flags & FLOW_MAYBE || r->resumes_later[d]) return;
    if (!flow_has_handler(by, body_of(e->context->handler->phase))) {
        report(r, "flow/header-stop-no-body-handler", e, x, true);
        return;
    }
    if (s->guard[d] == FLOW_GUARDED_BODY || s->guard[d] == FLOW_GUARDED_SOMEHOW) return;
    report(r, "flow/header-stop-no-body-guard", e, x, !(s->flags & FLOW_CONDITIONAL));
}

static bool is_plain(const pause_rule *r, const flow_entry *e, const flow_exit *x)
{
    return e->context->registration->sdk->ends_at >= 0 && flow_is_plain_action(r->f, e->frame->func, x);
}

static void check_exit(const pause_rule *r, const flow_entry *e, const flow_exit *x)
{
    const flow_state *s = &x->state;
    flow_direction d = flow_direction_of_context(e->context);
    if (d == FLOW_NEITHER || !flow_pauses(r->f, e, x) || !flow_is_certain(e, x)) return;
    if (s->answered || s->resumed[0] || s->resumed[1] || s->dispatch == FLOW_FAILED) return;
    flow_outlook callbacks = flow_outlook_of(r->f, e, x);
    bool waits = s->dispatch != FLOW_NONE || s->flags & FLOW_EARLIER_SENT || callbacks.any;
    if (waits && (callbacks.unknown || callbacks.answers || callbacks.resumes || !callbacks.any)) return;
    phase p = e->context->handler->phase;
    if (is_header_phase(p) && waits_for_body(r, x)) {
        if (!waits) check_header_stop(r, e, x);
        return;
    }
    /* A stop of the Higress kind in a build that does not look like one. On the plain SDK the body handler never gets to run. */
    if (is_header_phase(p) && s->guard[d] == FLOW_GUARDED_BODY && !is_plain(r, e, x)) return;
    if (s->flags & FLOW_BUFFERING || r->resumes_later[d] || (s->flags & FLOW_MAYBE && r->resumes[d])) return;
    if (s->flags & FLOW_STORED && r->answers) return; /* an earlier handler may have answered and left word */
    report(r, "flow/pause-no-resume", e, x, true);
}

static void note_resume(pause_rule *r, const flow_use *u)
{
    const char *data = u->function->data;
    bool answers = data && strcmp(data, "answer") == 0 && u->frame->context->moment == FLOW_CALLBACK;
    r->answers = r->answers || (data && strcmp(data, "answer") == 0);
    if (answers) r->resumes[FLOW_REQUEST] = r->resumes[FLOW_RESPONSE] = true;
    flow_direction d = !data ? FLOW_NEITHER : strcmp(data, "request_resume") == 0 ? FLOW_REQUEST
                       : strcmp(data, "response_resume") == 0 ? FLOW_RESPONSE : FLOW_NEITHER;
    if (d == FLOW_NEITHER) return;
    r->resumes[d] = true;
    if (flow_direction_of_context(u->frame->context) == FLOW_NEITHER) r->resumes_later[d] = true;
}

void flow_pause_run(rule_context *c)
{
    const flow *f = flow_of(c);
    bool doubt = ir_refused(c->program); /* what is refused may resume, and answer, whenever it runs */
    pause_rule r = {.c = c, .f = f, .resumes = {doubt, doubt}, .resumes_later = {doubt, doubt}, .answers = doubt};
    for (size_t i = 0; i < f->uses.n; i++) note_resume(&r, f->uses.at[i]);
    for (size_t i = 0; i < f->entries.n; i++)
        for (size_t k = 0; f->entries.at[i]->context->moment == FLOW_HANDLER && k < f->entries.at[i]->exits.n; k++)
            check_exit(&r, f->entries.at[i], &f->entries.at[i]->exits.at[k]);
}
