/* flow/pseudo-headers: the headers of a request are replaced as a whole and lose ':path' and its like, by which Envoy routes. */
#include "rules/flow_rule.h"

static str text_of(const ir_node *n)
{
    return n && n->op == IR_CONST && n->constant.kind == IR_STRING ? n->constant.text : (str){0};
}

/* A list written out with constant names, none of which is ':path'. */
static bool lacks_path(const ir_node *list)
{
    if (!list || list->op != IR_COMPOSITE || !list->count) return false;
    for (uint32_t i = 0; i < list->count; i++) {
        const ir_node *pair = list->kids[i];
        str name = pair && pair->op == IR_COMPOSITE && pair->count ? text_of(pair->kids[0]) : (str){0};
        if (!name.n || str_eq_nocase(name, STR(":path"))) return false;
    }
    return true;
}

void flow_header_list_run(rule_context *c)
{
    const flow *f = flow_of(c);
    for (size_t i = 0; i < f->uses.n; i++) {
        const flow_use *u = f->uses.at[i];
        const ir_node *argument = u->call->count > 1 ? u->call->kids[1] : NULL;
        const char *name = u->function->name;
        bool replaced = strcmp(name, "ReplaceHttpRequestHeaders") == 0 && lacks_path(argument);
        bool removed = strcmp(name, "RemoveHttpResponseHeader") == 0 && str_is(text_of(argument), ":status");
        if (!replaced && !removed) continue;
        rule_value values[] = {{"function", str_of(name)}, {"header", removed ? STR(":status") : STR(":path")}};
        flow_report(c, "flow/pseudo-headers", body_name_span(c->program, u->call->kids[0], str_of(name)), values, 2, u->frame);
    }
}
