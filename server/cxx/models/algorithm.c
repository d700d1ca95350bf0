/* <algorithm>, <numeric>, <iterator>: ranges between two iterators of one container. */
#include "cxx/values.h"

typedef struct span {
    cell *container;
    uint32_t from, to;
    cell **cells; /* of a text: new ones */
} span;

static span range_at(native_call *c, uint32_t i)
{
    span r = {0};
    value a = cxx_arg(c, i), b = cxx_arg(c, i + 1);
    if (!cxx_is_iterator(&a) || !cxx_is_iterator(&b) || !cxx_iterator_place(&a, &r.container, &r.from))
        native_stop(c, "a range that is not known");
    cell *other;
    if (!cxx_iterator_place(&b, &other, &r.to) || other != r.container || r.from > r.to || cxx_is_reverse(&a))
        native_stop(c, "a range that is not known");
    r.cells = ARENA_NEW_N(c->arena, cell *, r.to - r.from);
    for (uint32_t k = r.from; k < r.to; k++) {
        value it = cxx_iterator(c, r.container, k);
        r.cells[k - r.from] = cxx_iterator_target(c, &it);
    }
    native_charge(c, (r.to - r.from) / 4);
    return r;
}

static value at(native_call *c, const span *r, uint32_t i)
{
    return cxx_iterator(c, r->container, i == cxx_count_in(r->container) ? -1 : (int64_t)i);
}

static bool holds(native_call *c, const value *test, cell *one)
{
    value arg = cxx_reference_to(one), answer = native_invoke(c, test, &arg, 1);
    if (native_stopped(c)) return false;
    answer = cxx_truth(c, cxx_plain(&answer));
    return native_decide(c, &answer);
}

static bool same(native_call *c, const value *a, const value *b)
{
    value v = cxx_semantics.binary(c, IR_EQUAL, a, b);
    return native_decide(c, &v);
}

/* The first element of the range that fits, `to` for none. */
static uint32_t first_of(native_call *c, const span *r, const value *test, bool by_value, bool wanted)
{
    for (uint32_t i = r->from; i < r->to && !native_stopped(c); i++) {
        cell *one = r->cells[i - r->from];
        if ((by_value ? same(c, &one->v, test) : holds(c, test, one)) == wanted) return i;
    }
    return r->to;
}

static value find_with(native_call *c, bool by_value, bool wanted)
{
    span r = range_at(c, 0);
    value test = cxx_arg(c, 2);
    uint32_t i = first_of(c, &r, &test, by_value, wanted);
    return at(c, &r, i);
}

static value find(native_call *c) { return find_with(c, true, true); }
static value find_if(native_call *c) { return find_with(c, false, true); }
static value find_if_not(native_call *c) { return find_with(c, false, false); }

static value any_of(native_call *c)
{
    span r = range_at(c, 0);
    value test = cxx_arg(c, 2);
    return cxx_bool(first_of(c, &r, &test, false, true) < r.to);
}

static value all_of(native_call *c)
{
    span r = range_at(c, 0);
    value test = cxx_arg(c, 2);
    return cxx_bool(first_of(c, &r, &test, false, false) == r.to);
}

static value none_of(native_call *c) { return cxx_bool(!any_of(c).b); }

static value counted(native_call *c, bool by_value)
{
    span r = range_at(c, 0);
    value test = cxx_arg(c, 2);
    int64_t n = 0;
    for (uint32_t i = r.from; i < r.to && !native_stopped(c); i++)
        n += by_value ? same(c, &r.cells[i - r.from]->v, &test) : holds(c, &test, r.cells[i - r.from]);
    return cxx_int(CXX_T_LONG, n);
}

static value count(native_call *c) { return counted(c, true); }
static value count_if(native_call *c) { return counted(c, false); }

static value for_each(native_call *c)
{
    span r = range_at(c, 0);
    value run = cxx_arg(c, 2);
    for (uint32_t i = r.from; i < r.to && !native_stopped(c); i++) {
        value arg = cxx_reference_to(r.cells[i - r.from]);
        native_invoke(c, &run, &arg, 1);
    }
    return run;
}

static bool is_less(native_call *c, const value *order, cell *a, cell *b)
{
    if (order) {
        value args[2] = {cxx_reference_to(a), cxx_reference_to(b)}, v = native_invoke(c, order, args, 2);
        if (native_stopped(c)) return false;
        v = cxx_truth(c, cxx_plain(&v));
        return native_decide(c, &v);
    }
    int by = cxx_compare(&a->v, &b->v);
    if (by == 2) native_stop(c, "values that can't be ordered");
    return by < 0;
}

static bool is_text(const span *r) { return r->container->v.kind == VALUE_STRING; }

static value sort(native_call *c)
{
    span r = range_at(c, 0);
    value order = cxx_arg(c, 2);
    if (is_text(&r)) native_stop(c, "a text that is sorted");
    for (uint32_t i = 1; i < r.to - r.from; i++)
        for (uint32_t k = i; k > 0 && is_less(c, c->count > 2 ? &order : NULL, r.cells[k], r.cells[k - 1]); k--) {
            value kept = r.cells[k]->v;
            r.cells[k]->v = r.cells[k - 1]->v;
            r.cells[k - 1]->v = kept;
            native_charge(c, 1);
        }
    return value_unknown(NULL);
}

static value reverse(native_call *c)
{
    span r = range_at(c, 0);
    if (is_text(&r)) native_stop(c, "a text that is turned");
    for (uint32_t i = 0, n = r.to - r.from; i < n / 2; i++) {
        value kept = r.cells[i]->v;
        r.cells[i]->v = r.cells[n - 1 - i]->v;
        r.cells[n - 1 - i]->v = kept;
    }
    return value_unknown(NULL);
}

/* What stays comes first; where that ends. */
static value remove_with(native_call *c, bool by_value)
{
    span r = range_at(c, 0);
    value test = cxx_arg(c, 2);
    uint32_t kept = r.from;
    if (is_text(&r)) native_stop(c, "a text of which something is removed");
    for (uint32_t i = r.from; i < r.to && !native_stopped(c); i++) {
        cell *one = r.cells[i - r.from];
        if (by_value ? same(c, &one->v, &test) : holds(c, &test, one)) continue;
        r.cells[kept++ - r.from]->v = one->v;
    }
    return at(c, &r, kept);
}

static value remove_value(native_call *c) { return remove_with(c, true); }
static value remove_if(native_call *c) { return remove_with(c, false); }

static value unique(native_call *c)
{
    span r = range_at(c, 0);
    uint32_t kept = r.from;
    if (is_text(&r) || c->count > 2) native_stop(c, "a text of which something is removed");
    for (uint32_t i = r.from; i < r.to && !native_stopped(c); i++) {
        if (kept > r.from && same(c, &r.cells[kept - 1 - r.from]->v, &r.cells[i - r.from]->v)) continue;
        r.cells[kept++ - r.from]->v = r.cells[i - r.from]->v;
    }
    return at(c, &r, kept);
}

static value extreme(native_call *c, bool least)
{
    span r = range_at(c, 0);
    value order = cxx_arg(c, 2);
    uint32_t best = r.from;
    for (uint32_t i = r.from + 1; i < r.to && !native_stopped(c); i++) {
        cell *a = r.cells[i - r.from], *b = r.cells[best - r.from];
        if (least ? is_less(c, c->count > 2 ? &order : NULL, a, b) : is_less(c, c->count > 2 ? &order : NULL, b, a)) best = i;
    }
    return at(c, &r, best);
}

static value min_element(native_call *c) { return extreme(c, true); }
static value max_element(native_call *c) { return extreme(c, false); }

static value accumulate(native_call *c)
{
    span r = range_at(c, 0);
    value sum = cxx_arg(c, 2), by = cxx_arg(c, 3);
    ir_type *t = sum.type;
    for (uint32_t i = r.from; i < r.to && !native_stopped(c); i++) {
        value both[2] = {sum, r.cells[i - r.from]->v};
        value v = c->count > 3 ? native_invoke(c, &by, both, 2) : cxx_semantics.binary(c, IR_ADD, &both[0], &both[1]);
        if (!native_stopped(c)) sum = cxx_store(c, &v, t);
    }
    return sum;
}

/* Where an algorithm writes: at a place of a container that is there, or behind its end (back_inserter). */
static void write(native_call *c, const value *to, uint32_t i, const value *v)
{
    cell *container;
    uint32_t from;
    if (to->kind == VALUE_NATIVE && str_is(to->native->tag, "inserter")) {
        value callee = cxx_semantics.member(c, to->native->parts[0].cell, STR("push_back"), 1)->v;
        native_invoke(c, &callee, v, 1);
        return;
    }
    if (!cxx_is_iterator(to) || !cxx_iterator_place(to, &container, &from)) native_stop(c, "a place that is not known");
    if (container->v.kind == VALUE_STRING) {
        char *text = arena_alloc(c->arena, container->v.s.n + 1);
        value one = cxx_store(c, v, cxx_basic_type(CXX_T_CHAR));
        if (from + i >= container->v.s.n || one.kind != VALUE_INT) native_stop(c, "a place that is not known");
        memcpy(text, container->v.s.p, container->v.s.n);
        text[from + i] = (char)one.i;
        container->v.s.p = text;
        container->v.node = NULL;
        return;
    }
    if (container->v.kind != VALUE_ARRAY || from + i >= container->v.object->count) native_stop(c, "a place that is not known");
    cell *place = &container->v.object->cells[from + i];
    place->v = cxx_store(c, v, place->type);
}

static value transform(native_call *c)
{
    span r = range_at(c, 0);
    value to = cxx_arg(c, 2), by = cxx_arg(c, 3);
    if (c->count != 4) native_stop(c, "a range that is not known");
    for (uint32_t i = 0; i < r.to - r.from && !native_stopped(c); i++) {
        value arg = cxx_reference_to(r.cells[i]), v = native_invoke(c, &by, &arg, 1);
        if (!native_stopped(c)) write(c, &to, i, cxx_plain(&v));
    }
    return value_unknown(NULL);
}

static value copy_with(native_call *c, bool tests)
{
    span r = range_at(c, 0);
    value to = cxx_arg(c, 2), test = cxx_arg(c, 3);
    for (uint32_t i = 0, n = 0; i < r.to - r.from && !native_stopped(c); i++)
        if (!tests || holds(c, &test, r.cells[i])) write(c, &to, n++, &r.cells[i]->v);
    return value_unknown(NULL);
}

static value copy(native_call *c) { return copy_with(c, false); }
static value copy_if(native_call *c) { return copy_with(c, true); }

static value back_inserter(native_call *c)
{
    if (!c->count || c->args[0].kind != VALUE_REFERENCE) native_stop(c, "a place that is not known");
    value to = {.kind = VALUE_POINTER, .cell = c->args[0].cell};
    return value_native(c->arena, NULL, STR("inserter"), &to);
}

static value distance(native_call *c)
{
    value a = cxx_arg(c, 0), b = cxx_arg(c, 1);
    cell *x, *y;
    uint32_t i, k;
    bool known = cxx_is_iterator(&a) && cxx_is_iterator(&b) && cxx_iterator_place(&a, &x, &i) && cxx_iterator_place(&b, &y, &k);
    if (!known || x != y || cxx_is_reverse(&a)) native_stop(c, "a range that is not known");
    return cxx_int(CXX_T_LONG, (int64_t)k - (int64_t)i);
}

static value moved_by(native_call *c, int sign)
{
    value it = cxx_arg(c, 0), by = c->count > 1 ? cxx_arg(c, 1) : cxx_int(CXX_T_INT, 1);
    if (!cxx_is_iterator(&it) || by.kind != VALUE_INT) native_stop(c, "an iterator that is not known");
    return cxx_iterator_moved(c, &it, sign * by.i);
}

static value next(native_call *c) { return moved_by(c, 1); }
static value prev(native_call *c) { return moved_by(c, -1); }

static value begin(native_call *c)
{
    if (!c->count || c->args[0].kind != VALUE_REFERENCE) native_stop(c, "a range that is not known");
    value callee = cxx_semantics.member(c, c->args[0].cell, STR("begin"), 0)->v;
    return native_invoke(c, &callee, NULL, 0);
}

static value end(native_call *c)
{
    if (!c->count || c->args[0].kind != VALUE_REFERENCE) native_stop(c, "a range that is not known");
    value callee = cxx_semantics.member(c, c->args[0].cell, STR("end"), 0)->v;
    return native_invoke(c, &callee, NULL, 0);
}

static value size(native_call *c)
{
    if (!c->count || c->args[0].kind != VALUE_REFERENCE) native_stop(c, "a range that is not known");
    value callee = cxx_semantics.member(c, c->args[0].cell, STR("size"), 0)->v;
    return native_invoke(c, &callee, NULL, 0);
}

static value swap(native_call *c)
{
    if (c->count != 2 || c->args[0].kind != VALUE_REFERENCE || c->args[1].kind != VALUE_REFERENCE)
        native_stop(c, "values in no variables change places");
    value kept = c->args[0].cell->v;
    c->args[0].cell->v = c->args[1].cell->v;
    c->args[1].cell->v = kept;
    return value_unknown(NULL);
}

/* max(a, b), max({a, b, c}) */
static value lesser(native_call *c, bool least)
{
    value list = cxx_arg(c, 0);
    bool braces = c->count == 1 && list.kind == VALUE_ARRAY && list.object->count;
    if (c->count != 2 && !braces) native_stop(c, "values that can't be ordered");
    value best = braces ? list.object->cells[0].v : list;
    for (uint32_t i = 1; i < (braces ? list.object->count : 2); i++) {
        value other = braces ? list.object->cells[i].v : cxx_arg(c, i);
        value less = least ? cxx_semantics.binary(c, IR_LESS, &other, &best) : cxx_semantics.binary(c, IR_LESS, &best, &other);
        if (less.kind == VALUE_UNKNOWN) return value_unknown(best.type);
        if (less.b) best = other;
    }
    return best;
}

static value min(native_call *c) { return lesser(c, true); }
static value max(native_call *c) { return lesser(c, false); }

#define P NATIVE_PARTIAL | NATIVE_PURE
static const native all[] = {
    {"std.find", find, P, 1, NULL},
    {"std.find_if", find_if, P, 1, NULL},
    {"std.find_if_not", find_if_not, P, 1, NULL},
    {"std.any_of", any_of, P, 1, NULL},
    {"std.all_of", all_of, P, 1, NULL},
    {"std.none_of", none_of, P, 1, NULL},
    {"std.count", count, P, 1, NULL},
    {"std.count_if", count_if, P, 1, NULL},
    {"std.for_each", for_each, P, 1, NULL},
    {"std.sort", sort, P, 1, NULL},
    {"std.stable_sort", sort, P, 1, NULL},
    {"std.reverse", reverse, P, 1, NULL},
    {"std.remove", remove_value, P, 1, NULL},
    {"std.remove_if", remove_if, P, 1, NULL},
    {"std.unique", unique, P, 1, NULL},
    {"std.min_element", min_element, P, 1, NULL},
    {"std.max_element", max_element, P, 1, NULL},
    {"std.accumulate", accumulate, P, 1, NULL},
    {"std.transform", transform, P, 1, NULL},
    {"std.copy", copy, P, 1, NULL},
    {"std.copy_if", copy_if, P, 1, NULL},
    {"std.back_inserter", back_inserter, P, 1, NULL},
    {"std.distance", distance, P, 1, NULL},
    {"std.next", next, P, 1, NULL},
    {"std.prev", prev, P, 1, NULL},
    {"std.begin", begin, P, 1, NULL},
    {"std.end", end, P, 1, NULL},
    {"std.size", size, P, 1, NULL},
    {"std.swap", swap, P, 1, NULL},
    {"std.min", min, P, 1, NULL},
    {"std.max", max, P, 1, NULL},
};
const cxx_model_table cxx_models_algorithm = {all, sizeof all / sizeof *all};
