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

/* --- places of keys -------------------------------------------------------------------------------------------------------- */

typedef struct spec_search {
    const document_facts *facts;
    const docs_search *search;
} spec_search;

static void tell(const spec_search *s, const yaml_node *name, const inferred_value *v)
{
    range at = name->style == YAML_PLAIN ? name->at : name->content;
    if (at.end - at.start == v->name.n) s->search->found(s->search->self, document_range(s->facts, at), v);
}

static const inferred_value *searched_member(const spec_search *s, const inferred_value *holder, const yaml_node *name)
{
    for (size_t i = 0; name->kind == YAML_SCALAR && i < holder->members.n; i++)
        if (str_eq(holder->members.at[i]->name, name->value) && docs_is_searched(s->search, holder->members.at[i]))
            return holder->members.at[i];
    return NULL;
}

static void find_in_object(const spec_search *s, const yaml_node *schema, const inferred_value *v, int depth)
{
    for (; member(schema, "items") && v->element && !v->members.n; v = v->element) schema = member(schema, "items");
    const yaml_node *properties = member(schema, "properties"), *required = member(schema, "required");
    for (uint32_t i = 0; required && required->kind == YAML_SEQUENCE && i < required->item_count; i++) {
        const inferred_value *m = searched_member(s, v, required->items[i]);
        if (m) tell(s, required->items[i], m);
    }
    if (!properties || properties->kind != YAML_MAPPING || depth == 0) return;
    for (uint32_t i = 0; i < properties->entry_count; i++) {
        const yaml_entry *e = &properties->entries[i];
        const inferred_value *m = searched_member(s, v, e->key);
        if (m) tell(s, e->key, m);
        for (size_t k = 0; k < v->members.n; k++)
            if (str_eq(v->members.at[k]->name, e->key->value)) find_in_object(s, e->value, v->members.at[k], depth - 1);
    }
}

void docs_find_in_spec(const docs *d, const document_facts *facts, const yaml_node *root, const docs_search *search)
{
    enum { DEEP = 64 };
    const yaml_node *spec = member(root, "spec");
    spec_search s = {facts, search};
    find_in_object(&s, member(member(spec, "configSchema"), "openAPIV3Schema"), d->schema->root, DEEP);
    find_in_object(&s, member(member(spec, "routeConfigSchema"), "openAPIV3Schema"), d->schema->rule, DEEP);
}
