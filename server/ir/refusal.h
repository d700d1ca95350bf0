/* Why a compiler would refuse code, and where. Refused code is not analysed any further: such a function has no body here, and
 * such a variable no value.
 *
 * Front ends refuse only what is certain. Code that needs something which is not at hand is not refused, since a false refusal
 * would silence wpls about a plugin that compiles. */
#ifndef IR_REFUSAL_H
#define IR_REFUSAL_H

#include "base/array.h"
#include "ir/type.h"

/* X(kind, phrase): `phrase` is the sentence in schema/rules.json, in which {name}, {has} and {wants} stand for the members below.
 * The first ones are mistakes of syntax. The last one is no compiler's: wpls itself has failed there (base/work.h). */
#define IR_REFUSALS(X) \
    X(SYNTAX, syntax) \
    X(MISSING_TOKEN, missing_token) \
    X(LINE_END, line_end) \
    X(STRAY, stray) \
    X(LATE_IMPORT, late_import) \
    X(NO_PACKAGE, no_package) \
    X(NO_BODY, no_body) \
    X(OTHER_PACKAGE, other_package) \
    X(VALUE_COUNT, value_count) \
    X(RETURN_COUNT, return_count) \
    X(RESULT_COUNT, result_count) \
    X(ARGUMENT_COUNT, argument_count) \
    X(BUILTIN_COUNT, builtin_count) \
    X(UNUSED_VALUE, unused_value) \
    X(UNUSED_VARIABLE, unused_variable) \
    X(UNUSED_IMPORT, unused_import) \
    X(UNDECLARED, undeclared) \
    X(NO_MEMBER, no_member) \
    X(NO_FIELD, no_field) \
    X(REDECLARED, redeclared) \
    X(NOTHING_NEW, nothing_new) \
    X(NOT_A_TYPE, not_a_type) \
    X(NOT_A_VALUE, not_a_value) \
    X(NOT_A_PLACE, not_a_place) \
    X(NOT_A_CALL, not_a_call) \
    X(NOT_A_CONDITION, not_a_condition) \
    X(NOT_A_FUNCTION, not_a_function) \
    X(WRONG_TYPE, wrong_type) \
    X(OPERANDS, operands) \
    X(MISSING_RETURN, missing_return) \
    X(MISPLACED, misplaced) \
    X(LABEL_UNUSED, label_unused) \
    X(LABEL_UNDECLARED, label_undeclared) \
    X(LEFT_OUT, left_out)

typedef enum ir_refusal_kind {
#define X(kind, phrase) IR_REFUSED_##kind,
    IR_REFUSALS(X)
#undef X
        IR_REFUSED_COUNT,
    IR_REFUSED_LAST_OF_SYNTAX = IR_REFUSED_NO_PACKAGE,
} ir_refusal_kind;

typedef struct ir_refusal {
    ir_refusal_kind kind;
    ir_span at;
    str name;
    uint32_t has, wants;
} ir_refusal;
typedef ARRAY(ir_refusal) ir_refusals;

#endif
