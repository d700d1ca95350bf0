/* flow/absent-shared-data: shared data is taken without a look whether there is any. */
#include "ir/func.h"
#include "rules/cxx/body.h"
#include "rules/cxx/rules.h"

/* --- getSharedDataValue --- */

/* A handler that runs before any request sets it, or one whose name is not known. */
static bool is_set_at_start(const flow *f, str key)
{
    for (size_t i = 0; i < f->uses.n; i++) {
        const flow_use *u = f->uses.at[i];
        phase p = u->frame->context->handler->phase;
        if (p != PHASE_VM_START && p != PHASE_PLUGIN_START) continue;
        if (strcmp(u->function->name, "setSharedData") != 0) continue;
        str set = code_text(code_argument(u->call, 0));
        if (!set.n || !key.n || str_eq(set, key)) return true;
    }
    return false;
}

static void check_values(rule_context *c)
{
    const flow *f = flow_of(c);
    for (size_t i = 0; i < f->uses.n; i++) {
        const flow_use *u = f->uses.at[i];
        if (strcmp(u->function->name, "getSharedDataValue") != 0) continue;
        if (is_set_at_start(f, code_text(code_argument(u->call, 0)))) continue;
        rule_value values[] = {{"function", str_of(u->function->name)}};
        diagnostic *d = flow_report(c, "flow/absent-shared-data", flow_use_name(c, u), values, 1, u->frame);
        if (d) d->message = rule_format(c, rule_related("value_ends_vm"), values, 1);
    }
}

/* --- getSharedData --- */

/* What a body does with a variable. */
typedef struct slot_use {
    bool asked; /* otherwise than by following it */
    const ir_node *followed; /* the first place that does */
} slot_use;

typedef struct body_look {
    rule_context *c;
    const flow_place *place;
    slot_use *slots;
} body_look;

static bool look(void *self, ir_node *n)
{
    enum { FILLED = 2 }; /* the callee is kid 0 */
    body_look *b = self;
    int32_t slot = n->op == IR_TARGET ? code_local(n->kids[0]) : -1;
    if (slot >= 0) {
        if (!b->slots[slot].followed) b->slots[slot].followed = n;
        return false;
    }
    if (n->op == IR_LOCAL && n->slot >= 0) b->slots[n->slot].asked = true;
    for (uint32_t i = 0; n->op == IR_CLOSURE && i < n->slots.count; i++)
        if (n->slots.at[i] >= 0) b->slots[n->slots.at[i]].asked = true;
    if (!code_calls(n, "getSharedData")) return true;
    for (uint32_t i = 0; i < n->count; i++)
        if (n->kids[i] && (i != FILLED || code_local(n->kids[i]) < 0)) ir_walk(n->kids[i], look, b);
    return false;
}

/* `kept`: the variable that the result goes to, -1: none. */
static void check_call(const body_look *b, const ir_node *call, int32_t kept)
{
    rule_context *c = b->c;
    int32_t data = code_local(code_argument(call, 1));
    if (data < 0) return;
    const slot_use *u = &b->slots[data];
    if (u->asked || !u->followed || (kept >= 0 && b->slots[kept].asked)) return;
    rule_value values[] = {{"function", STR("getSharedData")}};
    diagnostic *d = flow_report(c, "flow/absent-shared-data", u->followed->kids[0]->at, values, 1, b->place->frame);
    if (d) rule_add_place(c, d, flow_call_name(c, call), sdk_text_str(rule_related("filled_here")));
}

static bool find_calls(void *self, ir_node *n)
{
    const body_look *b = self;
    if (n->op == IR_EXPR && code_calls(n->kids[0], "getSharedData")) check_call(b, n->kids[0], -1);
    if (n->op == IR_ASSIGN && n->targets == 1 && n->count == 2 && n->kids[0]->op == IR_DECLARE) {
        const ir_node *value = body_strip(n->kids[1]);
        if (code_calls(value, "getSharedData")) check_call(b, value, n->kids[0]->slot);
    }
    return true;
}

static bool has_call(void *self, ir_node *n)
{
    bool *found = self;
    *found = *found || code_calls(n, "getSharedData");
    return !*found;
}

static void read_body(void *self, const flow_place *p, ir_node *body)
{
    rule_context *c = self;
    bool found = false;
    ir_walk(body, has_call, &found);
    if (!found) return;
    body_look b = {c, p, ARENA_NEW_N(c->arena, slot_use, (size_t)p->func->slot_count)};
    ir_walk(body, look, &b);
    ir_walk(body, find_calls, &b);
}

void shared_data_run(rule_context *c)
{
    check_values(c);
    code_each_body(c, read_body, c);
}
