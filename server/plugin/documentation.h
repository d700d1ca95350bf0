/* Descriptions of a plugin's keys, as its README and the comments on its fields have them. */
#ifndef PLUGIN_DOCUMENTATION_H
#define PLUGIN_DOCUMENTATION_H

#include "ir/infer.h"
#include "ir/language_row.h"
#include "text/source_tree.h"

/* Fills in descriptions in the schema, in place of those that it had (memory: `a`), from the files of the plugin in the folder
 * `root`. `chinese`: preferably those in Chinese, else in English. */
void documentation_add(arena *a, const source_tree *tree, str root, const language_row *language, const ir_program *program,
                       inferred_schema *schema, bool chinese);

#endif
