/* From the program's plain data to LSP's JSON. */
#ifndef LSP_ENCODE_H
#define LSP_ENCODE_H

#include "lsp/server_internal.h"

/* A Range in the negotiated encoding; 0:0 when the file can't be read any more. */
void encode_range(server *s, json_writer *w, str path, range at);
/* The URI the client knows the file by, else one made from the path. Memory: the document or `scratch`. */
str encode_uri(server *s, str path);
void encode_diagnostic(server *s, json_writer *w, const diagnostic *d);
/* MarkupContent. */
void encode_markup(json_writer *w, bool markdown, str text);
/* The byte offset of params.position in an open document's text; false when params have no position. */
bool decode_position(server *s, const cJSON *params, str path, uint32_t *offset);

#endif
