/* Validation of a value by a compiled schema, for check*.c, choose.c and message.c.
 *
 * A run is for the verdict alone (`out` is NULL), and then stops at the first mistake, or it collects errors. An error is a plain
 * record, since most of them are never shown: choose.c and settle.c throw them away before a text is made. All memory of a run is
 * in its own arena. */
#ifndef SCHEMA_CHECK_H
#define SCHEMA_CHECK_H

#include "schema/model.h"

typedef enum error_kind {
    ERROR_TYPE, ERROR_VALUE, /* `enum`, `const` */
    ERROR_MINIMUM, ERROR_MAXIMUM, ERROR_MULTIPLE, ERROR_SHORT, ERROR_LONG, ERROR_FEW_ITEMS, ERROR_MANY_ITEMS,
    ERROR_FEW_MEMBERS, ERROR_MANY_MEMBERS, ERROR_PATTERN, ERROR_FORMAT, ERROR_CONTENT, ERROR_REQUIRED, ERROR_NEEDED,
    ERROR_UNKNOWN_KEY, ERROR_DROPPED_KEY, ERROR_KEY_NAME, ERROR_ITEM, ERROR_DUPLICATE, ERROR_CONTAINS_NONE,
    ERROR_CONTAINS_FEW, ERROR_CONTAINS_MANY, ERROR_NOT, ERROR_NEVER, ERROR_SEVERAL,
} error_kind;

typedef ARRAY(const schema_values *) schema_values_list;

typedef struct schema_error {
    error_kind kind;
    const schema_node *schema;
    const yaml_node *value; /* at fault; of keys that are missing or not known the mapping */
    const yaml_entry *entry; /* keys at fault */
    ARRAY(str) names;        /* missing keys; ERROR_NEEDED: the key that needs it last; keys at fault: what was probably meant */
    bool any;                /* ERROR_REQUIRED: one of the names is enough */
    bool cures;              /* writing the key as it was probably meant makes up for a missing one */
    unsigned types;          /* ERROR_TYPE, ERROR_VALUE: types that would do, too */
    schema_values_list values;
    const yaml_node *other;  /* ERROR_DUPLICATE: the first of them */
    uint64_t count;
} schema_error;

typedef ARRAY(schema_error) schema_errors;

/* Which members or items a schema has looked at (JSON Schema 2020-12 core 11). */
typedef struct check_marks {
    uint64_t few; /* the bits themselves of up to 64 */
    uint64_t *many;
    uint32_t n;
} check_marks;

/* The dynamic scope: resources entered, innermost first. */
typedef struct check_scope {
    const schema_resource *resource;
    const struct check_scope *outer;
    uint64_t hash;
} check_scope;

typedef struct memo_entry {
    const schema_node *schema; /* NULL: free */
    const yaml_node *value;
    uint64_t scope;
    enum { MEMO_RUNNING = 1, MEMO_GOOD, MEMO_BAD } state;
    schema_errors *errors; /* NULL: not collected */
} memo_entry;

typedef struct check_run {
    arena *arena;
    schema_errors *out; /* NULL: the verdict alone */
    const check_scope *scope;
    bool formats;
    bool given_up; /* a limit was passed */
    uint32_t steps, depth, nested; /* nested: references followed on one scalar */
    memo_entry *memo; /* `memo_size` of them, a power of two */
    size_t memo_size, memo_count;
} check_run;

/* --- check.c --- */
/* Whether the value is good by the schema. `m` (or NULL) collects what was looked at. */
bool check_node(check_run *r, const schema_node *s, const yaml_node *value, check_marks *m);
/* Likewise for the verdict alone. */
bool check_quietly(check_run *r, const schema_node *s, const yaml_node *value, check_marks *m);
/* Whether the pattern matches; counted as steps by the length of the text. */
bool check_pattern(check_run *r, const schema_pattern *p, str text);
/* A new error; false, for returning it. The address of the error is in `*e` (NULL: nothing is collected). */
bool check_fail(check_run *r, error_kind kind, const schema_node *s, const yaml_node *value, schema_error **e);
check_marks check_marks_new(check_run *r, const yaml_node *value);
void check_mark(check_marks *m, uint32_t i);
bool check_is_marked(const check_marks *m, uint32_t i);
void check_marks_join(check_marks *to, const check_marks *from);

/* --- check_object.c, check_array.c, check_scalar.c --- */
bool check_object(check_run *r, const schema_node *s, const yaml_node *v, check_marks *m);
bool check_unevaluated_members(check_run *r, const schema_node *s, const yaml_node *v, check_marks *m);
bool check_array(check_run *r, const schema_node *s, const yaml_node *v, check_marks *m);
bool check_unevaluated_items(check_run *r, const schema_node *s, const yaml_node *v, check_marks *m);
bool check_type_and_values(check_run *r, const schema_node *s, const yaml_node *v);
bool check_number(check_run *r, const schema_node *s, const yaml_node *v);
bool check_text(check_run *r, const schema_node *s, const yaml_node *v);
bool schema_values_hold(const schema_values *values, const yaml_node *v);

/* --- check_logic.c --- */
bool check_logic(check_run *r, const schema_node *s, const yaml_node *v, check_marks *m);

/* --- choose.c, settle.c --- */
/* Adds what to say about a value that no branch takes: the errors of the branch that was meant, or one that joins several. */
void check_choose(check_run *r, const schema_node_list *list, const schema_errors *lists, const yaml_node *value,
                  schema_errors *out);
/* Of several errors that come from one mistake keeps one. */
void check_settle(arena *a, schema_errors *errors);

/* Edits between what was typed and a name; UINT8_MAX when they are too many for the name to have been meant. */
unsigned check_distance(str typed, str name);
/* Names of the keys that a schema speaks of, through references and branches. */
typedef ARRAY(str) schema_names;
void check_known_names(arena *a, const schema_node *s, schema_names *out);

/* --- place.c --- */
/* Where to show something about a value: its own text; the key of one that takes several lines. */
range check_place(const yaml_node *value, str text);
/* The member of a mapping that holds the node as its value, or NULL. */
const yaml_entry *check_entry_of(const yaml_node *value);

/* --- message.c --- */
/* The findings of a document by the schema `whole`. */
void check_report(arena *a, const schema_node *whole, const schema_errors *errors, const schema_options *options,
                  diagnostic_list *out);

/* --- complete.c --- */
/* Offers to add the keys that are missing, of the types and with the values that the schema of the document asks for. */
void check_offer_missing(arena *a, const schema_node *whole, const schema_error *e, const schema_options *options, diagnostic *d);

#endif
