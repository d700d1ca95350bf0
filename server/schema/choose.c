/* Which branch of `anyOf` or `oneOf` was meant: the one whose constants the value has; else the one with the fewest mistakes.
 * Where the branches differ in one constant or one type, all of them are offered in one error. */
#include "schema/check.h"

typedef enum tier { TIER_MEANT, TIER_POSSIBLE, TIER_OTHER_VALUE, TIER_OTHER_TYPE } tier;

typedef struct branch {
    const schema_errors *errors;
    tier tier;
    size_t weight;
} branch;

enum { DEPTH_MOST = 8, SCHEMAS_MOST = 1000 };

static bool is_root_error(const schema_error *e, const yaml_node *v, error_kind kind)
{
    return e->kind == kind && e->value == v && !e->entry;
}

static bool is_constant_of_member(const schema_error *e, const yaml_node *v)
{
    return e->kind == ERROR_VALUE && e->value->parent == v;
}

/* Members that have one of the constants the branch asks for. */
static size_t matching_constants(const schema_node *s, const yaml_node *v, int depth, uint32_t *left)
{
    size_t found = 0;
    if (depth > DEPTH_MOST || v->kind != YAML_MAPPING || !*left) return 0;
    --*left; /* references may branch without end */
    for (size_t i = 0; s->object && i < s->object->properties.n; i++) {
        const schema_property *p = s->object->properties.entries[i].value;
        const schema_node *member = p->schema;
        for (int k = 0; member && !member->values && member->references.n == 1 && k < DEPTH_MOST; k++)
            member = member->references.at[0]->target;
        if (!member || !member->values) continue;
        const yaml_node *given = schema_value(yaml_get(v, p->name));
        found += given && schema_values_hold(member->values, given);
    }
    for (size_t i = 0; i < s->references.n; i++)
        if (s->references.at[i]->target) found += matching_constants(s->references.at[i]->target, v, depth + 1, left);
    for (size_t i = 0; s->logic && i < s->logic->all.n; i++) found += matching_constants(s->logic->all.at[i], v, depth + 1, left);
    return found;
}

static branch look_at(const schema_node *s, const schema_errors *errors, const yaml_node *v)
{
    branch b = {.errors = errors, .tier = TIER_POSSIBLE, .weight = errors->n};
    bool other_constant = false;
    uint32_t left = SCHEMAS_MOST;
    for (size_t i = 0; i < errors->n; i++) {
        const schema_error *e = &errors->at[i];
        if (is_root_error(e, v, ERROR_TYPE)) b.tier = TIER_OTHER_TYPE;
        else if (is_root_error(e, v, ERROR_VALUE) && b.tier < TIER_OTHER_VALUE) b.tier = TIER_OTHER_VALUE;
        if (!is_constant_of_member(e, v)) continue;
        other_constant = true;
        b.weight += 2;
    }
    if (b.tier == TIER_POSSIBLE && !other_constant && matching_constants(s, v, 0, &left)) b.tier = TIER_MEANT;
    return b;
}

/* One error for a value that has another type or constant than each of the branches. */
static void join_root(check_run *r, const branch *branches, size_t n, const yaml_node *v, schema_errors *out)
{
    schema_error joined = {.kind = ERROR_TYPE, .value = v};
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < branches[i].errors->n; k++) {
            const schema_error *e = &branches[i].errors->at[k];
            if (!is_root_error(e, v, ERROR_TYPE) && !is_root_error(e, v, ERROR_VALUE)) continue;
            if (!joined.schema) joined.schema = e->schema;
            joined.types |= e->types;
            for (size_t j = 0; j < e->values.n; j++) array_push(r->arena, &joined.values, e->values.at[j]);
        }
    }
    if (joined.values.n) joined.kind = ERROR_VALUE;
    array_push(r->arena, out, joined);
}

static const schema_error *constant_error_at(const branch *b, const yaml_node *value)
{
    for (size_t i = 0; i < b->errors->n; i++)
        if (b->errors->at[i].kind == ERROR_VALUE && b->errors->at[i].value == value) return &b->errors->at[i];
    return NULL;
}

/* All possible branches want another constant at one member: "type: must be 'a', 'b' or 'c'". */
static bool join_constants(check_run *r, const branch *branches, size_t n, const branch *best, const yaml_node *v,
                           schema_errors *out)
{
    const schema_error *first = NULL;
    for (size_t i = 0; i < best->errors->n && !first; i++)
        if (is_constant_of_member(&best->errors->at[i], v)) first = &best->errors->at[i];
    if (!first) return false;
    schema_error joined = {.kind = ERROR_VALUE, .value = first->value, .schema = first->schema};
    for (size_t i = 0; i < n; i++) {
        if (branches[i].tier != TIER_POSSIBLE) continue;
        const schema_error *e = constant_error_at(&branches[i], first->value);
        if (!e) return false;
        joined.types |= e->types;
        for (size_t k = 0; k < e->values.n; k++) array_push(r->arena, &joined.values, e->values.at[k]);
    }
    array_push(r->arena, out, joined);
    return true;
}

/* Each possible branch only lacks one key: "missing 'a' or 'b'". */
static bool join_required(check_run *r, const branch *branches, size_t n, const yaml_node *v, schema_errors *out)
{
    schema_error joined = {.kind = ERROR_REQUIRED, .value = v, .any = true};
    for (size_t i = 0; i < n; i++) {
        if (branches[i].tier > TIER_POSSIBLE) continue;
        const schema_error *e = branches[i].errors->n == 1 ? &branches[i].errors->at[0] : NULL;
        if (!e || e->kind != ERROR_REQUIRED || e->value != v || e->names.n != 1) return false;
        joined.schema = e->schema;
        array_push(r->arena, &joined.names, e->names.at[0]);
    }
    if (joined.names.n < 2) return false;
    array_push(r->arena, out, joined);
    return true;
}

void check_choose(check_run *r, const schema_node_list *list, const schema_errors *lists, const yaml_node *value,
                  schema_errors *out)
{
    branch *branches = ARENA_NEW_N(r->arena, branch, list->n);
    const branch *best = NULL;
    for (size_t i = 0; i < list->n; i++) {
        branches[i] = look_at(list->at[i], &lists[i], value);
        const branch *b = &branches[i];
        if (!best || b->tier < best->tier || (b->tier == best->tier && b->weight < best->weight)) best = b;
    }
    if (!best || !best->errors->n) {
        array_push(r->arena, out, (schema_error){.kind = ERROR_NEVER, .value = value});
        return;
    }
    if (best->tier >= TIER_OTHER_VALUE) {
        join_root(r, branches, list->n, value, out);
        return;
    }
    if (best->tier == TIER_POSSIBLE && join_constants(r, branches, list->n, best, value, out)) return;
    if (join_required(r, branches, list->n, value, out)) return;
    for (size_t i = 0; i < best->errors->n; i++) array_push(r->arena, out, best->errors->at[i]);
}
