/* Scalars that other readers take for something else than YAML 1.2's core schema does.
 *
 * Two kinds of readers matter: the Kubernetes loader (sigs.k8s.io/yaml, what kubectl and the API server read with), which turns
 * YAML into JSON by rules between 1.1 and 1.2, and readers of YAML 1.1 such as PyYAML. Only what such a reader
 * gives another value, or refuses, is reported: a warning for the Kubernetes loader, a hint for the others. */
#ifndef YAML_PORTABILITY_H
#define YAML_PORTABILITY_H

#include "yaml/tree.h"

/* Appends the findings for a document of `stream`, with fixes; codes "yaml/ambiguous-...". `path` is left empty as in
 * yaml_stream.findings, also that of the edits. Nothing for JSON, where all readers agree. Memory from `a`. */
void yaml_check_portability(arena *a, const yaml_stream *stream, const yaml_document *document, diagnostic_list *out);

/* Likewise for some members of a collection in YAML. */
void yaml_check_members_portability(arena *a, const yaml_node *collection, uint32_t from, uint32_t until, diagnostic_list *out);

/* Whether the Kubernetes loader gives the scalar another value than YAML 1.2 does ("yes", 010). Not for JSON. */
bool yaml_is_ambiguous(const yaml_node *n);

#endif
