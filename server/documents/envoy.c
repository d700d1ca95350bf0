/* Envoy's PluginConfig: in bootstraps, listeners, extension configurations, patches of an EnvoyFilter, dumps; of HTTP and network
 * filters, access loggers, services and sinks; as a typed message or in a TypedStruct, in snake case or camel case.
 *
 * It is looked for in the whole tree, since the same object stands in all of these places and in whatever wraps them next. */
#include "documents/form_internal.h"

#include "base/base64.h"

static const yaml_node *either(const yaml_node *mapping, const char *snake, const char *camel)
{
    const yaml_node *n = yaml_member(mapping, str_of(snake));
    return n ? n : yaml_member(mapping, str_of(camel));
}

static const yaml_node *scalar_in(const yaml_node *n) { return n && n->kind == YAML_SCALAR ? n : NULL; }

/* --- where it is ----------------------------------------------------------------------------------------------------------- */

bool document_text_is_likely(str text)
{
    /* all of them have the middle of "wasm" in them, and most texts have not */
    ptrdiff_t at = str_find(text, STR("asm"), 0);
    str rest = at < 0 ? (str){0} : str_slice(text, at ? (size_t)at - 1 : 0, text.n);
    if (rest.n && (str_has(rest, STR(".wasm.v")) || str_has(text, STR("EnvoyExtensionPolicy")))) return true;
    return str_has(text, STR("vm_config")) || str_has(text, STR("vmConfig"));
}

static str type_name(str url)
{
    ptrdiff_t slash = str_rfind_char(url, '/');
    return str_slice(url, slash < 0 ? 0 : (size_t)slash + 1, url.n);
}

/* "type.googleapis.com/envoy.extensions.filters.http.wasm.v3.Wasm" and its siblings. */
static bool is_wasm_type(str url)
{
    static const char *const messages[] = {".Wasm", ".WasmAccessLog", ".WasmService"};
    str name = type_name(url);
    for (size_t i = 0; i < sizeof messages / sizeof *messages; i++)
        if (str_starts(name, STR("envoy.")) && str_has(name, STR(".wasm.v")) && str_ends(name, str_of(messages[i]))) return true;
    return false;
}

/* An object that says which virtual machine it wants is one, whatever stands around it. */
static bool names_machine(const yaml_node *mapping)
{
    static const char *const keys[] = {"runtime", "code", "vm_id", "vmId"};
    const yaml_node *vm = either(mapping, "vm_config", "vmConfig");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (yaml_get(vm, str_of(keys[i]))) return true;
    return false;
}

/* The PluginConfig that the object is or wraps; NULL: neither. */
static const yaml_node *config_in(const yaml_node *object)
{
    const yaml_node *message = object;
    str type = form_text(object, "@type");
    if (str_ends(type, STR(".TypedStruct"))) {
        const yaml_node *url = either(object, "type_url", "typeUrl");
        type = url && url->kind == YAML_SCALAR ? url->value : STR("");
        message = yaml_member(object, STR("value"));
    }
    const yaml_node *config = is_wasm_type(type) ? yaml_member(message, STR("config")) : NULL;
    if (config && config->kind == YAML_MAPPING) return config;
    return names_machine(object) ? object : NULL;
}

/* What is compiled into Envoy is no plugin of anybody's. */
static bool is_built_in(const yaml_node *config)
{
    return str_is(form_text(either(config, "vm_config", "vmConfig"), "runtime"), "envoy.wasm.runtime.null");
}

static void find_objects(arena *a, const yaml_node *root, bool part, form_objects *out)
{
    const yaml_node *config = root->kind == YAML_MAPPING ? config_in(root) : NULL;
    if (config) {
        if (!is_built_in(config)) array_push(a, out, (form_object){config, DOCUMENT_ENVOY, part});
        return;
    }
    part = part || str_is(form_text(root, "operation"), "MERGE"); /* a patch of an EnvoyFilter */
    for (uint32_t i = 0; i < root->entry_count; i++) find_objects(a, root->entries[i].value, part, out);
    for (uint32_t i = 0; i < root->item_count; i++) find_objects(a, root->items[i], part, out);
}

void form_envoy_objects(arena *a, const yaml_node *root, form_objects *out) { find_objects(a, root, false, out); }

/* --- whose ----------------------------------------------------------------------------------------------------------------- */

static form_owner owner_of(const yaml_node *root)
{
    const yaml_node *code = yaml_member(either(root, "vm_config", "vmConfig"), STR("code")),
                    *sum = scalar_in(yaml_member(yaml_member(code, STR("remote")), STR("sha256"))),
                    *file = scalar_in(yaml_member(yaml_member(code, STR("local")), STR("filename"))),
                    *uri = yaml_member(either(yaml_member(code, STR("remote")), "http_uri", "httpUri"), STR("uri")),
                    *id = scalar_in(either(root, "root_id", "rootId")), *name = scalar_in(yaml_member(root, STR("name")));
    const yaml_entry *vm = yaml_get_entry(root, STR("vm_config"));
    if (!vm) vm = yaml_get_entry(root, STR("vmConfig"));
    const yaml_node *place = vm ? vm->key : root->entry_count ? root->entries[0].key : root;
    return (form_owner){.address = file ? file : scalar_in(uri), .name = name, .id = id, .place = place, .file = file != NULL,
                        .checksum = file ? NULL : sum};
}

/* --- the configuration ----------------------------------------------------------------------------------------------------- */

/* What stands in the message under `configuration`: the value of one of the types that Envoy hands to a plugin. */
static const yaml_node *value_of(const yaml_node *root, str *type)
{
    const yaml_node *any = yaml_member(root, STR("configuration"));
    *type = any && any->kind == YAML_SCALAR ? STR("google.protobuf.StringValue") : type_name(form_text(any, "@type"));
    return any && any->kind == YAML_MAPPING ? yaml_member(any, STR("value")) : any;
}

/* Without a configuration the plugin gets an empty one; in what has no code it may be put in from elsewhere, and what has an
 * anchor may be merged into what has one. */
static bool lacks_configuration(const yaml_node *root)
{
    bool other = root->anchor.n || root->broken || yaml_get(root, STR("config")) || form_may_have(root, "configuration");
    return !other && yaml_get(either(root, "vm_config", "vmConfig"), STR("code"));
}

static void add_parts(arena *a, const yaml_node *root, config_parts *out)
{
    str type;
    const yaml_entry *any = yaml_get_entry(root, STR("configuration"));
    const yaml_node *value = value_of(root, &type);
    const yaml_node *message = any ? yaml_resolve(any->value) : NULL;
    bool none = message && message->kind == YAML_MAPPING && !message->entry_count; /* a message of no type */
    bool empty = value && value->kind == YAML_SCALAR && str_is(type, "google.protobuf.StringValue") && !value->value.n;
    if (none || empty || lacks_configuration(root)) form_add_nothing(a, any ? any->key->at : owner_of(root).place->at, out);
    if (!value || value->kind == YAML_SCALAR || !str_is(type, "google.protobuf.Struct")) return;
    size_t from = out->n;
    form_add_plain(a, value, out);
    for (size_t i = from; i < out->n; i++)
        if (out->at[i].scope == CONFIG_GLOBAL) out->at[i].key_at = yaml_get_entry(root, STR("configuration"))->key->at;
}

static text_inside text_of(arena *a, const yaml_node *root)
{
    str type;
    const yaml_node *value = value_of(root, &type);
    if (!value || value->kind != YAML_SCALAR) return (text_inside){0};
    if (!value->value.n) return (text_inside){0};
    if (str_is(type, "google.protobuf.StringValue")) return (text_inside){.scalar = value, .text = value->value};
    if (!str_is(type, "google.protobuf.BytesValue")) return (text_inside){0};
    text_inside bytes = {.scalar = value, .encoded = true};
    base64_decode(a, value->value, &bytes.text);
    return bytes;
}

const document_form form_envoy = {.title = WORDS("plugin of Envoy"), .schema = "wpls:envoy-plugin", .as_is = true,
                                  .owner = owner_of, .parts = add_parts, .text = text_of};
