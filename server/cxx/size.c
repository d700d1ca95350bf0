/* Sizes of types on wasm32, and sizeof. */
#include "cxx/lower.h"
#include "cxx/memory.h"

enum { POINTER_BYTES = 4, NESTED_MOST = 16, BYTES_MOST = 1 << 28 };

typedef struct layout {
    int64_t size, align; /* -1: not known */
} layout;

static layout layout_of(const ir_type *t, int depth);

static layout of_scalar(const ir_type *t)
{
    static const int bytes[] = {
        [TYPE_BOOL] = 1,   [TYPE_INT8] = 1,    [TYPE_UINT8] = 1, [TYPE_INT16] = 2,  [TYPE_UINT16] = 2, [TYPE_INT32] = 4,
        [TYPE_UINT32] = 4, [TYPE_FLOAT32] = 4, [TYPE_INT64] = 8, [TYPE_UINT64] = 8, [TYPE_FLOAT64] = 8};
    type_kind k = type_under_kind(t);
    int n = (size_t)k < sizeof bytes / sizeof *bytes ? bytes[k] : 0;
    return n ? (layout){n, n} : (layout){-1, 1};
}

/* Of a plain struct: without bases, methods that may be virtual, or what could not be read. */
static layout of_class(const cxx_instance *i, int depth)
{
    layout all = {0, 1};
    bool plain = i && i->whole && !i->bases.n && !i->unknown_base && !i->broken && depth < NESTED_MOST;
    for (size_t k = 0; plain && k < i->methods.n; k++) plain = !i->methods.at[k].is_virtual;
    for (size_t k = 0; plain && k < i->field_types.n; k++) {
        layout one = layout_of(i->field_types.at[k], depth + 1);
        if (one.size < 0 || all.size > BYTES_MOST) return (layout){-1, 1};
        all.size = (all.size + one.align - 1) / one.align * one.align + one.size;
        if (one.align > all.align) all.align = one.align;
    }
    all.size = (all.size + all.align - 1) / all.align * all.align;
    return plain ? all : (layout){-1, 1};
}

static layout layout_of(const ir_type *t, int depth)
{
    const cxx_type *behind = cxx_type_behind(t);
    if (!behind || depth > NESTED_MOST) return (layout){-1, 1};
    switch (behind->kind) {
    case CXX_BOOL:
    case CXX_INTEGER:
    case CXX_ENUM:
    case CXX_REAL: return of_scalar(t);
    case CXX_STRING: return cxx_is_raw_type(t) ? (layout){POINTER_BYTES, POINTER_BYTES} : (layout){-1, 1};
    case CXX_POINTER: {
        bool raw = str_ends(behind->ir.name, STR("*"));
        return raw ? (layout){POINTER_BYTES, POINTER_BYTES} : (layout){-1, 1};
    }
    case CXX_MEMORY: return (layout){behind->length, 1};
    case CXX_VECTOR: {
        layout one = layout_of(behind->args[0], depth + 1);
        bool known = behind->fixed && behind->length >= 0 && one.size >= 0 && behind->length < BYTES_MOST;
        return known ? (layout){behind->length * one.size, one.align} : (layout){-1, 1};
    }
    case CXX_CLASS: {
        cxx_type *of = (cxx_type *)(uintptr_t)behind;
        if (of->sized == SIZE_AT_WORK) return (layout){-1, 1}; /* it holds itself */
        if (of->sized == SIZE_NOT_ASKED) {
            of->sized = SIZE_AT_WORK;
            layout found = of_class(of->instance, depth);
            of->bytes = found.size, of->align = found.align;
            of->sized = SIZE_KNOWN;
        }
        return (layout){of->bytes, of->align};
    }
    default: return (layout){-1, 1};
    }
}

int64_t cxx_size_of(const ir_type *t) { return layout_of(t, 0).size; }

/* --- sizeof ---------------------------------------------------------------------------------------------------------------- */

static ir_type *type_of_named(cxx_lower *l, str name)
{
    if (str_eq(l->declaring, name) && name.n) return l->declaring_type;
    for (size_t i = l->names.n; i-- > 0;)
        if (str_eq(l->names.at[i].name, name)) return l->names.at[i].type;
    cxx_instance *in = NULL;
    const cxx_name *n = cxx_find_name(&l->scope, name, &in);
    if (!n || n->kind != CXX_IS_GLOBAL || n->ambiguous) return NULL;
    cxx_scope there = cxx_scope_in(l->s, in, n->space);
    bool reference;
    return cxx_declared_type(&there, cxx_type_of_syntax(&there, n->type), n->declarator, &reference);
}

static ir_type *element_of(ir_type *t)
{
    const cxx_type *behind = cxx_type_behind(t);
    if (t == cxx_basic_type(CXX_T_CSTR)) return cxx_basic_type(CXX_T_CHAR);
    if (t == cxx_basic_type(CXX_T_UCSTR)) return cxx_basic_type(CXX_T_UINT8);
    bool has = behind && (behind->kind == CXX_POINTER || behind->kind == CXX_MEMORY || behind->kind == CXX_VECTOR);
    return has ? behind->args[0] : NULL;
}

static ir_type *field_of(ir_type *t, str name)
{
    const cxx_type *behind = cxx_type_behind(t);
    const cxx_instance *i = behind ? behind->instance : NULL;
    for (size_t k = 0; i && k < i->of->fields.n; k++)
        if (str_eq(i->of->fields.at[k].name, name)) return i->field_types.at[k];
    return NULL;
}

/* The type of an expression, as far as its form tells; NULL: it does not. */
static ir_type *type_of_expression(cxx_lower *l, cxx_at at)
{
    cxx_at of = cxx_sub(l, at, CXX_F_argument);
    if (++l->depth > 100) return l->depth--, NULL;
    ir_type *t = NULL;
    switch (cxx_kind_at(l, at)) {
    case CXX_K_identifier:
    case CXX_K_type_identifier: t = type_of_named(l, cxx_text(at)); break;
    case CXX_K_parenthesized_expression: t = type_of_expression(l, cxx_first(l, at)); break;
    case CXX_K_subscript_expression: t = element_of(type_of_expression(l, of)); break;
    case CXX_K_pointer_expression: {
        ir_type *inner = type_of_expression(l, of);
        bool address = str_is(cxx_text(cxx_sub(l, at, CXX_F_operator)), "&");
        t = !inner ? NULL : address ? cxx_pointer_type(l->s, inner) : element_of(inner);
        break;
    }
    case CXX_K_field_expression: {
        ir_type *inner = type_of_expression(l, of);
        if (str_is(cxx_text(cxx_sub(l, at, CXX_F_operator)), "->")) inner = element_of(inner);
        t = field_of(inner, cxx_text(cxx_sub(l, at, CXX_F_field)));
        break;
    }
    case CXX_K_cast_expression: t = cxx_described_type(&l->scope, cxx_sub(l, at, CXX_F_type)); break;
    default: break;
    }
    l->depth--;
    return t;
}

ir_node *cxx_sizeof(cxx_lower *l, cxx_at at)
{
    cxx_at described = cxx_sub(l, at, CXX_F_type), expr = cxx_sub(l, at, CXX_F_value);
    while (cxx_kind_at(l, expr) == CXX_K_parenthesized_expression) expr = cxx_first(l, expr);
    int64_t size = -1;
    if (cxx_kind_at(l, expr) == CXX_K_string_literal) {
        ir_node *text = cxx_expression(l, expr);
        size = text->op == IR_CONST ? (int64_t)text->constant.text.n + 1 : -1;
    } else if (cxx_there(expr)) {
        ir_type *t = type_of_expression(l, expr);
        bool name = !t && cxx_kind_at(l, expr) == CXX_K_identifier; /* of a type, which the grammar can't know */
        if (name && !cxx_names_type(l, expr, &t)) t = NULL;
        size = cxx_size_of(t);
    } else if (cxx_there(described)) { /* a name in brackets may be read as a type */
        cxx_at name = cxx_sub(l, described, CXX_F_type);
        bool plain = cxx_kind_at(l, name) == CXX_K_type_identifier && !cxx_there(cxx_sub(l, described, CXX_F_declarator));
        ir_type *t = plain ? type_of_named(l, cxx_text(name)) : NULL;
        size = cxx_size_of(t ? t : cxx_described_type(&l->scope, described));
    }
    ir_node *n = cxx_node(l, size < 0 ? IR_TYPE : IR_CONST, at, 0);
    if (size >= 0) n->constant = (ir_constant){.kind = IR_INTEGER, .integer = size};
    n->type = cxx_basic_type(CXX_T_ULONG);
    return n;
}
