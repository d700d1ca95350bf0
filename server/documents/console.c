/* Instances of plugins as the console of Higress gives them out and takes them: `configurations`, or the same as YAML in
 * `rawConfigurations`, which counts when the former is not there. Alone, in a list, or in the `data` of an answer. */
#include "documents/form_internal.h"

static const yaml_node *value_in(const yaml_node *mapping, const char *key)
{
    const yaml_node *n = yaml_member(mapping, str_of(key));
    return n && !yaml_is_null(n) ? n : NULL;
}

static bool is_instance(const yaml_node *root)
{
    const yaml_node *name = root->kind == YAML_MAPPING ? value_in(root, "pluginName") : NULL;
    return name && name->kind == YAML_SCALAR && (value_in(root, "configurations") || value_in(root, "rawConfigurations"));
}

static form_owner owner_of(const yaml_node *root)
{
    return (form_owner){.name = value_in(root, "pluginName"), .place = yaml_get_entry(root, STR("pluginName"))->key};
}

static bool is_off(const yaml_node *root)
{
    const yaml_node *enabled = value_in(root, "enabled");
    return enabled && enabled->kind == YAML_SCALAR && enabled->type == YAML_BOOL && !enabled->boolean;
}

/* Of a domain, a route or a service: what a WasmPlugin has as a rule. */
static bool is_rule(const yaml_node *root)
{
    const yaml_node *targets = value_in(root, "targets");
    if (targets && targets->kind == YAML_MAPPING && targets->entry_count) return !yaml_get_entry(targets, STR("GLOBAL"));
    str scope = form_text(root, "scope");
    return scope.n && !str_eq_nocase(scope, STR("GLOBAL"));
}

static void add_parts(arena *a, const yaml_node *root, config_parts *out)
{
    const yaml_entry *e = yaml_get_entry(root, STR("configurations"));
    const yaml_node *value = value_in(root, "configurations");
    if (!value || is_off(root)) return;
    if (is_rule(root)) array_push(a, out, (config_part){.node = value, .scope = CONFIG_RULE, .global = -1});
    else form_add_plain(a, value, out);
    out->at[0].key_at = e->key->at;
}

static text_inside text_of(arena *a, const yaml_node *root)
{
    (void)a;
    const yaml_node *raw = value_in(root, "rawConfigurations");
    if (value_in(root, "configurations") || !raw || raw->kind != YAML_SCALAR || is_off(root)) return (text_inside){0};
    return (text_inside){.scalar = raw, .text = raw->value, .rule = is_rule(root)};
}

void form_console_objects(arena *a, const yaml_node *root, form_objects *out)
{
    const yaml_node *data = root->kind == YAML_MAPPING ? value_in(root, "data") : root;
    if (data && data != root && data->kind == YAML_MAPPING && is_instance(data))
        array_push(a, out, (form_object){data, DOCUMENT_CONSOLE, false});
    for (uint32_t i = 0; data && data->kind == YAML_SEQUENCE && i < data->item_count; i++) {
        const yaml_node *item = yaml_resolve(data->items[i]);
        if (item && is_instance(item)) array_push(a, out, (form_object){item, DOCUMENT_CONSOLE, false});
    }
}

const document_form form_console = {.title = WORDS("plugin instance of Higress's console"), .is = is_instance, .owner = owner_of,
                                    .parts = add_parts, .text = text_of};
