/* document/unknown-kind, document/rule-without-match, document/no-effect, document/refused: what a control plane makes of the
 * resource that wraps a plugin's configuration, where no schema can say it. */
#ifndef RULES_WRAPPER_H
#define RULES_WRAPPER_H

#include "plugin/documents.h"
#include "rules/config.h"
#include "rules/rule.h"

/* Whether a document of no known kind is meant to be a WasmPlugin: its API group is one's, and its kind is misspelt. */
bool wrapper_is_meant(const yaml_node *root);
/* The findings of one document of `facts`, which are no template's ("{{"). Those of `out` from `*next` on
 * that lie in the document are of its schema: of keys that the resource does not have it is said, once, where a plugin's
 * configuration belongs. `*next` moves behind them, so that a file's documents, called in order, look at each finding once.
 * Returns the number of that finding in `out`, from 1, or 0. */
size_t wrapper_run(const rule_context *c, str path, const document_facts *facts, const config_document *d,
                   diagnostic_list *out, size_t *next);
/* document/not-json: `d` is a configuration that stands in a text (`facts`) which Envoy hands over as it is. */
void wrapper_text_run(const rule_context *c, str path, const document_facts *facts, const config_document *d,
                      diagnostic_list *out);
/* The root of the bootstrap that has the configuration, or the object around it, when all clusters are in it; else NULL. */
const yaml_node *wrapper_bootstrap(const document_facts *facts, const config_document *d);
/* document/unknown-cluster: the clusters that the configuration names. */
void wrapper_clusters_run(config_context *c, const yaml_node *bootstrap);
/* One mistake, one finding: where the configuration of `d` stands in the wrong place, which finding number `misplaced` says, that
 * the plugin refuses an empty one (a finding from number `from` on) makes that one graver. */
void wrapper_join(const config_document *d, size_t misplaced, diagnostic_list *out, size_t from);

#endif
