/* Names where expressions are expected, and the classes that things are made of. */
#include "cxx/lower.h"

#include "cxx/memory.h"
#include "ir/sdk.h"

static const cxx_binding *local_named(const cxx_lower *l, str name)
{
    for (size_t i = l->names.n; i-- > 0;)
        if (str_eq(l->names.at[i].name, name)) return &l->names.at[i];
    return NULL;
}

ir_node *cxx_this(cxx_lower *l, cxx_at at)
{
    const cxx_binding *b = local_named(l, STR("this"));
    return b ? cxx_local(l, at, b->slot) : cxx_unsupported(l, at, "'this' outside of a class");
}

static ir_node *extern_named(cxx_lower *l, cxx_at at, str name)
{
    ir_node *n = cxx_node(l, IR_EXTERN, at, 0);
    n->package = STR("cxx");
    n->name = name;
    return n;
}

static ir_node *integer(cxx_lower *l, cxx_at at, int64_t v, ir_type *t)
{
    ir_node *n = cxx_node(l, IR_CONST, at, 0);
    n->constant = (ir_constant){.kind = IR_INTEGER, .integer = v};
    n->type = t;
    return n;
}

static ir_node *global(cxx_lower *l, cxx_at at, cxx_name *n, cxx_instance *in)
{
    if (!n->global) {
        cxx_scope scope = cxx_scope_in(l->s, in, n->space);
        bool reference;
        n->in = in;
        ir_type *t = cxx_declared_type(&scope, cxx_type_of_syntax(&scope, n->type), n->declarator, &reference);
        n->global = ARENA_NEW(l->a, ir_global);
        *n->global = (ir_global){.name = cxx_text(cxx_declared_name(l->s, n->declarator)),
                                 .package = l->s->package,
                                 .type = t,
                                 .at = cxx_span(n->declarator),
                                 .front = n};
    }
    ir_node *node = cxx_node(l, IR_GLOBAL, at, 0);
    node->global = n->global;
    node->type = n->global->type;
    return node;
}

static ir_node *member_of_this(cxx_lower *l, cxx_at at, str name)
{
    ir_node *n = cxx_node1(l, IR_MEMBER, at, cxx_node1(l, IR_TARGET, at, cxx_this(l, at)));
    n->name = name;
    return n;
}

/* A function that is handed on. */
ir_node *cxx_function_value(cxx_lower *l, cxx_at at, cxx_name *n)
{
    cxx_function *f = n->functions.n == 1 ? &n->functions.at[0] : NULL;
    if (!f || f->is_template) return cxx_unsupported(l, at, "one of several functions as a value");
    if (!f->func) f->func = cxx_func_of(l->s, f, NULL);
    ir_node *node = cxx_node(l, IR_FUNC, at, 0);
    node->func = f->func;
    return node;
}

static ir_node *of_name(cxx_lower *l, cxx_at at, const cxx_name *n, cxx_instance *in)
{
    switch (n->kind) {
    case CXX_IS_ENUMERATOR: return integer(l, at, n->number, n->enumeration);
    case CXX_IS_GLOBAL: return global(l, at, (cxx_name *)n, in);
    case CXX_IS_FUNCTION: return cxx_function_value(l, at, (cxx_name *)n);
    default: return cxx_unsupported(l, at, "a type as a value");
    }
}

static ir_node *identifier(cxx_lower *l, cxx_at at, str name)
{
    const cxx_binding *b = local_named(l, name);
    if (b && b->global) {
        ir_node *n = cxx_node(l, IR_GLOBAL, at, 0);
        n->global = b->global;
        return n;
    }
    if (b && b->named) return of_name(l, at, b->named, NULL);
    if (b) return cxx_local(l, at, b->slot);
    const cxx_field *field;
    cxx_instance *owner, *in, *around = cxx_class_around(l->scope.in);
    if (around && l->has_this && cxx_find_field(around, name, &field, &owner)) return member_of_this(l, at, name);
    bool found;
    const cxx_type *number = cxx_type_behind(cxx_template_argument(l->scope.in, name, &found));
    if (found && number && number->kind == CXX_VALUE) return integer(l, at, number->length, cxx_basic_type(CXX_T_INT));
    const cxx_name *n = cxx_find_name(&l->scope, name, &in);
    if (n) return of_name(l, at, n, in);
    int64_t constant;
    if (map_get(&l->s->loose, name)) return cxx_unsupported(l, at, "a name that stands for several things");
    if (cxx_library_constant(STR("JsonParserResultDetail"), name, &constant)) /* using namespace Wasm::Common; */
        return integer(l, at, constant, cxx_basic_type(CXX_T_ENUM));
    return extern_named(l, at, name);
}

void cxx_use_name(cxx_lower *l, cxx_at at)
{
    cxx_at named = cxx_first(l, at);
    if (cxx_kind_at(l, named) != CXX_K_qualified_identifier) return;
    const cxx_name *n = cxx_find_name(&l->scope, cxx_plain_name(l->a, cxx_text(named)), &(cxx_instance *){NULL});
    if (n) array_push(l->a, &l->names, ((cxx_binding){.name = cxx_text(cxx_last_part(l->s, named)), .slot = -1, .named = n}));
}

/* The class that a scope names: C in C::f, through aliases. */
static cxx_instance *class_of_scope(cxx_lower *l, cxx_at scope)
{
    cxx_kind_id k = cxx_kind_at(l, scope);
    if (k != CXX_K_template_type && !cxx_find_name(&l->scope, cxx_text(scope), &(cxx_instance *){NULL})) return NULL;
    ir_type *t;
    if (k == CXX_K_template_type) t = cxx_type_of_syntax(&l->scope, scope);
    else if (!cxx_names_type(l, scope, &t)) return NULL;
    cxx_type *behind = cxx_type_behind(t);
    return behind ? behind->instance : NULL;
}

static ir_node *qualified(cxx_lower *l, cxx_at at)
{
    cxx_at scope = {0}, last = at;
    while (cxx_kind_at(l, last) == CXX_K_qualified_identifier) {
        scope = cxx_sub(l, last, CXX_F_scope);
        last = cxx_sub(l, last, CXX_F_name);
    }
    str name = cxx_text(last), around = cxx_text(scope);
    int64_t number;
    if (str_is(name, "nullopt")) {
        ir_node *n = cxx_node(l, IR_CONSTRUCT, at, 0);
        n->type = cxx_basic_type(CXX_T_OPTIONAL);
        return n;
    }
    if (str_is(name, "npos")) return integer(l, at, UINT32_MAX, cxx_basic_type(CXX_T_ULONG));
    if (cxx_library_constant(around, name, &number)) return integer(l, at, number, cxx_basic_type(CXX_T_ENUM));
    if (sdk_action("cxx", "cxx", name) >= 0 && str_starts(around, STR("Filter"))) {
        ir_node *n = extern_named(l, at, name);
        n->type = cxx_type_of_syntax(&l->scope, scope);
        return n;
    }
    cxx_instance *in, *of = cxx_there(scope) ? class_of_scope(l, scope) : NULL;
    cxx_scope there = cxx_scope_in(l->s, of, STR(""));
    const cxx_name *n = of ? cxx_find_name(&there, name, &in) : NULL;
    if (!n) n = cxx_find_name(&l->scope, cxx_plain_name(l->a, cxx_text(at)), &in);
    if (n) return of_name(l, at, n, in);
    const cxx_field *field;
    cxx_instance *own = cxx_class_around(l->scope.in);
    bool hidden = local_named(l, name) || (own && cxx_find_field(own, name, &field, &in));
    if (!cxx_there(scope) && hidden)
        return cxx_unsupported(l, at, "a global name that is none"); /* a `::` before the next line */
    if (of && map_get(&l->s->loose, name)) return cxx_unsupported(l, at, "a name that stands for several things");
    return extern_named(l, at, name);
}

ir_node *cxx_name_expression(cxx_lower *l, cxx_at at)
{
    switch (cxx_kind_at(l, at)) {
    case CXX_K_qualified_identifier: return qualified(l, at);
    case CXX_K_identifier:
    case CXX_K_field_identifier:
    case CXX_K_type_identifier: return identifier(l, at, cxx_text(at));
    default: return cxx_unsupported(l, at, "a name that is not known");
    }
}

bool cxx_names_type(cxx_lower *l, cxx_at name, ir_type **t)
{
    cxx_at last = cxx_last_part(l->s, name);
    cxx_kind_id k = cxx_kind_at(l, last);
    if (k == CXX_K_primitive_type || k == CXX_K_sized_type_specifier) return *t = cxx_type_of_syntax(&l->scope, name), true;
    if (k != CXX_K_identifier && k != CXX_K_template_function && k != CXX_K_type_identifier && k != CXX_K_namespace_identifier &&
        k != CXX_K_template_type)
        return false;
    if (cxx_kind_at(l, name) == CXX_K_identifier && local_named(l, cxx_text(name))) return false;
    *t = cxx_type_of_syntax(&l->scope, k == CXX_K_namespace_identifier ? last : name);
    return cxx_kind_of_type(*t) != CXX_OPAQUE;
}

/* --- making objects -------------------------------------------------------------------------------------------------------- */

ir_node *cxx_without_value(cxx_lower *l, cxx_at at, ir_type *t)
{
    cxx_type_kind k = cxx_kind_of_type(t);
    bool nothing = !t || k == CXX_BOOL || k == CXX_INTEGER || k == CXX_REAL || k == CXX_ENUM || k == CXX_OPAQUE;
    const cxx_type *behind = cxx_type_behind(t);
    nothing = nothing || (k == CXX_POINTER && behind && str_ends(behind->ir.name, STR("*"))) || cxx_is_raw_type(t);
    ir_node *n = cxx_node(l, nothing ? IR_TYPE : IR_CONSTRUCT, at, 0);
    n->type = t ? t : cxx_basic_type(CXX_T_OPAQUE);
    return n;
}

/* {.b = 1, .c = {2}}: in the order of the fields, those left out made of nothing. NULL: that is not how they stand. */
static ir_node *made_by_name(cxx_lower *l, cxx_at at, ir_type *t, cxx_at args)
{
    cxx_type *behind = cxx_type_behind(t);
    cxx_instance *i = behind && behind->kind == CXX_CLASS ? behind->instance : NULL;
    size_t count = i ? i->of->fields.n : 0, next = 0, most = 0;
    if (!i || i->bases.n || !count) return NULL;
    ir_node *n = cxx_node(l, IR_CONSTRUCT, at, (uint32_t)count);
    for (syntax_cursor c = syntax_named_children(args.node); cxx_next(&l->s->g, &c);) {
        cxx_at arg = cxx_in(args, c.node), given = arg, designator = {0};
        if (cxx_kind_at(l, arg) == CXX_K_initializer_pair) {
            designator = cxx_sub(l, arg, CXX_F_designator);
            given = cxx_sub(l, arg, CXX_F_value);
            if (cxx_kind_at(l, designator) == CXX_K_field_designator) designator = cxx_first(l, designator);
            for (next = 0; next < count && !str_eq(i->of->fields.at[next].name, cxx_text(designator));) next++;
        }
        if (next >= count) return syntax_cursor_end(&c), NULL;
        bool list = cxx_kind_at(l, given) == CXX_K_initializer_list;
        n->kids[next] = list ? cxx_make(l, given, i->field_types.at[next], given) : cxx_reference(l, given);
        next++;
        if (next > most) most = next;
    }
    for (size_t k = 0; k < most; k++) {
        if (n->kids[k]) continue;
        n->kids[k] = cxx_node(l, IR_CONSTRUCT, at, 0);
        n->kids[k]->type = i->field_types.at[k];
        n->kids[k]->flags |= IR_LIST;
    }
    n->count = (uint32_t)most;
    n->func = cxx_constructor(l->s, i, (uint32_t)most);
    n->type = t;
    n->flags |= IR_LIST;
    return n;
}

/* The type of a part of a list in braces; NULL: not known. */
static ir_type *part_of(const ir_type *t, uint32_t number)
{
    const cxx_type *behind = cxx_type_behind(t);
    if (behind && behind->kind == CXX_VECTOR) return behind->args[0];
    const cxx_instance *i = behind && behind->kind == CXX_CLASS ? behind->instance : NULL;
    return i && !i->bases.n && number < i->field_types.n ? i->field_types.at[number] : NULL;
}

ir_node *cxx_make(cxx_lower *l, cxx_at at, ir_type *t, cxx_at args)
{
    uint32_t count = 0;
    ir_node *n = cxx_node(l, IR_CONSTRUCT, at, cxx_there(args) ? syntax_named_count(args.node) : 0);
    for (syntax_cursor c = syntax_named_children(args.node); cxx_there(args) && cxx_next(&l->s->g, &c);) {
        cxx_at arg = cxx_in(args, c.node);
        if (cxx_kind_at(l, arg) == CXX_K_initializer_pair) {
            syntax_cursor_end(&c);
            ir_node *named = made_by_name(l, at, t, args);
            return named ? named : cxx_unsupported(l, arg, "fields by name");
        }
        ir_type *part = l->s->is_c && cxx_kind_at(l, arg) == CXX_K_initializer_list ? part_of(t, count) : NULL;
        n->kids[count++] = part ? cxx_make(l, arg, part, arg) : cxx_reference(l, arg);
    }
    n->count = count;
    cxx_type *behind = cxx_type_behind(t);
    if (behind && behind->kind == CXX_CLASS && behind->instance) n->func = cxx_constructor(l->s, behind->instance, count);
    n->type = t ? t : cxx_basic_type(CXX_T_BRACES);
    if (cxx_kind_at(l, args) == CXX_K_initializer_list) n->flags |= IR_LIST;
    return n;
}
