/* Which files may be configurations of plugins, without reading them. */
#ifndef PLUGIN_CONFIGURATIONS_H
#define PLUGIN_CONFIGURATIONS_H

#include "plugin/workspace.h"

typedef ARRAY(str) path_list;

/* The YAML and JSON files below the plugin's folder (none when it is NULL) and below the workspace folders, each once; at most
 * LIMIT_CONFIGURATION_FILES. Memory from `a`. */
path_list configuration_files(workspace *w, arena *a, project *plugin);

#endif
