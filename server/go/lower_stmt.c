/* Simple statements and declarations (Go specification, "Statements"). */
#include "go/refuse.h"

/* --- places --- */

static bool is_place(const ir_node *n)
{
    switch (n->op) {
    case IR_LOCAL:
    case IR_GLOBAL:
    case IR_SELECT:
    case IR_INDEX:
    case IR_DEREF:
    case IR_EXTERN: return true;
    default: return false;
    }
}

static bool is_blank(go_lower *l, syntax_node n)
{
    return go_kind_of(l->g, n) == GO_BLANK_IDENTIFIER || str_is(go_text(l, n), "_");
}

/* Predeclared names may be declared anew. */
static bool is_name(go_lower *l, syntax_node n)
{
    switch (go_kind_of(l->g, n)) {
    case GO_IDENTIFIER:
    case GO_BLANK_IDENTIFIER:
    case GO_IOTA:
    case GO_NIL:
    case GO_TRUE:
    case GO_FALSE: return true;
    default: return false;
    }
}

ir_node *go_place(go_lower *l, syntax_node n)
{
    if (is_blank(l, n)) return go_node(l, IR_BLANK, n);
    go_binding *variable = go_kind_of(l->g, n) == GO_IDENTIFIER ? go_lookup(l, go_text(l, n)) : NULL;
    bool used = variable && variable->used;
    ir_node *e = go_expression(l, n);
    if (variable) variable->used = used; /* to assign is not to use */
    if (is_place(e) || e->op == IR_UNSUPPORTED) return e;
    go_refuse(l, n, IR_REFUSED_NOT_A_PLACE, go_text(l, n));
    ir_node *u = go_node1(l, IR_UNSUPPORTED, n, e);
    u->name = STR("assignment to what is no variable");
    return u;
}

ir_node *go_declare(go_lower *l, syntax_node name, ir_type *type)
{
    if (is_blank(l, name)) return go_node(l, IR_BLANK, name);
    ir_node *d = go_node(l, IR_DECLARE, name);
    d->name = go_text(l, name);
    d->type = type;
    if (go_bound_in_block(l, d->name)) go_refuse(l, name, IR_REFUSED_REDECLARED, d->name);
    go_slot_write(l, &d->slot, go_new_variable(l, d->name, go_known(type)));
    if (!d->name.n) return d;
    array_last(&l->scope).declared = true;
    array_last(&l->scope).at = d->at;
    return d;
}

/* --- assignments --- */

/* As many values as places, or one that has several results, or none in a declaration; with an operator one of each. */
static bool counts_fit(go_lower *l, syntax_node at, const ir_node *n)
{
    uint32_t count = n->count - n->targets;
    if (n->sub) return n->targets == 1 && count == 1 && n->kids[0]->op != IR_BLANK;
    bool zero = count == 0 && go_kind_of(l->g, at) == GO_VAR_SPEC;
    return n->targets > 0 && (count == 1 || count == n->targets || zero);
}

/* The assignment of the nodes pushed since `mark`, the first `targets` of them places; `op`: the operator of x op= y, else 0. */
static ir_node *assignment(go_lower *l, syntax_node at, size_t mark, uint32_t targets, uint8_t op)
{
    ir_node *n = go_node(l, IR_ASSIGN, at);
    go_take_kids(l, n, mark);
    n->targets = targets;
    n->sub = op;
    if (!counts_fit(l, at, n)) {
        go_refuse_counts(l, n->at, IR_REFUSED_VALUE_COUNT, (str){0}, n->count - targets, targets);
        n->op = IR_UNSUPPORTED;
        n->name = STR("assignment count mismatch");
    }
    for (uint32_t i = 0; i < targets && i < n->count; i++) {
        if (n->kids[i]->op != IR_UNSUPPORTED) continue; /* no place: nothing can be said about the statement */
        n->op = IR_UNSUPPORTED;
        n->name = n->kids[i]->name;
    }
    return n;
}

/* Lowered before the places, because these may hide what the values mean: x := x + 1. */
static uint32_t values(go_lower *l, syntax_node list, uint32_t names, ir_node ***out)
{
    size_t mark = l->pending.n;
    uint32_t n = go_expressions(l, list);
    if (names == 2 && n == 1) go_make_comma_ok(l->pending.at[mark]);
    ir_node *holder = go_node(l, IR_BLOCK, list);
    go_take_kids(l, holder, mark);
    *out = holder->kids;
    return n;
}

static ir_type *type_of_value(go_lower *l, ir_node **list, uint32_t count, uint32_t i, uint32_t names)
{
    if (count == names) return i < count ? go_result_type(l, list[i], 0, 1) : NULL;
    return count == 1 ? go_result_type(l, list[0], i, names) : NULL;
}

ir_node *go_assign(go_lower *l, syntax_node n)
{
    str text = go_text(l, go_child(l->g, n, GO_F_OPERATOR));
    syntax_node left = go_child(l->g, n, GO_F_LEFT), right = go_child(l->g, n, GO_F_RIGHT);
    size_t mark = l->pending.n;
    uint32_t targets = 0;
    for (syntax_cursor c = syntax_named_children(left); go_next(l->g, &c); targets++) {
        go_push(l, go_place(l, c.node));
        if (text.n > 1) go_use(l, c.node);
    }
    size_t first = l->pending.n;
    uint32_t count = go_expressions(l, right);
    if (targets == 2 && count == 1) go_make_comma_ok(l->pending.at[first]);
    return assignment(l, n, mark, targets, text.n > 1 ? go_operator(str_slice(text, 0, text.n - 1)) : 0);
}

ir_node *go_define(go_lower *l, syntax_node n)
{
    syntax_node left = go_child(l->g, n, GO_F_LEFT);
    uint32_t names = 0, i = 0;
    for (syntax_cursor c = syntax_named_children(left); go_next(l->g, &c);) names++;
    ir_node **list;
    uint32_t count = values(l, go_child(l->g, n, GO_F_RIGHT), names, &list);
    size_t mark = l->pending.n, before = l->scope.n;
    for (syntax_cursor c = syntax_named_children(left); go_next(l->g, &c); i++) {
        bool old = go_bound_in_block(l, go_text(l, c.node)) || !is_name(l, c.node);
        go_push(l, old ? go_place(l, c.node) : go_declare(l, c.node, type_of_value(l, list, count, i, names)));
    }
    if (l->scope.n == before) go_refuse(l, left, IR_REFUSED_NOTHING_NEW, go_text(l, left));
    for (uint32_t v = 0; v < count; v++) go_push(l, list[v]);
    return assignment(l, n, mark, names, 0);
}

static ir_node *step(go_lower *l, syntax_node n, uint8_t op)
{
    syntax_node x = go_only(l->g, n);
    ir_constant one = {.kind = IR_INTEGER, .integer = 1};
    size_t mark = l->pending.n;
    go_push(l, go_place(l, x));
    go_use(l, x);
    go_push(l, go_constant_node(l, n, one, type_basic(TYPE_UNTYPED_INT)));
    return assignment(l, n, mark, 1, op);
}

/* --- local declarations --- */

static void local_var(go_lower *l, syntax_node spec)
{
    syntax_node type_node = go_child(l->g, spec, GO_F_TYPE);
    uint32_t names = 0, i = 0;
    for (syntax_cursor c = syntax_named_children(spec); go_next(l->g, &c);) names += go_at_field(l->g, &c, GO_F_NAME);
    ir_type *type = syntax_is_null(type_node) ? NULL : go_type(l, type_node);
    ir_node **list;
    uint32_t count = values(l, go_child(l->g, spec, GO_F_VALUE), names, &list);
    size_t mark = l->pending.n;
    for (syntax_cursor c = syntax_named_children(spec); go_next(l->g, &c);)
        if (go_at_field(l->g, &c, GO_F_NAME)) {
            go_push(l, go_declare(l, c.node, type ? type : type_of_value(l, list, count, i, names)));
            i++;
        }
    for (uint32_t v = 0; v < count; v++) go_push(l, list[v]);
    go_push(l, assignment(l, spec, mark, names, 0));
}

static void local_const(go_lower *l, syntax_node name, syntax_node value_node, syntax_node type_node)
{
    ir_type *type = syntax_is_null(type_node) ? NULL : go_type(l, type_node);
    ir_node *n = go_expression(l, value_node);
    if (n->op == IR_CONST && n->constant.kind != IR_NIL) {
        if (type) n = go_convert(l, value_node, type, n);
        if (n->op == IR_CONST) {
            go_bind(l, (go_binding){.name = go_text(l, name), .kind = GO_CONSTANT, .type = n->type, .constant = n->constant});
            return;
        }
    }
    size_t mark = l->pending.n; /* made of constants that are not at hand: a variable will do */
    bool untyped = n->type && type_is_untyped(n->type->kind);
    go_push(l, go_declare(l, name, type ? type : untyped ? NULL : go_result_type(l, n, 0, 1)));
    go_push(l, n);
    go_push(l, assignment(l, name, mark, 1, 0));
}

static void local_consts(go_lower *l, syntax_node d)
{
    syntax_node type = {0}, list = {0};
    int64_t outer = l->iota, iota = 0;
    for (syntax_cursor c = syntax_named_children(d); go_next(l->g, &c); iota++) {
        if (go_kind_of(l->g, c.node) != GO_CONST_SPEC) continue;
        syntax_node own = go_child(l->g, c.node, GO_F_VALUE);
        if (!syntax_is_null(own)) {
            list = own;
            type = go_child(l->g, c.node, GO_F_TYPE);
        }
        uint32_t i = 0;
        l->iota = iota;
        for (syntax_cursor n = syntax_named_children(c.node); go_next(l->g, &n);)
            if (go_at_field(l->g, &n, GO_F_NAME)) local_const(l, n.node, go_nth(l->g, list, i++), type);
    }
    l->iota = outer;
}

static void local_type(go_lower *l, syntax_node spec)
{
    syntax_node name = go_child(l->g, spec, GO_F_NAME), type = go_child(l->g, spec, GO_F_TYPE);
    if (go_kind_of(l->g, spec) == GO_TYPE_ALIAS) {
        go_bind(l, (go_binding){.name = go_text(l, name), .kind = GO_TYPE_NAME, .type = go_type(l, type)});
        return;
    }
    ir_type *t = ARENA_NEW(l->a, ir_type);
    *t = (ir_type){.kind = TYPE_NAMED,
                   .package = l->file->package->ir.path,
                   .package_name = l->file->package->ir.name,
                   .name = go_text(l, name),
                   .under = type_basic(TYPE_UNKNOWN),
                   .at = go_span(l, name)};
    array_push(l->a, &l->file->types, t);
    go_bind(l, (go_binding){.name = t->name, .kind = GO_TYPE_NAME, .type = t});
    t->under = type_under(go_type(l, type));
}

void go_local_declaration(go_lower *l, syntax_node n)
{
    if (go_kind_of(l->g, n) == GO_CONST_DECLARATION) {
        local_consts(l, n);
        return;
    }
    for (syntax_cursor c = syntax_named_children(n); go_next(l->g, &c);) {
        switch (go_kind_of(l->g, c.node)) {
        case GO_VAR_SPEC: local_var(l, c.node); break;
        case GO_VAR_SPEC_LIST: go_local_declaration(l, c.node); break;
        case GO_TYPE_SPEC:
        case GO_TYPE_ALIAS: local_type(l, c.node); break;
        default: go_push(l, go_unsupported(l, c.node, "syntax error")); break;
        }
    }
}

/* --- one statement --- */

static ir_node *called(go_lower *l, syntax_node n, ir_op op)
{
    ir_node *x = go_expression(l, go_only(l->g, n)), *s = go_node1(l, op, n, x);
    if (op == IR_DEFER && l->frame->func) l->frame->func->has_defer = true;
    if (x->op == IR_CALL || x->op == IR_BUILTIN) return s;
    if (x->op != IR_UNSUPPORTED) go_refuse(l, n, IR_REFUSED_NOT_A_CALL, go_text(l, go_only(l->g, n)));
    s->op = IR_UNSUPPORTED;
    s->name = STR("go or defer of what is no call");
    return s;
}

static ir_node *jump(go_lower *l, syntax_node n, ir_op op)
{
    ir_node *s = go_node(l, op, n);
    if (op != IR_FALLTHROUGH) s->name = go_text(l, go_only(l->g, n));
    for (const go_target *t = l->frame->targets; t; t = t->outer) {
        if (ir_jump_means(s, t->statement)) return s;
        if (op == IR_FALLTHROUGH) break; /* out of the innermost statement */
    }
    return go_unsupported(l, n, "a jump that leads nowhere");
}

static ir_node *return_statement(go_lower *l, syntax_node n)
{
    ir_node *s = go_node(l, IR_RETURN, n);
    size_t mark = l->pending.n;
    go_expressions(l, go_only(l->g, n));
    go_take_kids(l, s, mark);
    return s;
}

static ir_node *if_statement(go_lower *l, syntax_node n)
{
    syntax_node init = go_child(l->g, n, GO_F_INITIALIZER), other = go_child(l->g, n, GO_F_ALTERNATIVE);
    size_t outer, scope = go_scope_open(l, &outer), mark = l->pending.n;
    ir_node *s = go_node(l, IR_IF, n);
    if (!syntax_is_null(init)) go_statement(l, init);
    size_t kids = l->pending.n;
    go_push(l, go_expression(l, go_child(l->g, n, GO_F_CONDITION)));
    go_push(l, go_block(l, go_child(l->g, n, GO_F_CONSEQUENCE)));
    go_push(l, syntax_is_null(other) ? NULL : go_kind_of(l->g, other) == GO_BLOCK ? go_block(l, other) : go_simple(l, other));
    go_take_kids(l, s, kids);
    go_scope_close(l, scope, outer);
    return go_enclose(l, n, mark, s);
}

ir_node *go_enclose(go_lower *l, syntax_node at, size_t mark, ir_node *s)
{
    if (l->pending.n == mark) return s;
    ir_node *block = go_node(l, IR_BLOCK, at);
    go_push(l, s);
    go_take_kids(l, block, mark);
    return block;
}

ir_node *go_block(go_lower *l, syntax_node block)
{
    size_t outer, scope = go_scope_open(l, &outer), mark = l->pending.n;
    ir_node *b = go_node(l, IR_BLOCK, block);
    go_statements(l, block);
    go_take_kids(l, b, mark);
    go_scope_close(l, scope, outer);
    return b;
}

void go_statements(go_lower *l, syntax_node block)
{
    for (syntax_cursor c = syntax_named_children(block); go_next(l->g, &c);) {
        if (c.field) continue; /* a case's own expressions */
        if (go_kind_of(l->g, c.node) == GO_STATEMENT_LIST) go_statements(l, c.node);
        else go_statement(l, c.node);
    }
}

ir_node *go_simple(go_lower *l, syntax_node n)
{
    size_t mark = l->pending.n;
    if (syntax_is_null(n)) return NULL;
    go_statement(l, n);
    size_t count = l->pending.n - mark;
    if (count == 1) return array_pop(&l->pending);
    if (count == 0) return NULL;
    ir_node *block = go_node(l, IR_BLOCK, n);
    go_take_kids(l, block, mark);
    return block;
}

static void labeled(go_lower *l, syntax_node n)
{
    syntax_node label = go_child(l->g, n, GO_F_LABEL);
    for (syntax_cursor c = syntax_named_children(n); go_next(l->g, &c);) {
        if (go_at_field(l->g, &c, GO_F_LABEL)) continue;
        l->label = go_text(l, label);
        go_statement(l, c.node);
    }
    l->label = (str){0};
}

static ir_node *statement(go_lower *l, syntax_node n, go_kind k)
{
    switch (k) {
    case GO_EXPRESSION_STATEMENT: return go_node1(l, IR_EXPR, n, go_expression(l, go_only(l->g, n)));
    case GO_ASSIGNMENT_STATEMENT: return go_assign(l, n);
    case GO_SHORT_VAR_DECLARATION: return go_define(l, n);
    case GO_INC_STATEMENT: return step(l, n, IR_ADD);
    case GO_DEC_STATEMENT: return step(l, n, IR_SUB);
    case GO_IF_STATEMENT: return if_statement(l, n);
    case GO_FOR_STATEMENT: return go_for(l, n);
    case GO_EXPRESSION_SWITCH_STATEMENT: return go_switch(l, n);
    case GO_TYPE_SWITCH_STATEMENT: return go_type_switch(l, n);
    case GO_SELECT_STATEMENT: return go_comm_select(l, n);
    case GO_BLOCK: return go_block(l, n);
    case GO_RETURN_STATEMENT: return return_statement(l, n);
    case GO_BREAK_STATEMENT: return jump(l, n, IR_BREAK);
    case GO_CONTINUE_STATEMENT: return jump(l, n, IR_CONTINUE);
    case GO_FALLTHROUGH_STATEMENT: return jump(l, n, IR_FALLTHROUGH);
    case GO_GOTO_STATEMENT: return go_unsupported(l, n, "goto");
    case GO_DEFER_STATEMENT: return called(l, n, IR_DEFER);
    case GO_GO_STATEMENT: return called(l, n, IR_GO);
    case GO_SEND_STATEMENT:
        return go_node2(l, IR_SEND, n, go_expression(l, go_child(l->g, n, GO_F_CHANNEL)),
                        go_expression(l, go_child(l->g, n, GO_F_VALUE)));
    case GO_ERROR: return go_expression(l, n);
    default: return go_node1(l, IR_EXPR, n, go_expression(l, n));
    }
}

void go_statement(go_lower *l, syntax_node n)
{
    go_kind k = go_kind_of(l->g, n);
    if (!go_enter(l)) {
        go_push(l, go_unsupported(l, n, "nesting too deep"));
        return;
    }
    switch (k) {
    case GO_EMPTY_STATEMENT:
    case GO_COMMENT: break;
    case GO_VAR_DECLARATION:
    case GO_CONST_DECLARATION:
    case GO_TYPE_DECLARATION: go_local_declaration(l, n); break;
    case GO_LABELED_STATEMENT: labeled(l, n); break;
    default: {
        ir_node *s = statement(l, n, k);
        l->label = (str){0};
        go_push(l, s);
        break;
    }
    }
    go_leave(l);
}
