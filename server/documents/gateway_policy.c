/* Extensions in an EnvoyExtensionPolicy of Envoy Gateway, which hands `config` over as JSON. */
#include "documents/form_internal.h"

static const yaml_node *scalar_in(const yaml_node *n) { return n && n->kind == YAML_SCALAR ? n : NULL; }

static const yaml_node *address_of(const yaml_node *root)
{
    static const char *const sources[] = {"http", "image"};
    const yaml_node *code = yaml_member(root, STR("code"));
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        const yaml_node *url = scalar_in(yaml_member(yaml_member(code, str_of(sources[i])), STR("url")));
        if (url) return url;
    }
    return NULL;
}

static form_owner owner_of(const yaml_node *root)
{
    const yaml_node *name = scalar_in(yaml_member(root, STR("name"))), *id = scalar_in(yaml_member(root, STR("rootID")));
    const yaml_node *http = yaml_member(yaml_member(root, STR("code")), STR("http"));
    const yaml_node *sum = scalar_in(yaml_member(http, STR("sha256")));
    return (form_owner){.address = address_of(root), .name = name, .id = id, .place = root->entries[0].key, .checksum = sum};
}

static void add_parts(arena *a, const yaml_node *root, config_parts *out)
{
    const yaml_entry *config = yaml_get_entry(root, STR("config"));
    if (!config && form_may_have(root, "config")) return;
    size_t from = out->n;
    if (!config) form_add_nothing(a, root->entries[0].key->at, out);
    else form_add_plain(a, config->value, out);
    if (config) out->at[from].key_at = config->key->at;
}

static void find_policies(arena *a, const yaml_node *n, form_objects *out)
{
    if (n->kind == YAML_MAPPING && str_is(form_text(n, "kind"), "EnvoyExtensionPolicy")) {
        const yaml_node *list = yaml_member(yaml_member(n, STR("spec")), STR("wasm"));
        for (uint32_t i = 0; list && list->kind == YAML_SEQUENCE && i < list->item_count; i++) {
            const yaml_node *item = yaml_resolve(list->items[i]);
            if (item && item->kind == YAML_MAPPING && yaml_get(item, STR("code")))
                array_push(a, out, (form_object){item, DOCUMENT_GATEWAY_POLICY, false});
        }
        return;
    }
    for (uint32_t i = 0; i < n->entry_count; i++) find_policies(a, n->entries[i].value, out);
    for (uint32_t i = 0; i < n->item_count; i++) find_policies(a, n->items[i], out);
}

void form_policy_objects(arena *a, const yaml_node *root, form_objects *out) { find_policies(a, root, out); }

const document_form form_policy = {.title = WORDS("extension of Envoy Gateway"), .schema = "wpls:envoy-gateway-wasm", 
                                   .as_is = true, .owner = owner_of, .parts = add_parts};
