/* Types of C++ as the evaluator sees them. Each is one ir_type, named, with a cxx_type behind it; widths are those of wasm32. */
#ifndef CXX_TYPES_H
#define CXX_TYPES_H

#include "ir/type.h"

typedef enum cxx_type_kind {
    CXX_OPAQUE, /* its declaration is not at hand: values are not known */
    CXX_VOID,
    CXX_BOOL,
    CXX_INTEGER,
    CXX_ENUM,
    CXX_REAL,
    CXX_STRING,  /* string_view, const char * likewise: CXX_T_STRING, CXX_T_VIEW, CXX_T_CSTR, CXX_T_UCSTR (memory.h) */
    CXX_MEMORY,  /* char[length]: a pointer to a block (memory.h) */
    CXX_VECTOR,  /* list, deque, array likewise: VALUE_ARRAY */
    CXX_MAP,     /* VALUE_ARRAY of pairs, by key where it is ordered */
    CXX_SET,
    CXX_OPTIONAL, /* VALUE_ARRAY of none or one */
    CXX_PAIR,    /* VALUE_STRUCT */
    CXX_POINTER, /* smart ones likewise: VALUE_POINTER, VALUE_NIL */
    CXX_FUNCTION,
    CXX_JSON,    /* VALUE_DOC */
    CXX_PATTERN, /* RE2: VALUE_NATIVE */
    CXX_CLASS,   /* VALUE_STRUCT */
    CXX_BRACES,  /* a list in braces, whose type nothing has decided so far: VALUE_ARRAY */
    CXX_VALUE,  /* no type but a number that is the argument of a template: `length` */
} cxx_type_kind;

struct cxx_instance;

typedef struct cxx_type {
    ir_type ir;
    cxx_type_kind kind;
    bool unordered; /* CXX_MAP, CXX_SET */
    bool fixed;     /* CXX_VECTOR: std::array */
    int64_t length; /* of a fixed one; -1: not known. CXX_VALUE: the number */
    ir_type *args[2];
    struct cxx_instance *instance;
    struct cxx_overloads *overloads; /* of a callee: overload.h */
    int64_t bytes, align; /* of a class, once asked for (size.c) */
    enum { SIZE_NOT_ASKED, SIZE_AT_WORK, SIZE_KNOWN } sized;
} cxx_type;

/* Types without arguments, shared by all programs. */
typedef enum cxx_basic {
    CXX_T_VOID,
    CXX_T_BOOL,
    CXX_T_CHAR,
    CXX_T_INT8,
    CXX_T_UINT8,
    CXX_T_INT16,
    CXX_T_UINT16,
    CXX_T_INT,
    CXX_T_UINT,
    CXX_T_LONG,
    CXX_T_ULONG,
    CXX_T_INT64,
    CXX_T_UINT64,
    CXX_T_FLOAT,
    CXX_T_DOUBLE,
    CXX_T_STRING,
    CXX_T_VIEW,
    CXX_T_CSTR,
    CXX_T_UCSTR,
    CXX_T_LETTER,
    CXX_T_BYTE,
    CXX_T_UBYTE,
    CXX_T_JSON,
    CXX_T_PATTERN,
    CXX_T_BRACES,
    CXX_T_PAIR,
    CXX_T_VECTOR,
    CXX_T_OPTIONAL,
    CXX_T_OPAQUE,
    CXX_T_POINTER,
    CXX_T_ENUM,
    CXX_T_HEADERS_STATUS,
    CXX_T_DATA_STATUS,
    CXX_T_TRAILERS_STATUS,
    CXX_T_METADATA_STATUS,
    CXX_T_STATUS,
    CXX_T_FUNCTION,
    CXX_BASIC_COUNT,
} cxx_basic;

ir_type *cxx_basic_type(cxx_basic which);
/* What is behind a type of this language; NULL for others and NULL. */
cxx_type *cxx_type_behind(const ir_type *t);
cxx_type_kind cxx_kind_of_type(const ir_type *t); /* CXX_OPAQUE for NULL */

#endif
