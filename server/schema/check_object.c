/* Objects: properties, required, dependencies, names of keys, and what the members left over are checked by. */
#include "schema/check.h"

#include "base/limits.h"

/* Required keys seen, by number from 1. */
typedef struct seen_keys {
    uint64_t few;
    uint64_t *many;
} seen_keys;

static void see(seen_keys *s, uint32_t i)
{
    uint64_t *words = s->many ? s->many : &s->few;
    words[i / 64] |= (uint64_t)1 << i % 64;
}

static bool is_seen(const seen_keys *s, uint32_t i)
{
    const uint64_t *words = s->many ? s->many : &s->few;
    return words[i / 64] >> i % 64 & 1;
}

/* The key as a value of its own: always a string. */
static const yaml_node *key_as_string(check_run *r, const yaml_node *key)
{
    if (schema_value_is_string(key)) return key;
    yaml_node *copy = ARENA_NEW(r->arena, yaml_node);
    *copy = *key;
    copy->kind = YAML_SCALAR;
    copy->type = YAML_STRING;
    return copy;
}

static bool fail_at_key(check_run *r, error_kind kind, const schema_node *s, const yaml_node *v, const yaml_entry *e)
{
    schema_error *error;
    check_fail(r, kind, s, v, &error);
    if (error) error->entry = e;
    return false;
}

static bool check_rest(check_run *r, const schema_node *s, const schema_node *rest, const yaml_node *v, const yaml_entry *e)
{
    if (rest->verdict == SCHEMA_NEVER) return fail_at_key(r, ERROR_UNKNOWN_KEY, s, v, e);
    return check_node(r, rest, e->value, NULL);
}

static bool check_key_name(check_run *r, const schema_node *s, const yaml_node *v, const yaml_entry *e)
{
    if (!r->out) return check_node(r, s->object->names, key_as_string(r, e->key), NULL);
    schema_errors *out = r->out, own = {0};
    r->out = &own;
    bool good = check_node(r, s->object->names, key_as_string(r, e->key), NULL);
    r->out = out;
    if (good) return true;
    if (!own.n) return fail_at_key(r, ERROR_KEY_NAME, s, v, e);
    schema_error first = own.at[0]; /* what is wrong with the name is said as of any string */
    first.entry = e;
    if (out->n < LIMIT_SCHEMA_FINDINGS) array_push(r->arena, out, first);
    return false;
}

/* Kubernetes prunes what a structural schema does not name; every resource has the keys of its own kind. */
static bool is_dropped(const check_run *r, const schema_node *s, str key)
{
    const schema_object *o = s->object;
    if (!r->out || s->resource->dialect.draft != SCHEMA_KUBERNETES || !o->named || o->additional || o->preserve_unknown)
        return false;
    bool own = str_is(key, "apiVersion") || str_is(key, "kind") || str_is(key, "metadata");
    return !own || s != s->resource->root;
}

static bool check_member(check_run *r, const schema_node *s, const yaml_node *v, const yaml_entry *e, uint32_t i, check_marks *m,
                         const schema_property *p)
{
    const schema_object *o = s->object;
    bool good = true, known = p && p->schema;
    if (known) good = check_node(r, p->schema, e->value, NULL);
    for (size_t k = 0; k < o->patterns.n && (good || r->out); k++) {
        if (!check_pattern(r, o->patterns.at[k].pattern, e->key->value)) continue;
        known = true;
        good = check_node(r, o->patterns.at[k].schema, e->value, NULL) && good;
    }
    if (!known && o->additional) good = check_rest(r, s, o->additional, v, e) && good;
    else if (!known && is_dropped(r, s, e->key->value)) fail_at_key(r, ERROR_DROPPED_KEY, s, v, e);
    if (m && (known || o->additional)) check_mark(m, i);
    if (o->names && (good || r->out)) good = check_key_name(r, s, v, e) && good;
    return good;
}

static bool has_key(const schema_members *all, str name, const yaml_entry **e)
{
    for (uint32_t i = 0; i < all->n; i++)
        if (str_eq(all->at[i].key->value, name)) {
            *e = &all->at[i];
            return true;
        }
    return false;
}

static bool check_dependents(check_run *r, const schema_node *s, const yaml_node *v, const schema_members *all, check_marks *m)
{
    bool good = true;
    const yaml_entry *e, *other;
    for (size_t i = 0; i < s->object->dependents.n && (good || r->out); i++) {
        const schema_property *p = s->object->dependents.at[i];
        if (!has_key(all, p->name, &e)) continue;
        for (size_t k = 0; k < p->needs.n; k++) {
            if (has_key(all, p->needs.at[k], &other)) continue;
            schema_error *error;
            good = check_fail(r, ERROR_NEEDED, s, v, &error);
            if (!error) continue;
            error->entry = e;
            array_push(r->arena, &error->names, p->needs.at[k]);
            array_push(r->arena, &error->names, p->name);
        }
        if (p->dependent) good = check_node(r, p->dependent, v, m) && good;
    }
    return good;
}

static bool check_required(check_run *r, const schema_node *s, const yaml_node *v, const seen_keys *seen)
{
    bool good = true;
    for (size_t i = 0; i < s->object->required.n && (good || r->out); i++) {
        if (is_seen(seen, (uint32_t)i)) continue;
        schema_error *error;
        good = check_fail(r, ERROR_REQUIRED, s, v, &error);
        if (error) array_push(r->arena, &error->names, s->object->required.at[i]->name);
    }
    return good;
}

static bool check_size(check_run *r, const schema_node *s, const yaml_node *v, uint32_t n)
{
    const schema_object *o = s->object;
    bool few = o->has_min && n < o->min && !v->broken, many = o->has_max && n > o->max;
    if (!few && !many) return true;
    schema_error *error;
    check_fail(r, few ? ERROR_FEW_MEMBERS : ERROR_MANY_MEMBERS, s, v, &error);
    if (error) error->count = n;
    return false;
}

bool check_object(check_run *r, const schema_node *s, const yaml_node *v, check_marks *m)
{
    const schema_object *o = s->object;
    schema_members all = schema_value_members(r->arena, v);
    seen_keys seen = {0};
    bool good = true;
    if (o->required.n > 64) seen.many = ARENA_NEW_N(r->arena, uint64_t, o->required.n / 64 + 1);
    bool look = o->properties.n || o->patterns.n || o->additional || o->names;
    for (uint32_t i = 0; look && i < all.n && (good || r->out); i++) {
        const schema_property *p = map_get(&o->properties, all.at[i].key->value);
        if (p && p->required) see(&seen, p->required - 1);
        good = check_member(r, s, v, &all.at[i], i, m, p) && good;
    }
    r->steps += all.n;
    /* what is missing in a broken text may only not be readable */
    if (!v->broken && (good || r->out)) good = check_required(r, s, v, &seen) && good;
    if (o->dependents.n && !v->broken && (good || r->out)) good = check_dependents(r, s, v, &all, m) && good;
    return (good || r->out) ? check_size(r, s, v, all.n) && good : good;
}

bool check_unevaluated_members(check_run *r, const schema_node *s, const yaml_node *v, check_marks *m)
{
    schema_members all = schema_value_members(r->arena, v);
    bool good = true;
    for (uint32_t i = 0; i < all.n && (good || r->out); i++) {
        if (check_is_marked(m, i)) continue;
        good = check_rest(r, s, s->object->unevaluated, v, &all.at[i]) && good;
        check_mark(m, i);
    }
    return good;
}
