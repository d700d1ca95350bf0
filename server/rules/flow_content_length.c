/* flow/content-length: a body is changed while its content-length stays. */
#include "ir/func.h"
#include "rules/flow_chunk.h"
#include "rules/flow_rule.h"

static bool is_of(const flow_use *u, flow_direction d, const char *kind)
{
    const char *wanted = d == FLOW_REQUEST ? "request" : "response", *data = u->function->data;
    return data && u->function->edits && strncmp(data, wanted, strlen(wanted)) == 0 && str_ends(str_of(data), str_of(kind));
}

/* Whether anything drops the header somewhere: then its author knows of it, and a path that does not drop it is left alone. */
static bool drops_somewhere(const flow *f, const registration *r, flow_direction d)
{
    for (size_t i = 0; i < f->uses.n; i++) {
        const flow_use *u = f->uses.at[i];
        if (u->frame->context->registration == r && is_of(u, d, "_headers") && u->drops_length) return true;
    }
    return false;
}

static bool works_surely(const flow_use *u)
{
    const flow_context *k = u->frame->context;
    for (int i = 0; i < SDK_COLUMN_COUNT; i++)
        if (k->columns >> i & 1 && sdk_status(u->function, (sdk_column)i)->verdict == SDK_OK) return true;
    return false;
}

static void add_fix(rule_context *c, diagnostic *d, const registration *r, flow_direction direction)
{
    flow_start start;
    if (!flow_handler_start(c, r, direction == FLOW_REQUEST ? PHASE_REQUEST_HEADERS : PHASE_RESPONSE_HEADERS, &start)) return;
    const char *name = direction == FLOW_REQUEST ? "request_drop_length_code" : "response_drop_length_code";
    rule_value package = {"package", start.package};
    str code = rule_word_with(c, name, &package, 1);
    if (!code.n) return;
    rule_value values[] = {{"handler", flow_handler_name(start.handler)}};
    code = flow_first_line(c, &start, code);
    flow_add_fix(c, d, rule_format(c, rule_related("drop_length"), values, 1), start.at, code, true);
}

/* "****", "XXX-XX-": what masks a text mostly has its length. */
static bool is_mask(str s)
{
    enum { RUN = 3 };
    size_t run = 0;
    for (size_t i = 0; i < s.n && run < RUN; i++) {
        bool covers = s.p[i] == '*' || s.p[i] == 'X' || s.p[i] == '#';
        run = !covers ? 0 : i > 0 && s.p[i] == s.p[i - 1] ? run + 1 : 1;
    }
    return run >= RUN;
}

static bool find_mask(void *self, ir_node *n)
{
    bool *found = self;
    if (n->op == IR_CONST && n->constant.kind == IR_STRING && is_mask(n->constant.text)) *found = true;
    return true;
}

/* Does the function that makes this edit mask something? */
static bool masks(rule_context *c, const flow_use *u)
{
    bool found = false;
    ir_walk(ir_func_body(c->program, u->frame->func), find_mask, &found);
    return found;
}

/* One fix for all edits of the direction. */
static bool check(rule_context *c, const flow *f, const flow_use *u, flow_direction d, bool fixed)
{
    const registration *r = u->frame->context->registration;
    if (!u->length_kept || u->edits_nothing || r->sdk->inside || flow_is_switched(u->frame->context) || !works_surely(u))
        return false;
    const flow_context *k = u->frame->context;
    if (k->moment == FLOW_CALLBACK && k->handler->streaming) return false; /* flow/streaming-call */
    if (drops_somewhere(f, r, d) || masks(c, u)) return false;
    str name = str_of(u->function->name);
    rule_value values[] = {
        {"function", name},
        {"where", flow_where(c, u->frame)},
        {"remove", flow_word(c, d, "drop_length")},
    };
    diagnostic *found =
        flow_report(c, "flow/content-length", flow_use_name(c, u), values, 3, u->frame);
    if (found && !fixed) add_fix(c, found, r, d);
    return found;
}

static bool find_stream_type(void *self, ir_node *n)
{
    bool *found = self;
    if (n->op == IR_CONST && n->constant.kind == IR_STRING && str_has(n->constant.text, STR("event-stream"))) *found = true;
    return true;
}

/* Streams of events have no content-length: a plugin that asks for that type may leave the others alone. */
static bool asks_for_events(rule_context *c, const flow *f, const registration *r)
{
    bool found = false;
    for (size_t i = 0; i < f->ran.n && !found; i++)
        if (f->ran.at[i].context->registration == r && ir_func_is_own(f->ran.at[i].func))
            ir_walk(ir_func_body(c->program, f->ran.at[i].func), find_stream_type, &found);
    return found;
}

/* A handler that gets chunks edits the body by what it returns. */
static bool check_chunks(rule_context *c, const flow *f, const flow_entry *e, flow_direction d, bool fixed)
{
    const registration *r = e->context->registration;
    const ir_node *other = flow_other_bytes(f, c->arena, e->frame->func);
    if (!other || other->at.file == IR_NO_FILE || drops_somewhere(f, r, d) || asks_for_events(c, f, r)) return false;
    str text = str_slice(ir_file_text(c->program, other->at.file), other->at.at.start, other->at.at.end);
    rule_value values[] = {{"function", text}, {"where", flow_where(c, e->frame)}, {"remove", flow_word(c, d, "drop_length")}};
    diagnostic *found = flow_report(c, "flow/content-length", other->at, values, 3, e->frame);
    if (found && !fixed) add_fix(c, found, r, d);
    return found;
}

void flow_content_length_run(rule_context *c)
{
    const flow *f = flow_of(c);
    for (int d = 0; d < 2 && !ir_refused(c->program); d++) {
        bool fixed = false;
        for (size_t i = 0; i < f->uses.n; i++)
            if (is_of(f->uses.at[i], (flow_direction)d, "_body"))
                fixed = check(c, f, f->uses.at[i], (flow_direction)d, fixed) || fixed;
        for (size_t i = 0; i < f->entries.n; i++) {
            const flow_entry *e = f->entries.at[i];
            bool wanted = e->context->moment == FLOW_HANDLER && e->context->handler->streaming && !f->truncated;
            if (wanted && flow_direction_of_context(e->context) == (flow_direction)d)
                fixed = check_chunks(c, f, e, (flow_direction)d, fixed) || fixed;
        }
    }
}
