/* JSON Schema: draft 4, 6, 7, 2019-09, 2020-12, OpenAPI 3.0's dialect and Kubernetes' structural schemas, on YAML trees.
 *
 * A set compiles schemas once into a compact model and keeps them in its arena; what they refer to is loaded through the set's
 * loader, which decides what may be read (the schema engine itself does no input or output and never asks a network). The
 * meta-schemas are compiled in. A compiled schema never changes and may be used for any number of values; a set and everything
 * from it belong to one thread at a time.
 * Broken schemas are data: what can be used is used, and the set lists findings (code "schema/invalid"). */
#ifndef SCHEMA_SCHEMA_H
#define SCHEMA_SCHEMA_H

#include "text/diagnostic.h"
#include "yaml/tree.h"

typedef enum schema_draft {
    SCHEMA_DRAFT_UNKNOWN,
    SCHEMA_DRAFT_4,
    SCHEMA_DRAFT_6,
    SCHEMA_DRAFT_7,
    SCHEMA_OPENAPI_3_0, /* draft 4 and more, with `nullable` */
    SCHEMA_KUBERNETES,  /* OpenAPI 3.0 with the x-kubernetes extensions; keys that are not named are dropped by the API server */
    SCHEMA_2019_09,
    SCHEMA_2020_12,
} schema_draft;

typedef struct schema_file {
    str text;
    str path; /* absolute; where findings about the schema are shown */
} schema_file;

typedef struct schema_loader {
    void *self;
    /* The schema at a URI without fragment ("file:///..." for files); the strings live as long as the set. False: there is
     * none. */
    bool (*read)(void *self, str uri, schema_file *out);
} schema_loader;

typedef struct schema_set schema_set;
typedef struct schema_node schema_node;

/* In arena `a`. `fallback`: what a schema without `$schema` is. */
schema_set *schema_set_new(arena *a, schema_loader loader, schema_draft fallback);
/* The schema at a URI, which may have a fragment, compiled with all that it refers to; NULL when it can't be loaded. Finds the
 * schema inside a CustomResourceDefinition and inside `configSchema.openAPIV3Schema`, too. */
const schema_node *schema_load(schema_set *s, str uri);
/* Findings in all schemas of the set so far; `path` is the schema file's. */
const diagnostic_list *schema_findings(const schema_set *s);
/* Checks the schema at the URI against its meta-schema, and appends findings (schema/invalid) with those of schema_findings that
 * are about the same file. */
void schema_check_itself(schema_set *s, str uri, arena *a, diagnostic_list *out);
/* Number of a draft: "4", "6", "7", "2019-09", "2020-12", "openapi-3.0", "kubernetes". */
schema_draft schema_draft_named(str name);

typedef struct schema_options {
    bool formats; /* `format` is an assertion */
    str path;     /* of the document, for the findings */
    str text;     /* of the document */
} schema_options;

/* The verdict alone. */
bool schema_accepts(const schema_node *schema, const yaml_node *value, bool formats);
/* Findings in a document, appended to `out`, memory in `a`: one for each mistake, at the key or value at fault. */
void schema_validate(arena *a, const schema_node *schema, const yaml_node *value, const schema_options *options,
                     diagnostic_list *out);

#endif
