/* Which of the plugin's functions run when. The flow engine leaves out those that do nothing to a stream; rules about data want
 * them, too. */
#include "rules/flow_reach.h"

#include "ir/library.h"
#include "ir/func.h"

enum { DEPTH_MOST = 40 };

typedef struct reached_frames {
    ARRAY(const flow_frame *) list;
} reached_frames;

typedef struct reach {
    rule_context *c;
    const flow *f;
    map seen; /* function, phase and whether it is a callback's */
    reached_frames frames; /* those behind the one that is followed wait */
} reach;

static bool is_new(reach *r, ir_func *f, const flow_context *k)
{
    char key[sizeof f + 2];
    memcpy(key, &f, sizeof f);
    key[sizeof f] = (char)k->handler->phase;
    key[sizeof f + 1] = (char)k->moment;
    str looked_up = {key, sizeof key};
    if (map_find(&r->seen, looked_up)) return false;
    map_put(r->c->arena, &r->seen, arena_str(r->c->arena, looked_up), f);
    return true;
}

static void follow(reach *r, ir_func *f, const flow_frame *from, const ir_node *call)
{
    if (!f->has_body || !is_new(r, f, from->context)) return;
    flow_frame *frame = ARENA_NEW(r->c->arena, flow_frame);
    *frame = (flow_frame){f, from->context, from, call, FLOW_CALL, true, false, from->depth + 1};
    array_push(r->c->arena, &r->frames.list, frame);
}

typedef struct go_list {
    arena *a;
    map calls; /* address of a call: `go f()`, which runs at some other time */
} go_list;

static str call_key(const ir_node *const *call) { return str_make((const char *)call, sizeof *call); }

static bool find_go(void *self, ir_node *n)
{
    go_list *g = self;
    const ir_node *call = n->op == IR_GO && n->count ? n->kids[0] : NULL;
    if (call) map_put(g->a, &g->calls, arena_str(g->a, call_key(&call)), n);
    return n->op != IR_CLOSURE;
}

typedef struct reached_call {
    ir_func *func;
    const ir_node *call;
} reached_call;

/* What a body calls: kept with it. */
typedef struct reached_calls {
    ARRAY(reached_call) list;
} reached_calls;

static void add_call(arena *a, reached_calls *out, ir_func *f, const ir_node *call)
{
    if (ir_func_is_own(f)) array_push(a, &out->list, (reached_call){f, call});
}

/* By name, and literals that are handed to code that may call them at once. */
static reached_calls *find_calls(reach *r, ir_func *f)
{
    const body_facts *facts = body_facts_of(r->f->facts, f);
    arena *kept = r->f->facts->arena;
    reached_calls *out = ARENA_NEW(kept, reached_calls);
    go_list started = {.a = r->c->arena};
    if (facts->ops & BODY_OP(IR_GO)) ir_walk(ir_func_body(r->c->program, f), find_go, &started);
    for (size_t i = 0; i < facts->calls.n; i++) {
        const ir_node *call = facts->calls.at[i].call;
        ir_node *callee = call->count ? body_strip(call->kids[0]) : NULL;
        str package, name;
        if (!callee || map_find(&started.calls, call_key(&call))) continue;
        add_call(kept, out, callee->op == IR_CLOSURE ? callee->func : body_named_func(callee), call);
        bool now = body_is_extern(callee, &package, &name) ? library_is_synchronous(package) : false;
        for (uint32_t k = 1; now && k < call->count; k++)
            if (call->kids[k] && call->kids[k]->op == IR_CLOSURE) add_call(kept, out, call->kids[k]->func, call);
    }
    return out;
}

static void follow_calls(reach *r, const flow_frame *frame)
{
    if (frame->depth >= DEPTH_MOST) return;
    void **kept = body_kept(r->f->facts, frame->func, BODY_KEEPS_CALLEES);
    if (!*kept) *kept = find_calls(r, frame->func);
    const reached_calls *calls = *kept;
    for (size_t i = 0; i < calls->list.n; i++) follow(r, calls->list.at[i].func, frame, calls->list.at[i].call);
}

static const reached_frames *find_reached(rule_context *c)
{
    reach r = {.c = c, .f = flow_of(c)};
    for (size_t i = 0; i < r.f->ran.n; i++) {
        const flow_place *p = &r.f->ran.at[i];
        if (ir_func_is_own(p->func) && is_new(&r, p->func, p->context)) array_push(c->arena, &r.frames.list, p->frame);
    }
    for (size_t i = 0; i < r.frames.list.n; i++) follow_calls(&r, r.frames.list.at[i]);
    reached_frames *found = ARENA_NEW(c->arena, reached_frames);
    *found = r.frames;
    return found;
}

void flow_each_reached(rule_context *c, flow_reached *visit, void *self)
{
    if (!c->reached) c->reached = find_reached(c);
    for (size_t i = 0; i < c->reached->list.n; i++) visit(self, c->reached->list.at[i]->func, c->reached->list.at[i]);
}
