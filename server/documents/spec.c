/* The description of a plugin that Higress's tools make and its console shows, spec.yaml. The examples in it are whole
 * configurations: the console offers them to begin with, hgctl installs with them. */
#include "documents/form_internal.h"

static const yaml_node *schema_in(const yaml_node *spec, const char *key)
{
    return yaml_member(yaml_member(spec, str_of(key)), STR("openAPIV3Schema"));
}

static bool is_spec(const yaml_node *root)
{
    const yaml_node *spec = root->kind == YAML_MAPPING ? yaml_member(root, STR("spec")) : NULL;
    return spec && yaml_get(root, STR("info")) && (schema_in(spec, "configSchema") || schema_in(spec, "routeConfigSchema"));
}

static form_owner owner_of(const yaml_node *root)
{
    const yaml_node *name = yaml_member(yaml_member(root, STR("info")), STR("name"));
    return (form_owner){.name = name && name->kind == YAML_SCALAR ? name : NULL, .place = yaml_get_entry(root, STR("info"))->key};
}

static void add_example(arena *a, const yaml_node *spec, const char *key, config_scope scope, config_parts *out)
{
    const yaml_entry *example = yaml_get_entry(schema_in(spec, key), STR("example"));
    const yaml_node *value = example ? yaml_resolve(example->value) : NULL;
    if (!value || value->kind != YAML_MAPPING) return;
    size_t from = out->n;
    if (scope == CONFIG_GLOBAL) form_add_plain(a, value, out);
    else array_push(a, out, (config_part){.node = value, .scope = scope, .global = from ? 0 : -1});
    out->at[from].key_at = example->key->at;
}

/* That of a route may lean on that of the gateway, as rules do. */
static void add_parts(arena *a, const yaml_node *root, config_parts *out)
{
    const yaml_node *spec = yaml_member(root, STR("spec"));
    add_example(a, spec, "configSchema", CONFIG_GLOBAL, out);
    add_example(a, spec, "routeConfigSchema", CONFIG_RULE, out);
}

const document_form form_spec = {.title = WORDS("description of a plugin (spec.yaml)"), .schema = "wpls:higress-spec",
                                 .example = true, .is = is_spec, .owner = owner_of, .parts = add_parts};

/* --- option.yaml ----------------------------------------------------------------------------------------------------------- */

static bool is_options(const yaml_node *root)
{
    const yaml_node *build = root->kind == YAML_MAPPING ? yaml_member(root, STR("build")) : NULL;
    return build && (yaml_get(build, STR("builder")) || yaml_get(build, STR("model-dir"))) && yaml_get(root, STR("install"));
}

static form_owner owner_of_options(const yaml_node *root)
{
    return (form_owner){.place = yaml_get_entry(root, STR("build"))->key};
}

const document_form form_options = {.title = WORDS("options of hgctl (option.yaml)"), .schema = "wpls:hgctl-option",
                                    .is = is_options, .owner = owner_of_options};
