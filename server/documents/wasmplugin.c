/* The WasmPlugins of Higress and of Istio. */
#include "documents/form_internal.h"

#include <string.h>

static const yaml_node *member(const yaml_node *mapping, const char *key) { return yaml_member(mapping, str_of(key)); }

static bool is_true(const yaml_node *mapping, const char *key)
{
    const yaml_node *n = member(mapping, key);
    return n && n->kind == YAML_SCALAR && n->type == YAML_BOOL && n->boolean;
}

/* --- which and whose ------------------------------------------------------------------------------------------------------- */

document_kind document_kind_of_api(str api)
{
    if (str_starts(api, STR("extensions.higress.io/"))) return DOCUMENT_WASMPLUGIN;
    if (str_starts(api, STR("extensions.istio.io/"))) return DOCUMENT_ISTIO_WASMPLUGIN;
    return DOCUMENT_OTHER;
}

static bool is_wasmplugin(const yaml_node *root, document_kind kind)
{
    return root->kind == YAML_MAPPING && str_is(form_text(root, "kind"), "WasmPlugin") &&
           document_kind_of_api(form_text(root, "apiVersion")) == kind;
}

static bool is_higress(const yaml_node *root) { return is_wasmplugin(root, DOCUMENT_WASMPLUGIN); }

static bool is_istio(const yaml_node *root) { return is_wasmplugin(root, DOCUMENT_ISTIO_WASMPLUGIN); }

static const yaml_node *scalar_at(const yaml_node *mapping, const char *key)
{
    const yaml_node *n = member(mapping, key);
    return n && n->kind == YAML_SCALAR ? n : NULL;
}

/* By the label that Higress's console sets, else by the name of the resource. */
static form_owner owner_of(const yaml_node *root)
{
    const yaml_node *metadata = member(root, "metadata"), *labels = member(metadata, "labels"),
                    *label = scalar_at(labels, "higress.io/wasm-plugin-name"),
                    *built_in = scalar_at(labels, "higress.io/wasm-plugin-built-in");
    bool labelled = label && label->value.n;
    return (form_owner){
        .address = scalar_at(member(root, "spec"), "url"),
        .name = labelled ? label : scalar_at(metadata, "name"),
        .place = member(root, "kind"),
        .checksum = scalar_at(member(root, "spec"), "sha256"),
        .version = labelled ? scalar_at(labels, "higress.io/wasm-plugin-version") : NULL,
        .built_in = labelled && built_in && str_is(built_in->value, "true"),
    };
}

/* --- which parts ----------------------------------------------------------------------------------------------------------- */

/* A configuration in a wrapper: that of the entry, or the one that is missing in what `holder` names. */
static config_part *add_wrapped(arena *a, config_parts *out, const yaml_entry *entry, range holder, config_scope scope,
                                int32_t global)
{
    static const yaml_node nothing = {.kind = YAML_EMPTY};
    config_part *part = array_add(a, out);
    *part = (config_part){.node = entry ? entry->value : &nothing, .key_at = entry ? entry->key->at : holder, .scope = scope,
                          .global = global};
    return part;
}

static void add_match_rules(arena *a, config_parts *out, const yaml_node *rules, int32_t global)
{
    for (uint32_t i = 0; rules && rules->kind == YAML_SEQUENCE && i < rules->item_count; i++) {
        const yaml_node *rule = yaml_resolve(rules->items[i]);
        if (!rule || rule->kind != YAML_MAPPING || !rule->entry_count || is_true(rule, "configDisable")) continue;
        const yaml_entry *own = yaml_get_entry(rule, STR("config"));
        if (!own && form_may_have(rule, "config")) continue;
        add_wrapped(a, out, own, rule->entries[0].key->at, CONFIG_RULE, global)->rule = rule;
    }
}

/* The `spec`, and what is handed to the SDK as it is; NULL where there is none. */
static const yaml_node *spec_of(const yaml_node *root, const yaml_node **whole)
{
    const yaml_node *spec = member(root, "spec");
    bool mapping = spec && spec->kind == YAML_MAPPING;
    *whole = mapping ? yaml_get(spec, STR("pluginConfig")) : NULL;
    return mapping ? spec : NULL;
}

/* A mistake of syntax took something away, which may be what is missing. */
static bool is_cut(const yaml_node *root, const yaml_node *spec) { return root->broken || spec->broken; }

static void add_istio(arena *a, const yaml_node *root, config_parts *out)
{
    const yaml_node *whole;
    const yaml_node *spec = spec_of(root, &whole);
    if (whole) form_add_plain(a, whole, out);
    bool none = spec && !is_cut(root, spec) && yaml_get(spec, STR("url")) && !form_may_have(spec, "pluginConfig");
    if (none) form_add_nothing(a, yaml_get_entry(root, STR("spec"))->key->at, out);
}

static void add_higress(arena *a, const yaml_node *root, config_parts *out)
{
    const yaml_node *whole, *spec = spec_of(root, &whole);
    if (!spec) return;
    if (whole) { /* Higress takes it, too, and then nothing else */
        form_add_plain(a, whole, out);
        return;
    }
    const yaml_entry *config = yaml_get_entry(spec, STR("defaultConfig"));
    const yaml_node *rules = member(spec, "matchRules");
    bool on = !is_true(spec, "defaultConfigDisable");
    if (config && on && !rules) { /* rules in it stay what they are */
        form_add_plain(a, config->value, out);
        out->at[0].key_at = config->key->at;
        return;
    }
    if (config && on) add_wrapped(a, out, config, (range){0, 0}, CONFIG_GLOBAL, -1);
    add_match_rules(a, out, rules, config && on ? 0 : -1);
    bool none = !out->n && !is_cut(root, spec) && !form_may_have(spec, "defaultConfig") && !form_may_have(spec, "matchRules");
    if (none && on) add_wrapped(a, out, NULL, yaml_get_entry(root, STR("spec"))->key->at, CONFIG_GLOBAL, -1);
}

const document_form form_higress = {.title = WORDS("WasmPlugin of Higress"), .schema = "wpls:higress-wasmplugin",
                                    .is = is_higress, .owner = owner_of, .parts = add_higress};
const document_form form_istio = {.title = WORDS("WasmPlugin of Istio"), .schema = "wpls:istio-wasmplugin", .as_is = true,
                                  .is = is_istio, .owner = owner_of, .parts = add_istio};
