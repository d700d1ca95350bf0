/* encoding/json's Marshal over evaluated values (encode.go), HTML characters escaped as it does by default. */
#include "base/base64.h"
#include "base/utf8.h"
#include "go/models/json.h"
#include "ir/func.h"

#include <math.h>

enum { DEPTH_MOST = 30, RESULT_MOST = 1 << 20 };

typedef struct encoder {
    native_call *c;
    strbuf *out;
    bool opaque; /* met something that might not be encodable */
} encoder;

static bool encode(encoder *e, const value *v, bool quoted, int depth);

void json_write_string(strbuf *t, str s)
{
    size_t len;
    strbuf_add_char(t, '"');
    for (size_t i = 0; i < s.n; i += len) {
        uint32_t c = utf8_decode(s, i, &len);
        static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt";
        const char *simple = c && c < 0x80 ? strchr(from, (int)c) : NULL;
        if (simple) strbuf_add_char(t, '\\'), strbuf_add_char(t, to[simple - from]);
        else if (c == UTF8_BAD && len == 1) strbuf_add_cstr(t, "\\ufffd");
        else if (c < 0x20 || c == '<' || c == '>' || c == '&' || c == 0x2028 || c == 0x2029) strbuf_printf(t, "\\u%04x", c);
        else strbuf_add(t, str_slice(s, i, i + len));
    }
    strbuf_add_char(t, '"');
}

static void write_float(encoder *e, double f, int bits)
{
    double size = fabs(f);
    bool wide = size != 0 && (bits == 64 ? size < 1e-6 || size >= 1e21 : (float)size < 1e-6f || (float)size >= 1e21f);
    str s = model_format_float(e->c->arena, f, wide ? 'e' : 'f', -1, bits);
    if (wide && s.n >= 4 && s.p[s.n - 4] == 'e' && s.p[s.n - 3] == '-' && s.p[s.n - 2] == '0')
        s = arena_printf(e->c->arena, "%.*s%c", (int)s.n - 2, s.p, s.p[s.n - 1]);
    strbuf_add(e->out, s);
}

static bool encode_map(encoder *e, const value *v, int depth)
{
    uint32_t n = 0;
    map_value *m = v->map;
    map_pair **sorted = ARENA_NEW_N(e->c->arena, map_pair *, m->count);
    str *keys = ARENA_NEW_N(e->c->arena, str, m->count);
    if (m->unsure || m->count > 2000) return false;
    for (uint32_t i = 0; i < m->count; i++) {
        value *k = &m->pairs[i].key;
        str key;
        if (m->pairs[i].deleted) continue;
        if (k->type && k->type->kind == TYPE_NAMED && ir_find_method(k->type, STR("MarshalText"), NULL, NULL)) return false;
        if (k->kind == VALUE_STRING) key = k->s;
        else if (k->kind == VALUE_INT && type_is_unsigned(type_under_kind(k->type)))
            key = arena_printf(e->c->arena, "%llu", (unsigned long long)k->i);
        else if (k->kind == VALUE_INT) key = arena_printf(e->c->arena, "%lld", (long long)k->i);
        else return e->opaque = true, false;
        uint32_t at = n++;
        for (; at > 0 && str_cmp(key, keys[at - 1]) < 0; at--) keys[at] = keys[at - 1], sorted[at] = sorted[at - 1];
        keys[at] = key;
        sorted[at] = &m->pairs[i];
    }
    strbuf_add_char(e->out, '{');
    for (uint32_t i = 0; i < n; i++) {
        if (i) strbuf_add_char(e->out, ',');
        json_write_string(e->out, keys[i]);
        strbuf_add_char(e->out, ':');
        if (!encode(e, &sorted[i]->value.v, false, depth - 1)) return false;
    }
    strbuf_add_char(e->out, '}');
    return true;
}

/* isEmptyValue; false in `*sure`: can't tell. */
static bool is_empty(const value *v, bool *sure)
{
    *sure = v->kind != VALUE_UNKNOWN && !(v->kind == VALUE_MAP && v->map->unsure);
    switch (v->kind) {
    case VALUE_NIL: return true;
    case VALUE_BOOL: return !v->b;
    case VALUE_INT: return v->i == 0;
    case VALUE_FLOAT: return v->f == 0 && !signbit(v->f);
    case VALUE_STRING:
    case VALUE_SLICE:
    case VALUE_ARRAY:
    case VALUE_MAP: return value_length(v) == 0;
    default: return false;
    }
}

static const value *field_value(const value *v, const json_field *f)
{
    for (uint32_t i = 0; i < f->depth; i++) {
        if (v->kind == VALUE_POINTER) v = &v->cell->v;
        if (v->kind != VALUE_STRUCT || f->path[i] >= v->object->count) return NULL;
        v = &v->object->cells[f->path[i]].v;
    }
    return v;
}

static bool encode_struct(encoder *e, const value *v, int depth)
{
    bool sure, filled = false;
    json_fields fields = json_fields_of(e->c, v->type, "json", &sure);
    if (!sure) return e->opaque = true, false;
    strbuf_add_char(e->out, '{');
    for (size_t i = 0; i < fields.n; i++) {
        const json_field *f = &fields.at[i];
        const value *member = field_value(v, f);
        if (!member) continue; /* behind a nil embedded pointer */
        if (f->omit_zero) return false;
        bool empty = f->omit_empty && is_empty(member, &sure);
        if (!sure) return false;
        if (empty) continue;
        if (filled) strbuf_add_char(e->out, ',');
        filled = true;
        json_write_string(e->out, f->name);
        strbuf_add_char(e->out, ':');
        if (!encode(e, member, f->quoted, depth - 1)) return false;
    }
    strbuf_add_char(e->out, '}');
    return true;
}

static bool encode_list(encoder *e, const value *v, int depth)
{
    str s;
    if (v->kind != VALUE_ARRAY && type_under_kind(type_under(v->type)->elem) == TYPE_UINT8) {
        if (!model_value_text(e->c->arena, v, &s)) return false;
        strbuf_add_char(e->out, '"');
        strbuf_add(e->out, base64_encode(e->c->arena, s, false, true));
        strbuf_add_char(e->out, '"');
        return true;
    }
    strbuf_add_char(e->out, '[');
    for (uint32_t i = 0; i < value_length(v); i++) {
        if (i) strbuf_add_char(e->out, ',');
        if (!encode(e, &value_element(v, i)->v, false, depth - 1)) return false;
    }
    strbuf_add_char(e->out, ']');
    return true;
}

/* json.RawMessage is written compacted: only what is compact already is followed. */
static bool encode_raw(encoder *e, const value *v)
{
    str s, error;
    if (!model_value_text(e->c->arena, v, &s)) return false;
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] <= ' ' || strchr("<>&", s.p[i]) || (unsigned char)s.p[i] == 0xe2) return false;
    if (!json_parse(e->c->arena, s, NULL, &error)) return e->opaque = true, false;
    strbuf_add(e->out, s);
    return true;
}

static bool encodes_itself(const ir_type *t)
{
    if (t && t->kind == TYPE_POINTER) t = t->elem;
    if (!t || t->kind != TYPE_NAMED) return false;
    if (type_under_kind(t) == TYPE_UNKNOWN || str_is(t->package, "net") || str_is(t->package, "net/url")) return true;
    return ir_find_method(t, STR("MarshalJSON"), NULL, NULL) || ir_find_method(t, STR("MarshalText"), NULL, NULL);
}

static bool encode_scalar(encoder *e, const value *v, bool quoted)
{
    bool is_string = v->kind == VALUE_STRING;
    if (quoted && is_string) return false;
    bool is_unsigned = v->kind == VALUE_INT && type_is_unsigned(type_under_kind(v->type));
    if (quoted) strbuf_add_char(e->out, '"');
    if (v->kind == VALUE_BOOL) strbuf_add_cstr(e->out, v->b ? "true" : "false");
    else if (is_unsigned) strbuf_printf(e->out, "%llu", (unsigned long long)v->i);
    else if (v->kind == VALUE_INT) strbuf_printf(e->out, "%lld", (long long)v->i);
    else if (is_string) json_write_string(e->out, v->s);
    else if (isfinite(v->f)) write_float(e, v->f, type_under_kind(v->type) == TYPE_FLOAT32 ? 32 : 64);
    else return e->opaque = true, false;
    if (quoted) strbuf_add_char(e->out, '"');
    return true;
}

static bool encode(encoder *e, const value *v, bool quoted, int depth)
{
    if (depth <= 0 || e->out->n > RESULT_MOST) return e->opaque = true, false;
    if (v->kind == VALUE_NIL) return strbuf_add_cstr(e->out, "null"), true;
    if (v->kind == VALUE_UNKNOWN) {
        e->opaque = e->opaque || !v->origin;
        return false;
    }
    if (type_is_named(v->type, STR("encoding/json"), STR("RawMessage"))) return encode_raw(e, v);
    if (type_is_named(v->type, STR("encoding/json"), STR("Number"))) return false;
    if (encodes_itself(v->type)) return e->opaque = true, false;
    switch (v->kind) {
    case VALUE_STRING:
        if (type_under_kind(v->type) == TYPE_SLICE) return encode_list(e, v, depth);
        return encode_scalar(e, v, quoted);
    case VALUE_BOOL:
    case VALUE_INT:
    case VALUE_FLOAT: return encode_scalar(e, v, quoted);
    case VALUE_POINTER: return encode(e, &v->cell->v, quoted, depth - 1);
    case VALUE_STRUCT: return encode_struct(e, v, depth);
    case VALUE_ARRAY:
    case VALUE_SLICE: return encode_list(e, v, depth);
    case VALUE_MAP: return encode_map(e, v, depth);
    default: e->opaque = true; return false;
    }
}

bool json_encode(native_call *c, strbuf *out, const value *v, bool *opaque)
{
    encoder e = {.c = c, .out = out};
    bool done = encode(&e, v, false, DEPTH_MOST);
    *opaque = e.opaque;
    return done;
}
