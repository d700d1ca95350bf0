/* The C++ that protoc makes of messages, as far as plugins use it. */
#include "cxx/proto.h"

#include "base/strbuf.h"

typedef struct writer {
    proto_set *set;
    arena *a;
    strbuf out;
    cxx_expanded x;
    bool hidden;
} writer;

/* What follows stands for this place. */
static void piece(writer *w, range at)
{
    cxx_piece p = {(uint32_t)w->out.n, w->hidden ? 0 : at.start, w->hidden ? 0 : at.end, false};
    array_push(w->a, &w->x.pieces, p);
}

str proto_accessor(arena *a, str field)
{
    static const char *const keywords[] = {
        "and",     "auto",     "bool",     "break",    "case",    "catch",     "char",     "class",    "const",   "continue",
        "default", "delete",   "do",       "double",   "else",    "enum",      "explicit", "export",   "extern",  "false",
        "float",   "for",      "friend",   "goto",     "if",      "inline",    "int",      "long",     "mutable", "namespace",
        "new",     "not",      "operator", "or",       "private", "protected", "public",   "register", "return",  "short",
        "signed",  "sizeof",   "static",   "struct",   "switch",  "template",  "this",     "throw",    "true",    "try",
        "typedef", "typename", "union",    "unsigned", "using",   "virtual",   "void",     "while",    "xor"};
    str name = arena_lower(a, field);
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
        if (str_is(name, keywords[i])) return arena_printf(a, "%.*s_", STR_ARG(name));
    return name;
}

/* "some_name" -> "SomeName" */
static str capitals(arena *a, str name)
{
    strbuf b = STRBUF_IN(a);
    bool up = true;
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        bool letter = c >= 'a' && c <= 'z';
        if (c != '_') strbuf_add_char(&b, up && letter ? (char)(c - 32) : c);
        up = c == '_' || (c >= '0' && c <= '9');
    }
    return strbuf_str(&b);
}

/* "a.b" -> "a::b::" */
static str spaces(arena *a, str package)
{
    strbuf b = STRBUF_IN(a);
    for (size_t i = 0; i < package.n; i++) {
        if (package.p[i] == '.') strbuf_add(&b, STR("::"));
        else strbuf_add_char(&b, package.p[i]);
    }
    if (package.n) strbuf_add(&b, STR("::"));
    return strbuf_str(&b);
}

static str class_of(arena *a, const proto_message *m)
{
    return arena_printf(a, "%.*s%.*s", STR_ARG(spaces(a, m->package)), STR_ARG(m->cxx_name));
}

/* Its name up to the part that is its own in C++. */
static str enum_of(arena *a, const proto_enum *e)
{
    size_t own = e->cxx_name.n;
    str package = e->full.n > own ? str_slice(e->full, 0, e->full.n - own - 1) : STR("");
    return arena_printf(a, "%.*s%.*s", STR_ARG(spaces(a, package)), STR_ARG(e->cxx_name));
}

static str type_of_kind(proto_kind k)
{
    static const char *const names[] = {"",         "bool",  "int32_t", "uint32_t",    "int64_t",
                                        "uint64_t", "float", "double",  "std::string", "std::string"};
    return str_of(names[k]);
}

static str type_of(writer *w, const proto_field *f)
{
    if (f->kind == PROTO_MESSAGE) return class_of(w->a, f->message);
    if (f->kind == PROTO_ENUM) return enum_of(w->a, f->enumeration);
    return type_of_kind(f->kind);
}

static str default_of(writer *w, const proto_field *f)
{
    for (size_t i = 0; f->kind == PROTO_ENUM && i < f->enumeration->values.n; i++) {
        const proto_value *v = &f->enumeration->values.at[i];
        if (str_eq(v->name, f->preset))
            return arena_printf(w->a, "static_cast<%.*s>(%lld)", STR_ARG(type_of(w, f)), (long long)v->number);
    }
    if (f->preset.n && f->kind != PROTO_ENUM) return f->preset;
    if (f->kind == PROTO_BOOL) return STR("false");
    if (f->kind == PROTO_STRING || f->kind == PROTO_BYTES) return STR("\"\"");
    if (f->kind != PROTO_ENUM) return STR("0");
    return arena_printf(w->a, "static_cast<%.*s>(%lld)", STR_ARG(type_of(w, f)), (long long)f->enumeration->values.at[0].number);
}

/* Of one whose type is not at hand: what it gives is not known. */
static void unknown_field(writer *w, str n)
{
    strbuf_printf(&w->out, "  const proto_unknown &%.*s() const;\n  bool has_%.*s() const;\n", STR_ARG(n), STR_ARG(n));
}

static void repeated_field(writer *w, str n, str t)
{
    strbuf *b = &w->out;
    strbuf_printf(b, "  std::vector<%.*s> %.*s_;\n", STR_ARG(t), STR_ARG(n));
    strbuf_printf(b, "  const std::vector<%.*s> &%.*s() const { return %.*s_; }\n", STR_ARG(t), STR_ARG(n), STR_ARG(n));
    strbuf_printf(b, "  const %.*s &%.*s(int index) const { return %.*s_[index]; }\n", STR_ARG(t), STR_ARG(n), STR_ARG(n));
    strbuf_printf(b, "  int %.*s_size() const { return %.*s_.size(); }\n", STR_ARG(n), STR_ARG(n));
    strbuf_printf(b, "  std::vector<%.*s> *mutable_%.*s() { return &%.*s_; }\n", STR_ARG(t), STR_ARG(n), STR_ARG(n));
    strbuf_printf(b, "  void clear_%.*s() { %.*s_.clear(); }\n", STR_ARG(n), STR_ARG(n));
    strbuf_printf(b, "  void add_%.*s(const %.*s &value) { %.*s_.push_back(value); }\n", STR_ARG(n), STR_ARG(t), STR_ARG(n));
}

static void map_field(writer *w, str n, const proto_field *f, str t)
{
    strbuf *b = &w->out;
    str type = arena_printf(w->a, "std::unordered_map<%.*s, %.*s>", STR_ARG(type_of_kind(f->key)), STR_ARG(t));
    strbuf_printf(b, "  %.*s %.*s_;\n", STR_ARG(type), STR_ARG(n));
    strbuf_printf(b, "  const %.*s &%.*s() const { return %.*s_; }\n", STR_ARG(type), STR_ARG(n), STR_ARG(n));
    strbuf_printf(b, "  int %.*s_size() const { return %.*s_.size(); }\n", STR_ARG(n), STR_ARG(n));
    strbuf_printf(b, "  %.*s *mutable_%.*s() { return &%.*s_; }\n", STR_ARG(type), STR_ARG(n), STR_ARG(n));
}

/* What setting a member of a oneof does first, and how it is told whether a field is there; `none`: it is never told. */
static void presence(writer *w, const proto_message *m, str n, const proto_field *f)
{
    strbuf *b = &w->out;
    if (f->oneof >= 0) {
        str one = proto_accessor(w->a, m->oneofs.at[f->oneof]);
        strbuf_printf(b, "  bool has_%.*s() const { return %.*s_case_ == k%.*s; }\n", STR_ARG(n), STR_ARG(one),
                      STR_ARG(capitals(w->a, f->name)));
    } else if (f->kind == PROTO_MESSAGE) {
        strbuf_printf(b, "  bool has_%.*s() const { return %.*s_.has_value(); }\n", STR_ARG(n), STR_ARG(n));
    } else if (f->explicit_presence || f->required) {
        strbuf_printf(b, "  bool has_%.*s_ = false;\n  bool has_%.*s() const { return has_%.*s_; }\n", STR_ARG(n), STR_ARG(n),
                      STR_ARG(n));
    }
}

static str mark_set(writer *w, const proto_message *m, str n, const proto_field *f)
{
    if (f->oneof >= 0) {
        str one = proto_accessor(w->a, m->oneofs.at[f->oneof]);
        return arena_printf(w->a, "clear_%.*s(); %.*s_case_ = k%.*s; ", STR_ARG(one), STR_ARG(one),
                            STR_ARG(capitals(w->a, f->name)));
    }
    bool has = f->kind != PROTO_MESSAGE && (f->explicit_presence || f->required);
    return has ? arena_printf(w->a, "has_%.*s_ = true; ", STR_ARG(n)) : STR("");
}

static void message_field(writer *w, const proto_message *m, str n, const proto_field *f, str t)
{
    strbuf *b = &w->out;
    str set = mark_set(w, m, n, f);
    strbuf_printf(b, "  std::optional<%.*s> %.*s_;\n", STR_ARG(t), STR_ARG(n));
    strbuf_printf(b,
                  "  const %.*s &%.*s() const { static const %.*s none; if (%.*s_.has_value()) return *%.*s_; return none; }\n",
                  STR_ARG(t), STR_ARG(n), STR_ARG(t), STR_ARG(n), STR_ARG(n));
    strbuf_printf(b, "  %.*s *mutable_%.*s() { if (!%.*s_.has_value()) { %.*s%.*s_ = %.*s(); } return &*%.*s_; }\n", STR_ARG(t),
                  STR_ARG(n), STR_ARG(n), STR_ARG(set), STR_ARG(n), STR_ARG(t), STR_ARG(n));
    if (f->oneof < 0) strbuf_printf(b, "  void clear_%.*s() { %.*s_.reset(); }\n", STR_ARG(n), STR_ARG(n));
}

static void scalar_field(writer *w, const proto_message *m, str n, const proto_field *f, str t)
{
    strbuf *b = &w->out;
    bool text = f->kind == PROTO_STRING || f->kind == PROTO_BYTES;
    str set = mark_set(w, m, n, f), zero = default_of(w, f);
    strbuf_printf(b, "  %.*s %.*s_ = %.*s;\n", STR_ARG(t), STR_ARG(n), STR_ARG(zero));
    strbuf_printf(b, "  %s%.*s %s%.*s() const { return %.*s_; }\n", text ? "const " : "", STR_ARG(t), text ? "&" : "", STR_ARG(n),
                  STR_ARG(n));
    strbuf_printf(b, "  void set_%.*s(%s%.*s %svalue) { %.*s%.*s_ = value; }\n", STR_ARG(n), text ? "const " : "", STR_ARG(t),
                  text ? "&" : "", STR_ARG(set), STR_ARG(n));
    if (text)
        strbuf_printf(b, "  %.*s *mutable_%.*s() { %.*sreturn &%.*s_; }\n", STR_ARG(t), STR_ARG(n), STR_ARG(set), STR_ARG(n));
    if (f->oneof < 0 && !set.n)
        strbuf_printf(b, "  void clear_%.*s() { %.*s_ = %.*s; }\n", STR_ARG(n), STR_ARG(n), STR_ARG(zero));
}

static void field(writer *w, const proto_message *m, const proto_field *f)
{
    str n = proto_accessor(w->a, f->name), t = type_of(w, f);
    piece(w, f->at);
    if (f->kind == PROTO_UNKNOWN || (f->message && f->message->broken)) unknown_field(w, n);
    else if (f->is_map) map_field(w, n, f, t);
    else if (f->repeated) repeated_field(w, n, t);
    else if (f->kind == PROTO_MESSAGE) message_field(w, m, n, f, t), presence(w, m, n, f);
    else scalar_field(w, m, n, f, t), presence(w, m, n, f);
}

static void oneof(writer *w, const proto_message *m, size_t i)
{
    strbuf *b = &w->out;
    str one = proto_accessor(w->a, m->oneofs.at[i]), type = capitals(w->a, m->oneofs.at[i]), none = STR("");
    strbuf upper = STRBUF_IN(w->a);
    for (size_t k = 0; k < m->oneofs.at[i].n; k++) {
        char c = m->oneofs.at[i].p[k];
        strbuf_add_char(&upper, c >= 'a' && c <= 'z' ? (char)(c - 32) : c);
    }
    none = arena_printf(w->a, "%.*s_NOT_SET", STR_ARG(strbuf_str(&upper)));
    strbuf_printf(b, "  enum %.*sCase { %.*s = 0", STR_ARG(type), STR_ARG(none));
    for (size_t k = 0; k < m->fields.n; k++)
        if (m->fields.at[k].oneof == (int32_t)i)
            strbuf_printf(b, ", k%.*s = %lld", STR_ARG(capitals(w->a, m->fields.at[k].name)), (long long)m->fields.at[k].number);
    strbuf_printf(b, " };\n  %.*sCase %.*s_case_ = %.*s;\n  %.*sCase %.*s_case() const { return %.*s_case_; }\n", STR_ARG(type),
                  STR_ARG(one), STR_ARG(none), STR_ARG(type), STR_ARG(one), STR_ARG(one));
    strbuf_printf(b, "  void clear_%.*s() { %.*s_case_ = %.*s;", STR_ARG(one), STR_ARG(one), STR_ARG(none));
    for (size_t k = 0; k < m->fields.n; k++) {
        const proto_field *f = &m->fields.at[k];
        str n = proto_accessor(w->a, f->name);
        if (f->oneof != (int32_t)i || f->kind == PROTO_UNKNOWN) continue;
        if (f->kind == PROTO_MESSAGE) strbuf_printf(b, " %.*s_.reset();", STR_ARG(n));
        else strbuf_printf(b, " %.*s_ = %.*s;", STR_ARG(n), STR_ARG(default_of(w, f)));
    }
    strbuf_printf(b, " }\n");
}

static void enumeration(writer *w, const proto_enum *e)
{
    strbuf *b = &w->out;
    bool inner = !str_eq(e->cxx_name, e->short_name);
    piece(w, e->at);
    strbuf_printf(b, "enum %.*s : int {", STR_ARG(e->cxx_name));
    for (size_t i = 0; i < e->values.n; i++) {
        str value = e->values.at[i].name;
        if (inner) value = arena_printf(w->a, "%.*s_%.*s", STR_ARG(e->cxx_name), STR_ARG(value));
        strbuf_printf(b, "%s %.*s = %lld", i ? "," : "", STR_ARG(value), (long long)e->values.at[i].number);
    }
    strbuf_printf(b, " };\n");
}

/* The names of what is declared in the message, which in C++ stands beside it. */
static void inner_names(writer *w, const proto_message *m)
{
    strbuf *b = &w->out;
    for (size_t i = 0; i < m->inner.n; i++)
        strbuf_printf(b, "  using %.*s = %.*s;\n", STR_ARG(m->inner.at[i]->short_name), STR_ARG(class_of(w->a, m->inner.at[i])));
    for (size_t i = 0; i < m->enums.n; i++) {
        const proto_enum *e = m->enums.at[i];
        str type = enum_of(w->a, e);
        strbuf_printf(b, "  using %.*s = %.*s;\n", STR_ARG(e->short_name), STR_ARG(type));
        for (size_t k = 0; k < e->values.n; k++)
            strbuf_printf(b, "  static constexpr %.*s %.*s = static_cast<%.*s>(%lld);\n", STR_ARG(type),
                          STR_ARG(e->values.at[k].name), STR_ARG(type), (long long)e->values.at[k].number);
    }
}

static void message(writer *w, const proto_message *m)
{
    strbuf *b = &w->out;
    for (size_t i = 0; i < m->enums.n; i++) enumeration(w, m->enums.at[i]);
    for (size_t i = 0; i < m->inner.n; i++) message(w, m->inner.at[i]);
    piece(w, m->at);
    map_put(w->a, &w->set->by_class, class_of(w->a, m), (void *)m);
    if (m->broken) { /* what it has is as little known as of a class whose base is not at hand */
        strbuf_printf(b, "class %.*s : public proto_unknown {\n public:\n};\n", STR_ARG(m->cxx_name));
        return;
    }
    strbuf_printf(b, "class %.*s {\n public:\n", STR_ARG(m->cxx_name));
    strbuf_printf(b, "  void CopyFrom(const %.*s &from) { *this = from; }\n  void Clear() { *this = %.*s(); }\n",
                  STR_ARG(m->cxx_name), STR_ARG(m->cxx_name));
    strbuf_printf(b, "  static const %.*s &default_instance() { static const %.*s none; return none; }\n", STR_ARG(m->cxx_name),
                  STR_ARG(m->cxx_name));
    inner_names(w, m);
    for (size_t i = 0; i < m->oneofs.n; i++) oneof(w, m, i);
    for (size_t i = 0; i < m->fields.n && m->special != PROTO_ANYTHING; i++) field(w, m, &m->fields.at[i]);
    piece(w, m->at);
    strbuf_printf(b, "};\n");
}

cxx_expanded proto_to_cxx(proto_set *s, const proto_file *f, bool hidden)
{
    writer w = {.set = s, .a = s->arena, .out = STRBUF_IN(s->arena), .hidden = hidden};
    piece(&w, range_make(0, 0));
    str around = spaces(s->arena, f->package);
    if (around.n) strbuf_printf(&w.out, "namespace %.*s {\n", (int)around.n - 2, around.p);
    for (size_t i = 0; i < f->enums.n; i++) enumeration(&w, f->enums.at[i]);
    for (size_t i = 0; i < f->messages.n; i++) message(&w, f->messages.at[i]);
    if (around.n) strbuf_add(&w.out, STR("}\n"));
    w.x.text = strbuf_str(&w.out);
    return w.x;
}
