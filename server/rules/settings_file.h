/* settings/...: what settings name must be there. Their form is checked against their schema (document_schema.h). */
#ifndef RULES_SETTINGS_FILE_H
#define RULES_SETTINGS_FILE_H

#include "plugin/settings.h"
#include "plugin/workspace.h"
#include "rules/rule.h"

void settings_file_run(workspace *w, str path, arena *a, diagnostic_list *out);
/* Likewise for settings from anywhere; findings stand at their place in those. */
void settings_names_run(workspace *w, const settings *said, arena *a, diagnostic_list *out);

#endif
