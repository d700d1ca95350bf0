/* Kinds and fields of tree-sitter-cpp and tree-sitter-c, whose kinds have the same names, as numbers: a grammar's own ids change
 * with its version and are looked up once a load. */
#ifndef CXX_GRAMMAR_H
#define CXX_GRAMMAR_H

#include "syntax/tree.h"

/* clang-format off */
#define CXX_KINDS(X) \
    /* declarations */ \
    X(translation_unit) X(namespace_definition) X(namespace_alias_definition) X(linkage_specification) X(declaration_list) \
    X(template_declaration) \
    X(template_parameter_list) X(type_parameter_declaration) X(class_specifier) X(struct_specifier) X(enum_specifier) \
    X(enumerator_list) X(enumerator) X(base_class_clause) X(access_specifier) X(field_declaration_list) X(field_declaration) \
    X(function_definition) X(declaration) X(alias_declaration) X(type_definition) X(using_declaration) X(init_declarator) \
    X(function_declarator) X(abstract_function_declarator) X(reference_declarator) X(abstract_reference_declarator) \
    X(pointer_declarator) X(abstract_pointer_declarator) X(array_declarator) X(parenthesized_declarator) \
    X(structured_binding_declarator) X(parameter_list) X(parameter_declaration) X(optional_parameter_declaration) \
    X(variadic_parameter_declaration) X(variadic_parameter) X(field_initializer_list) X(field_initializer) \
    X(storage_class_specifier) X(type_qualifier) \
    X(virtual_specifier) X(virtual) X(trailing_return_type) X(default_method_clause) X(delete_method_clause) \
    X(pure_virtual_clause) \
    X(static_assert_declaration) X(friend_declaration) X(destructor_name) X(operator_name) X(operator_cast) \
    X(attribute_declaration) \
    X(preproc_if) X(preproc_ifdef) X(preproc_call) X(preproc_def) X(preproc_include) X(preproc_function_def) \
    /* types */ \
    X(primitive_type) X(type_identifier) X(sized_type_specifier) X(qualified_identifier) X(template_type) X(template_function) \
    X(template_method) X(template_argument_list) X(type_descriptor) X(placeholder_type_specifier) X(auto) X(decltype) \
    X(dependent_type) X(dependent_name) X(namespace_identifier) X(nested_namespace_specifier) \
    /* expressions */ \
    X(identifier) X(field_identifier) X(this) X(true) X(false) X(null) X(number_literal) X(char_literal) X(character) \
    X(string_literal) \
    X(raw_string_literal) X(raw_string_content) X(string_content) X(escape_sequence) X(concatenated_string) X(unary_expression) \
    X(binary_expression) X(pointer_expression) X(assignment_expression) X(update_expression) X(conditional_expression) \
    X(comma_expression) X(parenthesized_expression) X(call_expression) X(argument_list) X(field_expression) \
    X(subscript_expression) \
    X(subscript_argument_list) X(cast_expression) X(compound_literal_expression) X(initializer_list) X(initializer_pair) \
    X(field_designator) X(subscript_designator) X(lambda_expression) \
    X(lambda_capture_specifier) X(lambda_default_capture) X(lambda_capture_initializer) \
    X(new_expression) X(delete_expression) X(sizeof_expression) X(offsetof_expression) \
    /* statements */ \
    X(compound_statement) X(expression_statement) X(if_statement) X(else_clause) X(condition_clause) X(init_statement) \
    X(for_statement) X(for_range_loop) X(while_statement) X(do_statement) X(switch_statement) X(case_statement) \
    X(break_statement) \
    X(continue_statement) X(return_statement) X(goto_statement) X(labeled_statement) X(try_statement) X(comment)

#define CXX_FIELDS(X) \
    X(alternative) X(argument) X(arguments) X(base) X(body) X(captures) X(condition) X(consequence) X(declarator) \
    X(default_type) X(default_value) X(designator) \
    X(field) X(function) X(index) X(indices) X(initializer) X(label) X(left) X(name) X(operator) X(parameters) \
    X(right) X(scope) X(size) X(type) X(update) X(value)

typedef enum cxx_kind_id { CXX_TOKEN, CXX_ERROR,
#define X(name) CXX_K_##name,
    CXX_KINDS(X)
#undef X
    CXX_KIND_COUNT
} cxx_kind_id;

typedef enum cxx_field_id {
#define X(name) CXX_F_##name,
    CXX_FIELDS(X)
#undef X
    CXX_FIELD_COUNT
} cxx_field_id;
/* clang-format on */

enum { CXX_GRAMMAR_IDS = 1024 };

typedef struct cxx_grammar {
    uint8_t kind[CXX_GRAMMAR_IDS];
    uint16_t field[CXX_FIELD_COUNT];
} cxx_grammar;

void cxx_grammar_init(cxx_grammar *g, syntax_language language);
cxx_kind_id cxx_kind_of(const cxx_grammar *g, syntax_node n);
syntax_node cxx_child(const cxx_grammar *g, syntax_node n, cxx_field_id field);
/* Like syntax_next, without comments. */
bool cxx_next(const cxx_grammar *g, syntax_cursor *c);
/* The first child of the kind; null: there is none. */
syntax_node cxx_child_of_kind(const cxx_grammar *g, syntax_node n, cxx_kind_id kind);
/* The first child that is no comment; null: there is none. */
syntax_node cxx_only(const cxx_grammar *g, syntax_node n);

#endif
