/* Shared by the function models (this folder): C functions that behave exactly like the Go library functions a plugin calls while
 * it parses its configuration.
 *
 * The rule above all others: never be wrong. A model that does not cover a case answers "unknown". Models do no I/O, take memory
 * from native_call.arena only, and are linear (or bounded) in the size of their arguments.
 *
 * Library types that plugins hold in variables (time.Duration, url.URL, strings.Builder, ...) are described to the front end by
 * go_library_type as ordinary types, so that zero values, fields, conversions and nil pointers need no special treatment. Fields
 * that Go code can't name start with a blank. */
#ifndef GO_MODELS_MODELS_H
#define GO_MODELS_MODELS_H

#include "base/array.h"
#include "base/strbuf.h"
#include "ir/native.h"

typedef struct model_rows {
    const native *at;
    size_t n;
} model_rows;

#define MODEL_ROWS(name, rows) const model_rows name = {rows, sizeof(rows) / sizeof *(rows)}

extern const model_rows models_gjson, models_fmt, models_errors, models_strings, models_strconv, models_unicode, models_bytes,
    models_regexp, models_json, models_mapstructure, models_yaml, models_url, models_http, models_time, models_net, models_iptree,
    models_sort, models_maps, models_math, models_sync, models_path, models_encoding, models_crypto, models_misc, models_sdk,
    models_constants;

/* --- types (types.c) --- */
extern ir_type model_bytes_type, model_strings_type, model_any_slice, model_any_map, model_header_map;
extern ir_type model_gjson_result, model_gjson_results, model_gjson_map, model_gjson_type;
extern ir_type model_duration, model_month, model_raw_message, model_json_number, model_ip, model_ip_mask, model_ip_net,
    model_ip_tree, model_url, model_userinfo, model_regexp, model_buffer, model_reader, model_replacer, model_decoder,
    model_string_lists, model_rune_slice, model_int_slice, model_int_lists, model_fs_mode;
/* As reflect.Type.String writes it: "[]interface {}". */
str model_type_text(arena *a, const ir_type *t);
/* The named type's "path.Name", or of the type a pointer points to; empty for others. */
str model_type_name(arena *a, const ir_type *t);

/* --- arguments --- */
/* The receiver with pointers followed; NULL for a nil one. */
const value *model_receiver(const native_call *c);
/* The hidden field `i` of the receiver (a struct or a pointer to one), NULL when the receiver is something else. */
cell *model_receiver_field(const native_call *c, uint32_t i);
bool model_value_text(arena *a, const value *v, str *text);
bool model_float(const native_call *c, uint32_t i, double *f);
bool model_bool(const native_call *c, uint32_t i, bool *b);
/* The variadic arguments from `from` on, a spread slice taken apart; false when not all of them are known. */
bool model_rest(const native_call *c, uint32_t from, const value **items, uint32_t *count);
/* The strings of a []string. */
bool model_strings(const native_call *c, const value *v, str **items, uint32_t *count);

/* --- results --- */
value model_string(str s);
value model_bytes(str s); /* a []byte */
value model_string_list(native_call *c, const str *items, uint32_t count);
value model_pair(native_call *c, value first, value second);
value model_error(native_call *c, const char *type_name, str message, doc_node *about);
value model_no_error(void);
value model_nothing(void);
/* `count` unknown results (one without a tuple). */
value model_unknown(native_call *c, uint32_t count);
/* (unknown of t, nil) */
value model_unknown_ok(native_call *c, ir_type *t);
/* An unknown computed from `from`: keeps the origin, as something derived from it. */
value model_derived(native_call *c, ir_type *t, const value *from);
/* For an unknown string argument: 1 it is taken to satisfy `format`, 0 it is not, -1 nothing can be said. */
int model_decide_valid(native_call *c, const value *text, const char *format);
/* Calls a predicate; unknown answers are decided. */
bool model_ask(native_call *c, const value *func, const value *args, uint32_t count);
/* Pointer to a new variable holding v. */
value model_new(native_call *c, ir_type *pointer, value v);

/* The member of any name of a symbolic node; it lives as long as the document. */
doc_node *model_any_member(native_call *c, doc_node *n);
/* The JSON text of a node: of one parsed from a text, that very text. */
str model_raw_text(arena *a, const doc_node *n);
/* The unknown condition "length of n is 0", decided. */
bool model_decide_empty(native_call *c, doc_node *n);
/* A value of a JSON node as encoding/json and gjson's Value put it in an `any`. */
value model_any_of_node(native_call *c, doc_node *n, int depth);
/* Decodes node `n` into the variable that the pointer `to` leads to, as encoding/json does (tag "json"), or as YAML libraries do
 * (DECODE_SOFT: wrong types leave unknown values and an unknown error). DECODE_STRICT: unknown names are errors. A nil error, or
 * one. */
typedef enum decode_mode { DECODE_PLAIN, DECODE_STRICT, DECODE_SOFT } decode_mode;
value model_decode(native_call *c, doc_node *n, cell *into, const value *to, const char *tag, decode_mode mode);
/* The document that a text stands for: the node it is the Raw of, or a document parsed from it. NULL: not valid JSON, `*error` is
 * the error encoding/json gives. */
doc_node *model_document(native_call *c, const value *text, bool lenient, value *error);

/* --- text --- */
/* strconv's FormatFloat, Quote and QuoteToASCII. */
str model_format_float(arena *a, double f, char format, int precision, int bits);
str model_quote(arena *a, str s, bool ascii);
void model_add_quoted(strbuf *t, str s, bool ascii);
/* strconv.ParseFloat and its kin: NULL, or the reason ("invalid syntax", "value out of range"). */
const char *model_parse_float(str s, int bits, double *f);
const char *model_parse_int(str s, int base, int bits, int64_t *out);
const char *model_parse_uint(str s, int base, int bits, uint64_t *out);
bool model_parse_bool(str s, bool *b);
/* unicode.ToLower and its kin */
uint32_t model_to_lower(uint32_t c);
uint32_t model_to_upper(uint32_t c);
uint32_t model_to_title(uint32_t c);
str model_lower(arena *a, str s);
str model_upper(arena *a, str s);
/* unicode.IsSpace, strconv.IsPrint */
bool model_is_space(uint32_t c);
bool model_is_print(uint32_t c);
/* strings.EqualFold */
bool model_equal_fold(str a, str b);
/* net.ParseIP without a zone: 16 bytes, IPv4 in IPv6 form. */
bool model_parse_ip(str s, unsigned char out[16], bool *v4);
str model_duration_text(arena *a, int64_t d);
/* time.ParseDuration: NULL, or what is wrong ("invalid duration"), from which model_duration_error makes the error's text. */
const char *model_parse_duration(arena *a, str s, int64_t *out);
str model_duration_error(arena *a, const char *why, str s);
bool model_unbase64(arena *a, str s, bool url, bool pad, str *out, size_t *bad_at);
/* What fmt writes for `format`, or (NULL format) what Sprint and Sprintln write. False: can't tell. */
bool model_sprintf(native_call *c, str format, const value *args, uint32_t count, str *out);
bool model_sprint(native_call *c, const value *args, uint32_t count, bool line, str *out);
/* The text of an error value: a string or an unknown. */
value model_error_text(native_call *c, const value *error);

#endif
