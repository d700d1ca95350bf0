/* Values of the evaluator.
 *
 * A value is a small tagged union passed by copy; what it points to lives in the arena of one way (one run). Values carry their
 * dynamic type (NULL: not known). Interfaces have no representation of their own: an interface variable holds the value itself,
 * a nil interface is VALUE_NIL with type NULL, a nil pointer in an interface is VALUE_NIL with a pointer type.
 *
 * VALUE_UNKNOWN is "could be anything of its type"; `origin` says what it was computed from, so that conditions on it can be
 * decided consistently and turned into facts. */
#ifndef IR_VALUE_H
#define IR_VALUE_H

#include "ir/document.h"

typedef enum value_kind {
    VALUE_UNKNOWN,
    VALUE_NIL,
    VALUE_BOOL,     /* .b */
    VALUE_INT,      /* .i; unsigned types keep their bits in it */
    VALUE_FLOAT,    /* .f */
    VALUE_STRING,   /* .s */
    VALUE_POINTER,  /* .cell */
    VALUE_STRUCT,   /* .object: one cell per field */
    VALUE_ARRAY,    /* .object: one cell per element */
    VALUE_SLICE,    /* .slice */
    VALUE_MAP,      /* .map */
    VALUE_FUNC,     /* .closure */
    VALUE_TUPLE,    /* .object: several results */
    VALUE_DOC,      /* .doc: a node of a document (gjson.Result, nlohmann::json) */
    VALUE_ERROR,    /* .error: non-nil error value */
    VALUE_NATIVE,   /* .native: a library object that its models understand; non-nil */
    VALUE_EXTERN,   /* .ext: a library function or method value: IR_EXTERN used as a value */
    VALUE_REFERENCE, /* .cell: a variable handed on as itself (ir/semantics.h); never in a variable */
} value_kind;

typedef struct value value;
typedef struct cell cell;
typedef struct eval eval;

/* What an unknown value stands for: `op` applied to a document node, or a comparison of such with a constant. */
typedef enum origin_op {
    ORIGIN_EXISTS,
    ORIGIN_STRING,
    ORIGIN_INT,
    ORIGIN_UINT,
    ORIGIN_FLOAT,
    ORIGIN_BOOL,
    ORIGIN_LENGTH,
    ORIGIN_IS_ARRAY,
    ORIGIN_IS_OBJECT,
    ORIGIN_EQUAL,
    ORIGIN_LESS,
    ORIGIN_LESS_EQUAL, /* `of` compared with `constant`: a boolean */
    ORIGIN_NOT,                                   /* of a boolean */
    ORIGIN_DERIVED,                               /* some other function of `of` */
    ORIGIN_VALID,                                 /* `of`, a string, satisfies a format: `format` "regexp", "duration", ... */
} origin_op;

typedef struct origin origin;
struct origin {
    origin_op op;
    doc_node *node;
    origin *of;
    struct {
        bool is_string;
        str text;
        double number;
    } constant;
    str format;
};

typedef struct object {
    cell *cells;
    uint32_t count;
    uint32_t room; /* for so many cells in all, where objects grow; else 0 */
} object;

typedef struct map_pair map_pair;
typedef struct map_value map_value;   /* insertion order is iteration order; keys by Go equality */
typedef struct closure closure;
typedef struct error_value error_value;
typedef struct native_object native_object;

struct value {
    value_kind kind;
    bool non_nil;  /* VALUE_UNKNOWN: certainly not nil */
    ir_type *type; /* dynamic type or NULL */
    doc_node *about; /* the document value it was computed from, as far as that is followed: for telling what an error is about */
    doc_node *node; /* strings and byte slices, known or not, that are the text of this document node (its Raw or String): what is
                       parsed from them keeps its place in the user's file. Else NULL; gone with any change to the text. */
    union {
        bool b;
        int64_t i;
        double f;
        str s;
        cell *cell;
        object *object;
        struct {
            object *backing;
            uint32_t offset, length, capacity;
        } slice;
        map_value *map;
        closure *closure;
        doc_node *doc;
        error_value *error;
        native_object *native;
        const ir_node *ext;
        origin *origin; /* VALUE_UNKNOWN, may be NULL */
    };
};

/* A variable: an addressable place. */
struct cell {
    value v;
    ir_type *type; /* declared type; NULL: takes any */
};

struct map_pair {
    value key;
    cell value;
    bool deleted;
};

struct map_value {
    map_pair *pairs;
    uint32_t count, capacity, live;
    map index;   /* string and integer keys: their bytes -> pair number + 1; 0 once deleted */
    bool unsure; /* written with an unknown key, or by code that was not evaluated: a key that is not found may be there */
};

struct closure {
    ir_func *func;         /* NULL: `model` */
    const struct native *model; /* a library function or method */
    cell **captured;
    bool bound;     /* a method with its receiver */
    value receiver;
};

struct error_value {
    value text;          /* VALUE_STRING or VALUE_UNKNOWN */
    value wrapped;       /* VALUE_NIL without one */
    ir_span at;          /* where it was made */
    doc_node *about;     /* the value it complains about, when its maker knows; else NULL */
    str type_name;       /* as the language writes it: "*errors.errorString"; empty: not known */
    str variable;        /* the library variable that holds it ("io.EOF"): two of the same name are the same error */
};

struct native_object {
    str tag;             /* which model it belongs to: "regexp", "url.URL" */
    void *data;
    value parts[4];
};

/* --- making values; memory from the arena `a` where one is taken --- */
value value_unknown(ir_type *t);
value value_unknown_of(arena *a, ir_type *t, origin_op op, doc_node *node, origin *of);
value value_nil(ir_type *t);
value value_bool(bool b);
value value_int(int64_t i);              /* type int */
value value_int_of(ir_type *t, int64_t i); /* wrapped to the type's width */
value value_float(double f);
value value_string(str s);
value value_doc(ir_type *t, doc_node *n);
/* An object of a model, certainly there, with `part` as its first. */
value value_native(arena *a, ir_type *t, str tag, const value *part);
value value_error(arena *a, str text, ir_span at);
value value_tuple(arena *a, uint32_t count, const value *parts);
value value_slice_of(arena *a, ir_type *slice_type, const value *items, uint32_t count);
value value_map_new(arena *a, ir_type *map_type);
value value_constant(const ir_constant *c, ir_type *t);
/* The zero value of a type (Go specification, "The zero value"); unknown for an unknown or opaque type. */
value value_zero(arena *a, ir_type *t);

/* --- looking at values --- */
/* Unknown itself, or (deep) something inside it is: through pointers, fields and elements, to a bounded depth. */
bool value_has_unknown(const value *v);
/* The same; `*looked`: how many values that took. */
bool value_search_unknown(const value *v, uint32_t *looked);
/* Struct and array values are copied when stored or passed; others share. */
value value_copy(arena *a, const value *v);
/* Equality of the language. True or false in `*equal`; false result: can't tell. */
bool value_equal(const value *a, const value *b, bool *equal);
/* Converts for storing into a variable of type `t` (assignability; untyped constants, nil, unnamed to named). */
value value_convert_for_store(arena *a, const value *v, ir_type *t);
/* Explicit conversion T(v). */
value value_convert(arena *a, const value *v, ir_type *t);
/* Integer truncated to the width of an integer kind; int and uint have 64 bits, as with GOARCH=wasm (TinyGo's 32 are not
 * followed). */
int64_t value_wrap(type_kind k, int64_t i);

/* Maps */
cell *map_value_find(map_value *m, const value *key, bool *unsure);
cell *map_value_put(arena *a, map_value *m, const value *key, ir_type *elem);
void map_value_delete(map_value *m, const value *key);

/* Elements of a slice or array value: the cell of element i. */
cell *value_element(const value *v, uint32_t i);
uint32_t value_length(const value *v); /* slices, arrays, strings, maps */
cell *value_field(const value *structure, str name); /* through embedded structs; NULL when absent */
/* The field is there, but inside of an embedded pointer that is nil. */
bool value_field_is_behind_nil(const value *structure, str name);

#endif
