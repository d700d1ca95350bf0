/* Constants of a program: literals, and what a front end has folded. */
#ifndef IR_CONSTANT_H
#define IR_CONSTANT_H

#include "base/str.h"

typedef enum ir_const_kind { IR_NIL, IR_BOOL, IR_INTEGER, IR_UNSIGNED, IR_REAL, IR_STRING } ir_const_kind;

typedef struct ir_constant {
    ir_const_kind kind;
    union {
        bool boolean;
        int64_t integer;
        uint64_t unsigned_integer; /* only above INT64_MAX */
        double real;
        str text;
    };
} ir_constant;

#endif
