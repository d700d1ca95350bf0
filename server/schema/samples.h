/* Values that a schema itself speaks of, and that it can never accept: of `default`, and of `enum`, by its `type`. */
#ifndef SCHEMA_SAMPLES_H
#define SCHEMA_SAMPLES_H

#include "schema/value.h"

typedef struct schema_sample {
    const char *keyword;     /* "default" or "enum" */
    const yaml_node *value;
    const yaml_node *type;   /* the value of `type` beside it */
} schema_sample;

typedef ARRAY(schema_sample) schema_samples;

/* Those in a schema and the schemas inside it; lists are in `a`. Does not follow references: what they lead to stands
 * elsewhere. */
schema_samples schema_find_unfit_samples(arena *a, const yaml_node *schema);

#endif
