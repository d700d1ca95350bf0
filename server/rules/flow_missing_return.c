/* flow/missing-return-after-send: the code goes on after a local response and answers or calls out again. */
#include "ir/language_row.h"
#include "ir/func.h"
#include "rules/flow_rule.h"

static bool stands_in(const ir_func *f, ir_span at)
{
    return f->whole.file == at.file && f->whole.at.start <= at.at.start && at.at.end <= f->whole.at.end;
}

typedef struct return_search {
    const rule_context *c;
    str source, text; /* of a `return` that fits anywhere in the function */
} return_search;

static bool find_return(void *self, ir_node *n)
{
    return_search *r = self;
    const ir_node *result = n->op == IR_RETURN && n->count == 1 ? n->kids[0] : NULL;
    ir_span at;
    str name = flow_action_name(r->c, result, &at);
    if (name.n && sdk_action(r->c->code->name, NULL, name) == 0) r->text = str_slice(r->source, n->at.at.start, n->at.at.end);
    return true;
}

/* `return` behind the call, in the words that the function uses elsewhere. */
static void add_fix(rule_context *c, diagnostic *d, ir_func *in, ir_span call)
{
    if (!stands_in(in, call)) return; /* a function that no frame of the path is of */
    return_search r = {c, ir_file_text(c->program, call.file), {0}};
    if (in->result_count == 0) r.text = rule_word(c, "return");
    else if (in->result_count == 1) ir_walk(ir_func_body(c->program, in), find_return, &r);
    if (!r.text.n) return;
    uint32_t line = call.at.start, end = call.at.end;
    while (line > 0 && r.source.p[line - 1] != '\n') line--;
    uint32_t text = line;
    while (text < call.at.start && (r.source.p[text] == ' ' || r.source.p[text] == '\t')) text++;
    if (end < r.source.n && r.source.p[end] == ';') end++;
    bool own_line = text == call.at.start && end < r.source.n && r.source.p[end] == '\n';
    if (!own_line) return; /* part of something larger */
    str indent = str_slice(r.source, line, text);
    rule_value values[] = {{"text", r.text}};
    flow_add_fix(c, d, rule_format(c, rule_related("insert"), values, 1), (ir_span){call.file, {end, end}},
                 arena_printf(c->arena, "\n%.*s%.*s", STR_ARG(indent), STR_ARG(r.text)), true);
}

static void check(rule_context *c, const flow_repeat *r)
{
    const flow_use *u = r->use;
    if (r->state.flags & (FLOW_MAYBE | FLOW_VAGUE | FLOW_UNKNOWN_EFFECT) || flow_is_switched(u->frame->context)) return;
    const flow_frame *in = u->frame;
    while (in->caller && !stands_in(in->func, r->first->at)) in = in->caller;
    rule_value values[] = {{"where", flow_where(c, in)}, {"second", str_of(u->function->name)}};
    diagnostic *d = flow_report(c, "flow/missing-return-after-send", flow_call_name(c, r->first), values, 2, in);
    if (!d) return;
    rule_add_place(c, d, flow_use_name(c, u), sdk_text_str(rule_related("second")));
    add_fix(c, d, in->func, r->first->at);
}

void flow_missing_return_run(rule_context *c)
{
    const flow *f = flow_of(c);
    for (size_t i = 0; i < f->repeats.n && !ir_refused(c->program); i++) /* what is refused may leave */
        check(c, &f->repeats.at[i]);
}
