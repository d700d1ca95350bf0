/* Documents that are on no disk, addressed by URIs of the scheme "wpls". Private to lsp/.
 *
 *   wpls:/schema/<percent-encoded absolute folder>.json   what the plugin there accepts; .yaml: as a spec.yaml, .md: as a table
 *   wpls:/rule/<id>.md                                     what a rule is about
 *   wpls:/rule/<language>/<id>.md                          ... in plugins of that language (ir/language_row.h) */
#ifndef LSP_CONTENT_H
#define LSP_CONTENT_H

#include "lsp/server_internal.h"

/* The document of a plugin's schema: `format` is "jsonschema", "spec" or "markdown". Its URI in s->scratch; empty for another
 * format. */
str content_schema_uri(server *s, str folder, str format);
/* Where a user reads about the rule of a finding in the file at `path`: a document of this kind where the client fetches those,
 * else the page that was installed with the program, in ../share/doc/wpls or share/doc/wpls beside it. In s->scratch; empty when
 * there is neither. */
str content_rule_uri(server *s, str id, str path);
/* Appends the document's text; false when there is none, and `why` (in s->scratch) says so. */
bool content_write(server *s, str uri, strbuf *out, str *why);

#endif
