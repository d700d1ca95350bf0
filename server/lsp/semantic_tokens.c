/* textDocument/semanticTokens/full and /range (LSP 3.17). Custom modifiers stand beside the standard ones: `unknown`. */
#include "features/tokens.h"
#include "lsp/encode.h"

static const char *const types[] = {[TOKEN_KEY] = "property", [TOKEN_LAYER] = "keyword"};
static const char *const modifiers[] = {"deprecated", "unknown"};
static const int64_t bits[] = {[TOKEN_READ] = 0, [TOKEN_UNKNOWN] = 2, [TOKEN_WITHOUT_EFFECT] = 1};

/* Each token by five numbers, lines and columns relative to the one before. */
static void encode_tokens(server *s, json_writer *w, str path, const token_list *tokens)
{
    const line_index *lines = tokens->n ? workspace_lines(s->files, path) : NULL;
    text_position last = {0, 0};
    for (size_t i = 0; lines && i < tokens->n; i++) {
        const token *t = &tokens->at[i];
        text_position start = line_index_position(lines, t->at.start, s->client.encoding);
        text_position end = line_index_position(lines, t->at.end, s->client.encoding);
        json_int(w, start.line - last.line);
        json_int(w, start.line == last.line ? start.column - last.column : start.column);
        json_int(w, end.column - start.column);
        json_int(w, t->kind);
        json_int(w, bits[t->state]);
        last = start;
    }
}

static const char *list_tokens(server *s, const cJSON *params, json_writer *w, bool ranged)
{
    str uri;
    range in = {0, UINT32_MAX};
    if (!json_get_str(params, "textDocument.uri", &uri)) return WORDS("'textDocument.uri' must be a string");
    document *doc = documents_find(&s->docs, &s->scratch, uri);
    bool known = doc && doc->role != ROLE_NONE && !doc->too_large;
    str path = known ? strbuf_str(&doc->path) : (str){"", 0};
    if (ranged && !decode_range(s, params, "range", path, &in)) return WORDS("'range' must be a range");
    token_list tokens = {0};
    if (known) tokens = tokens_in(s->files, &s->scratch, path, in);
    json_object(w);
    json_key(w, "data");
    json_array(w);
    encode_tokens(s, w, path, &tokens);
    json_array_end(w);
    json_object_end(w);
    return NULL;
}

static const char *list_all(server *s, const cJSON *params, json_writer *w) { return list_tokens(s, params, w, false); }
static const char *list_range(server *s, const cJSON *params, json_writer *w) { return list_tokens(s, params, w, true); }

static void write_capability(const server *s, json_writer *w)
{
    (void)s;
    json_add_object(w, "semanticTokensProvider");
    json_add_object(w, "legend");
    json_add_strings(w, "tokenTypes", types, sizeof types / sizeof *types);
    json_add_strings(w, "tokenModifiers", modifiers, sizeof modifiers / sizeof *modifiers);
    json_object_end(w);
    json_add_bool(w, "full", true);
    json_add_bool(w, "range", true);
    json_object_end(w);
}

const server_feature feature_semantic_tokens = {
    .methods = {
        {"textDocument/semanticTokens/full", RPC_REQUEST, list_all, METHOD_WHILE_RUNNING},
        {"textDocument/semanticTokens/range", RPC_REQUEST, list_range, METHOD_WHILE_RUNNING},
    },
    .write_capability = write_capability,
};
