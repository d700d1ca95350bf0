/* The configuration that a gateway hands to the plugin, made from the file that a user writes.
 *
 * A WasmPlugin becomes what the Higress controller makes of it: defaultConfig with the rules below `_rules_`, each with its match
 * keys; of an Istio one pluginConfig is taken. Anything else is the plugin's configuration itself. */
#ifndef GATEWAY_PLUGIN_CONFIG_H
#define GATEWAY_PLUGIN_CONFIG_H

#include "ir/document.h"

/* The JSON text for the document `root`, empty when the plugin gets no configuration. False, with `problem`, when a gateway would
 * not take the document at all. In arena `a`. */
bool plugin_config_json(arena *a, const yaml_node *root, str *json, str *problem);
/* The same for a document that may have been changed since it was made of the user's file. */
bool plugin_config_of(arena *a, const doc_node *document, str *json, str *problem);

#endif
