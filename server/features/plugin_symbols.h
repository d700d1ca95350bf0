/* What plugins are made of, by name: the plugin, its handlers, the keys that it reads, the WasmPlugins that configure it.
 * textDocument/documentSymbol of sources and workspace/symbol without LSP. */
#ifndef FEATURES_PLUGIN_SYMBOLS_H
#define FEATURES_PLUGIN_SYMBOLS_H

#include "plugin/project.h"

typedef enum plugin_symbol_kind { SYMBOL_PLUGIN, SYMBOL_HANDLER, SYMBOL_KEY, SYMBOL_WASMPLUGIN } plugin_symbol_kind;

typedef struct plugin_symbol {
    plugin_symbol_kind kind;
    str name;    /* of a key with those around it: "limits.timeout" */
    str detail;  /* the handler's phase, the key's type, in the language at hand; may be empty */
    str plugin;  /* name of the plugin that it is of */
    str path;
    range at, name_at; /* `at` holds `name_at` */
} plugin_symbol;
typedef ARRAY(plugin_symbol) plugin_symbol_list;

enum { SYMBOLS_FOUND_MOST = 500 };

/* Those in the source, by place. Memory from `a`. */
plugin_symbol_list plugin_symbols_in(workspace *w, arena *a, str path);
/* Those of the workspace whose name has `query` in it, whatever the case, at most SYMBOLS_FOUND_MOST. Keys, for which every
 * plugin's parser is run, are among them from two letters on. */
plugin_symbol_list plugin_symbols_named(workspace *w, arena *a, str query);

#endif
