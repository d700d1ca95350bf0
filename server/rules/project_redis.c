/* project/redis-not-initialised: a Redis client that nobody initialises: each of its commands returns an error. */
#include "rules/flow_rule.h"

typedef struct redis_search {
    const rule_context *c;
    ARRAY(const ir_node *) made;
    bool initialised;
} redis_search;

static bool visit(void *self, ir_node *n)
{
    redis_search *s = self;
    str package, name;
    if (n->op == IR_CLOSURE) ir_walk(ir_func_body(s->c->program, n->func), visit, s);
    if (n->op != IR_CALL || !n->count) return true;
    const ir_node *callee = body_strip(n->kids[0]);
    if (body_is_extern(callee, &package, &name)) {
        const char *sdk = sdk_package(package);
        bool makes = sdk && strcmp(sdk, "wrapper") == 0 && str_is(name, "NewRedisClusterClient");
        if (makes) array_push(s->c->arena, &s->made, n);
    } else if (callee->op == IR_SELECT && str_is(callee->name, "Init") && n->count >= 4) {
        s->initialised = true; /* Init(username, password, timeout, ...), on whatever */
    }
    return true;
}

void redis_run(rule_context *c)
{
    redis_search s = {.c = c};
    for (size_t i = 0; i < c->program->packages.n; i++) {
        ir_package *p = c->program->packages.at[i];
        for (size_t k = 0; !p->library && !sdk_package(p->path) && k < p->funcs.n; k++)
            ir_walk(ir_func_body(c->program, p->funcs.at[k]), visit, &s);
    }
    for (size_t i = 0; !s.initialised && i < s.made.n; i++) {
        const rule *r = rule_find(STR("project/redis-not-initialised"));
        ir_span at = flow_call_name(c, s.made.at[i]);
        if (at.file == IR_NO_FILE || !c->program->files.at[at.file].own) continue;
        rule_report(c, r, at, rule_text(c, r->message));
    }
}
