/* What an inferred value is, in words: for hover and for completion. */
#ifndef FEATURES_DESCRIBE_H
#define FEATURES_DESCRIBE_H

#include "ir/infer.h"
#include "plugin/project.h"

/* "string, required". */
str describe_type(arena *a, const inferred_value *known);
/* The type alone, and this behind it. */
str describe_type_and(arena *a, const inferred_value *known, const char *ending);
/* Everything known about the value but its name and type: description, allowed values, range, default, when and where it is read.
 * Markdown or plain text; empty when nothing is known. */
str describe_value(arena *a, project *plugin, const inferred_value *known, bool markdown);
/* "main.go:12": the line of `offset` in the text at `path`, as seen from `root`; in markdown a link to it. */
str describe_place(arena *a, str path, str root, str text, uint32_t offset, bool markdown);
/* `text` as markdown that shows exactly these characters. */
str describe_escape(arena *a, str text);
/* `text` as a code span, whatever it holds. */
str describe_code(arena *a, str text, bool markdown);

#endif
