#include "features/place.h"

#include "base/path.h"
#include "ir/infer.h"
#include "plugin/settings.h"

static place_step step_to(const yaml_node *child)
{
    const yaml_node *parent = child->parent;
    if (parent->kind == YAML_MAPPING) {
        for (uint32_t i = 0; i < parent->entry_count; i++)
            if (parent->entries[i].value == child) return (place_step){parent->entries[i].key->value, -1};
        return (place_step){{"", 0}, -2}; /* a key: no step */
    }
    for (uint32_t i = 0; i < parent->item_count; i++)
        if (parent->items[i] == child) return (place_step){{"", 0}, i};
    return (place_step){{"", 0}, -2};
}

place_path place_of(arena *a, const yaml_node *node)
{
    place_path path = {0};
    for (; node->parent; node = node->parent) {
        place_step step = step_to(node);
        if (step.index >= -1) array_push(a, &path, step);
    }
    for (size_t i = 0; i < path.n / 2; i++) {
        place_step other = path.at[i];
        path.at[i] = path.at[path.n - 1 - i];
        path.at[path.n - 1 - i] = other;
    }
    return path;
}

static bool begins_with(const place_path *path, const place_path *start)
{
    if (path->n < start->n) return false;
    for (size_t i = 0; i < start->n; i++)
        if (path->at[i].index != start->at[i].index || !str_eq(path->at[i].key, start->at[i].key)) return false;
    return true;
}

static const inferred_value *walk(const inferred_value *known, const place_path *path, size_t from)
{
    for (size_t i = from; i < path->n && known; i++)
        known = path->at[i].index < 0 ? inferred_member(known, path->at[i].key) : known->element;
    return known;
}

bool place_find(workspace *w, arena *a, const config_document *document, const place_path *path, place_facts *facts)
{
    const config_part *part = NULL;
    size_t depth = 0;
    if (!document->plugin && !document->builtin.plugin) return false;
    for (size_t i = 0; i < document->parts.n; i++) {
        const config_part *candidate = &document->parts.at[i];
        if (!candidate->node || (!candidate->node->parent && candidate->node != document->root)) continue;
        place_path at = place_of(a, candidate->node);
        if ((part && at.n <= depth) || !begins_with(path, &at)) continue; /* the innermost: a rule is inside the global part */
        part = candidate;
        depth = at.n;
    }
    if (!part) return false;
    const inferred_schema *schema = document->plugin ? project_schema_soon(document->plugin)
                                                     : workspace_catalogue_schema(w, &document->builtin);
    const inferred_value *root = !schema ? NULL : part->scope == CONFIG_RULE ? schema->rule : schema->root;
    *facts = (place_facts){part, walk(root, path, depth), document->plugin};
    return true;
}

bool place_begin(workspace *w, str file, const config_document *document, place_facts *facts)
{
    const yaml_node *root = document->root;
    bool word = root->kind == YAML_SCALAR && root->style == YAML_PLAIN;
    if (document->kind != DOCUMENT_OTHER || document->object || (root->kind != YAML_EMPTY && !word)) return false;
    project *around = settings_is_file(file) ? NULL : workspace_project_of(w, file);
    if (!around || !str_eq(project_root(around), path_dir(file))) return false;
    const inferred_schema *schema = project_schema_soon(around);
    *facts = (place_facts){NULL, schema ? schema->root : NULL, around};
    return facts->value != NULL;
}
