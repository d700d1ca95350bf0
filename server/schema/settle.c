/* One error for one mistake: a misspelt key is unknown, and another one is missing; two schemas say the same of one value. */
#include "schema/check.h"

enum { DEPTH_MOST = 8, NAMES_MOST = 2000, SCHEMAS_MOST = 5000, ENTRIES_MOST = 1000 };

unsigned check_distance(str typed, str name)
{
    unsigned limit = name.n <= 2 ? 0 : name.n <= 4 ? 1 : name.n <= 7 ? 2 : 3;
    unsigned d = str_distance(typed, name, limit);
    return d <= limit ? d : UINT8_MAX;
}

static bool is_near(str typed, str name) { return check_distance(typed, name) != UINT8_MAX; }

typedef struct collector {
    arena *arena;
    schema_names *out;
    uint32_t left; /* schemas to look at: references may branch without end */
} collector;

static void add_names(collector *c, const schema_node *s, int depth);

static void add_names_of(collector *c, const schema_node_list *list, int depth)
{
    for (size_t i = 0; i < list->n; i++) add_names(c, list->at[i], depth);
}

static void add_names(collector *c, const schema_node *s, int depth)
{
    if (depth > DEPTH_MOST || c->out->n > NAMES_MOST || !c->left) return;
    c->left--;
    for (size_t i = 0; s->object && i < s->object->properties.n; i++) {
        const schema_property *p = s->object->properties.entries[i].value;
        if (p->schema && p->schema->verdict != SCHEMA_NEVER) array_push(c->arena, c->out, p->name);
    }
    for (size_t i = 0; i < s->references.n; i++)
        if (s->references.at[i]->target) add_names(c, s->references.at[i]->target, depth + 1);
    if (!s->logic) return;
    const schema_logic *l = s->logic;
    add_names_of(c, &l->all, depth + 1);
    add_names_of(c, &l->any, depth + 1);
    add_names_of(c, &l->one, depth + 1);
    if (l->then_this) add_names(c, l->then_this, depth + 1);
    if (l->else_this) add_names(c, l->else_this, depth + 1);
}

void check_known_names(arena *a, const schema_node *s, schema_names *out)
{
    collector c = {a, out, SCHEMAS_MOST};
    add_names(&c, s, 0);
}

/* The known name that a key was probably meant to be; those that are there already don't count. */
static str suggest(arena *a, const schema_error *e)
{
    str key = e->entry->key->value, best = {0};
    unsigned best_distance = 4;
    schema_names names = {0};
    check_known_names(a, e->schema, &names);
    for (size_t i = 0; i < names.n; i++) {
        unsigned d = check_distance(key, names.at[i]);
        if (d >= best_distance || yaml_get_entry(e->value, names.at[i])) continue;
        best = names.at[i];
        best_distance = d;
    }
    return best;
}

/* --- missing and misspelt -------------------------------------------------------------------------------------------------- */

static bool is_unknown_key(const schema_error *e) { return e->kind == ERROR_UNKNOWN_KEY || e->kind == ERROR_DROPPED_KEY; }

/* The error about a key of the same mapping that is near a missing name. */
static schema_error *misspelt_error(schema_errors *errors, const yaml_node *mapping, str name)
{
    for (size_t i = 0; i < errors->n; i++) {
        schema_error *e = &errors->at[i];
        if (is_unknown_key(e) && e->value == mapping && !e->cures && is_near(e->entry->key->value, name)) return e;
    }
    return NULL;
}

/* A key that no schema names and that is near a missing one. */
static const yaml_entry *misspelt_entry(arena *a, const schema_error *missing, str name)
{
    schema_names names = {0};
    check_known_names(a, missing->schema, &names);
    for (uint32_t i = 0; missing->value->kind == YAML_MAPPING && i < missing->value->entry_count && i < ENTRIES_MOST; i++) {
        const yaml_entry *e = &missing->value->entries[i];
        bool known = !is_near(e->key->value, name);
        for (size_t k = 0; k < names.n && !known; k++) known = str_eq(names.at[k], e->key->value);
        if (!known) return e;
    }
    return NULL;
}

static void pair_missing(arena *a, schema_errors *errors, schema_error *missing)
{
    size_t kept = 0;
    for (size_t i = 0; i < missing->names.n; i++) {
        str name = missing->names.at[i];
        schema_error *unknown = misspelt_error(errors, missing->value, name);
        if (!unknown) {
            missing->names.at[kept++] = name;
            continue;
        }
        unknown->cures = true;
        array_push(a, &unknown->names, name);
        if (missing->any) kept = 0;
        if (missing->any) break;
    }
    missing->names.n = kept;
    if (kept == 1 && !missing->entry) missing->entry = misspelt_entry(a, missing, missing->names.at[0]);
}

/* --- the same again -------------------------------------------------------------------------------------------------------- */

static bool same_names(const schema_error *a, const schema_error *b)
{
    if (a->names.n != b->names.n) return false;
    for (size_t i = 0; i < a->names.n; i++)
        if (!str_eq(a->names.at[i], b->names.at[i])) return false;
    return true;
}

static bool is_about_kind(const schema_error *e) { return e->kind == ERROR_TYPE || e->kind == ERROR_VALUE; }

/* Whether `later` adds nothing to `e`. */
static bool covers(const schema_error *e, const schema_error *later)
{
    if (e->value != later->value || e->entry != later->entry) return false;
    if (is_about_kind(e) && !e->entry) return true; /* a value of the wrong kind: all else about it is noise */
    return e->kind == later->kind && same_names(e, later) && e->other == later->other;
}

static void join_missing(arena *a, schema_errors *errors)
{
    for (size_t i = 0; i < errors->n; i++) {
        schema_error *first = &errors->at[i];
        if (first->kind != ERROR_REQUIRED || first->any) continue;
        for (size_t k = i + 1; k < errors->n; k++) {
            schema_error *e = &errors->at[k];
            if (e->kind != ERROR_REQUIRED || e->any || e->value != first->value) continue;
            for (size_t j = 0; j < e->names.n; j++) {
                bool known = false;
                for (size_t m = 0; m < first->names.n && !known; m++) known = str_eq(first->names.at[m], e->names.at[j]);
                if (!known) array_push(a, &first->names, e->names.at[j]);
            }
            e->names.n = 0;
        }
    }
}

static void remove_covered(schema_errors *errors)
{
    size_t kept = 0;
    for (size_t i = 0; i < errors->n; i++) {
        schema_error *e = &errors->at[i];
        bool covered = e->kind == ERROR_REQUIRED && !e->names.n;
        for (size_t k = 0; k < kept && !covered; k++) covered = covers(&errors->at[k], e);
        if (covered) continue;
        /* a value of the wrong kind is reported even when another schema complained first */
        for (size_t k = 0; k < kept && is_about_kind(e); k++)
            if (covers(e, &errors->at[k])) {
                errors->at[k] = *e;
                covered = true;
                break;
            }
        if (!covered) errors->at[kept++] = *e;
    }
    errors->n = kept;
}

void check_settle(arena *a, schema_errors *errors)
{
    join_missing(a, errors);
    for (size_t i = 0; i < errors->n; i++)
        if (errors->at[i].kind == ERROR_REQUIRED) pair_missing(a, errors, &errors->at[i]);
    for (size_t i = 0; i < errors->n; i++) {
        schema_error *e = &errors->at[i];
        if (!is_unknown_key(e) || e->names.n) continue;
        str name = suggest(a, e);
        if (name.n) array_push(a, &e->names, name);
    }
    remove_covered(errors);
}
