/* Values of Helm charts: which of them the chart's templates put into the configuration of a plugin. */
#ifndef PLUGIN_CHART_H
#define PLUGIN_CHART_H

#include "plugin/documents.h"

/* Whether the file is called as those with values of a chart are; whether it is one, beside the chart's Chart.yaml or in a folder
 * there. */
bool chart_is_values_name(str path);
bool chart_is_values(workspace *w, arena *a, str path);
/* Appends to `facts`, the documents of such a file, the values that templates of the chart give to a plugin as a whole,
 * "defaultConfig: {{ toYaml .Values.gate }}", each as a configuration of the plugin that the template is of. `plugin`: whatever
 * the templates say, or NULL. Reads the templates. */
void chart_add(workspace *w, arena *a, str path, project *plugin, document_facts *facts);
/* The value at "gate.config" below the root; NULL: there is none. */
const yaml_node *chart_value(const yaml_node *root, str dotted);

#endif
