/* flow/context-never-set: an unchecked type assertion on a context value that nothing ever sets. */
#include "ir/func.h"
#include "rules/flow_rule.h"
#include "rules/go/rules.h"

static const ir_node *key_of(const flow_use *u)
{
    const ir_node *n = u->call->count > 1 ? u->call->kids[1] : NULL;
    return n && n->op == IR_CONST && n->constant.kind == IR_STRING ? n : NULL;
}

/* Whether the key may be set: by code that was looked at, or by code that was not. */
static bool may_be_set(const flow *f, str key)
{
    for (size_t i = 0; i < f->uses.n; i++) {
        const flow_use *u = f->uses.at[i];
        if (u->function->effect != SDK_CONTEXT_SET) continue;
        const ir_node *n = key_of(u);
        if (!n || str_eq(n->constant.text, key)) return true;
    }
    return false;
}

typedef struct assertion_search {
    const ir_node *call;
    bool unchecked;
} assertion_search;

static bool find_assertion(void *self, ir_node *n)
{
    assertion_search *a = self;
    if (n->op == IR_ASSERT && n->kids[0] == a->call && !(n->flags & IR_COMMA_OK)) a->unchecked = true;
    return true;
}

void flow_context_key_run(rule_context *c)
{
    const flow *f = flow_of(c);
    for (size_t i = 0; !f->truncated && !ir_refused(c->program) && i < f->uses.n; i++) {
        const flow_use *u = f->uses.at[i];
        if (u->function->effect != SDK_CONTEXT_GET || !key_of(u) || may_be_set(f, key_of(u)->constant.text)) continue;
        assertion_search a = {u->call, false};
        ir_walk(ir_func_body(c->program, u->frame->func), find_assertion, &a);
        if (!a.unchecked) continue;
        rule_value values[] = {{"key", key_of(u)->constant.text}, {"where", flow_where(c, u->frame)}};
        flow_report(c, "flow/context-never-set", key_of(u)->at, values, 2, u->frame);
    }
}
