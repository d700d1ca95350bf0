/* textDocument/semanticTokens/full, /full/delta and /range (LSP 3.17). Custom modifiers stand beside the standard ones:
 * `unknown`. The last whole answer of an open document is kept with it: a client that has it gets the numbers between what both
 * begin and end with. */
#include "features/tokens.h"
#include "lsp/encode.h"

static const char *const types[] = {[TOKEN_KEY] = "property", [TOKEN_LAYER] = "keyword"};
static const char *const modifiers[] = {"deprecated", "unknown"};
static const int64_t bits[] = {[TOKEN_READ] = 0, [TOKEN_UNKNOWN] = 2, [TOKEN_WITHOUT_EFFECT] = 1};

typedef ARRAY(uint32_t) number_list;

/* Each token by five numbers, lines and columns relative to the one before. */
static number_list encode_tokens(server *s, str path, const token_list *tokens)
{
    const line_index *lines = tokens->n ? workspace_lines(s->files, path) : NULL;
    text_position last = {0, 0};
    number_list out = {0};
    for (size_t i = 0; lines && i < tokens->n; i++) {
        const token *t = &tokens->at[i];
        text_position start = line_index_position(lines, t->at.start, s->client.encoding);
        text_position end = line_index_position(lines, t->at.end, s->client.encoding);
        uint32_t column = start.line == last.line ? start.column - last.column : start.column;
        array_push(&s->scratch, &out, start.line - last.line);
        array_push(&s->scratch, &out, column);
        array_push(&s->scratch, &out, end.column - start.column);
        array_push(&s->scratch, &out, (uint32_t)t->kind);
        array_push(&s->scratch, &out, (uint32_t)bits[t->state]);
        last = start;
    }
    return out;
}

static void write_numbers(json_writer *w, const uint32_t *numbers, size_t count)
{
    json_add_array(w, "data");
    for (size_t i = 0; i < count; i++) json_int(w, numbers[i]);
    json_array_end(w);
}

/* SemanticTokensDelta: one edit, or none, makes the last answer this one. */
static void write_edit(json_writer *w, const document *doc, const number_list *now)
{
    size_t least = now->n < doc->tokens.n ? now->n : doc->tokens.n, same = 0, end = 0;
    while (same < least && now->at[same] == doc->tokens.at[same]) same++;
    while (end < least - same && now->at[now->n - 1 - end] == doc->tokens.at[doc->tokens.n - 1 - end]) end++;
    json_add_array(w, "edits");
    if (same < now->n || same < doc->tokens.n) {
        json_object(w);
        json_add_int(w, "start", (int64_t)same);
        json_add_int(w, "deleteCount", (int64_t)(doc->tokens.n - same - end));
        write_numbers(w, now->at + same, now->n - same - end);
        json_object_end(w);
    }
    json_array_end(w);
}

/* What an answer is called: the same have the same name, whichever process gave it. */
static str name_of(server *s, const uint32_t *numbers, size_t count)
{
    str bytes = {(const char *)numbers, count * sizeof *numbers};
    return arena_printf(&s->scratch, "%016llx", (unsigned long long)str_hash(bytes, count));
}

static void keep(document *doc, const number_list *now)
{
    doc->tokens.n = 0;
    for (size_t i = 0; i < now->n; i++) array_push(NULL, &doc->tokens, now->at[i]);
}

typedef enum wanted_tokens { TOKENS_ALL, TOKENS_CHANGED, TOKENS_IN_RANGE } wanted_tokens;

static const char *list(server *s, const cJSON *params, json_writer *w, wanted_tokens wanted)
{
    str uri, before = {"", 0};
    range in = {0, UINT32_MAX};
    if (!json_get_str(params, "textDocument.uri", &uri)) return WORDS("'textDocument.uri' must be a string");
    document *doc = documents_find(&s->docs, &s->scratch, uri);
    bool known = doc && doc->role != ROLE_NONE && !doc->too_large;
    str path = known ? strbuf_str(&doc->path) : (str){"", 0};
    if (wanted == TOKENS_IN_RANGE && !decode_range(s, params, "range", path, &in)) return WORDS("'range' must be a range");
    if (wanted == TOKENS_CHANGED && !json_get_str(params, "previousResultId", &before))
        return WORDS("'previousResultId' must be a string");
    token_list tokens = {0};
    if (known) {
        tokens = tokens_in(s->files, &s->scratch, path, in);
        doc->decorated = s->found.sources;
    }
    number_list now = encode_tokens(s, path, &tokens);
    json_object(w);
    bool has_before = known && before.n && str_eq(before, name_of(s, doc->tokens.at, doc->tokens.n));
    if (has_before) write_edit(w, doc, &now);
    else write_numbers(w, now.at, now.n);
    if (known && wanted != TOKENS_IN_RANGE) {
        keep(doc, &now);
        json_add_string(w, "resultId", name_of(s, now.at, now.n));
    }
    json_object_end(w);
    return NULL;
}

static const char *list_all(server *s, const cJSON *params, json_writer *w) { return list(s, params, w, TOKENS_ALL); }
static const char *list_delta(server *s, const cJSON *params, json_writer *w) { return list(s, params, w, TOKENS_CHANGED); }
static const char *list_range(server *s, const cJSON *params, json_writer *w) { return list(s, params, w, TOKENS_IN_RANGE); }

static void write_capability(const server *s, json_writer *w)
{
    (void)s;
    json_add_object(w, "semanticTokensProvider");
    json_add_object(w, "legend");
    json_add_strings(w, "tokenTypes", types, sizeof types / sizeof *types);
    json_add_strings(w, "tokenModifiers", modifiers, sizeof modifiers / sizeof *modifiers);
    json_object_end(w);
    json_add_object(w, "full");
    json_add_bool(w, "delta", true);
    json_object_end(w);
    json_add_bool(w, "range", true);
    json_object_end(w);
}

const server_feature feature_semantic_tokens = {
    .methods = {
        {"textDocument/semanticTokens/full", RPC_REQUEST, list_all, METHOD_WHILE_RUNNING},
        {"textDocument/semanticTokens/full/delta", RPC_REQUEST, list_delta, METHOD_WHILE_RUNNING},
        {"textDocument/semanticTokens/range", RPC_REQUEST, list_range, METHOD_WHILE_RUNNING},
    },
    .write_capability = write_capability,
};
