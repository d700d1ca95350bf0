/* mapstructure's Decode: values without a type (what gjson's Value or encoding/json put into an `any`) into typed variables.
 *
 * Three kinds of it: the library, its successor, and the one that oauth2-proxy carries, which takes texts for durations and makes
 * no lists but of strings. What would need reflection on anything but plain values is unknown. */
#include "go/models/json.h"

#include <math.h>
#include <stdlib.h>

enum { DEPTH_MOST = 40, STRUCTS_MOST = 32 };

/* What becomes of the elements of a list that is longer than what is decoded into it. */
typedef enum rest { REST_UNSURE, REST_KEPT, REST_CUT } rest;

typedef struct decoder {
    native_call *c;
    bool durations, only_strings; /* the kind that oauth2-proxy carries */
    rest rest;
    bool unsure;                  /* something was left unknown that could fail */
} decoder;

typedef ARRAY(str) error_list;

/* What one step gave: nothing, one error of its own, or a list of errors from inside. */
typedef struct outcome {
    bool failed, listed;
    error_list errors;
    doc_node *about;
} outcome;

static outcome decode(decoder *d, str name, const value *in, cell *into, int depth);

/* The part of the document that a value stands for: a container that the program put together is where its parts are. */
static doc_node *place_of(const value *in)
{
    const value *part = NULL;
    if (in->about) return in->about;
    if (in->kind == VALUE_SLICE && value_length(in)) part = &value_element(in, 0)->v;
    for (uint32_t i = 0; in->kind == VALUE_MAP && i < in->map->count && !part; i++)
        if (!in->map->pairs[i].deleted) part = &in->map->pairs[i].value.v;
    return part && part->about ? part->about->parent : NULL;
}

static outcome fail(decoder *d, const value *in, str message)
{
    outcome o = {.failed = true, .about = place_of(in)};
    if (o.about) native_read(d->c, o.about, DOC_READ_REFUSED);
    array_push(d->c->arena, &o.errors, message);
    return o;
}

/* appendErrors */
static void append(decoder *d, outcome *all, const outcome *one)
{
    if (!one->failed) return;
    all->failed = all->listed = true;
    if (!all->about) all->about = one->about;
    for (size_t i = 0; i < one->errors.n; i++) array_push(d->c->arena, &all->errors, one->errors.at[i]);
}

static outcome give_up(decoder *d, cell *into)
{
    into->v = value_unknown(into->type);
    d->unsure = true;
    return (outcome){0};
}

static const char *kind_name(const value *in)
{
    switch (in->kind) {
    case VALUE_BOOL: return "bool";
    case VALUE_STRING: return "string";
    case VALUE_FLOAT: return "float64";
    case VALUE_SLICE: return "slice";
    default: return "map";
    }
}

static outcome unconvertible(decoder *d, str name, const value *in, cell *into)
{
    str shown;
    arena *a = d->c->arena;
    if (!model_sprint(d->c, in, 1, false, &shown)) return give_up(d, into);
    return fail(d, in, arena_printf(a, "'%.*s' expected type '%.*s', got unconvertible type '%.*s', value: '%.*s'", STR_ARG(name),
                                    STR_ARG(model_type_text(a, into->type)), STR_ARG(model_type_text(a, in->type)),
                                    STR_ARG(shown)));
}

static void mark(decoder *d, const value *in, uint32_t reads)
{
    if (in->about) native_read(d->c, in->about, reads);
}

/* --- scalars --- */

static outcome decode_number(decoder *d, str name, const value *in, cell *into)
{
    type_kind k = type_under_kind(into->type);
    bool is_unsigned = type_is_unsigned(k);
    mark(d, in, type_is_float(k) ? DOC_READ_FLOAT : is_unsigned ? DOC_READ_UINT : DOC_READ_INT);
    if (in->kind != VALUE_FLOAT) return unconvertible(d, name, in, into);
    if (is_unsigned && in->f < 0)
        return fail(d, in, arena_printf(d->c->arena, "cannot parse '%.*s', %f overflows uint", STR_ARG(name), in->f));
    if (!type_is_float(k) && !(fabs(in->f) < 0x1p63)) return give_up(d, into); /* targets differ */
    into->v = type_is_float(k) ? value_float(k == TYPE_FLOAT32 ? (double)(float)in->f : in->f)
                               : value_int_of(into->type, (int64_t)in->f);
    into->v.type = into->type;
    return (outcome){0};
}

static outcome decode_scalar(decoder *d, str name, const value *in, cell *into, value_kind kind)
{
    mark(d, in, kind == VALUE_BOOL ? DOC_READ_BOOL : DOC_READ_STRING);
    if (in->kind != kind) return unconvertible(d, name, in, into);
    into->v = *in;
    into->v.type = into->type;
    return (outcome){0};
}

static outcome decode_duration(decoder *d, str name, const value *in, cell *into)
{
    int64_t n;
    mark(d, in, DOC_READ_STRING);
    const char *why = model_parse_duration(d->c->arena, in->s, &n);
    if (why)
        return fail(d, in,
                    arena_printf(d->c->arena, "error decoding '%.*s': %.*s", STR_ARG(name),
                                 STR_ARG(model_duration_error(d->c->arena, why, in->s))));
    into->v = value_int_of(into->type, n);
    return (outcome){0};
}

/* --- containers --- */

/* A list in the variable keeps its elements, which are decoded into in their places. */
static outcome decode_slice(decoder *d, str name, const value *in, cell *into, int depth)
{
    arena *a = d->c->arena;
    ir_type *elem = type_under(into->type)->elem;
    mark(d, in, DOC_READ_ARRAY);
    if (in->kind != VALUE_SLICE)
        return fail(d, in,
                    arena_printf(a, "'%.*s': source data must be an array or slice, got %s", STR_ARG(name), kind_name(in)));
    bool plain = !d->only_strings || (elem && elem->kind == TYPE_STRING) || into->v.kind == VALUE_SLICE;
    if (!plain || (into->v.kind != VALUE_SLICE && into->v.kind != VALUE_NIL)) return give_up(d, into);
    outcome all = {0};
    uint32_t given = value_length(in), old = into->v.kind == VALUE_SLICE ? value_length(&into->v) : 0;
    uint32_t count = old > given && d->rest == REST_KEPT ? old : given;
    if (old > given && d->rest == REST_UNSURE) return give_up(d, into);
    value list = value_slice_of(a, into->type, NULL, 0);
    object *o = ARENA_NEW(a, object);
    o->count = count;
    o->cells = ARENA_NEW_N(a, cell, count);
    for (uint32_t i = 0; i < count; i++) {
        cell *there = i < old ? value_element(&into->v, i) : NULL;
        o->cells[i] = (cell){there ? there->v : value_zero(a, elem), elem};
        if (i >= given) continue;
        outcome one = decode(d, arena_printf(a, "%.*s[%u]", STR_ARG(name), i), &value_element(in, i)->v, &o->cells[i], depth - 1);
        if (there) there->v = o->cells[i].v;
        append(d, &all, &one);
    }
    list.slice.backing = o;
    list.slice.length = list.slice.capacity = count;
    into->v = list;
    return all;
}

static outcome decode_map(decoder *d, str name, const value *in, cell *into, int depth)
{
    arena *a = d->c->arena;
    const ir_type *under = type_under(into->type);
    mark(d, in, DOC_READ_MEMBERS);
    if (in->kind != VALUE_MAP)
        return fail(d, in, arena_printf(a, "'%.*s' expected a map, got '%s'", STR_ARG(name), kind_name(in)));
    if (in->map->unsure || type_under_kind(under->key) != TYPE_STRING) return give_up(d, into);
    outcome all = {0};
    if (into->v.kind != VALUE_MAP) into->v = value_map_new(a, into->type);
    for (uint32_t i = 0; i < in->map->count; i++) {
        const map_pair *p = &in->map->pairs[i];
        if (p->deleted) continue;
        cell one = {value_zero(a, under->elem), under->elem};
        str inner = arena_printf(a, "%.*s[%.*s]", STR_ARG(name), STR_ARG(p->key.s));
        outcome o = decode(d, inner, &p->value.v, &one, depth - 1);
        append(d, &all, &o);
        if (!o.failed) map_value_put(a, into->v.map, &p->key, under->elem)->v = one.v;
    }
    return all;
}

/* The value of a field's name in the map: of the very name, else of one that differs in case. NULL: none, or (unsure) several. */
static const value *member_for(decoder *d, const value *in, str name)
{
    const value *found = NULL;
    for (uint32_t i = 0; i < in->map->count; i++) {
        const map_pair *p = &in->map->pairs[i];
        if (!p->deleted && str_eq(p->key.s, name)) return &p->value.v;
    }
    for (uint32_t i = 0; i < in->map->count; i++) {
        const map_pair *p = &in->map->pairs[i];
        if (p->deleted || !model_equal_fold(p->key.s, name)) continue;
        if (found) d->unsure = true; /* the order of the map says which */
        found = &p->value.v;
    }
    return found;
}

static void decode_field(decoder *d, str name, const ir_field *f, str tag, const value *in, cell *into, outcome *all, int depth)
{
    ptrdiff_t comma = str_find_char(tag, ',', 0);
    str key = comma < 0 ? tag : str_slice(tag, 0, (size_t)comma);
    if (str_empty(key)) key = f->name;
    const value *v = member_for(d, in, key);
    if (!v || !json_exported(f->name)) return;
    str inner = name.n ? arena_printf(d->c->arena, "%.*s.%.*s", STR_ARG(name), STR_ARG(key)) : key;
    bool pointer = into->v.kind == VALUE_POINTER && into->v.cell && into->v.cell->v.kind == VALUE_STRUCT;
    outcome one = decode(d, inner, v, pointer ? into->v.cell : into, depth - 1);
    append(d, all, &one);
}

/* The fields of embedded structs that say "squash" come after those of the struct itself, level by level. */
static outcome decode_struct(decoder *d, str name, const value *in, cell *into, int depth)
{
    mark(d, in, DOC_READ_CHILD);
    if (in->kind != VALUE_MAP)
        return fail(d, in, arena_printf(d->c->arena, "'%.*s' expected a map, got '%s'", STR_ARG(name), kind_name(in)));
    if (in->map->unsure || into->v.kind != VALUE_STRUCT) return give_up(d, into);
    cell *structs[STRUCTS_MOST] = {into};
    uint32_t n = 1;
    outcome all = {0};
    for (uint32_t s = 0; s < n; s++) {
        const ir_type *t = type_under(structs[s]->v.type);
        for (uint32_t i = 0; i < t->field_count && i < structs[s]->v.object->count; i++) {
            const ir_field *f = &t->fields[i];
            bool tagged;
            str tag = json_tag_of(f->tag, "mapstructure", &tagged);
            ptrdiff_t comma = str_find_char(tag, ',', 0);
            str options = comma < 0 ? (str){"", 0} : str_slice(tag, (size_t)comma + 1, tag.n);
            cell *at = &structs[s]->v.object->cells[i];
            if (json_has_option(options, "remain") || str_is(tag, "-")) return give_up(d, into);
            if (!json_has_option(options, "squash")) decode_field(d, name, f, tag, in, at, &all, depth);
            else if (at->v.kind == VALUE_STRUCT && n < STRUCTS_MOST) structs[n++] = at;
            else return give_up(d, into);
        }
    }
    return all;
}

static outcome decode_pointer(decoder *d, str name, const value *in, cell *into, int depth)
{
    ir_type *to = type_under(into->type)->elem;
    value fresh = into->v;
    if (into->v.kind != VALUE_POINTER) {
        fresh = model_new(d->c, type_new_pointer(d->c->arena, to), value_zero(d->c->arena, to));
        fresh.type = into->type;
    }
    outcome o = decode(d, name, in, fresh.cell, depth - 1);
    if (!o.failed) into->v = fresh;
    return o;
}

/* --- values --- */

static bool is_plain(const value *in)
{
    return in->kind == VALUE_BOOL || in->kind == VALUE_STRING || in->kind == VALUE_FLOAT || in->kind == VALUE_SLICE ||
           in->kind == VALUE_MAP;
}

static outcome decode(decoder *d, str name, const value *in, cell *into, int depth)
{
    native_charge(d->c, 1);
    if (!into->type) into->type = into->v.type;
    ir_type *t = into->type;
    type_kind k = type_under_kind(t);
    if (in->kind == VALUE_NIL && !in->type) return (outcome){0};
    if (!t || depth <= 0 || !is_plain(in)) {
        if (in->about) native_read(d->c, in->about, DOC_READ_WHOLE);
        return give_up(d, into);
    }
    if (d->durations && in->kind == VALUE_STRING && type_is_named(t, STR("time"), STR("Duration")))
        return decode_duration(d, name, in, into);
    if (k == TYPE_BOOL) return decode_scalar(d, name, in, into, VALUE_BOOL);
    if (k == TYPE_STRING) return decode_scalar(d, name, in, into, VALUE_STRING);
    if (type_is_integer(k) || type_is_float(k)) return decode_number(d, name, in, into);
    if (k == TYPE_STRUCT) return decode_struct(d, name, in, into, depth);
    if (k == TYPE_MAP) return decode_map(d, name, in, into, depth);
    if (k == TYPE_SLICE) return decode_slice(d, name, in, into, depth);
    if (k == TYPE_POINTER) return decode_pointer(d, name, in, into, depth);
    bool any = k == TYPE_INTERFACE && !type_under(t)->field_count && into->v.kind == VALUE_NIL;
    if (!any) return give_up(d, into);
    into->v = *in;
    return (outcome){0};
}

static int compare_texts(const void *a, const void *b)
{
    str s = *(const str *)a, t = *(const str *)b;
    int order = memcmp(s.p, t.p, s.n < t.n ? s.n : t.n);
    return order ? order : (s.n > t.n) - (s.n < t.n);
}

/* Error.Error */
static value error_of(decoder *d, outcome *o)
{
    strbuf out = STRBUF_IN(d->c->arena);
    if (!o->listed) return model_error(d->c, "*errors.errorString", o->errors.at[0], o->about);
    qsort(o->errors.at, o->errors.n, sizeof *o->errors.at, compare_texts);
    strbuf_printf(&out, "%zu error(s) decoding:\n\n", o->errors.n);
    for (size_t i = 0; i < o->errors.n; i++) {
        strbuf_add_cstr(&out, i ? "\n* " : "* ");
        strbuf_add(&out, o->errors.at[i]);
    }
    return model_error(d->c, "*mapstructure.Error", strbuf_str(&out), o->about);
}

static value run(native_call *c, decoder d)
{
    value in = native_arg(c, 0), to = native_arg(c, 1), error;
    cell *into = json_target(c, &to, &error);
    d.c = c;
    if (!into) {
        bool sure = error.kind == VALUE_ERROR;
        return sure ? model_error(c, "*errors.errorString", STR("result must be a pointer"), NULL) : value_unknown(type_error());
    }
    outcome o = decode(&d, (str){"", 0}, &in, into, DEPTH_MOST);
    if (native_stopped(c)) return value_unknown(type_error());
    if (!o.failed) return d.unsure ? value_unknown(type_error()) : model_no_error();
    value failed = error_of(&d, &o);
    if (d.unsure) failed.error->text = value_unknown(type_basic(TYPE_STRING));
    return failed;
}

static value last_release(native_call *c) { return run(c, (decoder){.rest = REST_KEPT}); }

static value successor(native_call *c) { return run(c, (decoder){.rest = REST_UNSURE}); }

static value carried(native_call *c) { return run(c, (decoder){.durations = true, .only_strings = true, .rest = REST_CUT}); }

static value weak(native_call *c)
{
    value to = native_arg(c, 1);
    native_havoc(c, &to);
    return value_unknown(type_error());
}

static const native rows[] = {
    {"github.com/mitchellh/mapstructure.Decode", last_release, NATIVE_PARTIAL, 1, "error"},
    {"github.com/go-viper/mapstructure.Decode", successor, NATIVE_PARTIAL, 1, "error"},
    {"github.com/higress-group/oauth2-proxy/pkg/mapstructure.Decode", carried, NATIVE_PARTIAL, 1, "error"},
    {"github.com/mitchellh/mapstructure.WeakDecode", weak, NATIVE_PARTIAL, 1, "error"},
    {"github.com/go-viper/mapstructure.WeakDecode", weak, NATIVE_PARTIAL, 1, "error"},
};
MODEL_ROWS(models_mapstructure, rows);
