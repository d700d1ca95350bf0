/* Expressions and places. */
#include "ir/eval_internal.h"

#include "base/limits.h"
#include "ir/program.h"

noreturn void eval_stop(eval *e, const char *why)
{
    eval_leave_unfollowed(e, why);
    e->way.stopped_because = str_of(why);
    eval_note_stop(e, e->way.stopped_because, e->way.at);
    longjmp(e->stop, EVAL_STOPPED);
}

noreturn void eval_stop_at_limit(eval *e, eval_limit limit)
{
    static const char *const why[] = {"", "too many steps", "too much memory", "patterns that take too much memory"};
    e->way.past_limit = limit;
    eval_stop(e, why[limit]);
}

void eval_meet_refusal(eval *e, const ir_refusal *why, str name)
{
    eval_leave_unfollowed(e, "it needs code that can't be compiled");
    if (!e->refused) {
        e->refused = why;
        e->refused_name = name;
    }
    eval_note_refused(e, why, name);
    if (e->explorer) return;
    e->way.stopped_because = STR("code that can't be compiled");
    longjmp(e->stop, EVAL_STOPPED);
}

void eval_charge(eval *e, uint64_t steps)
{
    if (steps > e->way.steps_most - e->way.steps) eval_stop_at_limit(e, EVAL_TOO_MANY_STEPS);
    e->way.steps += (uint32_t)steps;
}

void eval_raise(eval *e, value v, ir_span at)
{
    if (e->way.raised) return;
    e->way.raised = true;
    e->way.panic = v;
    e->way.panic_at = at;
    e->way.panic_about = v.about ? v.about : e->way.condition;
}

/* What the runtime panics with is an error (runtime.Error). */
void eval_raise_text(eval *e, str text, ir_span at)
{
    value v = value_error(e->arena, text, at);
    v.error->type_name = STR("runtime.Error");
    eval_raise(e, v, at);
}

void eval_raise_nil(eval *e, ir_span at)
{
    eval_raise_text(e, STR("runtime error: invalid memory address or nil pointer dereference"), at);
}

static value nil_dereference(eval *e, const ir_node *n)
{
    eval_raise_nil(e, n->at);
    return value_unknown(n->type);
}

void eval_set(eval *e, cell *c, const value *v)
{
    value in = eval_fit(e, v, c->type);
    bool same_shape = c->v.kind == VALUE_STRUCT && in.kind == VALUE_STRUCT && c->v.object->count == in.object->count &&
                      c->v.object != in.object;
    if (!same_shape) {
        c->v = in;
        return;
    }
    for (uint32_t i = 0; i < in.object->count; i++) eval_set(e, &c->v.object->cells[i], &in.object->cells[i].v);
    c->v.type = in.type;
}

cell *eval_global(eval *e, ir_global *g)
{
    if (g->run == e->way.run) return g->cell;
    cell *c = ARENA_NEW(e->arena, cell);
    c->type = g->type;
    c->v = value_zero(e->arena, g->type);
    g->run = e->way.run;
    g->cell = c;
    ir_node *init = ir_global_init(e->program, g);
    if (g->refused) {
        eval_meet_refusal(e, g->refused, g->name);
        c->v = value_unknown(g->type);
        return c;
    }
    if (!init) return c;
    frame f = {.slots = ARENA_NEW_N(e->arena, cell *, (size_t)g->slot_count), .caller = e->way.frame};
    value v = eval_expr(e, &f, init);
    if (g->of > 1) v = v.kind == VALUE_TUPLE && g->index < v.object->count ? v.object->cells[g->index].v : value_unknown(g->type);
    eval_set(e, c, &v);
    return c;
}

/* --- places ---------------------------------------------------------------------------------------------------------------- */

static void raise_index(eval *e, int64_t index, const value *base, ir_span at)
{
    str length = index < 0 ? STR("") : arena_printf(e->arena, " with length %u", value_length(base));
    eval_raise_text(e, arena_printf(e->arena, "runtime error: index out of range [%lld]%.*s", (long long)index, STR_ARG(length)),
                    at);
}

/* Bytes that are kept as a text become elements of their own before one of them is written. */
static value spread_bytes(eval *e, frame *f, ir_node *holder, const value *bytes)
{
    value list = eval_as_slice(e, bytes);
    cell *c = eval_place(e, f, holder);
    if (c && c->v.kind == VALUE_STRING) c->v = list;
    return list;
}

static cell *element_place(eval *e, frame *f, ir_node *n)
{
    value base = eval_expr(e, f, n->kids[0]);
    value key = e->way.raised ? base : eval_expr(e, f, n->kids[1]);
    if (e->way.raised) return NULL;
    if (base.kind == VALUE_POINTER) base = base.cell->v;
    if (base.kind == VALUE_STRING) base = spread_bytes(e, f, n->kids[0], &base);
    bool list = base.kind == VALUE_SLICE || base.kind == VALUE_ARRAY;
    if (!list || key.kind != VALUE_INT) {
        if (list) eval_havoc(e, &base, 1);
        return NULL;
    }
    if (key.i < 0 || key.i >= (int64_t)value_length(&base)) {
        raise_index(e, key.i, &base, n->at);
        return NULL;
    }
    return value_element(&base, (uint32_t)key.i);
}

cell *eval_place(eval *e, frame *f, ir_node *n)
{
    value base;
    switch (n->op) {
    case IR_LOCAL: return f->slots[n->slot];
    case IR_GLOBAL:
        if (e->way.guards_global) e->uses_global = true; /* its address may lead to it later */
        return eval_global(e, n->global);
    case IR_SELECT:
        base = eval_expr(e, f, n->kids[0]);
        if (base.kind == VALUE_NIL && !e->way.raised) nil_dereference(e, n);
        if (base.kind == VALUE_POINTER) base = base.cell->v;
        if (!e->way.raised && value_field_is_behind_nil(&base, n->name)) nil_dereference(e, n);
        return e->way.raised ? NULL : value_field(&base, n->name);
    case IR_DEREF:
        base = eval_expr(e, f, n->kids[0]);
        if (base.kind == VALUE_NIL && !e->way.raised) nil_dereference(e, n);
        return base.kind == VALUE_POINTER && !e->way.raised ? base.cell : NULL;
    case IR_INDEX: return element_place(e, f, n);
    default: return NULL;
    }
}

static void store_in_map(eval *e, const value *table, const value *key, const value *v, const ir_node *place)
{
    if (table->kind == VALUE_NIL) {
        eval_raise_text(e, STR("assignment to entry in nil map"), place->at);
    } else if (table->kind == VALUE_MAP) {
        ir_type *t = type_under(table->type);
        value k = value_convert_for_store(e->arena, key, t->key);
        if (value_has_unknown(&k)) table->map->unsure = true;
        else eval_set(e, map_value_put(e->arena, table->map, &k, t->elem), v);
    }
}

void eval_store(eval *e, frame *f, ir_node *place, const value *v)
{
    if (place->op == IR_BLANK) return;
    if (place->op == IR_BIND) {
        f->slots[place->slot] = eval_bind(e, v->cell, place->type, place);
        return;
    }
    if (place->op == IR_DECLARE) {
        cell *c = ARENA_NEW(e->arena, cell);
        c->v = eval_fit(e, v, place->type);
        /* a variable declared by its value has that value's type; a nil or unknown one tells none */
        c->type = place->type ? place->type : c->v.kind == VALUE_NIL || c->v.kind == VALUE_UNKNOWN ? NULL : c->v.type;
        f->slots[place->slot] = c;
        return;
    }
    if (place->op == IR_INDEX) {
        value base = eval_expr(e, f, place->kids[0]);
        if (e->way.raised) return;
        if (base.kind == VALUE_MAP || (base.kind == VALUE_NIL && type_under_kind(base.type) == TYPE_MAP)) {
            value key = eval_expr(e, f, place->kids[1]);
            if (!e->way.raised) store_in_map(e, &base, &key, v, place);
            return;
        }
    }
    cell *c = place->op == IR_GLOBAL ? eval_global(e, place->global) : eval_place(e, f, place);
    if (c && !e->way.raised) eval_set(e, c, v);
}

/* --- reading parts --------------------------------------------------------------------------------------------------------- */

value eval_select(eval *e, const value *base, str name, const ir_node *site)
{
    const value *b = base;
    if (b->kind == VALUE_NIL && b->type) return nil_dereference(e, site);
    if (b->kind == VALUE_POINTER) b = &b->cell->v;
    cell *c = value_field(b, name);
    if (c) return c->v;
    if (value_field_is_behind_nil(b, name)) return nil_dereference(e, site);
    value bound = eval_bind_method(e, base, NULL, name, site);
    bool by_value =
        bound.kind == VALUE_FUNC && bound.closure->bound && bound.closure->func && !bound.closure->func->pointer_receiver;
    if (by_value) bound.closure->receiver = value_copy(e->arena, &bound.closure->receiver); /* what it is now, not when called */
    if (bound.kind != VALUE_FUNC || !bound.closure->model) return bound;
    /* a field of a library object is a model without arguments */
    const value *receiver = bound.closure->bound ? &bound.closure->receiver : NULL;
    if (bound.closure->model->flags & NATIVE_VALUE)
        return eval_run_native(e, bound.closure->model, receiver, NULL, 0, false, site);
    return bound;
}

static value select_expr(eval *e, frame *f, ir_node *n)
{
    value base = eval_expr(e, f, n->kids[0]);
    if (e->way.raised) return base;
    value v = eval_select(e, &base, n->name, n);
    if (v.kind == VALUE_UNKNOWN && !v.type) v.type = n->type;
    return v;
}

static value pair(eval *e, value v, value ok)
{
    value parts[2] = {v, ok};
    return value_tuple(e->arena, 2, parts);
}

static value index_map(eval *e, ir_node *n, const value *table, const value *raw_key)
{
    ir_type *t = type_under(table->type);
    bool comma = n->flags & IR_COMMA_OK, unsure = false;
    if (table->kind == VALUE_NIL)
        return comma ? pair(e, value_zero(e->arena, t->elem), value_bool(false)) : value_zero(e->arena, t->elem);
    value key = value_convert_for_store(e->arena, raw_key, t->key);
    cell *c = NULL;
    enum { BYTES_OF_STEP = 512, KEYS_OF_STEP = 8 };
    if (key.kind == VALUE_STRING) eval_charge(e, key.s.n / BYTES_OF_STEP);
    else if (key.kind != VALUE_INT) eval_charge(e, table->map->count / KEYS_OF_STEP); /* they are compared one by one */
    if (key.kind == VALUE_UNKNOWN && key.origin && !table->map->unsure && table->map->count <= 256) {
        value *keys = ARENA_NEW_N(e->arena, value, table->map->count);
        cell **cells = ARENA_NEW_N(e->arena, cell *, table->map->count);
        uint32_t count = 0;
        for (uint32_t i = 0; i < table->map->count; i++) {
            if (table->map->pairs[i].deleted) continue;
            cells[count] = &table->map->pairs[i].value;
            keys[count++] = table->map->pairs[i].key;
        }
        size_t before = e->way.decisions.n;
        uint32_t hit = eval_choose_constant(e, &key, keys, count, n);
        if (e->way.decisions.n > before) array_last(&e->way.decisions).dispatches = true;
        c = hit < count ? cells[hit] : NULL;
    } else {
        c = map_value_find(table->map, &key, &unsure);
    }
    value v = c ? c->v : unsure ? value_unknown(t->elem) : value_zero(e->arena, t->elem);
    if (!comma) return v;
    return pair(e, v, c ? value_bool(true) : unsure ? value_unknown(type_basic(TYPE_BOOL)) : value_bool(false));
}

value eval_index(eval *e, frame *f, ir_node *n)
{
    value base = eval_expr(e, f, n->kids[0]);
    value key = e->way.raised ? base : eval_expr(e, f, n->kids[1]);
    value unknown = value_unknown(n->type);
    if (e->way.raised) return unknown;
    if (base.kind == VALUE_FUNC) return base; /* explicit type arguments */
    if (base.kind == VALUE_POINTER) base = base.cell->v;
    if (base.kind == VALUE_MAP || (base.kind == VALUE_NIL && type_under_kind(base.type) == TYPE_MAP))
        return index_map(e, n, &base, &key);
    if (base.kind == VALUE_UNKNOWN || key.kind != VALUE_INT) return n->flags & IR_COMMA_OK ? pair(e, unknown, unknown) : unknown;
    if (key.i < 0 || key.i >= (int64_t)value_length(&base)) {
        raise_index(e, key.i, &base, n->at);
        return unknown;
    }
    if (base.kind == VALUE_STRING) return value_int_of(type_basic(TYPE_UINT8), (uint8_t)base.s.p[key.i]);
    return value_element(&base, (uint32_t)key.i)->v;
}

static bool bound(eval *e, frame *f, ir_node *n, uint32_t i, int64_t otherwise, int64_t *out)
{
    *out = otherwise;
    if (n->count <= i || !n->kids[i]) return true;
    value v = eval_expr(e, f, n->kids[i]);
    *out = v.i;
    return !e->way.raised && v.kind == VALUE_INT;
}

/* 0 <= low <= high <= limit <= most, checked from the right; `limit` is `most` unless written (`three`). */
static bool check_bounds(eval *e, const value *base, const int64_t bounds[3], int64_t most, bool three, ir_span at)
{
    long long low = bounds[0], high = bounds[1], limit = bounds[2];
    arena *a = e->arena;
    const char *measure = base->kind == VALUE_SLICE ? "capacity" : "length", *colon = three ? ":" : "";
    str text;
    if (limit < 0) text = arena_printf(a, "[::%lld]", limit);
    else if (limit > most) text = arena_printf(a, "[::%lld] with %s %lld", limit, measure, (long long)most);
    else if (high < 0) text = arena_printf(a, "[:%lld%s]", high, colon);
    else if (high > limit && three) text = arena_printf(a, "[:%lld:%lld]", high, limit);
    else if (high > limit) text = arena_printf(a, "[:%lld] with %s %lld", high, measure, (long long)most);
    else if (low < 0) text = arena_printf(a, "[%lld:%s]", low, colon);
    else if (low > high) text = arena_printf(a, "[%lld:%lld%s]", low, high, colon);
    else return true;
    eval_raise_text(e, arena_printf(a, "runtime error: slice bounds out of range %.*s", STR_ARG(text)), at);
    return false;
}

static value slice_expr(eval *e, frame *f, ir_node *n)
{
    value base = eval_expr(e, f, n->kids[0]);
    int64_t low, high;
    if (e->way.raised) return base;
    if (base.kind == VALUE_POINTER) base = base.cell->v;
    bool list = base.kind == VALUE_SLICE || base.kind == VALUE_ARRAY, text = base.kind == VALUE_STRING;
    int64_t length = value_length(&base);
    if (!bound(e, f, n, 1, 0, &low) || !bound(e, f, n, 2, length, &high)) return value_unknown(n->type);
    if (base.kind != VALUE_NIL && !list && !text) return value_unknown(base.type ? base.type : n->type);
    int64_t most = base.kind == VALUE_SLICE ? base.slice.capacity : length;
    int64_t limit;
    if (!bound(e, f, n, 3, most, &limit)) return value_unknown(n->type);
    bool three = n->count > 3 && n->kids[3];
    if (!check_bounds(e, &base, (int64_t[]){low, high, limit}, most, three, n->at)) return value_unknown(n->type);
    if (base.kind == VALUE_NIL) return base;
    value out = base;
    out.node = NULL;
    if (text) {
        out.s = str_slice(base.s, (size_t)low, (size_t)high);
        return out;
    }
    if (base.kind == VALUE_ARRAY) {
        out = (value){.kind = VALUE_SLICE, .type = type_new_slice(e->arena, type_under(base.type)->elem)};
        out.slice.backing = base.object;
        out.slice.capacity = base.object->count;
    }
    out.slice.offset += (uint32_t)low;
    out.slice.length = (uint32_t)(high - low);
    out.slice.capacity = (uint32_t)(limit - low);
    return out;
}

/* --- types and composites -------------------------------------------------------------------------------------------------- */

static bool is_written_out(str type) { return str_find_char(type, '?', 0) < 0 && str_find(type, STR("{..."), 0) < 0; }

/* x.(T) of another type. The text of the panic is known where types have names: an interface without one lists its methods. */
static void raise_conversion(eval *e, const value *v, const ir_node *n)
{
    arena *a = e->arena;
    ir_type *from = n->kids[0]->type;
    bool none = v->kind == VALUE_NIL && (!v->type || type_is_interface(v->type)), asks = type_is_interface(n->type);
    str have = none ? STR("nil") : type_text(a, v->type), want = type_text(a, n->type);
    str of = from ? type_text(a, from) : STR("?");
    bool plain = from && type_is_interface(from) && (none || v->type) && is_written_out(have) && is_written_out(want);
    str text = asks && none ? arena_printf(a, "interface is nil, not %.*s", STR_ARG(want))
               : asks       ? arena_printf(a, "%.*s is not %.*s: missing method %.*s", STR_ARG(have), STR_ARG(want),
                                           STR_ARG(eval_missing_method(e, v, n->type)))
                            : arena_printf(a, "%.*s is %.*s, not %.*s", STR_ARG(of), STR_ARG(have), STR_ARG(want));
    eval_raise_text(e, arena_printf(a, "interface conversion: %.*s", STR_ARG(text)), n->at);
    bool known = plain && (asks || is_written_out(of));
    if (!known && e->way.panic.kind == VALUE_ERROR) e->way.panic.error->text = value_unknown(type_basic(TYPE_STRING));
}

/* What a test for a type says of the node whose value, of any type, is tested. */
static void mark_tested(eval *e, const value *v, bool holds)
{
    static const value_kind kinds[] = {[DOC_FALSE] = VALUE_BOOL,    [DOC_TRUE] = VALUE_BOOL,   [DOC_NUMBER] = VALUE_FLOAT,
                                       [DOC_STRING] = VALUE_STRING, [DOC_ARRAY] = VALUE_SLICE, [DOC_OBJECT] = VALUE_MAP};
    doc_node *n = v->about;
    bool itself = n && n->kind > DOC_NULL && n->kind <= DOC_OBJECT && kinds[n->kind] == v->kind;
    if (itself && !e->way.quiet) n->reads |= holds ? DOC_READ_FIT : DOC_READ_UNFIT;
}

static value assert_expr(eval *e, frame *f, ir_node *n)
{
    value v = eval_expr(e, f, n->kids[0]);
    if (e->way.raised) return v;
    bool comma = n->flags & IR_COMMA_OK, sure = true;
    bool holds = eval_type_holds(e, &v, n->type, &sure);
    if (!sure) {
        value known = value_unknown(n->type);
        return comma ? pair(e, known, value_unknown(type_basic(TYPE_BOOL))) : known;
    }
    mark_tested(e, &v, holds);
    if (!comma && !holds) raise_conversion(e, &v, n);
    if (!comma) return v;
    return holds ? pair(e, v, value_bool(true)) : pair(e, value_zero(e->arena, n->type), value_bool(false));
}

static value closure_expr(eval *e, frame *f, ir_node *n)
{
    closure *c = ARENA_NEW(e->arena, closure);
    ir_func_body(e->program, n->func); /* the captures are known once it is lowered */
    c->func = n->func;
    c->captured = ARENA_NEW_N(e->arena, cell *, n->func->capture_count);
    for (uint32_t i = 0; i < n->func->capture_count; i++) {
        cell **slot = &f->slots[n->func->captures[i]];
        bool copies = n->func->captures_copies && n->func->captures_copies[i];
        if (!*slot) *slot = ARENA_NEW(e->arena, cell); /* declared later in the same scope: var f func(); f = func() { f() } */
        c->captured[i] = copies ? eval_copy_cell(e, *slot) : *slot;
    }
    return (value){.kind = VALUE_FUNC, .type = n->func->type, .closure = c};
}

static value extern_value(eval *e, ir_node *n)
{
    const native *m = eval_find_native(e, NULL, n->package, n->name);
    value v = value_unknown(n->type);
    if (!m) return v;
    if (m->flags & NATIVE_VALUE) return eval_run_native(e, m, NULL, NULL, 0, false, n);
    return eval_func_value(e, NULL, m, NULL);
}

static value address_of(eval *e, frame *f, ir_node *n)
{
    ir_node *of = n->kids[0];
    if (e->program->semantics) return (value){.kind = VALUE_POINTER, .cell = eval_cell(e, f, of)};
    ir_type *t = of->type ? type_new_pointer(e->arena, of->type) : NULL;
    cell *c;
    if (of->op == IR_COMPOSITE) {
        c = ARENA_NEW(e->arena, cell);
        c->v = eval_expr(e, f, of);
        c->type = c->v.type;
    } else {
        c = eval_place(e, f, of);
    }
    if (!c || e->way.raised) return (value){.kind = VALUE_UNKNOWN, .non_nil = true, .type = t};
    ir_type *elem = c->type && !type_is_interface(c->type) ? c->type : c->v.type;
    return (value){.kind = VALUE_POINTER, .type = elem ? type_new_pointer(e->arena, elem) : t, .cell = c};
}

static value dereference(eval *e, frame *f, ir_node *n)
{
    value v = eval_expr(e, f, n->kids[0]);
    if (e->way.raised) return v;
    if (v.kind == VALUE_NIL) return nil_dereference(e, n);
    return v.kind == VALUE_POINTER ? v.cell->v : value_unknown(n->type);
}

static value logical(eval *e, frame *f, ir_node *n)
{
    value left = eval_expr(e, f, n->kids[0]);
    if (e->way.raised) return left;
    bool l = eval_decide(e, &left, n->kids[0]);
    if (l == (n->op == IR_OR)) {
        value decided = value_bool(l);
        decided.about = left.about;
        return decided;
    }
    value right = eval_expr(e, f, n->kids[1]);
    if (!right.about) right.about = left.about;
    return right;
}

static value binary(eval *e, frame *f, ir_node *n)
{
    value a = eval_expr(e, f, n->kids[0]);
    value b = e->way.raised ? a : eval_expr(e, f, n->kids[1]);
    if (e->way.raised) return value_unknown(n->type);
    return e->program->semantics ? eval_operate(e, n, &a, &b) : eval_binary(e, n, n->sub, &a, &b);
}

static value unary_or_convert(eval *e, frame *f, ir_node *n)
{
    value v = eval_expr(e, f, n->kids[0]);
    if (e->way.raised) return v;
    return n->op == IR_UNARY ? eval_unary(e, n, &v) : value_convert(e->arena, &v, n->type);
}

static value local(eval *e, frame *f, ir_node *n)
{
    cell *c = f->slots[n->slot];
    if (!c) eval_stop(e, "a variable is used before it is declared");
    return c->v;
}

static value expr(eval *e, frame *f, ir_node *n)
{
    switch (n->op) {
    case IR_CONST: return value_constant(&n->constant, n->type);
    case IR_LOCAL: return local(e, f, n);
    case IR_GLOBAL: return eval_global(e, n->global)->v;
    case IR_FUNC: return eval_func_value(e, n->func, NULL, NULL);
    case IR_EXTERN: return extern_value(e, n);
    case IR_ADDR: return address_of(e, f, n);
    case IR_DEREF: return dereference(e, f, n);
    case IR_SELECT: return select_expr(e, f, n);
    case IR_INDEX: return eval_index(e, f, n);
    case IR_SLICE: return slice_expr(e, f, n);
    case IR_UNARY:
    case IR_CONVERT: return unary_or_convert(e, f, n);
    case IR_BINARY: return binary(e, f, n);
    case IR_AND:
    case IR_OR: return logical(e, f, n);
    case IR_ASSERT: return assert_expr(e, f, n);
    case IR_COMPOSITE: return eval_composite(e, f, n);
    case IR_CLOSURE: return closure_expr(e, f, n);
    case IR_CALL: return eval_call(e, f, n);
    case IR_BUILTIN: return eval_builtin(e, f, n);
    case IR_TYPE: return value_unknown(n->type);
    case IR_MEMBER:
    case IR_COND:
    case IR_SEQUENCE:
    case IR_UPDATE:
    case IR_REFER:
    case IR_TRUTH:
    case IR_TARGET:
    case IR_CONSTRUCT: return eval_refer(e, f, n);
    default: eval_stop(e, n->op == IR_UNSUPPORTED ? "code that could not be read" : "channels are not evaluated");
    }
}

/* What the global configuration is makes no difference as long as it is only copied: a panic over it, a condition or a
 * call would. The parser of the global part may have changed the packages' variables, too. */
static void guard_global(eval *e, const ir_node *n, const value *v)
{
    bool copies = n->op == IR_LOCAL || n->op == IR_SELECT || (n->op == IR_BUILTIN && n->sub == IR_APPEND);
    bool kept = n->op == IR_GLOBAL && v->kind != VALUE_FUNC && v->kind != VALUE_NATIVE;
    if (kept || (v->kind == VALUE_UNKNOWN && !v->origin && !copies)) e->uses_global = true;
}

value eval_expr(eval *e, frame *f, ir_node *n)
{
    if (++e->way.steps > e->way.steps_most) eval_stop_at_limit(e, EVAL_TOO_MANY_STEPS);
    value v = expr(e, f, n);
    if (v.kind == VALUE_REFERENCE && n->op != IR_REFER) v = v.cell->v;
    if (v.kind == VALUE_DOC) v.about = v.doc;
    if (e->way.guards_global) guard_global(e, n, &v);
    return v.kind == VALUE_UNKNOWN && v.origin ? eval_resolve(e, &v) : v;
}
