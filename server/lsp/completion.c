/* textDocument/completion (LSP 3.17). */
#include "base/uri.h"
#include "features/completion.h"
#include "features/snippets.h"
#include "language/language.h"
#include "lsp/encode.h"
#include "lsp/libclang.h"

typedef struct asked_place {
    str uri;
    uint32_t offset; /* in bytes */
} asked_place;

static void encode_edit(server *s, json_writer *w, str path, range at, str text)
{
    json_object(w);
    json_key(w, "range");
    encode_range(s, w, path, at);
    json_key(w, "newText");
    json_string(w, text);
    json_object_end(w);
}

/* What completionItem/resolve needs to find the item again. */
static void encode_data(json_writer *w, str uri, uint32_t offset)
{
    json_key(w, "data");
    json_object(w);
    json_key(w, "uri");
    json_string(w, uri);
    json_key(w, "offset");
    json_int(w, offset);
    json_object_end(w);
}

static void encode_item(server *s, json_writer *w, str path, const completion_item *item, const asked_place *asked)
{
    enum { FORMAT_SNIPPET = 2, MODE_ADJUST_INDENTATION = 2, TAG_DEPRECATED_ITEM = 1 };
    static const int kinds[] = {[COMPLETION_KEY] = 10, [COMPLETION_VALUE] = 12, [COMPLETION_ENUM] = 20,
                                [COMPLETION_SNIPPET] = 15, [COMPLETION_FUNCTION] = 3}; /* CompletionItemKind */
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
    if (item->excluded && s->client.item_deprecated) {
        json_key(w, "tags");
        json_array(w);
        json_int(w, TAG_DEPRECATED_ITEM);
        json_array_end(w);
    }
    if (item->commit && s->client.item_commits) {
        const char signs[2] = {item->commit, 0}, *const commits[] = {signs};
        json_add_strings(w, "commitCharacters", commits, 1);
    }
    if (item->later) encode_data(w, asked->uri, asked->offset);
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

static str items_of(server *s, const document *doc, const completion_list *list, uint32_t offset)
{
    asked_place asked = {uri_from_path(&s->scratch, strbuf_str(&doc->path)), offset};
    strbuf items = STRBUF_IN(&s->scratch);
    for (size_t i = 0; i < list->items.n; i++) {
        json_writer w = JSON_WRITER(&items);
        if (i) strbuf_add_char(&items, ',');
        encode_item(s, &w, strbuf_str(&doc->path), &list->items.at[i], &asked);
    }
    return strbuf_str(&items);
}

static completion_style style_of(const server *s)
{
    return (completion_style){
        .markdown = s->client.item_markdown,
        .snippets = s->client.snippets,
        .several_lines = s->client.snippets && s->client.adjusts_indentation,
        .brief = s->client.item_resolves,
    };
}

/* Rules that comments in the file may name. */
static completion_words rules_of(server *s, const language_row *l)
{
    static const char *const of_documents[] = {"config/", "yaml/", "schema/", "document/", "settings/"};
    size_t n;
    const rule *rules = rule_all(&n);
    completion_words out = {0};
    for (size_t i = 0; i < n; i++) {
        bool told = false;
        for (size_t k = 0; k < sizeof of_documents / sizeof *of_documents; k++)
            told = told || str_starts(rules[i].id, str_of(of_documents[k]));
        if (l ? !told && rule_holds_for(&rules[i], l->name) : told)
            array_push(&s->scratch, &out, (completion_word){rules[i].id, sdk_text_str(rules[i].title)});
    }
    return out;
}

static const char *complete(server *s, const cJSON *params, json_writer *w)
{
    document *doc;
    uint32_t offset;
    if (!decode_place(s, params, &doc, &offset)) return decode_no_place;
    completion_list list = {0};
    completion_style style = style_of(s);
    bool triggered = was_triggered(params), config = doc && doc->role == ROLE_CONFIG;
    bool member = doc && is_behind_object(strbuf_str(&doc->text), offset);
    str path = doc ? strbuf_str(&doc->path) : (str){0};
    completion_words rules = rules_of(s, language_of(path));
    if (doc) list = completion_of_comment(s->files, &s->scratch, path, offset, &rules);
    bool comment = list.items.n > 0, source = !comment && doc && !config;
    if (!comment && config && !(triggered && member)) list = completion_at(s->files, &s->scratch, path, offset, style);
    if (source && (member || !triggered)) completion_in_source(s->files, &s->scratch, path, offset, style, &list);
    if (!comment && doc && !triggered) snippets_at(s->files, &s->scratch, path, offset, style, &list);
    str items = doc ? items_of(s, doc, &list, offset) : (str){0};
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

/* The documentation of an item that was offered without; empty when it is not found any more, since the text has changed. */
static str documentation_of(server *s, const cJSON *item)
{
    str uri, label;
    int64_t offset;
    if (!json_get_str(item, "label", &label) || !json_get_str(item, "data.uri", &uri)) return (str){0};
    if (!json_get_int(item, "data.offset", &offset)) return (str){0};
    document *doc = documents_find(&s->docs, &s->scratch, uri);
    if (!doc || doc->role == ROLE_NONE || doc->too_large || offset < 0 || (uint64_t)offset > doc->text.n) return (str){0};
    completion_style style = style_of(s);
    completion_list list = {0};
    str path = strbuf_str(&doc->path);
    style.brief = false;
    if (doc->role == ROLE_CONFIG) list = completion_at(s->files, &s->scratch, path, (uint32_t)offset, style);
    else completion_in_source(s->files, &s->scratch, path, (uint32_t)offset, style, &list);
    for (size_t i = 0; i < list.items.n; i++)
        if (list.items.at[i].documentation.n && str_eq(list.items.at[i].label, label)) return list.items.at[i].documentation;
    return (str){0};
}

static str member_text(server *s, const cJSON *member)
{
    char *text = cJSON_PrintUnformatted(member);
    str copy = arena_str(&s->scratch, text ? str_of(text) : STR("null"));
    cJSON_free(text);
    return copy;
}

/* The item as it was sent, with what it lacks. */
static const char *resolve(server *s, const cJSON *params, json_writer *w)
{
    if (!cJSON_IsObject(params) || !json_get(params, "label")) return WORDS("the item must be an object with a label");
    str text = documentation_of(s, params);
    json_object(w);
    const cJSON *member;
    cJSON_ArrayForEach(member, params)
    {
        if (text.n && strcmp(member->string, "documentation") == 0) continue;
        json_key(w, member->string);
        json_raw(w, member_text(s, member));
    }
    if (text.n) {
        json_key(w, "documentation");
        encode_markup(w, s->client.item_markdown, text);
    }
    json_object_end(w);
    return NULL;
}

static void write_capability(const server *s, json_writer *w)
{
    static const char *const triggers[] = {":", " ", "\"", ".", ">"};
    json_add_object(w, "completionProvider");
    json_add_strings(w, "triggerCharacters", triggers, s->client.trusted ? 5 : 4); /* "->" is libclang's */
    if (s->client.item_resolves) json_add_bool(w, "resolveProvider", true);
    json_object_end(w);
}

const server_feature feature_completion = {
    .methods = {
        {"textDocument/completion", RPC_REQUEST, complete, METHOD_WHILE_RUNNING},
        {"completionItem/resolve", RPC_REQUEST, resolve, METHOD_WHILE_RUNNING},
    },
    .write_capability = write_capability,
};
