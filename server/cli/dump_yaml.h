/* `wpls dump yaml`: the event stream of a YAML text, in the notation of the YAML test suite. */
#ifndef CLI_DUMP_YAML_H
#define CLI_DUMP_YAML_H

#include "base/strbuf.h"

/* Appends the events, one a line; returns 1 when the text is invalid YAML, else 0. */
int dump_yaml(str text, strbuf *out);

#endif
