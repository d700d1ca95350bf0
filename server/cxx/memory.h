/* Memory as C has it: blocks of bytes, and pointers that go through bytes or elements.
 *
 * A text that the program does not change - a literal, what c_str() gives - is a VALUE_STRING of a raw type (CXX_T_CSTR,
 * CXX_T_UCSTR), and a pointer into it is the rest of the text. Everything else that pointers go through is VALUE_NATIVE
 * "pointer": a place in a block, or before an element of an array. A variable `char x[8]` holds a pointer to its block. A block
 * becomes elements when it is first taken for some: malloc(n * sizeof(T)) as T *.
 *
 * Bytes know which value of the configuration they are copies of (value.about), and whether they are of its name: then that value
 * is their value.node as well. */
#ifndef CXX_MEMORY_H
#define CXX_MEMORY_H

#include "cxx/values.h"

bool cxx_is_pointer(const value *v);
/* A pointer to bytes in any form. */
bool cxx_is_raw(const value *v);
bool cxx_is_raw_type(const ir_type *t);

/* A pointer to a new block. Its bytes are not known, or 0. */
value cxx_allocate(native_call *c, uint64_t size, bool zeroed);
/* The same with a text in it, and behind that zeros up to its size. */
value cxx_allocate_text(native_call *c, str text, uint64_t size);
/* Another block with the same bytes: of an array that is copied. */
value cxx_copy_of_block(native_call *c, const value *pointer);
/* The block is given back; undefined when it was before. */
void cxx_free_block(native_call *c, const value *pointer);
/* realloc() of what is there. */
value cxx_reallocated(native_call *c, const value *old, uint64_t size);
/* How many bytes the pointer may go through; -1: not known. */
int64_t cxx_bytes_behind(const value *pointer);

/* An array, as a pointer to its first element. */
value cxx_decayed(native_call *c, const value *array);
value cxx_pointer_moved(native_call *c, const value *v, int64_t by);
/* The variable that it points to; NULL after undefined behaviour. */
cell *cxx_pointer_target(native_call *c, const value *v);
/* As a value of another pointer type; of bytes that nobody has used a block of elements may be made. */
value cxx_pointer_as(native_call *c, const value *v, ir_type *t);
/* For IR_SUB and comparisons. False: they are no such pointers. */
bool cxx_compare_pointers(native_call *c, uint8_t op, const value *a, const value *b, value *out);
/* After something was put into a variable: bytes of blocks are not in it. */
void cxx_byte_written(native_call *c, cell *of);

/* The byte `at` behind the pointer: a number with what it is about, or unknown. */
value cxx_byte_at(native_call *c, const value *pointer, uint64_t at);
void cxx_put_byte(native_call *c, const value *pointer, uint64_t at, const value *byte);
/* `n` bytes there, or (UINT64_MAX) those up to a zero; the way ends undecided when one is not known. `*about`: what the first one
 * is a copy of. False after undefined behaviour. */
bool cxx_bytes_at(native_call *c, const value *pointer, uint64_t n, str *out, doc_node **about);
/* The member of the configuration whose name begins there; NULL: none. */
doc_node *cxx_name_at(native_call *c, const value *pointer);

/* A value of the type as static variables and calloc() have it. */
value cxx_zero(native_call *c, ir_type *t);
/* One that nobody has given a value. */
value cxx_without(native_call *c, ir_type *t);
/* --- size.c --- */
/* In bytes, on wasm32; -1: not known. */
int64_t cxx_size_of(const ir_type *t);

#endif
