/* The table of all models, and what they share. */
#include "go/models/models.h"

#include "base/bug.h"
#include "base/once.h"
#include "base/utf8.h"
#include "go/frontend.h"
#include "ir/node.h"

#include <stdio.h>

static const model_rows *const all_rows[] = {
    &models_gjson,    &models_fmt,    &models_errors,       &models_strings, &models_strconv,   &models_unicode, &models_bytes,
    &models_regexp,   &models_json,   &models_mapstructure, &models_yaml,    &models_url,       &models_http,    &models_time,
    &models_net,      &models_iptree, &models_sort,         &models_maps,    &models_math,      &models_sync,    &models_path,
    &models_encoding, &models_crypto, &models_misc,         &models_sdk,     &models_constants,
};

enum { SLOTS = 8192 };
static const native *slots[SLOTS];
static once slots_once;

static size_t slot_of(str name)
{
    size_t i = (size_t)str_hash(name, 0) % SLOTS;
    while (slots[i] && !str_is(name, slots[i]->name)) i = (i + 1) % SLOTS;
    return i;
}

static void fill_slots(void)
{
    size_t used = 0;
    for (size_t t = 0; t < sizeof all_rows / sizeof *all_rows; t++)
        for (size_t i = 0; i < all_rows[t]->n; i++) {
            const native *row = &all_rows[t]->at[i];
            size_t at = slot_of(str_of(row->name));
            if (slots[at]) BUG("two models of %s", row->name);
            if (++used > SLOTS / 2) BUG("too many models");
            slots[at] = row;
        }
}

/* "github.com/x/y/v2.F" -> "github.com/x/y.F" */
static bool without_major(str name, char out[256], str *shorter)
{
    ptrdiff_t slash = str_rfind_char(name, '/');
    if (slash < 0 || name.n >= 256) return false;
    size_t i = (size_t)slash + 1;
    if (i >= name.n || name.p[i] != 'v') return false;
    size_t digits = ++i;
    while (i < name.n && name.p[i] >= '0' && name.p[i] <= '9') i++;
    if (i == digits || i >= name.n || name.p[i] != '.') return false;
    memcpy(out, name.p, (size_t)slash);
    memcpy(out + slash, name.p + i, name.n - i);
    *shorter = str_make(out, (size_t)slash + name.n - i);
    return true;
}

const native *go_find_native(str name)
{
    once_do(&slots_once, fill_slots);
    const native *found = slots[slot_of(name)];
    char buffer[256];
    str shorter;
    if (!found && without_major(name, buffer, &shorter)) found = slots[slot_of(shorter)];
    return found;
}

static bool has_models_of(str package)
{
    for (size_t t = 0; t < sizeof all_rows / sizeof *all_rows; t++)
        for (size_t i = 0; i < all_rows[t]->n; i++) {
            str name = str_of(all_rows[t]->at[i].name);
            if (name.n > package.n && name.p[package.n] == '.' && str_starts(name, package)) return true;
        }
    return false;
}

bool go_is_modelled(str import)
{
    ptrdiff_t slash = str_rfind_char(import, '/');
    if (has_models_of(import)) return true;
    if (slash < 0 || (size_t)slash + 2 >= import.n || import.p[slash + 1] != 'v') return false;
    for (size_t i = (size_t)slash + 2; i < import.n; i++)
        if (import.p[i] < '0' || import.p[i] > '9') return false;
    return has_models_of(str_slice(import, 0, (size_t)slash));
}

/* --- arguments --- */

const value *model_receiver(const native_call *c)
{
    const value *v = c->receiver;
    for (int i = 0; v && v->kind == VALUE_POINTER && i < 4; i++) v = v->cell ? &v->cell->v : NULL;
    return v;
}

cell *model_receiver_field(const native_call *c, uint32_t i)
{
    const value *v = model_receiver(c);
    if (!v || v->kind != VALUE_STRUCT || !v->object || i >= v->object->count) return NULL;
    return &v->object->cells[i];
}

bool model_value_text(arena *a, const value *v, str *out)
{
    if (v->kind == VALUE_STRING) return *out = v->s, true;
    if (v->kind == VALUE_NIL && v->type && type_under_kind(v->type) == TYPE_SLICE) return *out = (str){"", 0}, true;
    if (v->kind != VALUE_SLICE) return false;
    char *p = arena_alloc(a, v->slice.length + 1u);
    for (uint32_t i = 0; i < v->slice.length; i++) {
        const value *e = &v->slice.backing->cells[v->slice.offset + i].v;
        if (e->kind != VALUE_INT || e->i < 0 || e->i > 255) return false;
        p[i] = (char)(unsigned char)e->i;
    }
    *out = str_make(p, v->slice.length);
    return true;
}

bool model_float(const native_call *c, uint32_t i, double *f)
{
    value v = native_arg(c, i);
    if (v.kind == VALUE_FLOAT) return *f = v.f, true;
    if (v.kind == VALUE_INT) return *f = (double)v.i, true;
    return false;
}

bool model_bool(const native_call *c, uint32_t i, bool *b)
{
    value v = native_arg(c, i);
    if (v.kind != VALUE_BOOL) return false;
    *b = v.b;
    return true;
}

bool model_rest(const native_call *c, uint32_t from, const value **items, uint32_t *count)
{
    *items = NULL;
    *count = 0;
    if (from > c->count) return false;
    if (!c->spread) {
        *items = c->args + from;
        *count = c->count - from;
        return true;
    }
    if (c->count != from + 1) return false;
    const value *v = &c->args[from];
    if (v->kind == VALUE_NIL) return true;
    if (v->kind != VALUE_SLICE) return false;
    value *flat = ARENA_NEW_N(c->arena, value, v->slice.length);
    for (uint32_t i = 0; i < v->slice.length; i++) flat[i] = v->slice.backing->cells[v->slice.offset + i].v;
    *items = flat;
    *count = v->slice.length;
    return true;
}

bool model_strings(const native_call *c, const value *v, str **items, uint32_t *count)
{
    *count = 0;
    *items = NULL;
    if (v->kind == VALUE_NIL) return true;
    if (v->kind != VALUE_SLICE && v->kind != VALUE_ARRAY) return false;
    uint32_t n = value_length(v);
    *items = ARENA_NEW_N(c->arena, str, n);
    for (uint32_t i = 0; i < n; i++) {
        const cell *e = value_element(v, i);
        if (!e || !model_value_text(c->arena, &e->v, &(*items)[i])) return false;
    }
    *count = n;
    return true;
}

/* --- results --- */

value model_string(str s)
{
    value v = value_string(s);
    v.type = type_basic(TYPE_STRING);
    return v;
}

value model_bytes(str s)
{
    value v = value_string(s);
    v.type = &model_bytes_type;
    return v;
}

value model_string_list(native_call *c, const str *items, uint32_t count)
{
    value *v = ARENA_NEW_N(c->arena, value, count);
    for (uint32_t i = 0; i < count; i++) v[i] = model_string(items[i]);
    return value_slice_of(c->arena, &model_strings_type, v, count);
}

value model_pair(native_call *c, value first, value second) { return value_tuple(c->arena, 2, (value[]){first, second}); }

value model_error(native_call *c, const char *type_name, str message, doc_node *about)
{
    value v = value_error(c->arena, message, c->site ? c->site->at : (ir_span){IR_NO_FILE, {0, 0}});
    v.error->type_name = str_of(type_name);
    v.error->about = about;
    return v;
}

value model_no_error(void) { return value_nil(NULL); }
value model_nothing(void) { return value_nil(NULL); }

value model_unknown(native_call *c, uint32_t count)
{
    if (count == 1) return value_unknown(NULL);
    value parts[8] = {0};
    if (count > 8) count = 8;
    for (uint32_t i = 0; i < count; i++) parts[i] = value_unknown(NULL);
    return value_tuple(c->arena, count, parts);
}

value model_unknown_ok(native_call *c, ir_type *t) { return model_pair(c, value_unknown(t), model_no_error()); }

value model_derived(native_call *c, ir_type *t, const value *from)
{
    if (from->kind != VALUE_UNKNOWN || !from->origin) return value_unknown(t);
    return value_unknown_of(c->arena, t, ORIGIN_DERIVED, from->origin->node, from->origin);
}

int model_decide_valid(native_call *c, const value *text, const char *format)
{
    if (text->kind != VALUE_UNKNOWN || !text->origin || text->origin->op == ORIGIN_DERIVED) return -1;
    value condition = value_unknown_of(c->arena, type_basic(TYPE_BOOL), ORIGIN_VALID, text->origin->node, text->origin);
    condition.origin->format = str_of(format);
    return native_decide(c, &condition) ? 1 : 0;
}

bool model_ask(native_call *c, const value *func, const value *args, uint32_t count)
{
    value answer = native_invoke(c, func, args, count);
    if (native_stopped(c)) return false;
    if (answer.kind == VALUE_BOOL) return answer.b;
    return native_decide(c, &answer);
}

value model_new(native_call *c, ir_type *pointer, value v)
{
    cell *place = ARENA_NEW(c->arena, cell);
    place->v = v;
    place->type = pointer->elem;
    value p = {.kind = VALUE_POINTER, .type = pointer};
    p.cell = place;
    return p;
}
