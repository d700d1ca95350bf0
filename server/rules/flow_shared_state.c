/* flow/shared-state: what outlives a request - a package variable, a field of the plugin's own context, what the configuration
 * points to - is set by one handler and read by a later one: in between, other requests run.
 * flow/config-write: a handler writes to its copy of the configuration, which a later one does not see. */
#include "ir/library.h"
#include "ir/func.h"
#include "rules/flow_reach.h"

/* Something that is kept, as a text: what it lies in and the names of fields and constant keys. */
typedef struct place {
    str key;     /* empty: none that is followed */
    bool copied; /* a part of the configuration that each handler has a copy of */
} place;

typedef struct access {
    str key;
    const ir_node *at;
    const flow_frame *frame;
    bool copied, constant, adds; /* adds: to what it holds */
} access;

typedef ARRAY(access) access_list;

/* Those of a body, without their frames, which are kept with it. */
typedef struct kept_accesses {
    uint64_t types; /* access_walk.types, with which they were found */
    access_list writes, reads;
} kept_accesses;

typedef struct access_walk {
    rule_context *c;
    ARRAY(const ir_type *) configs; /* types of configurations */
    ARRAY(const ir_type *) shared;  /* types of which the plugin has one value: its contexts */
    uint64_t types; /* the names of these, as a number */
    access_list writes, reads;
    map last_read, set_in; /* by key and moment */
} access_walk;

static bool is_stream_phase(phase p) { return p >= PHASE_REQUEST_HEADERS && p <= PHASE_STREAM_DONE; }

/* Only plain values are a request's: maps, clients, pools and their like are shared on purpose. */
static bool is_plain(const ir_type *t)
{
    if (!t) return false;
    switch (type_under_kind(t)) {
    case TYPE_BOOL: case TYPE_STRING: case TYPE_INT: case TYPE_INT32: case TYPE_INT64: case TYPE_UINT32: return true;
    case TYPE_SLICE: { /* bytes, texts, headers */
        type_kind k = type_under(t)->elem ? type_under_kind(type_under(t)->elem) : TYPE_UNKNOWN;
        return k == TYPE_UINT8 || k == TYPE_STRING || k == TYPE_ARRAY;
    }
    default: return false;
    }
}

/* A struct of such values, or a pointer to a new one: what a request is kept in. */
static bool is_record(const ir_type *t, const ir_node *what)
{
    if (t && t->kind == TYPE_POINTER && what && what->op == IR_ADDR && what->kids[0]->op == IR_COMPOSITE) t = t->elem;
    const ir_type *under = t && t->kind == TYPE_NAMED ? type_under(t) : NULL;
    if (!under || under->kind != TYPE_STRUCT || !under->field_count) return false;
    for (uint32_t i = 0; i < under->field_count; i++)
        if (!is_plain(under->fields[i].type)) return false;
    return true;
}

/* --- places --- */

static const ir_type *named_of(const ir_type *t)
{
    while (t && t->kind == TYPE_POINTER) t = t->elem;
    return t && t->kind == TYPE_NAMED ? t : NULL;
}

static bool is_one_of(const ir_type *t, const ir_type *const *list, size_t n)
{
    for (size_t i = 0; t && i < n; i++)
        if (str_eq(list[i]->name, t->name) && str_eq(list[i]->package, t->package)) return true;
    return false;
}

static place place_of(access_walk *w, const ir_node *n);

static place inside(access_walk *w, place outer, const char *open, str name)
{
    if (outer.key.n) outer.key = arena_printf(w->c->arena, "%.*s%s%.*s", STR_ARG(outer.key), open, STR_ARG(name));
    return outer;
}

/* A value of a type that the plugin has one of, or of which it hands out copies. */
static place place_of_value(access_walk *w, const ir_node *n)
{
    const ir_type *t = named_of(n->type);
    bool pointer = n->type && n->type->kind == TYPE_POINTER;
    bool config = is_one_of(t, w->configs.at, w->configs.n);
    if (!is_one_of(t, w->shared.at, w->shared.n) && !config) return (place){0};
    if (config && n->op != IR_LOCAL && !pointer) return (place){0};
    return (place){arena_printf(w->c->arena, "%.*s.%.*s", STR_ARG(t->package), STR_ARG(t->name)), config && n->op == IR_LOCAL};
}

static place place_of(access_walk *w, const ir_node *n)
{
    if (!n) return (place){0};
    place known = place_of_value(w, n);
    if (known.key.n) return known;
    switch ((ir_op)n->op) {
    case IR_GLOBAL:
        if (!n->global->package || !n->global->package->own) return (place){0};
        return (place){arena_printf(w->c->arena, "%.*s:%.*s", STR_ARG(n->global->package->path), STR_ARG(n->global->name)),
                       false};
    case IR_SELECT: {
        place outer = place_of(w, n->kids[0]);
        if (n->kids[0]->type && n->kids[0]->type->kind == TYPE_POINTER && n->kids[0]->op != IR_LOCAL) outer.copied = false;
        return inside(w, outer, ".", n->name);
    }
    case IR_INDEX: {
        const ir_node *key = n->count > 1 ? n->kids[1] : NULL;
        bool constant = key && key->op == IR_CONST && key->constant.kind == IR_STRING;
        place outer = constant ? place_of(w, n->kids[0]) : (place){0};
        outer.copied = false;
        return inside(w, outer, "[", constant ? key->constant.text : (str){0});
    }
    case IR_DEREF: case IR_CONVERT: return place_of(w, n->kids[0]);
    default: return (place){0};
    }
}

/* --- what is written and read --- */

/* append(x, ...) and x + ... for the place that it is assigned to. */
static bool adds_to(access_walk *w, const ir_node *what, str key)
{
    bool grows = what && ((what->op == IR_BUILTIN && what->sub == IR_APPEND) || (what->op == IR_BINARY && what->sub == '+'));
    return grows && what->count && str_eq(place_of(w, what->kids[0]).key, key);
}

static void note_write(access_walk *w, const ir_node *at, const ir_node *what, bool adds)
{
    place p = place_of(w, at);
    if (!p.key.n || (!is_plain(at->type) && !is_record(at->type, what))) return;
    access a = {.key = p.key, .at = at, .copied = p.copied, .constant = what && what->op == IR_CONST};
    a.adds = adds || adds_to(w, what, p.key);
    array_push(w->c->arena, &w->writes, a);
}

static bool visit(void *self, ir_node *n);

static void visit_assign(access_walk *w, ir_node *n)
{
    bool pairs = n->count == 2 * n->targets,
         counts = n->sub && n->kids[0]->type && type_under_kind(n->kids[0]->type) != TYPE_STRING;
    for (uint32_t i = 0; i < n->targets && !counts; i++)
        note_write(w, n->kids[i], pairs ? n->kids[n->targets + i] : NULL, n->sub);
    for (uint32_t i = n->targets; i < n->count; i++)
        if (n->kids[i]) ir_walk(n->kids[i], visit, w);
    for (uint32_t i = 0; i < n->targets; i++) {
        bool followed = place_of(w, n->kids[i]).key.n;
        if (n->sub || !followed) ir_walk(n->kids[i], visit, w);
    }
}

/* buffer.Write(chunk) */
static void visit_call(access_walk *w, const ir_node *n)
{
    const ir_node *callee = n->count ? body_strip(n->kids[0]) : NULL;
    if (!callee || callee->op != IR_SELECT || library_type_of(callee->kids[0]->type) != LIBRARY_BUFFER) return;
    if (!(library_name_effects(ir_language(w->c->program), callee->name) & LIBRARY_WRITES)) return;
    place p = place_of(w, callee->kids[0]);
    access a = {.key = p.key, .at = callee->kids[0], .adds = true};
    if (p.key.n && !p.copied) array_push(w->c->arena, &w->writes, a);
}

static bool visit(void *self, ir_node *n)
{
    access_walk *w = self;
    if (n->op == IR_ASSIGN) {
        visit_assign(w, n);
        return false;
    }
    if (n->op == IR_CALL) visit_call(w, n);
    if (n->op != IR_GLOBAL && n->op != IR_SELECT && n->op != IR_INDEX) return true;
    place p = place_of(w, n);
    if (p.key.n) array_push(w->c->arena, &w->reads, (access){.key = p.key, .at = n, .copied = p.copied});
    return true;
}

/* --- in which order --- */

/* Handlers in the order of a stream's life; a callback of one comes when others have run. */
static int moment_of(const access *a)
{
    return 2 * (int)a->frame->context->handler->phase + (a->frame->context->moment == FLOW_CALLBACK);
}

static str moment_key(access_walk *w, str key, int moment)
{
    return arena_printf(w->c->arena, "%d %.*s", moment, STR_ARG(key));
}

static void index_accesses(access_walk *w)
{
    for (size_t i = 0; i < w->writes.n; i++) {
        const access *a = &w->writes.at[i];
        map_put(w->c->arena, &w->set_in, moment_key(w, a->key, moment_of(a)), w);
    }
    for (size_t i = 0; i < w->reads.n; i++) {
        const access *a = &w->reads.at[i];
        const access *known = map_get(&w->last_read, a->key);
        str same = moment_key(w, a->key, moment_of(a));
        if (!map_find(&w->last_read, same)) map_put(w->c->arena, &w->last_read, same, (void *)(uintptr_t)a);
        if (!known || moment_of(a) > moment_of(known)) map_put(w->c->arena, &w->last_read, a->key, (void *)(uintptr_t)a);
    }
}

/* The last handler that reads it, if that is a later one, which does not set it itself. */
static const access *later_read(access_walk *w, const access *write)
{
    const access *read = map_get(&w->last_read, write->key);
    if (!read || moment_of(read) <= moment_of(write)) return NULL;
    /* A handler's own copy: so is that of its callbacks. */
    if (write->copied && moment_of(read) / 2 == moment_of(write) / 2) return NULL;
    return map_find(&w->set_in, moment_key(w, write->key, moment_of(read))) ? NULL : read;
}

/* A handler that gets one chunk after the other collects them. */
static const access *collected(const access *write)
{
    const flow_context *k = write->frame->context;
    phase p = k->handler->phase;
    bool body = p == PHASE_REQUEST_BODY || p == PHASE_RESPONSE_BODY;
    return write->adds && body && (k->handler->streaming || k->registration->sdk->ends_at >= 0) ? write : NULL;
}

/* --- collecting --- */

static void add_type(access_walk *w, const ir_type *t, bool config)
{
    const ir_type *named = named_of(t);
    if (!named || named->opaque || type_under_kind(named) != TYPE_STRUCT || sdk_package(named->package)) return;
    w->types = str_hash(named->package, str_hash(named->name, w->types * 2 + config));
    if (config) array_push(w->c->arena, &w->configs, named);
    else array_push(w->c->arena, &w->shared, named);
}

static void collect_types(access_walk *w)
{
    for (size_t i = 0; i < w->c->registrations->n; i++) {
        const registration *r = &w->c->registrations->at[i];
        for (size_t k = 0; k < r->handlers.n; k++) {
            const ir_func *f = r->handlers.at[k].func;
            if (!f) continue;
            if (r->sdk->options && f->param_count > 1 && is_stream_phase(r->handlers.at[k].phase))
                add_type(w, f->params[1].type, true);
            if (r->sdk->options || r->handlers.at[k].phase != PHASE_NEW_HTTP_CONTEXT || !f->receiver) continue;
            add_type(w, f->receiver, false);
            const ir_type *t = type_under(f->receiver);
            for (uint32_t j = 0; t && t->kind == TYPE_STRUCT && j < t->field_count; j++)
                if (!t->fields[j].embedded) add_type(w, t->fields[j].type, true);
        }
    }
}

static void keep(arena *a, access_list *to, const access_list *from)
{
    for (size_t i = 0; i < from->n; i++) {
        array_push(a, to, from->at[i]);
        array_last(to).key = arena_str(a, from->at[i].key);
    }
}

static const kept_accesses *accesses_of(access_walk *w, ir_func *f)
{
    body_cache *cache = w->c->flow->facts;
    void **kept = body_kept(cache, f, BODY_KEEPS_ACCESSES);
    kept_accesses *known = *kept;
    if (known && known->types == w->types) return known;
    if (!known) *kept = known = ARENA_NEW(cache->arena, kept_accesses);
    *known = (kept_accesses){.types = w->types};
    access_walk found = *w;
    found.writes = found.reads = (access_list){0};
    bool any = body_facts_of(cache, f)->ops & (BODY_OP(IR_GLOBAL) | BODY_OP(IR_SELECT));
    if (any) ir_walk(ir_func_body(w->c->program, f), visit, &found);
    keep(cache->arena, &known->writes, &found.writes);
    keep(cache->arena, &known->reads, &found.reads);
    return known;
}

static void add_all(access_walk *w, access_list *to, const access_list *from, const flow_frame *frame)
{
    for (size_t i = 0; i < from->n; i++) {
        array_push(w->c->arena, to, from->at[i]);
        array_last(to).frame = frame;
    }
}

static void collect(void *self, ir_func *f, const flow_frame *frame)
{
    access_walk *w = self;
    if (!is_stream_phase(frame->context->handler->phase)) return;
    const kept_accesses *known = accesses_of(w, f);
    add_all(w, &w->writes, &known->writes, frame);
    add_all(w, &w->reads, &known->reads, frame);
}

static void check(access_walk *w, const access *a)
{
    rule_context *c = w->c;
    const access *read = later_read(w, a);
    /* A flag that is looked at where it is set marks what is done once. */
    if (read && a->constant && map_find(&w->last_read, moment_key(w, a->key, moment_of(a)))) return;
    if (!read) read = collected(a);
    if (!read) return;
    str name = str_slice(ir_file_text(c->program, a->at->at.file), a->at->at.at.start, a->at->at.at.end);
    rule_value values[] = {{"name", name}, {"handler", flow_handler_name(a->frame->context->handler)},
                           {"reader", flow_handler_name(read->frame->context->handler)}};
    diagnostic *d = flow_report(c, a->copied ? "flow/config-write" : "flow/shared-state", a->at->at, values, 3, a->frame);
    if (d && read != a)
        rule_add_place(c, d, read->at->at, sdk_text_str(rule_related(a->copied ? "read_unchanged" : "read_later")));
}

void flow_shared_state_run(rule_context *c)
{
    access_walk w = {.c = c};
    if (ir_refused(c->program)) return;
    collect_types(&w);
    flow_each_reached(c, collect, &w);
    if (w.writes.n) index_accesses(&w);
    for (size_t i = 0; i < w.writes.n; i++)
        if (w.writes.at[i].at->at.file != IR_NO_FILE) check(&w, &w.writes.at[i]);
}
