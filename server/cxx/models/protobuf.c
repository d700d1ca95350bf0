/* google::protobuf::util::JsonStringToMessage, for messages whose .proto is at hand.
 *
 * Releases of protobuf read some values in two ways (a text for a boolean, a single value for a repeated field), and of some
 * messages the .proto is not at hand or not understood: there nobody knows what comes of it, which is said. A symbolic document
 * is taken as if it were well typed; DOC_READ_TYPED stands for what a wrong type does. */
#include "cxx/models/protobuf.h"

#include "base/words.h"
#include "cxx/internal.h"
#include "ir/eval.h"

enum { DEPTH_MOST = 60, SYMBOLIC_DEPTH_MOST = 8 };

typedef struct decoder {
    native_call *c;
    bool ignores_unknown, folds_enums; /* JsonParseOptions */
    bool failed;
    str why;     /* what is wrong; the library's own words differ from release to release */
    doc_node *at; /* and where */
    bool unsure; /* not all releases do the same */
} decoder;

static void message(decoder *d, doc_node *n, cell *into, const proto_message *m, int depth);
static void element(decoder *d, doc_node *n, cell *into, const proto_field *f, int depth);

static void refuse(decoder *d, doc_node *n, str why)
{
    d->failed = true;
    d->why = why;
    d->at = n;
}

/* Not all releases of protobuf do the same with the value. */
static void doubt(decoder *d, doc_node *n)
{
    arena *a = d->c->arena;
    d->unsure = true;
    str why = arena_printf(a, words("releases of protobuf differ about '%.*s'"), STR_ARG(doc_path(a, n)));
    native_note_unjudged(d->c, n, why, false);
}

/* Nobody knows which fields the message has, or what they are. */
static void doubt_message(decoder *d, doc_node *n, const proto_message *m)
{
    arena *a = d->c->arena;
    d->unsure = true;
    str why = m->too_large ? arena_printf(a, words("'%.*s' has more than %d fields"), STR_ARG(m->full), PROTO_FIELDS_MOST)
                           : arena_printf(a, words("line %u of the .proto of '%.*s' is not understood"), m->broken_line,
                                          STR_ARG(m->full));
    native_note_unjudged(d->c, n, why, true);
}

static void doubt_absent(decoder *d, doc_node *n, str type)
{
    d->unsure = true;
    str why = arena_printf(d->c->arena, words("the .proto that declares '%.*s' is not at hand"), STR_ARG(type));
    native_note_unjudged(d->c, n, why, true);
}

static void refuse_value(decoder *d, doc_node *n, str type)
{
    arena *a = d->c->arena;
    native_read(d->c, n, DOC_READ_TYPED | DOC_READ_REFUSED | DOC_READ_SPOILT);
    refuse(d, n, arena_printf(a, words("the value of '%.*s' is no %.*s"), STR_ARG(doc_path(a, n)), STR_ARG(type)));
}

/* --- scalars --------------------------------------------------------------------------------------------------------------- */

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
    cxx_fit how = UNFIT;
    if (known->kind == DOC_SYMBOLIC) {
        native_read(d->c, n, DOC_READ_TYPED | reads_of(f->kind));
        into->v = f->kind == PROTO_ENUM ? value_unknown_of(d->c->arena, t, ORIGIN_DERIVED, n, NULL) : cxx_json_scalar(d->c, n, t);
        return;
    }
    switch (f->kind) {
    case PROTO_BOOL: how = cxx_proto_boolean(known, &b); break;
    case PROTO_FLOAT:
    case PROTO_DOUBLE: how = cxx_proto_real(known, f->kind, &r); break;
    case PROTO_STRING: how = known->kind == DOC_STRING ? FITS : UNFIT; break;
    case PROTO_BYTES: how = cxx_proto_bytes(known); break;
    case PROTO_ENUM: how = cxx_proto_enumerator(known, f->enumeration, d->folds_enums, &i); break;
    default: how = cxx_proto_integer(known, f->kind, &i);
    }
    if (how == UNFIT && f->kind == PROTO_ENUM && known->kind == DOC_STRING && d->ignores_unknown) how = MAY_FIT;
    if (how == UNFIT) {
        refuse_value(d, n, f->type_name);
        return;
    }
    native_read(d->c, n, DOC_READ_TYPED | reads_of(f->kind));
    if (how == MAY_FIT) doubt(d, n);
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
    int64_t whole = 0, nanos = 0;
    cxx_fit how = cxx_proto_duration(known, &whole, &nanos);
    if (how == UNFIT) {
        refuse_value(d, n, STR("google.protobuf.Duration"));
    } else if (how == FITS) {
        set_number(into, "seconds_", whole);
        set_number(into, "nanos_", nanos);
    } else {
        doubt(d, n);
    }
}

static cxx_fit any(const doc_node *n)
{
    if (n->kind != DOC_OBJECT) return MAY_FIT;
    if (!n->present) return FITS;
    return doc_member_of((doc_node *)n, STR("@type"))->kind == DOC_MISSING ? UNFIT : MAY_FIT;
}

/* Some releases take an object for each message. */
static cxx_fit of_kind(const doc_node *n, doc_kind kind)
{
    return n->kind == kind ? FITS : n->kind == DOC_NULL || n->kind == DOC_OBJECT ? MAY_FIT : UNFIT;
}

/* What is in it is not followed. */
static void anything(decoder *d, doc_node *n, const proto_message *m)
{
    doc_node *known = native_look(d->c, n);
    native_read(d->c, n, DOC_READ_TYPED | DOC_READ_WHOLE);
    if (known->kind == DOC_SYMBOLIC) return;
    cxx_fit how = FITS;
    str name = m->short_name;
    bool members = known->kind == DOC_OBJECT;
    if (str_is(name, "Struct")) how = of_kind(known, DOC_OBJECT);
    else if (str_is(name, "ListValue")) how = of_kind(known, DOC_ARRAY);
    else if (str_is(name, "Any")) how = any(known);
    else if (str_is(name, "Timestamp")) how = members ? MAY_FIT : cxx_proto_timestamp(known);
    else if (str_is(name, "FieldMask")) how = members ? MAY_FIT : cxx_proto_mask(known);
    if (how == UNFIT) refuse_value(d, n, m->full);
    else if (how == MAY_FIT) doubt(d, n);
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
    if (own) doubt(d, n); /* as if it were a message like others */
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

static bool takes_list(const proto_field *f)
{
    return f->message && f->message->special == PROTO_ANYTHING;
}

static void repeated(decoder *d, doc_node *n, cell *into, const proto_field *f, int depth)
{
    native_call *c = d->c;
    doc_node *known = native_look(c, n);
    ir_type *t = cxx_type_behind(into->type)->args[0];
    uint32_t count = 0;
    native_read(c, n, DOC_READ_TYPED | DOC_READ_ARRAY);
    if (known->kind != DOC_ARRAY && known->kind != DOC_SYMBOLIC) { /* one alone */
        doubt(d, n);
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
        if (kind == DOC_NULL || (kind == DOC_ARRAY && !takes_list(f))) doubt(d, all[i]);
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
    cxx_fit how = cxx_proto_integer(&text, f->key, &i);
    if (how == MAY_FIT) doubt(d, entry);
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
        doubt(d, n);
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
        else if (native_look(c, all[i])->kind == DOC_NULL) doubt(d, all[i]);
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
    bool keeps_null = f->message && f->message->special == PROTO_ANYTHING && str_is(f->message->short_name, "Value");
    if (known->kind == DOC_MISSING || (known->kind == DOC_NULL && !keeps_null)) return;
    if (f->kind == PROTO_UNKNOWN || !place || !place->type || (f->message && f->message->broken)) {
        native_read(c, n, DOC_READ_WHOLE);
        if (f->message && f->message->broken) doubt_message(d, n, f->message);
        else if (f->kind == PROTO_UNKNOWN) doubt_absent(d, n, f->type_name);
        else doubt(d, n);
        forget(d, into, m, f, name);
        return;
    }
    if (symbolic && (is_optional(f) || f->oneof >= 0 || f->explicit_presence)) {
        value there = cxx_json_exists(c, n);
        if (depth < DEPTH_MOST - SYMBOLIC_DEPTH_MOST || !native_decide(c, &there)) return;
    }
    bool before = d->unsure;
    d->unsure = false;
    if (f->group && !symbolic) doubt(d, n);
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
static bool is_second(decoder *d, doc_node *n, const proto_message *m, const proto_field *f, bool *seen, bool *taken)
{
    size_t i = (size_t)(f - m->fields.at);
    bool twice = seen[i], other = f->oneof >= 0 && taken[f->oneof];
    seen[i] = true;
    if (f->oneof >= 0) taken[f->oneof] = true;
    if (twice) doubt(d, n);
    return other && !twice;
}

/* A key that is no field's. What is taken as unknown may be anything; and where a field that is absent is taken so, the key may
 * be its name misspelt. */
static void check_unknown(decoder *d, doc_node *in, doc_node *n, const proto_message *m)
{
    if (native_look(d->c, n)->kind == DOC_SYMBOLIC) return;
    if (m->extensible && str_starts(n->key, STR("["))) {
        native_read(d->c, n, DOC_READ_WHOLE);
        doubt(d, n);
        return;
    }
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
        if (f && there && is_second(d, child, m, f, seen, taken)) refuse_second(d, child, m->oneofs.at[f->oneof]);
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
        if (!f->required || native_look(c, child)->kind == DOC_SYMBOLIC) continue;
        str why = arena_printf(c->arena, words("releases of protobuf differ about an absent '%.*s', which is required"),
                               STR_ARG(f->name));
        native_note_unjudged(c, n, why, false);
        d->unsure = true;
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

/* The message is of no class that is known, or nobody knows which one it is. */
static void doubt_unknown(decoder *d, doc_node *document, const value *to)
{
    const ir_type *t = to->kind == VALUE_POINTER && to->cell ? to->cell->type : NULL;
    str name = t ? type_text(d->c->arena, t) : (str){0};
    while (str_starts(name, STR("?"))) name = str_slice(name, 1, name.n); /* as types that are not known are written */
    if (name.n) doubt_absent(d, document, name);
    else
        native_note_unjudged(d->c, document, str_of(words("the message that JsonStringToMessage fills is not known")), true);
}

/* JsonStringToMessage(text, &message, options) */
static value json_string_to_message(native_call *c)
{
    value text = cxx_json_parse(c), to = cxx_arg(c, 1);
    doc_node *document = text.kind == VALUE_DOC ? text.doc : NULL;
    cell *into = to.kind == VALUE_POINTER ? to.cell : NULL;
    const proto_message *m = into && into->v.kind == VALUE_STRUCT ? cxx_message_of(into->v.type) : NULL;
    decoder d = {
        .c = c, .ignores_unknown = option(c, "ignore_unknown_fields"), .folds_enums = option(c, "case_insensitive_enum_parsing")};
    if (document && !m) doubt_unknown(&d, document, &to);
    if (document && m && m->broken) doubt_message(&d, document, m);
    if (document && !options_known(c))
        native_note_unjudged(c, document, str_of(words("the options of JsonStringToMessage are not known")), true);
    if (!document || !m || m->broken || !options_known(c)) return not_followed(c, document);
    const proto_field whole = {.kind = PROTO_MESSAGE, .message = m, .type_name = m->full, .oneof = -1};
    cell *made = new_cell(c, into->v.type);
    if (native_stopped(c)) return value_unknown(NULL);
    element(&d, document, made, &whole, DEPTH_MOST + 1);
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
