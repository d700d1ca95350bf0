/* flow/body-not-buffered: a handler that lets every chunk of a body go on looks at one as if it were the whole, and answers or
 * changes the body by what it finds. */
#include "ir/func.h"
#include "rules/cxx/rules.h"
#include "rules/flow_rule.h"

/* No way out while chunks come keeps them. */
static bool lets_chunks_go(const flow *f, const flow_entry *e)
{
    for (size_t i = 0; i < e->exits.n; i++) {
        const flow_exit *x = &e->exits.at[i];
        if (!flow_is_certain(e, x)) return false;
        if (flow_action_of(f, x) != 0 && !x->state.answered) return false;
    }
    return e->exits.n > 0;
}

static bool is_data(const flow_use *u, const char *data) { return u->function->data && strcmp(u->function->data, data) == 0; }

typedef struct search {
    bool keeps, streams;
} search;

static bool is_field(const ir_node *n)
{
    while (n && (n->op == IR_REFER || n->op == IR_TARGET)) n = n->kids[0];
    return n && n->op == IR_MEMBER;
}

/* Something is kept in a field from chunk to chunk, or the text is that of a stream of events. */
static bool look(void *self, ir_node *n)
{
    search *s = self;
    const ir_node *callee = n->op == IR_CALL ? body_strip(n->kids[0]) : NULL;
    if (n->op == IR_UPDATE && is_field(n->kids[0])) s->keeps = true;
    if (callee && callee->op == IR_MEMBER && n->count > 1 && is_field(callee->kids[0])) s->keeps = true;
    if (n->op == IR_CONST && n->constant.kind == IR_STRING && str_has(n->constant.text, STR("event-stream"))) s->streams = true;
    return true;
}

static void check(rule_context *c, const flow *f, const flow_entry *e)
{
    bool request = flow_direction_of_context(e->context) == FLOW_REQUEST;
    const char *body = request ? "request_body" : "response_body";
    const flow_use *read = NULL;
    bool acts = false;
    for (size_t i = 0; i < f->uses.n; i++) {
        const flow_use *u = f->uses.at[i];
        if (u->frame->context != e->context) continue;
        if (is_data(u, body) && !u->function->edits && !read) read = u;
        acts = acts || (is_data(u, body) && u->function->edits) || (request && is_data(u, "answer"));
    }
    if (!read || !acts || !lets_chunks_go(f, e)) return;
    search s = {0};
    for (size_t i = 0; i < f->ran.n; i++)
        if (f->ran.at[i].context == e->context) ir_walk(ir_func_body(c->program, f->ran.at[i].func), look, &s);
    if (s.keeps || s.streams) return;
    rule_value values[] = {{"handler", flow_handler_name(e->context->handler)}};
    flow_report(c, "flow/body-not-buffered", flow_use_name(c, read), values, 1, e->frame);
}

void body_not_buffered_run(rule_context *c)
{
    const flow *f = flow_of(c);
    for (size_t i = 0; !f->truncated && i < f->entries.n; i++) {
        const flow_entry *e = f->entries.at[i];
        phase p = e->context->handler->phase;
        bool body = p == PHASE_REQUEST_BODY || p == PHASE_RESPONSE_BODY;
        if (body && e->context->moment == FLOW_HANDLER && !e->context->incomplete) check(c, f, e);
    }
}
