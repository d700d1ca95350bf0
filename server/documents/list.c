/* Resources in a List of Kubernetes, and in a list of them as tools that join files make it, which may have Lists in it. */
#include "documents/form_internal.h"

static bool has(const yaml_node *n, const char *key) { return n->kind == YAML_MAPPING && yaml_get(n, str_of(key)); }

/* The resources in a List; NULL: it is none. */
static const yaml_node *items_of(const yaml_node *n)
{
    bool list = has(n, "kind") && has(n, "apiVersion") && str_ends(form_text(n, "kind"), STR("List"));
    return list ? yaml_get(n, STR("items")) : NULL;
}

/* An alias stands for a resource, never for a List: what has itself inside comes to an end so. */
static void add_items(arena *a, const yaml_node *items, bool of_list, form_objects *out)
{
    for (uint32_t i = 0; items->kind == YAML_SEQUENCE && i < items->item_count; i++) {
        const yaml_node *item = yaml_resolve(items->items[i]), *inside = items_of(items->items[i]);
        if (inside) add_items(a, inside, true, out);
        else if (item && has(item, "kind") && (of_list || has(item, "apiVersion")))
            array_push(a, out, (form_object){item, document_kind_of(item), false});
    }
}

void form_list_objects(arena *a, const yaml_node *root, form_objects *out)
{
    const yaml_node *items = yaml_member(root, STR("items"));
    if (root->kind == YAML_SEQUENCE) add_items(a, root, false, out);
    else if (items && items_of(root)) add_items(a, items, true, out);
}
