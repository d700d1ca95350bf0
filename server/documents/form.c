#include "documents/form_internal.h"

static const document_form *const forms[DOCUMENT_KINDS] = {
    [DOCUMENT_CONFIG] = &form_plain,
    [DOCUMENT_WASMPLUGIN] = &form_higress,
    [DOCUMENT_ISTIO_WASMPLUGIN] = &form_istio,
    [DOCUMENT_ENVOY] = &form_envoy,
    [DOCUMENT_JSON_PATCH] = &form_patch,
    [DOCUMENT_GATEWAY_POLICY] = &form_policy,
    [DOCUMENT_CONSOLE] = &form_console,
    [DOCUMENT_SPEC] = &form_spec,
    [DOCUMENT_OPTIONS] = &form_options,
};

const document_form *document_form_of(document_kind kind) { return forms[kind]; }

document_kind document_kind_of(const yaml_node *root)
{
    for (size_t i = 0; i < DOCUMENT_KINDS; i++)
        if (forms[i] && forms[i]->is && forms[i]->is(root)) return (document_kind)i;
    return DOCUMENT_OTHER;
}

form_objects document_objects(arena *a, const yaml_node *root, bool likely)
{
    form_objects out = {0};
    form_list_objects(a, root, &out);
    form_patch_objects(a, root, &out);
    form_console_objects(a, root, &out);
    if (!likely) return out;
    form_envoy_objects(a, root, &out);
    form_policy_objects(a, root, &out);
    return out;
}

yaml_dialect document_text_dialect(str text)
{
    str s = str_trim(text);
    return s.n && (s.p[0] == '{' || s.p[0] == '[') ? YAML_JSON : YAML_1_2;
}

bool form_may_have(const yaml_node *mapping, const char *key)
{
    for (uint32_t i = 0; i < mapping->entry_count; i++) {
        str name = mapping->entries[i].key->value;
        if (str_is(name, "<<") || str_name_distance(name, str_of(key)) != UINT32_MAX) return true;
    }
    return false;
}

str form_text(const yaml_node *mapping, const char *key)
{
    const yaml_node *n = yaml_member(mapping, str_of(key));
    return n && n->kind == YAML_SCALAR ? n->value : STR("");
}
