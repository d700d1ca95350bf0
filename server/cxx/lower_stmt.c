/* Statements, lowered to the ir. */
#include "cxx/lower.h"

#include "base/limits.h"
#include "ir/sdk.h"

ir_node *cxx_block_of(cxx_lower *l, cxx_at at, const cxx_nodes *kids)
{
    ir_node *n = cxx_node(l, IR_BLOCK, at, (uint32_t)kids->n);
    if (kids->n) memcpy(n->kids, kids->at, kids->n * sizeof *kids->at);
    return n;
}

static void add(cxx_lower *l, cxx_nodes *out, ir_node *n) { array_push(l->a, out, n); }

/* --- declarations ---------------------------------------------------------------------------------------------------------- */

static bool is_static(cxx_lower *l, cxx_at at)
{
    syntax_node n = cxx_child_of_kind(&l->s->g, at.node, CXX_K_storage_class_specifier);
    return !syntax_is_null(n) && str_is(syntax_text(n, at.file->x.text), "static");
}

/* A static variable of a function is one of the program that only it knows. */
static void static_variable(cxx_lower *l, cxx_at type, cxx_at declarator, cxx_at init, ir_type *t, str name)
{
    cxx_name *n = ARENA_NEW(l->a, cxx_name);
    ir_global *g = ARENA_NEW(l->a, ir_global);
    *n = (cxx_name){.kind = CXX_IS_GLOBAL, .type = type, .declarator = declarator, .init = init, .global = g, .defined = true};
    *g = (ir_global){.name = name, .package = l->s->package, .type = t, .at = cxx_span(declarator), .front = n};
    array_push(l->a, &l->names, (cxx_binding){.name = name, .slot = -1, .type = t, .global = g});
}

/* auto [a, b] = value; also of a loop's element, which is in slot `whole` already. */
static void bind_parts(cxx_lower *l, cxx_at names, int32_t whole, cxx_nodes *out)
{
    int i = 0;
    for (syntax_cursor c = syntax_named_children(names.node); cxx_next(&l->s->g, &c); i++) {
        cxx_at name = cxx_in(names, c.node);
        ir_node *part = cxx_node1(l, IR_MEMBER, name, cxx_local(l, name, whole));
        part->name = arena_printf(l->a, "#%d", i);
        int32_t slot = cxx_new_slot(l, cxx_text(name), NULL);
        add(l, out, cxx_set(l, name, IR_BIND, slot, NULL, cxx_node1(l, IR_REFER, name, part)));
    }
}

/* `T x(a, b);` may be read as the declaration of a function: then types are values. */
static ir_node *made_of_parameters(cxx_lower *l, cxx_at at, ir_type *t, cxx_at func)
{
    cxx_at list = cxx_sub(l, func, CXX_F_parameters);
    uint32_t count = 0;
    ir_node *n = cxx_node(l, IR_CONSTRUCT, at, syntax_named_count(list.node));
    for (syntax_cursor c = syntax_named_children(list.node); cxx_next(&l->s->g, &c);) {
        cxx_at p = cxx_in(list, c.node), type = cxx_sub(l, p, CXX_F_type);
        if (cxx_there(cxx_sub(l, p, CXX_F_declarator)) || !cxx_there(type)) {
            syntax_cursor_end(&c);
            return cxx_unsupported(l, at, "a function declared in a function");
        }
        n->kids[count++] = cxx_node1(l, IR_REFER, type, cxx_name_expression(l, type));
    }
    n->count = count;
    n->type = t ? t : cxx_basic_type(CXX_T_OPAQUE);
    return n;
}

static ir_node *initial_value(cxx_lower *l, cxx_at at, ir_type *t, cxx_at init)
{
    if (!cxx_there(init)) return cxx_without_value(l, at, t);
    cxx_kind_id k = cxx_kind_at(l, init);
    if (k == CXX_K_argument_list || (k == CXX_K_initializer_list && t)) return cxx_make(l, init, t, init);
    return cxx_expression(l, init);
}

static bool is_const(cxx_lower *l, cxx_at at)
{
    bool found = false;
    for (syntax_cursor c = syntax_named_children(at.node); cxx_next(&l->s->g, &c);) {
        str text = cxx_kind_of(&l->s->g, c.node) == CXX_K_type_qualifier ? syntax_text(c.node, at.file->x.text) : STR("");
        found = found || str_is(text, "const") || str_is(text, "constexpr");
    }
    return found;
}

/* char name[] = "text"; that may be changed has a block of its own. */
static bool is_text_array(cxx_lower *l, cxx_at at, cxx_at d, cxx_at init, ir_type **t)
{
    bool array = cxx_kind_at(l, d) == CXX_K_array_declarator && *t == cxx_basic_type(CXX_T_CSTR);
    cxx_kind_id k = cxx_kind_at(l, init);
    if (!array || is_const(l, at) || (k != CXX_K_string_literal && k != CXX_K_concatenated_string)) return false;
    if (!cxx_there(cxx_sub(l, d, CXX_F_declarator)) || cxx_kind_at(l, cxx_sub(l, d, CXX_F_declarator)) != CXX_K_identifier)
        return false;
    ir_node *text = cxx_expression(l, init);
    if (text->op != IR_CONST) return false;
    *t = cxx_memory_type(l->s, cxx_basic_type(CXX_T_CHAR), (int64_t)text->constant.text.n + 1);
    return true;
}

static void declare_one(cxx_lower *l, cxx_at at, cxx_at type, cxx_at d, cxx_nodes *out)
{
    cxx_at init = {0}, func = cxx_function_declarator(l->s, d);
    if (cxx_kind_at(l, d) == CXX_K_init_declarator) {
        init = cxx_sub(l, d, CXX_F_value);
        d = cxx_sub(l, d, CXX_F_declarator);
        func = (cxx_at){0};
    }
    cxx_at name = cxx_declared_name(l->s, d), inner = d;
    while (cxx_kind_at(l, inner) == CXX_K_reference_declarator) inner = cxx_first(l, inner);
    bool reference, parts = cxx_kind_at(l, inner) == CXX_K_structured_binding_declarator;
    ir_type *base = cxx_type_of_syntax(&l->scope, type),
            *t = cxx_there(func) ? base : cxx_declared_type(&l->scope, base, d, &reference);
    if (cxx_there(func)) reference = false;
    if (is_text_array(l, at, d, init, &t)) reference = false;
    l->declaring = parts ? STR("") : cxx_text(name);
    l->declaring_type = t;
    if (is_static(l, at) && !parts) {
        static_variable(l, type, d, init, t, cxx_text(name));
        return;
    }
    bool named_inside = cxx_kind_of_type(t) == CXX_FUNCTION && cxx_kind_at(l, init) == CXX_K_lambda_expression;
    if (named_inside) { /* the lambda may call itself */
        int32_t own = cxx_new_slot(l, cxx_text(name), t);
        add(l, out, cxx_set(l, at, IR_DECLARE, own, t, cxx_without_value(l, at, t)));
        add(l, out, cxx_node1(l, IR_EXPR, at, cxx_node2(l, IR_UPDATE, at, cxx_local(l, at, own), cxx_expression(l, init))));
        return;
    }
    ir_node *expr = cxx_there(func)                ? made_of_parameters(l, at, t, func)
                    : reference && cxx_there(init) ? cxx_reference(l, init)
                                                   : initial_value(l, d, t, init);
    l->declaring = STR("");
    bool refers = reference && expr->op == IR_REFER;
    int32_t slot = cxx_new_slot(l, parts ? STR("") : cxx_text(name), t);
    add(l, out, cxx_set(l, at, refers ? IR_BIND : IR_DECLARE, slot, t, expr));
    if (parts) bind_parts(l, inner, slot, out);
}

static void declare(cxx_lower *l, cxx_at at, cxx_nodes *out)
{
    cxx_at type = cxx_sub(l, at, CXX_F_type);
    cxx_kind_id k = cxx_kind_at(l, type);
    bool own = k == CXX_K_class_specifier || k == CXX_K_struct_specifier || k == CXX_K_enum_specifier;
    if (own && cxx_there(cxx_sub(l, type, CXX_F_body))) add(l, out, cxx_unsupported(l, at, "a type declared in a function"));
    for (syntax_cursor c = syntax_children(at.node); syntax_next(&c);)
        if (c.field == l->s->g.field[CXX_F_declarator]) declare_one(l, at, type, cxx_in(at, c.node), out);
}

/* --- branches and loops ---------------------------------------------------------------------------------------------------- */

/* The condition of an if, switch or while; what it declares goes to `out`. */
static ir_node *condition(cxx_lower *l, cxx_at at, bool truth, cxx_nodes *out)
{
    if (cxx_kind_at(l, at) != CXX_K_condition_clause) return truth ? cxx_truth_of(l, at) : cxx_expression(l, at);
    cxx_at init = cxx_sub(l, at, CXX_F_initializer), expr = cxx_sub(l, at, CXX_F_value);
    if (cxx_there(init)) cxx_statements(l, init, out);
    if (cxx_kind_at(l, expr) != CXX_K_declaration) return truth ? cxx_truth_of(l, expr) : cxx_expression(l, expr);
    cxx_at d = cxx_sub(l, expr, CXX_F_declarator), v = cxx_sub(l, expr, CXX_F_value), type = cxx_sub(l, expr, CXX_F_type);
    bool reference;
    ir_type *t = cxx_declared_type(&l->scope, cxx_type_of_syntax(&l->scope, type), d, &reference);
    if (!cxx_there(v)) return cxx_unsupported(l, at, "a condition that declares nothing");
    ir_node *what = reference ? cxx_reference(l, v) : initial_value(l, d, t, v);
    int32_t slot = cxx_new_slot(l, cxx_text(cxx_declared_name(l->s, d)), t);
    add(l, out, cxx_set(l, expr, reference ? IR_BIND : IR_DECLARE, slot, t, what));
    ir_node *var = cxx_local(l, expr, slot);
    return truth ? cxx_node1(l, IR_TRUTH, expr, var) : var;
}

/* The statement, with what its condition declared before it. */
static ir_node *with(cxx_lower *l, cxx_at at, cxx_nodes *before, ir_node *n)
{
    if (!before->n) return n;
    add(l, before, n);
    return cxx_block_of(l, at, before);
}

static ir_node *block(cxx_lower *l, cxx_at at)
{
    size_t mark = l->names.n;
    cxx_nodes kids = {0};
    cxx_statements(l, at, &kids);
    l->names.n = mark;
    return cxx_block_of(l, at, &kids);
}

static ir_node *if_statement(cxx_lower *l, cxx_at at)
{
    cxx_nodes before = {0};
    size_t mark = l->names.n;
    ir_node *c = condition(l, cxx_sub(l, at, CXX_F_condition), true, &before);
    ir_node *n = cxx_node(l, IR_IF, at, 3);
    cxx_at otherwise = cxx_sub(l, at, CXX_F_alternative);
    n->kids[0] = c;
    n->kids[1] = block(l, cxx_sub(l, at, CXX_F_consequence));
    if (cxx_there(otherwise))
        n->kids[2] = block(l, cxx_kind_at(l, otherwise) == CXX_K_else_clause ? cxx_first(l, otherwise) : otherwise);
    l->names.n = mark;
    return with(l, at, &before, n);
}

static ir_node *loop_of(cxx_lower *l, cxx_at at, ir_node *c, ir_node *post, ir_node *body, bool after)
{
    ir_node *n = cxx_node(l, IR_LOOP, at, 3);
    n->kids[0] = c;
    n->kids[1] = post;
    n->kids[2] = body;
    if (after) n->flags |= IR_AFTER;
    return n;
}

static ir_node *for_statement(cxx_lower *l, cxx_at at)
{
    cxx_nodes before = {0};
    size_t mark = l->names.n;
    cxx_at init = cxx_sub(l, at, CXX_F_initializer), c = cxx_sub(l, at, CXX_F_condition), update = cxx_sub(l, at, CXX_F_update);
    if (cxx_there(init)) cxx_statements(l, init, &before);
    ir_node *post = cxx_there(update) ? cxx_node1(l, IR_EXPR, update, cxx_expression(l, update)) : NULL;
    ir_node *n = loop_of(l, at, cxx_there(c) ? cxx_truth_of(l, c) : NULL, post, block(l, cxx_sub(l, at, CXX_F_body)), false);
    l->names.n = mark;
    return with(l, at, &before, n);
}

static ir_node *while_statement(cxx_lower *l, cxx_at at, bool after)
{
    cxx_nodes before = {0};
    size_t mark = l->names.n;
    ir_node *c = condition(l, cxx_sub(l, at, CXX_F_condition), true, &before);
    if (before.n && !after) { /* what is declared is made anew each time */
        add(l, &before, c);
        c = cxx_block_of(l, at, &before);
        c->op = IR_SEQUENCE;
        c = cxx_node1(l, IR_TRUTH, at, c);
    }
    ir_node *n = loop_of(l, at, c, NULL, block(l, cxx_sub(l, at, CXX_F_body)), after);
    l->names.n = mark;
    return n;
}

static ir_node *range_loop(cxx_lower *l, cxx_at at)
{
    size_t mark = l->names.n;
    cxx_nodes before = {0}, body = {0};
    cxx_at init = cxx_sub(l, at, CXX_F_initializer), d = cxx_sub(l, at, CXX_F_declarator), inner = d;
    if (cxx_there(init)) cxx_statements(l, init, &before);
    bool reference;
    ir_type *t = cxx_declared_type(&l->scope, cxx_type_of_syntax(&l->scope, cxx_sub(l, at, CXX_F_type)), d, &reference);
    while (cxx_kind_at(l, inner) == CXX_K_reference_declarator) inner = cxx_first(l, inner);
    bool parts = cxx_kind_at(l, inner) == CXX_K_structured_binding_declarator;
    ir_node *n = cxx_node(l, IR_RANGE, at, 4);
    n->kids[2] = cxx_reference(l, cxx_sub(l, at, CXX_F_right));
    n->kids[1] = cxx_node(l, reference ? IR_BIND : IR_DECLARE, d, 0);
    n->kids[1]->type = t;
    n->kids[1]->slot = cxx_new_slot(l, parts ? STR("") : cxx_text(cxx_declared_name(l->s, d)), t);
    if (parts) bind_parts(l, inner, n->kids[1]->slot, &body);
    add(l, &body, block(l, cxx_sub(l, at, CXX_F_body)));
    n->kids[3] = cxx_block_of(l, at, &body);
    l->names.n = mark;
    return with(l, at, &before, n);
}

static bool leaves(const cxx_nodes *body)
{
    const ir_node *last = body->n ? body->at[body->n - 1] : NULL;
    while (last && last->op == IR_BLOCK && last->count) last = last->kids[last->count - 1];
    return last && (last->op == IR_BREAK || last->op == IR_RETURN || last->op == IR_CONTINUE);
}

static ir_node *case_of(cxx_lower *l, cxx_at at)
{
    cxx_at expr = cxx_sub(l, at, CXX_F_value);
    cxx_nodes body = {0};
    for (syntax_cursor c = syntax_named_children(at.node); cxx_next(&l->s->g, &c);)
        if (c.field != l->s->g.field[CXX_F_value]) cxx_statements(l, cxx_in(at, c.node), &body);
    if (!leaves(&body)) add(l, &body, cxx_node(l, IR_FALLTHROUGH, at, 0));
    ir_node *block = cxx_block_of(l, at, &body);
    ir_node *n = cxx_there(expr) ? cxx_node2(l, IR_CASE, at, cxx_expression(l, expr), block) : cxx_node1(l, IR_CASE, at, block);
    n->targets = cxx_there(expr);
    if (!cxx_there(expr)) n->flags |= IR_DEFAULT;
    return n;
}

static ir_node *switch_statement(cxx_lower *l, cxx_at at)
{
    cxx_nodes before = {0}, cases = {0};
    size_t mark = l->names.n;
    add(l, &cases, condition(l, cxx_sub(l, at, CXX_F_condition), false, &before));
    cxx_at body = cxx_sub(l, at, CXX_F_body);
    for (syntax_cursor c = syntax_named_children(body.node); cxx_next(&l->s->g, &c);) {
        if (cxx_kind_of(&l->s->g, c.node) == CXX_K_case_statement) {
            add(l, &cases, case_of(l, cxx_in(body, c.node)));
            continue;
        }
        syntax_cursor_end(&c);
        return cxx_unsupported(l, at, "a switch with code outside of its cases");
    }
    l->names.n = mark;
    ir_node *n = cxx_block_of(l, at, &cases);
    n->op = IR_SWITCH;
    return with(l, at, &before, n);
}

static ir_node *return_statement(cxx_lower *l, cxx_at at)
{
    cxx_at expr = cxx_first(l, at);
    if (!cxx_there(expr)) return cxx_node(l, IR_RETURN, at, 0);
    bool list = cxx_kind_at(l, expr) == CXX_K_initializer_list;
    ir_node *v = list && l->result                       ? cxx_make(l, expr, l->result, expr)
                 : l->func && l->func->returns_reference ? cxx_reference(l, expr)
                                                         : cxx_expression(l, expr);
    bool number = l->s->exported && v->op == IR_CONST && v->constant.kind == IR_INTEGER;
    if (number && sdk_type_of(l->result) == SDK_TYPE_ACTION) v->type = l->result; /* by its number */
    if (cxx_kind_of_type(l->result) == CXX_VOID) { /* `return f();` */
        cxx_nodes both = {0};
        add(l, &both, cxx_node1(l, IR_EXPR, at, v));
        add(l, &both, cxx_node(l, IR_RETURN, at, 0));
        return cxx_block_of(l, at, &both);
    }
    return cxx_node1(l, IR_RETURN, at, v);
}

static ir_node *loop_statement(cxx_lower *l, cxx_at at)
{
    cxx_kind_id kind = cxx_kind_at(l, at);
    l->loops++;
    ir_node *n = kind == CXX_K_for_statement    ? for_statement(l, at)
                 : kind == CXX_K_for_range_loop ? range_loop(l, at)
                                                : while_statement(l, at, kind == CXX_K_do_statement);
    l->loops--;
    return n;
}

/* Half-typed code has jumps around which there is nothing. */
static ir_node *jump(cxx_lower *l, cxx_at at, ir_op op)
{
    bool leads = l->loops || (op == IR_BREAK && l->switches);
    return leads ? cxx_node(l, op, at, 0) : cxx_unsupported(l, at, "a jump that leads nowhere");
}

ir_node *cxx_statement(cxx_lower *l, cxx_at at)
{
    switch (cxx_kind_at(l, at)) {
    case CXX_K_compound_statement: return block(l, at);
    case CXX_K_if_statement: return if_statement(l, at);
    case CXX_K_for_statement:
    case CXX_K_for_range_loop:
    case CXX_K_while_statement:
    case CXX_K_do_statement: return loop_statement(l, at);
    case CXX_K_switch_statement: {
        l->switches++;
        ir_node *n = switch_statement(l, at);
        l->switches--;
        return n;
    }
    case CXX_K_labeled_statement: return cxx_statement(l, cxx_in(at, syntax_named(at.node, syntax_named_count(at.node) - 1)));
    case CXX_K_break_statement: return jump(l, at, IR_BREAK);
    case CXX_K_continue_statement: return jump(l, at, IR_CONTINUE);
    case CXX_K_return_statement: return return_statement(l, at);
    default: return cxx_unsupported(l, at, "a statement that is not known");
    }
}

static void one_statement(cxx_lower *l, cxx_at at, cxx_nodes *out)
{
    cxx_at inner;
    switch (cxx_kind_at(l, at)) {
    case CXX_K_declaration: declare(l, at, out); break;
    case CXX_K_expression_statement:
        inner = cxx_first(l, at);
        if (cxx_there(inner)) add(l, out, cxx_node1(l, IR_EXPR, at, cxx_expression(l, inner)));
        break;
    case CXX_K_init_statement: cxx_statements(l, cxx_first(l, at), out); break;
    case CXX_K_using_declaration: cxx_use_name(l, at); break;
    case CXX_K_static_assert_declaration:
    case CXX_K_attribute_declaration: break;
    case CXX_K_alias_declaration:
    case CXX_K_type_definition: add(l, out, cxx_unsupported(l, at, "a type declared in a function")); break;
    default: add(l, out, cxx_statement(l, at));
    }
}

static bool is_expression(cxx_kind_id k)
{
    return (k >= CXX_K_identifier && k <= CXX_K_sizeof_expression) || k == CXX_K_qualified_identifier;
}

void cxx_statements(cxx_lower *l, cxx_at at, cxx_nodes *out)
{
    if (++l->depth > LIMIT_SYNTAX_DEPTH) {
        add(l, out, cxx_unsupported(l, at, "nesting too deep"));
    } else if (cxx_kind_at(l, at) == CXX_K_compound_statement) {
        for (syntax_cursor c = syntax_named_children(at.node); cxx_next(&l->s->g, &c);) one_statement(l, cxx_in(at, c.node), out);
    } else if (is_expression(cxx_kind_at(l, at))) { /* the first part of a for */
        add(l, out, cxx_node1(l, IR_EXPR, at, cxx_expression(l, at)));
    } else if (cxx_there(at)) {
        one_statement(l, at, out);
    }
    l->depth--;
}
