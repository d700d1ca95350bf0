/* project/redis-not-initialised: a Redis client that nobody initialises: each of its commands returns an error. */
#include "ir/program.h"
#include "rules/flow_rule.h"
#include "rules/go/rules.h"

typedef struct redis_search {
    const rule_context *c;
    ARRAY(const ir_node *) made;
    bool initialised;
} redis_search;

static void look_at(redis_search *s, const ir_node *call)
{
    str package, name;
    const ir_node *callee = call->count ? body_strip(call->kids[0]) : NULL;
    if (!callee) return;
    if (body_is_extern(callee, &package, &name)) {
        const char *sdk = str_is(name, "NewRedisClusterClient") ? sdk_package(package) : NULL;
        if (sdk && strcmp(sdk, "wrapper") == 0) array_push(s->c->arena, &s->made, call);
    } else if (callee->op == IR_SELECT && str_is(callee->name, "Init") && call->count >= 4) {
        s->initialised = true; /* Init(username, password, timeout, ...), on whatever */
    }
}

static void look_into(redis_search *s, body_cache *cache, ir_func *f)
{
    const body_facts *facts = body_facts_of(cache, f);
    for (size_t i = 0; i < facts->calls.n; i++) look_at(s, facts->calls.at[i].call);
    for (size_t i = 0; i < facts->closures.n; i++) look_into(s, cache, facts->closures.at[i]->func);
}

void redis_run(rule_context *c)
{
    redis_search s = {.c = c, .initialised = c->program->refused};
    body_cache *facts = flow_of(c)->facts;
    for (size_t i = 0; i < c->program->packages.n; i++) {
        ir_package *p = c->program->packages.at[i];
        for (size_t k = 0; !p->library && !sdk_package(p->path) && k < p->funcs.n; k++)
            look_into(&s, facts, p->funcs.at[k]);
    }
    for (size_t i = 0; !s.initialised && i < s.made.n; i++) {
        const rule *r = rule_find(STR("project/redis-not-initialised"));
        ir_span at = flow_call_name(c, s.made.at[i]);
        if (at.file == IR_NO_FILE || !c->program->files.at[at.file].own) continue;
        rule_report(c, r, at, sdk_text_str(r->message));
    }
}
