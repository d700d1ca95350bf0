/* Arrays: items, contains, uniqueItems, and what the items left over are checked by. */
#include "schema/check.h"

#include <stdlib.h>

typedef struct hashed_item {
    uint64_t hash;
    uint32_t index;
} hashed_item;

static int by_hash(const void *left, const void *right)
{
    const hashed_item *a = left, *b = right;
    if (a->hash != b->hash) return a->hash < b->hash ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

static bool check_unique(check_run *r, const schema_node *s, const yaml_node *v)
{
    /* items with one hash that are no copies: not in this world, but then it must not be quadratic */
    enum { COMPARED_MOST = 64 };
    uint32_t n = v->item_count;
    if (n < 2) return true;
    hashed_item *items = ARENA_NEW_N(r->arena, hashed_item, n);
    for (uint32_t i = 0; i < n; i++) items[i] = (hashed_item){schema_value_hash(v->items[i]), i};
    qsort(items, n, sizeof *items, by_hash);
    bool good = true;
    for (uint32_t i = 1; i < n && (good || r->out); i++) {
        for (uint32_t k = i; k-- > 0 && i - k < COMPARED_MOST && items[k].hash == items[i].hash;) {
            if (!schema_values_equal(v->items[items[k].index], v->items[items[i].index])) continue;
            schema_error *error;
            good = check_fail(r, ERROR_DUPLICATE, s, v->items[items[i].index], &error);
            if (error) error->other = v->items[items[k].index];
            break;
        }
    }
    return good;
}

static bool check_items(check_run *r, const schema_node *s, const yaml_node *v, check_marks *m)
{
    const schema_array *a = s->array;
    bool good = true;
    if (!a->prefix.n && !a->items) return true;
    for (uint32_t i = 0; i < v->item_count && (good || r->out); i++) {
        const schema_node *item = i < a->prefix.n ? a->prefix.at[i] : a->items;
        if (!item) break;
        if (item->verdict == SCHEMA_NEVER) {
            schema_error *error;
            good = check_fail(r, ERROR_ITEM, s, v->items[i], &error);
            if (error) error->count = i;
        } else {
            good = check_node(r, item, v->items[i], NULL) && good;
        }
        check_mark(m, i);
    }
    return good;
}

static bool check_contains(check_run *r, const schema_node *s, const yaml_node *v, check_marks *m)
{
    const schema_array *a = s->array;
    uint64_t found = 0;
    for (uint32_t i = 0; i < v->item_count; i++) {
        bool enough = !m && found >= a->min_contains && !a->has_max_contains;
        if (enough) return true;
        if (!check_quietly(r, a->contains, v->items[i], NULL)) continue;
        found++;
        if (s->resource->dialect.draft == SCHEMA_2020_12) check_mark(m, i);
    }
    bool few = found < a->min_contains && !v->broken, many = a->has_max_contains && found > a->max_contains;
    if (!few && !many) return true;
    schema_error *error;
    check_fail(r, many ? ERROR_CONTAINS_MANY : found ? ERROR_CONTAINS_FEW : ERROR_CONTAINS_NONE, s, v, &error);
    if (error) error->count = found;
    return false;
}

static bool check_size(check_run *r, const schema_node *s, const yaml_node *v)
{
    const schema_array *a = s->array;
    bool few = a->has_min && v->item_count < a->min && !v->broken, many = a->has_max && v->item_count > a->max;
    if (!few && !many) return true;
    schema_error *error;
    check_fail(r, few ? ERROR_FEW_ITEMS : ERROR_MANY_ITEMS, s, v, &error);
    if (error) error->count = v->item_count;
    return false;
}

bool check_array(check_run *r, const schema_node *s, const yaml_node *v, check_marks *m)
{
    bool good = check_items(r, s, v, m);
    r->steps += v->item_count;
    if (s->array->contains && (good || r->out)) good = check_contains(r, s, v, m) && good;
    if (s->array->unique && (good || r->out)) good = check_unique(r, s, v) && good;
    return (good || r->out) ? check_size(r, s, v) && good : good;
}

bool check_unevaluated_items(check_run *r, const schema_node *s, const yaml_node *v, check_marks *m)
{
    const schema_node *rest = s->array->unevaluated;
    bool good = true;
    for (uint32_t i = 0; i < v->item_count && (good || r->out); i++) {
        if (check_is_marked(m, i)) continue;
        if (rest->verdict == SCHEMA_NEVER) {
            schema_error *error;
            good = check_fail(r, ERROR_ITEM, s, v->items[i], &error);
            if (error) error->count = i;
        } else {
            good = check_node(r, rest, v->items[i], NULL) && good;
        }
        check_mark(m, i);
    }
    return good;
}
