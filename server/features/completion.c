#include "features/completion.h"

#include "base/json_write.h"
#include "base/limits.h"
#include "base/path.h"
#include "features/known.h"
#include "features/probe.h"
#include "ir/value.h"

typedef struct completion {
    arena *a;
    completion_style style;
    probe at;
    bool json; /* names and strings are quoted */
    const document_facts *facts; /* the text that it is in */
    completion_list list;
} completion;

/* --- how a name or a value is written at this place --- */

static bool plain_is_safe(completion *c, str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (!text.p[i] || strchr(",[]{}\n", text.p[i])) return false;
    const yaml_stream *stream = yaml_parse(c->a, text, YAML_1_2);
    const yaml_node *root = stream->documents.at[0].root;
    return stream->findings.n == 0 && root->kind == YAML_SCALAR && root->style == YAML_PLAIN && root->type == YAML_STRING &&
           str_eq(root->value, text);
}

static str single_quoted(completion *c, str text)
{
    strbuf out = STRBUF_INIT;
    strbuf_add_char(&out, '\'');
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '\'') strbuf_add_char(&out, '\'');
        strbuf_add_char(&out, text.p[i]);
    }
    strbuf_add_char(&out, '\'');
    str s = arena_str(c->a, strbuf_str(&out));
    strbuf_free(&out);
    return s;
}

static str written_string(completion *c, str text)
{
    if (c->at.quote == '\'') return single_quoted(c, text);
    if (!c->json && !c->at.quote && plain_is_safe(c, text)) return text;
    strbuf out = STRBUF_INIT; /* JSON's escapes are all YAML escapes too */
    json_writer w = JSON_WRITER(&out);
    json_string(&w, text);
    str s = arena_str(c->a, strbuf_str(&out));
    strbuf_free(&out);
    return s;
}

static str snippet_escaped(completion *c, str text)
{
    strbuf out = STRBUF_INIT;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '$' || text.p[i] == '}' || text.p[i] == '\\') strbuf_add_char(&out, '\\');
        strbuf_add_char(&out, text.p[i]);
    }
    str s = arena_str(c->a, strbuf_str(&out));
    strbuf_free(&out);
    return s;
}

/* --- keys --- */

/* What comes behind a new key; with "$0" in it, it is a snippet. Neovim cuts texts that are none at the first blank. */
static const char *value_skeleton(const completion *c, const known_value *known)
{
    bool list = known->shape == KNOWN_LIST, mapping = known->shape == KNOWN_MAPPING;
    if (c->at.flow) {
        if (!c->style.snippets) return ": ";
        return list ? ": [$0]" : mapping ? ": {$0}" : c->json && known->shape == KNOWN_TEXT ? ": \"$0\"" : ": $0";
    }
    if (!list && !mapping) return c->style.snippets ? ": $0" : ": ";
    if (!c->style.several_lines) return ":";
    return list ? ":\n- $0" : ":\n$0";
}

/* A text on one line as it has to be written where the cursor is; as it is where that can't be said. */
static str as_written(completion *c, str text)
{
    str written;
    return document_write(c->a, c->facts, text, &written) ? written : text;
}

static void add_skeleton(completion *c, strbuf *out, str skeleton, bool snippet)
{
    ptrdiff_t stop = snippet ? str_find(skeleton, STR("$0"), 0) : -1;
    if (stop < 0 || !c->facts->outer) {
        strbuf_add(out, skeleton);
        return;
    }
    strbuf_add(out, snippet_escaped(c, as_written(c, str_slice(skeleton, 0, (size_t)stop))));
    strbuf_add_cstr(out, "$0");
    strbuf_add(out, snippet_escaped(c, as_written(c, str_slice(skeleton, (size_t)stop + 2, skeleton.n))));
}

static void write_key(completion *c, completion_item *item, const known_value *known)
{
    item->text = item->filter = as_written(c, written_string(c, known->name));
    if (c->at.has_colon) return;
    const char *skeleton = value_skeleton(c, known), *line = strchr(skeleton, '\n');
    item->snippet = strchr(skeleton, '$') != NULL;
    strbuf out = STRBUF_INIT;
    strbuf_add(&out, item->snippet ? snippet_escaped(c, item->text) : item->text);
    add_skeleton(c, &out, str_make(skeleton, line ? (size_t)(line - skeleton) + 1 : strlen(skeleton)), item->snippet);
    if (line) { /* one level deeper than the key; the editor adds the indentation of the key's line */
        strbuf_pad(&out, ' ', c->at.dash_columns + 2);
        strbuf_add_cstr(&out, line + 1);
    }
    if (c->at.flow && c->at.comma_after) strbuf_add_char(&out, ',');
    item->text = arena_str(c->a, strbuf_str(&out));
    strbuf_free(&out);
}

static completion_item *add_item(completion *c, completion_kind kind, int group)
{
    if (c->list.items.n == LIMIT_COMPLETIONS) {
        c->list.cut = true;
        return NULL;
    }
    unsigned number = (unsigned)c->list.items.n;
    completion_item *item = array_add(c->a, &c->list.items);
    item->kind = kind;
    item->replace = c->at.token;
    item->sort = arena_printf(c->a, "%d%04u", group, number);
    return item;
}

static bool is_listed(const completion *c, str key)
{
    for (size_t i = 0; i < c->list.items.n; i++)
        if (c->list.items.at[i].kind == COMPLETION_KEY && str_eq(c->list.items.at[i].label, key)) return true;
    return false;
}

static void add_keys(completion *c, const known_list *members)
{
    for (size_t i = 0; i < members->n; i++) {
        const known_value *known = &members->at[i];
        if (yaml_get_entry(c->at.mapping, known->name) || is_listed(c, known->name)) continue;
        completion_item *item = add_item(c, COMPLETION_KEY, known->unlikely ? 2 : known->required ? 0 : 1);
        if (!item) return;
        item->label = known->name;
        item->detail = known->type;
        item->documentation = known->text;
        write_key(c, item, known);
    }
}

/* --- values --- */

static void add_value(completion *c, completion_kind kind, str label, str text, const char *detail)
{
    for (size_t i = 0; i < c->list.items.n; i++)
        if (c->list.items.at[i].kind != COMPLETION_KEY && str_eq(c->list.items.at[i].filter, text)) return;
    completion_item *item = add_item(c, kind, 0);
    if (!item) return;
    item->label = label;
    item->filter = text;
    item->detail = str_of(detail);
    item->text = arena_printf(c->a, "%s%.*s%s", c->at.space_before ? " " : "", STR_ARG(text),
                              c->at.flow && c->at.comma_after ? "," : "");
    item->snippet = c->style.snippets && str_find_char(item->text, ' ', 0) >= 0; /* as for keys */
    if (item->snippet) item->text = snippet_escaped(c, item->text);
}

static void add_values(completion *c, const known_value *known)
{
    for (size_t i = 0; i < known->literals.n; i++) {
        const known_literal *v = &known->literals.at[i];
        str written = as_written(c, v->is_string ? written_string(c, v->text) : v->text);
        add_value(c, v->listed ? COMPLETION_ENUM : COMPLETION_VALUE, v->listed ? v->text : written, written, v->detail);
    }
}

completion_list completion_at(workspace *w, arena *a, str path, uint32_t offset, completion_style style)
{
    static known_source *const sources[] = {known_by_code, known_by_schema};
    completion c = {.a = a, .style = style, .json = str_is(path_extension(path), ".json")};
    str text;
    const document_facts *facts = workspace_document(w, path, NULL);
    if (!facts || workspace_text(w, path, &text) != FILE_OK) return c.list;
    uint32_t cursor = offset;
    c.facts = facts = document_at(facts, offset);
    if (facts->prose) return c.list;
    if (facts->outer) {
        text = facts->stream->text;
        offset = document_place(facts, offset);
        c.json = facts->stream->dialect == YAML_JSON;
    }
    if (!probe_cursor(a, text, offset, &c.at)) return c.list;
    if (facts->outer) {
        c.at.token = document_range(facts, c.at.token);
        if (!range_touches(c.at.token, cursor)) return c.list; /* in the indentation, which is none of the text inside */
    }
    if ((c.json && !c.at.flow) || c.at.document >= facts->documents.n) return c.list;
    /* A line of its own may become a key or be the whole value: of "key:" above it, or of "- " before it. */
    bool alone = c.at.mapping && c.at.mapping->entry_count == 1 && !c.at.has_colon && !c.at.flow;
    known_query q = {w, a, path, facts, c.at.document, c.at.mapping ? c.at.mapping : c.at.node,
                     alone ? c.at.mapping : c.at.node, style.markdown};
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        known_value here;
        known_list members = {0};
        if (!sources[i](&q, &here, c.at.mapping ? &members : NULL)) continue;
        add_keys(&c, &members);
        if (!c.at.mapping || alone) add_values(&c, &here);
    }
    return c.list;
}
