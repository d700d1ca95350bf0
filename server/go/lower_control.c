/* Loops, switches and select (Go specification, "Statements"). */
#include "go/refuse.h"

static str take_label(go_lower *l)
{
    str label = l->label;
    l->label = (str){0};
    return label;
}

/* Jumps in what is lowered until `leave` may mean the statement. */
static void enter(go_lower *l, go_target *t, const ir_node *statement)
{
    *t = (go_target){statement, l->frame->targets};
    l->frame->targets = t;
}

static void leave(go_lower *l, const go_target *t) { l->frame->targets = t->outer; }

static ir_node *body_of(go_lower *l, syntax_node n, const ir_node *statement)
{
    go_target t;
    enter(l, &t, statement);
    ir_node *body = go_block(l, go_child(l->g, n, GO_F_BODY));
    leave(l, &t);
    return body;
}

/* --- for --- */

static ir_node *plain_loop(go_lower *l, syntax_node n, syntax_node condition)
{
    ir_node *s = go_node(l, IR_LOOP, n);
    s->name = take_label(l);
    size_t mark = l->pending.n;
    go_push(l, syntax_is_null(condition) ? NULL : go_expression(l, condition));
    go_push(l, NULL);
    go_push(l, body_of(l, n, s));
    go_take_kids(l, s, mark);
    return s;
}

static ir_node *clause_loop(go_lower *l, syntax_node n, syntax_node clause)
{
    syntax_node init = go_child(l->g, clause, GO_F_INITIALIZER), condition = go_child(l->g, clause, GO_F_CONDITION);
    size_t outer, scope = go_scope_open(l, &outer), mark = l->pending.n;
    ir_node *s = go_node(l, IR_LOOP, n);
    s->name = take_label(l);
    if (!syntax_is_null(init)) go_statement(l, init);
    size_t declared = l->scope.n - scope, kids = l->pending.n;
    s->slots.at = ARENA_NEW_N(l->a, int32_t, declared);
    s->slots.count = (uint32_t)declared;
    for (size_t i = 0; i < declared; i++) go_slot_write(l, &s->slots.at[i], l->scope.at[scope + i].slot);
    go_push(l, syntax_is_null(condition) ? NULL : go_expression(l, condition));
    go_push(l, go_simple(l, go_child(l->g, clause, GO_F_UPDATE)));
    go_push(l, body_of(l, n, s));
    go_take_kids(l, s, kids);
    go_scope_close(l, scope, outer);
    return go_enclose(l, n, mark, s);
}

static ir_node *range_place(go_lower *l, syntax_node n, bool define, ir_type *type)
{
    ir_node *place = define ? go_declare(l, n, type) : go_place(l, n);
    return place->op == IR_BLANK ? NULL : place;
}

/* Nothing can be said about the statement. */
static void no_range(ir_node *s, str why)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < s->count; i++)
        if (s->kids[i]) s->kids[kept++] = s->kids[i];
    s->count = kept;
    s->op = IR_UNSUPPORTED;
    s->name = why;
}

static ir_node *range_loop(go_lower *l, syntax_node n, syntax_node clause)
{
    syntax_node left = go_child(l->g, clause, GO_F_LEFT);
    ir_node *s = go_node(l, IR_RANGE, n);
    s->name = take_label(l);
    ir_node *subject = go_expression(l, go_child(l->g, clause, GO_F_RIGHT)), *places[2] = {NULL, NULL};
    ir_type *types[2];
    go_range_types(subject->type, &types[0], &types[1]);
    size_t outer, scope = go_scope_open(l, &outer), mark = l->pending.n;
    bool define = go_has_token(clause, l->file->text, STR(":="));
    uint32_t i = 0;
    for (syntax_cursor c = syntax_named_children(left); go_next(l->g, &c); i++)
        if (i < 2) places[i] = range_place(l, c.node, define, types[i]);
    go_push(l, places[0]);
    go_push(l, places[1]);
    go_push(l, subject);
    go_push(l, body_of(l, n, s));
    go_take_kids(l, s, mark);
    for (uint32_t k = 0; k < 2; k++)
        if (places[k] && places[k]->op == IR_UNSUPPORTED) no_range(s, places[k]->name);
    if (i > 2) {
        go_refuse_counts(l, s->at, IR_REFUSED_VALUE_COUNT, (str){0}, 2, i);
        no_range(s, STR("range over more than two variables"));
    }
    go_scope_close(l, scope, outer);
    return s;
}

ir_node *go_for(go_lower *l, syntax_node n)
{
    for (syntax_cursor c = syntax_named_children(n); go_next(l->g, &c);) {
        if (go_at_field(l->g, &c, GO_F_BODY)) continue;
        syntax_node head = c.node;
        syntax_cursor_end(&c);
        if (go_kind_of(l->g, head) == GO_FOR_CLAUSE) return clause_loop(l, n, head);
        if (go_kind_of(l->g, head) == GO_RANGE_CLAUSE) return range_loop(l, n, head);
        return plain_loop(l, n, head);
    }
    return plain_loop(l, n, (syntax_node){0});
}

/* --- switch --- */

static ir_node *expression_case(go_lower *l, syntax_node n)
{
    ir_node *c = go_node(l, IR_CASE, n);
    size_t mark = l->pending.n;
    if (go_kind_of(l->g, n) == GO_DEFAULT_CASE) c->flags |= IR_DEFAULT;
    else c->targets = go_expressions(l, go_child(l->g, n, GO_F_VALUE));
    go_push(l, go_block(l, n));
    go_take_kids(l, c, mark);
    return c;
}

ir_node *go_switch(go_lower *l, syntax_node n)
{
    syntax_node init = go_child(l->g, n, GO_F_INITIALIZER), tag = go_child(l->g, n, GO_F_VALUE);
    size_t outer, scope = go_scope_open(l, &outer), mark = l->pending.n;
    ir_node *s = go_node(l, IR_SWITCH, n);
    s->name = take_label(l);
    if (!syntax_is_null(init)) go_statement(l, init);
    size_t kids = l->pending.n;
    go_push(l, syntax_is_null(tag) ? NULL : go_expression(l, tag));
    go_target here;
    enter(l, &here, s);
    for (syntax_cursor c = syntax_named_children(n); go_next(l->g, &c);) {
        go_kind k = go_kind_of(l->g, c.node);
        if (k == GO_EXPRESSION_CASE || k == GO_DEFAULT_CASE) go_push(l, expression_case(l, c.node));
    }
    leave(l, &here);
    go_take_kids(l, s, kids);
    go_scope_close(l, scope, outer);
    return go_enclose(l, n, mark, s);
}

static ir_node *type_alternative(go_lower *l, syntax_node n)
{
    if (str_is(go_text(l, n), "nil")) return go_constant_node(l, n, (ir_constant){.kind = IR_NIL}, type_basic(TYPE_UNTYPED_NIL));
    return go_type_node(l, n, go_type(l, n));
}

/* In clauses with one type the variable has that type, else the subject's (Go specification, "Type switches"). */
static ir_node *type_case(go_lower *l, syntax_node n, str name, ir_type *subject)
{
    ir_node *c = go_node(l, IR_CASE, n);
    size_t outer, scope = go_scope_open(l, &outer), mark = l->pending.n;
    if (go_kind_of(l->g, n) == GO_DEFAULT_CASE) c->flags |= IR_DEFAULT;
    for (syntax_cursor t = syntax_named_children(n); go_next(l->g, &t);)
        if (go_at_field(l->g, &t, GO_F_TYPE)) go_push(l, type_alternative(l, t.node));
    c->targets = (uint32_t)(l->pending.n - mark);
    bool single = c->targets == 1 && l->pending.at[mark]->op == IR_TYPE;
    if (!str_empty(name)) {
        c->type = go_known(single ? l->pending.at[mark]->type : subject);
        c->name = name;
        go_slot_write(l, &c->slot, go_new_variable(l, name, c->type));
    }
    go_push(l, go_block(l, n));
    go_take_kids(l, c, mark);
    go_scope_close(l, scope, outer);
    return c;
}

ir_node *go_type_switch(go_lower *l, syntax_node n)
{
    syntax_node init = go_child(l->g, n, GO_F_INITIALIZER), alias = go_child(l->g, n, GO_F_ALIAS);
    size_t outer, scope = go_scope_open(l, &outer), mark = l->pending.n;
    ir_node *s = go_node(l, IR_TYPE_SWITCH, n);
    s->name = take_label(l);
    if (!syntax_is_null(init)) go_statement(l, init);
    size_t kids = l->pending.n;
    ir_node *subject = go_expression(l, go_child(l->g, n, GO_F_VALUE));
    go_push(l, subject);
    str name = syntax_is_null(alias) ? (str){0} : go_text(l, go_only(l->g, alias));
    go_target here;
    enter(l, &here, s);
    for (syntax_cursor c = syntax_named_children(n); go_next(l->g, &c);) {
        go_kind k = go_kind_of(l->g, c.node);
        if (k == GO_TYPE_CASE || k == GO_DEFAULT_CASE) go_push(l, type_case(l, c.node, name, subject->type));
    }
    leave(l, &here);
    go_take_kids(l, s, kids);
    go_scope_close(l, scope, outer);
    return go_enclose(l, n, mark, s);
}

/* --- select --- */

static ir_node *receive(go_lower *l, syntax_node n)
{
    syntax_node left = go_child(l->g, n, GO_F_LEFT), right = go_child(l->g, n, GO_F_RIGHT);
    if (syntax_is_null(left)) return go_node1(l, IR_EXPR, n, go_expression(l, right));
    if (go_has_token(n, l->file->text, STR(":="))) return go_define(l, n);
    return go_assign(l, n);
}

static ir_node *comm_case(go_lower *l, syntax_node n)
{
    syntax_node comm = go_child(l->g, n, GO_F_COMMUNICATION);
    ir_node *c = go_node(l, IR_CASE, n), *body = go_node(l, IR_BLOCK, n);
    size_t outer, scope = go_scope_open(l, &outer), mark = l->pending.n;
    if (go_kind_of(l->g, n) == GO_DEFAULT_CASE) c->flags |= IR_DEFAULT;
    else if (go_kind_of(l->g, comm) == GO_RECEIVE_STATEMENT) go_push(l, receive(l, comm));
    else if (!syntax_is_null(comm)) go_statement(l, comm);
    go_statements(l, n);
    go_take_kids(l, body, mark);
    go_push(l, body);
    go_take_kids(l, c, mark);
    go_scope_close(l, scope, outer);
    return c;
}

ir_node *go_comm_select(go_lower *l, syntax_node n)
{
    ir_node *s = go_node(l, IR_COMM_SELECT, n);
    s->name = take_label(l);
    size_t mark = l->pending.n;
    go_target here;
    enter(l, &here, s);
    for (syntax_cursor c = syntax_named_children(n); go_next(l->g, &c);) {
        go_kind k = go_kind_of(l->g, c.node);
        if (k == GO_COMMUNICATION_CASE || k == GO_DEFAULT_CASE) go_push(l, comm_case(l, c.node));
    }
    leave(l, &here);
    go_take_kids(l, s, mark);
    return s;
}
