/* Numbers of documents and schemas, exactly as written: no detour through a double.
 *
 * A number borrows the text of its node. Integers that fit 64 bits are compared as such, all others by their decimal digits. */
#ifndef SCHEMA_NUMBER_H
#define SCHEMA_NUMBER_H

#include "yaml/tree.h"

typedef enum number_kind { NUMBER_SMALL, NUMBER_DECIMAL, NUMBER_INFINITE, NUMBER_NAN } number_kind;

typedef struct schema_number {
    number_kind kind;
    bool negative;
    uint64_t magnitude; /* NUMBER_SMALL */
    str text;           /* NUMBER_DECIMAL: digits with an optional point and exponent, no sign */
} schema_number;

/* Of a scalar of type YAML_INT or YAML_FLOAT. */
schema_number schema_number_of(const yaml_node *scalar);
/* Negative, 0 or positive; nothing compares with NaN, which counts as equal to itself and above everything else. */
int schema_number_compare(const schema_number *a, const schema_number *b);
bool schema_number_is_integer(const schema_number *n);
/* Whether `n` is a multiple of `divisor`, exactly. Where that is too expensive to find out (a divisor of more than 19 digits),
 * the answer is true. */
bool schema_number_is_multiple(const schema_number *n, const schema_number *divisor);
/* Equal numbers have equal hashes. */
uint64_t schema_number_hash(const schema_number *n);
/* As a count: clamped to 0 and UINT64_MAX, fractions cut. */
uint64_t schema_number_count(const schema_number *n);

#endif
