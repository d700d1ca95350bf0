#include "schema/value.h"

#include "base/map.h"

const yaml_node *schema_value(const yaml_node *node) { return node ? yaml_resolve(node) : NULL; }

unsigned schema_value_types(const yaml_node *v)
{
    switch (v->kind) {
    case YAML_MAPPING: return SCHEMA_OBJECT;
    case YAML_SEQUENCE: return SCHEMA_ARRAY;
    case YAML_EMPTY: return SCHEMA_NULL;
    case YAML_ALIAS: return 0;
    case YAML_SCALAR: break;
    }
    switch (v->type) {
    case YAML_NULL: return SCHEMA_NULL;
    case YAML_BOOL: return SCHEMA_BOOLEAN;
    case YAML_INT: return SCHEMA_INTEGER | SCHEMA_NUMBER;
    case YAML_STRING: return SCHEMA_STRING;
    case YAML_FLOAT: break;
    }
    schema_number n = schema_number_of(v);
    return schema_number_is_integer(&n) ? SCHEMA_NUMBER | SCHEMA_INTEGER : SCHEMA_NUMBER;
}

unsigned schema_type_named(str name)
{
    static const struct {
        const char *name;
        unsigned bit;
    } types[] = {{"null", SCHEMA_NULL},     {"boolean", SCHEMA_BOOLEAN}, {"object", SCHEMA_OBJECT}, {"array", SCHEMA_ARRAY},
                 {"string", SCHEMA_STRING}, {"integer", SCHEMA_INTEGER}, {"number", SCHEMA_NUMBER}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (str_is(name, types[i].name)) return types[i].bit;
    return 0;
}

bool schema_value_is_string(const yaml_node *v) { return v->kind == YAML_SCALAR && v->type == YAML_STRING; }

static bool is_number(const yaml_node *v) { return v->kind == YAML_SCALAR && (v->type == YAML_INT || v->type == YAML_FLOAT); }

static bool scalars_equal(const yaml_node *a, const yaml_node *b)
{
    if (is_number(a) && is_number(b)) {
        schema_number x = schema_number_of(a), y = schema_number_of(b);
        return schema_number_compare(&x, &y) == 0;
    }
    if (yaml_is_null(a) || yaml_is_null(b)) return yaml_is_null(a) && yaml_is_null(b);
    if (a->kind != YAML_SCALAR || b->kind != YAML_SCALAR || a->type != b->type) return false;
    return a->type == YAML_BOOL ? a->boolean == b->boolean : str_eq(a->value, b->value);
}

/* Members are looked up one by one: constants in schemas have few. Long ones go by hash first (schema_value_hash). */
static bool objects_equal(const yaml_node *a, const yaml_node *b)
{
    if (a->entry_count != b->entry_count) return false;
    for (uint32_t i = 0; i < a->entry_count; i++) {
        const yaml_entry *e = &a->entries[i];
        bool same_place = str_eq(e->key->value, b->entries[i].key->value);
        const yaml_node *other = same_place ? b->entries[i].value : yaml_get(b, e->key->value);
        if (!other || !schema_values_equal(e->value, other)) return false;
    }
    return true;
}

bool schema_values_equal(const yaml_node *a, const yaml_node *b)
{
    enum { LARGE = 32 };
    a = schema_value(a);
    b = schema_value(b);
    if (!a || !b) return a == b;
    if (a == b) return true;
    if (a->kind != YAML_MAPPING && a->kind != YAML_SEQUENCE) return scalars_equal(a, b);
    if (a->kind != b->kind) return false;
    if (a->kind == YAML_MAPPING) {
        if (a->entry_count > LARGE && schema_value_hash(a) != schema_value_hash(b)) return false;
        return objects_equal(a, b);
    }
    if (a->item_count != b->item_count) return false;
    for (uint32_t i = 0; i < a->item_count; i++)
        if (!schema_values_equal(a->items[i], b->items[i])) return false;
    return true;
}

static uint64_t mix(uint64_t h)
{
    h ^= h >> 31;
    h *= 0x7FB5D329728EA185u;
    return h ^ h >> 27;
}

uint64_t schema_value_hash(const yaml_node *value)
{
    const yaml_node *v = schema_value(value);
    if (!v || yaml_is_null(v)) return 1;
    uint64_t hash = 0;
    switch (v->kind) {
    case YAML_SCALAR:
        if (v->type == YAML_BOOL) return 2 + v->boolean;
        if (v->type == YAML_STRING) return str_hash(v->value, 17);
        schema_number n = schema_number_of(v);
        return mix(schema_number_hash(&n));
    case YAML_SEQUENCE:
        hash = 5;
        for (uint32_t i = 0; i < v->item_count; i++) hash = mix(hash * 31 + schema_value_hash(v->items[i]));
        return hash;
    case YAML_MAPPING:
        hash = 7;
        for (uint32_t i = 0; i < v->entry_count; i++)
            hash += mix(str_hash(v->entries[i].key->value, 19) + mix(schema_value_hash(v->entries[i].value)));
        return hash;
    default: return 1;
    }
}

/* --- members --------------------------------------------------------------------------------------------------------------- */

static bool is_merge(const yaml_entry *e)
{
    const yaml_node *k = e->key;
    return k->kind == YAML_SCALAR && k->style == YAML_PLAIN && k->value.n == 2 && k->value.p[0] == '<' && k->value.p[1] == '<';
}

typedef ARRAY(yaml_entry) entry_list;

/* YAML 1.1 "merge": own members win over merged ones, earlier mappings of a list over later ones. */
static void add_merged(arena *a, entry_list *list, map *seen, const yaml_node *source, int depth)
{
    enum { MERGE_DEPTH = 16 };
    const yaml_node *v = schema_value(source);
    if (!v || depth > MERGE_DEPTH) return;
    for (uint32_t i = 0; v->kind == YAML_SEQUENCE && i < v->item_count; i++) add_merged(a, list, seen, v->items[i], depth + 1);
    if (v->kind != YAML_MAPPING) return;
    for (uint32_t i = 0; i < v->entry_count; i++) {
        const yaml_entry *e = &v->entries[i];
        if (is_merge(e) || map_find(seen, e->key->value)) continue;
        map_put(a, seen, e->key->value, NULL);
        array_push(a, list, *e);
    }
    for (uint32_t i = 0; i < v->entry_count; i++)
        if (is_merge(&v->entries[i])) add_merged(a, list, seen, v->entries[i].value, depth + 1);
}

schema_members schema_value_members(arena *a, const yaml_node *mapping)
{
    bool merges = false;
    for (uint32_t i = 0; i < mapping->entry_count && !merges; i++) {
        const yaml_node *v = is_merge(&mapping->entries[i]) ? schema_value(mapping->entries[i].value) : NULL;
        merges = v && (v->kind == YAML_MAPPING || v->kind == YAML_SEQUENCE);
    }
    if (!merges) return (schema_members){mapping->entries, mapping->entry_count};
    entry_list list = {0};
    map seen = {0};
    add_merged(a, &list, &seen, mapping, 0);
    return (schema_members){list.at, (uint32_t)list.n};
}
