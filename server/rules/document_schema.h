/* Documents against JSON Schemas: the one given, or the one they name themselves. */
#ifndef RULES_DOCUMENT_SCHEMA_H
#define RULES_DOCUMENT_SCHEMA_H

#include "plugin/schemas.h"
#include "rules/rule.h"

/* Findings by the schemas of the file's documents (workspace_schema_choose); true when there is one to check against. */
bool document_schema_run(workspace *w, str path, const document_facts *facts, rule_language language, arena *a,
                         diagnostic_list *out);
/* Findings by the schema of workspace_set_schema, and in that schema when the document is it. */
void document_schema_run_forced(workspace *w, str path, const yaml_stream *s, rule_language language, arena *a,
                                diagnostic_list *out);

#endif
