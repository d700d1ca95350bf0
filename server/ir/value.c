#include "ir/value.h"

#include "base/utf8.h"
#include "ir/node.h"

#include <math.h>

enum {
    DEPTH_MOST = 12,       /* how deep values are searched for something unknown */
    ARRAY_CELLS_MOST = 4096, /* larger arrays are not modelled */
    ZERO_CELLS_MOST = 1 << 16,
    ZERO_DEPTH_MOST = 100,
};

value value_unknown(ir_type *t) { return (value){.kind = VALUE_UNKNOWN, .type = t}; }

value value_unknown_of(arena *a, ir_type *t, origin_op op, doc_node *node, origin *of)
{
    origin *o = ARENA_NEW(a, origin);
    o->op = op;
    o->node = node ? node : of ? of->node : NULL;
    o->of = of;
    return (value){.kind = VALUE_UNKNOWN, .type = t, .origin = o};
}

value value_nil(ir_type *t) { return (value){.kind = VALUE_NIL, .type = t}; }
value value_bool(bool b) { return (value){.kind = VALUE_BOOL, .type = type_basic(TYPE_BOOL), .b = b}; }
value value_int(int64_t i) { return (value){.kind = VALUE_INT, .type = type_basic(TYPE_INT), .i = i}; }
value value_float(double f) { return (value){.kind = VALUE_FLOAT, .type = type_basic(TYPE_FLOAT64), .f = f}; }
value value_string(str s) { return (value){.kind = VALUE_STRING, .type = type_basic(TYPE_STRING), .s = s}; }
value value_doc(ir_type *t, doc_node *n) { return (value){.kind = VALUE_DOC, .type = t, .doc = n}; }

int64_t value_wrap(type_kind k, int64_t i)
{
    switch (k) {
    case TYPE_INT8: return (int8_t)i;
    case TYPE_INT16: return (int16_t)i;
    case TYPE_INT32:
    case TYPE_UNTYPED_RUNE: return (int32_t)i;
    case TYPE_UINT8: return (uint8_t)i;
    case TYPE_UINT16: return (uint16_t)i;
    case TYPE_UINT32: return (uint32_t)i;
    default: return i;
    }
}

value value_int_of(ir_type *t, int64_t i)
{
    return (value){.kind = VALUE_INT, .type = t, .i = value_wrap(type_under_kind(t), i)};
}

value value_native(arena *a, ir_type *t, str tag, const value *part)
{
    value v = {.kind = VALUE_NATIVE, .type = t, .non_nil = true};
    v.native = ARENA_NEW(a, native_object);
    v.native->tag = tag;
    v.native->parts[0] = *part;
    return v;
}

value value_error(arena *a, str text, ir_span at)
{
    error_value *err = ARENA_NEW(a, error_value);
    err->text = value_string(text);
    err->wrapped = value_nil(NULL);
    err->at = at;
    return (value){.kind = VALUE_ERROR, .type = NULL, .error = err};
}

static object *new_object(arena *a, uint32_t count)
{
    object *o = ARENA_NEW(a, object);
    o->cells = ARENA_NEW_N(a, cell, count);
    o->count = count;
    return o;
}

value value_tuple(arena *a, uint32_t count, const value *parts)
{
    object *o = new_object(a, count);
    for (uint32_t i = 0; i < count; i++) o->cells[i].v = parts[i];
    return (value){.kind = VALUE_TUPLE, .object = o};
}

value value_slice_of(arena *a, ir_type *slice_type, const value *items, uint32_t count)
{
    object *o = new_object(a, count);
    ir_type *elem = type_under(slice_type)->elem;
    for (uint32_t i = 0; i < count; i++) o->cells[i] = (cell){value_convert_for_store(a, &items[i], elem), elem};
    value v = {.kind = VALUE_SLICE, .type = slice_type};
    v.slice.backing = o;
    v.slice.length = v.slice.capacity = count;
    return v;
}

value value_map_new(arena *a, ir_type *map_type)
{
    return (value){.kind = VALUE_MAP, .type = map_type, .map = ARENA_NEW(a, map_value)};
}

value value_constant(const ir_constant *c, ir_type *t)
{
    static const type_kind untyped[] = {
        [IR_NIL] = TYPE_UNTYPED_NIL,     [IR_BOOL] = TYPE_UNTYPED_BOOL,  [IR_INTEGER] = TYPE_UNTYPED_INT,
        [IR_UNSIGNED] = TYPE_UNTYPED_INT, [IR_REAL] = TYPE_UNTYPED_FLOAT, [IR_STRING] = TYPE_UNTYPED_STRING,
    };
    if (!t) t = type_basic(untyped[c->kind]);
    value v = {.type = t};
    switch (c->kind) {
    case IR_NIL: return value_nil(NULL);
    case IR_BOOL: v.kind = VALUE_BOOL, v.b = c->boolean; break;
    case IR_INTEGER: v.kind = VALUE_INT, v.i = c->integer; break;
    case IR_UNSIGNED: v.kind = VALUE_INT, v.i = (int64_t)c->unsigned_integer; break;
    case IR_REAL: v.kind = VALUE_FLOAT, v.f = c->real; break;
    case IR_STRING: v.kind = VALUE_STRING, v.s = c->text; break;
    }
    if (v.kind == VALUE_INT && type_is_float(type_under_kind(t))) {
        double d = c->kind == IR_UNSIGNED ? (double)c->unsigned_integer : (double)c->integer;
        v.kind = VALUE_FLOAT, v.f = d;
    }
    return v;
}

/* How much of a zero value is still made: a type that holds itself is refused by Go, but may be typed. */
typedef struct zero_budget {
    uint32_t depth, cells;
} zero_budget;

static value zero_of(arena *a, ir_type *t, zero_budget *left);

static value zero_parts(arena *a, ir_type *t, ir_type *under, uint32_t count, zero_budget *left)
{
    bool array = under->kind == TYPE_ARRAY;
    if (left->depth == 0 || count > left->cells) return value_unknown(t);
    left->depth--;
    left->cells -= count;
    object *o = new_object(a, count);
    for (uint32_t i = 0; i < count; i++) {
        ir_type *part = array ? under->elem : under->fields[i].type;
        o->cells[i] = (cell){zero_of(a, part, left), part};
    }
    left->depth++;
    return (value){.kind = array ? VALUE_ARRAY : VALUE_STRUCT, .type = t, .object = o};
}

static value zero_of(arena *a, ir_type *t, zero_budget *left)
{
    ir_type *under = type_under(t);
    type_kind k = under->kind;
    if (type_is_integer(k)) return (value){.kind = VALUE_INT, .type = t};
    if (type_is_float(k)) return (value){.kind = VALUE_FLOAT, .type = t};
    switch (k) {
    case TYPE_BOOL:
    case TYPE_UNTYPED_BOOL: return (value){.kind = VALUE_BOOL, .type = t};
    case TYPE_STRING:
    case TYPE_UNTYPED_STRING: return (value){.kind = VALUE_STRING, .type = t, .s = STR("")};
    case TYPE_POINTER:
    case TYPE_SLICE:
    case TYPE_MAP:
    case TYPE_FUNC:
    case TYPE_CHAN: return value_nil(t);
    case TYPE_INTERFACE: return value_nil(NULL);
    case TYPE_STRUCT: return zero_parts(a, t, under, under->field_count, left);
    case TYPE_ARRAY:
        if (under->length < 0 || under->length > ARRAY_CELLS_MOST) return value_unknown(t);
        return zero_parts(a, t, under, (uint32_t)under->length, left);
    default: return value_unknown(t);
    }
}

value value_zero(arena *a, ir_type *t)
{
    zero_budget left = {.depth = ZERO_DEPTH_MOST, .cells = ZERO_CELLS_MOST};
    return zero_of(a, t, &left);
}

static bool has_unknown(const value *v, int depth, uint32_t *looked);

static bool cells_unknown(const object *o, uint32_t from, uint32_t count, int depth, uint32_t *looked)
{
    for (uint32_t i = from; i < from + count; i++)
        if (has_unknown(&o->cells[i].v, depth, looked)) return true;
    return false;
}

static bool has_unknown(const value *v, int depth, uint32_t *looked)
{
    ++*looked;
    if (v->kind == VALUE_UNKNOWN) return true;
    if (depth == 0) return false;
    switch (v->kind) {
    case VALUE_POINTER:
    case VALUE_REFERENCE: return has_unknown(&v->cell->v, depth - 1, looked);
    case VALUE_STRUCT:
    case VALUE_ARRAY:
    case VALUE_TUPLE: return cells_unknown(v->object, 0, v->object->count, depth - 1, looked);
    case VALUE_SLICE: return cells_unknown(v->slice.backing, v->slice.offset, v->slice.length, depth - 1, looked);
    case VALUE_MAP:
        if (v->map->unsure) return true;
        for (uint32_t i = 0; i < v->map->count; i++)
            if (!v->map->pairs[i].deleted && has_unknown(&v->map->pairs[i].value.v, depth - 1, looked)) return true;
        return false;
    case VALUE_ERROR: return v->error->text.kind == VALUE_UNKNOWN;
    default: return false;
    }
}

bool value_has_unknown(const value *v)
{
    uint32_t looked;
    return value_search_unknown(v, &looked);
}

bool value_search_unknown(const value *v, uint32_t *looked)
{
    *looked = 0;
    return has_unknown(v, DEPTH_MOST, looked);
}

value value_copy(arena *a, const value *v)
{
    if (v->kind != VALUE_STRUCT && v->kind != VALUE_ARRAY) return *v;
    value out = *v;
    out.object = new_object(a, v->object->count);
    for (uint32_t i = 0; i < v->object->count; i++)
        out.object->cells[i] = (cell){value_copy(a, &v->object->cells[i].v), v->object->cells[i].type};
    return out;
}

/* --- equality -------------------------------------------------------------------------------------------------------------- */

static bool is_number(const value *v) { return v->kind == VALUE_INT || v->kind == VALUE_FLOAT; }
static double as_double(const value *v)
{
    if (v->kind == VALUE_FLOAT) return v->f;
    return type_is_unsigned(type_under_kind(v->type)) ? (double)(uint64_t)v->i : (double)v->i;
}

static bool objects_equal(const object *a, const object *b, bool *equal)
{
    *equal = a->count == b->count;
    bool sure = true;
    for (uint32_t i = 0; *equal && i < a->count; i++) {
        bool same = false;
        if (!value_equal(&a->cells[i].v, &b->cells[i].v, &same)) sure = false;
        else if (!same) *equal = false;
    }
    return sure || !*equal;
}

bool value_equal(const value *a, const value *b, bool *equal)
{
    *equal = false;
    bool nil_a = a->kind == VALUE_NIL, nil_b = b->kind == VALUE_NIL;
    if (nil_a || nil_b) {
        const value *other = nil_a ? b : a;
        if (other->kind == VALUE_UNKNOWN) return other->non_nil;
        *equal = nil_a && nil_b;
        return true;
    }
    if (a->kind == VALUE_UNKNOWN || b->kind == VALUE_UNKNOWN) return false;
    if (is_number(a) && is_number(b)) {
        bool typed = a->type && b->type && !type_is_untyped(a->type->kind) && !type_is_untyped(b->type->kind);
        if (typed && a->kind != b->kind) return true; /* can only be in interfaces */
        *equal = a->kind == VALUE_INT && b->kind == VALUE_INT ? a->i == b->i : as_double(a) == as_double(b);
        return true;
    }
    if (a->kind != b->kind) {
        bool opaque = a->kind == VALUE_NATIVE || b->kind == VALUE_NATIVE || a->kind == VALUE_EXTERN || b->kind == VALUE_EXTERN;
        return !opaque;
    }
    switch (a->kind) {
    case VALUE_BOOL: *equal = a->b == b->b; return true;
    case VALUE_STRING: *equal = str_eq(a->s, b->s); return true;
    case VALUE_POINTER: *equal = a->cell == b->cell; return true;
    case VALUE_STRUCT:
    case VALUE_ARRAY: return objects_equal(a->object, b->object, equal);
    case VALUE_MAP: *equal = a->map == b->map; return true;
    case VALUE_ERROR:
        *equal = a->error == b->error || (a->error->variable.n && str_eq(a->error->variable, b->error->variable));
        return true;
    case VALUE_NATIVE: *equal = a->native == b->native; return *equal;
    default: return false;
    }
}

/* --- conversion ------------------------------------------------------------------------------------------------------------ */

/* The type an untyped constant takes in an interface (Go specification, "Constants"). */
static ir_type *default_type(type_kind k)
{
    switch (k) {
    case TYPE_UNTYPED_BOOL: return type_basic(TYPE_BOOL);
    case TYPE_UNTYPED_INT: return type_basic(TYPE_INT);
    case TYPE_UNTYPED_RUNE: return type_basic(TYPE_INT32);
    case TYPE_UNTYPED_FLOAT: return type_basic(TYPE_FLOAT64);
    default: return type_basic(TYPE_STRING);
    }
}

static value number_to(const value *v, ir_type *t)
{
    type_kind k = type_under_kind(t);
    value out = *v;
    out.type = t;
    if (type_is_float(k)) {
        double d = as_double(v);
        out.kind = VALUE_FLOAT;
        out.f = k == TYPE_FLOAT32 ? (double)(float)d : d;
    } else if (v->kind == VALUE_FLOAT) {
        double d = trunc(v->f);
        bool wide = k == TYPE_UINT64 || k == TYPE_UINT || k == TYPE_UINTPTR;
        bool fits = wide ? d >= 0 && d < 18446744073709551616.0 : d >= -9223372036854775808.0 && d < 9223372036854775808.0;
        if (!fits) return value_unknown(t); /* the specification leaves it open: wasm saturates, amd64 does not */
        out.kind = VALUE_INT;
        out.i = wide ? (int64_t)(uint64_t)d : (int64_t)d;
        out.i = value_wrap(k, out.i);
    } else {
        out.i = value_wrap(k, v->i);
    }
    return out;
}

value value_convert_for_store(arena *a, const value *v, ir_type *t)
{
    type_kind have = v->type && v->kind != VALUE_NIL ? v->type->kind : TYPE_UNKNOWN;
    ir_type *under = type_under(t);
    if (v->kind == VALUE_NIL) {
        bool typed = v->type || !t || under->kind == TYPE_INTERFACE || under->kind == TYPE_UNKNOWN;
        return typed ? *v : value_nil(t);
    }
    if (type_is_untyped(have)) {
        bool open = !t || under->kind == TYPE_INTERFACE || under->kind == TYPE_UNKNOWN;
        ir_type *to = open ? default_type(have) : t;
        if (is_number(v) && (type_is_integer(type_under_kind(to)) || type_is_float(type_under_kind(to)))) return number_to(v, to);
        value out = *v;
        out.type = to;
        return out;
    }
    value out = value_copy(a, v);
    if (v->kind == VALUE_UNKNOWN && !v->type) out.type = t; /* the declared type is better than none: models are found by it */
    if (!t || under->kind == TYPE_INTERFACE || under->kind == TYPE_UNKNOWN) return out;
    bool retype = v->kind == VALUE_UNKNOWN || !v->type || v->type->kind != TYPE_NAMED;
    if (retype && v->kind != VALUE_DOC && v->kind != VALUE_ERROR && v->kind != VALUE_EXTERN) out.type = t;
    return out;
}

static value string_of_runes(arena *a, const value *v, ir_type *t)
{
    uint32_t n = value_length(v);
    char *out = arena_alloc(a, (size_t)n * 4 + 1);
    size_t used = 0;
    bool bytes = type_under_kind(type_under(v->type)->elem) == TYPE_UINT8;
    for (uint32_t i = 0; i < n; i++) {
        const value *c = &value_element(v, i)->v;
        if (c->kind != VALUE_INT) return value_unknown(t);
        if (bytes) out[used++] = (char)c->i;
        else used += utf8_encode((uint32_t)c->i, out + used);
    }
    return (value){.kind = VALUE_STRING, .type = t, .s = {out, used}};
}

static value runes_of_string(arena *a, str s, ir_type *t)
{
    uint32_t n = (uint32_t)utf8_count(s), i = 0;
    value *runes = ARENA_NEW_N(a, value, n);
    size_t len;
    for (size_t at = 0; at < s.n; at += len) runes[i++] = value_int_of(type_under(t)->elem, utf8_decode(s, at, &len));
    return value_slice_of(a, t, runes, n);
}

value value_convert(arena *a, const value *v, ir_type *t)
{
    ir_type *under = type_under(t);
    type_kind k = under->kind;
    value out = *v;
    if (v->kind == VALUE_UNKNOWN) {
        out.type = t;
        return out;
    }
    if (is_number(v) && (type_is_integer(k) || type_is_float(k))) return number_to(v, t);
    if (k == TYPE_STRING && v->kind == VALUE_INT) {
        char text[4];
        size_t n = utf8_encode((uint32_t)v->i, text);
        return (value){.kind = VALUE_STRING, .type = t, .s = arena_str(a, (str){text, n})};
    }
    if (k == TYPE_STRING && v->kind == VALUE_SLICE) return string_of_runes(a, v, t);
    if (k == TYPE_STRING && v->kind == VALUE_NIL) return (value){.kind = VALUE_STRING, .type = t, .s = STR("")};
    if (k == TYPE_SLICE && v->kind == VALUE_STRING && type_under_kind(under->elem) == TYPE_INT32)
        return runes_of_string(a, v->s, t);
    if (k == TYPE_INTERFACE || k == TYPE_UNKNOWN) return value_convert_for_store(a, v, t);
    if (v->kind == VALUE_NIL) return value_nil(t);
    if (v->kind == VALUE_STRUCT || v->kind == VALUE_ARRAY) out = value_copy(a, v);
    if (v->kind != VALUE_DOC && v->kind != VALUE_ERROR) out.type = t;
    return out;
}

/* --- maps ------------------------------------------------------------------------------------------------------------------ */

/* The bytes that identify a string or integer key; false for other kinds, which are compared one by one. */
static bool key_bytes(const value *key, str *bytes)
{
    if (key->kind == VALUE_STRING) *bytes = key->s;
    else if (key->kind == VALUE_INT) *bytes = (str){(const char *)&key->i, sizeof key->i};
    else return false;
    return true;
}

static map_pair *find_pair(map_value *m, const value *key, bool *unsure)
{
    str bytes;
    if (unsure) *unsure = m->unsure || key->kind == VALUE_UNKNOWN;
    if (key_bytes(key, &bytes)) {
        uintptr_t number = (uintptr_t)map_get(&m->index, bytes);
        return number ? &m->pairs[number - 1] : NULL;
    }
    for (uint32_t i = 0; i < m->count; i++) {
        bool equal;
        if (m->pairs[i].deleted) continue;
        if (!value_equal(&m->pairs[i].key, key, &equal)) {
            if (unsure) *unsure = true;
        } else if (equal) {
            return &m->pairs[i];
        }
    }
    return NULL;
}

cell *map_value_find(map_value *m, const value *key, bool *unsure)
{
    map_pair *p = find_pair(m, key, unsure);
    return p ? &p->value : NULL;
}

cell *map_value_put(arena *a, map_value *m, const value *key, ir_type *elem)
{
    map_pair *p = find_pair(m, key, NULL);
    if (p) return &p->value;
    if (m->count == m->capacity) {
        size_t capacity = m->capacity;
        array_grow(a, (void **)&m->pairs, m->count, &capacity, sizeof *m->pairs);
        m->capacity = (uint32_t)capacity;
    }
    p = &m->pairs[m->count++];
    *p = (map_pair){.key = *key, .value = {.type = elem}};
    p->value.v = value_zero(a, elem);
    m->live++;
    str bytes;
    if (key_bytes(key, &bytes)) map_put(a, &m->index, arena_str(a, bytes), (void *)(uintptr_t)m->count);
    return &p->value;
}

void map_value_delete(map_value *m, const value *key)
{
    map_pair *p = find_pair(m, key, NULL);
    str bytes;
    if (!p) return;
    p->deleted = true;
    m->live--;
    map_entry *e = key_bytes(key, &bytes) ? map_find(&m->index, bytes) : NULL;
    if (e) e->value = NULL;
}

/* --- parts ----------------------------------------------------------------------------------------------------------------- */

cell *value_element(const value *v, uint32_t i)
{
    if (v->kind == VALUE_SLICE) return &v->slice.backing->cells[v->slice.offset + i];
    return &v->object->cells[i];
}

uint32_t value_length(const value *v)
{
    switch (v->kind) {
    case VALUE_SLICE: return v->slice.length;
    case VALUE_ARRAY:
    case VALUE_TUPLE:
    case VALUE_STRUCT: return v->object->count;
    case VALUE_STRING: return (uint32_t)v->s.n;
    case VALUE_MAP: return v->map->live;
    default: return 0;
    }
}

bool value_field_is_behind_nil(const value *structure, str name)
{
    uint32_t path[IR_EMBED_DEPTH], depth = 0;
    if (structure->kind != VALUE_STRUCT || !type_find_field(structure->type, name, path, &depth)) return false;
    const value *v = structure;
    for (uint32_t i = 0; i < depth; i++) {
        if (v->kind == VALUE_POINTER) v = &v->cell->v;
        if (v->kind != VALUE_STRUCT || path[i] >= v->object->count) return v->kind == VALUE_NIL;
        v = &v->object->cells[path[i]].v;
    }
    return false;
}

cell *value_field(const value *structure, str name)
{
    uint32_t path[IR_EMBED_DEPTH], depth = 0;
    if (structure->kind != VALUE_STRUCT || !type_find_field(structure->type, name, path, &depth)) return NULL;
    const value *v = structure;
    cell *c = NULL;
    for (uint32_t i = 0; i < depth; i++) {
        if (v->kind == VALUE_POINTER) v = &v->cell->v;
        if (v->kind != VALUE_STRUCT || path[i] >= v->object->count) return NULL;
        c = &v->object->cells[path[i]];
        v = &c->v;
    }
    return c;
}
