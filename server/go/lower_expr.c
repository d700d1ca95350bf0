/* Expressions (Go specification, "Expressions"). */
#include "base/limits.h"
#include "go/refuse.h"

uint8_t go_operator(str text)
{
    static const struct {
        const char *text;
        uint8_t op;
    } two[] = {
        {"==", IR_EQUAL}, {"!=", IR_UNEQUAL}, {"<=", IR_LESS_EQUAL}, {">=", IR_GREATER_EQUAL},
        {"<<", IR_SHL},   {">>", IR_SHR},     {"&^", IR_AND_NOT},
    };
    if (text.n == 1) return (uint8_t)text.p[0];
    for (size_t i = 0; i < sizeof two / sizeof *two; i++)
        if (str_is(text, two[i].text)) return two[i].op;
    return 0;
}

bool go_make_comma_ok(ir_node *n)
{
    if (!n || (n->op != IR_INDEX && n->op != IR_ASSERT && n->op != IR_RECEIVE)) return false;
    n->flags |= IR_COMMA_OK;
    return true;
}

/* What a broken or unexpected node contains, for those who walk the program. */
static ir_node *broken(go_lower *l, syntax_node n)
{
    ir_node *u = go_unsupported(l, n, "syntax error");
    size_t mark = l->pending.n;
    for (syntax_cursor c = syntax_named_children(n); go_next(l->g, &c);) go_statement(l, c.node);
    go_take_kids(l, u, mark);
    return u;
}

/* --- names --- */

static ir_type *global_type(go_lower *l, ir_global *g)
{
    if (!g->type) ir_global_init(l->s->p, g);
    return go_known(g->type);
}

static ir_node *member_node(go_lower *l, syntax_node n, ir_member *m)
{
    ir_node *e;
    go_refuse_as(l, m->refused);
    switch (m->kind) {
    case IR_MEMBER_FUNC:
        e = go_node(l, IR_FUNC, n);
        e->func = m->func;
        e->type = m->func->type;
        break;
    case IR_MEMBER_GLOBAL:
        e = go_node(l, IR_GLOBAL, n);
        e->global = m->global;
        e->type = global_type(l, m->global);
        break;
    case IR_MEMBER_CONST:
        if (m->refused) return go_unsupported(l, n, "refused by the compiler");
        if (!m->resolved) return go_unsupported(l, n, "constant that needs itself");
        return go_constant_node(l, n, m->constant, m->type);
    case IR_MEMBER_TYPE:
    default: return go_type_node(l, n, m->type ? m->type : type_basic(TYPE_UNKNOWN));
    }
    e->name = m->name;
    return e;
}

static ir_node *extern_node(go_lower *l, syntax_node n, str package, str name)
{
    ir_constant c;
    ir_type *type;
    if (go_library_constant(package, name, &c, &type)) return go_constant_node(l, n, c, type);
    ir_node *e = go_node(l, IR_EXTERN, n);
    e->package = package;
    e->name = name;
    e->type = go_extern_type(l, package, name);
    return e;
}

/* `operand`: a name is selected from it, so that it may be a package. */
static ir_node *undefined(go_lower *l, syntax_node n, str name, bool operand)
{
    str package = go_sourceless_dot(l);
    if (!str_empty(package)) return extern_node(l, n, package, name);
    go_judge_undeclared(l, n, name, operand);
    return go_unsupported(l, n, arena_printf(l->a, "undefined: %.*s", STR_ARG(name)).p);
}

ir_node *go_identifier(go_lower *l, syntax_node n, str name)
{
    go_found f = go_resolve(l, name);
    switch (f.kind) {
    case GO_FOUND_BINDING: {
        f.binding->used = true;
        go_binding b = *f.binding;
        if (b.kind == GO_CONSTANT) return go_constant_node(l, n, b.constant, b.type);
        if (b.kind == GO_TYPE_NAME) return go_type_node(l, n, b.type);
        ir_node *e = go_node(l, IR_LOCAL, n);
        e->name = name;
        e->type = b.type;
        go_slot_write(l, &e->slot, go_slot_of(l, &b));
        return e;
    }
    case GO_FOUND_MEMBER: return member_node(l, n, f.member);
    case GO_FOUND_PACKAGE:
        go_refuse(l, n, IR_REFUSED_NOT_A_VALUE, name);
        return go_unsupported(l, n, "package without a member");
    case GO_FOUND_UNIVERSE: {
        ir_type *t = go_universe_type(name);
        if (t) return go_type_node(l, n, t);
        go_refuse(l, n, IR_REFUSED_NOT_A_VALUE, name);
        return go_unsupported(l, n, "predeclared function as a value");
    }
    default: return undefined(l, n, name, false);
    }
}

/* --- selectors --- */

/* T.Method and (*T).Method (Go specification, "Method expressions"). */
static ir_node *method_expression(go_lower *l, syntax_node n, ir_type *t, str name)
{
    uint32_t path[IR_EMBED_DEPTH], depth = 0;
    ir_func *m = ir_find_method(t, name, path, &depth);
    if (!m || depth) return go_unsupported(l, n, "method expression of an interface, library or embedded type");
    ir_node *e = go_node(l, IR_FUNC, n);
    e->func = m;
    e->name = name;
    return e;
}

ir_node *go_select(go_lower *l, syntax_node n, syntax_node operand, syntax_node field)
{
    go_kind k = go_kind_of(l->g, operand);
    str name = go_text(l, field);
    go_found f = {0};
    bool plain = k == GO_IDENTIFIER || k == GO_PACKAGE_IDENTIFIER || k == GO_TYPE_IDENTIFIER;
    if (plain) f = go_resolve(l, go_text(l, operand));
    if (f.kind == GO_FOUND_PACKAGE) {
        if (str_empty(name)) return go_unsupported(l, n, "package without a member");
        go_judge_member(l, n, f.import, name);
        if (!f.import->package) return extern_node(l, n, f.import->path, name);
        ir_member *m = go_find_member(l->s, f.import->package, name);
        return m ? member_node(l, n, m) : go_unsupported(l, n, arena_printf(l->a, "undefined: %.*s", STR_ARG(go_text(l, n))).p);
    }
    if (k != GO_CALL_EXPRESSION) {
        ir_type *t = go_type_of_expression(l, operand);
        if (t) return method_expression(l, n, t, name);
    }
    ir_node *x =
        plain && f.kind == GO_FOUND_NOTHING ? undefined(l, operand, go_text(l, operand), true) : go_expression(l, operand);
    if (str_empty(name) || syntax_is_missing(field)) {
        ir_node *u = go_node1(l, IR_UNSUPPORTED, n, x);
        u->name = STR("selector without a name");
        return u;
    }
    go_judge_selector(l, field, x->type, name);
    ir_node *e = go_node1(l, IR_SELECT, n, x);
    e->name = name;
    e->type = go_select_type(l, x, name);
    return e;
}

/* --- operators --- */

static ir_node *dereference(go_lower *l, syntax_node n, ir_node *x)
{
    const ir_type *u = type_under(x->type);
    if (x->op == IR_TYPE) return go_type_node(l, n, type_new_pointer(l->a, x->type));
    ir_node *e = go_node1(l, IR_DEREF, n, x);
    e->type = u->kind == TYPE_POINTER ? go_known(u->elem) : NULL;
    return e;
}

static ir_node *unary(go_lower *l, syntax_node n)
{
    str text = go_text(l, go_child(l->g, n, GO_F_OPERATOR));
    ir_node *x = go_expression(l, go_child(l->g, n, GO_F_OPERAND)), *e;
    ir_constant c;
    if (str_is(text, "&")) {
        e = go_node1(l, IR_ADDR, n, x);
        e->type = x->type ? type_new_pointer(l->a, x->type) : NULL;
        return e;
    }
    if (str_is(text, "*")) return dereference(l, n, x);
    if (str_is(text, "<-")) {
        const ir_type *u = type_under(x->type);
        e = go_node1(l, IR_RECEIVE, n, x);
        e->type = u->kind == TYPE_CHAN ? go_known(u->elem) : NULL;
        return e;
    }
    uint8_t op = go_operator(text);
    if (!op) return go_unsupported(l, n, "syntax error");
    if (x->op == IR_CONST && go_fold_unary(op, x, &c)) return go_constant_node(l, n, c, x->type);
    e = go_node1(l, IR_UNARY, n, x);
    e->sub = op;
    e->type = x->type;
    return e;
}

static ir_node *logical(go_lower *l, syntax_node n, bool both, ir_node *x, ir_node *y)
{
    ir_type *type = go_binary_type(IR_BIT_AND, x, y);
    if (x->op == IR_CONST && y->op == IR_CONST && x->constant.kind == IR_BOOL && y->constant.kind == IR_BOOL) {
        bool a = x->constant.boolean, b = y->constant.boolean;
        return go_constant_node(l, n, (ir_constant){.kind = IR_BOOL, .boolean = both ? a && b : a || b}, type);
    }
    ir_node *e = go_node2(l, both ? IR_AND : IR_OR, n, x, y);
    e->type = type;
    return e;
}

typedef ARRAY(char) chars;

enum { TEXT_MOST = 1 << 20 }; /* constants that double each other would grow without end */

/* Long texts are written as sums of many lines: the sum so far grows in place instead of being copied for each. */
static bool concatenate(arena *a, chars *sum, const ir_node *x, const ir_node *y, ir_constant *c)
{
    if (x->constant.kind != IR_STRING || y->constant.kind != IR_STRING) return false;
    str left = x->constant.text, right = y->constant.text;
    if (left.n + right.n > TEXT_MOST) return false;
    if (left.p != sum->at || left.n != sum->n) {
        *sum = (chars){0};
        for (size_t i = 0; i < left.n; i++) array_push(a, sum, left.p[i]);
    }
    for (size_t i = 0; i < right.n; i++) array_push(a, sum, right.p[i]);
    *c = (ir_constant){.kind = IR_STRING, .text = {sum->at, sum->n}};
    return true;
}

static ir_node *combine(go_lower *l, syntax_node n, ir_node *x, chars *sum)
{
    str text = go_text(l, go_child(l->g, n, GO_F_OPERATOR));
    ir_node *y = go_expression(l, go_child(l->g, n, GO_F_RIGHT));
    uint8_t op = go_operator(text);
    ir_constant c;
    if (str_is(text, "&&") || str_is(text, "||")) return logical(l, n, str_is(text, "&&"), x, y);
    if (!op) return go_unsupported(l, n, "syntax error");
    ir_type *type = go_binary_type(op, x, y);
    if (x->op == IR_CONST && y->op == IR_CONST) {
        if (op == IR_ADD && concatenate(l->a, sum, x, y, &c)) return go_constant_node(l, n, c, type);
        if (go_fold_binary(op, x, y, &c)) return go_constant_node(l, n, c, type);
    }
    ir_node *e = go_node2(l, IR_BINARY, n, x, y);
    e->sub = op;
    e->type = type;
    return e;
}

/* Left operands are followed in a loop: sums may have more terms than nesting is allowed. The ir is as deep as the sum, though,
 * unless its terms are constants. */
static ir_node *binary(go_lower *l, syntax_node n)
{
    ARRAY(syntax_node) spine = {0};
    for (; go_kind_of(l->g, n) == GO_BINARY_EXPRESSION; n = go_child(l->g, n, GO_F_LEFT)) array_push(l->a, &spine, n);
    ir_node *x = go_expression(l, n);
    chars sum = {0};
    int depth = l->s->depth;
    while (spine.n) {
        x = combine(l, array_pop(&spine), x, &sum);
        if (x->op != IR_CONST && ++l->s->depth > LIMIT_SYNTAX_DEPTH) {
            l->gave_up = true;
            x = go_unsupported(l, n, "nesting too deep");
            break;
        }
    }
    l->s->depth = depth;
    return x;
}

/* --- elements --- */

static bool is_generic_function(const ir_node *n)
{
    return n->op == IR_EXTERN || (n->op == IR_FUNC && n->func->type_param_count > 0);
}

/* A type argument; what is selected from a package without source may also be a table. */
static ir_node *type_argument(go_lower *l, syntax_node n, const ir_node *of)
{
    if (go_kind_of(l->g, n) == GO_TYPE_ELEM && syntax_named_count(n) == 1) n = go_only(l->g, n);
    ir_type *t = go_type_of_expression(l, n);
    if (t || of->op != IR_EXTERN) return go_type_node(l, n, t ? t : go_type(l, n));
    go_expression(l, n); /* for the names that it uses */
    return go_type_node(l, n, type_basic(TYPE_UNKNOWN));
}

/* Explicit type arguments become kids of the function: x[T], x[T1, T2]. */
ir_node *go_instantiate(go_lower *l, syntax_node at, ir_node *x, syntax_node args, bool from_second)
{
    size_t mark = l->pending.n;
    bool generic = is_generic_function(x);
    for (syntax_cursor c = syntax_named_children(args); go_next(l->g, &c); from_second = false)
        if (!from_second) go_push(l, generic ? type_argument(l, c.node, x) : go_expression(l, c.node));
    if (generic) {
        go_take_kids(l, x, mark);
        return x;
    }
    ir_node *index = l->pending.n > mark ? l->pending.at[mark] : go_unsupported(l, args, "missing expression");
    l->pending.n = mark;
    ir_node *e = go_node2(l, IR_INDEX, at, x, index);
    e->type = go_index_type(x->type);
    return e;
}

static ir_node *index_expression(go_lower *l, syntax_node n)
{
    syntax_node operand = go_child(l->g, n, GO_F_OPERAND), index = go_child(l->g, n, GO_F_INDEX);
    ir_node *x = go_expression(l, operand);
    if (x->op == IR_TYPE) return x;
    ir_type *type = is_generic_function(x) ? go_type_of_expression(l, index) : NULL;
    if (type) {
        ir_node *arg = go_node1(l, IR_BLOCK, n, go_type_node(l, index, type));
        x->kids = arg->kids;
        x->count = 1;
        return x;
    }
    ir_node *e = go_node2(l, IR_INDEX, n, x, go_expression(l, index));
    e->type = go_index_type(x->type);
    return e;
}

static ir_node *optional(go_lower *l, syntax_node n) { return syntax_is_null(n) ? NULL : go_expression(l, n); }

static ir_node *slice_expression(go_lower *l, syntax_node n)
{
    ir_node *e = go_node(l, IR_SLICE, n);
    e->count = 4;
    e->kids = ARENA_NEW_N(l->a, ir_node *, 4);
    e->kids[0] = go_expression(l, go_child(l->g, n, GO_F_OPERAND));
    e->kids[1] = optional(l, go_child(l->g, n, GO_F_START));
    e->kids[2] = optional(l, go_child(l->g, n, GO_F_END));
    e->kids[3] = optional(l, go_child(l->g, n, GO_F_CAPACITY));
    ir_type *t = e->kids[0]->type;
    const ir_type *u = type_under(t);
    if (u->kind == TYPE_POINTER) u = type_under(u->elem);
    if (u->kind == TYPE_ARRAY) e->type = type_new_slice(l->a, u->elem);
    else if (u->kind == TYPE_SLICE || u->kind == TYPE_STRING) e->type = t;
    else if (u->kind == TYPE_UNTYPED_STRING) e->type = type_basic(TYPE_STRING);
    return e;
}

static ir_node *assertion(go_lower *l, syntax_node n)
{
    ir_node *e = go_node1(l, IR_ASSERT, n, go_expression(l, go_child(l->g, n, GO_F_OPERAND)));
    e->type = go_type(l, go_child(l->g, n, GO_F_TYPE));
    return e;
}

ir_node *go_convert(go_lower *l, syntax_node at, ir_type *type, ir_node *x)
{
    if (x->op == IR_CONST && x->constant.kind != IR_NIL) {
        ir_constant c = x->constant;
        if (go_fold_convert(l->a, &c, x->type, type)) return go_constant_node(l, at, c, type);
    }
    ir_node *e = go_node1(l, IR_CONVERT, at, x);
    e->type = type;
    return e;
}

/* --- type nodes where an expression stands: the grammar can't tell f[i](x) from a call with type arguments --- */

static ir_node *type_as_expression(go_lower *l, syntax_node n)
{
    ir_type *t = go_type_of_expression(l, n);
    if (t) return go_type_node(l, n, t);
    switch (go_kind_of(l->g, n)) {
    case GO_TYPE_IDENTIFIER: return go_identifier(l, n, go_text(l, n));
    case GO_QUALIFIED_TYPE: return go_select(l, n, go_child(l->g, n, GO_F_PACKAGE), go_child(l->g, n, GO_F_NAME));
    case GO_PARENTHESIZED_TYPE:
    case GO_TYPE_ELEM: return go_expression(l, go_only(l->g, n));
    case GO_GENERIC_TYPE:
        return go_instantiate(l, n, go_expression(l, go_child(l->g, n, GO_F_TYPE)), go_child(l->g, n, GO_F_TYPE_ARGUMENTS),
                              false);
    case GO_POINTER_TYPE: return dereference(l, n, go_expression(l, go_only(l->g, n)));
    default: return broken(l, n);
    }
}

/* T(x), or what the grammar takes for one: f[i](x), f[T](x), and *T(x), which is *(T(x)). */
static ir_node *conversion(go_lower *l, syntax_node n, syntax_node type)
{
    if (go_kind_of(l->g, type) == GO_POINTER_TYPE) return dereference(l, n, conversion(l, n, go_only(l->g, type)));
    ir_node *f = go_expression(l, type), *x = go_expression(l, go_child(l->g, n, GO_F_OPERAND));
    if (f->op == IR_TYPE) return go_convert(l, n, f->type, x);
    ir_node *call = go_node2(l, IR_CALL, n, f, x);
    call->type = go_call_type(l, call);
    return call;
}

static ir_node *literal(go_lower *l, syntax_node n, go_kind k)
{
    ir_constant c;
    ir_type *type;
    if ((k == GO_TRUE || k == GO_FALSE || k == GO_NIL) && go_lookup(l, go_text(l, n))) return go_identifier(l, n, go_text(l, n));
    if (go_literal(l, k, go_text(l, n), &c, &type)) return go_constant_node(l, n, c, type);
    return go_unsupported(l, n, "malformed literal"); /* or a number that is larger than those that are followed */
}

static ir_node *expression(go_lower *l, syntax_node n)
{
    go_kind k = go_kind_of(l->g, n);
    switch (k) {
    case GO_IDENTIFIER:
    case GO_PACKAGE_IDENTIFIER: return go_identifier(l, n, go_text(l, n));
    case GO_BLANK_IDENTIFIER:
        go_refuse(l, n, IR_REFUSED_NOT_A_VALUE, go_text(l, n));
        return go_unsupported(l, n, "blank identifier as a value");
    case GO_SELECTOR_EXPRESSION: return go_select(l, n, go_child(l->g, n, GO_F_OPERAND), go_child(l->g, n, GO_F_FIELD));
    case GO_CALL_EXPRESSION: return go_call(l, n);
    case GO_PARENTHESIZED_EXPRESSION: return go_expression(l, go_only(l->g, n));
    case GO_UNARY_EXPRESSION: return unary(l, n);
    case GO_BINARY_EXPRESSION: return binary(l, n);
    case GO_INDEX_EXPRESSION: return index_expression(l, n);
    case GO_SLICE_EXPRESSION: return slice_expression(l, n);
    case GO_TYPE_ASSERTION_EXPRESSION: return assertion(l, n);
    case GO_TYPE_CONVERSION_EXPRESSION: return conversion(l, n, go_child(l->g, n, GO_F_TYPE));
    case GO_TYPE_INSTANTIATION_EXPRESSION: return go_instantiate(l, n, go_expression(l, go_child(l->g, n, GO_F_TYPE)), n, true);
    case GO_COMPOSITE_LITERAL: return go_composite(l, n, go_child(l->g, n, GO_F_BODY), go_type(l, go_child(l->g, n, GO_F_TYPE)));
    case GO_FUNC_LITERAL: return go_closure(l, n);
    case GO_INT_LITERAL:
    case GO_RUNE_LITERAL:
    case GO_FLOAT_LITERAL:
    case GO_RAW_STRING_LITERAL:
    case GO_INTERPRETED_STRING_LITERAL:
    case GO_TRUE:
    case GO_FALSE:
    case GO_NIL: return literal(l, n, k);
    case GO_IOTA:
        if (l->iota < 0 || go_lookup(l, STR("iota"))) return go_identifier(l, n, go_text(l, n));
        return go_constant_node(l, n, (ir_constant){.kind = IR_INTEGER, .integer = l->iota}, type_basic(TYPE_UNTYPED_INT));
    case GO_IMAGINARY_LITERAL: return go_unsupported(l, n, "complex numbers");
    case GO_TYPE_IDENTIFIER:
    case GO_QUALIFIED_TYPE:
    case GO_GENERIC_TYPE:
    case GO_POINTER_TYPE:
    case GO_PARENTHESIZED_TYPE:
    case GO_TYPE_ELEM:
    case GO_STRUCT_TYPE:
    case GO_INTERFACE_TYPE:
    case GO_ARRAY_TYPE:
    case GO_SLICE_TYPE:
    case GO_MAP_TYPE:
    case GO_CHANNEL_TYPE:
    case GO_FUNCTION_TYPE: return type_as_expression(l, n);
    default: return broken(l, n);
    }
}

ir_node *go_expression(go_lower *l, syntax_node n)
{
    if (syntax_is_null(n) || syntax_is_missing(n)) return go_unsupported(l, n, "missing expression");
    if (!go_enter(l)) return go_unsupported(l, n, "nesting too deep");
    ir_node *e = expression(l, n);
    go_leave(l);
    return e;
}

uint32_t go_expressions(go_lower *l, syntax_node list)
{
    if (syntax_is_null(list)) return 0;
    uint32_t n = 0;
    if (go_kind_of(l->g, list) != GO_EXPRESSION_LIST) {
        go_push(l, go_expression(l, list));
        return 1;
    }
    for (syntax_cursor c = syntax_named_children(list); go_next(l->g, &c); n++) go_push(l, go_expression(l, c.node));
    return n;
}
