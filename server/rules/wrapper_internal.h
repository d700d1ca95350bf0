/* What wrapper.c, wrapper_istio.c and wrapper_envoy.c share. */
#ifndef RULES_WRAPPER_INTERNAL_H
#define RULES_WRAPPER_INTERNAL_H

#include "rules/config.h"
#include "rules/wrapper.h"

typedef struct wrapper {
    const rule_context *c;
    str path, text; /* of the file */
    diagnostic_list *out;
} wrapper;

/* A finding of the rule `id`. */
diagnostic *wrapper_report(const wrapper *w, const char *id, range at, const rule_value *values, size_t count);
/* document/refused: what Istio refuses of its own WasmPlugin, and no schema says. */
void wrapper_istio_run(const wrapper *w, const yaml_node *spec);
/* document/root-id, and document/not-json of a text that is no document: what Envoy is given against the code of the plugin,
 * which is known. */
void wrapper_envoy_run(const wrapper *w, const document_facts *facts, const config_document *d);
/* document/module-not-there, document/checksum, document/vm-configuration: likewise, of any form that says whose it is. */
void wrapper_module_run(const wrapper *w, const config_document *d, const form_owner *owner, const project_facts *facts);
/* document/unknown-cluster: what the plugin's code calls; told at `at`. */
void wrapper_calls_run(const wrapper *w, const yaml_node *bootstrap, const project_facts *facts, range at);

#endif
