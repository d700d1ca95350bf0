/* What is known of a function without its callers, and which functions a call may mean. */
#include "base/limits.h"
#include "flow/engine.h"
#include "ir/program.h"

/* --- variables --- */

typedef struct slot_reader {
    flow_engine *e;
    flow_func *f;
    /* literals that are handed to outgoing calls: they run when this function has long returned */
    ARRAY(const ir_node *) callbacks;
} slot_reader;

static void note_callbacks(slot_reader *r, const ir_node *call)
{
    flow_walk w = {.e = r->e, .func = r->f};
    const sdk_function *f = call->count ? flow_sdk_function(&w, call, NULL, 0) : NULL;
    for (uint32_t i = 1; f && f->callback != SDK_CALLBACK_NONE && i < call->count; i++) {
        const ir_node *given = body_strip(call->kids[i]);
        if (given && given->op == IR_CLOSURE) array_push(r->e->a, &r->callbacks, given);
    }
}

static bool runs_later(const slot_reader *r, const ir_node *literal)
{
    for (size_t i = 0; i < r->callbacks.n; i++)
        if (r->callbacks.at[i] == literal) return true;
    return false;
}

static bool is_slot(const flow_func *f, int32_t slot) { return slot >= 0 && slot < f->func->slot_count; }

static void note_place(slot_reader *r, const ir_node *n, const ir_node *place)
{
    if (!place) return;
    flow_func *f = r->f;
    if (flow_is_member(place) && n->sub) array_push(r->e->a, &f->counter_fields, place->name);
    if ((place->op == IR_LOCAL || place->op == IR_DECLARE) && is_slot(f, place->slot)) {
        bool zero = n->op == IR_ASSIGN && n->count == n->targets;
        if (!zero && f->stores[place->slot] < 2) f->stores[place->slot]++;
        if (n->sub) f->counter[place->slot] = true;
    }
}

/* Two names of one variable: neither is followed. */
static void note_alias(flow_func *f, const ir_node *name, ir_node *value)
{
    const ir_node *other = body_strip(value);
    if (is_slot(f, name->slot)) f->untracked[name->slot] = true;
    if (other && other->op == IR_LOCAL && is_slot(f, other->slot)) f->untracked[other->slot] = true;
}

static bool read_slots(void *self, ir_node *n)
{
    slot_reader *r = self;
    flow_func *f = r->f;
    if (n->op == IR_ASSIGN) {
        for (uint32_t i = 0; i < n->targets; i++) {
            if (n->kids[i]->op == IR_BIND) note_alias(f, n->kids[i], n->kids[n->count - 1]);
            note_place(r, n, n->kids[i]);
            ir_node *place = n->kids[i];
            bool single = place && place->op != IR_BLANK && is_slot(f, place->slot) && n->count == 2 * n->targets && !n->sub;
            if (single) f->only[place->slot] = n->kids[n->targets + i];
        }
    } else if (n->op == IR_UPDATE) {
        note_place(r, n, n->kids[0]);
    } else if (n->op == IR_RANGE) {
        for (uint32_t i = 0; i < 2 && i < n->count; i++) {
            note_place(r, n, n->kids[i]);
            note_place(r, n, n->kids[i]); /* many values */
            if (n->kids[i] && n->kids[i]->op == IR_BIND) note_alias(f, n->kids[i], NULL);
        }
    } else if (n->op == IR_ADDR && n->kids[0] && n->kids[0]->op == IR_LOCAL && is_slot(f, n->kids[0]->slot)) {
        f->untracked[n->kids[0]->slot] = true;
    } else if (n->op == IR_CALL) {
        note_callbacks(r, n);
    } else if (n->op == IR_CLOSURE) {
        flow_func *inner = flow_func_of(r->e, n->func);
        for (uint32_t i = 0; i < n->func->capture_count; i++) {
            int32_t slot = n->func->captures[i];
            if (!is_slot(f, slot) || !is_slot(inner, (int32_t)i)) continue;
            if ((inner->stores[i] || inner->untracked[i]) && !runs_later(r, n)) f->untracked[slot] = true;
            if (inner->counter[i]) f->counter[slot] = true;
        }
        for (size_t i = 0; i < inner->counter_fields.n; i++)
            array_push(r->e->a, &f->counter_fields, inner->counter_fields.at[i]);
    }
    return true;
}

/* Passes on to a closure which of its captured variables are counters in the function around it. */
static void pass_counters(flow_engine *e, flow_func *f)
{
    for (size_t i = 0; i < f->facts->closures.n; i++) {
        ir_func *literal = f->facts->closures.at[i]->func;
        flow_func *inner = flow_func_of(e, literal);
        bool changed = false;
        for (uint32_t k = 0; k < literal->capture_count; k++) {
            int32_t slot = literal->captures[k];
            if (!is_slot(f, slot) || !is_slot(inner, (int32_t)k)) continue;
            if (f->counter[slot] && !inner->counter[k]) inner->counter[k] = changed = true;
            if (f->untracked[slot] && !inner->untracked[k]) inner->untracked[k] = changed = true;
        }
        if (changed) pass_counters(e, inner);
    }
}

static uint64_t face_of(flow_engine *e, const flow_func *f)
{
    ir_func *func = f->func;
    struct { bool refused, has_body, variadic, method; uint32_t params, results, captures, result; int32_t slots; } all;
    memset(&all, 0, sizeof all); /* the gaps, too */
    all.refused = ir_func_refused(e->p, func) != NULL;
    all.has_body = func->has_body;
    all.variadic = func->variadic;
    all.method = func->receiver != NULL;
    all.params = func->param_count;
    all.results = func->result_count;
    all.captures = func->capture_count;
    all.result = flow_result_of(e, func);
    all.slots = func->slot_count;
    uint64_t face = str_hash(str_make((const char *)&all, sizeof all), 0);
    for (uint32_t i = 0; i < func->param_count; i++) {
        int32_t slot = func->params[i].slot, how[2] = {slot, func->params[i].by_reference};
        if (slot >= 0 && slot < func->slot_count) how[1] += 2 * f->untracked[slot];
        face = str_hash(str_make((const char *)how, sizeof how), face);
    }
    return face;
}

static uint32_t number_of(flow_engine *e, flow_func *f)
{
    str key = {(const char *)&f->func, sizeof f->func};
    map_entry *known = map_find(&e->numbers, key);
    if (!known) known = map_put(e->a, &e->numbers, key, (void *)(uintptr_t)(e->numbers.n + 1));
    return (uint32_t)((uintptr_t)known->value - 1);
}

flow_func *flow_func_of(flow_engine *e, ir_func *func)
{
    str key = {(const char *)&func, sizeof(ir_func *)};
    flow_func *f = map_get(&e->funcs, key);
    if (f) return f;
    f = ARENA_NEW(e->a, flow_func);
    f->func = func;
    f->number = number_of(e, f);
    map_put(e->a, &e->funcs, (str){(const char *)&f->func, sizeof f->func}, f);
    f->body = ir_func_body(e->p, func);
    f->facts = body_facts_of(e->out->facts, func);
    for (size_t i = 0; i < f->facts->calls.n; i++) {
        const body_call *call = &f->facts->calls.at[i];
        if (call->conditional) map_put(e->a, &f->conditional, str_make((const char *)&call->call, sizeof call->call), f);
    }
    size_t n = (size_t)(func->slot_count > 0 ? func->slot_count : 0);
    f->untracked = ARENA_NEW_N(e->a, bool, n);
    f->counter = ARENA_NEW_N(e->a, bool, n);
    f->stores = ARENA_NEW_N(e->a, uint8_t, n);
    f->only = ARENA_NEW_N(e->a, ir_node *, n);
    ir_walk((ir_node *)(uintptr_t)f->body, read_slots, &(slot_reader){.e = e, .f = f});
    pass_counters(e, f);
    f->face = face_of(e, f);
    return f;
}

/* --- errors --- */

bool flow_makes_error(const ir_node *n)
{
    str package, name;
    n = body_strip((ir_node *)n);
    if (!n || n->op != IR_CALL || !body_is_extern(n->kids[0], &package, &name)) return false;
    return library_effects(package, name) & LIBRARY_MAKES_ERROR;
}

flow_value flow_result_of(flow_engine *e, ir_func *func)
{
    enum { RESULTS_MOST = 8 };
    const body_facts *facts = body_facts_of(e->out->facts, func);
    if (!facts->returns.n || !func->result_count || func->result_count > RESULTS_MOST) return 0;
    for (size_t i = 0; i < facts->returns.n; i++) {
        const ir_node *r = facts->returns.at[i];
        if (r->count != func->result_count || !flow_makes_error(r->kids[r->count - 1])) return 0;
    }
    flow_value parts[RESULTS_MOST] = {0};
    parts[func->result_count - 1] = flow_make_kind(e, FLOW_NONNIL, FLOW_NEITHER, NULL);
    return func->result_count == 1 ? parts[0] : flow_make_tuple(e, parts, func->result_count);
}

/* --- methods and fields --- */

static void list_methods(flow_engine *e)
{
    ir_list_methods(e->p);
    for (size_t i = 0; i < ir_package_count(e->p); i++)
        for (size_t k = 0; ir_package_at(e->p, i)->own && k < ir_package_at(e->p, i)->funcs.n; k++) {
            ir_func *f = ir_package_at(e->p, i)->funcs.at[k];
            if (!f->receiver) continue;
            flow_func_list *list = map_get(&e->methods, f->name);
            if (!list) list = map_put(e->a, &e->methods, f->name, ARENA_NEW(e->a, flow_func_list))->value;
            array_push(e->a, list, f);
        }
    e->methods_known = true;
}

/* A type whose methods bear all the names of the interface. */
static bool may_implement(const ir_type *t, const ir_type *interface)
{
    for (uint32_t i = 0; interface && i < interface->field_count; i++) {
        uint32_t path[IR_EMBED_DEPTH], depth;
        if (!interface->fields[i].embedded && !ir_find_method(t, interface->fields[i].name, path, &depth)) return false;
    }
    return true;
}

flow_func_list flow_method_candidates(flow_engine *e, str name, uint32_t arguments, const ir_type *interface)
{
    flow_func_list found = {0};
    if (!e->methods_known) list_methods(e);
    const flow_func_list *named = map_get(&e->methods, name);
    for (size_t i = 0; named && i < named->n && found.n <= LIMIT_FLOW_CANDIDATES; i++) {
        ir_func *f = named->at[i];
        if (e->references) ir_func_body(e->p, f); /* for its parameters; the last ones may be left out */
        bool fits = f->variadic     ? arguments + 2 >= f->param_count
                    : e->references ? arguments + 1 <= f->param_count
                                    : arguments + 1 == f->param_count;
        if (fits && may_implement(f->receiver, interface)) array_push(e->passing, &found, f);
    }
    return found;
}

/* Whether a value adds no function to a field: nil, or the same field of another value. */
static bool adds_nothing(const ir_node *n, str name)
{
    return !n || (n->op == IR_CONST && n->constant.kind == IR_NIL) || (flow_is_member(n) && str_eq(n->name, name));
}

typedef struct field_reader {
    flow_engine *e;
    bool only_looks;
    uint64_t signature; /* of all that is assigned; 0: nothing */
} field_reader;

static void note_field(field_reader *r, str name, const ir_node *n)
{
    flow_engine *e = r->e;
    n = body_strip((ir_node *)n);
    ir_func *f = !n ? NULL : n->op == IR_CLOSURE ? n->func : body_named_func(n);
    bool doubt = !f && !adds_nothing(n, name), known = ir_func_is_own(f);
    if (doubt || known) r->signature = (r->signature ^ str_hash(name, (uintptr_t)f)) * 0x100000001b3u + 1;
    if (r->only_looks) return;
    if (doubt) map_put(e->a, &e->field_doubts, name, e);
    if (!known) return;
    flow_func_list *list = map_get(&e->field_functions, name);
    if (!list) {
        list = ARENA_NEW(e->a, flow_func_list);
        map_put(e->a, &e->field_functions, name, list);
    }
    for (size_t i = 0; i < list->n; i++)
        if (list->at[i] == f) return;
    array_push(e->a, list, f);
}

static bool read_fields(void *self, ir_node *n)
{
    field_reader *r = self;
    if (n->op == IR_KEYED && n->count == 1 && n->name.n) note_field(r, n->name, n->kids[0]);
    if (n->op == IR_ASSIGN && n->count == 2 * n->targets)
        for (uint32_t i = 0; i < n->targets; i++)
            if (n->kids[i] && n->kids[i]->op == IR_SELECT) note_field(r, n->kids[i]->name, n->kids[n->targets + i]);
    if (n->op == IR_UPDATE && n->kids[0]->op == IR_MEMBER) note_field(r, n->kids[0]->name, n->kids[1]);
    if (n->op == IR_CLOSURE) ir_walk(ir_func_body(r->e->p, n->func), read_fields, r);
    return true;
}

static uint64_t read_fields_of(flow_engine *e, ir_node *body, bool only_look)
{
    field_reader r = {e, only_look, 0};
    ir_walk(body, read_fields, &r);
    return r.signature;
}

static uint64_t read_fields_of_globals(flow_engine *e, bool only_look)
{
    uint64_t signature = 0;
    for (size_t i = 0; i < ir_package_count(e->p); i++) {
        ir_package *package = ir_package_at(e->p, i);
        for (size_t k = 0; package->own && k < package->members.n; k++) {
            ir_member *m = package->members.entries[k].value;
            bool global = m->kind == IR_MEMBER_GLOBAL && m->global;
            if (global) signature = signature * 31 + read_fields_of(e, ir_global_init(e->p, m->global), only_look);
        }
    }
    return signature;
}

static void read_all_fields(flow_engine *e)
{
    e->global_fields = read_fields_of_globals(e, false);
    for (size_t i = 0; i < ir_package_count(e->p); i++) {
        ir_package *package = ir_package_at(e->p, i);
        for (size_t k = 0; package->own && k < package->funcs.n; k++) {
            ir_func *f = package->funcs.at[k];
            uint64_t signature = read_fields_of(e, ir_func_body(e->p, f), false);
            if (signature) array_push(e->a, &e->fillers, (flow_filler){f, signature});
        }
    }
}

const flow_func_list *flow_field_functions(flow_engine *e, str name)
{
    if (e->refused) return NULL; /* what is refused may assign others */
    if (e->walking) e->walking->on_fields = e->walking->own_fields = true;
    if (!e->fields_known) read_all_fields(e);
    e->fields_known = true;
    return map_get(&e->field_functions, name);
}

ir_func *flow_field_function(flow_engine *e, str name)
{
    const flow_func_list *all = flow_field_functions(e, name);
    return all && all->n == 1 && !map_get(&e->field_doubts, name) ? all->at[0] : NULL;
}

static void forget_fields(flow_engine *e)
{
    e->fields_known = false;
    e->field_functions = e->field_doubts = (map){0};
    e->fillers.n = 0;
}

bool flow_outline_changed(flow_engine *e)
{
    e->outline = e->p->outline;
    e->methods_known = false;
    e->methods = (map){0};
    if (!e->fields_known || read_fields_of_globals(e, true) == e->global_fields) return false;
    forget_fields(e);
    return true;
}

bool flow_fields_changed(flow_engine *e, ir_func *f)
{
    uint64_t before = 0;
    for (size_t i = 0; i < e->fillers.n; i++)
        if (e->fillers.at[i].func == f) before = e->fillers.at[i].signature;
    if (!e->fields_known || read_fields_of(e, ir_func_body(e->p, f), true) == before) return false;
    forget_fields(e);
    return true;
}

/* --- relevance --- */

typedef struct relevance {
    flow_engine *e;
    ARRAY(flow_func *) reached; /* functions that were not known before */
    ARRAY(flow_func *) relevant;
} relevance;

/* The function may be called; noted once and for all. */
static void reach(relevance *r, flow_func *caller, ir_func *callee)
{
    if (ir_func_is_own(callee)) array_push(r->e->a, &caller->reached, callee);
}

static void follow(relevance *r, flow_func *caller, ir_func *callee)
{
    flow_func *f = flow_func_of(r->e, callee);
    array_push(r->e->passing, &f->callers, caller);
    if (!f->relevance_known) {
        f->relevance_known = true;
        array_push(r->e->passing, &r->reached, f);
    } else if (f->relevant) {
        array_push(r->e->passing, &r->relevant, f);
    }
}

static bool matters(const sdk_function *f) { return f && (f->row >= 0 || f->by_path || f->callback || f->effect); }

/* A call through a value, or of a method that no type of the program has. */
static bool is_relevant_method(relevance *r, flow_func *f, const ir_node *call, const ir_node *callee)
{
    const ir_type *t = callee->kids[0] ? callee->kids[0]->type : NULL;
    while (t && t->kind == TYPE_POINTER) t = t->elem;
    bool named = t && t->kind == TYPE_NAMED;
    const ir_type *under = t ? type_under(t) : NULL;
    bool known = t && t->kind != TYPE_UNKNOWN;
    bool interface = under && under->kind == TYPE_INTERFACE && !(named && t->opaque);
    if (interface || !known) {
        if (callee->flags & IR_ABSENT) return true;
        flow_func_list all = flow_method_candidates(r->e, callee->name, call->count - 1, interface ? under : NULL);
        if (all.n > LIMIT_FLOW_CANDIDATES) return true;
        for (size_t i = 0; i < all.n; i++) reach(r, f, all.at[i]);
    }
    const char *package = named ? sdk_package(t->package) : NULL;
    if (!package && known && !interface) {
        uint32_t path[IR_EMBED_DEPTH], depth;
        return type_find_field(t, callee->name, path, &depth); /* a function in a field */
    }
    return matters(sdk_find_method(ir_language(r->e->p), package ? t->name : (str){0}, callee->name));
}

static bool is_relevant_call(relevance *r, flow_func *f, const ir_node *call)
{
    ir_node *callee = call->count ? body_strip(call->kids[0]) : NULL;
    str package, name;
    if (!callee) return false;
    if (callee->flags & IR_ABSENT) return true;
    if (body_is_extern(callee, &package, &name)) return matters(flow_extern_function(r->e, package, name));
    ir_func *named = body_named_func(callee);
    if (ir_func_is_own(named)) {
        reach(r, f, named);
        return false;
    }
    if (callee->op == IR_CLOSURE) return false; /* looked at as a closure */
    return flow_is_member(callee) ? is_relevant_method(r, f, call, callee) : true;
}

static bool returns_action(const ir_func *f)
{
    for (uint32_t i = 0; i < f->result_count; i++) {
        const ir_type *t = f->results[i].type;
        if (sdk_type_of(t) == SDK_TYPE_ACTION) return true;
        if (t && type_under_kind(t) == TYPE_FUNC) return true;
    }
    return false;
}

/* Where functions of everywhere can call the host, code that was not understood may do so. */
static bool is_not_known(const flow_engine *e, const flow_func *f)
{
    return e->references && (!f->func->has_body || f->facts->ops & BODY_OP(IR_UNSUPPORTED));
}

static void look_at(relevance *r, flow_func *f)
{
    if (!f->looked_at) {
        f->looked_at = true;
        f->acts = returns_action(f->func) || ir_func_refused(r->e->p, f->func) || is_not_known(r->e, f);
        for (size_t i = 0; i < f->facts->calls.n; i++) f->acts = is_relevant_call(r, f, f->facts->calls.at[i].call) || f->acts;
        for (size_t i = 0; i < f->facts->closures.n; i++) reach(r, f, f->facts->closures.at[i]->func);
    }
    for (size_t i = 0; i < f->reached.n; i++) follow(r, f, f->reached.at[i]);
    if (!f->acts) return;
    f->relevant = true;
    array_push(r->e->passing, &r->relevant, f);
}

bool flow_is_relevant(flow_engine *e, ir_func *func)
{
    flow_func *f = flow_func_of(e, func);
    if (f->relevance_known) return f->relevant;
    relevance r = {.e = e};
    f->relevance_known = true;
    array_push(e->passing, &r.reached, f);
    for (size_t i = 0; i < r.reached.n; i++) look_at(&r, r.reached.at[i]);
    for (size_t i = 0; i < r.relevant.n; i++) {
        flow_func *done = r.relevant.at[i];
        for (size_t k = 0; k < done->callers.n; k++) {
            if (done->callers.at[k]->relevant) continue;
            done->callers.at[k]->relevant = true;
            array_push(e->passing, &r.relevant, done->callers.at[k]);
        }
    }
    return f->relevant;
}

/* --- after edits --- */

bool flow_func_is_same(flow_engine *e, const flow_func *f)
{
    return f->body && ir_func_body(e->p, f->func) == f->body && face_of(e, f) == f->face;
}

void flow_func_forget(flow_engine *e, ir_func *func)
{
    map_entry *known = map_find(&e->funcs, (str){(const char *)&func, sizeof func});
    if (known) known->value = NULL;
    /* Rules ask for the facts of functions that no handler reaches, too. */
    const body_facts *old = body_facts_forget(e->out->facts, func);
    for (size_t i = 0; old && i < old->closures.n; i++) flow_func_forget(e, old->closures.at[i]->func);
}

void flow_relevance_renew(flow_engine *e, flow_bits *changed)
{
    size_t n = e->funcs.n;
    bool *was = ARENA_NEW_N(e->passing, bool, n), *known = ARENA_NEW_N(e->passing, bool, n);
    for (size_t i = 0; i < n; i++) {
        flow_func *f = e->funcs.entries[i].value;
        if (!f) continue;
        known[i] = f->relevance_known;
        was[i] = f->relevant;
        f->relevance_known = f->relevant = false;
        memset(&f->callers, 0, sizeof f->callers);
    }
    for (size_t i = 0; i < n; i++) {
        flow_func *f = e->funcs.entries[i].value;
        if (f && known[i] && flow_is_relevant(e, f->func) != was[i]) flow_bits_add(e->passing, changed, f->number);
    }
}
