/* Resources in a List of Kubernetes. */
#include "documents/form_internal.h"

void form_list_objects(arena *a, const yaml_node *root, form_objects *out)
{
    const yaml_node *items = yaml_member(root, STR("items"));
    if (!str_ends(form_text(root, "kind"), STR("List")) || !yaml_get(root, STR("apiVersion"))) return;
    for (uint32_t i = 0; items && items->kind == YAML_SEQUENCE && i < items->item_count; i++) {
        const yaml_node *item = yaml_resolve(items->items[i]);
        if (item && item->kind == YAML_MAPPING && yaml_get(item, STR("kind")))
            array_push(a, out, (form_object){item, document_kind_of(item), false});
    }
}
