/* http.Header and url.Values: maps of string lists with methods. Those that write are called with unknown arguments too, and then
 * leave a map that nothing is known about. */
#include "go/models/models.h"

static value unknown_string(void) { return value_unknown(type_basic(TYPE_STRING)); }

/* net/textproto.CanonicalMIMEHeaderKey */
static str canonical(arena *a, str key)
{
    static const char also[] = "!#$%&'*+-.^_`|~";
    bool upper = true;
    for (size_t i = 0; i < key.n; i++) {
        char c = key.p[i];
        bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!word && !(c && strchr(also, c))) return key;
    }
    str out = arena_str(a, key);
    char *p = (char *)(uintptr_t)out.p;
    for (size_t i = 0; i < out.n; i++) {
        if (upper && p[i] >= 'a' && p[i] <= 'z') p[i] = (char)(p[i] - 32);
        else if (!upper && p[i] >= 'A' && p[i] <= 'Z') p[i] = (char)(p[i] + 32);
        upper = p[i] == '-';
    }
    return out;
}

/* The receiver's map and the key; false: can't tell, and what a write would touch is now unknown. */
static bool map_and_key(native_call *c, bool header, bool writes, const value **m, value *key)
{
    str s;
    *m = model_receiver(c);
    bool known = *m && ((*m)->kind == VALUE_MAP || ((*m)->kind == VALUE_NIL && !writes)) && native_text(c, 0, &s);
    if (!known) {
        if (*m && writes) native_havoc(c, *m);
        return false;
    }
    *key = model_string(header ? canonical(c->arena, s) : s);
    return true;
}

static value get(native_call *c, bool header)
{
    const value *m;
    value key;
    bool unsure = false;
    if (!map_and_key(c, header, false, &m, &key)) return unknown_string();
    cell *list = m->kind == VALUE_MAP ? map_value_find(m->map, &key, &unsure) : NULL;
    if (!list && unsure) return unknown_string();
    if (!list || (list->v.kind == VALUE_NIL) || (list->v.kind == VALUE_SLICE && !list->v.slice.length))
        return model_string((str){"", 0});
    return list->v.kind == VALUE_SLICE ? value_element(&list->v, 0)->v : unknown_string();
}

static value put(native_call *c, bool header, bool add)
{
    const value *m;
    value key, item = native_arg(c, 1);
    if (!map_and_key(c, header, true, &m, &key)) return model_nothing();
    cell *list = map_value_put(c->arena, m->map, &key, &model_strings_type);
    if (m->map->unsure && add && list->v.kind == VALUE_NIL) {
        list->v = value_unknown(&model_strings_type);
        return model_nothing();
    }
    if (add && list->v.kind == VALUE_UNKNOWN) return model_nothing();
    uint32_t n = add && list->v.kind == VALUE_SLICE ? list->v.slice.length : 0;
    value *items = ARENA_NEW_N(c->arena, value, n + 1u);
    for (uint32_t i = 0; i < n; i++) items[i] = value_element(&list->v, i)->v;
    items[n] = item;
    list->v = value_slice_of(c->arena, &model_strings_type, items, n + 1);
    return model_nothing();
}

static value del(native_call *c, bool header)
{
    const value *m;
    value key;
    if (map_and_key(c, header, true, &m, &key)) map_value_delete(m->map, &key);
    return model_nothing();
}

static value header_get(native_call *c) { return get(c, true); }
static value header_set(native_call *c) { return put(c, true, false); }
static value header_add(native_call *c) { return put(c, true, true); }
static value header_del(native_call *c) { return del(c, true); }
static value values_get(native_call *c) { return get(c, false); }
static value values_set(native_call *c) { return put(c, false, false); }
static value values_add(native_call *c) { return put(c, false, true); }
static value values_del(native_call *c) { return del(c, false); }

static value values_has(native_call *c)
{
    const value *m;
    value key;
    bool unsure = false;
    if (!map_and_key(c, false, false, &m, &key)) return value_unknown(type_basic(TYPE_BOOL));
    bool found = m->kind == VALUE_MAP && map_value_find(m->map, &key, &unsure);
    return !found && unsure ? value_unknown(type_basic(TYPE_BOOL)) : value_bool(found);
}

static value header_values(native_call *c)
{
    const value *m;
    value key;
    bool unsure = false;
    if (!map_and_key(c, true, false, &m, &key)) return value_unknown(&model_strings_type);
    cell *list = m->kind == VALUE_MAP ? map_value_find(m->map, &key, &unsure) : NULL;
    return list ? list->v : unsure ? value_unknown(&model_strings_type) : value_nil(&model_strings_type);
}

static value canonical_key(native_call *c)
{
    str s;
    return native_text(c, 0, &s) ? model_string(canonical(c->arena, s)) : unknown_string();
}

/* RFC 7230's token; net/http refuses other names of cookies. */
static bool is_token(str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!word && !(c && strchr("!#$%&'*+-.^_`|~", c))) return false;
    }
    return s.n > 0;
}

static bool is_unset(const value *v)
{
    switch (v->kind) {
    case VALUE_STRING: return !v->s.n;
    case VALUE_BOOL: return !v->b;
    case VALUE_INT: return !v->i;
    default: return v->kind == VALUE_NIL || v->kind == VALUE_STRUCT;
    }
}

/* Cookie.String of a cookie that is nothing but a name. */
static value cookie_string(native_call *c)
{
    const value *cookie = model_receiver(c);
    const cell *name = model_receiver_field(c, 0);
    if (!name || name->v.kind != VALUE_STRING) return unknown_string();
    if (!is_token(name->v.s)) return model_string((str){"", 0});
    for (uint32_t i = 1; i < cookie->object->count; i++)
        if (!is_unset(&cookie->object->cells[i].v)) return unknown_string();
    return model_string(arena_printf(c->arena, "%.*s=", STR_ARG(name->v.s)));
}

static const native rows[] = {
    {"net/http.Header.Get", header_get, NATIVE_PARTIAL, 1, "string"},
    {"net/http.Header.Set", header_set, NATIVE_PARTIAL, 0, NULL},
    {"net/http.Header.Add", header_add, NATIVE_PARTIAL, 0, NULL},
    {"net/http.Header.Del", header_del, NATIVE_PARTIAL, 0, NULL},
    {"net/http.Header.Values", header_values, NATIVE_PARTIAL, 1, "[]string"},
    {"net/http.Cookie.String", cookie_string, NATIVE_PARTIAL, 1, "string"},
    {"net/http.CanonicalHeaderKey", canonical_key, 0, 1, "string"},
    {"net/url.Values.Get", values_get, NATIVE_PARTIAL, 1, "string"},
    {"net/url.Values.Set", values_set, NATIVE_PARTIAL, 0, NULL},
    {"net/url.Values.Add", values_add, NATIVE_PARTIAL, 0, NULL},
    {"net/url.Values.Del", values_del, NATIVE_PARTIAL, 0, NULL},
    {"net/url.Values.Has", values_has, NATIVE_PARTIAL, 1, "bool"},
};
MODEL_ROWS(models_http, rows);
