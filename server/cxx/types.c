#include "cxx/internal.h"
#include "cxx/macros.h"

/* --- types without arguments ----------------------------------------------------------------------------------------------- */

/* What the evaluator's arithmetic knows a type by. */
static ir_type plain[] = {
    {.kind = TYPE_UNKNOWN}, {.kind = TYPE_BOOL},    {.kind = TYPE_INT8},   {.kind = TYPE_UINT8}, {.kind = TYPE_INT16},
    {.kind = TYPE_UINT16},  {.kind = TYPE_INT32},   {.kind = TYPE_UINT32}, {.kind = TYPE_INT64}, {.kind = TYPE_UINT64},
    {.kind = TYPE_FLOAT32}, {.kind = TYPE_FLOAT64}, {.kind = TYPE_STRING},
};
enum { U_UNKNOWN, U_BOOL, U_INT8, U_UINT8, U_INT16, U_UINT16, U_INT32, U_UINT32, U_INT64, U_UINT64, U_FLOAT, U_DOUBLE, U_STRING };

static ir_field pair_fields[2] = {{.name = STR_INIT("first")}, {.name = STR_INIT("second")}};
static ir_type pair_struct = {.kind = TYPE_STRUCT, .fields = pair_fields, .field_count = 2};

#define BASIC(index, spelling, of, plainly) \
    [index] = {.ir = {.kind = TYPE_NAMED, .name = STR_INIT(spelling), .under = plainly, .front = &basics[index]}, \
               .kind = of, \
               .length = -1}

/* What the SDK's handlers give back. */
#define STATUS(index, spelling) \
    [index] = {.ir = {.kind = TYPE_NAMED, .package = STR_INIT("cxx"), .name = STR_INIT(spelling), .under = &plain[U_INT32], \
                      .front = &basics[index]}, \
               .kind = CXX_ENUM, \
               .length = -1}

static cxx_type basics[CXX_BASIC_COUNT] = {
    BASIC(CXX_T_VOID, "void", CXX_VOID, &plain[U_UNKNOWN]),
    BASIC(CXX_T_BOOL, "bool", CXX_BOOL, &plain[U_BOOL]),
    BASIC(CXX_T_CHAR, "char", CXX_INTEGER, &plain[U_INT8]),
    BASIC(CXX_T_INT8, "int8_t", CXX_INTEGER, &plain[U_INT8]),
    BASIC(CXX_T_UINT8, "uint8_t", CXX_INTEGER, &plain[U_UINT8]),
    BASIC(CXX_T_INT16, "int16_t", CXX_INTEGER, &plain[U_INT16]),
    BASIC(CXX_T_UINT16, "uint16_t", CXX_INTEGER, &plain[U_UINT16]),
    BASIC(CXX_T_INT, "int", CXX_INTEGER, &plain[U_INT32]),
    BASIC(CXX_T_UINT, "unsigned int", CXX_INTEGER, &plain[U_UINT32]),
    BASIC(CXX_T_LONG, "long", CXX_INTEGER, &plain[U_INT32]),
    BASIC(CXX_T_ULONG, "unsigned long", CXX_INTEGER, &plain[U_UINT32]),
    BASIC(CXX_T_INT64, "int64_t", CXX_INTEGER, &plain[U_INT64]),
    BASIC(CXX_T_UINT64, "uint64_t", CXX_INTEGER, &plain[U_UINT64]),
    BASIC(CXX_T_FLOAT, "float", CXX_REAL, &plain[U_FLOAT]),
    BASIC(CXX_T_DOUBLE, "double", CXX_REAL, &plain[U_DOUBLE]),
    BASIC(CXX_T_STRING, "std::string", CXX_STRING, &plain[U_STRING]),
    BASIC(CXX_T_VIEW, "std::string_view", CXX_STRING, &plain[U_STRING]),
    BASIC(CXX_T_CSTR, "const char*", CXX_STRING, &plain[U_STRING]),
    BASIC(CXX_T_UCSTR, "const unsigned char*", CXX_STRING, &plain[U_STRING]),
    BASIC(CXX_T_LETTER, "char", CXX_INTEGER, &plain[U_INT8]),
    BASIC(CXX_T_BYTE, "char", CXX_INTEGER, &plain[U_INT8]),
    BASIC(CXX_T_UBYTE, "uint8_t", CXX_INTEGER, &plain[U_UINT8]),
    BASIC(CXX_T_JSON, "nlohmann::json", CXX_JSON, &plain[U_UNKNOWN]),
    BASIC(CXX_T_PATTERN, "re2::RE2", CXX_PATTERN, &plain[U_UNKNOWN]),
    BASIC(CXX_T_BRACES, "{}", CXX_BRACES, &plain[U_UNKNOWN]),
    BASIC(CXX_T_PAIR, "std::pair", CXX_PAIR, &pair_struct),
    BASIC(CXX_T_VECTOR, "std::vector", CXX_VECTOR, &plain[U_UNKNOWN]),
    BASIC(CXX_T_OPTIONAL, "std::optional", CXX_OPTIONAL, &plain[U_UNKNOWN]),
    BASIC(CXX_T_OPAQUE, "?", CXX_OPAQUE, &plain[U_UNKNOWN]),
    BASIC(CXX_T_POINTER, "std::unique_ptr", CXX_POINTER, &plain[U_UNKNOWN]),
    BASIC(CXX_T_ENUM, "enum", CXX_ENUM, &plain[U_INT32]),
    STATUS(CXX_T_HEADERS_STATUS, "FilterHeadersStatus"),
    STATUS(CXX_T_DATA_STATUS, "FilterDataStatus"),
    STATUS(CXX_T_TRAILERS_STATUS, "FilterTrailersStatus"),
    STATUS(CXX_T_METADATA_STATUS, "FilterMetadataStatus"),
    STATUS(CXX_T_STATUS, "FilterStatus"),
    BASIC(CXX_T_FUNCTION, "std::function", CXX_FUNCTION, &plain[U_UNKNOWN]),
};

ir_type *cxx_basic_type(cxx_basic which) { return &basics[which].ir; }

cxx_type *cxx_type_behind(const ir_type *t) { return t && t->kind == TYPE_NAMED ? t->front : NULL; }

cxx_type_kind cxx_kind_of_type(const ir_type *t)
{
    const cxx_type *own = cxx_type_behind(t);
    if (own) return own->kind;
    if (!t) return CXX_OPAQUE;
    if (t->kind == TYPE_BOOL) return CXX_BOOL;
    if (t->kind == TYPE_STRING) return CXX_STRING;
    return type_is_integer(t->kind) ? CXX_INTEGER : type_is_float(t->kind) ? CXX_REAL : CXX_OPAQUE;
}

typedef struct spelling {
    const char *name;
    cxx_basic type;
} spelling;

static ir_type *basic_named(str name)
{
    static const spelling all[] = {
        {"void", CXX_T_VOID},
        {"bool", CXX_T_BOOL},
        {"char", CXX_T_CHAR},
        {"int8_t", CXX_T_INT8},
        {"uint8_t", CXX_T_UINT8},
        {"unsigned char", CXX_T_UINT8},
        {"signed char", CXX_T_INT8},
        {"int16_t", CXX_T_INT16},
        {"short", CXX_T_INT16},
        {"uint16_t", CXX_T_UINT16},
        {"unsigned short", CXX_T_UINT16},
        {"int", CXX_T_INT},
        {"int32_t", CXX_T_INT},
        {"signed", CXX_T_INT},
        {"unsigned", CXX_T_UINT},
        {"unsigned int", CXX_T_UINT},
        {"uint32_t", CXX_T_UINT},
        {"long", CXX_T_LONG},
        {"long int", CXX_T_LONG},
        {"ssize_t", CXX_T_LONG},
        {"ptrdiff_t", CXX_T_LONG},
        {"intptr_t", CXX_T_LONG},
        {"unsigned long", CXX_T_ULONG},
        {"unsigned long int", CXX_T_ULONG},
        {"size_t", CXX_T_ULONG},
        {"size_type", CXX_T_ULONG},
        {"uintptr_t", CXX_T_ULONG},
        {"int64_t", CXX_T_INT64},
        {"long long", CXX_T_INT64},
        {"long long int", CXX_T_INT64},
        {"uint64_t", CXX_T_UINT64},
        {"unsigned long long", CXX_T_UINT64},
        {"unsigned long long int", CXX_T_UINT64},
        {"float", CXX_T_FLOAT},
        {"double", CXX_T_DOUBLE},
        {"string", CXX_T_STRING},
        {"string_view", CXX_T_VIEW},
        {"StringView", CXX_T_VIEW},
        {"StringPiece", CXX_T_VIEW},
        {"json", CXX_T_JSON},
        {"JsonObject", CXX_T_JSON},
        {"RE2", CXX_T_PATTERN},
        {"WasmDataPtr", CXX_T_POINTER},
        {"JsonParserResultDetail", CXX_T_ENUM},
        {"FilterHeadersStatus", CXX_T_HEADERS_STATUS},
        {"FilterDataStatus", CXX_T_DATA_STATUS},
        {"FilterTrailersStatus", CXX_T_TRAILERS_STATUS},
        {"FilterMetadataStatus", CXX_T_METADATA_STATUS},
        {"FilterStatus", CXX_T_STATUS},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (str_is(name, all[i].name)) return cxx_basic_type(all[i].type);
    return NULL;
}

/* --- types with arguments -------------------------------------------------------------------------------------------------- */

typedef struct template_spelling {
    const char *name;
    cxx_type_kind kind;
    bool unordered, fixed;
} template_spelling;

static const template_spelling *template_named(str name)
{
    static const template_spelling all[] = {
        {"vector", CXX_VECTOR, 0, 0},
        {"list", CXX_VECTOR, 0, 0},
        {"deque", CXX_VECTOR, 0, 0},
        {"initializer_list", CXX_VECTOR, 0, 0},
        {"array", CXX_VECTOR, 0, 1},
        {"map", CXX_MAP, 0, 0},
        {"unordered_map", CXX_MAP, 1, 0},
        {"flat_hash_map", CXX_MAP, 1, 0},
        {"set", CXX_SET, 0, 0},
        {"unordered_set", CXX_SET, 1, 0},
        {"flat_hash_set", CXX_SET, 1, 0},
        {"optional", CXX_OPTIONAL, 0, 0},
        {"pair", CXX_PAIR, 0, 0},
        {"unique_ptr", CXX_POINTER, 0, 0},
        {"shared_ptr", CXX_POINTER, 0, 0},
        {"reference_wrapper", CXX_POINTER, 0, 0},
        {"function", CXX_FUNCTION, 0, 0},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (str_is(name, all[i].name)) return &all[i];
    return NULL;
}

static str type_name(const ir_type *t) { return t ? t->name : STR("auto"); }

static cxx_type *new_type(cxx_state *s, str name, cxx_type_kind kind)
{
    cxx_type *t = map_get(&s->types, name);
    if (t) return t;
    t = ARENA_NEW(s->a, cxx_type);
    t->ir = (ir_type){.kind = TYPE_NAMED, .name = arena_str(s->a, name), .under = &plain[U_UNKNOWN], .front = t};
    t->kind = kind;
    t->length = -1;
    map_put(s->a, &s->types, t->ir.name, t);
    return t;
}

static ir_type *pair_of(cxx_state *s, cxx_type *t)
{
    if (t->ir.under->kind == TYPE_STRUCT) return &t->ir;
    ir_type *under = ARENA_NEW(s->a, ir_type);
    *under = pair_struct;
    under->fields = ARENA_NEW_N(s->a, ir_field, 2);
    for (size_t i = 0; i < 2; i++) under->fields[i] = (ir_field){.name = pair_fields[i].name, .type = t->args[i]};
    t->ir.under = under;
    return &t->ir;
}

static ir_type *container(cxx_state *s, const template_spelling *as, ir_type **args, uint32_t count, int64_t length)
{
    str name = arena_printf(s->a, "%s<%.*s,%.*s,%lld>", as->name, STR_ARG(type_name(count > 0 ? args[0] : NULL)),
                            STR_ARG(type_name(count > 1 ? args[1] : NULL)), (long long)length);
    cxx_type *t = new_type(s, name, as->kind);
    t->unordered = as->unordered;
    t->fixed = as->fixed;
    t->length = length;
    for (uint32_t i = 0; i < 2 && i < count; i++) t->args[i] = args[i];
    return t->kind == CXX_PAIR ? pair_of(s, t) : &t->ir;
}

static ir_type *opaque(cxx_state *s, str name)
{
    return &new_type(s, arena_printf(s->a, "?%.*s", STR_ARG(name)), CXX_OPAQUE)->ir;
}

ir_type *cxx_pointer_type(cxx_state *s, ir_type *of)
{
    if (of && cxx_kind_of_type(of) == CXX_INTEGER && str_is(of->name, "char")) return cxx_basic_type(CXX_T_CSTR);
    if (of == cxx_basic_type(CXX_T_UINT8)) return cxx_basic_type(CXX_T_UCSTR);
    cxx_type *t = new_type(s, arena_printf(s->a, "%.*s*", STR_ARG(type_name(of))), CXX_POINTER);
    t->args[0] = of;
    return &t->ir;
}

/* --- types by their syntax ------------------------------------------------------------------------------------------------- */

static str normal(arena *a, str text)
{
    strbuf b = STRBUF_IN(a);
    bool space = false;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
            space = b.n > 0;
            continue;
        }
        if (space) strbuf_add_char(&b, ' ');
        space = false;
        strbuf_add_char(&b, c);
    }
    return strbuf_str(&b);
}

ir_type *cxx_enum_type(cxx_state *s, str name, ir_type *under)
{
    ir_type *t = &new_type(s, arena_printf(s->a, "enum %.*s", STR_ARG(name)), CXX_ENUM)->ir;
    t->under = cxx_kind_of_type(under) == CXX_INTEGER ? under->under : &plain[U_INT32];
    return t;
}

static ir_type *type_of_name(const cxx_scope *scope, cxx_instance *in, const cxx_name *n, ir_type **args, uint32_t count)
{
    cxx_state *s = scope->s;
    if (n->kind == CXX_IS_ENUM) {
        return n->enumeration;
    }
    if (n->kind == CXX_IS_ALIAS) {
        if (s->depth > 40) return opaque(s, STR("alias"));
        cxx_scope there = cxx_scope_in(s, in, n->space);
        bool reference;
        s->depth++;
        ir_type *t = cxx_there(n->declarator)
                         ? cxx_declared_type(&there, cxx_type_of_syntax(&there, n->type), n->declarator, &reference)
                         : cxx_described_type(&there, n->type);
        s->depth--;
        return t;
    }
    if (n->kind != CXX_IS_CLASS || n->of->params.n != count) return opaque(s, cxx_text(n->type));
    cxx_instance *i = cxx_instance_of(s, n->of, n->of->outer ? in : NULL, args);
    return i ? &i->type->ir : opaque(s, n->of->name);
}

ir_type *cxx_template_argument(const cxx_instance *i, str name, bool *found)
{
    *found = false;
    for (; i; i = i->outer)
        for (size_t k = 0; k < i->of->params.n; k++)
            if (str_eq(i->of->params.at[k], name)) return *found = true, i->args[k];
    return NULL;
}

/* A name without arguments, or with those of a template. `library`: std:: or absl:: stands before it. */
static ir_type *named(const cxx_scope *scope, str name, bool library, ir_type **args, uint32_t count, bool template,
                      int64_t length)
{
    bool found = false;
    cxx_instance *in = NULL;
    ir_type *t = template || library ? NULL : cxx_template_argument(scope->in, name, &found);
    if (found) return t;
    const cxx_name *n = library ? cxx_library_name(scope->s, name) : cxx_find_name(scope, name, &in);
    if (n && n->kind <= CXX_IS_ENUM) return type_of_name(scope, in, n, args, count);
    /* the class's own name inside of it stands for the instance */
    for (cxx_instance *i = scope->in; i && !template && !library; i = i->outer)
        if (str_eq(i->of->name, name)) return &i->type->ir;
    const template_spelling *as = template ? template_named(name) : NULL;
    if (as) return container(scope->s, as, args, count, length);
    t = template ? NULL : basic_named(name);
    return t ? t : opaque(scope->s, name);
}

static int64_t number_of(str text)
{
    int64_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] < '0' || text.p[i] > '9' || n > INT32_MAX) return -1;
        n = n * 10 + (text.p[i] - '0');
    }
    return text.n ? n : -1;
}

static ir_type *number_type(cxx_state *s, int64_t number)
{
    if (number < 0) return opaque(s, STR("number"));
    cxx_type *t = new_type(s, arena_printf(s->a, "#%lld", (long long)number), CXX_VALUE);
    t->length = number;
    return &t->ir;
}

ir_type *cxx_type_argument(const cxx_scope *scope, cxx_at argument)
{
    bool is_type = cxx_kind_of(&scope->s->g, argument.node) == CXX_K_type_descriptor;
    return is_type ? cxx_described_type(scope, argument) : number_type(scope->s, number_of(cxx_text(argument)));
}

static ir_type *template_type(const cxx_scope *scope, cxx_at type, bool library)
{
    cxx_state *s = scope->s;
    enum { ARGS_MOST = 8 };
    ir_type *args[ARGS_MOST] = {0};
    uint32_t count = 0;
    int64_t length = -1;
    str name = cxx_text(cxx_in(type, cxx_child(&s->g, type.node, CXX_F_name)));
    if (str_is(name, "function")) return cxx_basic_type(CXX_T_FUNCTION);
    for (syntax_cursor c = syntax_named_children(cxx_child(&s->g, type.node, CXX_F_arguments)); cxx_next(&s->g, &c);) {
        cxx_at arg = cxx_in(type, c.node);
        if (cxx_kind_of(&s->g, c.node) != CXX_K_type_descriptor) length = number_of(cxx_text(arg));
        if (count < ARGS_MOST) args[count++] = cxx_type_argument(scope, arg);
    }
    return named(scope, name, library, args, count, true, length);
}

static bool is_library(str scope_text)
{
    while (str_starts(scope_text, STR("::"))) scope_text = str_slice(scope_text, 2, scope_text.n);
    return str_is(scope_text, "std") || str_is(scope_text, "absl") || str_starts(scope_text, STR("std::")) ||
           str_is(scope_text, "re2") || str_is(scope_text, "nlohmann");
}

/* "a::C::B" where C is a class; else as names are found otherwise. */
static const cxx_name *name_in_class(const cxx_scope *scope, str name, cxx_instance **in)
{
    cxx_state *s = scope->s;
    ptrdiff_t colon = str_rfind_char(name, ':');
    const cxx_name *n = colon > 1 ? cxx_find_name(scope, str_slice(name, 0, (size_t)colon - 1), in) : NULL;
    if (n && n->kind == CXX_IS_CLASS && !n->of->params.n) {
        cxx_scope inner = cxx_scope_in(s, cxx_instance_of(s, n->of, n->of->outer ? *in : NULL, NULL), STR(""));
        const cxx_name *found = inner.in ? cxx_find_name(&inner, str_slice(name, (size_t)colon + 1, name.n), in) : NULL;
        if (found && *in == inner.in) return found;
    }
    return cxx_find_name(scope, name, in);
}

static ir_type *qualified(const cxx_scope *scope, cxx_at type)
{
    cxx_state *s = scope->s;
    cxx_at last = cxx_last_part(s, type);
    cxx_at before = cxx_in(type, cxx_child(&s->g, type.node, CXX_F_scope));
    bool library = cxx_there(before) && is_library(cxx_text(before));
    cxx_kind_id k = cxx_kind_of(&s->g, last.node);
    if (k == CXX_K_template_type || k == CXX_K_template_function) return template_type(scope, last, library);
    if (str_is(cxx_text(last), "size_type")) return cxx_basic_type(CXX_T_ULONG);
    cxx_instance *in = NULL;
    const cxx_name *n = library ? NULL : name_in_class(scope, cxx_plain_name(s->a, cxx_text(type)), &in);
    if (n && n->kind <= CXX_IS_ENUM) return type_of_name(scope, in, n, NULL, 0);
    return named(scope, cxx_text(last), library, NULL, 0, false, -1);
}

ir_type *cxx_type_of_syntax(const cxx_scope *scope, cxx_at type)
{
    cxx_state *s = scope->s;
    if (!cxx_there(type)) return NULL;
    switch (cxx_kind_of(&s->g, type.node)) {
    case CXX_K_primitive_type:
    case CXX_K_sized_type_specifier: {
        ir_type *t = basic_named(normal(s->a, cxx_text(type)));
        return t ? t : opaque(s, cxx_text(type));
    }
    case CXX_K_type_identifier:
        if (str_is(cxx_text(type), "va_list")) return NULL; /* the values themselves */
        return named(scope, cxx_text(type), false, NULL, 0, false, -1);
    case CXX_K_namespace_identifier:
    case CXX_K_identifier: return named(scope, cxx_text(type), false, NULL, 0, false, -1);
    case CXX_K_qualified_identifier: return qualified(scope, type);
    case CXX_K_template_function:
    case CXX_K_template_type: return template_type(scope, type, false);
    case CXX_K_dependent_type: return cxx_type_of_syntax(scope, cxx_in(type, syntax_named(type.node, 0)));
    case CXX_K_auto:
    case CXX_K_placeholder_type_specifier: return NULL;
    case CXX_K_type_descriptor: return cxx_described_type(scope, type);
    case CXX_K_enum_specifier:
        if (syntax_is_null(cxx_child(&s->g, type.node, CXX_F_name))) return cxx_basic_type(CXX_T_ENUM);
        return cxx_type_of_syntax(scope, cxx_in(type, cxx_child(&s->g, type.node, CXX_F_name)));
    case CXX_K_class_specifier:
    case CXX_K_struct_specifier:
        if (syntax_is_null(cxx_child(&s->g, type.node, CXX_F_name))) return opaque(s, STR("struct"));
        return cxx_type_of_syntax(scope, cxx_in(type, cxx_child(&s->g, type.node, CXX_F_name)));
    default: return opaque(s, cxx_text(type));
    }
}

ir_type *cxx_memory_type(cxx_state *s, ir_type *of, int64_t length)
{
    cxx_type *t = new_type(s, arena_printf(s->a, "%.*s[%lld]", STR_ARG(of->name), (long long)length), CXX_MEMORY);
    t->args[0] = of;
    t->length = length;
    return &t->ir;
}

/* A number, one that has a name, or what the preprocessor can tell; -1: not known. */
static int64_t length_of(const cxx_scope *scope, cxx_at size)
{
    int64_t n;
    if (!cxx_there(size)) return -1;
    const cxx_name *name = cxx_find_name(scope, cxx_text(size), &(cxx_instance *){NULL});
    if (name && name->kind == CXX_IS_ENUMERATOR && !name->ambiguous) return name->number;
    bool plain_number = cxx_kind_of(&scope->s->g, size.node) != CXX_K_identifier;
    return plain_number && cxx_constant(&scope->s->pp, cxx_text(size), &n) && n > 0 ? n : -1;
}

/* T name[length] = {...}: without a length that of the list. */
static ir_type *raw_array(const cxx_scope *scope, ir_type *of, cxx_at d)
{
    cxx_state *s = scope->s;
    static const template_spelling as = {"[]", CXX_VECTOR, 0, 1};
    int64_t length = length_of(scope, cxx_in(d, cxx_child(&s->g, d.node, CXX_F_size)));
    bool bytes = of == cxx_basic_type(CXX_T_CHAR) || of == cxx_basic_type(CXX_T_UINT8);
    if (bytes && length >= 0) return cxx_memory_type(s, of, length);
    if (of == cxx_basic_type(CXX_T_CHAR)) return cxx_basic_type(CXX_T_CSTR);
    return of ? container(s, &as, &of, 1, length) : opaque(s, STR("[]"));
}

ir_type *cxx_declared_type(const cxx_scope *scope, ir_type *base, cxx_at d, bool *reference)
{
    cxx_state *s = scope->s;
    *reference = false;
    while (cxx_there(d)) {
        cxx_kind_id k = cxx_kind_of(&s->g, d.node);
        if (k == CXX_K_reference_declarator || k == CXX_K_abstract_reference_declarator) *reference = true;
        else if ((k == CXX_K_pointer_declarator || k == CXX_K_abstract_pointer_declarator) && base)
            base = cxx_pointer_type(s, base);
        else if (k == CXX_K_array_declarator) base = raw_array(scope, base, d);
        else if (k == CXX_K_abstract_function_declarator || k == CXX_K_function_declarator) base = cxx_basic_type(CXX_T_FUNCTION);
        syntax_node inner = cxx_child(&s->g, d.node, CXX_F_declarator);
        if (syntax_is_null(inner) && (k == CXX_K_reference_declarator || k == CXX_K_abstract_reference_declarator))
            inner = cxx_only(&s->g, d.node);
        d = cxx_in(d, inner);
    }
    return base;
}

ir_type *cxx_described_type(const cxx_scope *scope, cxx_at d)
{
    bool reference;
    if (!cxx_there(d)) return NULL;
    if (cxx_kind_of(&scope->s->g, d.node) != CXX_K_type_descriptor) return cxx_type_of_syntax(scope, d);
    ir_type *base = cxx_type_of_syntax(scope, cxx_in(d, cxx_child(&scope->s->g, d.node, CXX_F_type)));
    return cxx_declared_type(scope, base, cxx_in(d, cxx_child(&scope->s->g, d.node, CXX_F_declarator)), &reference);
}
