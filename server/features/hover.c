#include "features/hover.h"

#include "features/describe.h"
#include "features/place.h"

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

/* The name to show: of the value, or of the nearest named one around it for an element. */
static str name_of(arena *a, const inferred_value *known)
{
    if (!str_empty(known->name)) return known->name;
    if (known->parent && !str_empty(known->parent->name)) return arena_printf(a, "%.*s[]", STR_ARG(known->parent->name));
    return STR("element");
}

bool hover_at(workspace *w, arena *a, str path, uint32_t offset, bool markdown, hover_answer *hover)
{
    const document_facts *facts = workspace_document(w, path, NULL);
    if (!facts) return false;
    offset = document_place(facts, offset);
    for (size_t i = 0; i < facts->stream->documents.n && i < facts->documents.n; i++) {
        const yaml_document *document = &facts->stream->documents.at[i];
        const yaml_node *scalar, *known;
        if (!range_touches(document->at, offset) || !(known = value_at(document, offset, &scalar))) continue;
        place_path at = place_of(a, known);
        place_facts place;
        if (!place_find(a, &facts->documents.at[i], &at, &place) || !place.value || !place.value->parent) return false;
        bool any_name = place.value == place.value->parent->any_member;
        str name = any_name && at.n ? array_last(&at).key : name_of(a, place.value);
        str type = describe_type(a, place.value), text = describe_value(a, place.plugin, place.value, markdown);
        hover->at = document_range(facts, scalar->at);
        hover->text = markdown ? arena_printf(a, "**%.*s**: %.*s%s%.*s", STR_ARG(describe_escape(a, name)), STR_ARG(type),
                                              str_empty(text) ? "" : "\n\n", STR_ARG(text))
                               : arena_printf(a, "%.*s: %.*s%s%.*s", STR_ARG(name), STR_ARG(type), str_empty(text) ? "" : "\n",
                                              STR_ARG(text));
        return true;
    }
    return false;
}
