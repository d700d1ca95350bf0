#include "rules/flow_rule.h"

#include "ir/language_row.h"
#include "ir/func.h"

flow *flow_of(rule_context *c)
{
    if (c->flow_is_fresh) return c->flow;
    flow_update(c->flow, c->program, c->registrations, c->build->higress_abi);
    c->flow_is_fresh = true;
    return c->flow;
}

str flow_handler_name(const registered_handler *h) { return h->func && h->func->name.n ? h->func->name : h->option; }

static const char *phrase_of(const flow_frame *f)
{
    switch (f->context->moment) {
    case FLOW_HANDLER: return f->via == FLOW_ROOT ? "direct" : "reached";
    case FLOW_CALLBACK: return "callback";
    case FLOW_ROUTE: return "route";
    case FLOW_TICK: return "tick";
    case FLOW_TICK_CALLBACK: break;
    }
    bool start = f->context->handler->phase == PHASE_PLUGIN_START && f->context->from && f->context->from->moment == FLOW_HANDLER;
    return start ? "callback" : "tick_callback";
}

str flow_where(rule_context *c, const flow_frame *frame)
{
    rule_value values[] = {{"handler", flow_handler_name(frame->context->handler)}};
    return rule_format(c, rule_where(phrase_of(frame)), values, 1);
}

static sdk_column first_column(const flow_context *k)
{
    sdk_column c = SDK_REQUEST_HEADERS;
    while (c + 1 < SDK_COLUMN_COUNT && !(k->columns >> c & 1)) c++;
    return c;
}

void flow_add_path(rule_context *c, diagnostic *d, const flow_frame *f)
{
    if (f->caller) flow_add_path(c, d, f->caller);
    if (!f->caller) {
        const registered_handler *h = f->context->handler;
        rule_value values[] = {{"handler", flow_handler_name(h)},
                               {"phase", sdk_text_str(sdk_column_of(first_column(f->context))->where)}};
        rule_add_place(c, d, h->func ? h->func->at : h->at, rule_format(c, rule_related("handler"), values, 2));
        return;
    }
    static const char *const phrases[] = {"call", "call", "function_value", "callback", "tick"};
    rule_value values[] = {{"callee", f->func->name.n ? f->func->name : words_str("a function literal")}};
    const ir_node *callee = f->call->kids[0];
    rule_add_place(c, d, body_name_span(c->program, callee, callee->name),
                   rule_format(c, rule_related(phrases[f->via]), values, 1));
}

diagnostic *flow_report(rule_context *c, const char *rule_id, ir_span at, const rule_value *values, size_t count,
                        const flow_frame *frame)
{
    const rule *r = rule_find(str_of(rule_id));
    if (at.file == IR_NO_FILE) return NULL;
    const rule_placed *known = rule_findings_at(c, ir_file_path(c->program, at.file), at.at.start);
    for (; known; known = known->next)
        if (!known->related && str_eq(c->out->at[known->number].code, r->id)) return NULL;
    diagnostic *d = rule_report(c, r, at, rule_format(c, r->message, values, count));
    if (frame) flow_add_path(c, d, frame);
    return d;
}

ir_span flow_call_name(const rule_context *c, const ir_node *n)
{
    const ir_node *call = n;
    while (call && call->op != IR_CALL && call->count) call = call->kids[call->count - 1];
    if (!call || call->op != IR_CALL) return n->at;
    const ir_node *callee = body_strip(call->kids[0]);
    str name = callee->op == IR_FUNC ? callee->func->name : callee->name;
    return name.n ? body_name_span(c->program, callee, name) : callee->at;
}

ir_span flow_callee(const rule_context *c, ir_span call, str *name)
{
    str text = ir_file_text(c->program, call.file);
    uint32_t from = call.at.start, to = from;
    while (to < call.at.end && to < text.n && text.p[to] != '(' && text.p[to] != '[') to++;
    for (uint32_t i = from; i < to; i++)
        if (text.p[i] == '.') from = i + 1;
    *name = str_slice(text, from, to);
    return (ir_span){call.file, {from, to}};
}

ir_span flow_use_name(const rule_context *c, const flow_use *u)
{
    return body_name_span(c->program, u->call->kids[0], str_of(u->function->name));
}

str flow_action_name(const rule_context *c, const ir_node *n, ir_span *at)
{
    if (!n || (n->op != IR_EXTERN && n->op != IR_CONST) || n->at.file == IR_NO_FILE) return (str){0};
    str text = str_slice(ir_file_text(c->program, n->at.file), n->at.at.start, n->at.at.end);
    *at = n->at;
    ptrdiff_t dot = str_find_char(text, '.', 0), colon = str_rfind_char(text, ':');
    if (dot < 0) dot = colon;
    if (dot >= 0) at->at.start += (uint32_t)dot + 1;
    str name = str_slice(text, (size_t)(dot + 1), text.n);
    return sdk_action(c->code->name, NULL, name) >= 0 ? name : (str){0};
}

str flow_word(const rule_context *c, flow_direction d, const char *name)
{
    return rule_word(c, arena_printf(c->arena, "%s_%s", d == FLOW_REQUEST ? "request" : "response", name).p);
}

void flow_add_fix(rule_context *c, diagnostic *d, str title, ir_span at, str text, bool preferred)
{
    rule_add_fix(c->arena, d, title, ir_file_path(c->program, at.file), at.at, text)->preferred = preferred;
}

static str sdk_name_in(rule_context *c, uint32_t file)
{
    source_imports imports = language_imports(c->code, c->program, file);
    str functions = rule_word(c, "functions");
    for (size_t i = 0; i < imports.n; i++) {
        const char *package = sdk_package(imports.at[i].path);
        if (package && str_is(functions, package)) return imports.at[i].name.n ? imports.at[i].name : functions;
    }
    return (str){0};
}

/* Where the brace stands that opens the body; some languages' bodies have the function's head in their place. */
static uint32_t opening_brace(str source, range body)
{
    int depth = 0;
    uint32_t at = body.start;
    for (; at < body.end && at < source.n && !(depth == 0 && source.p[at] == '{'); at++)
        depth += (source.p[at] == '(') - (source.p[at] == ')');
    return at;
}

bool flow_handler_start(rule_context *c, const registration *r, phase p, flow_start *out)
{
    *out = (flow_start){0};
    for (size_t i = 0; i < r->handlers.n; i++)
        if (r->handlers.at[i].phase == p) out->handler = &r->handlers.at[i];
    ir_node *body = out->handler && out->handler->func ? ir_func_body(c->program, out->handler->func) : NULL;
    if (!body || body->at.file == IR_NO_FILE) return false;
    str source = ir_file_text(c->program, body->at.file);
    uint32_t at = opening_brace(source, body->at.at);
    bool bare = !rule_word(c, "functions").n; /* the SDK's functions are of no package */
    if (!bare) out->package = sdk_name_in(c, body->at.file);
    out->at = (ir_span){body->at.file, {at + 1, at + 1}};
    return (bare || (out->package.n && !str_is(out->package, "."))) && at < source.n && source.p[at] == '{';
}

str flow_first_line(rule_context *c, const flow_start *start, str code)
{
    str source = ir_file_text(c->program, start->at.file);
    uint32_t at = start->at.at.end;
    while (at < source.n && strchr(" \t\r", source.p[at])) at++;
    if (at >= source.n || source.p[at] != '\n') return code; /* the body stands on the line of its brace */
    uint32_t line = at + 1, text = line;
    while (text < source.n && (source.p[text] == ' ' || source.p[text] == '\t')) text++;
    return arena_printf(c->arena, "\n%.*s%.*s", (int)(text - line), source.p + line, STR_ARG(str_trim(code)));
}

str flow_context_name(const ir_func *f)
{
    for (uint32_t i = 0; i < f->param_count; i++)
        if (sdk_type_of(f->params[i].type) == SDK_TYPE_HTTP_CONTEXT && f->params[i].name.n && !str_is(f->params[i].name, "_"))
            return f->params[i].name;
    return (str){0};
}

bool flow_leads_to(const ir_node *call, const flow_use *u)
{
    bool found = u->call == call;
    for (const flow_frame *f = u->frame; f->caller && !found; f = f->caller) found = f->call == call;
    return found;
}

bool flow_pauses(const flow *f, const flow_entry *e, const flow_exit *x)
{
    int action = flow_action_of(f, x);
    phase p = e->context->handler->phase;
    if (e->context->moment != FLOW_HANDLER || e->context->handler->streaming) return false;
    bool headers = p == PHASE_REQUEST_HEADERS || p == PHASE_RESPONSE_HEADERS;
    return headers ? action == 1 || action == 3 || action == 4 : action > 0;
}

bool flow_is_certain(const flow_entry *e, const flow_exit *x)
{
    return !(x->state.flags & FLOW_UNKNOWN_EFFECT) && !flow_is_switched(e->context);
}

flow_outlook flow_outlook_of(const flow *f, const flow_entry *e, const flow_exit *x)
{
    flow_outlook out = {0};
    const flow_entry *callback;
    for (size_t i = 0; (callback = flow_callback_at(f, e, x, i)); i++) {
        out.any = true;
        if (callback == e) out.unknown = true;
        out.answers = out.answers || callback->answers;
        out.resumes = out.resumes || callback->resumes[0] || callback->resumes[1];
        out.unknown = out.unknown || callback->unknown;
    }
    return out;
}

bool flow_has_handler(const registration *r, phase p)
{
    for (size_t i = 0; i < r->handlers.n; i++)
        if (r->handlers.at[i].phase == p) return true;
    return false;
}

bool flow_touches_stream(const flow_use *u)
{
    const char *data = u->function->data;
    if (!data || strcmp(data, "call_response") == 0) return false;
    str kind = str_of(data);
    if (str_is(kind, "answer") || str_ends(kind, STR("_resume"))) return true;
    return u->function->edits && (str_ends(kind, STR("_body")) || str_ends(kind, STR("_headers")));
}

bool flow_is_made_in(const flow_use *u, const flow_entry *e)
{
    const flow_frame *f = u->frame;
    while (f->via == FLOW_CALL || f->via == FLOW_VALUE_CALL) f = f->caller;
    return f->context == e->context && f->func == e->frame->func;
}
