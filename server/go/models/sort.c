/* sort and slices. What reorders in place is called with unknown elements too, and then leaves only unknown ones. */
#include "go/models/models.h"

enum { SORT_MOST = 3000 };

static value unknown_bool(void) { return value_unknown(type_basic(TYPE_BOOL)); }
static value unknown_int(void) { return value_unknown(type_basic(TYPE_INT)); }

static bool is_unsigned(const value *v) { return type_is_unsigned(type_under_kind(v->type)); }

/* cmp.Compare for ordered kinds; false: not comparable here. */
static bool order(const value *a, const value *b, int *result)
{
    if (a->kind != b->kind) return false;
    if (a->kind == VALUE_STRING) *result = str_cmp(a->s, b->s);
    else if (a->kind == VALUE_INT && is_unsigned(a))
        *result = ((uint64_t)a->i > (uint64_t)b->i) - ((uint64_t)a->i < (uint64_t)b->i);
    else if (a->kind == VALUE_INT) *result = (a->i > b->i) - (a->i < b->i);
    else if (a->kind == VALUE_FLOAT && a->f == a->f && b->f == b->f) *result = (a->f > b->f) - (a->f < b->f);
    else return false;
    return true;
}

typedef enum comparison { NATURAL, REVERSED, LESS_BY_INDEX, THREE_WAY } comparison;

/* Merge sort over values; a function that compares is asked at most n log n times. Stable: what Go's unstable sorts give for
 * equal elements is one of the possible orders. */
typedef struct sorter {
    native_call *c;
    const value *list, *func;
    comparison how;
    bool failed, ties;
} sorter;

static bool comes_before(sorter *s, const value *a, const value *b)
{
    int result = 0;
    if (s->how == THREE_WAY) {
        value args[2] = {*a, *b}, answer = native_invoke(s->c, s->func, args, 2);
        if (native_stopped(s->c) || answer.kind != VALUE_INT) return s->failed = true, false;
        result = answer.i < 0 ? -1 : answer.i > 0;
    } else if (!order(a, b, &result)) {
        return s->failed = true, false;
    }
    if (result == 0) s->ties = true;
    return s->how == REVERSED ? result > 0 : result < 0;
}

static void merge_sort(sorter *s, value *v, value *scratch, uint32_t n)
{
    if (n < 2 || s->failed) return;
    uint32_t half = n / 2, i = 0, j = half, k = 0;
    merge_sort(s, v, scratch, half);
    merge_sort(s, v + half, scratch, n - half);
    while (i < half && j < n && !s->failed) scratch[k++] = comes_before(s, &v[j], &v[i]) ? v[j++] : v[i++];
    while (i < half) scratch[k++] = v[i++];
    while (j < n) scratch[k++] = v[j++];
    if (!s->failed) memcpy(v, scratch, sizeof *v * n);
}

static value sort_values(native_call *c, comparison how, bool stable)
{
    value list = native_arg(c, 0), func = native_arg(c, 1);
    if (list.kind == VALUE_NIL) return model_nothing();
    uint32_t n = list.kind == VALUE_SLICE ? list.slice.length : 0;
    value *items = ARENA_NEW_N(c->arena, value, n), *scratch = ARENA_NEW_N(c->arena, value, n);
    sorter s = {.c = c, .list = &list, .func = &func, .how = how, .failed = list.kind != VALUE_SLICE || n > SORT_MOST};
    for (uint32_t i = 0; i < n && !s.failed; i++) items[i] = value_element(&list, i)->v;
    merge_sort(&s, items, scratch, n);
    if (s.failed || (how == THREE_WAY && !stable && s.ties && n > 12)) native_havoc(c, &list);
    else
        for (uint32_t i = 0; i < n; i++) value_element(&list, i)->v = items[i];
    return model_nothing();
}

/* sort.Slice: the function takes indices into the list itself, so elements are moved in place. Insertion sort, which is what Go
 * does for up to 12 elements. */
static value sort_by_index(native_call *c, bool stable)
{
    value list = native_arg(c, 0), func = native_arg(c, 1);
    if (list.kind == VALUE_NIL) return model_nothing();
    uint32_t n = list.kind == VALUE_SLICE ? list.slice.length : 0;
    if (list.kind != VALUE_SLICE || n > (stable ? 60 : 12)) {
        native_havoc(c, &list);
        return model_nothing();
    }
    for (uint32_t i = 1; i < n; i++)
        for (uint32_t j = i; j > 0; j--) {
            value args[2] = {value_int(j), value_int(j - 1)}, answer = native_invoke(c, &func, args, 2);
            if (native_stopped(c)) return model_nothing();
            if (answer.kind != VALUE_BOOL) {
                native_havoc(c, &list);
                return model_nothing();
            }
            if (!answer.b) break;
            cell *a = value_element(&list, j), *b = value_element(&list, j - 1);
            value swap = a->v;
            a->v = b->v;
            b->v = swap;
        }
    return model_nothing();
}

static value sort_natural(native_call *c) { return sort_values(c, NATURAL, false); }
static value sort_func(native_call *c) { return sort_values(c, THREE_WAY, false); }
static value sort_stable_func(native_call *c) { return sort_values(c, THREE_WAY, true); }
static value sort_slice(native_call *c) { return sort_by_index(c, false); }
static value sort_slice_stable(native_call *c) { return sort_by_index(c, true); }

static bool is_plain_list(native_call *c, const value *v)
{
    str name = model_type_name(c->arena, v->type);
    return v->kind == VALUE_SLICE &&
           (str_is(name, "sort.StringSlice") || str_is(name, "sort.IntSlice") || str_is(name, "sort.Float64Slice"));
}

/* Nobody can know what is behind an interface of the program's own. */
static value sort_interface(native_call *c)
{
    value v = native_arg(c, 0);
    bool reversed = v.kind == VALUE_NATIVE && str_is(v.native->tag, "sort.reverse");
    native_call inner = *c;
    if (reversed) v = v.native->parts[0];
    inner.args = &v;
    inner.count = 1;
    if (is_plain_list(c, &v)) return sort_values(&inner, reversed ? REVERSED : NATURAL, false);
    native_havoc(c, &v);
    return model_nothing();
}

static value reverse(native_call *c)
{
    value data = native_arg(c, 0);
    return value_native(c->arena, NULL, STR("sort.reverse"), &data);
}

/* slices.Collect: nil for nothing. */
static value collect(native_call *c)
{
    value sequence = native_arg(c, 0), list = native_sequence_list(&sequence);
    if (list.kind != VALUE_SLICE) return value_unknown(NULL);
    return list.slice.length ? list : value_nil(list.type);
}

static value collect_sorted(native_call *c, comparison how)
{
    value list = collect(c);
    if (list.kind != VALUE_SLICE) return list;
    value args[2] = {list, native_arg(c, 1)};
    native_call inner = *c;
    inner.args = args;
    inner.count = 2;
    sort_values(&inner, how, false);
    return list;
}

static value sorted(native_call *c) { return collect_sorted(c, NATURAL); }
static value sorted_func(native_call *c) { return collect_sorted(c, THREE_WAY); }

static value is_sorted(native_call *c)
{
    value list = native_arg(c, 0);
    int result;
    if (list.kind == VALUE_NIL) return value_bool(true);
    if (list.kind != VALUE_SLICE) return unknown_bool();
    for (uint32_t i = 1; i < list.slice.length; i++) {
        if (!order(&value_element(&list, i)->v, &value_element(&list, i - 1)->v, &result)) return unknown_bool();
        if (result < 0) return value_bool(false);
    }
    return value_bool(true);
}

/* --- slices --- */

/* Place of an element, -1 without one, -2 when it is not known. */
static int64_t index_of(const value *list, const value *item)
{
    bool equal, unsure = false;
    if (list->kind == VALUE_NIL) return -1;
    if (list->kind != VALUE_SLICE) return -2;
    for (uint32_t i = 0; i < list->slice.length; i++) {
        if (!value_equal(&value_element(list, i)->v, item, &equal)) unsure = true;
        else if (equal) return unsure ? -2 : (int64_t)i;
    }
    return unsure ? -2 : -1;
}

static value slices_index(native_call *c)
{
    value list = native_arg(c, 0), item = native_arg(c, 1);
    int64_t at = index_of(&list, &item);
    return at == -2 ? unknown_int() : value_int(at);
}

/* Unknown elements do no harm once an equal one is found. */
static value slices_contains(native_call *c)
{
    value list = native_arg(c, 0), item = native_arg(c, 1);
    bool equal, unsure = false;
    if (list.kind == VALUE_NIL) return value_bool(false);
    if (list.kind != VALUE_SLICE) return unknown_bool();
    uint32_t n = list.slice.length;
    if (item.kind == VALUE_UNKNOWN && item.origin) {
        /* one of the constants, or none of them: the schema then knows the choice */
        value *constants = ARENA_NEW_N(c->arena, value, n);
        for (uint32_t i = 0; i < n; i++) {
            constants[i] = value_element(&list, i)->v;
            if (constants[i].kind != VALUE_STRING && constants[i].kind != VALUE_INT) return unknown_bool();
        }
        return value_bool(native_choose(c, &item, constants, n) < n);
    }
    for (uint32_t i = 0; i < n; i++) {
        if (!value_equal(&value_element(&list, i)->v, &item, &equal)) unsure = true;
        else if (equal) return value_bool(true);
    }
    return unsure ? unknown_bool() : value_bool(false);
}

static int64_t index_by(native_call *c)
{
    value list = native_arg(c, 0), func = native_arg(c, 1);
    if (list.kind == VALUE_NIL) return -1;
    if (list.kind != VALUE_SLICE || list.slice.length > SORT_MOST) return -2;
    for (uint32_t i = 0; i < list.slice.length; i++) {
        bool found = model_ask(c, &func, &value_element(&list, i)->v, 1);
        if (native_stopped(c)) return -2;
        if (found) return i;
    }
    return -1;
}

static value slices_index_func(native_call *c)
{
    int64_t at = index_by(c);
    return at == -2 ? unknown_int() : value_int(at);
}

static value slices_contains_func(native_call *c)
{
    int64_t at = index_by(c);
    return at == -2 ? unknown_bool() : value_bool(at >= 0);
}

static value slices_reverse(native_call *c)
{
    value list = native_arg(c, 0);
    if (list.kind == VALUE_SLICE)
        for (uint32_t i = 0, j = list.slice.length; i + 1 < j; i++) {
            cell *a = value_element(&list, i), *b = value_element(&list, --j);
            value swap = a->v;
            a->v = b->v;
            b->v = swap;
        }
    return model_nothing();
}

static value slices_equal(native_call *c)
{
    value a = native_arg(c, 0), b = native_arg(c, 1);
    bool equal;
    if ((a.kind != VALUE_SLICE && a.kind != VALUE_NIL) || (b.kind != VALUE_SLICE && b.kind != VALUE_NIL)) return unknown_bool();
    if (value_length(&a) != value_length(&b)) return value_bool(false);
    for (uint32_t i = 0; i < value_length(&a); i++) {
        if (!value_equal(&value_element(&a, i)->v, &value_element(&b, i)->v, &equal)) return unknown_bool();
        if (!equal) return value_bool(false);
    }
    return value_bool(true);
}

static value slices_clone(native_call *c)
{
    value list = native_arg(c, 0);
    if (list.kind == VALUE_NIL) return list;
    if (list.kind != VALUE_SLICE) return value_unknown(list.type);
    value *items = ARENA_NEW_N(c->arena, value, list.slice.length);
    for (uint32_t i = 0; i < list.slice.length; i++) items[i] = value_element(&list, i)->v;
    return value_slice_of(c->arena, list.type, items, list.slice.length);
}

static value extreme(native_call *c, int sign)
{
    value list = native_arg(c, 0);
    int result;
    if (list.kind == VALUE_NIL || (list.kind == VALUE_SLICE && !list.slice.length))
        return native_panic(c, sign > 0 ? STR("slices.Max: empty list") : STR("slices.Min: empty list"));
    if (list.kind != VALUE_SLICE) return value_unknown(NULL);
    value best = value_element(&list, 0)->v;
    for (uint32_t i = 1; i < list.slice.length; i++) {
        if (!order(&value_element(&list, i)->v, &best, &result)) return value_unknown(NULL);
        if (result * sign > 0) best = value_element(&list, i)->v;
    }
    return best;
}

static value slices_max(native_call *c) { return extreme(c, 1); }
static value slices_min(native_call *c) { return extreme(c, -1); }

#define PARTIAL(name, run, results, type) {name, run, NATIVE_PARTIAL, results, type}

static const native rows[] = {
    PARTIAL("sort.Strings", sort_natural, 0, NULL),
    PARTIAL("sort.Ints", sort_natural, 0, NULL),
    PARTIAL("sort.Float64s", sort_natural, 0, NULL),
    PARTIAL("sort.Slice", sort_slice, 0, NULL),
    PARTIAL("sort.SliceStable", sort_slice_stable, 0, NULL),
    PARTIAL("sort.Sort", sort_interface, 0, NULL),
    PARTIAL("sort.Stable", sort_interface, 0, NULL),
    PARTIAL("sort.Reverse", reverse, 1, NULL),
    {"sort.StringsAreSorted", is_sorted, 0, 1, "bool"},
    {"sort.IntsAreSorted", is_sorted, 0, 1, "bool"},
    PARTIAL("slices.Sort", sort_natural, 0, NULL),
    PARTIAL("slices.SortFunc", sort_func, 0, NULL),
    PARTIAL("slices.SortStableFunc", sort_stable_func, 0, NULL),
    {"slices.IsSorted", is_sorted, 0, 1, "bool"},
    PARTIAL("slices.Collect", collect, 1, NULL),
    PARTIAL("slices.Sorted", sorted, 1, NULL),
    PARTIAL("slices.SortedFunc", sorted_func, 1, NULL),
    PARTIAL("slices.Contains", slices_contains, 1, "bool"),
    PARTIAL("slices.ContainsFunc", slices_contains_func, 1, "bool"),
    PARTIAL("slices.Index", slices_index, 1, "int"),
    PARTIAL("slices.IndexFunc", slices_index_func, 1, "int"),
    PARTIAL("slices.Reverse", slices_reverse, 0, NULL),
    {"slices.Equal", slices_equal, 0, 1, "bool"},
    PARTIAL("slices.Clone", slices_clone, 1, NULL),
    {"slices.Max", slices_max, 0, 1, NULL},
    {"slices.Min", slices_min, 0, 1, NULL},
};
MODEL_ROWS(models_sort, rows);
