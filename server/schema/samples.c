#include "schema/samples.h"

#include "base/limits.h"

enum { SAMPLES_MOST = 64 };

typedef struct search {
    arena *arena;
    schema_samples found;
} search;

/* Bits of enum schema_type that `type` allows; 0 when it says nothing that can be relied on. */
static unsigned types_of(const yaml_node *type)
{
    if (!type) return 0;
    if (type->kind == YAML_SCALAR) return schema_type_named(type->value);
    unsigned bits = 0;
    for (uint32_t i = 0; type->kind == YAML_SEQUENCE && i < type->item_count; i++) {
        const yaml_node *item = schema_value(type->items[i]);
        unsigned one = item && item->kind == YAML_SCALAR ? schema_type_named(item->value) : 0;
        if (!one) return 0;
        bits |= one;
    }
    return bits;
}

static const yaml_node *keyword(const yaml_node *schema, const char *name)
{
    return schema_value(yaml_get(schema, str_of(name)));
}

static void compare(search *s, const char *name, const yaml_node *value, const yaml_node *type, unsigned allowed)
{
    if (!value || s->found.n >= SAMPLES_MOST || schema_value_types(value) & allowed) return;
    array_push(s->arena, &s->found, (schema_sample){name, value, type});
}

static void look(search *s, const yaml_node *schema, int depth);

static void look_at_list(search *s, const yaml_node *list, int depth)
{
    for (uint32_t i = 0; list && list->kind == YAML_SEQUENCE && i < list->item_count; i++)
        look(s, schema_value(list->items[i]), depth);
}

static void look_at_members(search *s, const yaml_node *object, int depth)
{
    for (uint32_t i = 0; object && object->kind == YAML_MAPPING && i < object->entry_count; i++)
        look(s, schema_value(object->entries[i].value), depth);
}

static void look_inside(search *s, const yaml_node *schema, int depth)
{
    static const char *const maps[] = {"properties", "patternProperties", "definitions", "$defs", "dependentSchemas"};
    static const char *const lists[] = {"allOf", "anyOf", "oneOf", "prefixItems", "items"};
    static const char *const single[] = {"items", "additionalItems", "additionalProperties", "not", "if", "then",
                                         "else",  "contains"};
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++) look_at_members(s, keyword(schema, maps[i]), depth);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) look_at_list(s, keyword(schema, lists[i]), depth);
    for (size_t i = 0; i < sizeof single / sizeof *single; i++) look(s, keyword(schema, single[i]), depth);
}

static void look(search *s, const yaml_node *schema, int depth)
{
    if (!schema || schema->kind != YAML_MAPPING || depth >= LIMIT_SCHEMA_DEPTH) return;
    const yaml_node *type = keyword(schema, "type"), *values = keyword(schema, "enum"), *nullable = keyword(schema, "nullable");
    unsigned allowed = types_of(type);
    if (allowed && nullable && nullable->boolean) allowed |= SCHEMA_NULL; /* OpenAPI 3.0 */
    if (allowed) compare(s, "default", keyword(schema, "default"), type, allowed);
    for (uint32_t i = 0; allowed && values && values->kind == YAML_SEQUENCE && i < values->item_count; i++)
        compare(s, "enum", schema_value(values->items[i]), type, allowed);
    look_inside(s, schema, depth + 1);
}

schema_samples schema_find_unfit_samples(arena *a, const yaml_node *schema)
{
    search s = {.arena = a};
    look(&s, schema_value(schema), 0);
    return s.found;
}
