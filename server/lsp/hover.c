/* textDocument/hover (LSP 3.17). */
#include "features/hover.h"
#include "features/hover_source.h"
#include "lsp/encode.h"
#include "lsp/libclang.h"

static const char *hover(server *s, const cJSON *params, json_writer *w)
{
    document *doc;
    uint32_t offset;
    if (!decode_place(s, params, &doc, &offset)) return decode_no_place;
    hover_answer answer;
    bool markdown = s->client.hover_markdown, found = false;
    if (doc && document_has_configurations(doc))
        found = hover_at(s->files, &s->scratch, strbuf_str(&doc->path), offset, markdown, &answer);
    if (doc && !found && doc->role != ROLE_CONFIG) {
        found = hover_source_at(s->files, &s->scratch, strbuf_str(&doc->path), offset, markdown, &answer);
    }
    if (!found && doc && libclang_ask(s, doc, CLANG_ASK_HOVER, offset, (str){0})) return NULL;
    if (!found) {
        json_null(w);
        return NULL;
    }
    json_object(w);
    json_key(w, "contents");
    encode_markup(w, markdown, answer.text);
    json_key(w, "range");
    encode_range(s, w, strbuf_str(&doc->path), answer.at);
    json_object_end(w);
    return NULL;
}

static void write_capability(const server *s, json_writer *w)
{
    (void)s;
    json_add_bool(w, "hoverProvider", true);
}

const server_feature feature_hover = {
    .methods = {
        {"textDocument/hover", RPC_REQUEST, hover, METHOD_WHILE_RUNNING},
    },
    .write_capability = write_capability,
};
