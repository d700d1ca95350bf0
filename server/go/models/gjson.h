/* gjson's paths, and what its accessors share with them. */
#ifndef GO_MODELS_GJSON_H
#define GO_MODELS_GJSON_H

#include "go/models/models.h"

/* What the path leads to from a node of the document, with marks on all that is read on the way; a node of kind DOC_MISSING where
 * nothing is. NULL: can't tell. */
doc_node *gjson_follow(native_call *c, doc_node *n, str path);

/* A number that the library makes, outside the document. */
doc_node *gjson_calculated_number(native_call *c, int64_t i);
/* The library's own reading of digits, after '-' if there may be a `sign`: overflow wraps. False, and 0, for anything else. */
bool gjson_parse_digits(str s, bool sign, int64_t *out);

#endif
