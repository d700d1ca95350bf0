/* What the files of forms share. */
#ifndef DOCUMENTS_FORM_INTERNAL_H
#define DOCUMENTS_FORM_INTERNAL_H

#include "base/words.h"
#include "documents/form.h"

extern const document_form form_plain, form_higress, form_istio, form_envoy, form_patch, form_policy, form_console, form_spec,
    form_options;

/* The text of the scalar under that key; empty when there is none. */
str form_text(const yaml_node *mapping, const char *key);
/* A key of that name, perhaps misspelt, or merged in: what is said of it is said there. */
bool form_may_have(const yaml_node *mapping, const char *key);
/* The SDK's own form, of what is handed to it as it is: `_rules_` beside the global configuration. */
void form_add_plain(arena *a, const yaml_node *root, config_parts *out);

/* No configuration at all, told at what should have it. */
void form_add_nothing(arena *a, range at, config_parts *out);

/* Append the objects that one kind of holder has. */
void form_list_objects(arena *a, const yaml_node *root, form_objects *out);
void form_envoy_objects(arena *a, const yaml_node *root, form_objects *out);
void form_patch_objects(arena *a, const yaml_node *root, form_objects *out);
void form_policy_objects(arena *a, const yaml_node *root, form_objects *out);
void form_console_objects(arena *a, const yaml_node *root, form_objects *out);

/* Whether a text is a script, with whatever stands in its heredocs: no YAML, though it may look like it. */
bool form_is_script(str text);

#endif
