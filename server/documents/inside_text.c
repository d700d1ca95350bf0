/* Resources that stand as texts in others: what a ConfigMap mounts, patches of a kustomization, values of a chart.
 *
 * A text is told from what is in it, since the same text stands under other keys in whatever wraps it next. */
#include "documents/form_internal.h"

enum { SHORTEST = 24 }; /* bytes of a text that could name a resource and its configuration */

typedef struct text_search {
    arena *a;
    form_blocks *out;
} text_search;

/* The scalar that says what a patch is for, when `patch` stands beside it; NULL: nothing does. */
static const yaml_node *target_of(const yaml_node *mapping)
{
    const yaml_node *target = yaml_member(mapping, STR("target")), *name = yaml_member(target, STR("name"));
    bool plugin = str_is(form_text(target, "kind"), "WasmPlugin");
    return plugin && name && name->kind == YAML_SCALAR ? name : NULL;
}

static bool is_worth_a_look(str text)
{
    bool likely = text.n >= SHORTEST && (str_has(text, STR("WasmPlugin")) || document_text_is_likely(text));
    return likely && !form_is_script(text);
}

static void look_at(const text_search *s, const yaml_node *node, const yaml_node *target, bool patch)
{
    if (node->kind != YAML_SCALAR || node->style == YAML_PLAIN || (!target && !is_worth_a_look(node->value))) return;
    text_inside inside = {.scalar = node, .text = node->value, .patch = patch, .target = target};
    array_push(s->a, s->out, (form_block){inside, document_text_dialect(node->value)});
}

static void walk(const text_search *s, const yaml_node *node, bool patches)
{
    const yaml_node *target = node->kind == YAML_MAPPING ? target_of(node) : NULL;
    for (uint32_t i = 0; i < node->entry_count; i++) {
        const yaml_entry *e = &node->entries[i];
        bool patch = patches && str_is(e->key->value, "patch");
        look_at(s, e->value, patch ? target : NULL, patch);
        walk(s, e->value, str_starts(e->key->value, STR("patches")));
    }
    for (uint32_t i = 0; i < node->item_count; i++) {
        look_at(s, node->items[i], NULL, patches);
        walk(s, node->items[i], patches);
    }
}

form_blocks document_texts(arena *a, const yaml_node *root)
{
    form_blocks out = {0};
    walk(&(text_search){a, &out}, root, false);
    return out;
}

bool document_may_have_texts(str text)
{
    return str_has(text, STR("WasmPlugin")) || document_text_is_likely(text);
}

/* --- operations of a JSON patch -------------------------------------------------------------------------------------------- */

/* Where a WasmPlugin has a whole configuration. */
static bool is_configuration(str path) { return str_is(path, "/spec/defaultConfig") || str_is(path, "/spec/pluginConfig"); }

void form_patch_objects(arena *a, const yaml_node *root, form_objects *out)
{
    for (uint32_t i = 0; root->kind == YAML_SEQUENCE && i < root->item_count; i++) {
        const yaml_node *operation = yaml_resolve(root->items[i]);
        if (!operation || operation->kind != YAML_MAPPING || !is_configuration(form_text(operation, "path"))) continue;
        str op = form_text(operation, "op");
        if ((str_is(op, "add") || str_is(op, "replace")) && yaml_get(operation, STR("value")))
            array_push(a, out, (form_object){operation, DOCUMENT_JSON_PATCH, false});
    }
}

static form_owner owner_of(const yaml_node *root) { return (form_owner){.place = yaml_member(root, STR("path"))}; }

static void add_parts(arena *a, const yaml_node *root, config_parts *out)
{
    const yaml_entry *value = yaml_get_entry(root, STR("value"));
    size_t from = out->n;
    form_add_plain(a, value->value, out);
    out->at[from].key_at = value->key->at;
}

const document_form form_patch = {.title = WORDS("operation of a JSON patch"), .owner = owner_of, .parts = add_parts};
