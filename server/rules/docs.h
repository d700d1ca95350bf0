/* docs/...: what the documentation of a plugin says of its configuration, against what its code does. */
#ifndef RULES_DOCS_H
#define RULES_DOCS_H

#include "plugin/docs_search.h"
#include "rules/rule.h"

/* Findings in a README or a spec.yaml of a plugin. Makes the plugin's schema. False: it explains none, or too little is known of
 * the plugin. */
bool docs_run(rule_context *c, const document_facts *documents, str path, str text);

docs_finder docs_find_keys;

#endif
