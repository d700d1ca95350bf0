/* flow/held-stream: one variable of the root context has the number of the stream that is held, and all requests share it. */
#include "ir/func.h"
#include "rules/cxx/body.h"
#include "rules/cxx/rules.h"

typedef struct search {
    rule_context *c;
    const flow_place *place;
    map *asked;      /* names of members whose stream is looked up by its number */
    uint8_t *own_id; /* variables of the body that have the number of the stream at hand */
} search;

static const ir_node *place_of(const ir_node *n)
{
    while (n && (n->op == IR_REFER || n->op == IR_ADDR)) n = n->kids[0];
    return n;
}

static bool note_asked(void *self, ir_node *n)
{
    const search *s = self;
    if (!code_calls(n, "getContext") && !code_calls(n, "proxy_set_effective_context")) return true;
    const ir_node *member = place_of(code_argument(n, 0));
    if (member && member->op == IR_MEMBER) map_put(s->c->arena, s->asked, member->name, s->asked);
    return true;
}

static void note_body(void *self, const flow_place *p, ir_node *body)
{
    search *s = self;
    if (p->context->registration->sdk->rooted) ir_walk(body, note_asked, s);
}

/* The handler of the body waits on some way. */
static bool may_wait(const flow *f, const flow_context *k)
{
    for (size_t i = 0; i < f->entries.n; i++) {
        const flow_entry *e = f->entries.at[i];
        for (size_t x = 0; e->context == k && x < e->exits.n; x++)
            if (flow_pauses(f, e, &e->exits.at[x]) && !e->exits.at[x].state.answered) return true;
    }
    return false;
}

/* root_->member or rootContext()->member: a member of another object than the stream's context. */
static bool is_elsewhere(const ir_node *member)
{
    const ir_node *of = member->kids[0];
    if (!of || of->op != IR_TARGET) return false;
    of = body_strip(of->kids[0]);
    return of && !(of->op == IR_LOCAL && of->slot == 0);
}

static bool look(void *self, ir_node *n)
{
    search *s = self;
    if (n->op == IR_ASSIGN && n->targets == 1 && n->count == 2 && n->kids[0]->op == IR_DECLARE && n->kids[0]->slot >= 0)
        s->own_id[n->kids[0]->slot] = code_calls(body_strip(n->kids[1]), "id");
    const ir_node *member = n->op == IR_UPDATE && !n->sub ? place_of(n->kids[0]) : NULL;
    if (!member || member->op != IR_MEMBER || !is_elsewhere(member) || !map_find(s->asked, member->name)) return true;
    const ir_node *value = body_strip(n->kids[1]);
    bool own = code_calls(value, "id") || (code_local(value) >= 0 && s->own_id[code_local(value)]);
    if (!own) return true;
    rule_value values[] = {{"name", member->name}};
    flow_report(s->c, "flow/held-stream", member->at, values, 1, s->place->frame);
    return true;
}

static void read_body(void *self, const flow_place *p, ir_node *body)
{
    search *all = self;
    bool stream = p->context->moment == FLOW_HANDLER && flow_direction_of(p->context->handler->phase) != FLOW_NEITHER;
    if (!stream || !may_wait(flow_of(all->c), p->context)) return;
    search s = {all->c, p, all->asked, ARENA_NEW_N(all->c->arena, uint8_t, (size_t)p->func->slot_count)};
    ir_walk(body, look, &s);
}

void held_stream_run(rule_context *c)
{
    map asked = {0};
    search s = {.c = c, .asked = &asked};
    code_each_body(c, note_body, &s);
    if (asked.n) code_each_body(c, read_body, &s);
}
