/* What the files of docs/... share: docs.c (whose, findings), docs_table.c (tables of READMEs), docs_spec.c (spec.yaml). */
#ifndef RULES_DOCS_INTERNAL_H
#define RULES_DOCS_INTERNAL_H

#include "plugin/project.h"
#include "rules/docs.h"
#include "rules/docs_claim.h"

typedef struct docs {
    rule_context *c;
    const project_facts *facts;
    const inferred_schema *schema;
    str path, text; /* of the documentation */
} docs;

/* Where a slice of the text stands. */
range docs_range(const docs *d, str slice);
/* A finding of the rule at the place, about the value `v` (NULL: none), with the line of code that it comes from. */
diagnostic *docs_report(const docs *d, const char *id, range at, const char *phrase, const rule_value *values, size_t count,
                        const inferred_value *v);
fix *docs_fix(const docs *d, diagnostic *x, const char *phrase, const rule_value *values, size_t count, range at, str text);
/* The object or list item that a value stands for when keys below it are named. */
const inferred_value *docs_below_lists(const inferred_value *v);
/* Whether the plugin may read keys of the object that the schema does not have. */
bool docs_is_open(const inferred_value *holder);
/* Whether the plugin reads a key of that name anywhere, as far as its schema and its sources' literals tell. */
bool docs_is_read(const docs *d, str key);
/* Whether the plugin accepts configurations without the key, whatever else they have. */
bool docs_is_optional(const inferred_value *v);

/* Whether the name stands in the text, not as a part of another one. */
bool docs_has_word(str text, str word);

/* A table about keys. */
typedef struct docs_table {
    const docs_columns *columns;
    const markdown_row *head, *rows;
    size_t rows_n;
} docs_table;
/* Keys of the object that the table is about, and that the documentation names nowhere. */
void docs_check_missing(const docs *d, const docs_table *t, const inferred_value *about);

void docs_check_tables(const docs *d);
void docs_find_in_tables(const docs *d, const docs_search *search);
void docs_find_in_spec(const docs *d, const document_facts *facts, const yaml_node *root, const docs_search *search);
bool docs_is_searched(const docs_search *search, const inferred_value *v);
void docs_check_spec(const docs *d, const yaml_node *root);

#endif
