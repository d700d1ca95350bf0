/* settings/...: what a file of settings names must be there. Its form is checked against its schema (document_schema.h). */
#ifndef RULES_SETTINGS_FILE_H
#define RULES_SETTINGS_FILE_H

#include "plugin/workspace.h"
#include "rules/rule.h"

void settings_file_run(workspace *w, str path, rule_language language, arena *a, diagnostic_list *out);

#endif
