#include "rules/call_graph.h"

/* --- methods --- */

static void list_methods(call_graph *g)
{
    ir_program *p = g->c->program;
    for (size_t i = 0; i < p->packages.n; i++)
        for (size_t k = 0; p->packages.at[i]->own && k < p->packages.at[i]->funcs.n; k++)
            if (p->packages.at[i]->funcs.at[k]->receiver) array_push(g->c->arena, &g->methods, p->packages.at[i]->funcs.at[k]);
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

typedef ARRAY(ir_func *) method_list;

static method_list candidates(call_graph *g, str name, uint32_t arguments, const ir_type *interface)
{
    method_list found = {0};
    for (size_t i = 0; i < g->methods.n; i++) {
        ir_func *f = g->methods.at[i];
        bool fits = f->variadic ? arguments + 2 >= f->param_count : arguments + 1 == f->param_count;
        if (fits && str_eq(f->name, name) && may_implement(f->receiver, interface)) array_push(g->c->arena, &found, f);
    }
    return found;
}

/* --- one call --- */

typedef struct visit {
    call_graph *g;
    const call_frame *frame;
    const body_call *call;
} visit;

static void note_use(visit *v, const sdk_function *f)
{
    if (f->switches_context) v->frame->context->switched = true;
    array_push(v->g->c->arena, &v->g->uses, (call_use){f, v->call->call, v->frame, v->call->conditional});
}

static void enter_values(visit *v, func_values values, call_context *context, call_via via)
{
    for (size_t i = 0; context && i < values.n; i++)
        call_enter(v->g, v->frame, v->call, values.at[i], context, via, values.n > 1);
}

/* Every function among the arguments runs in `context`. Returns whether there was one. */
static bool enter_arguments(visit *v, call_context *context, call_via via)
{
    bool any = false;
    for (uint32_t i = 1; i < v->call->call->count; i++) {
        func_values values = call_values_of(v->g, v->frame, v->call->call->kids[i]);
        any = any || values.n;
        /* What a stored function value does is no guess: it is this one. */
        enter_values(v, values, context, via);
    }
    return any;
}

static void visit_sdk(visit *v, const sdk_function *f)
{
    note_use(v, f);
    if (f->callback == SDK_CALLBACK_NONE) return;
    call_context *context = call_context_of_callback(v->g, v->frame->context, f->callback);
    enter_arguments(v, context, f->callback == SDK_CALLBACK_TICK ? CALL_REGISTER_TICK : CALL_DISPATCH);
}

static bool has_function_argument(visit *v)
{
    const ir_node *call = v->call->call;
    for (uint32_t i = 1; i < call->count; i++) {
        const ir_node *n = call->kids[i];
        if (!n) continue;
        if (n->op == IR_CLOSURE || n->op == IR_FUNC || (n->type && type_under_kind(n->type) == TYPE_FUNC)) return true;
        if (n->op != IR_CONST && n->op != IR_COMPOSITE && call_values_of(v->g, v->frame, call->kids[i]).n) return true;
    }
    return false;
}

/* A method of a type without source, or of an unknown one. */
static void visit_foreign_method(visit *v, const ir_type *t, const ir_node *callee)
{
    bool named = t && t->kind == TYPE_NAMED;
    const char *package = named ? sdk_package(t->package) : NULL;
    const ir_package *home = named ? map_get(&v->g->c->program->package_by_path, t->package) : NULL;
    if (named && !package && !(home && home->own)) {
        if (sdk_is_synchronous(t->package)) enter_arguments(v, v->frame->context, CALL_VALUE);
        return;
    }
    const sdk_function *f = sdk_find_method(package ? t->name : (str){0}, callee->name);
    /* Client methods have everyday names; the function argument tells them from others. */
    if (f && has_function_argument(v)) visit_sdk(v, f);
}

static void visit_method(visit *v, ir_node *callee)
{
    const ir_node *operand = callee->kids[0];
    const ir_type *t = operand ? operand->type : NULL;
    while (t && t->kind == TYPE_POINTER) t = t->elem;
    ir_func *method = body_named_func(callee);
    if (method && method->package && method->package->own) {
        call_enter(v->g, v->frame, v->call, (func_value){method, NULL}, v->frame->context, CALL_DIRECT, false);
        return;
    }
    uint32_t arguments = v->call->call->count - 1;
    bool known = t && t->kind != TYPE_UNKNOWN;
    const ir_type *under = known ? type_under(t) : NULL;
    bool interface = under && under->kind == TYPE_INTERFACE && !(t->kind == TYPE_NAMED && t->opaque);
    if (interface) {
        method_list all = candidates(v->g, callee->name, arguments, under);
        for (size_t i = 0; i < all.n; i++)
            call_enter(v->g, v->frame, v->call, (func_value){all.at[i], NULL}, v->frame->context, CALL_DIRECT, all.n > 1);
        if (all.n) return;
    }
    if (!known) {
        method_list all = candidates(v->g, callee->name, arguments, NULL);
        if (all.n == 1) {
            call_enter(v->g, v->frame, v->call, (func_value){all.at[0], NULL}, v->frame->context, CALL_DIRECT, true);
            return;
        }
    }
    uint32_t path[IR_EMBED_DEPTH], depth;
    const ir_field *field = known ? type_find_field(t, callee->name, path, &depth) : NULL;
    if (!field) visit_foreign_method(v, t, callee);
}

static void visit_call(visit *v)
{
    ir_node *callee = v->call->call->count ? body_strip(v->call->call->kids[0]) : NULL;
    str package, name;
    if (!callee) return;
    if (body_is_extern(callee, &package, &name)) {
        const sdk_function *f = sdk_find(sdk_package(package), name);
        if (f) visit_sdk(v, f);
        else if (sdk_is_synchronous(package)) enter_arguments(v, v->frame->context, CALL_VALUE);
    } else if (callee->op == IR_SELECT) {
        visit_method(v, callee);
    } else {
        func_values values = call_values_of(v->g, v->frame, callee);
        for (size_t i = 0; i < values.n; i++)
            call_enter(v->g, v->frame, v->call, values.at[i], v->frame->context, CALL_DIRECT, values.n > 1);
    }
}

/* --- the whole --- */

static void note_escapes(call_graph *g, const body_facts *facts)
{
    for (size_t i = 0; i < facts->escapes.n; i++) {
        ir_node *n = facts->escapes.at[i];
        ir_func *f = n->op == IR_CLOSURE ? n->func : body_named_func(n);
        if (f) array_push(g->c->arena, &g->escaped, f);
    }
}

call_graph *call_graph_of(rule_context *c)
{
    if (c->graph) return c->graph;
    call_graph *g = c->graph = ARENA_NEW(c->arena, call_graph);
    g->c = c;
    g->facts = (body_cache){.arena = c->arena, .program = c->program};
    list_methods(g);
    for (size_t i = 0; i < c->registrations->n; i++) {
        const registration *r = &c->registrations->at[i];
        for (size_t k = 0; k < r->handlers.n; k++) {
            const registered_handler *h = &r->handlers.at[k];
            func_value root = {h->func, NULL};
            if (h->func) call_enter(g, NULL, NULL, root, call_context_of_handler(g, r, h), CALL_ROOT, false);
        }
    }
    /* Frames come in order of distance, so that the way kept is the shortest. */
    for (size_t i = 0; i < g->frames.n; i++) {
        const call_frame *frame = g->frames.at[i];
        const body_facts *facts = body_facts_of(&g->facts, frame->func);
        for (size_t k = 0; k < facts->calls.n; k++) visit_call(&(visit){g, frame, &facts->calls.at[k]});
        note_escapes(g, facts);
    }
    return g;
}
