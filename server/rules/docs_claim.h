/* Claims of documentation about one key: the words of tables, and the literals in them, in one form each. */
#ifndef RULES_DOCS_CLAIM_H
#define RULES_DOCS_CLAIM_H

#include "ir/infer.h"
#include "text/markdown_table.h"

/* Columns of a table about keys; 0: it has none of that kind. The name is the first one. */
typedef struct docs_columns {
    size_t required, fallback, type;
} docs_columns;
/* False: it is no table of keys. */
bool docs_find_columns(const markdown_row *head, docs_columns *out);

typedef enum docs_need { NEED_UNKNOWN, NEED_REQUIRED, NEED_OPTIONAL } docs_need;
/* What a cell says of whether the key has to be there: one word. A note in brackets makes "required" a condition, of which
 * nothing is known. */
docs_need docs_need_of(str written);
/* The word for the opposite, as the cell has it ("必填" for "选填", "No" for "Yes"). */
str docs_opposite(str written);

/* The types that a cell names, as bits of INFERRED_...: one word, or a list of something; 0: more than that. */
unsigned docs_types_of(str written);
/* The word for the type as the cell has it ("number" for "string", "数字" for "字符串"); empty: it has none. */
str docs_type_word(str written, unsigned type);

/* "-", "无": there is no default. */
bool docs_says_none(str written);
typedef enum docs_match { MATCH_UNKNOWN, MATCH_SAME, MATCH_OTHER } docs_match;
/* Whether a cell gives the value's default as the code has it; unknown where either can't be told. */
docs_match docs_compare_default(arena *a, str written, const inferred_value *v);
/* The default of the code as the cell would have it. */
str docs_default_text(arena *a, str written, const inferred_value *v);

#endif
