/* Expressions, lowered to the ir. */
#include "cxx/lower.h"

#include "base/limits.h"
#include "base/utf8.h"

#include <stdlib.h>

/* --- literals -------------------------------------------------------------------------------------------------------------- */

static int hex(char c) { return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1; }

/* \n, \x41, \101, \u00e9 */
static void add_escape(strbuf *b, str s)
{
    static const char from[] = "ntrabfv0", to[] = "\n\t\r\a\b\f\v\0";
    if (s.n < 2) return;
    char c = s.p[1];
    if (c == 'x' || c == 'u' || c == 'U') {
        uint32_t v = 0;
        for (size_t i = 2; i < s.n && hex(s.p[i]) >= 0; i++) v = v * 16 + (uint32_t)hex(s.p[i]);
        if (c == 'x') strbuf_add_char(b, (char)v);
        else strbuf_add_utf8(b, v);
    } else if (c >= '0' && c <= '7') {
        uint32_t v = 0;
        for (size_t i = 1; i < s.n && s.p[i] >= '0' && s.p[i] <= '7'; i++) v = v * 8 + (uint32_t)(s.p[i] - '0');
        strbuf_add_char(b, (char)v);
    } else {
        const char *at = strchr(from, c);
        strbuf_add_char(b, at ? to[at - from] : c);
    }
}

static void add_string(cxx_lower *l, cxx_at at, strbuf *b)
{
    for (syntax_cursor c = syntax_named_children(at.node); syntax_next(&c);) {
        cxx_at part = cxx_in(at, c.node);
        cxx_kind_id k = cxx_kind_at(l, part);
        if (k == CXX_K_string_content || k == CXX_K_raw_string_content || k == CXX_K_character) strbuf_add(b, cxx_text(part));
        else if (k == CXX_K_escape_sequence) add_escape(b, cxx_text(part));
        else if (k == CXX_K_string_literal || k == CXX_K_raw_string_literal) add_string(l, part, b);
    }
}

ir_node *cxx_string(cxx_lower *l, cxx_at at, str text)
{
    ir_node *n = cxx_node(l, IR_CONST, at, 0);
    n->constant = (ir_constant){.kind = IR_STRING, .text = text};
    n->type = cxx_basic_type(CXX_T_CSTR);
    return n;
}

static ir_node *text_literal(cxx_lower *l, cxx_at at)
{
    strbuf b = STRBUF_IN(l->a);
    add_string(l, at, &b);
    return cxx_string(l, at, strbuf_str(&b));
}

static ir_node *char_literal(cxx_lower *l, cxx_at at)
{
    strbuf b = STRBUF_IN(l->a);
    add_string(l, at, &b);
    if (b.n != 1) return cxx_unsupported(l, at, "a character of several bytes");
    ir_node *n = cxx_node(l, IR_CONST, at, 0);
    n->constant = (ir_constant){.kind = IR_INTEGER, .integer = (signed char)b.p[0]};
    n->type = cxx_basic_type(CXX_T_CHAR);
    return n;
}

static ir_node *bool_literal(cxx_lower *l, cxx_at at, bool v)
{
    ir_node *n = cxx_node(l, IR_CONST, at, 0);
    n->constant = (ir_constant){.kind = IR_BOOL, .boolean = v};
    n->type = cxx_basic_type(CXX_T_BOOL);
    return n;
}

static ir_type *integer_type(uint64_t v, bool is_unsigned, int longs, bool decimal)
{
    if (is_unsigned) return cxx_basic_type(longs == 2 || v > UINT32_MAX ? CXX_T_UINT64 : longs ? CXX_T_ULONG : CXX_T_UINT);
    if (longs < 2 && v <= INT32_MAX) return cxx_basic_type(longs ? CXX_T_LONG : CXX_T_INT);
    if (longs < 2 && v <= UINT32_MAX && !decimal) return cxx_basic_type(longs ? CXX_T_ULONG : CXX_T_UINT);
    return cxx_basic_type(v <= INT64_MAX ? CXX_T_INT64 : CXX_T_UINT64);
}

static ir_node *number_literal(cxx_lower *l, cxx_at at)
{
    strbuf b = STRBUF_IN(l->a);
    str text = cxx_text(at);
    bool minus = text.n && text.p[0] == '-'; /* the grammar takes it for a part of the number */
    for (size_t i = minus; i < text.n; i++)
        if (text.p[i] != '\'') strbuf_add_char(&b, (char)(text.p[i] >= 'A' && text.p[i] <= 'Z' ? text.p[i] | 32 : text.p[i]));
    strbuf_add_char(&b, '\0');
    bool based = b.n > 2 && b.p[0] == '0' && (b.p[1] == 'x' || b.p[1] == 'b');
    ir_node *n = cxx_node(l, IR_CONST, at, 0);
    char *end;
    if (!based && strpbrk(b.p, ".e")) {
        n->constant = (ir_constant){.kind = IR_REAL, .real = strtod(b.p, &end) * (minus ? -1 : 1)};
        n->type = cxx_basic_type(*end == 'f' ? CXX_T_FLOAT : CXX_T_DOUBLE);
        return n;
    }
    uint64_t v = based && b.p[1] == 'b' ? strtoull(b.p + 2, &end, 2) : strtoull(b.p, &end, 0);
    int longs = 0;
    bool is_unsigned = false;
    for (; *end; end++) {
        if (*end == 'u') is_unsigned = true;
        else if (*end == 'l') longs++;
        else return cxx_unsupported(l, at, "a number that is not known");
    }
    n->constant = (ir_constant){.kind = IR_INTEGER, .integer = (int64_t)(minus ? 0 - v : v)};
    n->type = integer_type(v, is_unsigned, longs, b.p[0] != '0' || b.n == 2);
    return n;
}

/* --- operators ------------------------------------------------------------------------------------------------------------- */

static const struct {
    const char *text;
    uint8_t op;
} operators[] = {
    {"+", IR_ADD},    {"-", IR_SUB},      {"*", IR_MUL},         {"/", IR_DIV},
    {"%", IR_REM},    {"&", IR_BIT_AND},  {"|", IR_BIT_OR},      {"^", IR_XOR},
    {"<", IR_LESS},   {">", IR_GREATER},  {"<<", IR_SHL},        {">>", IR_SHR},
    {"==", IR_EQUAL}, {"!=", IR_UNEQUAL}, {"<=", IR_LESS_EQUAL}, {">=", IR_GREATER_EQUAL},
};

static uint8_t operator_of(str text)
{
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (str_is(text, operators[i].text)) return operators[i].op;
    return 0;
}

ir_node *cxx_truth_of(cxx_lower *l, cxx_at at)
{
    ir_node *n = cxx_expression(l, at);
    if (n->op == IR_TRUTH || n->op == IR_AND || n->op == IR_OR) return n;
    return cxx_node1(l, IR_TRUTH, at, n);
}

/* sizeof(list) / sizeof(list[0]), sizeof(list) / sizeof(T) */
static ir_node *count_of(cxx_lower *l, cxx_at at, cxx_at left, cxx_at right)
{
    bool sizes = cxx_kind_at(l, left) == CXX_K_sizeof_expression && cxx_kind_at(l, right) == CXX_K_sizeof_expression;
    cxx_at list = sizes ? cxx_sub(l, left, CXX_F_value) : (cxx_at){0};
    if (!cxx_there(list)) list = sizes ? cxx_sub(l, left, CXX_F_type) : list; /* a name in brackets may be read as a type */
    if (cxx_kind_at(l, list) == CXX_K_type_descriptor) list = cxx_sub(l, list, CXX_F_type);
    while (cxx_kind_at(l, list) == CXX_K_parenthesized_expression) list = cxx_first(l, list);
    cxx_kind_id k = cxx_kind_at(l, list);
    ir_type *t;
    if ((k != CXX_K_identifier && k != CXX_K_type_identifier) || cxx_names_type(l, list, &t)) return NULL;
    ir_node *callee = cxx_node1(l, IR_MEMBER, at, cxx_name_expression(l, list));
    callee->name = STR("size");
    callee->targets = 1;
    return cxx_node1(l, IR_CALL, at, callee);
}

static ir_node *binary(cxx_lower *l, cxx_at at)
{
    str op = cxx_text(cxx_sub(l, at, CXX_F_operator));
    cxx_at left = cxx_sub(l, at, CXX_F_left), right = cxx_sub(l, at, CXX_F_right);
    bool both = str_is(op, "&&") || str_is(op, "and"), either = str_is(op, "||") || str_is(op, "or");
    if (both || either) return cxx_node2(l, both ? IR_AND : IR_OR, at, cxx_truth_of(l, left), cxx_truth_of(l, right));
    ir_node *n = str_is(op, "/") ? count_of(l, at, left, right) : NULL;
    if (n) return n;
    n = cxx_node2(l, IR_BINARY, at, cxx_expression(l, left), cxx_expression(l, right));
    n->sub = operator_of(op);
    return n->sub ? n : cxx_unsupported(l, at, "an operator that is not known");
}

static ir_node *unary(cxx_lower *l, cxx_at at)
{
    str op = cxx_text(cxx_sub(l, at, CXX_F_operator));
    cxx_at argument = cxx_sub(l, at, CXX_F_argument);
    bool negates = str_is(op, "!") || str_is(op, "not");
    ir_node *n = cxx_node1(l, IR_UNARY, at, negates ? cxx_truth_of(l, argument) : cxx_expression(l, argument));
    n->sub = negates ? IR_NOT : str_is(op, "~") ? IR_XOR : str_is(op, "-") ? IR_SUB : str_is(op, "+") ? IR_ADD : 0;
    return n->sub ? n : cxx_unsupported(l, at, "an operator that is not known");
}

static bool is_tie(cxx_lower *l, cxx_at at)
{
    return cxx_kind_at(l, at) == CXX_K_call_expression && str_is(cxx_text(cxx_sub(l, at, CXX_F_function)), "std::tie");
}

/* std::tie(a, b) = pair; */
static ir_node *tie(cxx_lower *l, cxx_at at, cxx_at left, cxx_at right)
{
    cxx_nodes all = {0};
    int32_t whole = cxx_new_slot(l, STR(""), NULL);
    int i = 0;
    array_push(l->a, &all, cxx_set(l, at, IR_DECLARE, whole, NULL, cxx_expression(l, right)));
    for (syntax_cursor c = syntax_named_children(cxx_sub(l, left, CXX_F_arguments).node); cxx_next(&l->s->g, &c); i++) {
        cxx_at to = cxx_in(left, c.node);
        if (str_is(cxx_text(to), "std::ignore")) continue;
        ir_node *part = cxx_node1(l, IR_MEMBER, to, cxx_local(l, to, whole));
        part->name = arena_printf(l->a, "#%d", i);
        array_push(l->a, &all, cxx_node1(l, IR_EXPR, to, cxx_node2(l, IR_UPDATE, to, cxx_expression(l, to), part)));
    }
    array_push(l->a, &all, cxx_local(l, at, whole));
    ir_node *n = cxx_block_of(l, at, &all);
    n->op = IR_SEQUENCE;
    return n;
}

static ir_node *assignment(cxx_lower *l, cxx_at at)
{
    str op = cxx_text(cxx_sub(l, at, CXX_F_operator));
    cxx_at left = cxx_sub(l, at, CXX_F_left), right = cxx_sub(l, at, CXX_F_right);
    if (str_is(op, "=") && is_tie(l, left)) return tie(l, at, left, right);
    ir_node *n = cxx_node2(l, IR_UPDATE, at, cxx_expression(l, left), cxx_expression(l, right));
    if (str_is(op, "=")) return n;
    n->sub = operator_of(str_slice(op, 0, op.n - 1));
    return n->sub && str_ends(op, STR("=")) ? n : cxx_unsupported(l, at, "an operator that is not known");
}

static ir_node *update(cxx_lower *l, cxx_at at)
{
    cxx_at argument = cxx_sub(l, at, CXX_F_argument), op = cxx_sub(l, at, CXX_F_operator);
    ir_node *one = cxx_node(l, IR_CONST, at, 0);
    one->constant = (ir_constant){.kind = IR_INTEGER, .integer = 1};
    one->type = cxx_basic_type(CXX_T_INT);
    ir_node *n = cxx_node2(l, IR_UPDATE, at, cxx_expression(l, argument), one);
    n->sub = str_is(cxx_text(op), "++") ? IR_ADD : IR_SUB;
    if (syntax_range(argument.node).start < syntax_range(op.node).start) n->flags |= IR_BEFORE;
    return n;
}

static ir_node *pointer(cxx_lower *l, cxx_at at)
{
    bool address = str_is(cxx_text(cxx_sub(l, at, CXX_F_operator)), "&");
    cxx_at of = cxx_sub(l, at, CXX_F_argument);
    if (address && l->s->is_c && cxx_kind_at(l, of) == CXX_K_subscript_expression) { /* &a[i] is a + i */
        ir_node *sum = cxx_node2(l, IR_BINARY, at, cxx_expression(l, cxx_sub(l, of, CXX_F_argument)),
                                 cxx_expression(l, cxx_sub(l, of, CXX_F_index)));
        sum->sub = IR_ADD;
        return sum;
    }
    return cxx_node1(l, address ? IR_ADDR : IR_TARGET, at, cxx_expression(l, cxx_sub(l, at, CXX_F_argument)));
}

static ir_node *conditional(cxx_lower *l, cxx_at at)
{
    ir_node *n = cxx_node(l, IR_COND, at, 3);
    n->kids[0] = cxx_truth_of(l, cxx_sub(l, at, CXX_F_condition));
    n->kids[1] = cxx_expression(l, cxx_sub(l, at, CXX_F_consequence));
    n->kids[2] = cxx_expression(l, cxx_sub(l, at, CXX_F_alternative));
    return n;
}

static ir_node *field(cxx_lower *l, cxx_at at)
{
    cxx_at of = cxx_sub(l, at, CXX_F_argument), name = cxx_sub(l, at, CXX_F_field);
    bool arrow = str_is(cxx_text(cxx_sub(l, at, CXX_F_operator)), "->");
    ir_node *base = cxx_expression(l, of);
    ir_node *n = cxx_node1(l, IR_MEMBER, at, arrow ? cxx_node1(l, IR_TARGET, of, base) : base);
    n->at = cxx_span(name);
    if (cxx_kind_at(l, name) == CXX_K_dependent_name) name = cxx_first(l, name);
    if (cxx_kind_at(l, name) == CXX_K_template_method) {
        cxx_at args = cxx_sub(l, name, CXX_F_arguments);
        n->type = cxx_described_type(&l->scope, cxx_first(l, args));
        name = cxx_sub(l, name, CXX_F_name);
    }
    n->name = cxx_text(name);
    return cxx_kind_at(l, name) == CXX_K_field_identifier ? n : cxx_unsupported(l, at, "a member that is not known");
}

static ir_node *subscript(cxx_lower *l, cxx_at at)
{
    cxx_at of = cxx_sub(l, at, CXX_F_argument), index = cxx_sub(l, at, CXX_F_index);
    if (!cxx_there(index)) index = cxx_first(l, cxx_sub(l, at, CXX_F_indices));
    if (!cxx_there(index)) return cxx_unsupported(l, at, "an index that is not known");
    ir_node *callee = cxx_node1(l, IR_MEMBER, at, cxx_expression(l, of));
    callee->name = STR("[]");
    callee->targets = 2;
    return cxx_node2(l, IR_CALL, at, callee, cxx_reference(l, index));
}

static ir_node *cast(cxx_lower *l, cxx_at at, ir_type *t, cxx_at expr)
{
    ir_node *n = cxx_node1(l, IR_CONSTRUCT, at, cxx_reference(l, expr));
    n->type = t ? t : cxx_basic_type(CXX_T_OPAQUE);
    return n;
}

static ir_node *sequence(cxx_lower *l, cxx_at at)
{
    cxx_at left = cxx_sub(l, at, CXX_F_left);
    return cxx_node2(l, IR_SEQUENCE, at, cxx_node1(l, IR_EXPR, left, cxx_expression(l, left)),
                     cxx_expression(l, cxx_sub(l, at, CXX_F_right)));
}

static ir_node *null_pointer(cxx_lower *l, cxx_at at)
{
    ir_node *n = cxx_node(l, IR_CONST, at, 0);
    n->constant = (ir_constant){.kind = IR_NIL};
    return n;
}

static ir_node *expression(cxx_lower *l, cxx_at at)
{
    switch (cxx_kind_at(l, at)) {
    case CXX_K_identifier:
    case CXX_K_qualified_identifier: return cxx_name_expression(l, at);
    case CXX_K_this: return cxx_this(l, at);
    case CXX_K_true: return bool_literal(l, at, true);
    case CXX_K_false: return bool_literal(l, at, false);
    case CXX_K_null: return null_pointer(l, at);
    case CXX_K_number_literal: return number_literal(l, at);
    case CXX_K_char_literal: return char_literal(l, at);
    case CXX_K_string_literal:
    case CXX_K_raw_string_literal:
    case CXX_K_concatenated_string: return text_literal(l, at);
    case CXX_K_parenthesized_expression: return cxx_expression(l, cxx_first(l, at));
    case CXX_K_unary_expression: return unary(l, at);
    case CXX_K_binary_expression: return binary(l, at);
    case CXX_K_pointer_expression: return pointer(l, at);
    case CXX_K_assignment_expression: return assignment(l, at);
    case CXX_K_update_expression: return update(l, at);
    case CXX_K_conditional_expression: return conditional(l, at);
    case CXX_K_comma_expression: return sequence(l, at);
    case CXX_K_call_expression: return cxx_call(l, at);
    case CXX_K_field_expression: return field(l, at);
    case CXX_K_subscript_expression: return subscript(l, at);
    case CXX_K_sizeof_expression: return cxx_sizeof(l, at);
    case CXX_K_cast_expression:
        return cast(l, at, cxx_described_type(&l->scope, cxx_sub(l, at, CXX_F_type)), cxx_sub(l, at, CXX_F_value));
    case CXX_K_compound_literal_expression:
        return cxx_make(l, at, cxx_type_of_syntax(&l->scope, cxx_sub(l, at, CXX_F_type)), cxx_sub(l, at, CXX_F_value));
    case CXX_K_initializer_list: return cxx_make(l, at, cxx_basic_type(CXX_T_BRACES), at);
    case CXX_K_lambda_expression: return cxx_lambda(l, at);
    case CXX_K_new_expression:
        return cxx_new_object(l, at, cxx_type_of_syntax(&l->scope, cxx_sub(l, at, CXX_F_type)), cxx_sub(l, at, CXX_F_arguments));
    case CXX_K_delete_expression: return cxx_node1(l, IR_TRUTH, at, cxx_expression(l, cxx_first(l, at)));
    default: return cxx_unsupported(l, at, "an expression that is not known");
    }
}

ir_node *cxx_expression(cxx_lower *l, cxx_at at)
{
    if (++l->depth > LIMIT_SYNTAX_DEPTH) {
        l->depth--;
        return cxx_unsupported(l, at, "nesting too deep");
    }
    ir_node *n = expression(l, at);
    l->depth--;
    return n;
}

ir_node *cxx_reference(cxx_lower *l, cxx_at at) { return cxx_node1(l, IR_REFER, at, cxx_expression(l, at)); }
