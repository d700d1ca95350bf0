/* Operators and predeclared functions (Go specification, "Operators", "Built-in functions"). */
#include "ir/eval_internal.h"
#include "ir/library.h"

#include <math.h>

enum { REPEAT_MOST = 1 << 20 }; /* elements make() gives at most */

static value unknown_from(eval *e, ir_type *t, origin_op op, const value *of)
{
    if (of->kind != VALUE_UNKNOWN || !of->origin) return value_unknown(t);
    return value_unknown_of(e->arena, t, op, NULL, of->origin);
}

value eval_unary(eval *e, ir_node *n, const value *v)
{
    value out = *v;
    out.node = NULL;
    switch (n->sub) {
    case '!':
        if (v->kind == VALUE_UNKNOWN) return unknown_from(e, type_basic(TYPE_BOOL), ORIGIN_NOT, v);
        if (v->kind != VALUE_BOOL) return value_unknown(type_basic(TYPE_BOOL));
        out.b = !v->b;
        return out;
    case '-':
        if (v->kind == VALUE_FLOAT) out.f = -v->f;
        else if (v->kind == VALUE_INT) out.i = value_wrap(type_under_kind(v->type), (int64_t)(0 - (uint64_t)v->i));
        return out;
    case '^':
        if (v->kind == VALUE_INT) out.i = value_wrap(type_under_kind(v->type), ~v->i);
        return out;
    default: return out;
    }
}

/* --- comparison ------------------------------------------------------------------------------------------------------------ */

static bool is_constant(const value *v) { return v->kind == VALUE_STRING || v->kind == VALUE_INT || v->kind == VALUE_FLOAT; }

/* A comparison of something unknown with a constant, as an unknown boolean that remembers it. */
static value compare_unknown(eval *e, origin_op op, const value *unknown, const value *constant, bool negate)
{
    ir_type *boolean = type_basic(TYPE_BOOL);
    if (!unknown->origin) return value_unknown(boolean);
    if (constant->kind == VALUE_BOOL && op == ORIGIN_EQUAL) {
        value same = *unknown;
        return constant->b == negate ? unknown_from(e, boolean, ORIGIN_NOT, &same) : same;
    }
    if (!is_constant(constant)) return unknown_from(e, boolean, ORIGIN_DERIVED, unknown);
    value v = value_unknown_of(e->arena, boolean, op, NULL, unknown->origin);
    v.origin->constant.is_string = constant->kind == VALUE_STRING;
    if (constant->kind == VALUE_STRING) v.origin->constant.text = constant->s;
    else v.origin->constant.number = constant->kind == VALUE_INT ? (double)constant->i : constant->f;
    return negate ? unknown_from(e, boolean, ORIGIN_NOT, &v) : v;
}

static value equality(eval *e, const value *a, const value *b, bool negate)
{
    bool equal;
    if (value_equal(a, b, &equal)) return value_bool(equal != negate);
    if (a->kind == VALUE_UNKNOWN && b->kind != VALUE_UNKNOWN) return compare_unknown(e, ORIGIN_EQUAL, a, b, negate);
    if (b->kind == VALUE_UNKNOWN && a->kind != VALUE_UNKNOWN) return compare_unknown(e, ORIGIN_EQUAL, b, a, negate);
    return value_unknown(type_basic(TYPE_BOOL));
}

static bool is_comparison(const ir_node *n, uint8_t op) { return n->op == IR_BINARY && (op == IR_EQUAL || op == IR_UNEQUAL); }

/* An operand is an interface. Only values of one dynamic type are equal then, and values of some types can't be compared at all.
 * False: the values are compared like others. */
static bool equal_in_interface(eval *e, const ir_node *n, value *a, value *b, bool *equal)
{
    if (!type_is_interface(n->kids[0]->type) && !type_is_interface(n->kids[1]->type)) return false;
    *a = value_convert_for_store(e->arena, a, type_any());
    *b = value_convert_for_store(e->arena, b, type_any());
    value_kind k = a->kind;
    bool plain = k == b->kind && (k == VALUE_BOOL || k == VALUE_INT || k == VALUE_FLOAT || k == VALUE_STRING || k == VALUE_MAP ||
                                  k == VALUE_SLICE);
    if (!plain || !a->type || !b->type) return false;
    *equal = false;
    if (!type_same(a->type, b->type)) return true;
    type_kind under = type_under_kind(a->type);
    if (under != TYPE_MAP && under != TYPE_SLICE) return false;
    eval_raise_text(
        e, arena_printf(e->arena, "runtime error: comparing uncomparable type %.*s", STR_ARG(type_text(e->arena, a->type))),
        n->at);
    return true;
}

/* -1, 0, 1; 2 when the operands can't be ordered here. */
static int order(const value *a, const value *b)
{
    if (a->kind == VALUE_STRING && b->kind == VALUE_STRING) {
        int c = str_cmp(a->s, b->s);
        return (c > 0) - (c < 0);
    }
    if (a->kind == VALUE_INT && b->kind == VALUE_INT) {
        bool is_unsigned = type_is_unsigned(type_under_kind(a->type)) || type_is_unsigned(type_under_kind(b->type));
        if (is_unsigned) return ((uint64_t)a->i > (uint64_t)b->i) - ((uint64_t)a->i < (uint64_t)b->i);
        return (a->i > b->i) - (a->i < b->i);
    }
    bool numbers = (a->kind == VALUE_INT || a->kind == VALUE_FLOAT) && (b->kind == VALUE_INT || b->kind == VALUE_FLOAT);
    if (!numbers) return 2;
    double x = a->kind == VALUE_INT ? (double)a->i : a->f, y = b->kind == VALUE_INT ? (double)b->i : b->f;
    return isnan(x) || isnan(y) ? 2 : (x > y) - (x < y);
}

static value ordering(eval *e, uint8_t op, const value *a, const value *b)
{
    if (a->kind == VALUE_UNKNOWN || b->kind == VALUE_UNKNOWN) {
        if (a->kind == b->kind) return value_unknown(type_basic(TYPE_BOOL));
        bool left = a->kind == VALUE_UNKNOWN;
        /* x < c | x <= c | x > c = not x <= c | x >= c = not x < c; c < x = not x <= c and so on */
        bool strict = op == IR_LESS || op == IR_GREATER, less = op == IR_LESS || op == IR_LESS_EQUAL;
        bool negate = left ? !less : less;
        bool inner_strict = negate ? !strict : strict;
        return compare_unknown(e, inner_strict ? ORIGIN_LESS : ORIGIN_LESS_EQUAL, left ? a : b, left ? b : a, negate);
    }
    int c = order(a, b);
    if (c == 2)
        return a->kind == VALUE_FLOAT || b->kind == VALUE_FLOAT ? value_bool(false) : value_unknown(type_basic(TYPE_BOOL));
    switch (op) {
    case IR_LESS: return value_bool(c < 0);
    case IR_LESS_EQUAL: return value_bool(c <= 0);
    case IR_GREATER: return value_bool(c > 0);
    default: return value_bool(c >= 0);
    }
}

/* --- arithmetic ------------------------------------------------------------------------------------------------------------ */

static value divide(eval *e, const ir_node *n, uint8_t op, ir_type *t, int64_t x, int64_t y)
{
    if (y == 0) {
        eval_raise_text(e, STR("runtime error: integer divide by zero"), n->at);
        return value_unknown(t);
    }
    if (type_is_unsigned(type_under_kind(t)))
        return value_int_of(t, op == IR_DIV ? (int64_t)((uint64_t)x / (uint64_t)y) : (int64_t)((uint64_t)x % (uint64_t)y));
    if (y == -1) return value_int_of(t, op == IR_DIV ? (int64_t)(0 - (uint64_t)x) : 0);
    return value_int_of(t, op == IR_DIV ? x / y : x % y);
}

static value shift(uint8_t op, ir_type *t, int64_t x, int64_t by)
{
    bool is_unsigned = type_is_unsigned(type_under_kind(t));
    if (by < 0) return value_unknown(t);
    if (by > 63) return value_int_of(t, op == IR_SHR && !is_unsigned && x < 0 ? -1 : 0);
    if (op == IR_SHL) return value_int_of(t, (int64_t)((uint64_t)x << by));
    return value_int_of(t, is_unsigned ? (int64_t)((uint64_t)x >> by) : x >> by);
}

static value integers(eval *e, const ir_node *n, uint8_t op, ir_type *t, int64_t x, int64_t y)
{
    uint64_t a = (uint64_t)x, b = (uint64_t)y;
    switch (op) {
    case IR_ADD: return value_int_of(t, (int64_t)(a + b));
    case IR_SUB: return value_int_of(t, (int64_t)(a - b));
    case IR_MUL: return value_int_of(t, (int64_t)(a * b));
    case IR_DIV:
    case IR_REM: return divide(e, n, op, t, x, y);
    case IR_BIT_AND: return value_int_of(t, x & y);
    case IR_BIT_OR: return value_int_of(t, x | y);
    case IR_XOR: return value_int_of(t, x ^ y);
    case IR_AND_NOT: return value_int_of(t, x & ~y);
    default: return shift(op, t, x, y);
    }
}

static value floats(uint8_t op, ir_type *t, double x, double y)
{
    value v = {.kind = VALUE_FLOAT, .type = t};
    switch (op) {
    case IR_ADD: v.f = x + y; break;
    case IR_SUB: v.f = x - y; break;
    case IR_MUL: v.f = x * y; break;
    case IR_DIV: v.f = x / y; break;
    default: return value_unknown(t);
    }
    if (type_under_kind(t) == TYPE_FLOAT32) v.f = (double)(float)v.f;
    return v;
}

static value concatenate(eval *e, ir_type *t, str a, str b)
{
    char *p = arena_alloc(e->arena, a.n + b.n + 1);
    if (a.n) memcpy(p, a.p, a.n);
    if (b.n) memcpy(p + a.n, b.p, b.n);
    return (value){.kind = VALUE_STRING, .type = t, .s = {p, a.n + b.n}};
}

/* The operand that decides the result's type: the typed one, or of two untyped ones the "larger" kind. */
static ir_type *result_type(const value *a, const value *b)
{
    type_kind x = a->type ? a->type->kind : TYPE_UNKNOWN, y = b->type ? b->type->kind : TYPE_UNKNOWN;
    if (type_is_untyped(x) && type_is_untyped(y)) return x >= y ? a->type : b->type;
    return type_is_untyped(x) || !a->type ? b->type : a->type;
}

/* `time.Duration(x) * time.Millisecond` shows what x is a number of. */
static void note_unit(const value *number, const value *unit)
{
    doc_node *n = number->kind == VALUE_UNKNOWN && number->origin ? number->origin->node : NULL;
    if (!n || n->kind != DOC_SYMBOLIC || unit->kind != VALUE_INT || unit->i <= 0 ||
        library_type_of(unit->type) != LIBRARY_DURATION)
        return;
    if (n->unit && n->unit != unit->i) n->units_differ = true;
    n->unit = n->units_differ ? 0 : unit->i;
}

static value binary(eval *e, const ir_node *n, uint8_t op, const value *a, const value *b)
{
    if (op == IR_MUL) note_unit(a, b), note_unit(b, a);
    if (op == IR_EQUAL || op == IR_UNEQUAL) return equality(e, a, b, op == IR_UNEQUAL);
    if (op == IR_LESS || op == IR_LESS_EQUAL || op == IR_GREATER || op == IR_GREATER_EQUAL) return ordering(e, op, a, b);
    ir_type *t = op == IR_SHL || op == IR_SHR ? a->type : result_type(a, b);
    if (a->kind == VALUE_UNKNOWN) return unknown_from(e, t, ORIGIN_DERIVED, a);
    if (b->kind == VALUE_UNKNOWN) return unknown_from(e, t, ORIGIN_DERIVED, b);
    if (a->kind == VALUE_STRING && b->kind == VALUE_STRING && op == IR_ADD) return concatenate(e, t, a->s, b->s);
    if (a->kind == VALUE_INT && b->kind == VALUE_INT) return integers(e, n, op, t, a->i, b->i);
    bool numbers = (a->kind == VALUE_INT || a->kind == VALUE_FLOAT) && (b->kind == VALUE_INT || b->kind == VALUE_FLOAT);
    if (!numbers) return value_unknown(t);
    return floats(op, t, a->kind == VALUE_INT ? (double)a->i : a->f, b->kind == VALUE_INT ? (double)b->i : b->f);
}

value eval_binary(eval *e, const ir_node *n, uint8_t op, const value *a, const value *b)
{
    enum { BYTES_OF_STEP = 4096 };
    value left = *a, right = *b, v;
    bool equal;
    if (a->kind == VALUE_STRING && b->kind == VALUE_STRING) eval_charge(e, (a->s.n + b->s.n) / BYTES_OF_STEP);
    if (is_comparison(n, op) && equal_in_interface(e, n, &left, &right, &equal)) v = value_bool(equal == (op == IR_EQUAL));
    else v = binary(e, n, op, &left, &right);
    v.about = a->about ? a->about : b->about;
    return v;
}

/* --- predeclared functions ------------------------------------------------------------------------------------------------- */

value eval_as_slice(eval *e, const value *v)
{
    if (v->kind == VALUE_SLICE || v->kind != VALUE_STRING || type_under_kind(v->type) != TYPE_SLICE) return *v;
    value *bytes = ARENA_NEW_N(e->arena, value, v->s.n);
    for (size_t i = 0; i < v->s.n; i++) bytes[i] = value_int_of(type_basic(TYPE_UINT8), (uint8_t)v->s.p[i]);
    return value_slice_of(e->arena, v->type, bytes, (uint32_t)v->s.n);
}

value eval_append(eval *e, const value *list, const value *items, uint32_t count, ir_type *type)
{
    ir_type *t = list->type ? list->type : type;
    value base = eval_as_slice(e, list);
    if (base.kind == VALUE_UNKNOWN) return value_unknown(t);
    uint32_t have = base.kind == VALUE_SLICE ? base.slice.length : 0;
    ir_type *elem = type_under(t)->elem;
    bool room = base.kind == VALUE_SLICE && base.slice.capacity - have >= count;
    value out = base;
    if (!room) {
        uint32_t capacity = (have + count) * 2;
        object *o = ARENA_NEW(e->arena, object);
        o->count = capacity;
        o->cells = ARENA_NEW_N(e->arena, cell, capacity);
        for (uint32_t i = 0; i < have; i++) o->cells[i] = *value_element(&base, i);
        for (uint32_t i = have; i < capacity; i++) o->cells[i] = (cell){value_zero(e->arena, elem), elem};
        out = (value){.kind = VALUE_SLICE, .type = t};
        out.slice.backing = o;
        out.slice.capacity = capacity;
    }
    for (uint32_t i = 0; i < count; i++)
        out.slice.backing->cells[out.slice.offset + have + i] = (cell){value_convert_for_store(e->arena, &items[i], elem), elem};
    out.slice.length = have + count;
    return out;
}

static value append_call(eval *e, const value *args, uint32_t count, bool spread, ir_type *type)
{
    if (!spread) return eval_append(e, &args[0], args + 1, count - 1, type);
    value more = eval_as_slice(e, &args[1]);
    if (more.kind == VALUE_STRING) { /* append([]byte, string...) */
        more.type = args[0].type;
        more = eval_as_slice(e, &more);
    }
    if (more.kind == VALUE_UNKNOWN) return value_unknown(args[0].type ? args[0].type : type);
    uint32_t n = more.kind == VALUE_SLICE ? more.slice.length : 0;
    value *items = ARENA_NEW_N(e->arena, value, n);
    for (uint32_t i = 0; i < n; i++) items[i] = value_element(&more, i)->v;
    return eval_append(e, &args[0], items, n, type);
}

static value length_of(eval *e, const value *v)
{
    const value *x = v->kind == VALUE_POINTER ? &v->cell->v : v;
    bool whole = x->kind == VALUE_UNKNOWN && x->node && !x->node->parent && type_is_bytes(x->type);
    if (whole) return value_int(EVAL_SOME_LENGTH);
    if (x->kind == VALUE_UNKNOWN) return unknown_from(e, type_basic(TYPE_INT), ORIGIN_LENGTH, x);
    if (x->kind == VALUE_MAP && x->map->unsure) return value_unknown(type_basic(TYPE_INT));
    if (x->kind == VALUE_DOC || x->kind == VALUE_NATIVE) return value_unknown(type_basic(TYPE_INT));
    return value_int(value_length(x));
}

static value make_value(eval *e, const ir_node *n, const value *args, uint32_t count)
{
    ir_type *under = type_under(n->type);
    if (under->kind == TYPE_MAP) return value_map_new(e->arena, n->type);
    if (under->kind != TYPE_SLICE) return (value){.kind = VALUE_UNKNOWN, .non_nil = true, .type = n->type};
    if (count == 0 || args[0].kind != VALUE_INT || args[0].i > REPEAT_MOST) return value_unknown(n->type);
    if (args[0].i < 0) {
        eval_raise_text(e, STR("runtime error: makeslice: len out of range"), n->at);
        return value_unknown(n->type);
    }
    value *zeros = ARENA_NEW_N(e->arena, value, (size_t)args[0].i);
    for (int64_t i = 0; i < args[0].i; i++) zeros[i] = value_zero(e->arena, under->elem);
    return value_slice_of(e->arena, n->type, zeros, (uint32_t)args[0].i);
}

static value delete_key(eval *e, const value *table, const value *raw_key)
{
    if (table->kind == VALUE_MAP) {
        value key = value_convert_for_store(e->arena, raw_key, type_under(table->type)->key);
        if (value_has_unknown(&key)) table->map->unsure = true;
        else map_value_delete(table->map, &key);
    }
    return value_unknown(NULL);
}

static value copy_elements(eval *e, const value *to, const value *raw_from)
{
    value from = eval_as_slice(e, raw_from);
    if (to->kind != VALUE_SLICE || from.kind == VALUE_UNKNOWN) {
        eval_havoc(e, to, 2);
        return value_unknown(type_basic(TYPE_INT));
    }
    uint32_t n = value_length(to) < value_length(&from) ? value_length(to) : value_length(&from);
    for (uint32_t i = 0; i < n; i++) {
        value v =
            from.kind == VALUE_STRING ? value_int_of(type_basic(TYPE_UINT8), (uint8_t)from.s.p[i]) : value_element(&from, i)->v;
        eval_set(e, value_element(to, i), &v);
    }
    return value_int(n);
}

static value smallest(const value *args, uint32_t count, bool want_less)
{
    value best = args[0];
    for (uint32_t i = 1; i < count; i++) {
        if (best.kind == VALUE_UNKNOWN || args[i].kind == VALUE_UNKNOWN) return value_unknown(result_type(&best, &args[i]));
        ir_type *t = result_type(&best, &args[i]);
        int c = order(&args[i], &best);
        if (c == 2) return value_unknown(t);
        if (want_less ? c < 0 : c > 0) best = args[i];
        best.type = t;
    }
    return best;
}

static value recover_panic(eval *e)
{
    /* recover works in a function called by a panicking frame's deferred call */
    frame *f = e->way.frame ? e->way.frame->caller : NULL;
    if (!f || !f->panicking) return value_nil(NULL);
    f->panicking = false;
    return f->panic;
}

static value clear_value(eval *e, const value *v)
{
    if (v->kind == VALUE_MAP) *v->map = (map_value){0};
    else eval_havoc(e, v, 1);
    return value_unknown(NULL);
}

value eval_builtin(eval *e, frame *f, ir_node *n)
{
    value args[8] = {{0}};
    uint32_t count = n->count;
    value *all = count <= 8 ? args : ARENA_NEW_N(e->arena, value, count);
    for (uint32_t i = 0; i < count; i++) {
        all[i] = n->kids[i] ? eval_expr(e, f, n->kids[i]) : value_unknown(NULL);
        if (e->way.raised) return value_unknown(n->type);
    }
    value v;
    switch ((ir_builtin)n->sub) {
    case IR_LEN:
        v = length_of(e, &all[0]);
        v.about = all[0].about;
        return v;
    case IR_CAP: return all[0].kind == VALUE_SLICE ? value_int(all[0].slice.capacity) : length_of(e, &all[0]);
    case IR_APPEND: return append_call(e, all, count, n->flags & IR_SPREAD, n->type);
    case IR_MAKE: return make_value(e, n, all, count);
    case IR_NEW: {
        cell *c = ARENA_NEW(e->arena, cell);
        c->type = n->type;
        c->v = value_zero(e->arena, n->type);
        return (value){.kind = VALUE_POINTER, .type = type_new_pointer(e->arena, n->type), .cell = c};
    }
    case IR_DELETE: return delete_key(e, &all[0], &all[1]);
    case IR_COPY: return copy_elements(e, &all[0], &all[1]);
    case IR_PANIC: eval_raise(e, value_convert_for_store(e->arena, &all[0], NULL), n->at); return value_unknown(NULL);
    case IR_RECOVER: return recover_panic(e);
    case IR_MIN:
    case IR_MAX: return smallest(all, count, n->sub == IR_MIN);
    case IR_CLEAR: return clear_value(e, &all[0]);
    case IR_CLOSE:
    case IR_PRINT: return value_unknown(NULL);
    }
    return value_unknown(n->type);
}
