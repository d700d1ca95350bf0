/* What the models of documents share. */
#ifndef CXX_MODELS_JSON_H
#define CXX_MODELS_JSON_H

#include "cxx/values.h"

typedef bool (*cxx_json_test)(const doc_node *n);

value cxx_json_value(doc_node *n);
/* The document that argument `i` is, the key; they end the way where that is not known. */
doc_node *cxx_json_argument(native_call *c, uint32_t i);
str cxx_json_key(native_call *c, uint32_t i);
/* An unknown boolean, or what a scalar of the type would be, of a document that is not known. */
value cxx_json_unknown(native_call *c, doc_node *n, origin_op op);
value cxx_json_scalar(native_call *c, doc_node *n, ir_type *t);
/* The number as the type has it: cut, wrapped; unknown where the conversion is undefined. */
value cxx_json_number(const doc_node *n, ir_type *t);
/* Digits and nothing else, of a number up to `most`. */
bool cxx_json_digits(str s, uint64_t most, uint64_t *out);
/* The member of that key, for a name that was asked for; NULL: nothing has members here. */
doc_node *cxx_json_member(native_call *c, doc_node *n, str key);
value cxx_json_exists(native_call *c, doc_node *m);
/* Whether it is of a kind; a document that is not known may be. */
value cxx_json_tested(native_call *c, doc_node *n, cxx_json_test holds);
bool cxx_json_is_string(const doc_node *n);
bool cxx_json_is_unsigned(const doc_node *n);
bool cxx_json_is_bool(const doc_node *n);
bool cxx_json_is_number(const doc_node *n);
bool cxx_json_is_object(const doc_node *n);
bool cxx_json_is_array(const doc_node *n);
/* parse(text): of a text that is the whole of the configuration; others are not known. */
value cxx_json_parse(native_call *c);
/* The text that is to be parsed is there and empty, which is no JSON. */
bool cxx_json_lacks_text(native_call *c);

#endif
