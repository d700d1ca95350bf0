/* Reads .proto files. */
#include "cxx/proto.h"

#include "base/strbuf.h"

typedef enum token_kind { T_END, T_NAME, T_NUMBER, T_TEXT, T_SIGN } token_kind;

typedef struct token {
    token_kind kind;
    str text; /* T_TEXT: without its quotes */
    uint32_t start, end;
} token;

typedef struct reader {
    proto_set *set;
    proto_file *file;
    str text;
    size_t at;
    token t; /* the one to look at */
    uint32_t last_end;
    bool proto2;
} reader;

enum { NESTED_MOST = 32 };

/* --- tokens ---------------------------------------------------------------------------------------------------------------- */

static bool is_name_start(char c) { return ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '_'; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static void skip_blank(reader *r)
{
    str s = r->text;
    for (;;) {
        while (r->at < s.n && (s.p[r->at] == ' ' || s.p[r->at] == '\t' || s.p[r->at] == '\n' || s.p[r->at] == '\r')) r->at++;
        ptrdiff_t end;
        if (r->at + 1 >= s.n || s.p[r->at] != '/') return;
        if (s.p[r->at + 1] == '/') end = str_find_char(s, '\n', r->at);
        else if (s.p[r->at + 1] == '*') end = str_find(s, STR("*/"), r->at + 2), end += end < 0 ? 0 : 2;
        else return;
        r->at = end < 0 ? s.n : (size_t)end;
    }
}

static void advance(reader *r)
{
    str s = r->text;
    r->last_end = r->t.end;
    skip_blank(r);
    size_t start = r->at, end = start;
    token t = {.kind = T_SIGN};
    if (start >= s.n) {
        t.kind = T_END;
    } else if (is_name_start(s.p[start])) {
        t.kind = T_NAME;
        while (end < s.n && (is_name_start(s.p[end]) || is_digit(s.p[end]) || s.p[end] == '.')) end++;
    } else if (is_digit(s.p[start])) {
        t.kind = T_NUMBER;
        while (end < s.n && (is_name_start(s.p[end]) || is_digit(s.p[end]) || s.p[end] == '.')) end++;
    } else if (s.p[start] == '"' || s.p[start] == '\'') {
        t.kind = T_TEXT;
        for (end++; end < s.n && s.p[end] != s.p[start]; end++)
            if (s.p[end] == '\\') end++;
        end = end < s.n ? end + 1 : s.n;
    } else {
        end++;
    }
    r->at = end;
    t.text = t.kind == T_TEXT && end > start + 1 ? str_slice(s, start + 1, end - 1) : str_slice(s, start, end);
    t.start = (uint32_t)start;
    t.end = (uint32_t)end;
    r->t = t;
}

static bool is(const reader *r, const char *text) { return r->t.kind != T_TEXT && str_is(r->t.text, text); }

static bool take(reader *r, const char *text)
{
    if (!is(r, text)) return false;
    advance(r);
    return true;
}

/* Past the next ';' or the block in braces that comes first. */
static void skip_statement(reader *r)
{
    int depth = 0;
    while (r->t.kind != T_END) {
        bool ends = depth == 0 && is(r, ";");
        if (is(r, "{")) depth++;
        if (is(r, "}") && --depth <= 0) ends = true;
        if (depth < 0) return;
        advance(r);
        if (ends) return;
    }
}

static int64_t number_of(str s, bool *ok)
{
    int64_t n = 0;
    bool hex = s.n > 2 && s.p[0] == '0' && (s.p[1] | 32) == 'x';
    *ok = s.n > 0 && s.n < 16;
    for (size_t i = hex ? 2 : 0; i < s.n && *ok; i++) {
        char c = (char)(s.p[i] | 32);
        int d = is_digit(s.p[i]) ? s.p[i] - '0' : hex && c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        *ok = d >= 0;
        n = n * (hex ? 16 : 10) + d;
    }
    return n;
}

static bool take_number(reader *r, int64_t *n)
{
    bool minus = take(r, "-"), ok = false;
    if (r->t.kind == T_NUMBER) *n = number_of(r->t.text, &ok);
    if (ok) advance(r);
    if (minus) *n = -*n;
    return ok;
}

/* --- declarations ---------------------------------------------------------------------------------------------------------- */

/* lowerCamelCase: what stands behind a '_' is a capital. */
static str camel(arena *a, str name)
{
    strbuf b = STRBUF_IN(a);
    bool up = false;
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        if (c == '_') {
            up = true;
            continue;
        }
        strbuf_add_char(&b, up && c >= 'a' && c <= 'z' ? (char)(c - 32) : c);
        up = false;
    }
    return strbuf_str(&b);
}

static proto_kind kind_of(str type)
{
    static const struct {
        const char *name;
        proto_kind kind;
    } all[] = {{"bool", PROTO_BOOL},      {"int32", PROTO_INT32},    {"sint32", PROTO_INT32},   {"sfixed32", PROTO_INT32},
               {"uint32", PROTO_UINT32},  {"fixed32", PROTO_UINT32}, {"int64", PROTO_INT64},    {"sint64", PROTO_INT64},
               {"sfixed64", PROTO_INT64}, {"uint64", PROTO_UINT64},  {"fixed64", PROTO_UINT64}, {"float", PROTO_FLOAT},
               {"double", PROTO_DOUBLE},  {"string", PROTO_STRING},  {"bytes", PROTO_BYTES}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (str_is(type, all[i].name)) return all[i].kind;
    return PROTO_UNKNOWN;
}

/* Something of the message is not understood, here at the latest. */
static void give_up(const reader *r, proto_message *m, uint32_t at)
{
    if (m->broken) return;
    m->broken = true;
    m->broken_line = 1;
    for (uint32_t i = 0; i < at && i < r->text.n; i++) m->broken_line += r->text.p[i] == '\n';
}

static str full_name(const reader *r, const proto_message *in, str name)
{
    str around = in ? in->full : r->file->package;
    return around.n ? arena_printf(r->set->arena, "%.*s.%.*s", STR_ARG(around), STR_ARG(name)) : name;
}

static str class_name(const reader *r, const proto_message *in, str name)
{
    return in ? arena_printf(r->set->arena, "%.*s_%.*s", STR_ARG(in->cxx_name), STR_ARG(name)) : name;
}

/* The value behind `default =`, as C++ writes it: of an enumerator its name. */
static str preset(reader *r)
{
    bool minus = take(r, "-");
    token t = r->t;
    strbuf b = STRBUF_IN(r->set->arena);
    advance(r);
    if (t.kind != T_TEXT && str_is(t.text, "inf")) return minus ? STR("-1e999") : STR("1e999");
    if (t.kind != T_TEXT) return arena_printf(r->set->arena, "%s%.*s", minus ? "-" : "", STR_ARG(t.text));
    strbuf_printf(&b, "\"%.*s\"", STR_ARG(t.text));
    for (; r->t.kind == T_TEXT; advance(r)) strbuf_printf(&b, " \"%.*s\"", STR_ARG(r->t.text));
    return strbuf_str(&b);
}

/* [json_name = "x", default = 5, other = {...}]; false: it does not end. */
static bool field_options(reader *r, proto_field *f)
{
    if (!take(r, "[")) return true;
    int depth = 0;
    while (r->t.kind != T_END && !(depth == 0 && is(r, "]"))) {
        bool json = depth == 0 && take(r, "json_name");
        if (json && take(r, "=") && r->t.kind == T_TEXT) f->json_name = r->t.text;
        if (json) continue;
        if (depth == 0 && take(r, "default")) {
            if (take(r, "=")) f->preset = preset(r);
            continue;
        }
        if (is(r, "{") || is(r, "[") || is(r, "(")) depth++;
        if (is(r, "}") || is(r, "]") || is(r, ")")) depth--;
        advance(r);
    }
    return take(r, "]");
}

/* `type name = number [options];` Its label is behind. */
static void field(reader *r, proto_message *m, proto_field f, uint32_t start)
{
    bool whole = true;
    if (take(r, "map")) {
        whole = take(r, "<");
        f.is_map = true;
        f.key = kind_of(r->t.text);
        advance(r);
        whole = take(r, ",") && whole && f.key != PROTO_UNKNOWN;
    }
    if (is(r, ".")) advance(r); /* a name from the outermost package on */
    f.type_name = r->t.text;
    f.kind = kind_of(f.type_name);
    whole = whole && r->t.kind == T_NAME && !is(r, "group");
    advance(r);
    if (f.is_map) whole = take(r, ">") && whole;
    f.name = r->t.text;
    f.json_name = camel(r->set->arena, f.name);
    whole = whole && r->t.kind == T_NAME;
    advance(r);
    whole = take(r, "=") && whole && take_number(r, &f.number);
    whole = whole && field_options(r, &f);
    f.at = range_make(start, r->last_end);
    bool room = m->fields.n < PROTO_FIELDS_MOST;
    if (whole && room && take(r, ";")) {
        array_push(r->set->arena, &m->fields, f);
        return;
    }
    m->too_large = m->too_large || (whole && !room && !m->broken);
    give_up(r, m, start);
    skip_statement(r);
}

static void oneof(reader *r, proto_message *m)
{
    array_push(r->set->arena, &m->oneofs, r->t.text);
    advance(r);
    if (!take(r, "{")) give_up(r, m, r->t.start);
    while (r->t.kind != T_END && !is(r, "}")) {
        uint32_t start = r->t.start;
        if (is(r, "option")) skip_statement(r);
        else if (!take(r, ";")) field(r, m, (proto_field){.oneof = (int32_t)m->oneofs.n - 1, .explicit_presence = true}, start);
    }
    take(r, "}");
}

static void enumeration(reader *r, proto_message *in, uint32_t start)
{
    arena *a = r->set->arena;
    proto_enum *e = ARENA_NEW(a, proto_enum);
    *e = (proto_enum){.full = full_name(r, in, r->t.text), .cxx_name = class_name(r, in, r->t.text), .short_name = r->t.text};
    e->closed = r->proto2;
    advance(r);
    e->at = range_make(start, r->last_end);
    if (!take(r, "{")) return;
    while (r->t.kind != T_END && !is(r, "}")) {
        proto_value v = {.name = r->t.text};
        bool is_value = r->t.kind == T_NAME && !is(r, "option") && !is(r, "reserved");
        if (is_value) advance(r);
        if (is_value && take(r, "=") && take_number(r, &v.number)) array_push(a, &e->values, v);
        if (!take(r, ";")) skip_statement(r);
    }
    take(r, "}");
    map_put(a, &r->set->enums, e->full, e);
    if (in) array_push(a, &in->enums, e);
    else array_push(a, &r->file->enums, e);
}

static void message(reader *r, proto_message *in, uint32_t start, int depth);
static void group(reader *r, proto_message *m, proto_field f, uint32_t start, int depth);

static void member(reader *r, proto_message *m, int depth)
{
    uint32_t start = r->t.start;
    proto_field f = {.oneof = -1, .explicit_presence = r->proto2};
    if (take(r, "message")) message(r, m, start, depth);
    else if (take(r, "enum")) enumeration(r, m, start);
    else if (take(r, "oneof")) oneof(r, m);
    else if (is(r, "option") || is(r, "reserved") || is(r, "extensions") || is(r, "extend"))
        m->extensible = m->extensible || is(r, "extensions"), skip_statement(r);
    else if (!take(r, ";")) {
        if (take(r, "repeated")) f.repeated = true, f.explicit_presence = false;
        else if (take(r, "optional")) f.explicit_presence = true;
        else if (take(r, "required")) f.required = true;
        if (take(r, "group")) group(r, m, f, start, depth);
        else field(r, m, f, start);
    }
}

static proto_special special_of(str full)
{
    static const struct {
        const char *name;
        proto_special special;
    } all[] = {{"Duration", PROTO_DURATION},  {"Timestamp", PROTO_ANYTHING},  {"Any", PROTO_ANYTHING},
               {"Struct", PROTO_ANYTHING},    {"Value", PROTO_ANYTHING},      {"ListValue", PROTO_ANYTHING},
               {"FieldMask", PROTO_ANYTHING}, {"StringValue", PROTO_WRAPPER}, {"BytesValue", PROTO_WRAPPER},
               {"BoolValue", PROTO_WRAPPER},  {"Int32Value", PROTO_WRAPPER},  {"UInt32Value", PROTO_WRAPPER},
               {"Int64Value", PROTO_WRAPPER}, {"UInt64Value", PROTO_WRAPPER}, {"FloatValue", PROTO_WRAPPER},
               {"DoubleValue", PROTO_WRAPPER}};
    if (!str_starts(full, STR("google.protobuf."))) return PROTO_PLAIN;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (str_is(str_slice(full, 16, full.n), all[i].name)) return all[i].special;
    return PROTO_PLAIN;
}

/* The message whose name is next, not yet entered. */
static proto_message *message_named(reader *r, const proto_message *in, uint32_t start)
{
    arena *a = r->set->arena;
    proto_message *m = ARENA_NEW(a, proto_message);
    *m = (proto_message){.full = full_name(r, in, r->t.text),
                         .cxx_name = class_name(r, in, r->t.text),
                         .short_name = r->t.text,
                         .package = r->file->package};
    m->special = special_of(m->full);
    advance(r);
    m->at = range_make(start, r->last_end);
    return m;
}

/* What stands in braces. */
static void message_body(reader *r, proto_message *m, proto_message *in, int depth)
{
    arena *a = r->set->arena;
    if (depth > NESTED_MOST || !take(r, "{")) {
        skip_statement(r);
        return;
    }
    while (r->t.kind != T_END && !is(r, "}")) member(r, m, depth + 1);
    if (!take(r, "}")) give_up(r, m, r->t.start);
    map_put(a, &r->set->messages, m->full, m);
    if (in) array_push(a, &in->inner, m);
    else array_push(a, &r->file->messages, m);
}

static void message(reader *r, proto_message *in, uint32_t start, int depth)
{
    proto_message *m = message_named(r, in, start);
    message_body(r, m, in, depth);
}

/* `group Name = number { ... }`: a message, and a field of its name in small letters. */
static void group(reader *r, proto_message *m, proto_field f, uint32_t start, int depth)
{
    f.group = true;
    f.type_name = r->t.text;
    f.name = f.json_name = arena_lower(r->set->arena, r->t.text);
    proto_message *made = message_named(r, m, start);
    bool whole = take(r, "=") && take_number(r, &f.number) && field_options(r, &f);
    f.at = made->at;
    message_body(r, made, m, depth);
    if (whole && m->fields.n < PROTO_FIELDS_MOST) array_push(r->set->arena, &m->fields, f);
    else give_up(r, m, start);
}

proto_file *proto_read(proto_set *s, str text)
{
    reader r = {.set = s, .file = ARENA_NEW(s->arena, proto_file), .text = text, .proto2 = true};
    *r.file = (proto_file){0};
    advance(&r);
    while (r.t.kind != T_END) {
        uint32_t start = r.t.start;
        if (take(&r, "message")) message(&r, NULL, start, 0);
        else if (take(&r, "enum")) enumeration(&r, NULL, start);
        else if (take(&r, "package")) r.file->package = r.t.text, skip_statement(&r);
        else if (take(&r, "syntax")) take(&r, "="), r.proto2 = !str_is(r.t.text, "proto3"), skip_statement(&r);
        else if (take(&r, "import")) {
            if (is(&r, "public") || is(&r, "weak")) advance(&r);
            if (r.t.kind == T_TEXT) array_push(s->arena, &r.file->imports, r.t.text);
            skip_statement(&r);
        } else if (!take(&r, "}")) skip_statement(&r);
    }
    return r.file;
}

/* --- types ----------------------------------------------------------------------------------------------------------------- */

/* From the innermost scope outwards. */
static void *find_type(proto_set *s, const map *in, str scope, str name)
{
    for (;;) {
        void *found = map_get(in, scope.n ? arena_printf(s->arena, "%.*s.%.*s", STR_ARG(scope), STR_ARG(name)) : name);
        if (found || !scope.n) return found;
        ptrdiff_t dot = str_rfind_char(scope, '.');
        scope = str_slice(scope, 0, dot < 0 ? 0 : (size_t)dot);
    }
}

static void resolve(proto_set *s, proto_message *m)
{
    for (size_t i = 0; i < m->fields.n; i++) {
        proto_field *f = &m->fields.at[i];
        if (f->kind != PROTO_UNKNOWN) continue;
        f->message = find_type(s, &s->messages, m->full, f->type_name);
        f->enumeration = f->message ? NULL : find_type(s, &s->enums, m->full, f->type_name);
        if (f->message) f->kind = PROTO_MESSAGE;
        else if (f->enumeration && f->enumeration->values.n) f->kind = PROTO_ENUM;
    }
    for (size_t i = 0; i < m->inner.n; i++) resolve(s, m->inner.at[i]);
}

void proto_resolve(proto_set *s, proto_file *f)
{
    for (size_t i = 0; i < f->messages.n; i++) resolve(s, f->messages.at[i]);
}

#define HEAD "syntax = \"proto3\"; package google.protobuf; "

bool proto_known_file(str name, str *text)
{
    static const struct {
        const char *name, *text;
    } all[] = {
        {"duration", HEAD "message Duration { int64 seconds = 1; int32 nanos = 2; }"},
        {"timestamp", HEAD "message Timestamp { int64 seconds = 1; int32 nanos = 2; }"},
        {"empty", HEAD "message Empty {}"},
        {"any", HEAD "message Any {}"},
        {"field_mask", HEAD "message FieldMask {}"},
        {"struct", HEAD "enum NullValue { NULL_VALUE = 0; } message Struct {} message Value {} message ListValue {}"},
        {"wrappers", HEAD "message DoubleValue { double value = 1; } message FloatValue { float value = 1; }"
                          "message Int64Value { int64 value = 1; } message UInt64Value { uint64 value = 1; }"
                          "message Int32Value { int32 value = 1; } message UInt32Value { uint32 value = 1; }"
                          "message BoolValue { bool value = 1; } message StringValue { string value = 1; }"
                          "message BytesValue { bytes value = 1; }"},
    };
    static const char start[] = "google/protobuf/", end[] = ".proto";
    if (!str_starts(name, str_of(start)) || !str_ends(name, str_of(end))) return false;
    name = str_slice(name, sizeof start - 1, name.n - (sizeof end - 1));
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (str_is(name, all[i].name)) return *text = str_of(all[i].text), true;
    return false;
}
