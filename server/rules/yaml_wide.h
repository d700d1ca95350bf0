/* Full-width punctuation: what an input method writes in place of YAML's own, and yaml/full-width, about such characters where
 * YAML takes them for a part of the text.
 *
 * Chinese text may have them: said is only what can't well be text - a value all in full-width quotes without anything Chinese
 * between, "name：" before a value where a key could stand, a full-width comma between plain words of a list in brackets, a number
 * in full-width digits, full-width blanks at an end. */
#ifndef RULES_YAML_WIDE_H
#define RULES_YAML_WIDE_H

#include "rules/rule.h"
#include "yaml/tree.h"

typedef struct yaml_wide {
    const char *wide, *plain;
    const char *named; /* the message where YAML can't read it, with both */
    bool quotes;
} yaml_wide;

/* The character that stands there, or NULL. */
const yaml_wide *yaml_wide_at(str text, uint32_t at);
/* Adds what is to be said of a configuration's nodes; `text` is the whole document's. */
void yaml_wide_run(rule_context *c, str path, str text, const yaml_node *configuration);
/* Takes back what is said of the same values from finding number `from` on, of errors only their fixes. Those before it, from
 * number `first` on, are yaml_wide_run's. */
void yaml_wide_settle(diagnostic_list *list, size_t first, size_t from);

#endif
