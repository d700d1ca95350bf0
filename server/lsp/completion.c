/* textDocument/completion (LSP 3.17). */
#include "features/completion.h"
#include "features/snippets.h"
#include "lsp/encode.h"
#include "lsp/libclang.h"

static void encode_edit(server *s, json_writer *w, str path, range at, str text)
{
    json_object(w);
    json_key(w, "range");
    encode_range(s, w, path, at);
    json_key(w, "newText");
    json_string(w, text);
    json_object_end(w);
}

static void encode_item(server *s, json_writer *w, str path, const completion_item *item)
{
    enum { FORMAT_SNIPPET = 2, MODE_ADJUST_INDENTATION = 2 };
    static const int kinds[] = {[COMPLETION_KEY] = 10, [COMPLETION_VALUE] = 12, [COMPLETION_ENUM] = 20,
                                [COMPLETION_SNIPPET] = 15}; /* CompletionItemKind */
    json_object(w);
    json_key(w, "label");
    json_string(w, item->label);
    json_key(w, "kind");
    json_int(w, kinds[item->kind]);
    if (!str_empty(item->detail)) {
        json_key(w, "detail");
        json_string(w, item->detail);
    }
    if (!str_empty(item->documentation)) {
        json_key(w, "documentation");
        encode_markup(w, s->client.item_markdown, item->documentation);
    }
    json_key(w, "sortText");
    json_string(w, item->sort);
    json_key(w, "filterText"); /* though it is the label: Neovim takes edits without one for filtered */
    json_string(w, item->filter);
    if (item->snippet) {
        json_key(w, "insertTextFormat");
        json_int(w, FORMAT_SNIPPET);
    }
    if (s->client.adjusts_indentation && str_find_char(item->text, '\n', 0) >= 0) {
        json_key(w, "insertTextMode");
        json_int(w, MODE_ADJUST_INDENTATION);
    }
    json_key(w, "textEdit");
    encode_edit(s, w, path, item->replace, item->text);
    if (item->more.n) {
        json_key(w, "additionalTextEdits");
        json_array(w);
        for (size_t i = 0; i < item->more.n; i++) encode_edit(s, w, path, item->more.at[i].at, item->more.at[i].text);
        json_array_end(w);
    }
    json_object_end(w);
}

/* By ':', ' ' or '"', which mean something in configurations only, or '.' or '>', which do so in sources. */
static bool was_triggered(const cJSON *params)
{
    enum { TRIGGER_CHARACTER = 2 };
    int64_t kind;
    return json_get_int(params, "context.triggerKind", &kind) && kind == TRIGGER_CHARACTER;
}

/* Whether a member may follow: "a.", "a->", "a::". */
static bool is_behind_object(str text, uint32_t offset)
{
    str before = str_slice(text, 0, offset < text.n ? offset : text.n);
    return str_ends(before, STR(".")) || str_ends(before, STR("->")) || str_ends(before, STR("::"));
}

static str items_of(server *s, const document *doc, const completion_list *list)
{
    strbuf items = STRBUF_IN(&s->scratch);
    for (size_t i = 0; i < list->items.n; i++) {
        json_writer w = JSON_WRITER(&items);
        if (i) strbuf_add_char(&items, ',');
        encode_item(s, &w, strbuf_str(&doc->path), &list->items.at[i]);
    }
    return strbuf_str(&items);
}

static const char *complete(server *s, const cJSON *params, json_writer *w)
{
    document *doc;
    uint32_t offset;
    if (!decode_place(s, params, &doc, &offset)) return decode_no_place;
    completion_list list = {0};
    completion_style style = {
        .markdown = s->client.item_markdown,
        .snippets = s->client.snippets,
        .several_lines = s->client.snippets && s->client.adjusts_indentation,
    };
    bool triggered = was_triggered(params), config = doc && doc->role == ROLE_CONFIG;
    bool member = doc && is_behind_object(strbuf_str(&doc->text), offset);
    if (config && !(triggered && member)) list = completion_at(s->files, &s->scratch, strbuf_str(&doc->path), offset, style);
    if (doc && !triggered) snippets_at(s->files, &s->scratch, strbuf_str(&doc->path), offset, style, &list);
    str items = doc ? items_of(s, doc, &list) : (str){0};
    if (doc && !config && (member || !triggered) && libclang_ask(s, doc, CLANG_ASK_COMPLETION, offset, items)) return NULL;
    json_object(w);
    json_add_bool(w, "isIncomplete", list.cut);
    json_key(w, "items");
    json_array(w);
    if (items.n) json_raw(w, items);
    json_array_end(w);
    json_object_end(w);
    return NULL;
}

static void write_capability(const server *s, json_writer *w)
{
    static const char *const triggers[] = {":", " ", "\"", ".", ">"};
    json_add_object(w, "completionProvider");
    json_add_strings(w, "triggerCharacters", triggers, s->client.trusted ? 5 : 3); /* members are libclang's */
    json_object_end(w);
}

const server_feature feature_completion = {
    .methods = {
        {"textDocument/completion", RPC_REQUEST, complete, METHOD_WHILE_RUNNING},
    },
    .write_capability = write_capability,
};
