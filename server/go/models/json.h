/* encoding/json's view of types, shared by the decoder and the encoder. */
#ifndef GO_MODELS_JSON_H
#define GO_MODELS_JSON_H

#include "go/models/models.h"

typedef struct json_field {
    str name;
    ir_type *type;
    uint32_t path[IR_EMBED_DEPTH];
    uint32_t depth;
    bool tagged, quoted, omit_empty, omit_zero;
} json_field;

typedef ARRAY(json_field) json_fields;

/* The fields of a struct type that take part, by Go's rules for embedded structs (encoding/json typeFields), in struct order.
 * `tag` "json"; other tags ("yaml") name fields by their lower-cased name and inline only what says so. `*sure` is cleared when
 * the type holds something whose text is not known. */
json_fields json_fields_of(native_call *c, const ir_type *t, const char *tag, bool *sure);
/* The field a key belongs to: exact, else by case folding where the library folds. */
const json_field *json_field_for(const json_fields *fields, str key, bool fold);
/* The option string behind a struct tag's name, ",omitempty,string". */
str json_tag_of(str tags, const char *key, bool *present);
/* "omitempty" in "omitempty,string" */
bool json_has_option(str options, const char *name);
/* Code of other packages sees the field. */
bool json_exported(str name);

/* RFC 8259, 6: exactly one number. */
bool json_is_number(str s);
/* encoding/json's error about a string that is decoded into a json.Number, and is none. */
str json_number_error(native_call *c, doc_node *n);
/* Parses JSON text as encoding/json does, into nodes outside any document; numbers keep their literal, containers their text. On
 * a syntax error NULL, and `*error` is the library's text (empty: too deep to tell). */
doc_node *json_parse(arena *a, str json, doc_node *inside, str *error);
/* The part of the document that says the same as what was parsed from a text that is not known to be one; NULL: there is none. */
doc_node *json_same_part(native_call *c, doc_node *parsed);
/* Writes a value as json.Marshal does; false: can't tell, and then `*opaque` says whether the value might not even be
 * encodable. */
bool json_encode(native_call *c, strbuf *out, const value *v, bool *opaque);
/* The variable that `v`, a pointer, leads to; else NULL, and `*error` is json.InvalidUnmarshalError or unknown. */
cell *json_target(native_call *c, const value *v, value *error);
void json_write_string(strbuf *out, str s);

#endif
