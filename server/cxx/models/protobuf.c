/* google::protobuf::util::JsonStringToMessage, for messages whose .proto is at hand.
 *
 * Releases of protobuf read some values in two ways (a text for a boolean, a single value for a repeated field): there nobody
 * knows what comes of it. A symbolic document is taken as if it were well typed; DOC_READ_TYPED stands for what a wrong type
 * does. */
#include "cxx/models/json.h"

#include "base/words.h"
#include "cxx/internal.h"
#include "ir/eval.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { DEPTH_MOST = 60, SYMBOLIC_DEPTH_MOST = 8 };

typedef struct decoder {
    native_call *c;
    bool ignores_unknown, folds_enums; /* JsonParseOptions */
    bool failed;
    str why;     /* what is wrong; the library's own words differ from release to release */
    doc_node *at; /* and where */
    bool unsure; /* not all releases do the same */
} decoder;

typedef enum fit { FITS, UNFIT, MAY_FIT } fit;

static void message(decoder *d, doc_node *n, cell *into, const proto_message *m, int depth);
static void element(decoder *d, doc_node *n, cell *into, const proto_field *f, int depth);

static void refuse(decoder *d, doc_node *n, str why)
{
    d->failed = true;
    d->why = why;
    d->at = n;
}

static void refuse_value(decoder *d, doc_node *n, str type)
{
    arena *a = d->c->arena;
    native_read(d->c, n, DOC_READ_TYPED | DOC_READ_REFUSED | DOC_READ_SPOILT);
    refuse(d, n, arena_printf(a, words("the value of '%.*s' is no %.*s"), STR_ARG(doc_path(a, n)), STR_ARG(type)));
}

/* --- scalars --------------------------------------------------------------------------------------------------------------- */

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* -?digits, as JSON writes an integer. */
static bool is_integer_text(str s)
{
    size_t i = s.n > 0 && s.p[0] == '-', first = i;
    while (i < s.n && is_digit(s.p[i])) i++;
    return i == s.n && i > first && (s.p[first] != '0' || s.n == first + 1);
}

static bool has_digit(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (is_digit(s.p[i])) return true;
    return false;
}

static bool integer_in_range(proto_kind k, str digits, int64_t *out)
{
    bool minus = digits.p[0] == '-', wide = k == PROTO_INT64 || k == PROTO_UINT64;
    bool is_unsigned = k == PROTO_UINT32 || k == PROTO_UINT64;
    uint64_t most = is_unsigned ? (wide ? UINT64_MAX : UINT32_MAX) : (uint64_t)(wide ? INT64_MAX : INT32_MAX) + minus, v;
    if (!cxx_json_digits(str_slice(digits, minus, digits.n), most, &v) || (minus && is_unsigned && v)) return false;
    *out = (int64_t)(minus ? 0 - v : v);
    return true;
}

static fit integer(const doc_node *n, proto_kind k, int64_t *out)
{
    if (n->kind == DOC_STRING && !has_digit(n->text)) return UNFIT;
    if (n->kind != DOC_NUMBER && n->kind != DOC_STRING) return UNFIT;
    if (is_integer_text(n->text)) return integer_in_range(k, n->text, out) ? FITS : UNFIT;
    if (n->kind == DOC_STRING) return MAY_FIT;
    if (!isfinite(n->number) || trunc(n->number) != n->number) return UNFIT;
    if (fabs(n->number) >= 9007199254740992.0) return MAY_FIT;
    char text[32];
    int size = snprintf(text, sizeof text, "%.0f", n->number);
    return integer_in_range(k, (str){text, (size_t)size}, out) ? FITS : UNFIT;
}

static fit real(const doc_node *n, proto_kind k, double *out)
{
    if (n->kind == DOC_STRING && (str_is(n->text, "NaN") || str_is(n->text, "Infinity") || str_is(n->text, "-Infinity")))
        return MAY_FIT;
    if (n->kind == DOC_STRING) return has_digit(n->text) ? MAY_FIT : UNFIT;
    if (n->kind != DOC_NUMBER) return UNFIT;
    *out = k == PROTO_FLOAT ? (double)(float)n->number : n->number;
    return isfinite(n->number) && (k == PROTO_DOUBLE || fabs(n->number) <= FLT_MAX) ? FITS : UNFIT;
}

static bool is_word(str text, const char *word)
{
    for (size_t i = 0; i < text.n; i++)
        if ((text.p[i] >= 'A' && text.p[i] <= 'Z' ? text.p[i] + 32 : text.p[i]) != word[i]) return false;
    return word[text.n] == '\0';
}

static fit boolean(const doc_node *n, bool *out)
{
    static const char *const words[] = {"true", "t", "yes", "y", "1", "false", "f", "no", "n", "0"};
    *out = n->kind == DOC_TRUE;
    if (n->kind == DOC_TRUE || n->kind == DOC_FALSE) return FITS;
    for (size_t i = 0; n->kind == DOC_STRING && i < sizeof words / sizeof *words; i++)
        if (is_word(n->text, words[i])) return MAY_FIT;
    return UNFIT;
}

static fit bytes(const doc_node *n)
{
    if (n->kind != DOC_STRING) return UNFIT;
    for (size_t i = 0; i < n->text.n; i++) {
        char c = n->text.p[i], low = (char)(c | 32);
        bool known = (low >= 'a' && low <= 'z') || is_digit(c) || c == '+' || c == '/' || c == '-' || c == '_' || c == '=';
        if (!known && c != ' ' && c != '\n' && c != '\t' && c != '\r') return UNFIT;
        if (!known) return MAY_FIT;
    }
    return n->text.n % 4 == 0 && str_find_char(n->text, '=', 0) < 0 ? FITS : MAY_FIT;
}

/* As a value's name, where its letters' case does not count. */
static bool is_folded(str text, str name)
{
    if (text.n != name.n) return false;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if ((c == '-' ? '_' : c >= 'a' && c <= 'z' ? (char)(c - 32) : c) != name.p[i]) return false;
    }
    return true;
}

static fit enumerator(const decoder *d, const doc_node *n, const proto_enum *e, int64_t *out)
{
    if (n->kind == DOC_NUMBER) return integer(n, PROTO_INT32, out);
    if (n->kind != DOC_STRING) return UNFIT;
    for (int folded = 0; folded <= d->folds_enums; folded++)
        for (size_t i = 0; i < e->values.n; i++) {
            str name = e->values.at[i].name;
            if (folded ? is_folded(n->text, name) : str_eq(n->text, name)) return *out = e->values.at[i].number, FITS;
        }
    return d->ignores_unknown || has_digit(n->text) ? MAY_FIT : UNFIT;
}

static uint32_t reads_of(proto_kind k)
{
    switch (k) {
    case PROTO_BOOL: return DOC_READ_BOOL;
    case PROTO_UINT32:
    case PROTO_UINT64: return DOC_READ_UINT;
    case PROTO_INT32:
    case PROTO_INT64: return DOC_READ_INT;
    case PROTO_FLOAT:
    case PROTO_DOUBLE: return DOC_READ_FLOAT;
    case PROTO_STRING:
    case PROTO_BYTES:
    case PROTO_ENUM: return DOC_READ_STRING;
    case PROTO_MESSAGE: return DOC_READ_CHILD;
    default: return DOC_READ_WHOLE;
    }
}

static void scalar(decoder *d, doc_node *n, cell *into, const proto_field *f)
{
    doc_node *known = native_look(d->c, n);
    ir_type *t = into->type;
    int64_t i = 0;
    double r = 0;
    bool b = false;
    fit how = UNFIT;
    if (known->kind == DOC_SYMBOLIC) {
        native_read(d->c, n, DOC_READ_TYPED | reads_of(f->kind));
        into->v = f->kind == PROTO_ENUM ? value_unknown_of(d->c->arena, t, ORIGIN_DERIVED, n, NULL) : cxx_json_scalar(d->c, n, t);
        return;
    }
    switch (f->kind) {
    case PROTO_BOOL: how = boolean(known, &b); break;
    case PROTO_FLOAT:
    case PROTO_DOUBLE: how = real(known, f->kind, &r); break;
    case PROTO_STRING: how = known->kind == DOC_STRING ? FITS : UNFIT; break;
    case PROTO_BYTES: how = bytes(known); break;
    case PROTO_ENUM: how = enumerator(d, known, f->enumeration, &i); break;
    default: how = integer(known, f->kind, &i);
    }
    if (how == UNFIT) {
        refuse_value(d, n, f->type_name);
        return;
    }
    native_read(d->c, n, DOC_READ_TYPED | reads_of(f->kind));
    d->unsure = d->unsure || how == MAY_FIT;
    if (f->kind == PROTO_BOOL) into->v = cxx_bool(b);
    else if (f->kind == PROTO_FLOAT || f->kind == PROTO_DOUBLE) into->v = (value){.kind = VALUE_FLOAT, .type = t, .f = r};
    else if (f->kind == PROTO_STRING) into->v = cxx_text_value(known->text), into->v.node = n;
    else into->v = f->kind == PROTO_BYTES ? value_unknown(t) : value_int_of(t, i);
    into->v.about = n;
}

/* --- messages that JSON writes in their own way ---------------------------------------------------------------------------- */

static void set_number(cell *message_cell, const char *name, int64_t i)
{
    cell *field = value_field(&message_cell->v, str_of(name));
    if (field) field->v = value_int_of(field->type, i);
}

/* "1.5s" */
static void duration(decoder *d, doc_node *n, cell *into)
{
    doc_node *known = native_look(d->c, n);
    native_read(d->c, n, DOC_READ_TYPED | DOC_READ_STRING);
    if (known->kind == DOC_SYMBOLIC) {
        cell *seconds = value_field(&into->v, STR("seconds_")), *nanos = value_field(&into->v, STR("nanos_"));
        if (seconds) seconds->v = value_unknown_of(d->c->arena, seconds->type, ORIGIN_DERIVED, n, NULL);
        if (nanos) nanos->v = value_unknown_of(d->c->arena, nanos->type, ORIGIN_DERIVED, n, NULL);
        return;
    }
    str s = known->text;
    bool text = known->kind == DOC_STRING;
    if (!text || !s.n || s.p[s.n - 1] != 's' || !has_digit(s)) {
        refuse_value(d, n, STR("google.protobuf.Duration"));
        return;
    }
    int64_t whole = 0;
    s = str_slice(s, 0, s.n - 1);
    if (is_integer_text(s) && s.n < 12 && integer_in_range(PROTO_INT64, s, &whole) && llabs(whole) <= 315576000000) {
        set_number(into, "seconds_", whole);
        set_number(into, "nanos_", 0);
    } else {
        d->unsure = true;
    }
}

static void anything(decoder *d, doc_node *n, const proto_message *m)
{
    doc_node *known = native_look(d->c, n);
    native_read(d->c, n, DOC_READ_TYPED | DOC_READ_WHOLE);
    bool sure = known->kind == DOC_SYMBOLIC || str_is(m->short_name, "Value") ||
                (known->kind == DOC_OBJECT && str_is(m->short_name, "Struct")) ||
                (known->kind == DOC_ARRAY && str_is(m->short_name, "ListValue"));
    d->unsure = d->unsure || !sure;
}

/* --- fields ---------------------------------------------------------------------------------------------------------------- */

/* A value of what the field is, or its elements are. */
static void element(decoder *d, doc_node *n, cell *into, const proto_field *f, int depth)
{
    native_charge(d->c, 1);
    if (native_stopped(d->c)) return;
    if (f->kind != PROTO_MESSAGE) {
        scalar(d, n, into, f);
        return;
    }
    if (depth <= 0) native_stop(d->c, "a document that is nested too deeply");
    into->v = cxx_construct(d->c, into->type, NULL, 0, false);
    if (native_stopped(d->c)) return;
    const proto_message *m = f->message;
    cell *inner = m->special == PROTO_WRAPPER ? value_field(&into->v, STR("value_")) : NULL;
    bool own = (inner || m->special == PROTO_DURATION) && native_look(d->c, n)->kind == DOC_OBJECT;
    if (own) d->unsure = true; /* as if it were a message like others */
    else if (inner) scalar(d, n, inner, &m->fields.at[0]);
    else if (m->special == PROTO_DURATION) duration(d, n, into);
    else if (m->special == PROTO_ANYTHING) anything(d, n, m);
    else message(d, n, into, m, depth - 1);
    into->v.about = n;
}

static cell *new_cell(native_call *c, ir_type *t)
{
    cell *made = ARENA_NEW(c->arena, cell);
    *made = (cell){.v = cxx_construct(c, t, NULL, 0, false), .type = t};
    return made;
}

static void repeated(decoder *d, doc_node *n, cell *into, const proto_field *f, int depth)
{
    native_call *c = d->c;
    doc_node *known = native_look(c, n);
    ir_type *t = cxx_type_behind(into->type)->args[0];
    uint32_t count = 0;
    native_read(c, n, DOC_READ_TYPED | DOC_READ_ARRAY);
    if (known->kind != DOC_ARRAY && known->kind != DOC_SYMBOLIC) { /* one alone */
        d->unsure = true;
        return;
    }
    if (known->kind == DOC_SYMBOLIC) {
        value there = cxx_json_exists(c, n);
        if (depth < DEPTH_MOST - SYMBOLIC_DEPTH_MOST || !native_decide(c, &there)) return;
    }
    doc_node **all = known->kind == DOC_ARRAY ? cxx_children(c, known, &count) : cxx_symbolic_children(c, known, true, &count);
    for (uint32_t i = 0; i < count && !d->failed && !native_stopped(c); i++) {
        cell *one = new_cell(c, t);
        doc_kind kind = native_look(c, all[i])->kind;
        if (kind == DOC_NULL || kind == DOC_ARRAY) d->unsure = true;
        else element(d, all[i], one, f, depth);
        cxx_insert(c, &into->v, into->v.object->count, &one->v);
    }
}

static bool map_key(decoder *d, doc_node *entry, const proto_field *f, ir_type *t, value *key)
{
    doc_node text = {.kind = DOC_STRING, .text = entry->key};
    int64_t i = 0;
    bool b = str_is(entry->key, "true");
    if (f->key == PROTO_STRING) return *key = cxx_text_value(entry->key), true;
    if (f->key == PROTO_BOOL) return *key = cxx_bool(b), b || str_is(entry->key, "false");
    fit how = integer(&text, f->key, &i);
    d->unsure = d->unsure || how == MAY_FIT;
    *key = value_int_of(t, i);
    return how != UNFIT;
}

static void refuse_key(decoder *d, doc_node *n)
{
    refuse(d, n, arena_printf(d->c->arena, words("'%.*s' is no key of this map"), STR_ARG(n->key)));
}

static void entries(decoder *d, doc_node *n, cell *into, const proto_field *f, int depth)
{
    native_call *c = d->c;
    doc_node *known = native_look(c, n);
    cxx_type *t = cxx_type_behind(into->type);
    uint32_t count = 0;
    native_read(c, n, DOC_READ_TYPED | DOC_READ_MEMBERS);
    bool symbolic = known->kind == DOC_SYMBOLIC;
    if (!symbolic && known->kind != DOC_OBJECT) {
        d->unsure = true;
        return;
    }
    if (symbolic) {
        value there = cxx_json_exists(c, n);
        if (depth < DEPTH_MOST - SYMBOLIC_DEPTH_MOST || !native_decide(c, &there)) return;
    }
    doc_node **all = symbolic ? cxx_symbolic_children(c, known, false, &count) : cxx_children(c, known, &count);
    for (uint32_t i = 0; i < count && !d->failed && !native_stopped(c); i++) {
        cell *one = new_cell(c, t->args[1]);
        value key = value_unknown(t->args[0]);
        if (!symbolic && !map_key(d, all[i], f, t->args[0], &key)) refuse_key(d, all[i]);
        else if (native_look(c, all[i])->kind == DOC_NULL) d->unsure = true;
        else element(d, all[i], one, f, depth);
        value pair = cxx_pair(c->arena, NULL, &key, &one->v);
        pair.object->cells[1].type = t->args[1];
        cxx_insert(c, &into->v, into->v.object->count, &pair);
    }
}

static cell *member_of(decoder *d, cell *into, const char *before, str name, const char *behind)
{
    return value_field(&into->v, arena_printf(d->c->arena, "%s%.*s%s", before, STR_ARG(name), behind));
}

static void note_set(decoder *d, cell *into, const proto_message *m, const proto_field *f, str name)
{
    cell *has = member_of(d, into, "has_", name, "_");
    if (has) has->v = cxx_bool(true);
    if (f->oneof < 0) return;
    cell *which = member_of(d, into, "", proto_accessor(d->c->arena, m->oneofs.at[f->oneof]), "_case_");
    if (which) which->v = value_int_of(which->type, f->number);
}

/* What a field holds is not known. */
static void forget(decoder *d, cell *into, const proto_message *m, const proto_field *f, str name)
{
    cell *all[] = {member_of(d, into, "", name, "_"), member_of(d, into, "has_", name, "_"),
                   f->oneof < 0 ? NULL : member_of(d, into, "", proto_accessor(d->c->arena, m->oneofs.at[f->oneof]), "_case_")};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i]) all[i]->v = value_unknown(all[i]->type);
}

static bool is_optional(const proto_field *f) { return f->kind == PROTO_MESSAGE && !f->repeated && !f->is_map; }

static void fill(decoder *d, doc_node *n, cell *place, const proto_field *f, int depth)
{
    native_call *c = d->c;
    if (f->is_map) {
        entries(d, n, place, f, depth);
    } else if (f->repeated) {
        repeated(d, n, place, f, depth);
    } else if (is_optional(f)) {
        cell *one = new_cell(c, cxx_type_behind(place->type)->args[0]);
        element(d, n, one, f, depth);
        place->v = cxx_array(c->arena, place->type, &one->v, 1);
        place->v.object->cells[0].type = one->type;
    } else {
        element(d, n, place, f, depth);
    }
}

static void field(decoder *d, doc_node *n, cell *into, const proto_message *m, const proto_field *f, int depth)
{
    native_call *c = d->c;
    doc_node *known = native_look(c, n);
    bool symbolic = known->kind == DOC_SYMBOLIC;
    str name = proto_accessor(c->arena, f->name);
    cell *place = member_of(d, into, "", name, "_");
    uint32_t reads = f->is_map ? DOC_READ_MEMBERS : f->repeated ? DOC_READ_ARRAY : reads_of(f->kind);
    native_read(c, n, DOC_READ_TYPED | (known->kind == DOC_MISSING ? reads : 0));
    bool keeps_null = f->message && f->message->special == PROTO_ANYTHING;
    if (known->kind == DOC_MISSING || (known->kind == DOC_NULL && !keeps_null)) return;
    if (f->kind == PROTO_UNKNOWN || !place || !place->type || (f->message && f->message->broken)) {
        native_read(c, n, DOC_READ_WHOLE);
        d->unsure = true;
        forget(d, into, m, f, name);
        return;
    }
    if (symbolic && (is_optional(f) || f->oneof >= 0 || f->explicit_presence)) {
        value there = cxx_json_exists(c, n);
        if (depth < DEPTH_MOST - SYMBOLIC_DEPTH_MOST || !native_decide(c, &there)) return;
    }
    bool before = d->unsure;
    d->unsure = false;
    fill(d, n, place, f, depth);
    note_set(d, into, m, f, name);
    if (d->unsure) forget(d, into, m, f, name);
    d->unsure = d->unsure || before;
}

static const proto_field *field_named(const proto_message *m, str key)
{
    for (size_t i = 0; i < m->fields.n; i++)
        if (str_eq(m->fields.at[i].json_name, key) || str_eq(m->fields.at[i].name, key)) return &m->fields.at[i];
    return NULL;
}

/* Two of one oneof, or a field under both of its names. */
static bool is_second(decoder *d, const proto_message *m, const proto_field *f, bool *seen, bool *taken)
{
    size_t i = (size_t)(f - m->fields.at);
    bool twice = seen[i], other = f->oneof >= 0 && taken[f->oneof];
    seen[i] = true;
    if (f->oneof >= 0) taken[f->oneof] = true;
    d->unsure = d->unsure || twice;
    return other && !twice;
}

/* A key that is no field's. What is taken as unknown may be anything; and where a field that is absent is taken so, the key may
 * be its name misspelt. */
static void check_unknown(decoder *d, doc_node *in, doc_node *n, const proto_message *m)
{
    if (native_look(d->c, n)->kind == DOC_SYMBOLIC) return;
    bool misspelt = false;
    for (size_t i = 0; i < m->fields.n; i++) {
        doc_node *field = doc_member_of(in, m->fields.at[i].json_name);
        if (field->kind != DOC_MISSING || str_name_distance(n->key, field->key) == UINT32_MAX) continue;
        if (native_look(d->c, field)->kind == DOC_SYMBOLIC) return;
        misspelt = true;
    }
    if (!misspelt) native_read(d->c, n, DOC_READ_SPOILT);
    refuse(d, n, arena_printf(d->c->arena, words("'%.*s' is no field of %.*s"), STR_ARG(n->key), STR_ARG(m->full)));
}

static void refuse_second(decoder *d, doc_node *n, str oneof)
{
    native_read(d->c, n, DOC_READ_EXISTS | DOC_READ_SPOILT);
    refuse(d, n, arena_printf(d->c->arena, words("'%.*s' is a second field of '%.*s'"), STR_ARG(n->key), STR_ARG(oneof)));
}

/* Members in the order of the document. */
static void message(decoder *d, doc_node *n, cell *into, const proto_message *m, int depth)
{
    native_call *c = d->c;
    doc_node *known = native_look(c, n);
    if (known->kind != DOC_OBJECT && known->kind != DOC_SYMBOLIC) {
        refuse_value(d, n, m->full);
        return;
    }
    native_read(c, n, DOC_READ_TYPED | DOC_READ_CHILD);
    bool *seen = ARENA_NEW_N(c->arena, bool, m->fields.n + 1), *taken = ARENA_NEW_N(c->arena, bool, m->oneofs.n + 1);
    native_charge(c, (uint64_t)known->present * m->fields.n / 64);
    for (uint32_t i = 0; known->kind == DOC_OBJECT && i < known->present && !d->failed && !native_stopped(c); i++) {
        doc_node *child = known->members.at[i].node;
        const proto_field *f = field_named(m, known->members.at[i].key);
        doc_kind kind = native_look(c, child)->kind;
        bool twice = f && seen[f - m->fields.at];
        bool there = kind != DOC_NULL && kind != DOC_SYMBOLIC; /* one that is taken as unknown may be nothing */
        if (f && there && is_second(d, m, f, seen, taken)) refuse_second(d, child, m->oneofs.at[f->oneof]);
        else if (f && twice) forget(d, into, m, f, proto_accessor(c->arena, f->name));
        else if (f) field(d, child, into, m, f, depth);
        if (f) seen[f - m->fields.at] = true;
    }
    /* the names that were asked for and are not there, or (symbolic) not known */
    for (size_t i = 0; i < m->fields.n && !d->failed && !native_stopped(c); i++) {
        const proto_field *f = &m->fields.at[i];
        if (seen[i]) continue;
        doc_node *child = doc_member_of(known, f->json_name);
        field(d, child, into, m, f, depth);
        d->unsure = d->unsure || (f->required && native_look(c, child)->kind != DOC_SYMBOLIC);
    }
    for (uint32_t i = 0; known->kind == DOC_OBJECT && i < known->present && !d->ignores_unknown && !d->failed; i++)
        if (!field_named(m, known->members.at[i].key)) check_unknown(d, known, known->members.at[i].node, m);
}

/* --- the call -------------------------------------------------------------------------------------------------------------- */

static value status(native_call *c, const value *ok, str why)
{
    value v = value_native(c->arena, NULL, STR("status"), ok);
    v.native->parts[1] = cxx_text_value(why);
    return v;
}

static value not_followed(native_call *c, doc_node *document)
{
    value unknown = value_unknown(cxx_basic_type(CXX_T_BOOL));
    if (document) native_read(c, document, DOC_READ_WHOLE);
    for (uint32_t i = 1; i < c->count; i++) native_havoc(c, &c->args[i]);
    return status(c, &unknown, STR(""));
}

static bool option(const native_call *c, const char *name)
{
    value options = cxx_arg(c, 2);
    cell *field = options.kind == VALUE_STRUCT ? value_field(&options, str_of(name)) : NULL;
    return field && field->v.kind == VALUE_BOOL && field->v.b;
}

static bool options_known(const native_call *c)
{
    value options = cxx_arg(c, 2);
    if (c->count < 3) return true;
    for (uint32_t i = 0; options.kind == VALUE_STRUCT && i < options.object->count; i++)
        if (options.object->cells[i].v.kind != VALUE_BOOL) return false;
    return options.kind == VALUE_STRUCT || (options.kind == VALUE_ARRAY && !options.object->count);
}

/* JsonStringToMessage(text, &message, options) */
static value json_string_to_message(native_call *c)
{
    value text = cxx_json_parse(c), to = cxx_arg(c, 1);
    doc_node *document = text.kind == VALUE_DOC ? text.doc : NULL;
    cell *into = to.kind == VALUE_POINTER ? to.cell : NULL;
    const proto_message *m = into && into->v.kind == VALUE_STRUCT ? cxx_message_of(into->v.type) : NULL;
    if (!document || !m || m->broken || m->special != PROTO_PLAIN || !options_known(c)) return not_followed(c, document);
    decoder d = {
        .c = c, .ignores_unknown = option(c, "ignore_unknown_fields"), .folds_enums = option(c, "case_insensitive_enum_parsing")};
    cell *made = new_cell(c, into->v.type);
    if (native_stopped(c)) return value_unknown(NULL);
    message(&d, document, made, m, DEPTH_MOST);
    if (native_stopped(c)) return value_unknown(NULL);
    value may = value_unknown(cxx_basic_type(CXX_T_BOOL));
    if (d.unsure && !d.failed && !native_decide(c, &may)) refuse(&d, document, STR(""));
    value ok = cxx_bool(!d.failed);
    ok.about = d.failed ? d.at : document;
    value untouched = value_unknown(cxx_basic_type(CXX_T_BOOL));
    if (d.failed && native_decide(c, &untouched)) return status(c, &ok, d.why); /* as older releases leave the message */
    into->v = made->v;
    return status(c, &ok, d.why);
}

static value status_ok(native_call *c) { return cxx_plain(c->receiver)->native->parts[0]; }
static value status_text(native_call *c)
{
    const value *v = cxx_plain(c->receiver);
    return v->native->parts[0].kind == VALUE_BOOL ? v->native->parts[1] : value_unknown(cxx_basic_type(CXX_T_OPAQUE));
}
static value status_code(native_call *c) { return (void)c, value_unknown(cxx_basic_type(CXX_T_OPAQUE)); }
static value text_itself(native_call *c) { return *cxx_plain(c->receiver); }

/* TextFormat::ParseFromString(text, &message): what it is called on is no JSON, and what comes of it is not known. */
static value parse_text_format(native_call *c)
{
    if (c->count == 2 && cxx_is_configuration(c, 0)) native_takes_text_for(c, EVAL_TEXT_PROTOBUF);
    for (uint32_t i = 1; i < c->count; i++) native_havoc(c, &c->args[i]);
    return value_unknown(cxx_basic_type(CXX_T_BOOL));
}

#define P NATIVE_PARTIAL | NATIVE_PURE
static const native all[] = {
    {"cxx.JsonStringToMessage", json_string_to_message, P, 1, NULL},
    {"cxx.ParseFromString", parse_text_format, P, 1, NULL},
    {"status.ok", status_ok, P, 1, NULL},
    {"status.message", status_text, P, 1, NULL},
    {"status.error_message", status_text, P, 1, NULL},
    {"status.ToString", status_text, P, 1, NULL},
    {"status.code", status_code, P, 1, NULL},
    {"string.ToString", text_itself, P, 1, NULL},
};
const cxx_model_table cxx_models_protobuf = {all, sizeof all / sizeof *all};
