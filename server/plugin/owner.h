/* Whose a configuration is: which of the plugins at hand. Nothing is loaded for that but where it says so. */
#ifndef PLUGIN_OWNER_H
#define PLUGIN_OWNER_H

#include "plugin/documents.h"

/* The plugin that a comment in the file names, or the settings for it; NULL: none. */
project *owner_from_modeline(workspace *w, arena *a, str path, const yaml_stream *s);
project *owner_from_settings(workspace *w, arena *a, str path);
/* The plugin that an object (`d->root`, of a form that says something of its owner) asks for: by the name in its address, else by
 * its own name; the nearest one of that name. The folder that it lies in decides where nothing speaks against it. Fills `d`. */
void owner_find(workspace *w, arena *a, str path, config_document *d);
/* Whether what the folder decided is plainly another plugin's: nothing that its code, its build files and its documentation call
 * it is like the module's name or another one there. Loads the plugin. */
bool owner_is_another(const config_document *d);

#endif
