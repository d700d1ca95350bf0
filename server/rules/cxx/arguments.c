/* flow/property-width: a variable that is not as wide as the attribute it is to hold. flow/header-as-details: a header where the
 * details of a response belong. flow/status-dropped: whether a configuration could be read is looked at by nobody. */
#include "ir/language_row.h"
#include "ir/func.h"
#include "rules/cxx/body.h"
#include "rules/cxx/rules.h"
#include "rules/flow_rule.h"

typedef struct reader {
    rule_context *c;
    const flow_frame *frame;
    const ir_type **types; /* of the variables declared in it, by slot */
} reader;

/* --- flow/property-width --- */

/* {"source", "port"} as "source.port"; empty when a part is not known. */
static str path_of(const rule_context *c, const ir_node *list)
{
    strbuf b = STRBUF_IN(c->arena);
    for (uint32_t i = 0; list && list->op == IR_CONSTRUCT && i < list->count; i++) {
        str part = code_text(body_strip(list->kids[i]));
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
    str path = path_of(c, code_argument(call, 0));
    const ir_node *out = code_argument(call, 1); /* body_strip takes the & away */
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
    const ir_node *details = code_argument(call, DETAILS);
    if (!is_header(code_text(details))) return;
    rule_value values[] = {{"header", code_text(details)}};
    flow_report(r->c, "flow/header-as-details", details->at, values, 1, r->frame);
}

/* --- flow/status-dropped --- */

static void check_status(reader *r, const ir_node *statement)
{
    const ir_node *call = statement->kids[0];
    phase p = r->frame->context->handler->phase;
    if (!code_calls(call, "JsonStringToMessage") || p != PHASE_PLUGIN_START) return;
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
    if (code_calls(n, "getValue")) check_property(r, n);
    if (code_calls(n, "sendLocalResponse")) check_details(r, n);
    return true;
}

static void read_body(void *self, const flow_place *p, ir_node *body)
{
    rule_context *c = self;
    reader r = {c, p->frame, ARENA_NEW_N(c->arena, const ir_type *, (size_t)p->func->slot_count)};
    ir_walk(body, note_declared, &r);
    ir_walk(body, look, &r);
}

void arguments_run(rule_context *c)
{
    code_each_body(c, read_body, c);
}
