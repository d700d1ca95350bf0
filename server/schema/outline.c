#include "schema/outline.h"

#include "schema/check.h"

/* What tells branches apart is what the schemas inside them say, looked at only so deep: a schema may refer to itself. */
enum { FACETS_MOST = 256, DEPTH_MOST = 64, TRIALS_NESTED = 2, TRIALS_MOST = 1000 };

/* One schema that applies to a value. `certain`: whatever branch is meant. */
typedef struct facet {
    const schema_node *schema;
    bool certain;
} facet;
typedef ARRAY(facet) facets;

typedef struct outline {
    arena *a;
    const yaml_node *unsure;
    unsigned nested, trials; /* of branches */
} outline;

static void expand(outline *o, facets *out, const schema_node *s, const yaml_node *value, bool certain, int depth);

static bool known_value(const outline *o, const yaml_node *value)
{
    return value && value != o->unsure && value->kind != YAML_EMPTY;
}

/* --- branches -------------------------------------------------------------------------------------------------------------- */

static unsigned types_of(const schema_node *s)
{
    if (s->types || !s->values) return s->types;
    unsigned types = 0;
    for (size_t i = 0; i < s->values->list.n; i++) {
        unsigned t = schema_value_types(s->values->list.at[i]);
        types |= t & SCHEMA_INTEGER ? SCHEMA_INTEGER : t;
    }
    return types;
}

/* Whether a value that is there has another type or another constant than these schemas ask for. */
static bool contradicted(const outline *o, const facets *list, const yaml_node *value)
{
    const yaml_node *v = known_value(o, value) ? schema_value(value) : NULL;
    for (size_t i = 0; v && i < list->n; i++) {
        const schema_node *s = list->at[i].schema;
        if (!list->at[i].certain) continue;
        if (s->types && !(s->types & schema_value_types(v))) return true;
        if (s->values && v->kind == YAML_SCALAR && !schema_values_hold(s->values, v)) return true;
    }
    return false;
}

static bool try_branch(outline *o, const schema_node *branch, const yaml_node *value, int depth)
{
    facets list = {0};
    expand(o, &list, branch, value, true, depth + 1);
    if (branch->verdict == SCHEMA_NEVER || contradicted(o, &list, value)) return false;
    const yaml_node *v = known_value(o, value) ? schema_value(value) : NULL;
    for (size_t i = 0; v && v->kind == YAML_MAPPING && i < list.n; i++) {
        const schema_object *object = list.at[i].schema->object;
        for (uint32_t k = 0; object && list.at[i].certain && k < v->entry_count; k++) {
            const schema_property *p = map_get(&object->properties, v->entries[k].key->value);
            facets member = {0};
            if (!p || !p->schema || v->entries[k].value->kind != YAML_SCALAR) continue;
            expand(o, &member, p->schema, v->entries[k].value, true, depth + 1);
            if (contradicted(o, &member, v->entries[k].value)) return false;
        }
    }
    return true;
}

static bool possible(outline *o, const schema_node *branch, const yaml_node *value, int depth)
{
    if (o->nested == TRIALS_NESTED || o->trials == TRIALS_MOST) return true;
    o->trials++;
    o->nested++;
    bool good = try_branch(o, branch, value, depth);
    o->nested--;
    return good;
}

static void expand_branches(outline *o, facets *out, const schema_node_list *branches, const yaml_node *value, bool certain,
                            int depth)
{
    bool *good = ARENA_NEW_N(o->a, bool, branches->n);
    size_t count = 0;
    for (size_t i = 0; i < branches->n; i++)
        count += good[i] = !known_value(o, value) || possible(o, branches->at[i], value, depth);
    for (size_t i = 0; i < branches->n; i++)
        if (good[i] || !count) expand(o, out, branches->at[i], value, certain && (count == 1 || branches->n == 1), depth + 1);
}

static void expand_condition(outline *o, facets *out, const schema_logic *l, const yaml_node *value, bool certain, int depth)
{
    bool known = known_value(o, value);
    bool holds = known && schema_accepts(l->if_this, value, false);
    if (l->then_this && (holds || !known)) expand(o, out, l->then_this, value, certain && known, depth + 1);
    if (l->else_this && !holds) expand(o, out, l->else_this, value, certain && known, depth + 1);
}

/* Adds a schema and all that it takes in. */
static void expand(outline *o, facets *out, const schema_node *s, const yaml_node *value, bool certain, int depth)
{
    if (s->verdict == SCHEMA_NEVER || depth > DEPTH_MOST || out->n == FACETS_MOST) return;
    for (size_t i = 0; i < out->n; i++) {
        if (out->at[i].schema != s) continue;
        out->at[i].certain = out->at[i].certain || certain;
        return;
    }
    array_push(o->a, out, (facet){s, certain});
    for (size_t i = 0; i < s->references.n; i++)
        if (s->references.at[i]->target) expand(o, out, s->references.at[i]->target, value, certain, depth + 1);
    const schema_logic *l = s->logic;
    for (size_t i = 0; l && i < l->all.n; i++) expand(o, out, l->all.at[i], value, certain, depth + 1);
    if (l) expand_branches(o, out, &l->any, value, certain, depth);
    if (l) expand_branches(o, out, &l->one, value, certain, depth);
    if (l && l->if_this) expand_condition(o, out, l, value, certain, depth);
    for (size_t i = 0; s->object && known_value(o, value) && i < s->object->dependents.n; i++) {
        const schema_property *p = s->object->dependents.at[i];
        if (p->dependent && yaml_get(value, p->name)) expand(o, out, p->dependent, value, certain, depth + 1);
    }
}

/* --- places ---------------------------------------------------------------------------------------------------------------- */

static void step_to_member(outline *o, const facets *from, str name, const yaml_node *value, facets *out)
{
    for (size_t i = 0; i < from->n; i++) {
        const schema_object *object = from->at[i].schema->object;
        if (!object) continue;
        const schema_property *p = map_get(&object->properties, name);
        bool named = p && p->schema;
        if (named) expand(o, out, p->schema, value, from->at[i].certain, 0);
        for (size_t k = 0; k < object->patterns.n; k++) {
            if (!schema_pattern_matches(object->patterns.at[k].pattern, name)) continue;
            named = true;
            expand(o, out, object->patterns.at[k].schema, value, from->at[i].certain, 0);
        }
        if (!named && object->additional) expand(o, out, object->additional, value, from->at[i].certain, 0);
        if (!named && object->unevaluated) expand(o, out, object->unevaluated, value, false, 0);
    }
}

static void step_to_item(outline *o, const facets *from, size_t index, const yaml_node *value, facets *out)
{
    for (size_t i = 0; i < from->n; i++) {
        const schema_array *array = from->at[i].schema->array;
        if (!array) continue;
        const schema_node *s = index < array->prefix.n ? array->prefix.at[index] : array->items;
        if (s) expand(o, out, s, value, from->at[i].certain, 0);
        if (array->contains) expand(o, out, array->contains, value, false, 0);
    }
}

static facets facets_of(outline *o, const schema_node *schema, const yaml_node *value)
{
    facets list = {0};
    const yaml_node *parent = value->parent;
    if (!parent) {
        expand(o, &list, schema, value, true, 0);
        return list;
    }
    facets above = facets_of(o, schema, parent);
    if (parent->kind == YAML_MAPPING) {
        const yaml_entry *e = check_entry_of(value);
        if (e) step_to_member(o, &above, e->key->value, value, &list);
        return list;
    }
    size_t index = 0;
    while (index < parent->item_count && parent->items[index] != value) index++;
    step_to_item(o, &above, index, value, &list);
    return list;
}

/* --- what they say --------------------------------------------------------------------------------------------------------- */

static str text_member(const yaml_node *source, const char *key)
{
    const yaml_node *v = source->kind == YAML_MAPPING ? yaml_get(source, str_of(key)) : NULL;
    return v && schema_value_is_string(v) ? v->value : STR("");
}

static bool is_true(const yaml_node *source, const char *key)
{
    const yaml_node *v = source->kind == YAML_MAPPING ? yaml_get(source, str_of(key)) : NULL;
    return v && v->kind == YAML_SCALAR && v->boolean;
}

/* All certain ones hold, and one of the others. */
static unsigned joined_types(const facets *list)
{
    unsigned certain = 0, other = 0;
    for (size_t i = 0; i < list->n; i++) {
        unsigned t = types_of(list->at[i].schema);
        if (!t) continue;
        if (!list->at[i].certain) other |= t;
        else certain = certain && (certain & t) ? certain & t : t;
    }
    return certain && other ? (certain & other ? certain & other : certain) : certain | other;
}

static void add_values(outline *o, const schema_values *values, schema_outline *out)
{
    for (size_t i = 0; values && i < values->list.n; i++) {
        bool known = false;
        for (size_t k = 0; k < out->values.n && !known; k++) known = schema_values_equal(out->values.at[k], values->list.at[i]);
        if (!known) array_push(o->a, &out->values, values->list.at[i]);
    }
}

static void describe(outline *o, const facets *list, schema_outline *out)
{
    out->types = joined_types(list);
    for (size_t i = 0; i < list->n; i++) {
        const yaml_node *source = list->at[i].schema->source;
        if (!out->title.n) out->title = text_member(source, "title");
        if (!out->description.n) out->description = text_member(source, "description");
        const yaml_node *fallback = source->kind == YAML_MAPPING ? yaml_get(source, STR("default")) : NULL;
        if (!out->fallback && fallback) out->fallback = schema_value(fallback);
        const schema_range *numbers = list->at[i].schema->range;
        if (!out->least && numbers && numbers->has_min && !numbers->min_excluded) out->least = numbers->min_source;
        if (is_true(source, "deprecated")) out->deprecated = true;
        if (is_true(source, "readOnly")) out->read_only = true;
        add_values(o, list->at[i].schema->values, out);
    }
    facets items = {0};
    step_to_item(o, list, SIZE_MAX, NULL, &items);
    out->item_types = joined_types(&items);
}

bool schema_outline_at(arena *a, const schema_node *schema, const yaml_node *value, const yaml_node *unsure, schema_outline *out)
{
    outline o = {.a = a, .unsure = unsure};
    facets list = facets_of(&o, schema, value);
    *out = (schema_outline){0};
    describe(&o, &list, out);
    return list.n > 0;
}

static void add_name(outline *o, map *known, schema_outlines *out, str name, bool required)
{
    map_entry *e = map_find(known, name);
    if (!e) {
        array_push(o->a, out, (schema_outline){.name = name});
        e = map_put(o->a, known, name, (void *)(uintptr_t)out->n);
    }
    schema_outline *key = &out->at[(uintptr_t)e->value - 1];
    key->required = key->required || required;
}

/* Names that `propertyNames` lists. */
static void add_listed_names(outline *o, map *known, schema_outlines *out, const schema_node *names)
{
    facets list = {0};
    expand(o, &list, names, NULL, true, 0);
    for (size_t i = 0; i < list.n; i++) {
        const schema_values *values = list.at[i].schema->values;
        for (size_t k = 0; values && k < values->list.n; k++)
            if (schema_value_is_string(values->list.at[k])) add_name(o, known, out, values->list.at[k]->value, false);
    }
}

static schema_outlines keys_of(outline *o, const facets *list)
{
    schema_outlines keys = {0};
    map known = {0};
    for (size_t i = 0; i < list->n; i++) {
        const schema_object *object = list->at[i].schema->object;
        for (size_t k = 0; object && k < object->properties.n; k++) {
            const schema_property *p = object->properties.entries[k].value;
            bool never = p->schema && p->schema->verdict == SCHEMA_NEVER;
            if (!never && (p->schema || p->required)) add_name(o, &known, &keys, p->name, p->required && list->at[i].certain);
        }
        if (object && object->names) add_listed_names(o, &known, &keys, object->names);
    }
    return keys;
}

static void describe_keys(outline *o, const facets *list, schema_outlines *keys)
{
    for (size_t i = 0; i < keys->n; i++) {
        facets member = {0};
        step_to_member(o, list, keys->at[i].name, NULL, &member);
        describe(o, &member, &keys->at[i]);
    }
}

schema_outlines schema_outline_keys(arena *a, const schema_node *schema, const yaml_node *mapping, const yaml_node *unsure)
{
    outline o = {.a = a, .unsure = unsure};
    facets list = facets_of(&o, schema, mapping);
    schema_outlines keys = keys_of(&o, &list);
    describe_keys(&o, &list, &keys);
    return keys;
}

schema_outlines schema_outline_needed(arena *a, const schema_node *schema, const yaml_node *mapping, const str *path, size_t n)
{
    outline o = {.a = a};
    facets list = facets_of(&o, schema, mapping);
    for (size_t i = 0; i < n; i++) {
        facets member = {0};
        step_to_member(&o, &list, path[i], NULL, &member);
        list = member;
    }
    schema_outlines keys = keys_of(&o, &list);
    size_t kept = 0;
    for (size_t i = 0; i < keys.n; i++)
        if (keys.at[i].required) keys.at[kept++] = keys.at[i];
    keys.n = kept;
    describe_keys(&o, &list, &keys);
    return keys;
}
