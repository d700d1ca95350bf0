/* Calls, predeclared functions and composite literals. */
#include "go/refuse.h"

/* Pushes the arguments; true when the last one is spread. */
static bool arguments(go_lower *l, syntax_node args, uint32_t skip)
{
    bool spread = false;
    for (syntax_cursor c = syntax_named_children(args); go_next(l->g, &c);) {
        if (skip) {
            skip--;
            continue;
        }
        spread = go_kind_of(l->g, c.node) == GO_VARIADIC_ARGUMENT;
        go_push(l, go_expression(l, spread ? go_only(l->g, c.node) : c.node));
    }
    return spread;
}

static ir_type *builtin_type(const ir_node *b)
{
    const ir_node *first = b->count ? b->kids[0] : NULL;
    switch (b->sub) {
    case IR_LEN:
    case IR_CAP:
    case IR_COPY: return type_basic(TYPE_INT);
    case IR_APPEND: return first ? first->type : NULL;
    case IR_RECOVER: return type_any();
    case IR_MIN:
    case IR_MAX:
        for (uint32_t i = 0; i < b->count; i++)
            if (b->kids[i]->type && !type_is_untyped(b->kids[i]->type->kind)) return b->kids[i]->type;
        return first ? first->type : NULL;
    default: return NULL;
    }
}

/* "Length and capacity": constant for string constants, and for arrays when nothing has to be called. */
static bool constant_length(const ir_node *x, int64_t *length)
{
    const ir_type *u = type_under(x->type);
    if (u->kind == TYPE_POINTER) u = type_under(u->elem);
    if (x->op == IR_CONST && x->constant.kind == IR_STRING) *length = (int64_t)x->constant.text.n;
    else if (u->kind == TYPE_ARRAY && u->length > 0 && (x->op == IR_LOCAL || x->op == IR_GLOBAL)) *length = u->length;
    else return false;
    return true;
}

/* What make and new are given first. Since Go 1.26 new also takes a value, which the grammar takes for a type. */
static ir_type *made_type(go_lower *l, syntax_node n, int which)
{
    syntax_node name = go_kind_of(l->g, n) == GO_QUALIFIED_TYPE ? go_child(l->g, n, GO_F_PACKAGE) : n;
    go_binding *b = which == IR_NEW ? go_lookup(l, go_text(l, name)) : NULL;
    if (!b || b->kind == GO_TYPE_NAME) return go_type(l, n);
    b->used = true;
    return type_basic(TYPE_UNKNOWN);
}

static ir_node *builtin(go_lower *l, syntax_node n, int which)
{
    syntax_node args = go_child(l->g, n, GO_F_ARGUMENTS);
    ir_node *b = go_node(l, IR_BUILTIN, n);
    size_t mark = l->pending.n;
    bool typed = which == IR_MAKE || which == IR_NEW;
    b->sub = (uint8_t)which;
    if (arguments(l, args, typed ? 1 : 0)) b->flags |= IR_SPREAD;
    go_take_kids(l, b, mark);
    if (!ir_builtin_takes((ir_builtin)which, b->count, b->flags & IR_SPREAD)) {
        bool one = b->count != 1 || go_value_count(b->kids[0]) == 1; /* else one argument may give them all */
        if (one) go_refuse_counts(l, b->at, IR_REFUSED_BUILTIN_COUNT, go_text(l, go_child(l->g, n, GO_F_FUNCTION)), b->count, 0);
        b->op = IR_UNSUPPORTED;
        b->name = STR("another number of arguments");
        return b;
    }
    if (which == IR_RECOVER && l->frame->func) l->frame->func->has_recover = true;
    if (typed) {
        b->type = made_type(l, go_only(l->g, args), which);
        return b;
    }
    b->type = builtin_type(b);
    int64_t length;
    if (b->count == 1 && (which == IR_LEN || which == IR_CAP) && constant_length(b->kids[0], &length))
        return go_constant_node(l, n, (ir_constant){.kind = IR_INTEGER, .integer = length}, b->type);
    return b;
}

ir_node *go_call(go_lower *l, syntax_node n)
{
    syntax_node function = go_child(l->g, n, GO_F_FUNCTION), args = go_child(l->g, n, GO_F_ARGUMENTS);
    syntax_node type_args = go_child(l->g, n, GO_F_TYPE_ARGUMENTS);
    go_kind k = go_kind_of(l->g, function);
    if (k == GO_IDENTIFIER) {
        str name = go_text(l, function);
        int which = go_universe_func(name);
        if (which >= 0 && go_resolve(l, name).kind == GO_FOUND_UNIVERSE) return builtin(l, n, which);
    }
    ir_type *type = k == GO_CALL_EXPRESSION || k == GO_FUNC_LITERAL ? NULL : go_type_of_expression(l, function);
    if (type) {
        syntax_node only = go_only(l->g, args);
        return go_convert(l, n, type, go_expression(l, only));
    }
    size_t mark = l->pending.n;
    ir_node *callee = go_expression(l, function);
    if (!syntax_is_null(type_args)) callee = go_instantiate(l, function, callee, type_args, false);
    ir_node *call = go_node(l, IR_CALL, n);
    go_push(l, callee);
    if (arguments(l, args, 0)) call->flags |= IR_SPREAD;
    go_take_kids(l, call, mark);
    call->type = go_call_type(l, call);
    return call;
}

/* --- composite literals --- */

/* A key or value: T and &T may be left out where the type around the literal gives it (Go specification, "Composite
 * literals"). */
static ir_node *element(go_lower *l, syntax_node n, ir_type *type)
{
    syntax_node inner = go_kind_of(l->g, n) == GO_LITERAL_ELEMENT ? go_only(l->g, n) : n;
    if (go_kind_of(l->g, inner) != GO_LITERAL_VALUE) return go_expression(l, inner);
    const ir_type *u = type_under(type);
    if (u->kind != TYPE_POINTER) return go_composite(l, inner, inner, type);
    ir_node *address = go_node1(l, IR_ADDR, inner, go_composite(l, inner, inner, u->elem));
    address->type = type;
    return address;
}

static bool is_name(go_lower *l, syntax_node key, str *name)
{
    syntax_node inner = go_kind_of(l->g, key) == GO_LITERAL_ELEMENT ? go_only(l->g, key) : key;
    if (go_kind_of(l->g, inner) != GO_IDENTIFIER) return false;
    *name = go_text(l, inner);
    return true;
}

/* A struct that stands in a source, not one of a library's model. */
static bool is_written(const ir_type *u) { return u->kind == TYPE_STRUCT && u->at.at.end > 0; }

static ir_node *keyed(go_lower *l, syntax_node n, const ir_type *u)
{
    syntax_node key = go_child(l->g, n, GO_F_KEY), node = go_child(l->g, n, GO_F_VALUE);
    str name;
    /* A literal of an unknown type with plain names for keys is a struct's. */
    bool field = u->kind == TYPE_STRUCT || (u->kind == TYPE_UNKNOWN && is_name(l, key, &name));
    if (field && is_name(l, key, &name)) {
        if (u->kind == TYPE_UNKNOWN)
            go_use(l, go_kind_of(l->g, key) == GO_LITERAL_ELEMENT ? go_only(l->g, key) : key); /* or a map's key */
        const ir_type *type = NULL;
        bool found = u->kind != TYPE_STRUCT;
        for (uint32_t i = 0; u->kind == TYPE_STRUCT && i < u->field_count; i++)
            if (str_eq(u->fields[i].name, name)) found = (type = u->fields[i].type);
        if (!found && is_written(u)) go_refuse(l, key, IR_REFUSED_NO_FIELD, name);
        ir_node *e = go_node1(l, IR_KEYED, n, element(l, node, (ir_type *)(uintptr_t)type));
        e->name = name;
        return e;
    }
    ir_node *k = element(l, key, u->kind == TYPE_MAP ? u->key : NULL);
    return go_node2(l, IR_KEYED, n, k, element(l, node, u->elem));
}

static int64_t literal_length(const ir_node *e)
{
    int64_t next = 0, most = 0, index;
    for (uint32_t i = 0; i < e->count; i++) {
        const ir_node *kid = e->kids[i];
        if (kid->op == IR_KEYED && kid->count == 2 && go_constant_int(kid->kids[0], &index) && index >= 0 && index < INT32_MAX)
            next = index;
        next++;
        if (next > most) most = next;
    }
    return most;
}

ir_node *go_composite(go_lower *l, syntax_node n, syntax_node body, ir_type *type)
{
    if (!go_enter(l)) return go_unsupported(l, n, "nesting too deep");
    ir_node *e = go_node(l, IR_COMPOSITE, n);
    const ir_type *u = type_under(type);
    size_t mark = l->pending.n;
    uint32_t position = 0;
    for (syntax_cursor c = syntax_named_children(body); go_next(l->g, &c); position++) {
        if (go_kind_of(l->g, c.node) == GO_KEYED_ELEMENT) {
            go_push(l, keyed(l, c.node, u));
            continue;
        }
        ir_type *of = u->kind == TYPE_STRUCT ? position < u->field_count ? u->fields[position].type : NULL : u->elem;
        go_push(l, element(l, c.node, of));
    }
    go_take_kids(l, e, mark);
    bool plain = e->count && e->kids[0]->op != IR_KEYED;
    if (plain && is_written(u) && e->count != u->field_count)
        go_refuse_counts(l, e->at, IR_REFUSED_VALUE_COUNT, (str){0}, e->count, u->field_count);
    e->type = type ? type : type_basic(TYPE_UNKNOWN);
    if (type && type->kind == TYPE_ARRAY && type->length < 0) type->length = literal_length(e);
    go_leave(l);
    return e;
}
