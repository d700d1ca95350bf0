#include "rules/cxx/body.h"

#include "ir/func.h"
#include "ir/language_row.h"

bool code_calls(const ir_node *n, const char *name)
{
    str package, called;
    return n && n->op == IR_CALL && body_is_extern(body_strip(n->kids[0]), &package, &called) && sdk_package(package) &&
           str_is(called, name);
}

const ir_node *code_argument(const ir_node *call, uint32_t i)
{
    return i + 1 < call->count ? body_strip(call->kids[i + 1]) : NULL;
}

str code_text(const ir_node *n)
{
    return n && n->op == IR_CONST && n->constant.kind == IR_STRING ? n->constant.text : (str){0};
}

int32_t code_local(const ir_node *n)
{
    while (n && (n->op == IR_REFER || n->op == IR_ADDR)) n = n->kids[0];
    return n && n->op == IR_LOCAL ? n->slot : -1;
}

void code_each_body(rule_context *c, void (*look)(void *self, const flow_place *p, ir_node *body), void *self)
{
    const flow *f = flow_of(c);
    map seen = {0};
    for (size_t i = 0; i < f->ran.n; i++) {
        const flow_place *p = &f->ran.at[i];
        str key = {(const char *)&p->func, sizeof p->func};
        if (map_find(&seen, key)) continue;
        map_put(c->arena, &seen, key, c);
        look(self, p, ir_func_body(c->program, p->func));
    }
}
