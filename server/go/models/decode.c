/* encoding/json's Unmarshal over document nodes and evaluated variables (decode.go): case-insensitive names, embedded structs,
 * pointers allocated on the way, going on after the first type error.
 *
 * A symbolic node decodes as if it were well typed: the mark DOC_READ_TYPED stands for what a wrong type does. */
#include "base/utf8.h"
#include "go/frontend.h"
#include "go/models/decode_internal.h"

#include <math.h>

enum { DEPTH_MOST = 60, SYMBOLIC_DEPTH_MOST = 8 };

static void decode(decoder *d, doc_node *n, cell *into, context at, int depth);

static const char *kind_name(const doc_node *n)
{
    switch (n->kind) {
    case DOC_FALSE:
    case DOC_TRUE: return "bool";
    case DOC_NUMBER: return "number";
    case DOC_STRING: return "string";
    case DOC_ARRAY: return "array";
    default: return "object";
    }
}

static void type_error_at(decoder *d, str what, const ir_type *t, context at, doc_node *about)
{
    arena *a = d->c->arena;
    str place = STR("value"), type = model_type_text(a, t);
    if (at.in)
        place = arena_printf(a, "struct field %.*s.%.*s", STR_ARG(at.in->kind == TYPE_NAMED ? at.in->name : ((str){"", 0})),
                             STR_ARG(at.path));
    decode_note(
        d, arena_printf(a, "json: cannot unmarshal %.*s into Go %.*s of type %.*s", STR_ARG(what), STR_ARG(place), STR_ARG(type)),
        "*json.UnmarshalTypeError", about);
    if (!d->soft) native_read(d->c, about, DOC_READ_REFUSED);
}

/* Soft: every library refuses a scalar for a container, and a container for a scalar or the other container. */
static void mismatch(decoder *d, doc_node *n, const ir_type *t, context at)
{
    type_kind k = type_under_kind(t);
    bool container = n->kind == DOC_ARRAY || n->kind == DOC_OBJECT;
    bool bytes = k == TYPE_SLICE && type_under_kind(type_under(t)->elem) == TYPE_UINT8;
    bool certain = !bytes && (k == TYPE_STRUCT || k == TYPE_MAP || k == TYPE_SLICE || (container && k == TYPE_STRING));
    if (!d->soft || !certain) {
        type_error_at(d, str_of(kind_name(n)), t, at, n);
        return;
    }
    if (!d->failed) d->error = model_error(d->c, "*yaml.TypeError", (str){"", 0}, n);
    native_read(d->c, n, DOC_READ_REFUSED);
    d->failed = d->unsure = true;
}

static uint32_t reads_of(const ir_type *t)
{
    type_kind k = type_under_kind(t);
    if (k == TYPE_POINTER) return reads_of(type_under(t)->elem);
    if (k == TYPE_BOOL) return DOC_READ_BOOL;
    if (k == TYPE_STRING) return DOC_READ_STRING;
    if (type_is_float(k)) return DOC_READ_FLOAT;
    if (type_is_unsigned(k)) return DOC_READ_UINT;
    if (type_is_integer(k)) return DOC_READ_INT;
    if (k == TYPE_SLICE || k == TYPE_ARRAY)
        return type_under_kind(type_under(t)->elem) == TYPE_UINT8 ? DOC_READ_STRING : DOC_READ_ARRAY;
    if (k == TYPE_MAP) return DOC_READ_MEMBERS;
    if (k == TYPE_STRUCT) return DOC_READ_CHILD;
    return DOC_READ_WHOLE;
}

/* The marks for decoding the node into a variable: what does not fit its type is refused, and so was not read as one. */
static uint32_t marks_of(decoder *d, doc_node *n, const ir_type *t, bool decodes_itself)
{
    static const uint32_t fitting[] = {
        [DOC_FALSE] = DOC_READ_BOOL,   [DOC_TRUE] = DOC_READ_BOOL,   [DOC_NUMBER] = DOC_READ_INT | DOC_READ_UINT | DOC_READ_FLOAT,
        [DOC_STRING] = DOC_READ_STRING, [DOC_ARRAY] = DOC_READ_ARRAY, [DOC_OBJECT] = DOC_READ_MEMBERS | DOC_READ_CHILD,
    };
    if (!t) return DOC_READ_TYPED | DOC_READ_WHOLE;
    doc_kind kind = native_look(d->c, n)->kind;
    bool known = kind > DOC_NULL && kind <= DOC_OBJECT && !d->soft && !decodes_itself;
    bool taken = !known || reads_of(t) & (fitting[kind] | DOC_READ_WHOLE);
    return DOC_READ_TYPED | (taken ? reads_of(t) : 0);
}

/* --- scalars --- */

static void set_integer(decoder *d, doc_node *n, cell *into, str number, context at)
{
    type_kind k = type_under_kind(into->type);
    int64_t i = 0;
    uint64_t u = 0;
    bool is_unsigned = type_is_unsigned(k), bad;
    bad = (is_unsigned ? model_parse_uint(number, 10, 64, &u) : model_parse_int(number, 10, 64, &i)) != NULL;
    if (is_unsigned) i = (int64_t)u;
    if (bad || value_wrap(k, i) != i) {
        type_error_at(d, arena_printf(d->c->arena, "number %.*s", STR_ARG(number)), into->type, at, n);
        return;
    }
    into->v = value_int_of(into->type, i);
}

static void set_float(decoder *d, doc_node *n, cell *into, str number, context at)
{
    double f;
    if (model_parse_float(number, type_under_kind(into->type) == TYPE_FLOAT32 ? 32 : 64, &f)) {
        type_error_at(d, arena_printf(d->c->arena, "number %.*s", STR_ARG(number)), into->type, at, n);
        return;
    }
    into->v = value_float(f);
    into->v.type = into->type;
}

static void set_text(doc_node *n, str s, cell *into)
{
    into->v = model_string(s);
    into->v.type = into->type;
    into->v.node = n;
}

static bool has_fraction(str s)
{
    return str_find_char(s, '.', 0) >= 0 || str_find_char(s, 'e', 0) >= 0 || str_find_char(s, 'E', 0) >= 0;
}

static void decode_number(decoder *d, doc_node *n, cell *into, context at)
{
    type_kind k = type_under_kind(into->type);
    /* YAML libraries take a scalar for a string as it was written */
    if (d->soft && k == TYPE_STRING && (!d->json || !has_fraction(n->raw))) set_text(n, n->raw, into);
    else if (type_is_integer(k)) set_integer(d, n, into, n->text, at);
    else if (type_is_float(k)) set_float(d, n, into, n->text, at);
    else if (type_is_named(into->type, STR("encoding/json"), STR("Number"))) set_text(n, n->text, into);
    else mismatch(d, n, into->type, at);
}

static void decode_string(decoder *d, doc_node *n, cell *into, context at)
{
    const ir_type *under = type_under(into->type);
    str bytes;
    size_t bad;
    bool number = type_is_named(into->type, STR("encoding/json"), STR("Number"));
    if (number && d->soft) decode_give_up(d, n, into);
    else if (number && !json_is_number(n->text)) {
        decode_end(d, json_number_error(d->c, n), n);
    } else if (under->kind == TYPE_STRING) {
        set_text(n, n->text, into);
    } else if (under->kind == TYPE_SLICE && type_under_kind(under->elem) == TYPE_UINT8) {
        if (!model_unbase64(d->c->arena, n->text, false, true, &bytes, &bad)) {
            decode_note(d, arena_printf(d->c->arena, "illegal base64 data at input byte %zu", bad), "base64.CorruptInputError",
                        n);
            return;
        }
        into->v = model_bytes(bytes);
        into->v.type = into->type;
    } else {
        mismatch(d, n, into->type, at);
    }
}

/* --- containers --- */

static void decode_array(decoder *d, doc_node *n, cell *into, context at, int depth)
{
    ir_type *under = type_under(into->type);
    arena *a = d->c->arena;
    if (under->kind != TYPE_SLICE && under->kind != TYPE_ARRAY) {
        mismatch(d, n, into->type, at);
        return;
    }
    /* elements that the variable has room for keep what they hold until they are decoded into, even behind its length */
    const object *old = into->v.kind == VALUE_SLICE ? into->v.slice.backing : into->v.kind == VALUE_ARRAY ? into->v.object : NULL;
    uint32_t count = (uint32_t)n->items.n, first = into->v.kind == VALUE_SLICE ? into->v.slice.offset : 0;
    uint32_t room = !old ? 0 : into->v.kind == VALUE_ARRAY ? old->count : into->v.slice.capacity;
    value list = under->kind == TYPE_ARRAY ? value_zero(a, into->type) : value_slice_of(a, into->type, NULL, 0);
    if (under->kind == TYPE_SLICE && count) {
        object *o = ARENA_NEW(a, object);
        o->count = count > room ? count : room;
        o->cells = ARENA_NEW_N(a, cell, o->count);
        list.slice.backing = o;
        list.slice.length = count;
        list.slice.capacity = o->count;
        for (uint32_t i = 0; i < o->count; i++)
            o->cells[i] =
                (cell){i < room && first + i < old->count ? old->cells[first + i].v : value_zero(a, under->elem), under->elem};
    }
    if (list.kind == VALUE_UNKNOWN || (into->v.kind == VALUE_STRING && into->v.s.n)) {
        decode_give_up(d, n, into);
        return;
    }
    for (uint32_t i = 0; i < count && i < value_length(&list) && !d->fatal; i++) {
        cell *e = value_element(&list, i);
        if (list.kind == VALUE_ARRAY && i < room) e->v = old->cells[i].v;
        decode(d, n->items.at[i], e, at, depth - 1);
    }
    into->v = list;
}

/* A map key of the map's type; false with an error noted. */
static bool map_key(decoder *d, doc_node *n, str text_key, ir_type *t, context at, value *key)
{
    cell k = {.type = t};
    type_kind kind = type_under_kind(t);
    if (kind == TYPE_STRING) {
        *key = model_string(text_key);
        key->type = t;
        return true;
    }
    bool before = d->failed;
    d->failed = false;
    set_integer(d, n, &k, text_key, at);
    bool bad = d->failed;
    d->failed = before || bad;
    *key = k.v;
    return !bad;
}

static void decode_map(decoder *d, doc_node *n, cell *into, context at, int depth)
{
    ir_type *under = type_under(into->type);
    type_kind key_kind = type_under_kind(under->key);
    if (decode_has_method(under->key, "UnmarshalText") || key_kind == TYPE_UNKNOWN) {
        decode_give_up(d, n, into);
        return;
    }
    if (key_kind != TYPE_STRING && !type_is_integer(key_kind)) {
        type_error_at(d, STR("object"), into->type, at, n);
        return;
    }
    if (into->v.kind != VALUE_MAP) into->v = value_map_new(d->c->arena, into->type);
    native_read(d->c, n, DOC_READ_MEMBERS);
    for (uint32_t i = 0; i < n->present && !d->fatal; i++) {
        value key;
        cell element = {.type = under->elem, .v = value_zero(d->c->arena, under->elem)};
        decode(d, n->members.at[i].node, &element, at, depth - 1);
        bool had = d->failed;
        value error = d->error;
        bool good = map_key(d, n->members.at[i].node, n->members.at[i].key, under->key, at, &key);
        if (had) d->error = error;
        if (good) map_value_put(d->c->arena, into->v.map, &key, under->elem)->v = element.v;
    }
}

/* The variable of a field, embedded pointers allocated; NULL when it can't be reached. */
static cell *field_cell(decoder *d, cell *structure, const json_field *f, context *at, bool allocate)
{
    cell *c = structure;
    strbuf path = STRBUF_IN(d->c->arena);
    strbuf_add(&path, at->path);
    for (uint32_t i = 0; i < f->depth; i++) {
        if (type_under_kind(c->type) == TYPE_POINTER && c->v.kind == VALUE_NIL) {
            if (!allocate) return NULL;
            ir_type *to = type_under(c->type)->elem;
            c->v = model_new(d->c, type_new_pointer(d->c->arena, to), value_zero(d->c->arena, to));
            c->v.type = c->type;
        }
        if (c->v.kind == VALUE_POINTER) c = c->v.cell;
        if (c->v.kind != VALUE_STRUCT || f->path[i] >= c->v.object->count) return NULL;
        const ir_type *under = type_under(c->type ? c->type : c->v.type);
        if (path.n) strbuf_add_char(&path, '.');
        strbuf_add(&path, i + 1 < f->depth && f->path[i] < under->field_count ? under->fields[f->path[i]].name : f->name);
        c = &c->v.object->cells[f->path[i]];
        if (!c->type && f->path[i] < under->field_count) c->type = under->fields[f->path[i]].type;
    }
    at->path = strbuf_str(&path);
    return c;
}

/* What stands in a string for the value of a field with the option ",string" (encoding/json literalStore, fromQuoted). */
static void decode_inside(decoder *d, doc_node *n, cell *into, context at, str s, str refusal)
{
    type_kind k = type_under_kind(into->type);
    bool word = str_is(s, "true") || str_is(s, "false"), null = str_is(s, "null");
    char c = s.n ? s.p[0] : 0;
    str ignored;
    doc_node *inner = s.n ? json_parse(d->c->arena, s, n, &ignored) : NULL;
    bool blank = !str_eq(str_trim(s), s);
    if (k == TYPE_POINTER || k == TYPE_INTERFACE || blank) decode_give_up(d, n, into);
    else if (null || (word && k == TYPE_BOOL)) null ? (void)0 : decode(d, inner, into, at, DEPTH_MOST);
    else if (!s.n || c == 't' || c == 'f' || c == 'n') decode_note(d, refusal, "*errors.errorString", n);
    else if (c == '"' && inner) k == TYPE_STRING ? decode(d, inner, into, at, DEPTH_MOST) : decode_give_up(d, n, into);
    else if ((c == '-' || (c >= '0' && c <= '9')) && type_is_integer(k)) set_integer(d, n, into, s, at);
    else if ((c == '-' || (c >= '0' && c <= '9')) && type_is_float(k)) set_float(d, n, into, s, at);
    else decode_end(d, refusal, n);
}

/* A field with the option ",string": a string that holds the value. */
static void decode_quoted(decoder *d, doc_node *n, cell *into, context at, int depth)
{
    doc_node *known = native_look(d->c, n);
    if (known->kind == DOC_NULL || known->kind == DOC_SYMBOLIC) {
        decode(d, n, into, at, depth);
        return;
    }
    native_read(d->c, n, DOC_READ_STRING | DOC_READ_TYPED);
    arena *a = d->c->arena;
    str type = model_type_text(a, into->type);
    if (known->kind == DOC_STRING) {
        str quoted = model_quote(a, known->text, false);
        decode_inside(d, n, into, at, known->text,
                      arena_printf(a, "json: invalid use of ,string struct tag, trying to unmarshal %.*s into %.*s",
                                   STR_ARG(quoted), STR_ARG(type)));
    } else if (known->kind == DOC_NUMBER && isinf(known->number)) {
        decode_give_up(d, n, into); /* it is decoded into an any first, which fails by itself */
    } else {
        decode_note(d,
                    arena_printf(a, "json: invalid use of ,string struct tag, trying to unmarshal unquoted value into %.*s",
                                 STR_ARG(type)),
                    "*errors.errorString", n);
    }
}

static const ir_field *field_of(const ir_type *t, const json_field *f)
{
    const ir_field *found = NULL;
    for (uint32_t i = 0; i < f->depth; i++) {
        const ir_type *under = t ? type_under((ir_type *)t) : NULL;
        if (under && under->kind == TYPE_POINTER) under = type_under(under->elem);
        if (!under || f->path[i] >= under->field_count) return NULL;
        found = &under->fields[f->path[i]];
        t = found->type;
    }
    return found;
}

static void decode_field(decoder *d, doc_node *n, cell *structure, const json_field *f, context at, int depth)
{
    bool null = native_look(d->c, n)->kind == DOC_MISSING;
    context inner = {.in = structure->type ? structure->type : structure->v.type, .path = at.path};
    cell *place = field_cell(d, structure, f, &inner, !null);
    native_read(d->c, n, DOC_READ_TYPED | (null || f->quoted ? reads_of(f->type) : 0));
    native_ask_field(d->c, n, field_of(structure->type ? structure->type : structure->v.type, f), d->tag);
    if (null) return;
    if (!place || !place->type) {
        d->unsure = true;
        return;
    }
    if (f->quoted) decode_quoted(d, n, place, inner, depth - 1);
    else decode(d, n, place, inner, depth - 1);
}

typedef struct decoder_fields {
    json_fields list;
    bool sure;
} decoder_fields;

static const decoder_fields *fields_of(decoder *d, const ir_type *t)
{
    decoder_fields *known = map_get(&d->fields, str_make((const char *)&t, sizeof t));
    if (known) return known;
    known = ARENA_NEW(d->c->arena, decoder_fields);
    known->list = json_fields_of(d->c, t, d->tag, &known->sure);
    const ir_type **key = ARENA_NEW(d->c->arena, const ir_type *);
    *key = t;
    map_put(d->c->arena, &d->fields, str_make((const char *)key, sizeof t), known);
    return known;
}

static void decode_struct(decoder *d, doc_node *n, cell *into, context at, int depth)
{
    enum { FIELDS_OF_STEP = 64 };
    bool symbolic = n->kind == DOC_SYMBOLIC;
    const decoder_fields *known = fields_of(d, into->type);
    json_fields fields = known->list;
    if (into->v.kind != VALUE_STRUCT) into->v = value_zero(d->c->arena, into->type);
    if (!known->sure || into->v.kind != VALUE_STRUCT) {
        decode_give_up(d, n, into);
        return;
    }
    native_charge(d->c, (uint64_t)n->present * fields.n / FIELDS_OF_STEP);
    bool *seen = ARENA_NEW_N(d->c->arena, bool, fields.n);
    native_read(d->c, n, DOC_READ_CHILD);
    for (uint32_t i = 0; !symbolic && i < n->present && !d->fatal; i++) {
        const json_field *f = json_field_for(&fields, n->members.at[i].key, d->json);
        if (!f && d->strict)
            decode_note(d,
                        arena_printf(d->c->arena, "json: unknown field %.*s",
                                     STR_ARG(model_quote(d->c->arena, n->members.at[i].key, false))),
                        "*errors.errorString", n->members.at[i].node);
        if (!f) continue;
        seen[f - fields.at] = true;
        decode_field(d, n->members.at[i].node, into, f, at, depth);
    }
    /* the names that were asked for and are not there, or (symbolic) not known */
    for (size_t i = 0; i < fields.n && !d->fatal; i++)
        if (!seen[i]) decode_field(d, doc_member_of(n, fields.at[i].name), into, &fields.at[i], at, depth);
}

/* --- nodes about which nothing is known --- */

static bool is_zero(const value *v)
{
    switch (v->kind) {
    case VALUE_NIL: return true;
    case VALUE_INT: return v->i == 0;
    case VALUE_FLOAT: return v->f == 0;
    case VALUE_STRING: return v->s.n == 0;
    case VALUE_BOOL: return !v->b;
    default: return false;
    }
}

static bool decide_exists(decoder *d, doc_node *n)
{
    value exists = value_unknown_of(d->c->arena, type_basic(TYPE_BOOL), ORIGIN_EXISTS, n, NULL);
    return native_decide(d->c, &exists);
}

static void symbolic_scalar(decoder *d, doc_node *n, cell *into, origin_op op)
{
    /* an absent key leaves the default that stood there */
    if (!is_zero(&into->v) && into->v.kind != VALUE_UNKNOWN && !decide_exists(d, n)) return;
    into->v = value_unknown_of(d->c->arena, into->type, op, n, NULL);
    into->v.node = op == ORIGIN_STRING ? n : NULL;
}

static void symbolic_container(decoder *d, doc_node *n, cell *into, context at, int depth)
{
    arena *a = d->c->arena;
    ir_type *under = type_under(into->type);
    if (model_decide_empty(d->c, n)) return;
    if (under->kind == TYPE_SLICE) {
        into->v = value_slice_of(a, into->type, &(value){.kind = VALUE_UNKNOWN}, 1);
        cell *e = value_element(&into->v, 0);
        e->type = under->elem;
        e->v = value_zero(a, under->elem);
        decode(d, doc_element(n, 0), e, at, depth - 1);
        return;
    }
    if (into->v.kind != VALUE_MAP) into->v = value_map_new(a, into->type);
    value key = value_unknown(under->key);
    cell *e = map_value_put(a, into->v.map, &key, under->elem);
    into->v.map->unsure = true;
    decode(d, model_any_member(d->c, n), e, at, depth - 1);
}

static void decode_symbolic(decoder *d, doc_node *n, cell *into, context at, int depth)
{
    const ir_type *under = type_under(into->type);
    type_kind k = under->kind;
    bool bytes = k == TYPE_SLICE && type_under_kind(under->elem) == TYPE_UINT8;
    if (depth < DEPTH_MOST - SYMBOLIC_DEPTH_MOST) into->v = value_unknown(into->type);
    else if (k == TYPE_STRING) symbolic_scalar(d, n, into, ORIGIN_STRING);
    else if (k == TYPE_BOOL) symbolic_scalar(d, n, into, ORIGIN_BOOL);
    else if (type_is_float(k)) symbolic_scalar(d, n, into, ORIGIN_FLOAT);
    else if (type_is_unsigned(k)) symbolic_scalar(d, n, into, ORIGIN_UINT);
    else if (type_is_integer(k)) symbolic_scalar(d, n, into, ORIGIN_INT);
    else if ((k == TYPE_SLICE && !bytes) || k == TYPE_MAP) symbolic_container(d, n, into, at, depth);
    else if (k == TYPE_STRUCT) decode_struct(d, n, into, at, depth);
    else into->v = value_unknown_of(d->c->arena, into->type, ORIGIN_DERIVED, n, NULL);
}

/* --- values --- */

/* The variable seen through a converted pointer, (*plain)(p): it has the methods of that type. */
static void decode_as(decoder *d, doc_node *n, cell *into, ir_type *type, context at, int depth)
{
    ir_type *own = into->type;
    bool other =
        own && type && type->kind == TYPE_NAMED && !type_same(own, type) && type_under_kind(own) == type_under_kind(type);
    if (other) into->type = into->v.type = type;
    decode(d, n, into, at, depth);
    if (other) into->type = into->v.type = own;
}

static void decode_pointer(decoder *d, doc_node *n, cell *into, context at, int depth)
{
    ir_type *to = type_under(into->type)->elem;
    bool null = n->kind == DOC_NULL;
    if (n->kind == DOC_SYMBOLIC && (depth < DEPTH_MOST - SYMBOLIC_DEPTH_MOST || !decide_exists(d, n))) null = true;
    if (null) {
        into->v = value_nil(into->type);
        return;
    }
    if (into->v.kind != VALUE_POINTER) {
        into->v = model_new(d->c, type_new_pointer(d->c->arena, to), value_zero(d->c->arena, to));
        into->v.type = into->type;
    }
    decode_as(d, n, into->v.cell, to, at, depth - 1);
}

/* A number inside that no float64 holds: an error of its own place. */
static bool holds_huge(const doc_node *n, int depth)
{
    if (depth == 0 || (n->kind == DOC_NUMBER && isinf(n->number))) return true;
    for (size_t i = 0; i < n->items.n; i++)
        if (holds_huge(n->items.at[i], depth - 1)) return true;
    for (uint32_t i = 0; n->kind == DOC_OBJECT && i < n->present; i++)
        if (holds_huge(n->members.at[i].node, depth - 1)) return true;
    return false;
}

static void decode_interface(decoder *d, doc_node *n, cell *into, context at)
{
    const ir_type *under = type_under(into->type);
    bool named = into->type->kind == TYPE_NAMED && !str_is(into->type->name, "any");
    native_read(d->c, n, DOC_READ_WHOLE);
    if (!d->json) {
        /* numbers are ints there, keys of any type */
        into->v = n->kind == DOC_NULL ? value_nil(NULL) : value_unknown(into->type);
        return;
    }
    if (named || under->field_count || (into->v.kind == VALUE_POINTER && n->kind != DOC_NULL)) {
        if (n->kind == DOC_NULL) into->v = value_nil(NULL);
        else if (under->field_count && into->v.kind == VALUE_NIL && n->kind != DOC_SYMBOLIC) mismatch(d, n, into->type, at);
        else decode_give_up(d, n, into);
        return;
    }
    if (n->kind == DOC_NUMBER && isinf(n->number)) {
        type_error_at(d, arena_printf(d->c->arena, "number %.*s", STR_ARG(n->text)), type_basic(TYPE_FLOAT64), at, n);
        return;
    }
    into->v = model_any_of_node(d->c, n, DEPTH_MOST);
    d->unsure = d->unsure || holds_huge(n, DEPTH_MOST);
}

static void decode_known(decoder *d, doc_node *n, cell *into, context at, int depth)
{
    type_kind k = type_under_kind(into->type);
    switch (n->kind) {
    case DOC_NULL:
        if (k == TYPE_MAP || k == TYPE_SLICE) into->v = value_nil(into->type);
        break;
    case DOC_FALSE:
    case DOC_TRUE:
        if (d->soft && k == TYPE_STRING) set_text(n, n->raw, into);
        else if (k != TYPE_BOOL) mismatch(d, n, into->type, at);
        else into->v = (value){.kind = VALUE_BOOL, .type = into->type, .b = n->kind == DOC_TRUE};
        break;
    case DOC_NUMBER: decode_number(d, n, into, at); break;
    case DOC_STRING: decode_string(d, n, into, at); break;
    case DOC_ARRAY: decode_array(d, n, into, at, depth); break;
    case DOC_OBJECT:
        if (k == TYPE_STRUCT) decode_struct(d, n, into, at, depth);
        else if (k == TYPE_MAP) decode_map(d, n, into, at, depth);
        else mismatch(d, n, into->type, at);
        break;
    default: decode_give_up(d, n, into);
    }
}

static void decode(decoder *d, doc_node *n, cell *into, context at, int depth)
{
    native_charge(d->c, 1);
    if (!into->type) into->type = into->v.type;
    ir_type *t = into->type;
    bool own_text = t && d->json && decode_has_method(t, "UnmarshalText"), opaque = t && decode_is_opaque(t, d->json);
    bool own_json = t && d->json && decode_has_method(t, "UnmarshalJSON"),
         raw = t && type_is_named(t, STR("encoding/json"), STR("RawMessage"));
    native_read(d->c, n, marks_of(d, n, t, own_text || own_json || raw || opaque));
    n = native_look(d->c, n);
    if (d->fatal || native_stopped(d->c)) return;
    type_kind k = type_under_kind(t);
    if (!t || depth <= 0 || k == TYPE_UNKNOWN || opaque) decode_give_up(d, n, into);
    else if (raw) {
        bool symbolic = n->kind == DOC_SYMBOLIC;
        native_read(d->c, n, DOC_READ_RAW);
        into->v = symbolic ? value_unknown_of(d->c->arena, t, ORIGIN_DERIVED, n, NULL)
                           : model_bytes(model_raw_text(d->c->arena, n));
        into->v.type = t;
        into->v.node = n;
    } else if (own_json) decode_by_json(d, n, into, at);
    else if (own_text) decode_by_text(d, n, into);
    else if (k == TYPE_POINTER) decode_pointer(d, n, into, at, depth);
    else if (k == TYPE_INTERFACE) decode_interface(d, n, into, at);
    else if (k == TYPE_FUNC || k == TYPE_CHAN) n->kind == DOC_NULL ? (void)0 : mismatch(d, n, t, at);
    else if (n->kind == DOC_SYMBOLIC) decode_symbolic(d, n, into, at, depth);
    else decode_known(d, n, into, at, depth);
    if (d->hit) into->v = value_unknown(t);
    d->hit = false;
    if (n->kind != DOC_SYMBOLIC && !into->v.about) into->v.about = n;
}

value model_decode(native_call *c, doc_node *n, cell *into, const value *to, const char *tag, decode_mode mode)
{
    decoder d = {
        .c = c, .tag = tag, .json = str_is(str_of(tag), "json"), .strict = mode == DECODE_STRICT, .soft = mode == DECODE_SOFT};
    decode_as(&d, n, into, type_under_kind(to->type) == TYPE_POINTER ? type_under(to->type)->elem : NULL, (context){0},
              DEPTH_MOST);
    if (native_stopped(c)) return value_unknown(type_error());
    if (d.failed) {
        if (d.unsure && d.error.kind == VALUE_ERROR) d.error.error->text = value_unknown(type_basic(TYPE_STRING));
        return d.error;
    }
    return d.unsure ? value_unknown(type_error()) : model_no_error();
}
