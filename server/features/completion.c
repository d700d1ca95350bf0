#include "features/completion_internal.h"

#include "base/limits.h"
#include "base/path.h"
#include "base/words.h"
#include "ir/value.h"

completion_item *completion_add(completion *c, completion_kind kind, char group)
{
    if (c->list.items.n == LIMIT_COMPLETIONS) {
        c->list.cut = true;
        return NULL;
    }
    unsigned number = (unsigned)c->list.items.n;
    completion_item *item = array_add(c->a, &c->list.items);
    item->kind = kind;
    item->replace = c->at.token;
    item->sort = arena_printf(c->a, "%c%04u", group, number);
    return item;
}

/* --- keys --- */

static bool is_listed(const completion *c, str key)
{
    for (size_t i = 0; i < c->list.items.n; i++)
        if (c->list.items.at[i].kind == COMPLETION_KEY && str_eq(c->list.items.at[i].label, key)) return true;
    return false;
}

enum { MERGES_MOST = 8 }; /* "<<" inside of "<<", and in a list */

/* Whether the mapping has the key, or a merge ("<<") brings it. */
static bool has_key(const yaml_node *mapping, str key, unsigned depth)
{
    mapping = mapping ? yaml_resolve(mapping) : NULL;
    if (!mapping || depth > MERGES_MOST) return false;
    for (uint32_t i = 0; mapping->kind == YAML_SEQUENCE && i < mapping->item_count && i < MERGES_MOST; i++)
        if (has_key(mapping->items[i], key, depth + 1)) return true;
    if (mapping->kind != YAML_MAPPING) return false;
    if (yaml_get_entry(mapping, key)) return true;
    const yaml_entry *merge = yaml_get_entry(mapping, STR("<<"));
    return merge && has_key(merge->value, key, depth + 1);
}

static void add_keys(completion *c, const known_list *members)
{
    static const char groups[] = {[KNOWN_NEEDED] = '0', [KNOWN_FITTING] = '1', [KNOWN_USUAL] = '2', [KNOWN_RARE] = '3',
                                  [KNOWN_EXCLUDED] = '8'};
    for (size_t i = 0; i < members->n; i++) {
        const known_value *known = &members->at[i];
        if (has_key(c->at.mapping, known->name, 0) || is_listed(c, known->name)) continue;
        completion_item *item = completion_add(c, COMPLETION_KEY, groups[known->rank]);
        if (!item) return;
        item->label = known->name;
        item->detail = known->type;
        item->documentation = known->text;
        item->excluded = known->rank == KNOWN_EXCLUDED;
        item->later = c->style.brief;
        completion_write_key(c, item, known);
    }
}

/* --- values --- */

static void add_value(completion *c, completion_kind kind, str label, str text, const char *detail)
{
    if (c->list.cut) return;
    for (size_t i = 0; i < c->list.items.n; i++)
        if (c->list.items.at[i].kind != COMPLETION_KEY && str_eq(c->list.items.at[i].filter, text)) return;
    completion_item *item = completion_add(c, kind, '0');
    if (!item) return;
    item->label = label;
    item->filter = text;
    item->detail = str_of(detail);
    item->text = arena_printf(c->a, "%s%.*s%s", c->at.space_before ? " " : "", STR_ARG(text),
                              c->at.flow && c->at.comma_after ? "," : "");
    item->commit = c->at.flow && !c->at.comma_after ? ',' : 0;
    item->snippet = c->style.snippets && str_find_char(item->text, ' ', 0) >= 0; /* as for keys */
    if (item->snippet) item->text = completion_escape(c, item->text);
}

static void add_values(completion *c, const known_value *known)
{
    for (size_t i = 0; i < known->literals.n && !c->list.cut; i++) {
        const known_literal *v = &known->literals.at[i];
        str written = completion_inside(c, v->is_string ? completion_string(c, v->text) : v->text);
        add_value(c, v->listed ? COMPLETION_ENUM : COMPLETION_VALUE, v->listed ? v->text : written, written, v->detail);
    }
}

completion_list completion_at(workspace *w, arena *a, str path, uint32_t offset, completion_style style)
{
    static known_source *const sources[] = {known_by_code, known_by_schema, known_by_layer, known_by_names, known_by_kind};
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
                     alone ? c.at.mapping : c.at.node, style.markdown, style.brief};
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        known_value here;
        known_list members = {0};
        if (!sources[i](&q, &here, c.at.mapping ? &members : NULL)) continue;
        add_keys(&c, &members);
        if (c.at.mapping) completion_add_needed(&c, &members);
        if (!c.at.mapping || alone) add_values(&c, &here);
        if (alone) completion_add_element(&c, &here);
    }
    return c.list;
}

completion_list completion_of_comment(workspace *w, arena *a, str path, uint32_t offset, const completion_words *rules)
{
    completion c = {.a = a};
    str text;
    if (workspace_text(w, path, &text) == FILE_OK) completion_in_comment(w, &c, path, text, offset, rules);
    return c.list;
}
