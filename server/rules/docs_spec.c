/* spec.yaml: the schema object in it, against the one that the code tells. */
#include "rules/docs_internal.h"

static const yaml_node *member(const yaml_node *n, const char *key) { return n ? yaml_member(n, str_of(key)) : NULL; }

static bool requires(const yaml_node *list, str key)
{
    for (uint32_t i = 0; list && list->kind == YAML_SEQUENCE && i < list->item_count; i++)
        if (list->items[i]->kind == YAML_SCALAR && str_eq(list->items[i]->value, key)) return true;
    return false;
}

static void check_object(const docs *d, const yaml_node *schema, const inferred_value *v);

static void check_required(const docs *d, const yaml_node *list, const inferred_value *v)
{
    for (uint32_t i = 0; list && list->kind == YAML_SEQUENCE && i < list->item_count; i++) {
        const yaml_node *item = list->items[i];
        for (size_t k = 0; item->kind == YAML_SCALAR && k < v->members.n; k++) {
            const inferred_value *m = v->members.at[k];
            if (!str_eq(m->name, item->value) || !docs_is_optional(m)) continue;
            rule_value values[] = {{"key", m->name}, {"default", m->default_text}};
            bool has_default = m->default_text.n && !str_is(m->default_text, "\"\"");
            docs_report(d, "docs/required", item->at, has_default ? "docs_optional_default" : "docs_optional", values, 2, m);
        }
    }
}

static void check_default(const docs *d, const yaml_node *said, const inferred_value *v)
{
    if (!said || said->kind != YAML_SCALAR || v->alike) return;
    arena *a = d->c->arena;
    if (docs_compare_default(a, said->value, v) != MATCH_OTHER) return;
    rule_value values[] = {{"key", v->name}, {"default", v->default_text}, {"text", v->default_text}};
    diagnostic *x = docs_report(d, "docs/default", said->at, "docs_default", values, 3, v);
    docs_fix(d, x, "docs_write", values, 3, said->at, v->default_text)->preferred = true;
}

static void check_member(const docs *d, const yaml_entry *e, const yaml_node *required, const inferred_value *holder)
{
    const inferred_value *v = NULL;
    str key = e->key->value;
    for (size_t i = 0; i < holder->members.n && !v; i++)
        if (str_eq(holder->members.at[i]->name, key)) v = holder->members.at[i];
    rule_value values[] = {{"key", key}};
    if (!v && !docs_is_open(holder) && !docs_is_read(d, key))
        docs_report(d, "docs/unknown-key", e->key->at, "docs_unknown", values, 1, NULL);
    if (!v) return;
    if (inferred_is_required(v) && !requires(required, key))
        docs_report(d, "docs/required", e->key->at, "docs_required", values, 1, v);
    check_default(d, member(e->value, "default"), v);
    check_object(d, e->value, v);
}

static void check_object(const docs *d, const yaml_node *schema, const inferred_value *v)
{
    for (; member(schema, "items") && v->element && !v->members.n; v = v->element) schema = member(schema, "items");
    const yaml_node *properties = member(schema, "properties"), *required = member(schema, "required");
    if (!properties || properties->kind != YAML_MAPPING || !v->members.n) return;
    check_required(d, required, v);
    for (uint32_t i = 0; i < properties->entry_count; i++) check_member(d, &properties->entries[i], required, v);
}

void docs_check_spec(const docs *d, const yaml_node *root)
{
    const yaml_node *spec = member(root, "spec");
    check_object(d, member(member(spec, "configSchema"), "openAPIV3Schema"), d->schema->root);
    check_object(d, member(member(spec, "routeConfigSchema"), "openAPIV3Schema"), d->schema->rule);
}
