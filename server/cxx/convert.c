/* How a value of C++ is copied, converted to another type, and made: the larger part of semantics.c. */
#include "base/strbuf.h"
#include "base/words.h"
#include "cxx/internal.h"
#include "cxx/memory.h"
#include "cxx/overload.h"
#include "cxx/values.h"

#include <math.h>

/* --- copies and conversions ------------------------------------------------------------------------------------------------ */

static value copy(native_call *c, const value *v)
{
    if (v->kind == VALUE_UNKNOWN || (v->kind != VALUE_ARRAY && v->kind != VALUE_STRUCT)) return *v;
    native_charge(c, v->object->count / 4);
    value out = value_copy(c->arena, v);
    for (uint32_t i = 0; i < out.object->count; i++) { /* an array in it has a block of its own */
        cell *of = &out.object->cells[i];
        bool block = cxx_kind_of_type(of->type) == CXX_MEMORY && cxx_is_pointer(&of->v);
        if (block) of->v = cxx_copy_of_block(c, &of->v);
    }
    return out;
}

static value integer_of(native_call *c, const value *v, ir_type *t)
{
    type_kind k = type_under_kind(t);
    switch (v->kind) {
    case VALUE_INT: return value_int_of(t, v->i);
    case VALUE_BOOL: return value_int_of(t, v->b);
    case VALUE_FLOAT: {
        double d = trunc(v->f);
        bool wide = k == TYPE_UINT64;
        if (!(wide ? d >= 0 && d < 18446744073709551616.0 : d >= -9223372036854775808.0 && d < 9223372036854775808.0))
            return value_unknown(t);
        int64_t i = wide ? (int64_t)(uint64_t)d : (int64_t)d;
        return value_wrap(k, i) == i ? value_int_of(t, i) : value_unknown(t); /* out of range: undefined */
    }
    case VALUE_DOC: return cxx_json_get(c, v->doc, t);
    default: native_stop(c, "a conversion to a number that is not known");
    }
}

value cxx_real_of(native_call *c, const value *v, ir_type *t)
{
    if (v->kind == VALUE_DOC) return cxx_json_get(c, v->doc, t);
    if (v->kind != VALUE_INT && v->kind != VALUE_FLOAT && v->kind != VALUE_BOOL)
        native_stop(c, "a conversion to a number that is not known");
    bool is_unsigned = v->kind == VALUE_INT && type_under_kind(v->type) == TYPE_UINT64;
    double d = v->kind == VALUE_FLOAT ? v->f : v->kind == VALUE_BOOL ? v->b : is_unsigned ? (double)(uint64_t)v->i : (double)v->i;
    return (value){.kind = VALUE_FLOAT, .type = t, .f = type_under_kind(t) == TYPE_FLOAT32 ? (double)(float)d : d};
}

/* Between pointer types. */
static value pointer_of(native_call *c, const value *v, ir_type *t)
{
    if (v->kind == VALUE_INT && !v->i) return value_nil(t);
    if (v->kind == VALUE_ARRAY && cxx_kind_of_type(v->type) == CXX_VECTOR) {
        value first = cxx_decayed(c, v);
        first.type = t;
        return first;
    }
    if (cxx_is_pointer(v)) return cxx_pointer_as(c, v, t);
    value out = *v;
    if (v->kind == VALUE_STRING && cxx_is_raw_type(t)) out.type = t;
    return out;
}

/* An array of characters with a text or numbers in it. */
static value memory_of(native_call *c, const value *v, cxx_type *t)
{
    if (cxx_is_pointer(v)) return cxx_copy_of_block(c, v);
    if (v->kind != VALUE_STRING) native_stop(c, "an array that is made of something else");
    value made = cxx_allocate_text(c, v->s, (uint64_t)t->length);
    if (t->args[0] == cxx_basic_type(CXX_T_UINT8)) made.type = cxx_basic_type(CXX_T_UCSTR);
    return made;
}

static value memory_made(native_call *c, cxx_type *t, const value *args, uint32_t count, bool list)
{
    if (count == 1 && cxx_plain(&args[0])->kind == VALUE_STRING) return memory_of(c, cxx_plain(&args[0]), t);
    if (t->length < 0) native_stop(c, "an array whose length is not known");
    value made = cxx_allocate(c, (uint64_t)t->length, list);
    if (t->args[0] == cxx_basic_type(CXX_T_UINT8)) made.type = cxx_basic_type(CXX_T_UCSTR);
    for (uint32_t i = 0; i < count; i++) {
        value byte = cxx_store(c, &args[i], cxx_basic_type(CXX_T_UINT8));
        cxx_put_byte(c, &made, i, &byte);
    }
    return made;
}

static value string_of(native_call *c, const value *v, ir_type *t)
{
    value out = *v;
    if (v->kind == VALUE_DOC) return cxx_json_get(c, v->doc, t);
    if (cxx_is_raw_type(t) && (cxx_is_pointer(v) || (v->kind == VALUE_INT && !v->i))) return pointer_of(c, v, t);
    if (cxx_is_raw(v) && !cxx_is_raw_type(t)) { /* as far as its zero */
        value text = cxx_text_value(STR(""));
        if (!cxx_bytes_at(c, v, UINT64_MAX, &text.s, &text.about)) return value_unknown(t);
        bool all = v->kind == VALUE_STRING && text.s.n == v->s.n;
        if (all) text.node = v->node, text.about = v->about;
        text.type = t;
        return text;
    }
    bool null = v->kind == VALUE_NIL && t == cxx_basic_type(CXX_T_CSTR);
    if (v->kind == VALUE_NIL && !null) return cxx_undefined(c, "a null pointer is read as a text");
    if (v->kind == VALUE_NATIVE && str_is(v->native->tag, "data")) return string_of(c, &v->native->parts[0], t);
    if (v->kind != VALUE_STRING && !null) native_stop(c, "a conversion to a text that is not known");
    out.type = t;
    return out;
}

value cxx_truth(native_call *c, const value *v)
{
    switch (v->kind) {
    case VALUE_BOOL: return *v;
    case VALUE_INT: return cxx_bool(v->i != 0);
    case VALUE_FLOAT: return cxx_bool(v->f != 0);
    case VALUE_NIL: return cxx_bool(false);
    case VALUE_POINTER:
    case VALUE_FUNC: return cxx_bool(true);
    case VALUE_DOC: return cxx_json_get(c, v->doc, cxx_basic_type(CXX_T_BOOL));
    case VALUE_ARRAY:
        if (cxx_kind_of_type(v->type) == CXX_OPTIONAL) return cxx_bool(v->object->count > 0);
        native_stop(c, "a condition that is not known");
    case VALUE_UNKNOWN: {
        value zero = value_int(0);
        bool number = cxx_kind_of_type(v->type) == CXX_INTEGER;
        if (number) return native_operate(c, IR_UNEQUAL, v, &zero);
        value out = *v;
        out.type = cxx_basic_type(CXX_T_BOOL);
        return out;
    }
    case VALUE_NATIVE: return cxx_bool(true);
    case VALUE_STRING:
        if (v->type == cxx_basic_type(CXX_T_CSTR)) return cxx_bool(true);
        native_stop(c, "a condition that is not known");
    default: native_stop(c, "a condition that is not known");
    }
}

static value optional_of(native_call *c, const value *v, cxx_type *t)
{
    bool other = v->kind == VALUE_ARRAY && cxx_kind_of_type(v->type) == CXX_OPTIONAL;
    value inner, none = cxx_array(c->arena, &t->ir, NULL, 0);
    if (other && !v->object->count) return none;
    inner = cxx_store(c, other ? &v->object->cells[0].v : v, t->args[0]);
    value out = cxx_array(c->arena, &t->ir, &inner, 1);
    out.object->cells[0].type = t->args[0];
    return out;
}

static value pair_of(native_call *c, const value *v, cxx_type *t)
{
    bool split = v->kind == VALUE_ARRAY && v->type == cxx_basic_type(CXX_T_VECTOR); /* of StrSplit: what is missing is empty */
    if (split) {
        value none = cxx_text_value(STR("")), a = v->object->count > 0 ? v->object->cells[0].v : none,
              b = v->object->count > 1 ? v->object->cells[1].v : none;
        value one = cxx_store(c, &a, t->args[0]), two = cxx_store(c, &b, t->args[1]);
        return cxx_pair(c->arena, &t->ir, &one, &two);
    }
    if (v->kind != VALUE_STRUCT || cxx_kind_of_type(v->type) != CXX_PAIR)
        native_stop(c, "a conversion to a pair that is not known");
    value first = cxx_store(c, &v->object->cells[0].v, t->args[0]), second = cxx_store(c, &v->object->cells[1].v, t->args[1]);
    return cxx_pair(c->arena, &t->ir, &first, &second);
}

static value container_of(native_call *c, const value *v, cxx_type *t)
{
    if (v->kind != VALUE_ARRAY || cxx_kind_of_type(v->type) != t->kind)
        native_stop(c, "a conversion to a container that is not known");
    value out = copy(c, v);
    bool same = cxx_type_behind(v->type) == t;
    out.type = &t->ir;
    for (uint32_t i = 0; i < out.object->count && !same && t->kind != CXX_MAP; i++) {
        out.object->cells[i].v = cxx_store(c, &out.object->cells[i].v, t->args[0]);
        out.object->cells[i].type = t->args[0];
    }
    return out;
}

static value class_of(native_call *c, const value *v, ir_type *t)
{
    bool converts = v->type != t && cxx_kind_of_type(v->type) != CXX_CLASS;
    if (v->kind == VALUE_NATIVE && str_is(v->native->tag, "status")) return *v; /* of protobuf, in an absl::Status */
    const cxx_type *from = cxx_type_behind(v->type), *to = cxx_type_behind(t);
    bool other = v->type != t && from && to && from->instance && to->instance && !cxx_is_base_of(to->instance, from->instance);
    if (converts || other) return cxx_construct(c, t, v, 1, false);
    if (v->kind != VALUE_STRUCT || v->type != t) native_stop(c, "a conversion to a class that is not known");
    return copy(c, v);
}

/* An unknown value of the type: where it is one, it stays what it is known to be computed from. */
static value unknown_of(native_call *c, const value *v, ir_type *t)
{
    cxx_type_kind k = cxx_kind_of_type(t);
    cxx_type_kind from = cxx_kind_of_type(v->type);
    bool scalar = from == CXX_BOOL || from == CXX_INTEGER || from == CXX_REAL || from == CXX_STRING;
    if (k == CXX_CLASS && scalar) return cxx_construct(c, t, v, 1, false);
    if (k == CXX_CLASS || k == CXX_PAIR) native_stop(c, "an object that is not known");
    value out = *v;
    if (t) out.type = t;
    return out;
}

/* Whether a value that a model made is of the type, of which nothing but its name is known. */
static bool is_modelled(const value *v, const ir_type *t)
{
    if (v->kind != VALUE_NATIVE) return false;
    str tag = v->native->tag;
    if (str_is(tag, "jwks")) return str_ends(t->name, STR("JwksPtr"));
    return str_is(tag, "status") || (str_is(tag, "data") && str_ends(t->name, STR("WasmDataPtr")));
}

value cxx_store(native_call *c, const value *v, ir_type *t)
{
    v = cxx_plain(v);
    cxx_type *behind = cxx_type_behind(t);
    if (v->kind == VALUE_UNKNOWN) return unknown_of(c, v, t);
    if (!t) return copy(c, v);
    if (cxx_kind_of_type(v->type) == CXX_BRACES && v->kind == VALUE_ARRAY) {
        value *args = ARENA_NEW_N(c->arena, value, v->object->count);
        for (uint32_t i = 0; i < v->object->count; i++) args[i] = v->object->cells[i].v;
        return cxx_construct(c, t, args, v->object->count, true);
    }
    value out;
    switch (cxx_kind_of_type(t)) {
    case CXX_BOOL: out = cxx_truth(c, v); break;
    case CXX_INTEGER:
    case CXX_ENUM: out = integer_of(c, v, t); break;
    case CXX_REAL: out = cxx_real_of(c, v, t); break;
    case CXX_STRING: out = string_of(c, v, t); break;
    case CXX_VECTOR:
    case CXX_MAP:
    case CXX_SET: out = container_of(c, v, behind); break;
    case CXX_OPTIONAL: out = optional_of(c, v, behind); break;
    case CXX_PAIR: out = pair_of(c, v, behind); break;
    case CXX_CLASS: out = class_of(c, v, t); break;
    case CXX_JSON: return v->kind == VALUE_DOC ? *v : cxx_json_made(c, v);
    case CXX_MEMORY: return memory_of(c, v, behind);
    case CXX_POINTER: return pointer_of(c, v, t);
    case CXX_PATTERN:
    case CXX_FUNCTION: return *v;
    default: /* a class of a library, of which there is a model */
        return is_modelled(v, t) ? *v : value_unknown(t);
    }
    if (!out.about) out.about = v->about;
    if (out.kind == VALUE_INT && v->kind == VALUE_INT) out.node = v->node; /* of a name's letter */
    return out;
}

cell *cxx_bind(native_call *c, cell *of, ir_type *t)
{
    const value *v = &of->v;
    cxx_type_kind want = cxx_kind_of_type(t), have = cxx_kind_of_type(v->type);
    bool array = v->kind == VALUE_ARRAY && have == CXX_VECTOR && (want == CXX_POINTER || cxx_is_raw_type(t));
    bool same = array
                    ? false
                    : !t || v->type == t || want == CXX_FUNCTION || want == CXX_POINTER ||
                          (want == have && (want == CXX_JSON || (want == CXX_STRING && v->type != cxx_basic_type(CXX_T_CSTR)))) ||
                          want == CXX_OPAQUE;
    if (v->kind == VALUE_UNKNOWN && (!v->type || want == have)) same = true;
    if (v->kind == VALUE_STRUCT && want == CXX_CLASS) same = true; /* a base of it: one object holds both */
    if (same) return of;
    cell *fresh = ARENA_NEW(c->arena, cell);
    fresh->v = cxx_store(c, v, t);
    fresh->type = t;
    return fresh;
}

/* --- construction ---------------------------------------------------------------------------------------------------------- */

static value scalar(native_call *c, ir_type *t, const value *args, uint32_t count)
{
    value zero = cxx_int(CXX_T_INT, 0);
    if (count > 1) native_stop(c, "a number made of several values");
    return cxx_store(c, count ? &args[0] : &zero, t);
}

/* Of what stands between two iterators, of a list of characters, of a part of a text. */
static value text_made(native_call *c, const value *args, uint32_t count)
{
    value a = *cxx_plain(&args[0]), b = *cxx_plain(&args[1]),
          n = count > 2 ? *cxx_plain(&args[2]) : cxx_int(CXX_T_ULONG, UINT32_MAX);
    cell *from_in, *to_in;
    uint32_t from, to;
    if (a.kind == VALUE_STRING && b.kind == VALUE_INT && n.kind == VALUE_INT && count == 3 &&
        a.type != cxx_basic_type(CXX_T_CSTR)) {
        uint64_t at = (uint32_t)b.i, length = (uint32_t)n.i;
        if (at > a.s.n)
            return native_panic(c, words_str("std::out_of_range: a text from behind the end of another, which aborts"));
        return cxx_text_value(str_slice(a.s, (size_t)at, length > a.s.n - at ? a.s.n : (size_t)(at + length)));
    }
    bool between = count == 2 && cxx_is_iterator(&a) && cxx_is_iterator(&b) && cxx_iterator_place(&a, &from_in, &from) &&
                   cxx_iterator_place(&b, &to_in, &to) && from_in == to_in && from <= to;
    if (!between) native_stop(c, "a text that is made in another way");
    strbuf out = STRBUF_IN(c->arena);
    for (uint32_t i = from; i < to; i++) {
        value it = cxx_iterator(c, from_in, i), one = cxx_store(c, &cxx_iterator_target(c, &it)->v, cxx_basic_type(CXX_T_CHAR));
        strbuf_add_char(&out, (char)one.i);
    }
    return cxx_text_value(strbuf_str(&out));
}

static value string_made(native_call *c, ir_type *t, const value *args, uint32_t count)
{
    if (!count && cxx_is_raw_type(t)) return value_nil(t);
    value first = count ? *cxx_plain(&args[0]) : cxx_text_value(STR("")),
          second = count > 1 ? *cxx_plain(&args[1]) : value_nil(NULL);
    if (first.kind == VALUE_UNKNOWN || second.kind == VALUE_UNKNOWN) return value_unknown(t);
    if (count <= 1) return cxx_store(c, &first, t);
    bool raw = first.kind == VALUE_STRING && first.type != cxx_basic_type(CXX_T_STRING);
    if (count == 2 && cxx_is_pointer(&first) && second.kind == VALUE_INT) {
        value text = cxx_text_value(STR(""));
        cxx_bytes_at(c, &first, (uint32_t)second.i, &text.s, &text.about);
        return text;
    }
    if (count == 2 && raw && second.kind == VALUE_INT) { /* of a text and how many bytes of it */
        if (second.i < 0 || (uint64_t)second.i > first.s.n) native_stop(c, "a text that is made of more than there is");
        return cxx_text_value(str_slice(first.s, 0, (size_t)second.i));
    }
    if (count == 2 && first.kind == VALUE_INT && second.kind == VALUE_INT && first.i >= 0 && first.i < 1 << 16) {
        strbuf b = STRBUF_IN(c->arena);
        strbuf_pad(&b, (char)second.i, (size_t)first.i);
        return cxx_text_value(strbuf_str(&b));
    }
    return text_made(c, args, count);
}

/* Where the key stands or belongs in a sorted or unsorted list. */
static uint32_t place_of_key(native_call *c, const value *array, const value *key, bool ordered, bool *there)
{
    bool is_map = cxx_kind_of_type(array->type) == CXX_MAP;
    *there = false;
    for (uint32_t i = 0; i < array->object->count; i++) {
        const value *other = &array->object->cells[i].v;
        int order = cxx_compare(is_map ? &other->object->cells[0].v : other, key);
        if (order == 2) native_stop(c, "a key that can't be compared");
        if (order == 0) return *there = true, i;
        if (order > 0 && ordered) return i;
    }
    return array->object->count;
}

/* vector(n), vector(n, x), and of what stands between two iterators. */
static value container_filled(native_call *c, cxx_type *t, const value *args, uint32_t count)
{
    value out = cxx_array(c->arena, &t->ir, NULL, 0), a = *cxx_plain(&args[0]),
          b = count > 1 ? *cxx_plain(&args[1]) : value_nil(NULL);
    cell *from_in, *to_in;
    uint32_t from, to;
    bool between = count == 2 && cxx_is_iterator(&a) && cxx_is_iterator(&b) && cxx_iterator_place(&a, &from_in, &from) &&
                   cxx_iterator_place(&b, &to_in, &to) && from_in == to_in && from <= to;
    if (between && t->kind != CXX_MAP) {
        for (uint32_t i = from; i < to; i++) {
            value it = cxx_iterator(c, from_in, i), one = cxx_store(c, &cxx_iterator_target(c, &it)->v, t->args[0]);
            bool there = false;
            uint32_t at = t->kind == CXX_SET ? place_of_key(c, &out, &one, !t->unordered, &there) : out.object->count;
            if (!there) cxx_insert(c, &out, at, &one);
        }
        return out;
    }
    if (t->kind != CXX_VECTOR || a.kind != VALUE_INT || a.i < 0 || a.i > 1 << 16 || count > 2)
        native_stop(c, "a container that is made in another way");
    for (int64_t i = 0; i < a.i; i++) {
        value one = count > 1 ? cxx_store(c, &b, t->args[0]) : cxx_construct(c, t->args[0], NULL, 0, true);
        cxx_insert(c, &out, out.object->count, &one);
    }
    return out;
}

static value container_made(native_call *c, cxx_type *t, const value *args, uint32_t count, bool list)
{
    value out = cxx_array(c->arena, &t->ir, NULL, 0), first = count ? *cxx_plain(&args[0]) : value_nil(NULL);
    bool same = count == 1 && first.kind == VALUE_ARRAY && cxx_kind_of_type(first.type) == t->kind;
    if (same) return cxx_store(c, &first, &t->ir);
    if (!list && count) return container_filled(c, t, args, count);
    if (t->kind == CXX_VECTOR && t->fixed && count == 1 && first.kind == VALUE_ARRAY &&
        cxx_kind_of_type(first.type) == CXX_BRACES)
        return cxx_store(c, &first, &t->ir);
    for (uint32_t i = 0; i < count; i++) {
        const value *arg = cxx_plain(&args[i]);
        bool there;
        if (t->kind == CXX_MAP) {
            if (arg->kind != VALUE_ARRAY || arg->object->count != 2) native_stop(c, "a map that is made of something else");
            value key = cxx_store(c, &arg->object->cells[0].v, t->args[0]),
                  item = cxx_store(c, &arg->object->cells[1].v, t->args[1]);
            uint32_t at = place_of_key(c, &out, &key, !t->unordered, &there);
            value pair = cxx_pair(c->arena, NULL, &key, &item);
            pair.object->cells[1].type = t->args[1];
            if (!there) cxx_insert(c, &out, at, &pair);
            continue;
        }
        value item = cxx_store(c, arg, t->args[0]);
        uint32_t at = t->kind == CXX_SET ? place_of_key(c, &out, &item, !t->unordered, &there) : out.object->count;
        if (t->kind != CXX_SET || !there) cxx_insert(c, &out, at, &item);
    }
    if (t->fixed && t->length > out.object->count && t->length < 1 << 12)
        for (value rest; out.object->count < t->length;)
            rest = cxx_construct(c, t->args[0], NULL, 0, false), cxx_insert(c, &out, out.object->count, &rest);
    return out;
}

/* The constructor that takes these; NULL: there is none, or (of several) one that can't be told. */
static ir_func *constructor_for(native_call *c, cxx_instance *i, const value *args, uint32_t count)
{
    cxx_overloads set;
    cxx_constructors(i->state, i, count, &set);
    if (set.all.n < 2) return cxx_constructor(i->state, i, count);
    const cxx_candidate *o = cxx_choose(c, &set, args, count);
    (*o->func)->has_body = true;
    return *o->func;
}

static bool is_aggregate(const cxx_instance *i)
{
    for (size_t k = 0; k < i->methods.n; k++)
        if (i->methods.at[k].of->is_constructor) return false;
    return !i->unknown_base;
}

static bool is_scalar_without_value(const cell *field)
{
    cxx_type_kind k = cxx_kind_of_type(field->type);
    bool scalar = k == CXX_BOOL || k == CXX_INTEGER || k == CXX_REAL || k == CXX_ENUM || k == CXX_POINTER || k == CXX_STRING;
    return scalar && field->v.kind == VALUE_UNKNOWN && !field->v.origin;
}

static value object_made(native_call *c, ir_type *t, const value *args, uint32_t count, bool list)
{
    cxx_instance *i = cxx_type_behind(t)->instance;
    const ir_type *under = type_under(t);
    const value *first = count == 1 ? cxx_plain(&args[0]) : NULL;
    if (first && first->kind == VALUE_STRUCT && first->type == t) return copy(c, first);
    ir_func *make = constructor_for(c, i, args, count);
    bool fields = !make && list && count <= under->field_count;
    if (fields) make = cxx_constructor(i->state, i, 0);
    if (!make) native_stop(c, "an object without such a constructor");
    cell *made = ARENA_NEW(c->arena, cell);
    made->v = cxx_array(c->arena, t, NULL, 0);
    made->v.kind = VALUE_STRUCT;
    made->v.object->cells = ARENA_NEW_N(c->arena, cell, under->field_count);
    made->v.object->count = under->field_count;
    for (uint32_t k = 0; k < under->field_count; k++)
        made->v.object->cells[k] = (cell){value_unknown(under->fields[k].type), under->fields[k].type};
    made->type = t;
    value self = {.kind = VALUE_POINTER, .cell = made}, bound = native_bound(c, make, NULL, &self);
    cxx_call_with_defaults(c, i->state, make, &bound, args, fields ? 0 : count);
    for (uint32_t k = 0; k < count && fields && !native_stopped(c); k++)
        made->v.object->cells[k].v = cxx_store(c, &args[k], under->fields[k].type);
    for (uint32_t k = fields ? count : 0; k < under->field_count && list && !native_stopped(c) && is_aggregate(i); k++)
        if (is_scalar_without_value(&made->v.object->cells[k])) /* T x{} makes them 0 */
            made->v.object->cells[k].v = cxx_construct(c, under->fields[k].type, NULL, 0, false);
    return made->v;
}

static value pointer_made(native_call *c, ir_type *t, const value *args, uint32_t count)
{
    if (!count) return value_nil(NULL);
    const value *v = cxx_plain(&args[0]);
    bool raw = cxx_is_raw(v) || cxx_is_pointer(v) || v->kind == VALUE_ARRAY || (v->kind == VALUE_INT && !v->i);
    bool pointer = v->kind == VALUE_POINTER || v->kind == VALUE_NIL || v->kind == VALUE_UNKNOWN || raw;
    if (count > 1 || !pointer) native_stop(c, "a pointer that is made in another way");
    return raw ? pointer_of(c, v, t) : *v;
}

/* The pattern itself, its error in parts[1] once it is asked for. */
static value pattern_made(native_call *c, ir_type *t, const value *args, uint32_t count)
{
    const value *v = count ? cxx_plain(&args[0]) : NULL;
    if (!v || (v->kind != VALUE_STRING && v->kind != VALUE_UNKNOWN)) native_stop(c, "a pattern that is made in another way");
    return value_native(c->arena, t, STR("pattern"), v);
}

value cxx_construct(native_call *c, ir_type *t, const value *args, uint32_t count, bool list)
{
    cxx_type *behind = cxx_type_behind(t);
    value first = count ? *cxx_plain(&args[0]) : value_nil(NULL), second = count > 1 ? *cxx_plain(&args[1]) : value_nil(NULL);
    bool braces = list && count == 1 && first.kind == VALUE_ARRAY && cxx_kind_of_type(first.type) == CXX_BRACES;
    switch (cxx_kind_of_type(t)) {
    case CXX_VOID: return value_unknown(NULL);
    case CXX_BOOL:
    case CXX_INTEGER:
    case CXX_ENUM:
    case CXX_REAL: return scalar(c, t, args, count);
    case CXX_STRING: return string_made(c, t, args, count);
    case CXX_MEMORY: return memory_made(c, behind, args, count, list);
    case CXX_VECTOR:
    case CXX_MAP:
    case CXX_SET: return container_made(c, behind, args, count, list);
    case CXX_OPTIONAL:
        if (count > 1) native_stop(c, "an optional that is made of several values");
        return count && !(list && braces) ? optional_of(c, &first, behind) : cxx_array(c->arena, t, NULL, 0);
    case CXX_PAIR: {
        if (count == 1) return cxx_store(c, &first, t);
        if (!count)
            first = cxx_construct(c, behind->args[0], NULL, 0, false), second = cxx_construct(c, behind->args[1], NULL, 0, false);
        for (uint32_t i = 0; i < 2 && i < count; i++) /* a reference that is kept */
            if (cxx_is_reference_wrapper(behind->args[i]) && args[i].kind == VALUE_REFERENCE)
                *(i ? &second : &first) = (value){.kind = VALUE_POINTER, .type = behind->args[i], .cell = args[i].cell};
        value a = cxx_store(c, &first, behind->args[0]), b = cxx_store(c, &second, behind->args[1]);
        return cxx_pair(c->arena, t, &a, &b);
    }
    case CXX_CLASS: return object_made(c, t, args, count, list);
    case CXX_POINTER: return pointer_made(c, t, args, count);
    case CXX_PATTERN: return pattern_made(c, t, args, count);
    case CXX_FUNCTION: return count ? first : value_nil(NULL);
    case CXX_JSON:
        if (count > 1) native_stop(c, "a document that the program makes");
        return count == 1 && first.kind == VALUE_DOC ? first : cxx_json_made(c, &first);
    case CXX_BRACES: {
        value *items = ARENA_NEW_N(c->arena, value, count);
        for (uint32_t i = 0; i < count; i++) items[i] = copy(c, cxx_plain(&args[i]));
        return cxx_array(c->arena, t, items, count);
    }
    default: return value_unknown(t);
    }
}
