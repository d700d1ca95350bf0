/* flow/call-in-body: the request's body waits for an answer that may refuse it, while its headers are at the upstream. */
#include "ir/language_row.h"
#include "ir/func.h"
#include "rules/flow_rule.h"

/* `return types.ActionContinue` at the very end of the handler's body; NULL without one. */
static const ir_node *last_return(rule_context *c, const registered_handler *h)
{
    const ir_node *body = ir_func_body(c->program, h->func);
    const ir_node *last = body && body->count ? body->kids[body->count - 1] : NULL;
    return last && last->op == IR_RETURN && last->count == 1 ? last : NULL;
}

/* The header handler holds the headers while there is a body. */
static void add_fix(rule_context *c, diagnostic *d, const registration *r)
{
    flow_start start;
    if (!flow_of(c)->higress_abi || !flow_handler_start(c, r, PHASE_REQUEST_HEADERS, &start)) return;
    str context = flow_context_name(start.handler->func);
    const ir_node *last = last_return(c, start.handler);
    ir_span name_at;
    str name = last ? flow_action_name(c, last->kids[0], &name_at) : (str){0};
    if (!context.n || !name.n || sdk_action(c->code->name, NULL, name) != 0) return;
    str source = ir_file_text(c->program, last->at.file);
    str package = str_slice(source, last->kids[0]->at.at.start, name_at.at.start); /* "types." */
    rule_value values[] = {{"handler", flow_handler_name(start.handler)}, {"context", context}, {"package", package}};
    str code = rule_word_with(c, "hold_headers_code", values, 3);
    ir_span before = {last->at.file, {last->at.at.start, last->at.at.start}};
    if (code.n) flow_add_fix(c, d, rule_format(c, rule_related("hold_headers"), values, 1), before, code, true);
}

static void check_exit(rule_context *c, const flow *f, const flow_entry *e, const flow_exit *x)
{
    const flow_state *s = &x->state;
    bool waits = s->dispatch == FLOW_PENDING || s->dispatch == FLOW_SENT;
    if (!waits || !flow_pauses(f, e, x) || !flow_is_certain(e, x) || s->flags & (FLOW_MAYBE | FLOW_BLURRED)) return;
    if (s->answered || s->resumed[FLOW_REQUEST]) return;
    flow_outlook callbacks = flow_outlook_of(f, e, x);
    if (!callbacks.answers || callbacks.unknown) return;
    rule_value values[] = {{"handler", flow_handler_name(e->context->handler)}};
    const char *id = "flow/call-in-body";
    diagnostic *d = flow_report(c, id, flow_call_name(c, s->dispatched), values, 1, e->frame);
    if (!d) return;
    rule_add_place(c, d, flow_action_place(f, e, x), sdk_text_str(rule_related("pauses")));
    add_fix(c, d, e->context->registration);
}

void flow_call_in_body_run(rule_context *c)
{
    const flow *f = flow_of(c);
    for (size_t i = 0; !ir_refused(c->program) && i < f->entries.n; i++) {
        const flow_entry *e = f->entries.at[i];
        bool wanted = e->context->moment == FLOW_HANDLER && e->context->handler->phase == PHASE_REQUEST_BODY;
        bool gone = e->context->columns == 1u << SDK_REQUEST_BODY; /* on every way out of the header handler */
        for (size_t k = 0; wanted && gone && k < e->exits.n; k++) check_exit(c, f, e, &e->exits.at[k]);
    }
}
