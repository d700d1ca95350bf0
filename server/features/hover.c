#include "features/hover.h"

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
        known_query q = {w, a, path, facts, i, node, NULL, markdown};
        known_value known;
        if (!known_by_code(&q, &known, NULL) && !known_by_schema(&q, &known, NULL)) return false;
        if (str_empty(known.type)) return false;
        hover->at = document_range(facts, scalar->at);
        hover->text = markdown ? arena_printf(a, "**%.*s**: %.*s%s%.*s", STR_ARG(describe_escape(a, known.name)),
                                              STR_ARG(known.type), str_empty(known.text) ? "" : "\n\n", STR_ARG(known.text))
                               : arena_printf(a, "%.*s: %.*s%s%.*s", STR_ARG(known.name), STR_ARG(known.type),
                                              str_empty(known.text) ? "" : "\n", STR_ARG(known.text));
        return true;
    }
    return false;
}
