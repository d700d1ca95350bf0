/* Calls: functions of the program, methods, models of library functions, and code that is not at hand. */
#include "ir/eval_internal.h"

#include "base/bug.h"
#include "base/limits.h"
#include "ir/program.h"
#include "ir/sdk.h"

enum { NAME_MOST = 256, EMBED_MOST = 4 };

/* --- looking models up ----------------------------------------------------------------------------------------------------- */

typedef struct long_name {
    size_t n;
    char text[NAME_MOST]; /* beyond `n` never set: calls are many */
} long_name;

/* False: there is no room. */
static bool add_name(long_name *to, str name, const char *behind)
{
    size_t more = strlen(behind);
    if (to->n + name.n + more > NAME_MOST) return false;
    if (name.n) memcpy(to->text + to->n, name.p, name.n);
    memcpy(to->text + to->n + name.n, behind, more);
    to->n += name.n + more;
    return true;
}

const native *eval_find_native(eval *e, const ir_type *type, str package, str name)
{
    long_name full;
    full.n = 0;
    if (!e->program->find_native) return NULL;
    if (type && type->kind == TYPE_POINTER) type = type->elem;
    if (type && type->kind != TYPE_NAMED) return NULL;
    if (type) package = type->package;
    bool fits = (type && !package.n) || add_name(&full, package, ".");
    fits = fits && (!type || add_name(&full, type->name, ".")) && add_name(&full, name, "");
    return fits ? e->program->find_native((str){full.text, full.n}) : NULL;
}

static value unknown_results(eval *e, uint32_t results, const value *from)
{
    value v = value_unknown(NULL);
    e->way.library.unknowns++;
    if (from && from->origin) v = value_unknown_of(e->arena, NULL, ORIGIN_DERIVED, NULL, from->origin);
    if (results <= 1) return v;
    value *parts = ARENA_NEW_N(e->arena, value, results);
    for (uint32_t i = 0; i < results; i++) parts[i] = v;
    return value_tuple(e->arena, results, parts);
}

/* A spread slice is taken apart, so that models see one argument after the other. */
static const value *spread_out(eval *e, const value *args, uint32_t *count, bool *spread)
{
    if (!*spread || *count == 0) return args;
    value last = eval_as_slice(e, &args[*count - 1]);
    if (last.kind != VALUE_SLICE && last.kind != VALUE_NIL) return args;
    uint32_t more = last.kind == VALUE_SLICE ? last.slice.length : 0;
    value *all = ARENA_NEW_N(e->arena, value, *count - 1 + more);
    for (uint32_t i = 0; i + 1 < *count; i++) all[i] = args[i];
    for (uint32_t i = 0; i < more; i++) all[*count - 1 + i] = value_element(&last, i)->v;
    *count = *count - 1 + more;
    *spread = false;
    return all;
}

/* What the arguments of a library call are about. An error among them counts more than the others, since it was made about one
 * value. */
static doc_node *about_arguments(const value *receiver, const value *args, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (args[i].kind == VALUE_ERROR && args[i].error->about) return args[i].error->about;
    if (receiver && receiver->kind == VALUE_DOC) return receiver->doc;
    if (receiver && receiver->about) return receiver->about;
    for (uint32_t i = 0; i < count; i++) {
        if (args[i].kind == VALUE_DOC) return args[i].doc;
        if (args[i].about) return args[i].about;
    }
    return NULL;
}

/* A failing function's error is about its arguments; one made by the program about the condition that led there. */
static void follow_result(eval *e, value *v, const value *receiver, const value *args, uint32_t count)
{
    doc_node *about = about_arguments(receiver, args, count);
    uint32_t parts = v->kind == VALUE_TUPLE ? v->object->count : 1;
    for (uint32_t i = 0; i < parts; i++) {
        value *part = v->kind == VALUE_TUPLE ? &v->object->cells[i].v : v;
        if (part->kind == VALUE_DOC) continue;
        if (!part->about) part->about = about;
        if (part->kind != VALUE_ERROR || part->error->about) continue;
        bool wraps = part->error->wrapped.kind == VALUE_ERROR;
        part->error->about = v->kind == VALUE_TUPLE || wraps || !e->way.condition ? about : e->way.condition;
    }
}

/* Whether something in it is unknown, and the model does not cope with that itself. What has to be looked at counts as steps. */
static bool is_unknown_to(eval *e, const value *v, bool partial)
{
    enum { BYTES_OF_STEP = 512, PARTS_OF_STEP = 8 };
    uint32_t looked = v->kind == VALUE_SLICE ? v->slice.length : 0;
    bool unknown = !partial && value_search_unknown(v, &looked);
    if (v->kind == VALUE_STRING) eval_charge(e, v->s.n / BYTES_OF_STEP);
    eval_charge(e, looked / PARTS_OF_STEP);
    return unknown;
}

/* The bytes of a configuration about which nothing is known. */
static bool is_whole_document(const value *v)
{
    const doc_node *n = v->kind == VALUE_UNKNOWN ? v->node : NULL;
    return n && n->kind == DOC_SYMBOLIC && !n->parent && !n->inside;
}

value eval_run_native(eval *e, const native *m, const value *receiver, const value *args, uint32_t count, bool spread,
                      const ir_node *site)
{
    args = spread_out(e, args, &count, &spread);
    bool partial = m->flags & NATIVE_PARTIAL;
    const value *unknown = receiver && is_unknown_to(e, receiver, partial) ? receiver : NULL;
    for (uint32_t i = 0; i < count; i++)
        if (is_unknown_to(e, &args[i], partial) && !unknown) unknown = &args[i];
    if (unknown == args && m->flags & NATIVE_TRIMS && is_whole_document(args)) return *args;
    if (unknown) {
        for (uint32_t i = 0; i < count && !(m->flags & NATIVE_PURE); i++) eval_havoc(e, &args[i], EVAL_HAVOC_DEPTH);
        return unknown_results(e, m->results, unknown->kind == VALUE_UNKNOWN ? unknown : NULL);
    }
    native_call c = {
        .e = e, .arena = e->arena, .site = site, .receiver = receiver, .args = args, .count = count, .spread = spread};
    value v = m->run(&c);
    e->way.library.unknowns += is_unknown_to(e, &v, false);
    follow_result(e, &v, receiver, args, count);
    return v;
}

/* What a function of the program says about a value (whether it is valid, say) is about that value. Open mode has origins. */
static void follow_scalar(const eval *e, value *v, const value *args, uint32_t count)
{
    bool scalar = v->kind == VALUE_BOOL || v->kind == VALUE_INT || v->kind == VALUE_FLOAT || v->kind == VALUE_STRING;
    if (e->explorer || !scalar) return;
    for (uint32_t i = 0; i < count && !v->about; i++) v->about = args[i].about;
}

/* --- functions of the program ---------------------------------------------------------------------------------------------- */

static void bind_param(eval *e, frame *f, const ir_param *p, const value *v)
{
    if (p->slot < 0) return;
    if (p->by_reference && v->kind == VALUE_REFERENCE) {
        f->slots[p->slot] = eval_bind(e, v->cell, p->type, e->way.at);
        return;
    }
    cell *c = ARENA_NEW(e->arena, cell);
    c->type = p->type;
    c->v = eval_fit(e, v, p->type);
    f->slots[p->slot] = c;
}

static value pack_variadic(eval *e, const ir_param *p, const value *args, uint32_t count, bool spread)
{
    if (spread && count == 1) return args[0];
    if (count == 0) return value_nil(p->type);
    return value_slice_of(e->arena, p->type, args, count);
}

static void bind_params(eval *e, frame *f, const ir_func *func, const value *receiver, const value *args, uint32_t count,
                        bool spread)
{
    uint32_t p = 0, a = 0;
    if (func->receiver && func->param_count) {
        value none = value_unknown(func->receiver);
        bind_param(e, f, &func->params[p++], receiver ? receiver : count ? &args[a++] : &none);
    }
    for (; p < func->param_count; p++) {
        value missing = value_unknown(func->params[p].type);
        if (func->variadic && p + 1 == func->param_count) {
            value rest = pack_variadic(e, &func->params[p], args + a, a < count ? count - a : 0, spread);
            bind_param(e, f, &func->params[p], &rest);
        } else {
            bind_param(e, f, &func->params[p], a < count ? &args[a++] : &missing);
        }
    }
    for (uint32_t i = 0; i < func->result_count; i++) {
        value zero = value_zero(e->arena, func->results[i].type);
        bind_param(e, f, &func->results[i], &zero);
    }
}

static bool named_results(const ir_func *func) { return func->result_count && func->results[0].slot >= 0; }

static void set_named_results(eval *e, frame *f, const ir_func *func)
{
    for (uint32_t i = 0; i < func->result_count; i++) {
        cell *c = func->results[i].slot >= 0 ? f->slots[func->results[i].slot] : NULL;
        bool tuple = f->returned.kind == VALUE_TUPLE;
        value v = !tuple && func->result_count == 1        ? f->returned
                  : tuple && i < f->returned.object->count ? f->returned.object->cells[i].v
                                                           : value_unknown(func->results[i].type);
        if (c) eval_set(e, c, &v);
    }
}

static value result_of(eval *e, frame *f, const ir_func *func)
{
    uint32_t n = func->result_count;
    if (n == 0) return value_unknown(NULL);
    value *parts = ARENA_NEW_N(e->arena, value, n);
    for (uint32_t i = 0; i < n; i++) {
        ir_type *t = func->results[i].type;
        if (named_results(func)) {
            int32_t slot = func->results[i].slot;
            parts[i] = slot >= 0 ? f->slots[slot]->v : value_unknown(t);
        } else if (n == 1) {
            bool refers = func->returns_reference && f->returned.kind == VALUE_REFERENCE;
            parts[i] = refers ? f->returned : eval_fit(e, &f->returned, t);
        } else {
            bool has = f->returned.kind == VALUE_TUPLE && i < f->returned.object->count;
            parts[i] = has ? value_convert_for_store(e->arena, &f->returned.object->cells[i].v, t) : value_unknown(t);
        }
    }
    return n == 1 ? parts[0] : value_tuple(e->arena, n, parts);
}

void eval_run_deferred(eval *e, frame *f)
{
    while (f->deferred.n) {
        deferred d = array_pop(&f->deferred);
        bool was_raised = e->way.raised;
        if (was_raised) {
            f->panicking = true;
            f->panic = e->way.panic;
            e->way.raised = false;
        }
        if (d.builtin) eval_builtin(e, f, d.call);
        else eval_invoke(e, &d.callee, d.args, d.count, d.call->flags & IR_SPREAD, d.call);
        if (was_raised && f->panicking && !e->way.raised) e->way.raised = true; /* nobody recovered: it goes on */
        f->panicking = false;
    }
}

/* Code of the program's own that is not known may have done anything to its variables. */
static void havoc_globals(eval *e)
{
    for (size_t i = 0; i < e->program->packages.n; i++) {
        ir_package *p = e->program->packages.at[i];
        for (size_t k = 0; k < p->members.n && !p->library; k++) {
            ir_global *g = ((ir_member *)p->members.entries[k].value)->global;
            if (!g) continue;
            cell *c = g->run == e->way.run ? g->cell : ARENA_NEW(e->arena, cell);
            if (g->run == e->way.run) eval_havoc(e, &c->v, EVAL_HAVOC_DEPTH);
            c->type = g->type;
            c->v = value_unknown(g->type);
            g->run = e->way.run;
            g->cell = c;
        }
    }
}

static value call_func(eval *e, const closure *c, const value *args, uint32_t count, bool spread, const ir_node *site)
{
    ir_func *func = c->func;
    ir_node *body = ir_func_body(e->program, func);
    bool entered = false;
    if (!body && e->program->semantics) eval_stop(e, "a function whose body is not at hand");
    if (!body && func->refused) {
        eval_meet_refusal(e, func->refused, ir_refused_name(e->program, func));
        havoc_globals(e);
        eval_havoc(e, &e->way.context, EVAL_HAVOC_DEPTH);
    }
    if (!body || !eval_enter_library(e, func, args, count, site, &entered)) {
        if (c->bound) eval_havoc(e, &c->receiver, EVAL_HAVOC_DEPTH);
        for (uint32_t i = 0; i < count; i++) eval_havoc(e, &args[i], EVAL_HAVOC_DEPTH);
        e->way.answers_unknown = true;
        return unknown_results(e, func->result_count, NULL);
    }
    if (++e->way.depth > LIMIT_EVAL_CALL_DEPTH) eval_stop(e, "too many nested calls");
    frame f = {
        .func = func, .caller = e->way.frame, .site = site, .slots = ARENA_NEW_N(e->arena, cell *, (size_t)func->slot_count)};
    for (uint32_t i = 0; i < func->capture_count && c->captured; i++) f.slots[i] = c->captured[i];
    bind_params(e, &f, func, c->bound ? &c->receiver : NULL, args, count, spread);
    f.place = (f.caller ? f.caller->place : 0) * 31 + (uint64_t)(uintptr_t)site;
    e->way.frame = &f;
    work_item outer = ir_enter_work(e->program, func);
    doc_node *condition = e->way.condition;
    bool passed = e->way.passed;
    size_t said = e->way.host.log.n;
    control w = eval_stmt(e, &f, body);
    e->way.condition = condition;
    e->way.passed = passed;
    if (w == CONTROL_RETURN && f.has_returned && named_results(func)) set_named_results(e, &f, func);
    eval_run_deferred(e, &f);
    if (e->keeps && !e->way.raised) infer_leave_frame(e, &f);
    work_leave(WORK_FUNCTION, outer);
    e->way.frame = f.caller;
    e->way.depth--;
    value result = value_unknown(NULL);
    if (!e->way.raised && (named_results(func) || f.has_returned || w != CONTROL_RAISED)) {
        result = result_of(e, &f, func);
        follow_scalar(e, &result, args, count);
    } else if (!e->way.raised) {
        result = unknown_results(e, func->result_count, NULL);
    }
    if (entered) eval_leave_library(e, &result);
    if (e->way.host.log.n > said) eval_log_answered(e, said, &result);
    return result;
}

/* --- code that is not at hand ---------------------------------------------------------------------------------------------- */

static void mark_whole(eval *e, doc_node *n)
{
    n->reads |= DOC_READ_WHOLE;
    if (!n->first_read) n->first_read = ++e->reads;
    n->last_read = e->reads;
}

/* The text of an object or list was put into something whose content is not followed: all of the object or list may be read
 * there. */
static void keep_texts(eval *e, const value *args, uint32_t count, int depth)
{
    for (uint32_t i = 0; i < count; i++) {
        doc_node *n = args[i].node;
        if (n && (n->kind == DOC_OBJECT || n->kind == DOC_ARRAY)) mark_whole(e, n);
        for (uint32_t k = 0; args[i].kind == VALUE_SLICE && !n && depth > 0 && k < args[i].slice.length; k++)
            keep_texts(e, &value_element(&args[i], k)->v, 1, depth - 1);
    }
}

static void forget_cell(cell *c) { c->v = value_unknown(c->type && !type_is_interface(c->type) ? c->type : c->v.type); }

static void havoc_cell(eval *e, cell *c, int depth)
{
    eval_havoc(e, &c->v, depth - 1);
    bool keeps = c->v.kind == VALUE_FUNC || c->v.kind == VALUE_DOC;
    if (!keeps) forget_cell(c);
}

/* An element becomes unknown with its origin, unlike the value of a single variable: elements may have changed places. */
static void havoc_element(eval *e, cell *c, int depth)
{
    eval_havoc(e, &c->v, depth - 1);
    forget_cell(c);
}

void eval_havoc(eval *e, const value *v, int depth)
{
    if (v->node && !e->way.quiet) mark_whole(e, v->node);
    if (depth <= 0) return;
    switch (v->kind) {
    case VALUE_POINTER:
    case VALUE_REFERENCE: havoc_cell(e, v->cell, depth); break;
    case VALUE_SLICE:
        for (uint32_t i = 0; i < v->slice.length; i++) havoc_element(e, value_element(v, i), depth);
        break;
    case VALUE_MAP:
        v->map->unsure = true;
        for (uint32_t i = 0; i < v->map->count; i++) havoc_cell(e, &v->map->pairs[i].value, depth);
        break;
    case VALUE_ARRAY:
    case VALUE_STRUCT:
        for (uint32_t i = 0; i < v->object->count; i++) eval_havoc(e, &v->object->cells[i].v, depth - 1);
        break;
    case VALUE_NATIVE:
        for (size_t i = 0; i < sizeof v->native->parts / sizeof *v->native->parts; i++)
            eval_havoc(e, &v->native->parts[i], depth - 1);
        break;
    case VALUE_FUNC:
        for (uint32_t i = 0; v->closure->func && v->closure->captured && i < v->closure->func->capture_count; i++)
            havoc_cell(e, v->closure->captured[i], depth);
        if (v->closure->bound) eval_havoc(e, &v->closure->receiver, depth - 1);
        break;
    case VALUE_DOC:
        if (!e->way.quiet) mark_whole(e, v->doc);
        break;
    default: break;
    }
}

static value call_unknown(eval *e, const value *args, uint32_t count, const ir_node *site)
{
    e->way.library.unknowns++;
    e->way.answers_unknown = true;
    for (uint32_t i = 0; i < count; i++) eval_havoc(e, &args[i], EVAL_HAVOC_DEPTH);
    return value_unknown(site ? site->type : NULL);
}

/* --- methods --------------------------------------------------------------------------------------------------------------- */

value eval_func_value(eval *e, ir_func *func, const native *model, const value *receiver)
{
    closure *c = ARENA_NEW(e->arena, closure);
    c->func = func;
    c->model = model;
    if (receiver) {
        c->bound = true;
        c->receiver = *receiver;
    }
    return (value){.kind = VALUE_FUNC, .type = func ? func->type : NULL, .closure = c};
}

static value pointer_to(eval *e, cell *place, const value *v)
{
    if (!place) {
        place = ARENA_NEW(e->arena, cell);
        place->v = value_copy(e->arena, v);
        place->type = v->type;
    }
    ir_type *elem = place->type && !type_is_interface(place->type) ? place->type : v->type;
    return (value){.kind = VALUE_POINTER, .type = elem ? type_new_pointer(e->arena, elem) : NULL, .cell = place};
}

static value bind_user(eval *e, ir_func *m, value base, cell *place, const uint32_t *path, uint32_t depth, const ir_node *site)
{
    for (uint32_t i = 0; i < depth; i++) {
        if (base.kind == VALUE_POINTER) base = base.cell->v;
        if (base.kind == VALUE_NIL) {
            eval_raise_nil(e, site->at);
            return value_unknown(NULL);
        }
        if (base.kind != VALUE_STRUCT || path[i] >= base.object->count) return value_unknown(NULL);
        place = &base.object->cells[path[i]];
        base = place->v;
    }
    if (base.kind == VALUE_UNKNOWN && !base.type) return value_unknown(NULL);
    bool nil = base.kind == VALUE_NIL, pointer = base.kind == VALUE_POINTER || nil;
    if (m->pointer_receiver) {
        /* a nil map or slice is a value like others; only a nil pointer is the receiver itself */
        if (nil && type_under_kind(base.type) != TYPE_POINTER) pointer = false;
        if (base.kind == VALUE_UNKNOWN && type_under_kind(base.type) == TYPE_POINTER) pointer = true;
        value receiver = pointer ? base : pointer_to(e, place, &base);
        return eval_func_value(e, m, NULL, &receiver);
    }
    if (nil && type_under_kind(base.type) == TYPE_POINTER) {
        eval_raise_nil(e, site->at);
        return value_unknown(NULL);
    }
    value receiver = base.kind == VALUE_POINTER ? base.cell->v : base;
    return eval_func_value(e, m, NULL, &receiver);
}

static value bind(eval *e, const value *base, cell *place, str name, const ir_node *site, int left)
{
    uint32_t path[IR_EMBED_DEPTH], depth = 0;
    const value *v = base->kind == VALUE_POINTER ? &base->cell->v : base;
    if (base->kind == VALUE_POINTER) place = base->cell;
    /* an interface variable behind a pointer holds the value itself */
    const value *typed = base->kind == VALUE_POINTER && v->kind != VALUE_UNKNOWN && v->type ? v : base;
    ir_func *m = typed->type ? ir_find_method(typed->type, name, path, &depth) : NULL;
    if (m && !(base->kind == VALUE_UNKNOWN && type_is_interface(base->type)))
        return bind_user(e, m, *base, place, path, depth, site);
    cell *field = value_field(v, name);
    if (field) return field->v;
    const native *model = base->kind == VALUE_ERROR ? eval_find_native(e, NULL, STR("error"), name) : NULL;
    if (!model && typed->type) model = eval_find_native(e, typed->type, STR(""), name);
    if (!model && base->kind == VALUE_NATIVE) model = eval_find_native(e, NULL, base->native->tag, name);
    if (model) {
        bool by_address = base->kind != VALUE_POINTER && place && (base->kind == VALUE_STRUCT || base->kind == VALUE_STRING);
        value receiver = by_address ? pointer_to(e, place, base) : *base;
        return eval_func_value(e, NULL, model, &receiver);
    }
    ir_type *under = v->kind == VALUE_STRUCT ? type_under(v->type) : NULL;
    for (uint32_t i = 0; under && left > 0 && i < under->field_count && i < v->object->count; i++) {
        if (!under->fields[i].embedded) continue;
        cell *inner = &v->object->cells[i];
        value hit = bind(e, &inner->v, inner, name, site, left - 1);
        if (hit.kind == VALUE_FUNC) return hit;
    }
    return value_unknown(NULL);
}

value eval_bind_method(eval *e, const value *base, cell *place, str name, const ir_node *site)
{
    return bind(e, base, place, name, site, EMBED_MOST);
}

/* --- calls ----------------------------------------------------------------------------------------------------------------- */

value eval_invoke(eval *e, const value *callee, const value *args, uint32_t count, bool spread, const ir_node *site)
{
    if (callee->kind == VALUE_NIL) {
        eval_raise_nil(e, site->at);
        return value_unknown(NULL);
    }
    if (callee->kind != VALUE_FUNC && e->program->semantics) eval_stop(e, "a call of a function that is not at hand");
    if (callee->kind != VALUE_FUNC) return call_unknown(e, args, count, site);
    const closure *c = callee->closure;
    if (c->func) return call_func(e, c, args, count, spread, site);
    return eval_run_native(e, c->model, c->bound ? &c->receiver : NULL, args, count, spread, site);
}

/* Evaluates the operand of `x.f` once; gives the variable it is in, for methods with pointer receivers. */
static value select_callee(eval *e, frame *f, ir_node *n, value *base)
{
    ir_node *operand = n->kids[0];
    bool addressable = operand->op == IR_LOCAL || operand->op == IR_GLOBAL || operand->op == IR_SELECT || operand->op == IR_DEREF;
    cell *place = addressable ? eval_place(e, f, operand) : NULL;
    *base = place ? eval_resolve(e, &place->v) : e->way.raised ? value_unknown(NULL) : eval_expr(e, f, operand);
    if (e->way.raised) return value_unknown(NULL);
    value callee = eval_bind_method(e, base, place, n->name, n);
    bool nil = base->kind == VALUE_NIL && callee.kind != VALUE_FUNC && !e->way.raised;
    if (nil) eval_raise_nil(e, n->at);
    return callee;
}

value eval_call(eval *e, frame *f, ir_node *n)
{
    ir_node *target = n->kids[0];
    value base = value_unknown(NULL);
    value callee = target->op == IR_SELECT ? select_callee(e, f, target, &base) : eval_expr(e, f, target);
    if (e->way.raised) return callee;
    const native *m = callee.kind == VALUE_FUNC ? callee.closure->model : NULL;
    bool quiet = m && (m->flags & NATIVE_QUIET);
    uint32_t count = n->count - 1;
    value few[8];
    value *args = count <= 8 ? few : ARENA_NEW_N(e->arena, value, count);
    e->way.quiet += quiet;
    for (uint32_t i = 0; i < count && !e->way.raised; i++) args[i] = eval_expr(e, f, n->kids[i + 1]);
    value result = value_unknown(n->type);
    if (!e->way.raised) {
        const value *all = args;
        if (count == 1 && args[0].kind == VALUE_TUPLE) { /* f(g()) */
            count = args[0].object->count;
            value *parts = ARENA_NEW_N(e->arena, value, count);
            for (uint32_t i = 0; i < count; i++) parts[i] = args[0].object->cells[i].v;
            all = parts;
        }
        e->way.answers_unknown = false;
        bool of_library = callee.kind == VALUE_UNKNOWN && target->op == IR_EXTERN; /* all that it reaches are its arguments */
        result = of_library ? call_unknown(e, all, count, n) : eval_invoke(e, &callee, all, count, n->flags & IR_SPREAD, n);
        if (m && !e->way.quiet && result.kind == VALUE_UNKNOWN) keep_texts(e, all, count, 1);
        if (callee.kind != VALUE_FUNC) {
            if (target->op == IR_EXTERN && sdk_package(target->package)) e->way.answers_unknown = false;
            eval_note_opaque(e, target, &base, all, count);
            eval_havoc(e, &base, 2);
        }
    }
    e->way.quiet -= quiet;
    if (result.kind == VALUE_UNKNOWN && !result.type) result.type = n->type;
    return result;
}

/* --- dynamic types --------------------------------------------------------------------------------------------------------- */

/* Whether a value of the type, which nothing points to, has the method: one with a pointer as its receiver needs a pointer on the
 * way to it. */
static bool is_in_method_set(const ir_type *t, str name)
{
    uint32_t path[IR_EMBED_DEPTH], depth = 0;
    const ir_func *f = ir_find_method(t, name, path, &depth);
    bool pointer = t->kind == TYPE_POINTER;
    for (uint32_t i = 0; f && i < depth && !pointer; i++) {
        const ir_type *under = type_under(t);
        if (under->kind != TYPE_STRUCT || path[i] >= under->field_count) return true;
        t = under->fields[path[i]].type;
        pointer = !t || t->kind == TYPE_POINTER;
    }
    return f && (pointer || !f->pointer_receiver);
}

static bool has_method(eval *e, const value *v, str name)
{
    if (v->kind == VALUE_ERROR) return str_is(name, "Error") || str_is(name, "Unwrap");
    return (v->type && is_in_method_set(v->type, name)) || eval_find_native(e, v->type, STR(""), name);
}

str eval_missing_method(eval *e, const value *v, const ir_type *t)
{
    const ir_type *under = type_under(t);
    str first = type_same(t, type_error()) ? STR("Error") : (str){0};
    for (uint32_t i = 0; i < under->field_count; i++) {
        str name = under->fields[i].name;
        if (!has_method(e, v, name) && (!first.n || str_cmp(name, first) < 0)) first = name;
    }
    return first;
}

bool eval_type_holds(eval *e, const value *v, const ir_type *t, bool *sure)
{
    const ir_type *under = type_under(t);
    *sure = true;
    if (v->kind == VALUE_NIL && !v->type) return false;
    if (v->kind == VALUE_UNKNOWN || under->kind == TYPE_UNKNOWN || v->kind == VALUE_NATIVE) return *sure = false;
    if (under->kind == TYPE_INTERFACE) {
        bool error = type_same(t, type_error());
        if (error) return has_method(e, v, STR("Error"));
        for (uint32_t i = 0; i < under->field_count; i++)
            if (!has_method(e, v, under->fields[i].name)) return false;
        return true;
    }
    if (v->kind == VALUE_ERROR) {
        if (v->error->type_name.n) *sure = false;
        return false;
    }
    if (!v->type) return *sure = false;
    return type_same(v->type, t);
}
