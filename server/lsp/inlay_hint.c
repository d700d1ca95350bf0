/* textDocument/inlayHint (LSP 3.17). */
#include "features/inlay.h"
#include "lsp/encode.h"

static void encode_hint(server *s, json_writer *w, str path, const inlay *hint)
{
    text_position at = line_index_position(workspace_lines(s->files, path), hint->at, s->client.encoding);
    json_object(w);
    json_add_object(w, "position");
    json_add_int(w, "line", at.line);
    json_add_int(w, "character", at.column);
    json_object_end(w);
    json_key(w, "label");
    json_visible(w, hint->label);
    json_key(w, "tooltip");
    json_string(w, hint->tooltip);
    json_key(w, "paddingLeft");
    json_bool(w, true);
    json_object_end(w);
}

static const char *list_hints(server *s, const cJSON *params, json_writer *w)
{
    str uri;
    range in;
    if (!json_get_str(params, "textDocument.uri", &uri)) return WORDS("'textDocument.uri' must be a string");
    document *doc = documents_find(&s->docs, &s->scratch, uri);
    bool known = doc && doc->role != ROLE_NONE && !doc->too_large;
    str path = known ? strbuf_str(&doc->path) : (str){"", 0};
    if (!decode_range(s, params, "range", path, &in)) return WORDS("'range' must be a range");
    inlay_list hints = {0};
    if (known) hints = inlays_in(s->files, &s->scratch, path, in), doc->decorated = s->found.sources;
    json_array(w);
    for (size_t i = 0; i < hints.n; i++) encode_hint(s, w, path, &hints.at[i]);
    json_array_end(w);
    return NULL;
}

static void write_capability(const server *s, json_writer *w)
{
    (void)s;
    json_add_bool(w, "inlayHintProvider", true);
}

const server_feature feature_inlay_hint = {
    .methods = {
        {"textDocument/inlayHint", RPC_REQUEST, list_hints, METHOD_WHILE_RUNNING},
    },
    .write_capability = write_capability,
};
