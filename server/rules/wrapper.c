#include "rules/wrapper_internal.h"

#include "text/line_index.h"

static const yaml_node *value_of(const yaml_node *mapping, const char *key) { return yaml_member(mapping, str_of(key)); }

static str text_at(const yaml_node *root, const char *key)
{
    const yaml_node *n = value_of(root, key);
    return n && n->kind == YAML_SCALAR ? n->value : (str){0};
}

diagnostic *wrapper_report(const wrapper *w, const char *id, range at, const rule_value *values, size_t count)
{
    const rule *r = rule_find(str_of(id));
    arena *a = w->c->arena;
    diagnostic *d = array_add(a, w->out);
    *d = (diagnostic){.path = arena_str(a, w->path), .at = at, .level = r->level, .code = r->id};
    d->message = rule_format(w->c, r->message, values, count);
    return d;
}

/* --- the kind -------------------------------------------------------------------------------------------------------------- */

bool wrapper_is_meant(const yaml_node *root)
{
    enum { LETTERS = 2 };
    str api = text_at(root, "apiVersion"), kind = text_at(root, "kind");
    bool group = str_starts(api, STR("extensions.higress.io/")) || str_starts(api, STR("extensions.istio.io/"));
    return group && kind.n && !str_is(kind, "WasmPlugin") && str_distance(kind, STR("WasmPlugin"), LETTERS) <= LETTERS;
}

static void check_kind(const wrapper *w, const yaml_node *root)
{
    if (!wrapper_is_meant(root)) return;
    const yaml_node *kind = value_of(root, "kind");
    rule_value values[] = {{"kind", kind->value}, {"text", STR("WasmPlugin")}};
    diagnostic *d = wrapper_report(w, "document/unknown-kind", kind->at, values, 2);
    str title = rule_format(w->c, rule_related("use"), values, 2);
    rule_add_fix(w->c->arena, d, title, d->path, kind->at, STR("WasmPlugin"))->preferred = true;
}

/* --- Higress's rules ------------------------------------------------------------------------------------------------------- */

static bool is_true(const yaml_node *n) { return n && n->kind == YAML_SCALAR && n->type == YAML_BOOL && n->boolean; }

/* The controller asks for an element in one of them. */
static bool has_selector(const yaml_node *match_rule)
{
    static const char *const keys[] = {"ingress", "domain", "service"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const yaml_node *n = value_of(match_rule, keys[i]);
        if (n && !yaml_is_null(n) && !(n->kind == YAML_SEQUENCE && !n->item_count)) return true;
    }
    return false;
}

/* Half-typed, or with keys from elsewhere: nobody knows what it will have. */
static bool is_unfinished(const yaml_node *match_rule) { return match_rule->broken || yaml_get_entry(match_rule, STR("<<")); }

static void check_rules(const wrapper *w, const yaml_node *spec)
{
    const yaml_node *rules = value_of(spec, "matchRules");
    for (uint32_t i = 0; rules && rules->kind == YAML_SEQUENCE && i < rules->item_count; i++) {
        const yaml_node *match_rule = yaml_resolve(rules->items[i]);
        bool judged = match_rule && match_rule->kind == YAML_MAPPING && !is_unfinished(match_rule);
        if (!judged || is_true(value_of(match_rule, "configDisable")) || has_selector(match_rule)) continue;
        range at = match_rule->entry_count ? match_rule->entries[0].key->at : line_first(w->text, rules->items[i]->at);
        wrapper_report(w, "document/rule-without-match", at, NULL, 0);
    }
}

static void check_effect(const wrapper *w, const yaml_node *spec)
{
    static const char *const keys[] = {"defaultConfig", "matchRules", "defaultConfigDisable"};
    const yaml_node *whole = value_of(spec, "pluginConfig");
    if (!whole || whole->kind != YAML_MAPPING) return;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const yaml_entry *e = yaml_get_entry(spec, str_of(keys[i]));
        rule_value values[] = {{"key", str_of(keys[i])}};
        if (e) wrapper_report(w, "document/no-effect", e->key->at, values, 1)->tag = TAG_UNNECESSARY;
    }
}

/* --- a configuration in the wrong place -------------------------------------------------------------------------------------- */

static void explain_unknown_keys(const wrapper *w, const config_document *d, const yaml_node *spec, size_t *next)
{
    bool higress = d->kind == DOCUMENT_WASMPLUGIN;
    if (value_of(spec, "pluginConfig") || (higress && value_of(spec, "defaultConfig"))) return;
    rule_value values[] = {{"key", higress ? STR("defaultConfig") : STR("pluginConfig")}};
    for (; *next < w->out->n && w->out->at[*next].at.start < d->root->at.end; ++*next) {
        diagnostic *found = &w->out->at[*next];
        bool of_spec = false;
        for (uint32_t k = 0; k < spec->entry_count && !of_spec; k++) of_spec = spec->entries[k].key->at.start == found->at.start;
        if (!of_spec || found->fixes.n || !str_is(found->code, "schema/unknown-key")) continue;
        str where = rule_format(w->c, rule_config_phrase("belongs_under"), values, 1);
        found->message = arena_printf(w->c->arena, "%.*s%.*s", STR_ARG(found->message), STR_ARG(where));
    }
}

void wrapper_run(const rule_context *c, str path, str text, const config_document *d, diagnostic_list *out, size_t *next)
{
    wrapper w = {c, path, text, out};
    if (d->kind == DOCUMENT_OTHER) check_kind(&w, d->root);
    const yaml_node *spec = value_of(d->root, "spec");
    if ((d->kind != DOCUMENT_WASMPLUGIN && d->kind != DOCUMENT_ISTIO_WASMPLUGIN) || !spec || spec->kind != YAML_MAPPING) return;
    explain_unknown_keys(&w, d, spec, next);
    if (d->kind == DOCUMENT_ISTIO_WASMPLUGIN) wrapper_istio_run(&w, spec);
    if (d->kind != DOCUMENT_WASMPLUGIN) return;
    check_effect(&w, spec);
    if (!value_of(spec, "pluginConfig")) check_rules(&w, spec);
}
