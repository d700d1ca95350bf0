/* flow/net-http, flow/os-file, flow/sleep, flow/blocking, flow/goroutine, flow/exit: Go as usual, and libraries, that a Wasm
 * module on an event loop can't have.
 *
 * Looked at are the functions that the flow engine saw run for a handler or callback; a `go` statement counts wherever it stands
 * in the plugin's own packages. What is not to be called is data: schema/libraries/go.json. */
#include "ir/language_row.h"
#include "ir/func.h"
#include "rules/flow_reach.h"
#include "rules/go/rules.h"
#include "text/line_index.h"

typedef struct library_call {
    const char *package, *name, *rule; /* name: "Get", "Client.Do" */
    const char *first;                 /* the first argument; empty: any */
} library_call;

#include "go_library_tables.h"

typedef struct walk {
    rule_context *c;
    ir_func *func;            /* whose body it is */
    const flow_frame *frame;  /* how it came to run; NULL when it is not known to */
    const map *frames;        /* of all functions that ran, by their addresses */
    bool goroutines_only;
} walk;

static void walk_body(walk *w, ir_node *body);

/* The package itself, or a major version of it: ".../v9". */
static bool is_package(str package, const char *wanted)
{
    size_t n = strlen(wanted);
    if (!str_starts(package, str_of(wanted))) return false;
    if (package.n > n && !str_starts(str_slice(package, n, package.n), STR("/v"))) return false;
    for (size_t i = n + 2; i < package.n; i++)
        if (package.p[i] < '0' || package.p[i] > '9') return false;
    return package.n == n || package.n > n + 2;
}

static bool fits_first(const library_call *l, const ir_node *call)
{
    const ir_node *first = call->count > 1 ? call->kids[1] : NULL;
    if (!*l->first) return true;
    return first && first->op == IR_CONST && first->constant.kind == IR_STRING && str_is(first->constant.text, l->first);
}

static const library_call *find_call(const ir_node *call, str package, str type, str name)
{
    for (size_t i = 0; i < sizeof library_calls / sizeof *library_calls; i++) {
        const library_call *l = &library_calls[i];
        if (!package.n || package.p[0] != l->package[0]) continue; /* most are none of them: the quick answer first */
        str wanted = str_of(l->name);
        if (!is_package(package, l->package) || !fits_first(l, call)) continue;
        if (type.n == 0 && str_eq(wanted, name)) return l;
        bool method = type.n && wanted.n == type.n + 1 + name.n && wanted.p[type.n] == '.' && str_starts(wanted, type) &&
                      str_ends(wanted, name);
        if (method) return l;
    }
    return NULL;
}

static const library_call *library_call_of(const ir_node *call)
{
    const ir_node *callee = call->count ? body_strip(call->kids[0]) : NULL;
    str package, name;
    if (callee && callee->op == IR_SELECT && callee->count) {
        const ir_type *t = callee->kids[0] ? callee->kids[0]->type : NULL;
        while (t && t->kind == TYPE_POINTER) t = t->elem;
        return t && t->kind == TYPE_NAMED ? find_call(call, t->package, t->name, callee->name) : NULL;
    }
    return callee && body_is_extern(callee, &package, &name) ? find_call(call, package, (str){0}, name) : NULL;
}

/* What the plugin's SDK has instead. */
static str client_of(const rule_context *c, const library_call *l)
{
    return rule_word(c, str_ends(str_of(l->package), STR("redis")) ? "redis_client" : "http_client");
}

static void report(walk *w, const char *id, ir_span at, str name)
{
    rule_value values[] = {{"name", name}};
    flow_report(w->c, id, at, values, 1, w->frame);
}

static str source_of(const walk *w, ir_span at)
{
    return str_slice(ir_file_text(w->c->program, at.file), at.at.start, at.at.end);
}

static ir_span first_line(const walk *w, ir_span at)
{
    at.at = line_first(ir_file_text(w->c->program, at.file), at.at);
    return at;
}

static str key_of(ir_func *const *func) { return (str){(const char *)func, sizeof *func}; }

typedef struct frame_list {
    rule_context *c;
    map frames;
} frame_list;

static void note_frame(void *self, ir_func *f, const flow_frame *frame)
{
    frame_list *list = self;
    str key = arena_str(list->c->arena, key_of(&f));
    if (!map_find(&list->frames, key)) map_put(list->c->arena, &list->frames, key, (void *)(uintptr_t)frame);
}

/* The first way to each function that runs. */
static map frames_of(rule_context *c)
{
    frame_list list = {.c = c};
    flow_each_reached(c, note_frame, &list);
    return list.frames;
}

typedef struct send_search {
    int32_t slot;
    bool found;
} send_search;

static bool find_send(void *self, ir_node *n)
{
    send_search *s = self;
    if (n->op == IR_SEND && n->count && n->kids[0] && n->kids[0]->op == IR_LOCAL && n->kids[0]->slot == s->slot) s->found = true;
    return true;
}

/* Something was put into the channel by this very function: a semaphore. */
static bool is_filled_here(walk *w, const ir_node *channel)
{
    if (!channel || channel->op != IR_LOCAL) return false;
    send_search s = {channel->slot, false};
    ir_walk(ir_func_body(w->c->program, w->func), find_send, &s);
    return s.found;
}

/* The channel operations that a select names are not waited for one by one. */
static void walk_select(walk *w, ir_node *n)
{
    bool waits = true;
    for (uint32_t i = 0; i < n->count; i++) {
        ir_node *k = n->kids[i];
        if (!k || k->op != IR_CASE) continue;
        if (k->flags & IR_DEFAULT) waits = false;
        ir_node *body = k->count ? k->kids[k->count - 1] : NULL;
        for (uint32_t s = k->flags & IR_DEFAULT ? 0 : 1; body && s < body->count; s++) walk_body(w, body->kids[s]);
    }
    ir_span at = n->at;
    at.at.end = at.at.start + 6; /* the keyword */
    if (waits && !w->goroutines_only) report(w, "flow/blocking", at, source_of(w, at));
}

static void look_at_call(walk *w, const ir_node *call)
{
    const library_call *l = library_call_of(call);
    if (!l) return;
    phase p = w->frame ? w->frame->context->handler->phase : PHASE_VM_START;
    bool starts = w->frame && (p == PHASE_VM_START || p == PHASE_PLUGIN_START);
    rule_value refuse = {"refuse", rule_word(w->c, starts && p == PHASE_VM_START ? "refuse_vm" : "refuse_config")};
    const char *phrase = !w->frame ? "exit_at_start" : starts ? "exit_starting" : "exit_running";
    str ends = rule_format(w->c, rule_related(phrase), &refuse, 1);
    rule_value values[] = {{"name", str_of(l->name)}, {"client", client_of(w->c, l)}, {"ends", ends}};
    flow_report(w->c, l->rule, flow_call_name(w->c, call), values, 3, w->frame);
}

static bool visit(void *self, ir_node *n)
{
    walk *w = self;
    switch (n->op) {
    case IR_GO: {
        if (w->goroutines_only) report(w, "flow/goroutine", first_line(w, n->at), STR("go"));
        return true;
    }
    case IR_CLOSURE: {
        walk inner = *w;
        inner.func = n->func;
        inner.frame = map_get(w->frames, key_of(&n->func));
        if (w->goroutines_only) walk_body(&inner, ir_func_body(w->c->program, n->func));
        return true;
    }
    case IR_COMM_SELECT: walk_select(w, n); return false;
    case IR_RECEIVE:
        if (!w->goroutines_only && n->count && !is_filled_here(w, n->kids[0]))
            report(w, "flow/blocking", n->at, source_of(w, n->at));
        return true;
    case IR_CALL:
        if (!w->goroutines_only) look_at_call(w, n);
        return true;
    default: return true;
    }
}

static void walk_body(walk *w, ir_node *body)
{
    if (body) ir_walk(body, visit, w);
}

static bool calls_library(void *self, const body_facts *facts)
{
    (void)self;
    for (size_t i = 0; i < facts->calls.n; i++)
        if (library_call_of(facts->calls.at[i].call)) return true;
    return false;
}

/* A function that runs in a handler or callback. */
static void walk_running(walk *w)
{
    const body_facts *facts = body_facts_of(w->c->flow->facts, w->func);
    if (facts->ops & (BODY_OP(IR_COMM_SELECT) | BODY_OP(IR_RECEIVE))) {
        walk_body(w, ir_func_body(w->c->program, w->func));
        return;
    }
    if (!body_is(w->c->flow->facts, w->func, BODY_CALLS_LIBRARY, calls_library, NULL)) return;
    for (size_t i = 0; i < facts->calls.n; i++) look_at_call(w, facts->calls.at[i].call);
}

static bool uses_sdk(const rule_context *c)
{
    for (size_t i = 0; i < c->registrations->n; i++)
        if (c->registrations->at[i].handlers.n) return true;
    return false;
}

/* What the runtime calls by itself: every init, and main where it is the entry point (a native build is a reactor: main is not
 * called). */
static bool runs_at_start(const rule_context *c, const ir_func *f)
{
    if (f->receiver) return false;
    return str_is(f->name, "init") ||
           (str_is(f->name, "main") && str_is(f->package->name, "main") && !c->build->reactor);
}

static bool starts_go(void *self, const body_facts *facts)
{
    bool found = facts->ops & BODY_OP(IR_GO);
    for (size_t i = 0; i < facts->closures.n && !found; i++)
        found = body_has_ops(self, facts->closures.at[i]->func, BODY_OP(IR_GO));
    return found;
}

static void walk_function(rule_context *c, const flow *f, const map *frames, ir_func *func)
{
    walk w = {.c = c, .func = func, .frame = map_get(frames, key_of(&func)), .frames = frames, .goroutines_only = true};
    if (body_is(f->facts, func, BODY_STARTS_GO, starts_go, f->facts)) walk_body(&w, ir_func_body(c->program, func));
    w.goroutines_only = false;
    if (!w.frame && runs_at_start(c, func)) walk_body(&w, ir_func_body(c->program, func));
}

void flow_library_run(rule_context *c)
{
    const flow *f = flow_of(c);
    if (!uses_sdk(c)) return;
    map frames = frames_of(c);
    for (size_t i = 0; i < ir_package_count(c->program); i++) {
        ir_package *p = ir_package_at(c->program, i);
        for (size_t k = 0; p->own && k < p->funcs.n; k++)
            walk_function(c, f, &frames, p->funcs.at[k]);
    }
    for (size_t i = 0; i < frames.n; i++) {
        const flow_frame *frame = frames.entries[i].value;
        if (ir_func_is_own(frame->func))
            walk_running(&(walk){.c = c, .func = frame->func, .frame = frame, .frames = &frames});
    }
}
