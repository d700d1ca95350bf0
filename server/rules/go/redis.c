/* project/redis-not-initialised: a Redis client that nobody initialises: each of its commands returns an error. */
#include "ir/func.h"
#include "rules/flow_rule.h"
#include "rules/go/rules.h"

typedef struct redis_search {
    const rule_context *c;
    ARRAY(const ir_node *) made;
    bool initialised;
} redis_search;

static bool is_maker(const ir_node *call)
{
    str package, name;
    const ir_node *callee = call->count ? body_strip(call->kids[0]) : NULL;
    bool named = callee && body_is_extern(callee, &package, &name) && str_is(name, "NewRedisClusterClient");
    const char *sdk = named ? sdk_package(package) : NULL;
    return sdk && strcmp(sdk, "wrapper") == 0;
}

/* Init(username, password, timeout, ...), on whatever */
static bool is_init(const ir_node *call)
{
    const ir_node *callee = call->count ? body_strip(call->kids[0]) : NULL;
    return callee && callee->op == IR_SELECT && str_is(callee->name, "Init") && call->count >= 4;
}

static bool makes(void *self, const body_facts *facts)
{
    bool found = false;
    (void)self;
    for (size_t i = 0; i < facts->calls.n && !found; i++) found = is_maker(facts->calls.at[i].call);
    return found;
}

static bool sets_up(void *self, const body_facts *facts)
{
    bool found = false;
    (void)self;
    for (size_t i = 0; i < facts->calls.n && !found; i++) found = is_init(facts->calls.at[i].call);
    return found;
}

static void look_into(redis_search *s, body_cache *cache, ir_func *f)
{
    const body_facts *facts = body_facts_of(cache, f);
    s->initialised = s->initialised || body_is(cache, f, BODY_SETS_UP_REDIS, sets_up, NULL);
    bool any = body_is(cache, f, BODY_MAKES_REDIS, makes, NULL);
    for (size_t i = 0; any && i < facts->calls.n; i++)
        if (is_maker(facts->calls.at[i].call)) array_push(s->c->arena, &s->made, facts->calls.at[i].call);
    for (size_t i = 0; i < facts->closures.n; i++) look_into(s, cache, facts->closures.at[i]->func);
}

void redis_run(rule_context *c)
{
    redis_search s = {.c = c, .initialised = ir_refused(c->program)};
    body_cache *facts = flow_of(c)->facts;
    for (size_t i = 0; i < ir_package_count(c->program); i++) {
        ir_package *p = ir_package_at(c->program, i);
        for (size_t k = 0; !p->library && !sdk_package(p->path) && k < p->funcs.n; k++)
            look_into(&s, facts, p->funcs.at[k]);
    }
    for (size_t i = 0; !s.initialised && i < s.made.n; i++) {
        const rule *r = rule_find(STR("project/redis-not-initialised"));
        ir_span at = flow_call_name(c, s.made.at[i]);
        if (at.file == IR_NO_FILE || !ir_file_is_own(c->program, at.file)) continue;
        rule_report(c, r, at, sdk_text_str(r->message));
    }
}
