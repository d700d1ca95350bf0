/* The repair of a request header read too late, where it is mechanical: the SDK keeps path, host, method and scheme of a request
 * in its HttpContext, which answers in every phase; any other header can be kept there by the request header handler. */
#include "ir/func.h"
#include "rules/flow_rule.h"
#include "rules/go/rules.h"

/* RFC 9113, 8.3.1, and who keeps each of them. */
static const struct {
    const char *header, *method;
} kept[] = {{":path", "Path"}, {":authority", "Host"}, {":method", "Method"}, {":scheme", "Scheme"}};

static str constant_text(const ir_node *n)
{
    return n && n->op == IR_CONST && n->constant.kind == IR_STRING ? n->constant.text : (str){0};
}

/* Which of the context's methods gives what the call asks for; empty when none does. */
static str method_for(const flow_use *u)
{
    str instead = str_of(u->function->instead), header = u->call->count == 2 ? constant_text(u->call->kids[1]) : (str){0};
    bool reads_header = strcmp(u->function->name, "GetHttpRequestHeader") == 0;
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        if (reads_header && str_is(header, kept[i].header)) return str_of(kept[i].method);
        /* GetRequestPath, but not GetRequestPathWithoutQuery. */
        str name = str_of(u->function->name);
        if (instead.n && str_starts(name, STR("GetRequest")) && str_is(str_slice(name, 10, name.n), kept[i].method))
            return str_of(kept[i].method);
    }
    return (str){0};
}

static bool note_assignment(void *self, ir_node *n)
{
    rule_context *c = self;
    bool both = n->op == IR_ASSIGN && !n->sub && n->targets == 2 && n->count == 3;
    if (both && n->kids[0]->op != IR_BLANK && n->kids[1]->op == IR_BLANK)
        map_put(c->arena, &c->assigned.by_call, str_make((const char *)&n->kids[2], sizeof n->kids[2]), n);
    return true;
}

/* The assignment of the call's two results, the error thrown away; NULL without one. */
static const ir_node *assignment_of(rule_context *c, const flow_use *u)
{
    if (c->assigned.of != u->frame->func) {
        c->assigned.of = u->frame->func;
        c->assigned.by_call = (map){0};
        ir_walk(ir_func_body(c->program, u->frame->func), note_assignment, c);
    }
    return map_get(&c->assigned.by_call, str_make((const char *)&u->call, sizeof u->call));
}

/* 0, 1, or 2 for more. */
static size_t count_of(str text, str part)
{
    size_t found = 0;
    for (ptrdiff_t at = 0; found < 2 && (at = str_find(text, part, (size_t)at)) >= 0; at++) found++;
    return found;
}

/* Without the call its import may be unused, which does not compile. */
static bool import_stays(str source, ir_span call)
{
    str text = str_slice(source, call.at.start, call.at.end);
    ptrdiff_t dot = str_find_char(text, '.', 0);
    return dot > 0 && count_of(source, str_slice(text, 0, (size_t)dot + 1)) > 1;
}

/* The two results of a call that throws its error away become one: the place of `, _ := call` and what stands there instead. */
static bool single_result(rule_context *c, const flow_use *u, str single, ir_span *at, str *text)
{
    const ir_node *assignment = assignment_of(c, u);
    if (!assignment) return false;
    str source = ir_file_text(c->program, u->call->at.file);
    ir_span target = assignment->kids[0]->at, call = u->call->at;
    if (target.at.end > call.at.start) return false;
    str between = str_slice(source, target.at.end, call.at.start); /* ", _ := " */
    *at = (ir_span){call.file, {target.at.end, call.at.end}};
    *text = arena_printf(c->arena, " %s %.*s", count_of(between, STR(":=")) == 1 ? ":=" : "=", STR_ARG(single));
    return true;
}

/* The request header handler keeps the header, and the later phase asks the context for it. */
static void add_kept_header(rule_context *c, diagnostic *d, const flow_use *u, str context)
{
    flow_start start;
    const registration *r = u->frame->context->registration;
    str header = u->call->count == 2 ? constant_text(u->call->kids[1]) : (str){0}, text;
    bool reads =
        strcmp(u->function->name, "GetHttpRequestHeader") == 0 && u->frame->context->handler->phase >= PHASE_REQUEST_BODY;
    if (!reads || !header.n || !r->sdk->current || !flow_handler_start(c, r, PHASE_REQUEST_HEADERS, &start)) return;
    str keeper = flow_context_name(start.handler->func);
    ir_span at;
    str quoted = arena_printf(c->arena, "\"%.*s\"", STR_ARG(header));
    str read = arena_printf(c->arena, "%.*s.GetStringContext(%.*s, \"\")", STR_ARG(context), STR_ARG(quoted));
    if (!keeper.n || !single_result(c, u, read, &at, &text)) return;
    rule_value values[] = {{"name", header}, {"handler", flow_handler_name(start.handler)}};
    flow_add_fix(c, d, rule_format(c, rule_related("keep_header"), values, 2), at, text, true);
    str set = arena_printf(
        c->arena, "\n\tif value, err := %.*s.GetHttpRequestHeader(%.*s); err == nil {\n\t\t%.*s.SetContext(%.*s, value)\n\t}",
        STR_ARG(start.package), STR_ARG(quoted), STR_ARG(keeper), STR_ARG(quoted));
    array_push(c->arena, &array_last(&d->fixes).edits, (text_edit){ir_file_path(c->program, start.at.file), start.at.at, set});
}

static void fix_phase(rule_context *c, diagnostic *d, const flow_use *u)
{
    str method = method_for(u), context = flow_context_name(u->frame->func);
    ir_span call = u->call->at;
    if (!context.n || call.file == IR_NO_FILE) return;
    str source = ir_file_text(c->program, call.file);
    if (!import_stays(source, call)) return;
    if (!method.n) {
        add_kept_header(c, d, u, context);
        return;
    }
    str text = arena_printf(c->arena, "%.*s.%.*s()", STR_ARG(context), STR_ARG(method));
    rule_value values[] = {{"text", text}};
    str title = rule_format(c, rule_related("use"), values, 1);
    ir_span at = call;
    if (u->function->swallows) flow_add_fix(c, d, title, call, text, true); /* a helper with one result */
    else if (single_result(c, u, text, &at, &text)) flow_add_fix(c, d, title, at, text, true);
}

const language_rules rules_go = {.language = "go", .fix_phase = fix_phase};
