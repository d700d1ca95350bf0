/* Writes a tree as YAML in block style. */
#ifndef YAML_WRITE_H
#define YAML_WRITE_H

#include "base/strbuf.h"
#include "yaml/tree.h"

/* Appends the value, two spaces a level; comments, anchors and the original style are not kept, aliases are written out. Strings
 * that any YAML reader could take for something else are quoted. Ends with a line break. */
void yaml_write_block(strbuf *out, const yaml_node *root);

/* Appends what is written into a scalar so that it has `text` there: escaped and indented as its style wants it. `around` is what
 * the scalar's ranges are places in. `free_breaks`: a line break may become a blank, as in JSON. False, with nothing appended:
 * the style can't hold the text. */
bool yaml_write_inside(strbuf *out, const yaml_node *scalar, str around, str text, bool free_breaks);

#endif
