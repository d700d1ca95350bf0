/* textDocument/prepareCallHierarchy, callHierarchy/incomingCalls and outgoingCalls (LSP 3.17): from handlers to SDK calls and
 * back. */
#include "features/calls.h"
#include "lsp/encode.h"

/* What makes an item known again is its place. */
static void encode_item(server *s, json_writer *w, const call_item *item)
{
    enum { FUNCTION = 12 }; /* SymbolKind */
    json_object(w);
    json_add_string(w, "name", item->name);
    json_add_int(w, "kind", FUNCTION);
    if (item->detail.n) json_add_string(w, "detail", item->detail);
    json_add_string(w, "uri", encode_uri(s, item->path));
    json_key(w, "range");
    encode_range(s, w, item->path, item->at);
    json_key(w, "selectionRange");
    encode_range(s, w, item->path, item->name_at);
    json_object_end(w);
}

static const char *prepare(server *s, const cJSON *params, json_writer *w)
{
    document *doc;
    uint32_t offset;
    call_item item;
    if (!decode_place(s, params, &doc, &offset)) return decode_no_place;
    if (!doc || doc->role != ROLE_SOURCE || !calls_item_at(s->files, &s->scratch, strbuf_str(&doc->path), offset, &item)) {
        json_null(w);
        return NULL;
    }
    json_array(w);
    encode_item(s, w, &item);
    json_array_end(w);
    return NULL;
}

/* The item is found again at its name, which is where it stood when it was answered. */
static const char *answer(server *s, const cJSON *params, json_writer *w, bool to)
{
    static const char wrong[] = WORDS("'item' must be an item of a call hierarchy");
    str uri;
    range at;
    call_item item;
    const cJSON *given = json_get(params, "item");
    if (!json_get_str(given, "uri", &uri)) return wrong;
    str path = document_path_of(&s->scratch, uri);
    if (!path.n || !decode_range(s, given, "selectionRange", path, &at)) return wrong;
    call_edges edges = {0};
    if (calls_item_at(s->files, &s->scratch, path, at.start, &item))
        edges = to ? calls_to(&s->scratch, &item) : calls_from(&s->scratch, &item);
    json_array(w);
    for (size_t i = 0; i < edges.n; i++) {
        const call_edge *e = &edges.at[i];
        json_object(w);
        json_key(w, to ? "from" : "to");
        encode_item(s, w, &e->other);
        json_add_array(w, "fromRanges");
        for (size_t k = 0; k < e->places.n; k++) encode_range(s, w, e->path, e->places.at[k]);
        json_array_end(w);
        json_object_end(w);
    }
    json_array_end(w);
    return NULL;
}

static const char *incoming(server *s, const cJSON *params, json_writer *w) { return answer(s, params, w, true); }
static const char *outgoing(server *s, const cJSON *params, json_writer *w) { return answer(s, params, w, false); }

static void write_capability(const server *s, json_writer *w)
{
    (void)s;
    json_add_bool(w, "callHierarchyProvider", true);
}

const server_feature feature_calls = {
    .methods = {
        {"textDocument/prepareCallHierarchy", RPC_REQUEST, prepare, METHOD_WHILE_RUNNING},
        {"callHierarchy/incomingCalls", RPC_REQUEST, incoming, METHOD_WHILE_RUNNING},
        {"callHierarchy/outgoingCalls", RPC_REQUEST, outgoing, METHOD_WHILE_RUNNING},
    },
    .write_capability = write_capability,
};
