/* Types of the intermediate program.
 *
 * No type checker stands behind the ir: types are resolved from syntax, and values carry their dynamic type. What can't be
 * resolved (a package without source, a type parameter) is TYPE_UNKNOWN or an opaque named type, and everything else stays known.
 * Types live in the program's arena and are compared with type_same, never by address, except named types: there is one object
 * per (package, name) in a program. */
#ifndef IR_TYPE_H
#define IR_TYPE_H

#include "base/array.h"
#include "base/map.h"
#include "text/range.h"

typedef enum type_kind {
    TYPE_UNKNOWN,
    TYPE_BOOL,
    TYPE_INT, TYPE_INT8, TYPE_INT16, TYPE_INT32, TYPE_INT64,
    TYPE_UINT, TYPE_UINT8, TYPE_UINT16, TYPE_UINT32, TYPE_UINT64, TYPE_UINTPTR,
    TYPE_FLOAT32, TYPE_FLOAT64, TYPE_COMPLEX,
    TYPE_STRING,
    TYPE_UNTYPED_BOOL, TYPE_UNTYPED_INT, TYPE_UNTYPED_RUNE, TYPE_UNTYPED_FLOAT, TYPE_UNTYPED_STRING, TYPE_UNTYPED_NIL,
    TYPE_POINTER, /* elem */
    TYPE_SLICE,   /* elem */
    TYPE_ARRAY,   /* elem, length */
    TYPE_MAP,     /* key, elem */
    TYPE_STRUCT,  /* fields */
    TYPE_FUNC,    /* parts: parameters, then results */
    TYPE_INTERFACE, /* fields: methods, by name, with function types */
    TYPE_CHAN,    /* elem */
    TYPE_TUPLE,   /* parts */
    TYPE_NAMED,
} type_kind;

typedef struct ir_type ir_type;
/* Of ir/program.h, for those that only pass them on. */
typedef struct ir_constant ir_constant;
typedef struct ir_func ir_func;
typedef struct ir_global ir_global;
typedef struct ir_node ir_node;
typedef struct ir_program ir_program;
typedef struct ir_refusal ir_refusal;

/* Where something stands in the sources. */
typedef struct ir_span {
    uint32_t file; /* index into ir_program.files; IR_NO_FILE for built-in things */
    range at;
} ir_span;

static inline bool ir_span_same(ir_span a, ir_span b)
{
    return a.file == b.file && a.at.start == b.at.start && a.at.end == b.at.end;
}

#define IR_NO_FILE UINT32_MAX

typedef struct ir_field {
    str name;
    ir_type *type;
    str tag; /* unquoted: `json:"x,omitempty"` without the back quotes */
    str doc; /* comment above or behind it, markers stripped */
    bool embedded;
    ir_span at; /* the name */
} ir_field;

/* What finds the fields of a struct that has many. */
typedef struct ir_field_index {
    map by_name; /* name -> number + 1 of the first one */
    ARRAY(uint32_t) embedded;
} ir_field_index;

struct ir_type {
    type_kind kind;
    ir_type *elem, *key;
    int64_t length;
    ir_field *fields;
    uint32_t field_count;
    const ir_field_index *index; /* of TYPE_STRUCT; NULL: the fields are looked through */
    ir_type **parts; /* functions and tuples */
    uint32_t part_count, param_count;
    bool variadic;
    /* TYPE_NAMED */
    str package; /* import path; empty for the language's own types ("error") */
    str package_name; /* as its source says ("main"); empty: the import path's last element */
    str name;
    ir_type *under;   /* underlying type, never itself named; TYPE_UNKNOWN for an opaque type. Use type_under. */
    map methods;      /* name -> ir_func: declared with this type as receiver base */
    bool opaque;      /* the declaration is not at hand */
    void *front;      /* the front end's own handle */
    ir_span at;
};

/* One shared object per basic kind. */
ir_type *type_basic(type_kind kind);
/* The language's `error` interface and the empty interface. */
ir_type *type_error(void);
ir_type *type_any(void);

ir_type *type_new_pointer(arena *a, ir_type *elem);
ir_type *type_new_slice(arena *a, ir_type *elem);
ir_type *type_new_array(arena *a, ir_type *elem, int64_t length);
ir_type *type_new_map(arena *a, ir_type *key, ir_type *elem);
ir_type *type_new_tuple(arena *a, ir_type **parts, uint32_t count);
/* parts: `param_count` parameters, then the results. */
ir_type *type_new_func(arena *a, ir_type **parts, uint32_t part_count, uint32_t param_count, bool variadic);

/* The underlying type: itself unless named. Never NULL; NULL gives TYPE_UNKNOWN. */
ir_type *type_under(const ir_type *t);
static inline type_kind type_under_kind(const ir_type *t) { return type_under(t)->kind; }
/* A slice of bytes; false for NULL. */
static inline bool type_is_bytes(const ir_type *t)
{
    return t && type_under_kind(t) == TYPE_SLICE && type_under(t)->elem && type_under_kind(type_under(t)->elem) == TYPE_UINT8;
}
/* Identical types (Go specification, "Type identity"). Unknown types are identical to themselves only. */
bool type_same(const ir_type *a, const ir_type *b);
bool type_is_named(const ir_type *t, str package, str name);
bool type_is_interface(const ir_type *t);
bool type_is_integer(type_kind k);
bool type_is_unsigned(type_kind k);
bool type_is_float(type_kind k);
bool type_is_untyped(type_kind k);
/* Makes the index of a struct whose fields are all there, when it has many. */
void type_index_fields(arena *a, ir_type *t);
/* The struct's own field, NULL when absent. */
const ir_field *type_own_field(const ir_type *t, str name);
/* The number of the next embedded field from number `i` on; field_count: there is none. */
uint32_t type_next_embedded(const ir_type *t, uint32_t i);
/* Field of a struct (through named types and pointers), promoted ones included, breadth first; NULL when absent. When `path` is
 * not NULL it gets the field indices to follow, at most IR_EMBED_DEPTH, and `*depth` their number. */
/* ... and so many structs are looked at: those that hold each other, which no compiler takes, have many ways to a field. */
enum { IR_EMBED_DEPTH = 8, IR_EMBED_MOST = 4096 };
const ir_field *type_find_field(const ir_type *t, str name, uint32_t path[IR_EMBED_DEPTH], uint32_t *depth);
/* As the language writes it: "map[string]config.Rule"; named types with their package's name, "..." for what is nested too
 * deeply. */
str type_text(arena *a, const ir_type *t);

#endif
