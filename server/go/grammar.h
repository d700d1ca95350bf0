/* Kinds and fields of tree-sitter-go as numbers.
 *
 * The grammar's own ids change with every grammar version; they are looked up once a load and mapped to the constants below, so
 * that `switch` works on them and nothing is shared between threads. */
#ifndef GO_GRAMMAR_H
#define GO_GRAMMAR_H

#include "syntax/tree.h"

/* clang-format off */
#define GO_KINDS(X) \
    /* declarations */ \
    X(SOURCE_FILE, source_file) X(PACKAGE_CLAUSE, package_clause) X(IMPORT_DECLARATION, import_declaration) \
    X(IMPORT_SPEC, import_spec) X(IMPORT_SPEC_LIST, import_spec_list) X(DOT, dot) X(BLANK_IDENTIFIER, blank_identifier) \
    X(CONST_DECLARATION, const_declaration) X(CONST_SPEC, const_spec) X(VAR_DECLARATION, var_declaration) \
    X(VAR_SPEC, var_spec) X(VAR_SPEC_LIST, var_spec_list) X(FUNCTION_DECLARATION, function_declaration) \
    X(METHOD_DECLARATION, method_declaration) X(TYPE_DECLARATION, type_declaration) X(TYPE_SPEC, type_spec) \
    X(TYPE_ALIAS, type_alias) X(TYPE_PARAMETER_LIST, type_parameter_list) \
    X(TYPE_PARAMETER_DECLARATION, type_parameter_declaration) X(PARAMETER_LIST, parameter_list) \
    X(PARAMETER_DECLARATION, parameter_declaration) X(VARIADIC_PARAMETER_DECLARATION, variadic_parameter_declaration) \
    X(FIELD_DECLARATION_LIST, field_declaration_list) X(FIELD_DECLARATION, field_declaration) X(METHOD_ELEM, method_elem) \
    X(PACKAGE_IDENTIFIER, package_identifier) X(FIELD_IDENTIFIER, field_identifier) \
    /* types */ \
    X(TYPE_IDENTIFIER, type_identifier) X(QUALIFIED_TYPE, qualified_type) X(GENERIC_TYPE, generic_type) \
    X(POINTER_TYPE, pointer_type) X(STRUCT_TYPE, struct_type) X(INTERFACE_TYPE, interface_type) X(ARRAY_TYPE, array_type) \
    X(IMPLICIT_LENGTH_ARRAY_TYPE, implicit_length_array_type) X(SLICE_TYPE, slice_type) X(MAP_TYPE, map_type) \
    X(CHANNEL_TYPE, channel_type) X(FUNCTION_TYPE, function_type) X(NEGATED_TYPE, negated_type) \
    X(PARENTHESIZED_TYPE, parenthesized_type) X(TYPE_ELEM, type_elem) X(TYPE_ARGUMENTS, type_arguments) \
    /* expressions */ \
    X(IDENTIFIER, identifier) X(UNARY_EXPRESSION, unary_expression) X(BINARY_EXPRESSION, binary_expression) \
    X(SELECTOR_EXPRESSION, selector_expression) X(INDEX_EXPRESSION, index_expression) X(SLICE_EXPRESSION, slice_expression) \
    X(CALL_EXPRESSION, call_expression) X(TYPE_ASSERTION_EXPRESSION, type_assertion_expression) \
    X(TYPE_CONVERSION_EXPRESSION, type_conversion_expression) \
    X(TYPE_INSTANTIATION_EXPRESSION, type_instantiation_expression) X(COMPOSITE_LITERAL, composite_literal) \
    X(FUNC_LITERAL, func_literal) X(RAW_STRING_LITERAL, raw_string_literal) \
    X(INTERPRETED_STRING_LITERAL, interpreted_string_literal) X(INT_LITERAL, int_literal) X(FLOAT_LITERAL, float_literal) \
    X(IMAGINARY_LITERAL, imaginary_literal) X(RUNE_LITERAL, rune_literal) X(NIL, nil) X(TRUE, true) X(FALSE, false) \
    X(IOTA, iota) X(PARENTHESIZED_EXPRESSION, parenthesized_expression) X(EXPRESSION_LIST, expression_list) \
    X(ARGUMENT_LIST, argument_list) X(VARIADIC_ARGUMENT, variadic_argument) X(LITERAL_VALUE, literal_value) \
    X(LITERAL_ELEMENT, literal_element) X(KEYED_ELEMENT, keyed_element) \
    /* statements */ \
    X(BLOCK, block) X(STATEMENT_LIST, statement_list) X(EMPTY_STATEMENT, empty_statement) \
    X(EXPRESSION_STATEMENT, expression_statement) X(SEND_STATEMENT, send_statement) X(RECEIVE_STATEMENT, receive_statement) \
    X(INC_STATEMENT, inc_statement) X(DEC_STATEMENT, dec_statement) X(ASSIGNMENT_STATEMENT, assignment_statement) \
    X(SHORT_VAR_DECLARATION, short_var_declaration) X(LABELED_STATEMENT, labeled_statement) X(LABEL_NAME, label_name) \
    X(FALLTHROUGH_STATEMENT, fallthrough_statement) X(BREAK_STATEMENT, break_statement) \
    X(CONTINUE_STATEMENT, continue_statement) X(GOTO_STATEMENT, goto_statement) X(RETURN_STATEMENT, return_statement) \
    X(GO_STATEMENT, go_statement) X(DEFER_STATEMENT, defer_statement) X(IF_STATEMENT, if_statement) \
    X(FOR_STATEMENT, for_statement) X(FOR_CLAUSE, for_clause) X(RANGE_CLAUSE, range_clause) \
    X(EXPRESSION_SWITCH_STATEMENT, expression_switch_statement) X(TYPE_SWITCH_STATEMENT, type_switch_statement) \
    X(EXPRESSION_CASE, expression_case) X(TYPE_CASE, type_case) X(DEFAULT_CASE, default_case) \
    X(SELECT_STATEMENT, select_statement) X(COMMUNICATION_CASE, communication_case) \
    X(COMMENT, comment)

#define GO_FIELDS(X) \
    X(ALIAS, alias) X(ALTERNATIVE, alternative) X(ARGUMENTS, arguments) X(BODY, body) X(CAPACITY, capacity) X(CHANNEL, channel) \
    X(COMMUNICATION, communication) X(CONDITION, condition) X(CONSEQUENCE, consequence) X(ELEMENT, element) X(END, end) \
    X(FIELD, field) X(FUNCTION, function) X(INDEX, index) X(INITIALIZER, initializer) X(KEY, key) X(LABEL, label) \
    X(LEFT, left) X(LENGTH, length) X(NAME, name) X(OPERAND, operand) X(OPERATOR, operator) X(PACKAGE, package) \
    X(PARAMETERS, parameters) X(PATH, path) X(RECEIVER, receiver) X(RESULT, result) X(RIGHT, right) X(START, start) \
    X(TAG, tag) X(TYPE, type) X(TYPE_ARGUMENTS, type_arguments) X(TYPE_PARAMETERS, type_parameters) X(UPDATE, update) \
    X(VALUE, value)
/* clang-format on */

typedef enum go_kind {
    GO_NONE,  /* anonymous tokens and absent nodes */
    GO_ERROR, /* what the parser could not make sense of */
#define X(id, name) GO_##id,
    GO_KINDS(X)
#undef X
        GO_KIND_COUNT,
} go_kind;

typedef enum go_field_id {
#define X(id, name) GO_F_##id,
    GO_FIELDS(X)
#undef X
        GO_FIELD_COUNT,
} go_field_id;

enum { GO_GRAMMAR_IDS = 512 };

typedef struct go_grammar {
    uint8_t kind[GO_GRAMMAR_IDS]; /* go_kind by the grammar's id */
    uint16_t field[GO_FIELD_COUNT];
} go_grammar;

void go_grammar_init(go_grammar *g);
go_kind go_kind_of(const go_grammar *g, syntax_node n);
/* The kind of that number in the grammar. */
go_kind go_kind_of_id(const go_grammar *g, uint16_t id);
syntax_node go_child(const go_grammar *g, syntax_node n, go_field_id field);
/* The next named child that is no comment. */
bool go_next(const go_grammar *g, syntax_cursor *c);
/* The first named child that is no comment; null when there is none. */
syntax_node go_only(const go_grammar *g, syntax_node n);
/* The i-th named child that is no comment; null past the end. */
syntax_node go_nth(const go_grammar *g, syntax_node list, uint32_t i);
/* The cursor stands on a child with this field. */
static inline bool go_at_field(const go_grammar *g, const syntax_cursor *c, go_field_id f) { return c->field == g->field[f]; }
/* A token with this spelling stands between the children: "*", ":=". */
bool go_has_token(syntax_node n, str text, str token);

#endif
