/* The state of encoding/json's decoder, shared by its files: decode.c walks nodes and variables, decode_methods.c knows types
 * that decode themselves. */
#ifndef GO_MODELS_DECODE_INTERNAL_H
#define GO_MODELS_DECODE_INTERNAL_H

#include "go/models/json.h"

typedef struct decoder {
    native_call *c;
    const char *tag;
    bool json, strict;
    bool soft;          /* a YAML library: what it makes of other types is not predicted */
    bool hit;           /* soft: the variable at hand got something unpredicted */
    bool failed, fatal; /* an error was noted; it ended the decoding */
    bool unsure;        /* something was skipped that could fail */
    value error;
    map fields;         /* address of a struct type -> decoder_fields */
} decoder;

/* Where in nested structs the decoder is, for messages: the innermost struct, the path of fields from the root. */
typedef struct context {
    const ir_type *in;
    str path;
} context;

/* Notes an error: the first one counts. `type` is the Go type of the error. */
void decode_note(decoder *d, str message, const char *type, doc_node *about);
/* Likewise an error that ends the decoding, whatever was noted before. */
void decode_end(decoder *d, str message, doc_node *about);
/* What becomes of the variable is not known, nor whether there is an error. */
void decode_give_up(decoder *d, doc_node *n, cell *into);

bool decode_has_method(const ir_type *t, const char *name);
/* A type that decodes itself in a way that is not followed. */
bool decode_is_opaque(const ir_type *t, bool json);
/* By the type's own UnmarshalJSON, or UnmarshalText; its error ends the decoding. */
void decode_by_json(decoder *d, doc_node *n, cell *into, context at);
void decode_by_text(decoder *d, doc_node *n, cell *into);

#endif
