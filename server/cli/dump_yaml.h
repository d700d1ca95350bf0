/* `wpls dump yaml`: the event stream of a YAML text, in the notation of the YAML test suite. */
#ifndef CLI_DUMP_YAML_H
#define CLI_DUMP_YAML_H

#include "base/strbuf.h"

/* Appends the events, and the findings as "line:column-line:column severity code message", one a line; lines and columns
 * (in characters) count from 1. Returns 1 when the text is invalid YAML, else 0. */
int dump_yaml(str text, strbuf *out, strbuf *findings);

#endif
