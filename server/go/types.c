/* Type expressions (Go specification, "Types"). */
#include "go/refuse.h"

static ir_type *unknown(void) { return type_basic(TYPE_UNKNOWN); }

ir_type *go_opaque_type(go_state *s, str package, str name)
{
    ir_type *t = go_library_type(package, name);
    if (t) return t;
    str key = arena_printf(s->a, "%.*s %.*s", STR_ARG(package), STR_ARG(name));
    if ((t = map_get(&s->opaque_types, key))) return t;
    t = ARENA_NEW(s->a, ir_type);
    *t = (ir_type){
        .kind = TYPE_NAMED, .package = package, .name = name, .under = unknown(), .opaque = true, .at = {.file = IR_NO_FILE}};
    map_put(s->a, &s->opaque_types, key, t);
    return t;
}

static ir_type *named(go_lower *l, str name)
{
    go_found f = go_resolve(l, name);
    switch (f.kind) {
    case GO_FOUND_BINDING: return f.binding->kind == GO_TYPE_NAME ? f.binding->type : NULL;
    case GO_FOUND_MEMBER:
        go_refuse_as(l, f.member->refused);
        return f.member->kind == IR_MEMBER_TYPE ? f.member->type ? f.member->type : unknown() : NULL;
    case GO_FOUND_UNIVERSE: return go_universe_type(name);
    default: return NULL;
    }
}

/* A name where only a type can stand. */
static ir_type *named_or_dot(go_lower *l, syntax_node n)
{
    str name = go_text(l, n);
    ir_type *t = named(l, name);
    if (t) return t;
    go_found f = go_resolve(l, name);
    bool package = f.kind == GO_FOUND_PACKAGE && !str_eq(f.import->name, name); /* a guess: types have no such names */
    if (f.kind != GO_FOUND_NOTHING && !package) go_refuse(l, n, IR_REFUSED_NOT_A_TYPE, name);
    str dot = go_sourceless_dot(l);
    if (f.kind == GO_FOUND_NOTHING && !str_empty(dot)) return go_opaque_type(l->s, dot, name);
    if (f.kind == GO_FOUND_NOTHING || package) go_judge_undeclared(l, n, name, false);
    return NULL;
}

/* `certain` when only a type can stand here: then a name without source is an opaque type. */
static ir_type *qualified(go_lower *l, str package, str name, bool certain)
{
    go_found f = go_resolve(l, package);
    if (f.kind != GO_FOUND_PACKAGE) return NULL;
    if (!f.import->package) return certain ? go_opaque_type(l->s, f.import->path, name) : go_library_type(f.import->path, name);
    ir_member *m = go_find_member(l->s, f.import->package, name);
    if (m) go_refuse_as(l, m->refused);
    return m && m->kind == IR_MEMBER_TYPE ? m->type : NULL;
}

static ir_type *qualified_type(go_lower *l, syntax_node n)
{
    syntax_node package = go_child(l->g, n, GO_F_PACKAGE);
    str name = go_text(l, go_child(l->g, n, GO_F_NAME));
    go_found f = go_resolve(l, go_text(l, package));
    if (f.kind == GO_FOUND_PACKAGE) go_judge_member(l, n, f.import, name);
    else if (f.kind == GO_FOUND_NOTHING) go_judge_undeclared(l, package, go_text(l, package), true);
    else go_refuse(l, n, IR_REFUSED_NOT_A_TYPE, go_text(l, n));
    ir_member *m = f.kind == GO_FOUND_PACKAGE && f.import->package ? go_find_member(l->s, f.import->package, name) : NULL;
    if (m && m->kind != IR_MEMBER_TYPE) go_refuse(l, n, IR_REFUSED_NOT_A_TYPE, go_text(l, n));
    return qualified(l, go_text(l, package), name, true);
}

/* --- structs and interfaces --- */

typedef ARRAY(ir_field) fields;

static str base_name(go_lower *l, syntax_node type)
{
    switch (go_kind_of(l->g, type)) {
    case GO_QUALIFIED_TYPE: return go_text(l, go_child(l->g, type, GO_F_NAME));
    case GO_GENERIC_TYPE: return base_name(l, go_child(l->g, type, GO_F_TYPE));
    default: return go_text(l, type);
    }
}

static void add_field_declaration(go_lower *l, fields *out, syntax_node d)
{
    syntax_node type = go_child(l->g, d, GO_F_TYPE);
    ir_field f = {.type = go_type(l, type), .doc = go_doc(l->a, l->file->text, syntax_range(d), true)};
    go_unquote(l->a, go_text(l, go_child(l->g, d, GO_F_TAG)), &f.tag);
    bool any = false;
    for (syntax_cursor c = syntax_named_children(d); go_next(l->g, &c);) {
        if (!go_at_field(l->g, &c, GO_F_NAME)) continue;
        f.name = go_text(l, c.node);
        f.at = go_span(l, c.node);
        array_push(l->a, out, f);
        any = true;
    }
    if (any || syntax_is_null(type)) return;
    f.embedded = true;
    f.name = base_name(l, type);
    f.at = go_span(l, type);
    if (go_has_token(d, l->file->text, STR("*"))) f.type = type_new_pointer(l->a, f.type);
    array_push(l->a, out, f);
}

static ir_type *struct_type(go_lower *l, syntax_node n)
{
    fields all = {0};
    for (syntax_cursor c = syntax_named_children(go_only(l->g, n)); go_next(l->g, &c);)
        if (go_kind_of(l->g, c.node) == GO_FIELD_DECLARATION) add_field_declaration(l, &all, c.node);
    ir_type *t = ARENA_NEW(l->a, ir_type);
    *t = (ir_type){.kind = TYPE_STRUCT, .fields = all.at, .field_count = (uint32_t)all.n, .at = go_span(l, n)};
    type_index_fields(l->a, t);
    array_push(l->a, &l->file->types, t);
    return t;
}

static void add_method(go_lower *l, fields *out, syntax_node n)
{
    syntax_node name = go_child(l->g, n, GO_F_NAME);
    ir_param *params, *results;
    uint32_t param_count, result_count;
    bool variadic;
    ir_field f = {.name = go_text(l, name), .at = go_span(l, name)};
    f.doc = go_doc(l->a, l->file->text, syntax_range(n), true);
    f.type = go_signature(l, go_child(l->g, n, GO_F_PARAMETERS), go_child(l->g, n, GO_F_RESULT), &params, &param_count, &results,
                          &result_count, &variadic);
    array_push(l->a, out, f);
}

static bool has_field(const fields *all, str name)
{
    for (size_t i = 0; i < all->n; i++)
        if (str_eq(all->at[i].name, name)) return true;
    return false;
}

/* The methods of an embedded interface, each once; one whose methods are not known stays as an embedded field. */
static void add_embedded(go_lower *l, fields *out, syntax_node elem)
{
    ir_type *t = go_type(l, elem);
    if (t->kind == TYPE_NAMED && !t->opaque && t->front) go_member_resolve(l->s, t->front);
    ir_type *under = type_under(t);
    if (under->kind == TYPE_INTERFACE)
        for (uint32_t i = 0; i < under->field_count; i++) {
            if (!has_field(out, under->fields[i].name)) array_push(l->a, out, under->fields[i]);
        }
    else if (t->kind == TYPE_NAMED && t->opaque)
        array_push(l->a, out, (ir_field){.name = t->name, .type = t, .embedded = true, .at = go_span(l, elem)});
}

static ir_type *interface_type(go_lower *l, syntax_node n)
{
    fields all = {0};
    for (syntax_cursor c = syntax_named_children(n); go_next(l->g, &c);) {
        if (go_kind_of(l->g, c.node) == GO_METHOD_ELEM) add_method(l, &all, c.node);
        else if (go_kind_of(l->g, c.node) == GO_TYPE_ELEM) add_embedded(l, &all, c.node);
    }
    if (!all.n) return type_any();
    ir_type *t = ARENA_NEW(l->a, ir_type);
    *t = (ir_type){.kind = TYPE_INTERFACE, .fields = all.at, .field_count = (uint32_t)all.n, .at = go_span(l, n)};
    array_push(l->a, &l->file->types, t);
    return t;
}

/* --- functions --- */

typedef ARRAY(ir_param) param_list;

static void add_parameter(go_lower *l, param_list *out, syntax_node d, bool variadic)
{
    syntax_node type = go_child(l->g, d, GO_F_TYPE);
    ir_type *t = go_type(l, type);
    if (variadic) t = type_new_slice(l->a, t);
    bool any = false;
    for (syntax_cursor c = syntax_named_children(d); go_next(l->g, &c);) {
        if (!go_at_field(l->g, &c, GO_F_NAME)) continue;
        array_push(
            l->a, out,
            (ir_param){.name = go_text(l, c.node), .type = t, .slot = -1, .at = go_span(l, c.node), .type_at = go_span(l, type)});
        any = true;
    }
    if (!any) array_push(l->a, out, (ir_param){.type = t, .slot = -1, .at = go_span(l, type), .type_at = go_span(l, type)});
}

static bool is_declaration(go_kind k) { return k == GO_PARAMETER_DECLARATION || k == GO_VARIADIC_PARAMETER_DECLARATION; }

static bool has_name(go_lower *l, syntax_node d) { return !syntax_is_null(go_child(l->g, d, GO_F_NAME)); }

/* Where one has a name all have: of a, b, c string the grammar takes the first ones for types when there are many of them. */
static bool are_named(go_lower *l, syntax_node list)
{
    bool named = false;
    for (syntax_cursor c = syntax_named_children(list); go_next(l->g, &c);)
        named = named || (is_declaration(go_kind_of(l->g, c.node)) && has_name(l, c.node));
    return named;
}

/* Gives the parameters since number `from`, names alone, the type of the one behind them. */
static void share_type(param_list *all, size_t from, size_t end)
{
    for (size_t i = from; i < end && end < all->n; i++) {
        all->at[i].type = all->at[end].type;
        all->at[i].type_at = all->at[end].type_at;
    }
}

static param_list parameters(go_lower *l, syntax_node n, bool *variadic)
{
    param_list all = {0};
    if (syntax_is_null(n)) return all;
    if (go_kind_of(l->g, n) != GO_PARAMETER_LIST) { /* a single unnamed result */
        array_push(l->a, &all, (ir_param){.type = go_type(l, n), .slot = -1, .at = go_span(l, n), .type_at = go_span(l, n)});
        return all;
    }
    bool named = are_named(l, n);
    size_t from = 0; /* names that wait for their type */
    for (syntax_cursor c = syntax_named_children(n); go_next(l->g, &c);) {
        go_kind k = go_kind_of(l->g, c.node);
        if (!is_declaration(k)) continue;
        if (k == GO_VARIADIC_PARAMETER_DECLARATION) *variadic = true;
        syntax_node type = go_child(l->g, c.node, GO_F_TYPE);
        bool waits =
            named && k == GO_PARAMETER_DECLARATION && !has_name(l, c.node) && go_kind_of(l->g, type) == GO_TYPE_IDENTIFIER;
        if (waits) {
            array_push(l->a, &all, (ir_param){.name = go_text(l, type), .type = unknown(), .slot = -1, .at = go_span(l, type),
                                              .type_at = go_span(l, type)});
            continue;
        }
        size_t end = all.n;
        add_parameter(l, &all, c.node, k == GO_VARIADIC_PARAMETER_DECLARATION);
        share_type(&all, from, end);
        from = all.n;
    }
    return all;
}

ir_type *go_signature(go_lower *l, syntax_node list, syntax_node result, ir_param **param_out, uint32_t *param_count,
                      ir_param **result_out, uint32_t *result_count, bool *variadic)
{
    bool unused = false;
    *variadic = false;
    param_list in = parameters(l, list, variadic), out = parameters(l, result, &unused);
    ir_type **parts = ARENA_NEW_N(l->a, ir_type *, in.n + out.n);
    for (size_t i = 0; i < in.n; i++) parts[i] = in.at[i].type;
    for (size_t i = 0; i < out.n; i++) parts[in.n + i] = out.at[i].type;
    *param_out = in.at;
    *param_count = (uint32_t)in.n;
    *result_out = out.at;
    *result_count = (uint32_t)out.n;
    return type_new_func(l->a, parts, (uint32_t)(in.n + out.n), (uint32_t)in.n, *variadic);
}

static ir_type *function_type(go_lower *l, syntax_node n)
{
    ir_param *params, *results;
    uint32_t param_count, result_count;
    bool variadic;
    return go_signature(l, go_child(l->g, n, GO_F_PARAMETERS), go_child(l->g, n, GO_F_RESULT), &params, &param_count, &results,
                        &result_count, &variadic);
}

void go_bind_type_parameters(go_lower *l, syntax_node list, str **names, uint32_t *count)
{
    ARRAY(str) all = {0};
    for (syntax_cursor c = syntax_named_children(list); go_next(l->g, &c);) {
        for (syntax_cursor n = syntax_named_children(c.node); go_next(l->g, &n);) {
            if (!go_at_field(l->g, &n, GO_F_NAME)) continue;
            array_push(l->a, &all, go_text(l, n.node));
            go_bind(l, (go_binding){.name = go_text(l, n.node), .kind = GO_TYPE_NAME, .type = unknown()});
        }
    }
    if (names) *names = all.at;
    if (count) *count = (uint32_t)all.n;
}

/* --- any type --- */

static ir_type *array_type(go_lower *l, syntax_node n, bool implicit)
{
    int64_t length = -1; /* of a composite literal with "...": set by go_composite */
    if (!implicit && !go_constant_int(go_expression(l, go_child(l->g, n, GO_F_LENGTH)), &length)) return NULL;
    if (!implicit && length < 0) return NULL;
    return type_new_array(l->a, go_type(l, go_child(l->g, n, GO_F_ELEMENT)), length);
}

static ir_type *type_at(go_lower *l, syntax_node n)
{
    switch (go_kind_of(l->g, n)) {
    case GO_TYPE_IDENTIFIER:
    case GO_IDENTIFIER: return named_or_dot(l, n);
    case GO_QUALIFIED_TYPE: return qualified_type(l, n);
    case GO_GENERIC_TYPE: return go_type(l, go_child(l->g, n, GO_F_TYPE));
    case GO_POINTER_TYPE: return type_new_pointer(l->a, go_type(l, go_only(l->g, n)));
    case GO_PARENTHESIZED_TYPE: return go_type(l, go_only(l->g, n));
    case GO_STRUCT_TYPE: return struct_type(l, n);
    case GO_INTERFACE_TYPE: return interface_type(l, n);
    case GO_ARRAY_TYPE: return array_type(l, n, false);
    case GO_IMPLICIT_LENGTH_ARRAY_TYPE: return array_type(l, n, true);
    case GO_SLICE_TYPE: return type_new_slice(l->a, go_type(l, go_child(l->g, n, GO_F_ELEMENT)));
    case GO_MAP_TYPE:
        return type_new_map(l->a, go_type(l, go_child(l->g, n, GO_F_KEY)), go_type(l, go_child(l->g, n, GO_F_VALUE)));
    case GO_CHANNEL_TYPE: {
        ir_type *t = ARENA_NEW(l->a, ir_type);
        *t = (ir_type){.kind = TYPE_CHAN, .elem = go_type(l, go_child(l->g, n, GO_F_VALUE))};
        return t;
    }
    case GO_FUNCTION_TYPE: return function_type(l, n);
    case GO_TYPE_ELEM: return syntax_named_count(n) == 1 ? go_type(l, go_only(l->g, n)) : NULL;
    default: return NULL;
    }
}

ir_type *go_type(go_lower *l, syntax_node n)
{
    if (syntax_is_null(n) || !go_enter(l)) return unknown();
    ir_type *t = type_at(l, n);
    go_leave(l);
    return t ? t : unknown();
}

static ir_type *expression_type(go_lower *l, syntax_node n)
{
    switch (go_kind_of(l->g, n)) {
    case GO_IDENTIFIER:
    case GO_TYPE_IDENTIFIER: return named(l, go_text(l, n));
    case GO_SELECTOR_EXPRESSION: {
        syntax_node operand = go_child(l->g, n, GO_F_OPERAND);
        if (go_kind_of(l->g, operand) != GO_IDENTIFIER) return NULL;
        return qualified(l, go_text(l, operand), go_text(l, go_child(l->g, n, GO_F_FIELD)), false);
    }
    case GO_PARENTHESIZED_EXPRESSION: return go_type_of_expression(l, go_only(l->g, n));
    case GO_INDEX_EXPRESSION: return go_type_of_expression(l, go_child(l->g, n, GO_F_OPERAND));
    case GO_TYPE_INSTANTIATION_EXPRESSION: return go_type_of_expression(l, go_child(l->g, n, GO_F_TYPE));
    case GO_UNARY_EXPRESSION: {
        if (!str_is(go_text(l, go_child(l->g, n, GO_F_OPERATOR)), "*")) return NULL;
        syntax_node operand = go_child(l->g, n, GO_F_OPERAND);
        bool selector = go_kind_of(l->g, operand) == GO_SELECTOR_EXPRESSION; /* a place for types only: (*pkg.T)(x) */
        syntax_node package = go_child(l->g, operand, GO_F_OPERAND), name = go_child(l->g, operand, GO_F_FIELD);
        ir_type *t = selector ? qualified(l, go_text(l, package), go_text(l, name), true) : go_type_of_expression(l, operand);
        return t ? type_new_pointer(l->a, t) : NULL;
    }
    case GO_POINTER_TYPE: {
        ir_type *t = go_type_of_expression(l, go_only(l->g, n));
        return t ? type_new_pointer(l->a, t) : NULL;
    }
    case GO_QUALIFIED_TYPE:
        return qualified(l, go_text(l, go_child(l->g, n, GO_F_PACKAGE)), go_text(l, go_child(l->g, n, GO_F_NAME)), false);
    case GO_GENERIC_TYPE: return go_type_of_expression(l, go_child(l->g, n, GO_F_TYPE));
    case GO_PARENTHESIZED_TYPE: return go_type_of_expression(l, go_only(l->g, n));
    case GO_STRUCT_TYPE:
    case GO_INTERFACE_TYPE:
    case GO_ARRAY_TYPE:
    case GO_IMPLICIT_LENGTH_ARRAY_TYPE:
    case GO_SLICE_TYPE:
    case GO_MAP_TYPE:
    case GO_CHANNEL_TYPE:
    case GO_FUNCTION_TYPE: return go_type(l, n);
    default: return NULL;
    }
}

ir_type *go_type_of_expression(go_lower *l, syntax_node n)
{
    if (syntax_is_null(n) || !go_enter(l)) return NULL;
    ir_type *t = expression_type(l, n);
    go_leave(l);
    return t;
}

/* --- types as models write them --- */

ir_type *go_type_from_text(go_lower *l, str text, str package)
{
    text = str_trim(text);
    if (str_starts(text, STR("*"))) {
        ir_type *t = go_type_from_text(l, str_slice(text, 1, text.n), package);
        return t ? type_new_pointer(l->a, t) : NULL;
    }
    if (str_starts(text, STR("[]"))) {
        ir_type *t = go_type_from_text(l, str_slice(text, 2, text.n), package);
        return t ? type_new_slice(l->a, t) : NULL;
    }
    if (str_starts(text, STR("map["))) {
        ptrdiff_t close = str_find_char(text, ']', 0);
        if (close < 0) return NULL;
        ir_type *k = go_type_from_text(l, str_slice(text, 4, (size_t)close), package);
        ir_type *v = go_type_from_text(l, str_slice(text, (size_t)close + 1, text.n), package);
        return k && v ? type_new_map(l->a, k, v) : NULL;
    }
    if (str_is(text, "interface{}") || str_is(text, "interface {}")) return type_any();
    ptrdiff_t dot = str_rfind_char(text, '.');
    if (dot < 0) {
        ir_type *t = go_universe_type(text);
        if (t) return t;
        return text.n && text.p[0] >= 'A' && text.p[0] <= 'Z' ? go_opaque_type(l->s, package, text) : NULL;
    }
    str qualifier = str_slice(text, 0, (size_t)dot), name = str_slice(text, (size_t)dot + 1, text.n);
    if (str_eq(qualifier, go_guess_package_name(package))) return go_opaque_type(l->s, package, name);
    go_found f = go_resolve(l, qualifier);
    if (f.kind == GO_FOUND_PACKAGE && !f.import->package) return go_opaque_type(l->s, f.import->path, name);
    return go_opaque_type(l->s, qualifier, name);
}
