/* Messages of protobuf: what a .proto declares, and the C++ that protoc makes of it.
 *
 * A plugin includes "x.pb.h", which its build makes of x.proto. Where that is at hand, the classes are made here as a text of C++
 * in which each message has a class with the accessors of protoc's, over members of ordinary types: `name_`, `has_name_` where it
 * is known whether a field is there, a vector for a repeated field, an unordered_map for a map, an optional for a message. Nobody
 * sees that text: its pieces stand for places of the .proto. */
#ifndef CXX_PROTO_H
#define CXX_PROTO_H

#include "cxx/preprocess.h"

typedef enum proto_kind {
    PROTO_UNKNOWN, /* its declaration is not at hand */
    PROTO_BOOL,
    PROTO_INT32,
    PROTO_UINT32,
    PROTO_INT64,
    PROTO_UINT64,
    PROTO_FLOAT,
    PROTO_DOUBLE,
    PROTO_STRING,
    PROTO_BYTES,
    PROTO_ENUM,
    PROTO_MESSAGE,
} proto_kind;

/* Messages of google.protobuf that JSON writes in a way of their own. */
typedef enum proto_special {
    PROTO_PLAIN,
    PROTO_WRAPPER, /* of one field `value` */
    PROTO_DURATION,
    PROTO_ANYTHING, /* Struct, Value, ListValue, Any, FieldMask, Timestamp: what is in it is not followed */
} proto_special;

enum { PROTO_FIELDS_MOST = 4000 }; /* of a message: its class has several methods for each */

typedef struct proto_message proto_message;
typedef struct proto_enum proto_enum;

typedef struct proto_field {
    str name, json_name;
    str type_name; /* as it is written, of PROTO_ENUM, PROTO_MESSAGE and PROTO_UNKNOWN */
    proto_kind kind;
    proto_kind key; /* of a map: what its keys are; else PROTO_UNKNOWN */
    bool repeated, is_map, explicit_presence, required, group;
    int32_t oneof; /* number in the message, or -1 */
    int64_t number;
    str preset; /* C++ of its default value; empty: what its type begins with */
    const proto_message *message; /* PROTO_MESSAGE, PROTO_ENUM: once resolved */
    const proto_enum *enumeration;
    range at; /* of the declaration in its file */
} proto_field;

typedef struct proto_value {
    str name;
    int64_t number;
} proto_value;

struct proto_enum {
    str full;     /* "a.b.Outer.Kind" */
    str cxx_name; /* "Outer_Kind" */
    str short_name;
    ARRAY(proto_value) values;
    bool closed; /* of proto2: has no other values */
    range at;
};

struct proto_message {
    str full;     /* "a.b.Outer.Inner" */
    str cxx_name; /* "Outer_Inner" */
    str short_name, package;
    proto_special special;
    ARRAY(proto_field) fields;
    ARRAY(str) oneofs;
    ARRAY(proto_message *) inner;
    ARRAY(proto_enum *) enums;
    range at;
    bool extensible; /* others may declare fields of it */
    bool broken;     /* something in it is not understood: which fields it has is not known */
    bool too_large;  /* ... because there are too many */
    uint32_t broken_line; /* of its file, from 1: what is not understood first */
};

typedef struct proto_file {
    str package; /* "a.b" */
    ARRAY(str) imports;
    ARRAY(proto_message *) messages;
    ARRAY(proto_enum *) enums;
} proto_file;

/* All files of a program: full name -> proto_message, proto_enum. */
typedef struct proto_set {
    arena *arena;
    map messages, enums;
    map by_class; /* "a::b::Outer_Inner" -> proto_message */
} proto_set;

/* Reads a text; what it declares is entered. Its results live in the set's arena and keep slices of the text. */
proto_file *proto_read(proto_set *s, str text);
/* The text of google/protobuf/NAME.proto, as far as it matters; false: there is none. */
bool proto_known_file(str name, str *text);
/* Finds the types that are named in the file's messages: those of files that it imports must be read. */
void proto_resolve(proto_set *s, proto_file *f);
/* The C++ of a resolved file. `hidden`: its places are nowhere. */
cxx_expanded proto_to_cxx(proto_set *s, const proto_file *f, bool hidden);
/* "field_name" as accessors have it. */
str proto_accessor(arena *a, str field);

#endif
