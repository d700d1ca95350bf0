/* flow/property-width: a variable that is not as wide as the attribute it is to hold. flow/header-as-details: a header where the
 * details of a response belong. flow/status-dropped: whether a configuration could be read is looked at by nobody. */
#include "ir/language_row.h"
#include "ir/func.h"
#include "rules/cxx/rules.h"
#include "rules/flow_rule.h"

typedef struct reader {
    rule_context *c;
    const flow_frame *frame;
    const ir_type **types; /* of the variables declared in it, by slot */
} reader;

static bool calls(const ir_node *n, const char *name)
{
    str package, called;
    return n && n->op == IR_CALL && body_is_extern(body_strip(n->kids[0]), &package, &called) && sdk_package(package) &&
           str_is(called, name);
}

static const ir_node *argument(const ir_node *call, uint32_t i)
{
    return i + 1 < call->count ? body_strip(call->kids[i + 1]) : NULL;
}

static str text_of(const ir_node *n)
{
    return n && n->op == IR_CONST && n->constant.kind == IR_STRING ? n->constant.text : (str){0};
}

/* --- flow/property-width --- */

/* {"source", "port"} as "source.port"; empty when a part is not known. */
static str path_of(const rule_context *c, const ir_node *list)
{
    strbuf b = STRBUF_IN(c->arena);
    for (uint32_t i = 0; list && list->op == IR_CONSTRUCT && i < list->count; i++) {
        str part = text_of(body_strip(list->kids[i]));
        if (!part.n) return (str){0};
        strbuf_printf(&b, "%s%.*s", i ? "." : "", STR_ARG(part));
    }
    return strbuf_str(&b);
}

static int bytes_of(const ir_type *t)
{
    switch (t ? type_under_kind(t) : TYPE_UNKNOWN) {
    case TYPE_BOOL: case TYPE_INT8: case TYPE_UINT8: return 1;
    case TYPE_INT16: case TYPE_UINT16: return 2;
    case TYPE_INT32: case TYPE_UINT32: case TYPE_FLOAT32: return 4;
    case TYPE_INT64: case TYPE_UINT64: case TYPE_FLOAT64: return 8;
    default: return 0;
    }
}

static void check_property(reader *r, const ir_node *call)
{
    rule_context *c = r->c;
    str path = path_of(c, argument(call, 0));
    const ir_node *out = argument(call, 1); /* body_strip takes the & away */
    int wanted = sdk_property_bytes(c->code->name, path);
    if (!wanted || !out || out->op != IR_LOCAL) return;
    const ir_type *type = r->types[out->slot];
    int has = bytes_of(type);
    if (!has || has == wanted) return;
    rule_value values[] = {{"property", path},
                           {"type", type->name},
                           {"has", arena_printf(c->arena, "%d", has)},
                           {"wants", arena_printf(c->arena, "%d", wanted)},
                           {"right", wanted == 8 ? STR("int64_t") : STR("bool")}};
    flow_report(c, "flow/property-width", out->at, values, 5, r->frame);
}

/* --- flow/header-as-details --- */

/* "WWW-Authenticate: Basic" */
static bool is_header(str text)
{
    size_t i = 0;
    bool hyphen = false;
    for (; i < text.n && text.p[i] != ':'; i++) {
        char k = text.p[i];
        bool letter = (k >= 'a' && k <= 'z') || (k >= 'A' && k <= 'Z');
        if (!letter && k != '-') return false;
        hyphen = hyphen || k == '-';
    }
    return hyphen && i + 1 < text.n && text.p[i + 1] == ' ';
}

static void check_details(reader *r, const ir_node *call)
{
    enum { DETAILS = 1 };
    const ir_node *details = argument(call, DETAILS);
    if (!is_header(text_of(details))) return;
    rule_value values[] = {{"header", text_of(details)}};
    flow_report(r->c, "flow/header-as-details", details->at, values, 1, r->frame);
}

/* --- flow/status-dropped --- */

static void check_status(reader *r, const ir_node *statement)
{
    const ir_node *call = statement->kids[0];
    phase p = r->frame->context->handler->phase;
    if (!calls(call, "JsonStringToMessage") || p != PHASE_PLUGIN_START) return;
    rule_value values[] = {{"function", STR("JsonStringToMessage")}, {"handler", flow_handler_name(r->frame->context->handler)}};
    flow_report(r->c, "flow/status-dropped", flow_call_name(r->c, call), values, 2, r->frame);
}

/* --- all --- */

static bool note_declared(void *self, ir_node *n)
{
    const reader *r = self;
    if (n->op == IR_DECLARE) r->types[n->slot] = n->type;
    return true;
}

static bool look(void *self, ir_node *n)
{
    reader *r = self;
    if (n->op == IR_EXPR) check_status(r, n);
    if (calls(n, "getValue")) check_property(r, n);
    if (calls(n, "sendLocalResponse")) check_details(r, n);
    return true;
}

void arguments_run(rule_context *c)
{
    const flow *f = flow_of(c);
    map seen = {0};
    for (size_t i = 0; i < f->ran.n; i++) {
        const flow_place *p = &f->ran.at[i];
        str key = {(const char *)&p->func, sizeof p->func};
        if (map_find(&seen, key)) continue;
        map_put(c->arena, &seen, key, c);
        ir_node *body = ir_func_body(c->program, p->func);
        reader r = {c, p->frame, ARENA_NEW_N(c->arena, const ir_type *, (size_t)p->func->slot_count)};
        ir_walk(body, note_declared, &r);
        ir_walk(body, look, &r);
    }
}
