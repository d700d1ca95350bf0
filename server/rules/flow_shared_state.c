/* flow/shared-state: a package variable that one handler sets and a later one reads: in between, other requests run. */
#include "rules/flow_rule.h"

typedef struct access {
    ir_global *global;
    const ir_node *at;
    const flow_frame *frame;
    phase phase;
} access;

typedef struct access_walk {
    rule_context *c;
    const flow_frame *frame;
    ARRAY(access) writes, reads;
} access_walk;

static bool is_stream_phase(phase p) { return p >= PHASE_REQUEST_HEADERS && p <= PHASE_STREAM_DONE; }

/* Only plain values are a request's: maps, clients, pools and their like are shared on purpose. */
static bool is_plain(const ir_global *g)
{
    switch (type_under_kind(g->type)) {
    case TYPE_BOOL: case TYPE_STRING: case TYPE_INT: case TYPE_INT32: case TYPE_INT64: case TYPE_UINT32: return true;
    default: return false;
    }
}

static bool visit(void *self, ir_node *n)
{
    access_walk *w = self;
    phase p = w->frame->context->handler->phase;
    if (n->op == IR_ASSIGN && !n->sub) {
        for (uint32_t i = 0; i < n->targets; i++) {
            const ir_node *place = n->kids[i];
            bool constant = n->count == 2 * n->targets && n->kids[n->targets + i] && n->kids[n->targets + i]->op == IR_CONST;
            if (place->op == IR_GLOBAL && is_plain(place->global) && place->global->package->own && !constant)
                array_push(w->c->arena, &w->writes, (access){place->global, place, w->frame, p});
        }
        for (uint32_t i = n->targets; i < n->count; i++)
            if (n->kids[i]) ir_walk(n->kids[i], visit, w);
        for (uint32_t i = 0; i < n->targets; i++)
            if (n->kids[i]->op != IR_GLOBAL) ir_walk(n->kids[i], visit, w);
        return false;
    }
    if (n->op == IR_GLOBAL && n->global->package && n->global->package->own)
        array_push(w->c->arena, &w->reads, (access){n->global, n, w->frame, p});
    return true;
}

static const access *later_read(const access_walk *w, const access *write)
{
    for (size_t i = 0; i < w->reads.n; i++)
        if (w->reads.at[i].global == write->global && w->reads.at[i].phase > write->phase) return &w->reads.at[i];
    return NULL;
}

/* Set again in every phase in which it is read: no more than a parameter that is passed aside. */
static bool is_set_in(const access_walk *w, const ir_global *g, phase p)
{
    for (size_t i = 0; i < w->writes.n; i++)
        if (w->writes.at[i].global == g && w->writes.at[i].phase == p) return true;
    return false;
}

static void collect(access_walk *w, const flow *f)
{
    map seen = {0}; /* function and phase */
    for (size_t i = 0; i < f->ran.n; i++) {
        const flow_place *p = &f->ran.at[i];
        phase at = p->context->handler->phase;
        if (!p->func->package || !p->func->package->own || !is_stream_phase(at)) continue;
        char key[sizeof p->func + 1];
        memcpy(key, &p->func, sizeof p->func);
        key[sizeof p->func] = (char)at;
        str kept = arena_str(w->c->arena, (str){key, sizeof key});
        if (map_find(&seen, kept)) continue;
        map_put(w->c->arena, &seen, kept, p->func);
        w->frame = p->frame;
        if (!(body_facts_of(f->facts, p->func)->ops & BODY_OP(IR_GLOBAL))) continue;
        ir_node *body = ir_func_body(w->c->program, p->func);
        if (body) ir_walk(body, visit, w);
    }
}

void flow_shared_state_run(rule_context *c)
{
    access_walk w = {.c = c};
    if (c->program->refused) return;
    collect(&w, flow_of(c));
    for (size_t i = 0; i < w.writes.n; i++) {
        const access *a = &w.writes.at[i], *read = later_read(&w, a);
        if (!read || is_set_in(&w, a->global, read->phase)) continue;
        rule_value values[] = {{"name", a->global->name}, {"handler", flow_handler_name(a->frame->context->handler)},
                               {"reader", flow_handler_name(read->frame->context->handler)}};
        diagnostic *d = flow_report(c, "flow/shared-state", a->at->at, values, 3, a->frame);
        if (d) rule_add_place(c, d, read->at->at, rule_text(c, rule_related("read_later")));
    }
}
