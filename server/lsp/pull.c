/* textDocument/diagnostic (LSP 3.17): a client that asks for the findings of what it has open gets them as answers, and no longer
 * by publishDiagnostics (publish.c). Files that it has not open are published still. */
#include "lsp/encode.h"

str pull_result_id(server *s, str items) { return arena_printf(&s->scratch, "%016llx", (unsigned long long)str_hash(items, 0)); }

str pull_items(server *s, const diagnostic_list *found)
{
    strbuf items = STRBUF_INIT;
    json_writer w = JSON_WRITER(&items);
    json_array(&w);
    for (size_t i = 0; i < found->n; i++) encode_diagnostic(s, &w, &found->at[i]);
    json_array_end(&w);
    str text = arena_str(&s->scratch, strbuf_str(&items));
    strbuf_free(&items);
    return text;
}

static str items_of(server *s, document *doc, diagnostic_list *shown)
{
    diagnostic_list found = findings_of_file(s, doc);
    *shown = findings_to_show(s, doc, &found);
    return pull_items(s, shown);
}

static const char *pull_document(server *s, const cJSON *params, json_writer *w)
{
    str uri, before = {"", 0};
    if (!json_get_str(params, "textDocument.uri", &uri)) return WORDS("'textDocument.uri' must be a string");
    json_get_str(params, "previousResultId", &before);
    document *doc = documents_find(&s->docs, &s->scratch, uri);
    str items = STR("[]"), id = {"", 0};
    if (doc && document_is_analysed(doc)) {
        diagnostic_list shown;
        items = items_of(s, doc, &shown);
        typing_shown(&doc->typed, &shown);
        id = pull_result_id(s, items);
        strbuf_clear(&doc->pulled);
        strbuf_add(&doc->pulled, id);
    }
    if (!s->pulls) { /* what was published so far is taken back */
        s->pulls = true;
        server_keep(s, "pulls", STR("true"));
        s->sources_dirty = true;
    }
    s->refresh_asked = false;
    bool unchanged = id.n && str_eq(id, before);
    json_object(w);
    json_key(w, "kind");
    json_string(w, unchanged ? STR("unchanged") : STR("full"));
    if (id.n) {
        json_key(w, "resultId");
        json_string(w, id);
    }
    if (!unchanged) {
        json_key(w, "items");
        json_raw(w, items);
    }
    json_object_end(w);
    return NULL;
}

void pull_ask_again(server *s)
{
    if (!s->client.refreshes_diagnostics || s->refresh_asked) return;
    s->refresh_asked = true;
    server_send(s, "\"wpls-refresh\"", "workspace/diagnostic/refresh", STR(""));
}

/* A client asks again for what it edits, and for what depends on that; of the disk and of settings it knows nothing. */
void pull_refresh(server *s)
{
    if (!s->client.refreshes_diagnostics || s->refresh_asked) return;
    for (size_t i = 0; i < s->docs.open.n; i++) {
        document *doc = s->docs.open.at[i];
        diagnostic_list shown;
        if (!doc->pulled.n || str_eq(pull_result_id(s, items_of(s, doc, &shown)), strbuf_str(&doc->pulled))) continue;
        pull_ask_again(s);
        return;
    }
}

static void write_capability(const server *s, json_writer *w)
{
    if (!s->client.pulls_diagnostics) return;
    json_add_object(w, "diagnosticProvider");
    json_add_string(w, "identifier", STR("wpls"));
    json_add_bool(w, "interFileDependencies", true);
    json_add_bool(w, "workspaceDiagnostics", s->client.pulls_workspace);
    json_object_end(w);
}

const server_feature feature_pull = {
    .methods = {
        {"textDocument/diagnostic", RPC_REQUEST, pull_document, METHOD_WHILE_RUNNING},
    },
    .write_capability = write_capability,
};
