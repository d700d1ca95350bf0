/* workspace/symbol, and textDocument/documentSymbol of sources (LSP 3.17). */
#include "features/plugin_symbols.h"
#include "lsp/encode.h"
#include "lsp/symbols.h"

static int kind_of(plugin_symbol_kind kind)
{
    enum { PACKAGE = 4, FUNCTION = 12, OBJECT = 19, KEY = 20 }; /* SymbolKind */
    return kind == SYMBOL_PLUGIN ? PACKAGE : kind == SYMBOL_HANDLER ? FUNCTION : kind == SYMBOL_KEY ? KEY : OBJECT;
}

/* SymbolInformation. */
static void encode_flat(server *s, json_writer *w, const plugin_symbol *y)
{
    json_object(w);
    json_add_string(w, "name", y->name);
    json_add_int(w, "kind", kind_of(y->kind));
    json_key(w, "location");
    encode_location(s, w, y->path, y->name_at);
    if (y->plugin.n && y->kind != SYMBOL_PLUGIN) json_add_string(w, "containerName", y->plugin);
    json_object_end(w);
}

static void encode_nested(server *s, json_writer *w, const plugin_symbol *y)
{
    json_object(w);
    json_add_string(w, "name", y->name);
    if (y->detail.n) json_add_string(w, "detail", y->detail);
    json_add_int(w, "kind", kind_of(y->kind));
    json_key(w, "range");
    encode_range(s, w, y->path, y->at);
    json_key(w, "selectionRange");
    encode_range(s, w, y->path, y->name_at);
    json_object_end(w);
}

void symbols_of_source(server *s, json_writer *w, str path)
{
    plugin_symbol_list list = plugin_symbols_in(s->files, &s->scratch, path);
    json_array(w);
    for (size_t i = 0; i < list.n; i++) {
        if (s->client.nested_symbols) encode_nested(s, w, &list.at[i]);
        else encode_flat(s, w, &list.at[i]);
    }
    json_array_end(w);
}

static const char *find_symbols(server *s, const cJSON *params, json_writer *w)
{
    str query;
    if (!json_get_str(params, "query", &query)) return WORDS("'query' must be a string");
    plugin_symbol_list list = plugin_symbols_named(s->files, &s->scratch, query);
    json_array(w);
    for (size_t i = 0; i < list.n; i++) encode_flat(s, w, &list.at[i]);
    json_array_end(w);
    return NULL;
}

static void write_capability(const server *s, json_writer *w)
{
    (void)s;
    json_add_bool(w, "workspaceSymbolProvider", true);
}

const server_feature feature_symbols = {
    .methods = {
        {"workspace/symbol", RPC_REQUEST, find_symbols, METHOD_WHILE_RUNNING},
    },
    .write_capability = write_capability,
};
