/* The plugin's configuration itself, as its SDK gets it. */
#include "documents/form_internal.h"
#include "ir/rule_layer.h"

void form_add_plain(arena *a, const yaml_node *root, config_parts *out)
{
    array_push(a, out, (config_part){.node = root, .scope = CONFIG_GLOBAL, .global = -1});
    config_part rule_part = {.scope = CONFIG_RULE, .sdk_rule = true};
    const yaml_node *rules = yaml_member(root, str_of(rule_layer_higress.rules));
    if (rules && rules->kind == YAML_MAPPING) { /* the SDK takes it for a list of one */
        rule_part.node = rules;
        array_push(a, out, rule_part);
    }
    for (uint32_t i = 0; rules && rules->kind == YAML_SEQUENCE && i < rules->item_count; i++) {
        rule_part.node = yaml_resolve(rules->items[i]); /* NULL: an alias without an anchor, which is an error of its own */
        if (rule_part.node) array_push(a, out, rule_part);
    }
}

void form_add_nothing(arena *a, range at, config_parts *out)
{
    static const yaml_node nothing = {.kind = YAML_EMPTY};
    array_push(a, out, (config_part){.node = &nothing, .key_at = at, .scope = CONFIG_GLOBAL, .global = -1});
}

const document_form form_plain = {.title = WORDS("configuration"), .parts = form_add_plain};
