/* What a schema says about one place of a document, for people: which keys may stand there, of which type, with which values.
 * Reads through $ref, allOf, anyOf, oneOf, if and dependentSchemas; of branches those count that the document does not contradict
 * by its types and constants. No verdict: half-typed documents are the rule. */
#ifndef SCHEMA_OUTLINE_H
#define SCHEMA_OUTLINE_H

#include "schema/schema.h"
#include "schema/value.h"

typedef struct schema_outline {
    str name;       /* of a key */
    bool required;  /* likewise */
    unsigned types; /* bits of enum schema_type; 0: nothing said */
    str title, description;
    bool deprecated, read_only;
    ARRAY(const yaml_node *) values; /* of `enum` and `const`, in the schema's tree */
    const yaml_node *fallback;       /* `default`, or NULL */
    const yaml_node *least;          /* `minimum`, or NULL */
    unsigned item_types; /* of the items of a list, likewise */
} schema_outline;

typedef ARRAY(schema_outline) schema_outlines;

/* What `schema`, which is the schema of the document that `value` is in, says about `value`. What stands at `unsure` (or NULL)
 * counts for nothing: it is being typed. False: nothing is said. Strings are the schema's, lists are in `a`. */
bool schema_outline_at(arena *a, const schema_node *schema, const yaml_node *value, const yaml_node *unsure, schema_outline *out);
/* Likewise the keys that the mapping may have, in the schema's order. */
schema_outlines schema_outline_keys(arena *a, const schema_node *schema, const yaml_node *mapping, const yaml_node *unsure);
/* The keys that an object which is not there has to have: the one that the path of `n` keys leads to from the mapping. */
schema_outlines schema_outline_needed(arena *a, const schema_node *schema, const yaml_node *mapping, const str *path, size_t n);

#endif
