/* The rules about finished modules: whether a gateway loads one, and whether it is what its source says. */
#ifndef TOOLCHAIN_WASM_CHECK_H
#define TOOLCHAIN_WASM_CHECK_H

#include "plugin/workspace.h"
#include "rules/rule.h"

/* Findings in a module, appended to `out`; memory and strings in `a`. They stand at the module's first byte where they have no place in
 * the source. `plugin`: whose module it is - its handlers are looked for, and its calls named -, or NULL. Settings say which levels
 * they have, and the language of messages: `fallback` when they don't. False: there is no such file. */
bool check_module(workspace *w, str path, project *plugin, rule_language fallback, arena *a, diagnostic_list *out);

#endif
