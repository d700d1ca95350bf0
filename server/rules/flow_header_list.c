/* flow/pseudo-headers: the headers of a request are replaced as a whole and lose ':path' and its like, by which Envoy routes.
 * flow/dispatch-headers: an outgoing call whose list of headers lacks one of those. */
#include "ir/func.h"
#include "rules/flow_rule.h"

static str text_of(const ir_node *n)
{
    return n && n->op == IR_CONST && n->constant.kind == IR_STRING ? n->constant.text : (str){0};
}

static bool is_list(const ir_node *n)
{
    return n && n->count && (n->op == IR_COMPOSITE || (n->op == IR_CONSTRUCT && n->flags & IR_LIST));
}

/* A list written out with constant names, none of which is this one. */
static bool lacks(const ir_node *list, str wanted)
{
    if (!is_list(list)) return false;
    for (uint32_t i = 0; i < list->count; i++) {
        const ir_node *pair = body_strip(list->kids[i]);
        str name = pair && is_list(pair) ? text_of(body_strip(pair->kids[0])) : (str){0};
        if (!name.n || str_eq_nocase(name, wanted)) return false;
    }
    return true;
}

/* A variable counts as the list that it always holds: stored once, and in no hand but the call's. */
typedef struct list_search {
    int32_t slot;
    size_t uses, captures;
} list_search;

static bool find_list(void *self, ir_node *n)
{
    list_search *s = self;
    if (n->op == IR_LOCAL && n->slot == s->slot) s->uses++;
    for (uint32_t i = 0; n->op == IR_CLOSURE && i < n->func->capture_count; i++)
        if (n->func->captures[i] == s->slot) s->captures++;
    return true;
}

static const ir_node *list_of(rule_context *c, const flow_use *u)
{
    int at = u->function->headers_at;
    const ir_node *n = at >= 0 && u->call->count > (uint32_t)at + 1 ? body_strip(u->call->kids[at + 1]) : NULL;
    if (!n || n->op != IR_LOCAL) return n;
    ir_func *func = u->frame->func;
    const body_facts *facts = body_facts_of(c->flow->facts, func);
    const ir_node *found = NULL;
    size_t stores = 0;
    for (size_t i = 0; i < facts->stores.n; i++) {
        if (facts->stores.at[i].global || facts->stores.at[i].slot != n->slot) continue;
        found = facts->stores.at[i].value;
        stores++;
    }
    list_search s = {n->slot, 0, 0};
    ir_walk(ir_func_body(c->program, func), find_list, &s);
    return stores == 1 && s.uses == 1 && !s.captures ? body_strip((ir_node *)found) : NULL;
}

/* Envoy refuses a call without one of the three. */
static void check_dispatch(rule_context *c, const flow_use *u)
{
    const char *const needed[] = {":method", ":path", ":authority"};
    const ir_node *list = list_of(c, u);
    for (size_t i = 0; list && i < sizeof needed / sizeof *needed; i++) {
        if (!lacks(list, str_of(needed[i]))) continue;
        rule_value values[] = {{"header", str_of(needed[i])}};
        flow_report(c, "flow/dispatch-headers", list->at, values, 1, u->frame);
    }
}

static bool changes(const flow_use *u, sdk_change how, const char *data)
{
    return u->function->change == how && u->function->data && strcmp(u->function->data, data) == 0;
}

void flow_header_list_run(rule_context *c)
{
    const flow *f = flow_of(c);
    for (size_t i = 0; i < f->uses.n; i++) {
        const flow_use *u = f->uses.at[i];
        check_dispatch(c, u);
        uint32_t count = u->call->count, name_at = u->function->name_at + 1u;
        const ir_node *list = count > 1 ? body_strip(u->call->kids[count - 1]) : NULL;
        const ir_node *name = count > name_at ? body_strip(u->call->kids[name_at]) : NULL;
        bool replaced = changes(u, SDK_CHANGE_SET_ALL, "request_headers") && lacks(list, STR(":path"));
        bool removed = changes(u, SDK_CHANGE_REMOVE, "response_headers") && str_is(text_of(name), ":status");
        if (!replaced && !removed) continue;
        rule_value values[] = {{"function", str_of(u->function->name)}, {"header", removed ? STR(":status") : STR(":path")}};
        flow_report(c, "flow/pseudo-headers", flow_use_name(c, u), values, 2, u->frame);
    }
}
