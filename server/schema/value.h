/* Values of documents as JSON Schema sees them: types, equality, members. Aliases are followed, merge keys ("<<") looked
 * through. */
#ifndef SCHEMA_VALUE_H
#define SCHEMA_VALUE_H

#include "schema/number.h"
#include "yaml/tree.h"

enum schema_type {
    SCHEMA_NULL = 1,
    SCHEMA_BOOLEAN = 2,
    SCHEMA_OBJECT = 4,
    SCHEMA_ARRAY = 8,
    SCHEMA_STRING = 16,
    SCHEMA_INTEGER = 32, /* a number without fraction has this and SCHEMA_NUMBER */
    SCHEMA_NUMBER = 64,
};

/* The value itself, never an alias; NULL for an alias that names nothing. */
const yaml_node *schema_value(const yaml_node *node);
/* Bits of enum schema_type of a name in `type`: 0 when it is none. */
unsigned schema_type_named(str name);
/* Bits of enum schema_type. */
unsigned schema_value_types(const yaml_node *value);
bool schema_value_is_string(const yaml_node *value);

/* Equal as JSON values: 1 is 1.0, the order of keys does not matter. */
bool schema_values_equal(const yaml_node *a, const yaml_node *b);
/* Equal values have equal hashes. */
uint64_t schema_value_hash(const yaml_node *value);

typedef struct schema_members {
    const yaml_entry *at;
    uint32_t n;
} schema_members;

/* The members of a mapping; with merge keys a list made in `a`, own members first. Keys that come again are kept. */
schema_members schema_value_members(arena *a, const yaml_node *mapping);

#endif
