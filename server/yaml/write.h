/* Writes a tree as YAML in block style. */
#ifndef YAML_WRITE_H
#define YAML_WRITE_H

#include "base/strbuf.h"
#include "yaml/tree.h"

/* Appends the value, two spaces a level; comments, anchors and the original style are not kept, aliases are written out. Strings
 * that any YAML reader could take for something else are quoted. Ends with a line break. */
void yaml_write_block(strbuf *out, const yaml_node *root);

#endif
