/* textDocument/documentSymbol, foldingRange and selectionRange (LSP 3.17) of YAML and JSON. */
#include "features/structure.h"
#include "lsp/encode.h"
#include "lsp/symbols.h"
#include "yaml/tree.h"

static const char no_document[] = WORDS("'textDocument.uri' must be a string");

/* The open configuration asked about; `*doc` is NULL when there is nothing to say about it. */
static bool decode_document(server *s, const cJSON *params, const document **doc)
{
    str uri;
    if (!json_get_str(params, "textDocument.uri", &uri)) return false;
    *doc = documents_find(&s->docs, &s->scratch, uri);
    if (*doc && ((*doc)->role != ROLE_CONFIG || (*doc)->too_large)) *doc = NULL;
    return true;
}

static int symbol_kind(const yaml_node *node)
{
    enum { STRING = 15, NUMBER = 16, BOOLEAN = 17, ARRAY_KIND = 18, OBJECT = 19, NULL_KIND = 21 }; /* SymbolKind */
    if (node->kind == YAML_SEQUENCE) return ARRAY_KIND;
    if (node->kind == YAML_MAPPING) return OBJECT;
    if (node->type == YAML_INT || node->type == YAML_FLOAT) return NUMBER;
    return node->type == YAML_BOOL ? BOOLEAN : node->type == YAML_NULL ? NULL_KIND : STRING;
}

static void encode_symbols(server *s, json_writer *w, str path, const symbol_list *list)
{
    json_array(w);
    for (size_t i = 0; i < list->n; i++) {
        const symbol *y = list->at[i];
        json_object(w);
        json_key(w, "name");
        json_string(w, y->name);
        if (y->detail.n) {
            json_key(w, "detail");
            json_string(w, y->detail);
        }
        json_key(w, "kind");
        json_int(w, symbol_kind(y->value));
        json_key(w, "range");
        encode_range(s, w, path, y->at);
        json_key(w, "selectionRange");
        encode_range(s, w, path, y->name_at);
        if (y->children.n) {
            json_key(w, "children");
            encode_symbols(s, w, path, &y->children);
        }
        json_object_end(w);
    }
    json_array_end(w);
}

/* For clients that know no hierarchy: SymbolInformation. */
static void encode_flat(server *s, json_writer *w, str path, const symbol_list *list, str container)
{
    for (size_t i = 0; i < list->n; i++) {
        const symbol *y = list->at[i];
        json_object(w);
        json_key(w, "name");
        json_string(w, y->name);
        json_key(w, "kind");
        json_int(w, symbol_kind(y->value));
        json_key(w, "location");
        json_object(w);
        json_key(w, "uri");
        json_string(w, encode_uri(s, path));
        json_key(w, "range");
        encode_range(s, w, path, y->at);
        json_object_end(w);
        if (container.n) {
            json_key(w, "containerName");
            json_string(w, container);
        }
        json_object_end(w);
        encode_flat(s, w, path, &y->children, y->name);
    }
}

static const char *list_symbols(server *s, const cJSON *params, json_writer *w)
{
    const document *doc;
    if (!decode_document(s, params, &doc)) return no_document;
    str uri = STR("");
    json_get_str(params, "textDocument.uri", &uri);
    const document *source = doc ? NULL : documents_find(&s->docs, &s->scratch, uri);
    if (source && source->role == ROLE_SOURCE && !source->too_large) {
        symbols_of_source(s, w, strbuf_str(&source->path));
        return NULL;
    }
    symbol_list symbols = {0};
    str path = doc ? strbuf_str(&doc->path) : STR("");
    if (doc) symbols = structure_symbols(s->files, &s->scratch, path);
    if (s->client.nested_symbols) {
        encode_symbols(s, w, path, &symbols);
        return NULL;
    }
    json_array(w);
    encode_flat(s, w, path, &symbols, STR(""));
    json_array_end(w);
    return NULL;
}

/* A range that ends with a line break ends on the line before. */
static uint32_t last_line(const line_index *lines, str text, range at)
{
    uint32_t end = at.end;
    while (end > at.start && strchr(" \t\r\n", text.p[end - 1])) end--;
    return line_index_line(lines, end);
}

static const char *list_folds(server *s, const cJSON *params, json_writer *w)
{
    const document *doc;
    if (!decode_document(s, params, &doc)) return no_document;
    str text, path = doc ? strbuf_str(&doc->path) : STR("");
    fold_list folds = {0};
    if (doc && workspace_text(s->files, path, &text) == FILE_OK) folds = structure_folds(s->files, &s->scratch, path);
    const line_index *lines = folds.n ? workspace_lines(s->files, path) : NULL;
    int64_t before = -1;
    json_array(w);
    for (size_t i = 0; i < folds.n; i++) {
        uint32_t start = line_index_line(lines, folds.at[i].at.start), end = last_line(lines, text, folds.at[i].at);
        if (end <= start || (start == before && !folds.at[i].comment)) continue; /* the outer one of a line counts */
        before = start;
        json_object(w);
        json_key(w, "startLine");
        json_int(w, start);
        json_key(w, "endLine");
        json_int(w, end);
        if (folds.at[i].comment) {
            json_key(w, "kind");
            json_string(w, STR("comment"));
        }
        json_object_end(w);
    }
    json_array_end(w);
    return NULL;
}

static void encode_selection(server *s, json_writer *w, str path, const range_list *around, size_t i)
{
    json_object(w);
    json_key(w, "range");
    encode_range(s, w, path, around->at[i]);
    if (i + 1 < around->n) {
        json_key(w, "parent");
        encode_selection(s, w, path, around, i + 1);
    }
    json_object_end(w);
}

static const char *list_selections(server *s, const cJSON *params, json_writer *w)
{
    const document *doc;
    if (!decode_document(s, params, &doc)) return no_document;
    const cJSON *positions = json_get(params, "positions"), *item;
    if (!cJSON_IsArray(positions)) return WORDS("'positions' must be an array");
    str path = doc ? strbuf_str(&doc->path) : STR("");
    json_array(w);
    cJSON_ArrayForEach(item, positions)
    {
        uint32_t offset;
        if (!decode_offset(s, item, path, &offset)) return WORDS("'positions' must be positions");
        range_list around = {0};
        if (doc) around = structure_around(s->files, &s->scratch, path, offset);
        if (!around.n) array_push(&s->scratch, &around, range_make(offset, offset));
        encode_selection(s, w, path, &around, 0);
    }
    json_array_end(w);
    return NULL;
}

static void read_abilities(server *s, const cJSON *abilities)
{
    s->client.nested_symbols = json_is_true(abilities, "textDocument.documentSymbol.hierarchicalDocumentSymbolSupport");
}

static void write_capability(const server *s, json_writer *w)
{
    (void)s;
    json_add_bool(w, "documentSymbolProvider", true);
    json_add_bool(w, "foldingRangeProvider", true);
    json_add_bool(w, "selectionRangeProvider", true);
}

const server_feature feature_outline = {
    .methods = {
        {"textDocument/documentSymbol", RPC_REQUEST, list_symbols, METHOD_WHILE_RUNNING},
        {"textDocument/foldingRange", RPC_REQUEST, list_folds, METHOD_WHILE_RUNNING},
        {"textDocument/selectionRange", RPC_REQUEST, list_selections, METHOD_WHILE_RUNNING},
    },
    .read_abilities = read_abilities,
    .write_capability = write_capability,
};
