/* document/unknown-kind, document/rule-without-match, document/no-effect, document/refused: what a control plane makes of the
 * resource that wraps a plugin's configuration, where no schema can say it. */
#ifndef RULES_WRAPPER_H
#define RULES_WRAPPER_H

#include "plugin/documents.h"
#include "rules/rule.h"

/* Whether a document of no known kind is meant to be a WasmPlugin: its API group is one's, and its kind is misspelt. */
bool wrapper_is_meant(const yaml_node *root);
/* The findings of one document of a file that is no template ("{{"), and whose text is `text`. Those of `out` from `*next` on
 * that lie in the document are of its schema: of keys that the resource does not have it is said, once, where a plugin's
 * configuration belongs. `*next` moves behind them, so that a file's documents, called in order, look at each finding once.
 * Returns the number of that finding in `out`, from 1, or 0. */
size_t wrapper_run(const rule_context *c, str path, str text, const config_document *d, diagnostic_list *out, size_t *next);
/* One mistake, one finding: where the configuration of `d` stands in the wrong place, which finding number `misplaced` says, that
 * the plugin refuses an empty one (a finding from number `from` on) makes that one graver. */
void wrapper_join(const config_document *d, size_t misplaced, diagnostic_list *out, size_t from);

#endif
