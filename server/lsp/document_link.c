/* textDocument/documentLink (LSP 3.17) of YAML and JSON. */
#include "features/document_links.h"
#include "lsp/encode.h"

static const char *list_links(server *s, const cJSON *params, json_writer *w)
{
    str uri;
    if (!json_get_str(params, "textDocument.uri", &uri)) return WORDS("'textDocument.uri' must be a string");
    const document *doc = documents_find(&s->docs, &s->scratch, uri);
    document_links links = {0};
    str path = doc ? strbuf_str(&doc->path) : STR("");
    if (doc && doc->role == ROLE_CONFIG && !doc->too_large) links = document_links_in(s->files, &s->scratch, path);
    json_array(w);
    for (size_t i = 0; i < links.n; i++) {
        const document_link *link = &links.at[i];
        json_object(w);
        json_key(w, "range");
        encode_range(s, w, path, link->at);
        json_key(w, "target");
        json_string(w, link->path.n ? encode_uri(s, link->path) : link->url);
        json_object_end(w);
    }
    json_array_end(w);
    return NULL;
}

static void write_capability(const server *s, json_writer *w)
{
    (void)s;
    json_add_object(w, "documentLinkProvider");
    json_add_bool(w, "resolveProvider", false); /* links are whole at once */
    json_object_end(w);
}

const server_feature feature_document_link = {
    .methods = {
        {"textDocument/documentLink", RPC_REQUEST, list_links, METHOD_WHILE_RUNNING},
    },
    .write_capability = write_capability,
};
