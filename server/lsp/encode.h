/* From the program's plain data to LSP's JSON. */
#ifndef LSP_ENCODE_H
#define LSP_ENCODE_H

#include "lsp/server_internal.h"
#include "plugin/listing.h"
#include "text/edit.h"

/* A Range in the negotiated encoding; 0:0 when the file can't be read any more. */
void encode_range(server *s, json_writer *w, str path, range at);
/* A Location. */
void encode_location(server *s, json_writer *w, str path, range at);
/* The URI the client knows the file by, else one made from the path. Memory: the document or `scratch`. */
str encode_uri(server *s, str path);
void encode_diagnostic(server *s, json_writer *w, const diagnostic *d);
/* WorkspaceEdit: with the versions of open documents where the client takes them. */
void encode_workspace_edit(server *s, json_writer *w, const text_edits *edits);
/* The same, each edit with the number of the annotation that says why it is made, where the client shows them. Annotations nobody
 * needs are left out. */
typedef struct edit_annotations {
    const char *const *labels; /* in the language at hand */
    const unsigned *of;        /* one for each edit */
    size_t count;              /* of the labels */
} edit_annotations;
void encode_annotated_edit(server *s, json_writer *w, const text_edits *edits, const edit_annotations *why);
/* MarkupContent. */
void encode_markup(json_writer *w, bool markdown, str text);
/* The byte offset of params.position in an open document's text; false when params have no position. */
bool decode_position(server *s, const cJSON *params, str path, uint32_t *offset);
/* The byte offset of a Position; false when it is none. */
bool decode_offset(server *s, const cJSON *position, str path, uint32_t *offset);
/* The open, analysed document and the byte offset that a request is about. `*doc` is NULL when there is nothing to say about
 * it. */
bool decode_place(server *s, const cJSON *params, document **doc, uint32_t *offset);
/* What is wrong with params where it returns false. */
extern const char decode_no_place[];
/* The range at `member` of `from` as bytes of the file's text; false when it is none, or no range. */
bool decode_range(server *s, const cJSON *from, const char *member, str path, range *at);
/* The files that may be the plugin's configurations, and all that are open; in `scratch`. */
path_list configurations_of(server *s, project *plugin);

#endif
