/* Documents against JSON Schemas: the one given, or the one they name themselves. */
#ifndef RULES_DOCUMENT_SCHEMA_H
#define RULES_DOCUMENT_SCHEMA_H

#include "plugin/schemas.h"
#include "rules/rule.h"

/* Findings by the schemas of the file's documents (workspace_schema_choose); true when one is meant to be checked against. Counts
 * the documents that were. */
bool document_schema_run(workspace *w, str path, const document_facts *facts, arena *a,
                         diagnostic_list *out, uint32_t *validated);
/* Findings by the schema of workspace_set_schema, and in that schema when the document is it. How many documents were checked. */
uint32_t document_schema_run_forced(workspace *w, str path, const yaml_stream *s, arena *a,
                                diagnostic_list *out);

#endif
