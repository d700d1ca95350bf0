/* Values of C++: how objects are held, and what semantics.c and the models do with them. */
#ifndef CXX_VALUES_H
#define CXX_VALUES_H

#include "cxx/types.h"
#include "ir/semantics.h"

extern const ir_semantics cxx_semantics;

/* --- convert.c: what cxx_semantics has of that name --- */
value cxx_store(native_call *c, const value *v, ir_type *t);
cell *cxx_bind(native_call *c, cell *of, ir_type *t);
value cxx_construct(native_call *c, ir_type *t, const value *args, uint32_t count, bool list);
value cxx_truth(native_call *c, const value *v);
/* A number as one with a fraction. */
value cxx_real_of(native_call *c, const value *v, ir_type *t);

/* What a reference names; other values are themselves. */
static inline const value *cxx_plain(const value *v) { return v->kind == VALUE_REFERENCE ? &v->cell->v : v; }
/* Argument `i`; unknown when there are fewer. */
value cxx_arg(const native_call *c, uint32_t i);
/* The variable that the receiver is, or an argument; NULL: none. */
cell *cxx_receiver(const native_call *c);
/* As a text: strings, and what a host call gave. */
bool cxx_arg_text(native_call *c, uint32_t i, str *text);
/* The same; the way ends undecided when it is none. */
str cxx_text_argument(native_call *c, uint32_t i);
/* Whether the argument is the text of the whole configuration. */
bool cxx_is_configuration(const native_call *c, uint32_t i);

/* isspace in the "C" locale, and the text without such bytes at its start, its end, or both. */
bool cxx_is_space(int ch);
str cxx_stripped(str text, bool start, bool end);

/* A model of what gives nothing. */
value cxx_nothing(native_call *c);

value cxx_bool(bool b);
value cxx_int(cxx_basic type, int64_t i);
value cxx_text_value(str s);
value cxx_reference_to(cell *c);
/* VALUE_ARRAY with its elements. */
value cxx_array(arena *a, ir_type *t, const value *items, uint32_t count);
value cxx_pair(arena *a, ir_type *t, const value *first, const value *second);
/* Puts `v` before element `at`; gives its variable. */
cell *cxx_insert(native_call *c, value *array, uint32_t at, const value *v);
/* What the elements of a container are. */
ir_type *cxx_element_type(cxx_type *container);

/* An iterator: VALUE_NATIVE "iterator". Of an array: the container and an index, -1 for the end. Of a document: the container
 * and the node, nothing for the end. */
value cxx_iterator(native_call *c, cell *container, int64_t index);
value cxx_doc_iterator(native_call *c, doc_node *container, doc_node *node, str key);
bool cxx_is_iterator(const value *v);
/* A character of a text in a variable, as a variable of its own (type CXX_T_LETTER): what is put into it goes to the text. */
void cxx_letter_written(native_call *c, cell *of);
cell *cxx_letter(native_call *c, cell *text, uint32_t index);
bool cxx_is_reference_wrapper(const ir_type *t);
/* What it points to; NULL after a panic. */
cell *cxx_iterator_target(native_call *c, const value *it);
/* Where it stands: in which container, before which element. False for one of a document. */
bool cxx_iterator_place(const value *it, cell **container, uint32_t *index);
bool cxx_is_reverse(const value *it);
value cxx_reverse_iterator(native_call *c, cell *container, int64_t index);
/* Elements of a container, bytes of a text. */
uint32_t cxx_count_in(const cell *container);
value cxx_iterator_moved(native_call *c, const value *it, int64_t by);
value cxx_iterators_equal(native_call *c, const value *a, const value *b);

/* Members of an object in the order of their keys' bytes, which is the library's; elements of an array. */
doc_node **cxx_children(native_call *c, doc_node *n, uint32_t *count);
/* Of a symbolic one: none, or one that stands for all; `list`: elements. */
doc_node **cxx_symbolic_children(native_call *c, doc_node *n, bool list, uint32_t *count);

/* How two keys are ordered: less, equal, greater than 0; 2: not known. */
int cxx_compare(const value *a, const value *b);
/* A method of an object that is not known, as a callee: its arguments are unknown afterwards, and what it gives is. */
value cxx_unknown_call(native_call *c, const value *of);
/* Undefined behaviour: `what` says of which kind. */
value cxx_undefined(native_call *c, const char *what);

/* --- models/json.c --- */
/* get<T>: a value of another type ends the machine. */
value cxx_json_get(native_call *c, doc_node *n, ir_type *t);
/* A document of a value that is none: of nothing, a scalar, or an empty list. */
value cxx_json_made(native_call *c, const value *v);
bool cxx_json_equal(native_call *c, doc_node *n, const value *v, bool *equal);

/* --- models --- */
typedef struct cxx_model_table {
    const native *at;
    size_t n;
} cxx_model_table;
extern const cxx_model_table cxx_models_string, cxx_models_container, cxx_models_json, cxx_models_absl, cxx_models_sdk,
    cxx_models_overload, cxx_models_algorithm, cxx_models_number, cxx_models_json_util, cxx_models_protobuf,
    cxx_models_cstring, cxx_models_jwt;

#endif
