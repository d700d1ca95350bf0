/* The compiled form of schemas, shared by the files of this folder:
 *
 *     keyword.c  the keywords by name      compile.c   YAML to model          resolve.c  resources, identifiers, references
 *     format.c   `format`                  pattern.c   `pattern`              number.c   numbers     value.c  values
 *     check.c    evaluation                check_*.c   ... by kind of value   choose.c   which branch was meant
 *     settle.c   one error a mistake       message.c   findings               place.c    where they are shown
 *     meta.c     the schemas that are compiled in
 *
 * One schema_node is one schema object; what only some kinds of values need hangs off it. Everything lives in the set's arena. */
#ifndef SCHEMA_MODEL_H
#define SCHEMA_MODEL_H

#include "base/map.h"
#include "schema/format.h"
#include "schema/number.h"
#include "schema/pattern.h"
#include "schema/schema.h"
#include "schema/value.h"

typedef ARRAY(schema_node *) schema_node_list;
typedef ARRAY(const yaml_node *) schema_value_list;

typedef struct schema_dialect {
    schema_draft draft;
    bool no_validation, no_applicator, no_unevaluated; /* vocabularies that the meta-schema leaves out */
    bool format_assertion;
} schema_dialect;

/* One loaded text. */
typedef struct schema_document {
    str uri, path, text;
    const yaml_stream *stream;
} schema_document;

/* JSON Schema 2020-12 core 4.3.5: a schema with an identity of its own. */
typedef struct schema_resource {
    str uri; /* absolute, without fragment */
    const schema_document *document;
    const yaml_node *source;
    schema_node *root;
    map anchors;         /* name -> schema_node */
    map dynamic_anchors; /* likewise, `$dynamicAnchor` alone; "" is `$recursiveAnchor` */
    schema_dialect dialect;
    uint32_t number;
} schema_resource;

typedef struct schema_reference {
    schema_node *owner;
    const yaml_node *source; /* the keyword's value */
    str uri;                 /* resolved against the base */
    schema_node *target;     /* NULL: not found */
    bool dynamic;
    str anchor; /* dynamic: looked up in the dynamic scope */
} schema_reference;

typedef struct schema_values {
    schema_value_list list;
    map strings; /* of long lists; keys are the strings, values the nodes */
    bool constant; /* `const` */
} schema_values;

typedef struct schema_property {
    str name;
    schema_node *schema;    /* `properties` */
    uint32_t required;      /* number in the list of required ones, from 1 */
    schema_node *dependent; /* `dependentSchemas` */
    ARRAY(str) needs;       /* `dependentRequired` */
} schema_property;

typedef struct schema_pattern_property {
    const schema_pattern *pattern;
    schema_node *schema;
} schema_pattern_property;

typedef struct schema_object {
    map properties; /* name -> schema_property: named by any of the four keywords */
    ARRAY(schema_property *) required;
    ARRAY(schema_property *) dependents;
    ARRAY(schema_pattern_property) patterns;
    schema_node *additional, *names, *unevaluated;
    bool has_min, has_max;
    uint64_t min, max;
    bool preserve_unknown, named; /* named: has `properties` */
} schema_object;

typedef struct schema_array {
    schema_node_list prefix;
    schema_node *items; /* of those behind the prefix */
    schema_node *contains, *unevaluated;
    bool has_min, has_max, has_min_contains, has_max_contains;
    uint64_t min, max, min_contains, max_contains;
    bool unique;
} schema_array;

typedef struct schema_range {
    bool has_min, has_max, min_excluded, max_excluded, has_multiple;
    schema_number min, max, multiple;
    const yaml_node *min_source, *max_source, *multiple_source;
} schema_range;

typedef struct schema_text {
    bool has_min, has_max;
    uint64_t min, max;
    const schema_pattern *pattern;
    schema_format format;
    bool json_content, base64_content; /* draft 7 */
} schema_text;

typedef struct schema_logic {
    schema_node_list all, any, one;
    schema_node *not_this, *if_this, *then_this, *else_this;
    bool has_any, has_one;
} schema_logic;

typedef enum schema_verdict { SCHEMA_BY_KEYWORDS, SCHEMA_ALWAYS, SCHEMA_NEVER } schema_verdict;

struct schema_node {
    const yaml_node *source; /* its address is the node's key in the set */
    schema_resource *resource;
    schema_verdict verdict;
    unsigned types; /* 0: any */
    schema_values *values;
    schema_object *object;
    schema_array *array;
    schema_range *range;
    schema_text *text;
    schema_logic *logic;
    ARRAY(schema_reference *) references;
    const yaml_node *title;
    bool nullable;
};

struct schema_set {
    arena *arena;
    schema_loader loader;
    schema_draft fallback;
    const schema_dialect *referring; /* of the reference that is being followed, or NULL */
    map resources; /* URI -> schema_resource */
    map nodes;     /* bytes of a source pointer -> schema_node */
    ARRAY(schema_reference *) pending;
    size_t resolved;
    ARRAY(schema_document *) documents;
    diagnostic_list findings;
    uint32_t resource_count;
    int depth; /* of meta-schemas being looked at */
    map patterns; /* source -> schema_pattern */
    size_t pattern_bytes; /* that they take */
};

/* --- keyword.c --- */
typedef enum schema_keyword {
    KEYWORD_UNKNOWN,
#define KEYWORD(name, text, group, since, until) KEYWORD_##name,
#include "schema/keywords.def"
#undef KEYWORD
} schema_keyword;
/* KEYWORD_UNKNOWN for one that the dialect does not have. */
schema_keyword schema_keyword_named(str name, const schema_dialect *dialect);

/* --- compile.c --- */
/* The compiled form of a schema; made on first use. */
schema_node *schema_compile(schema_set *s, schema_resource *r, const yaml_node *source);
schema_node *schema_compiled(const schema_set *s, const yaml_node *source);
void schema_report(schema_set *s, const schema_document *d, range at, str message);

/* --- resolve.c --- */
schema_resource *schema_resource_at(schema_set *s, str uri);
/* A resource known under `uri`; without `$schema` it has the dialect given. Not compiled yet. */
schema_resource *schema_resource_new(schema_set *s, const schema_document *d, const yaml_node *source, str uri,
                                     const schema_dialect *dialect);
schema_dialect schema_dialect_of(schema_set *s, str meta_schema, const schema_dialect *fallback);
/* Finds the targets of all references; loads what is needed. */
void schema_resolve_pending(schema_set *s);

/* --- meta.c --- */
/* The text of a schema that is compiled in: a meta-schema, or one of wpls itself ("wpls:settings"). */
bool schema_compiled_in(str uri, str *text);
str schema_meta_uri(schema_draft draft);

#endif
