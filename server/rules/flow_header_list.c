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

/* Envoy takes "host" for ":authority". */
static bool is_header(str name, str wanted)
{
    return str_eq_nocase(name, wanted) || (str_is(wanted, ":authority") && str_eq_nocase(name, STR("host")));
}

/* Elements of a list, from number `from` on, written out with constant names, none of which is this one. */
static bool elements_lack(const ir_node *list, uint32_t from, str wanted)
{
    for (uint32_t i = from; i < list->count; i++) {
        const ir_node *pair = body_strip(list->kids[i]);
        str name = pair && is_list(pair) ? text_of(body_strip(pair->kids[0])) : (str){0};
        if (!name.n || is_header(name, wanted)) return false;
    }
    return true;
}

static bool lacks(const ir_node *list, str wanted) { return is_list(list) && elements_lack(list, 0, wanted); }

/* A variable counts as the lists that it is given and what is appended to it: it is in no hand but the call's. */
typedef struct list_search {
    int32_t slot;
    int uses, captures;
} list_search;

static bool is_variable(const ir_node *n, int32_t slot)
{
    n = body_strip((ir_node *)n);
    return n && n->op == IR_LOCAL && n->slot == slot;
}

static bool is_append_to(const ir_node *n, int32_t slot)
{
    return n && n->op == IR_BUILTIN && n->sub == IR_APPEND && n->count && is_variable(n->kids[0], slot);
}

static bool find_list(void *self, ir_node *n)
{
    list_search *s = self;
    if (n->op == IR_LOCAL && n->slot == s->slot) s->uses++;
    if (is_append_to(n, s->slot)) s->uses--;
    for (uint32_t i = 0; n->op == IR_ASSIGN && i < n->targets; i++) s->uses -= is_variable(n->kids[i], s->slot);
    for (uint32_t i = 0; n->op == IR_CLOSURE && i < n->func->capture_count; i++)
        if (n->func->captures[i] == s->slot) s->captures++;
    return true;
}

/* Nothing that the variable may ever hold has the name. `*list`: the one list that it is given and nothing is appended to. */
static bool variable_lacks(rule_context *c, ir_func *func, int32_t slot, str wanted, const ir_node **list)
{
    const body_facts *facts = body_facts_of(c->flow->facts, func);
    size_t given = 0;
    for (size_t i = 0; i < facts->stores.n; i++) {
        if (facts->stores.at[i].global || facts->stores.at[i].slot != slot) continue;
        const ir_node *value = body_strip(facts->stores.at[i].value);
        bool append = is_append_to(value, slot);
        if (value && !(append ? elements_lack(value, 1, wanted) : lacks(value, wanted))) return false;
        if (value && ++given == 1 && !append) *list = value;
    }
    if (given > 1) *list = NULL;
    list_search s = {slot, 0, 0};
    ir_walk(ir_func_body(c->program, func), find_list, &s);
    return given && s.uses == 1 && !s.captures;
}

/* Envoy refuses a call without one of the three. */
static void check_dispatch(rule_context *c, const flow_use *u)
{
    const char *const needed[] = {":method", ":path", ":authority"};
    int at = u->function->headers_at;
    const ir_node *list = at >= 0 && u->call->count > (uint32_t)at + 1 ? body_strip(u->call->kids[at + 1]) : NULL;
    for (size_t i = 0; list && i < sizeof needed / sizeof *needed; i++) {
        str name = str_of(needed[i]);
        const ir_node *written = NULL;
        bool missing =
            list->op == IR_LOCAL ? variable_lacks(c, u->frame->func, list->slot, name, &written) : lacks(list, name);
        if (!missing) continue;
        rule_value values[] = {{"header", name}};
        flow_report(c, "flow/dispatch-headers", written ? written->at : list->at, values, 1, u->frame);
    }
}

static bool changes(const flow_use *u, sdk_change how, const char *data)
{
    return u->function->change == how && u->function->data && strcmp(u->function->data, data) == 0;
}

/* The name of a single header that is read or changed. */
static str name_of(const flow_use *u)
{
    uint32_t at = u->function->name_at + 1u;
    const ir_node *name = u->call->count > at ? body_strip(u->call->kids[at]) : NULL;
    return name ? text_of(name) : (str){0};
}

/* The pseudo header that is removed, and that no other call gives again. */
static str removed_pseudo(const flow *f, const flow_use *u)
{
    static const char *const kept[] = {"request_headers", ":path", "request_headers", ":method", "response_headers", ":status"};
    str name = {0};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i += 2)
        if (changes(u, SDK_CHANGE_REMOVE, kept[i]) && str_is(name_of(u), kept[i + 1])) name = str_of(kept[i + 1]);
    for (size_t i = 0; name.n && i < f->uses.n; i++) {
        const flow_use *other = f->uses.at[i];
        bool same = other->function->change && other->function->change != SDK_CHANGE_REMOVE && other->function->data &&
                    strcmp(other->function->data, u->function->data) == 0;
        if (same && (other->function->change == SDK_CHANGE_SET_ALL || str_eq(name_of(other), name))) return (str){0};
    }
    return name;
}

void flow_header_list_run(rule_context *c)
{
    const flow *f = flow_of(c);
    for (size_t i = 0; i < f->uses.n; i++) {
        const flow_use *u = f->uses.at[i];
        check_dispatch(c, u);
        uint32_t count = u->call->count;
        const ir_node *list = count > 1 ? body_strip(u->call->kids[count - 1]) : NULL;
        bool replaced = changes(u, SDK_CHANGE_SET_ALL, "request_headers") && lacks(list, STR(":path"));
        str removed = removed_pseudo(f, u);
        if (!replaced && !removed.n) continue;
        rule_value values[] = {{"function", str_of(u->function->name)}, {"header", replaced ? STR(":path") : removed}};
        flow_report(c, "flow/pseudo-headers", flow_use_name(c, u), values, 2, u->frame);
    }
}
