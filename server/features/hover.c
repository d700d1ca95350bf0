#include "features/hover.h"

#include "base/words.h"
#include "features/describe.h"
#include "features/known.h"

/* The scalar at the offset, and the value it is about: itself, or what stands under it when it is a key. */
static const yaml_node *value_at(const yaml_document *document, uint32_t offset, const yaml_node **scalar)
{
    const yaml_node *node = yaml_at(document, offset);
    if (node->kind != YAML_SCALAR || !range_touches(node->at, offset)) return NULL;
    *scalar = node;
    const yaml_node *parent = node->parent;
    for (uint32_t i = 0; parent && parent->kind == YAML_MAPPING && i < parent->entry_count; i++)
        if (parent->entries[i].key == node) return parent->entries[i].value;
    return node;
}

/* Whether the scalar is the key that a document's configuration stands behind. */
static bool leads_to_configuration(const config_document *d, const yaml_node *key)
{
    static const char *const names[] = {"configuration", "defaultConfig", "pluginConfig", "rawConfigurations"};
    for (size_t i = 0; i < d->parts.n; i++)
        if (d->parts.at[i].key_at.end && d->parts.at[i].key_at.start == key->at.start) return true;
    bool direct = key->parent && (key->parent == d->root || key->parent == yaml_get(d->root, STR("spec")));
    for (size_t i = 0; i < sizeof names / sizeof *names && direct; i++)
        if (str_is(key->value, names[i])) return true;
    return false;
}

/* Whose the configuration behind the key is, and what told so; empty when it leads to none. */
static str whose(arena *a, const document_facts *facts, size_t number, const yaml_node *key)
{
    for (size_t i = 0; i < facts->documents.n; i++) {
        const config_document *d = &facts->documents.at[i];
        bool wrapper = d->number == number && d->kind != DOCUMENT_OTHER && d->kind != DOCUMENT_CONFIG;
        if (!wrapper || !leads_to_configuration(d, key)) continue;
        if (d->plugin)
            return arena_printf(a, words("configuration of the plugin in %.*s, told by %s"), STR_ARG(project_root(d->plugin)),
                                owner_reason_text(d->because));
        if (d->builtin.plugin)
            return arena_printf(a, words("configuration of the built-in plugin '%.*s', known as of Higress %.*s"),
                                STR_ARG(catalogue_image_text(a, &d->builtin)), STR_ARG(catalogue_release()));
        str wanted = d->wanted.n ? d->wanted : words_str("no name");
        return arena_printf(a, d->candidates.n ? words("configuration of one of several plugins: '%.*s'")
                                               : words("configuration of a plugin whose sources are not here: '%.*s'"),
                            STR_ARG(wanted));
    }
    return (str){"", 0};
}

/* The scalar's name and what is known of it. */
static str told(arena *a, const known_value *known, bool markdown)
{
    const char *format = markdown ? "**%.*s**: %.*s%s%.*s" : "%.*s: %.*s%s%.*s", *gap = markdown ? "\n\n" : "\n";
    str name = markdown ? describe_escape(a, known->name) : known->name;
    return arena_printf(a, format, STR_ARG(name), STR_ARG(known->type), str_empty(known->text) ? "" : gap, STR_ARG(known->text));
}

bool hover_at(workspace *w, arena *a, str path, uint32_t offset, bool markdown, hover_answer *hover)
{
    const document_facts *facts = workspace_document(w, path, NULL);
    if (!facts) return false;
    facts = document_at(facts, offset);
    offset = document_place(facts, offset);
    for (size_t i = 0; i < facts->stream->documents.n && i < facts->documents.n; i++) {
        const yaml_document *document = &facts->stream->documents.at[i];
        const yaml_node *scalar, *node;
        if (!range_touches(document->at, offset) || !(node = value_at(document, offset, &scalar))) continue;
        known_query q = {w, a, path, facts, i, node, NULL, markdown, false};
        known_value known;
        str owner = whose(a, facts, i, scalar);
        bool any = (known_by_code(&q, &known, NULL) || known_by_schema(&q, &known, NULL)) && !str_empty(known.type);
        if (!any && !owner.n) return false;
        hover->at = document_range(facts, scalar->at);
        hover->text = any ? told(a, &known, markdown) : owner;
        if (any && owner.n)
            hover->text = arena_printf(a, "%.*s%s%.*s", STR_ARG(hover->text), markdown ? "\n\n" : "\n", STR_ARG(owner));
        return true;
    }
    return false;
}
