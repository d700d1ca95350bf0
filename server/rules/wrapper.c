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
    return document_kind_of_api(api) != DOCUMENT_OTHER && kind.n && !str_is(kind, "WasmPlugin") &&
           str_distance(kind, STR("WasmPlugin"), LETTERS) <= LETTERS;
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
static const char *const selectors[] = {"ingress", "domain", "service"};
enum { SELECTORS = sizeof selectors / sizeof *selectors };

static bool has_selector(const yaml_node *match_rule)
{
    for (size_t i = 0; i < SELECTORS; i++) {
        const yaml_node *n = value_of(match_rule, selectors[i]);
        if (n && !yaml_is_null(n) && !(n->kind == YAML_SEQUENCE && !n->item_count)) return true;
    }
    return false;
}

/* Half-typed, or with keys from elsewhere: nobody knows what it will have. */
static bool is_unfinished(const yaml_node *match_rule) { return match_rule->broken || yaml_get_entry(match_rule, STR("<<")); }

/* The finding of the schema about a key of the rule that was meant to be its selector; NULL: there is none. */
static diagnostic *misspelt_selector(const wrapper *w, const yaml_node *match_rule)
{
    for (uint32_t i = 0; i < match_rule->entry_count; i++) {
        for (size_t k = 0; k < w->out->n; k++) {
            diagnostic *d = &w->out->at[k];
            if (d->at.start != match_rule->entries[i].key->at.start || !str_is(d->code, "schema/unknown-key")) continue;
            for (size_t s = 0; s < SELECTORS && d->fixes.n; s++)
                if (str_is(d->fixes.at[0].edits.at[0].text, selectors[s])) return d;
        }
    }
    return NULL;
}

/* One mistake, one finding: what is misspelt is what is missing. */
static void report_rule(const wrapper *w, const yaml_node *match_rule, range at)
{
    const rule *r = rule_find(STR("document/rule-without-match"));
    diagnostic *d = misspelt_selector(w, match_rule);
    if (!d) {
        wrapper_report(w, r->id.p, at, NULL, 0);
        return;
    }
    rule_value values[] = {{"name", d->fixes.at[0].edits.at[0].text}};
    str text = rule_format(w->c, r->message, NULL, 0), meant = rule_format(w->c, rule_config_phrase("did_you_mean"), values, 1);
    for (size_t i = 0; i < d->fixes.n; i++) d->fixes.at[i].preferred = i == 0;
    d->code = r->id;
    d->level = r->level;
    d->message = arena_printf(w->c->arena, "%.*s%.*s", STR_ARG(text), STR_ARG(meant));
}

static void check_rules(const wrapper *w, const yaml_node *spec)
{
    const yaml_node *rules = value_of(spec, "matchRules");
    for (uint32_t i = 0; rules && rules->kind == YAML_SEQUENCE && i < rules->item_count; i++) {
        const yaml_node *match_rule = yaml_resolve(rules->items[i]);
        bool judged = match_rule && match_rule->kind == YAML_MAPPING && !is_unfinished(match_rule);
        if (!judged || is_true(value_of(match_rule, "configDisable")) || has_selector(match_rule)) continue;
        range at = match_rule->entry_count ? match_rule->entries[0].key->at : line_first(w->text, rules->items[i]->at);
        report_rule(w, match_rule, at);
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

/* --- a configuration in the wrong place ------------------------------------------------------------------------------------ */

/* The key's line and all that hangs below it, from its first to its last byte with something. */
static range lines_of(str text, const yaml_entry *e)
{
    uint32_t end = e->at.end > e->key->at.end ? e->at.end : e->key->at.end;
    while (end > e->key->at.start && (text.p[end - 1] == '\n' || text.p[end - 1] == ' ' || text.p[end - 1] == '\r')) end--;
    return range_make(e->key->at.start, end);
}

static void indent_line(const wrapper *w, fix *f, str path, uint32_t at)
{
    array_push(w->c->arena, &f->edits, (text_edit){path, range_make(at, at), STR("  ")});
}

/* Moves entries that follow one another, number `first` to `last` of a block mapping, below a new key in front of them. */
static void offer_move(const wrapper *w, diagnostic *d, const yaml_node *spec, uint32_t first, uint32_t last, str key)
{
    uint32_t start = spec->entries[first].key->at.start, line = start;
    while (line > 0 && w->text.p[line - 1] == ' ') line--;
    if (spec->style != YAML_BLOCK || (line && w->text.p[line - 1] != '\n')) return;
    rule_value values[] = {{"key", key}};
    str indent = str_slice(w->text, line, start),
        text = arena_printf(w->c->arena, "%.*s:\n%.*s  ", STR_ARG(key), STR_ARG(indent));
    fix *f = rule_add_fix(w->c->arena, d, rule_format(w->c, rule_config_phrase("move_under"), values, 1), d->path,
                          range_make(start, start), text);
    range to = lines_of(w->text, &spec->entries[last]);
    for (uint32_t i = start; i < to.end; i++)
        if (w->text.p[i] == '\n' && w->text.p[i + 1] != '\n' && w->text.p[i + 1] != '\r') indent_line(w, f, d->path, i + 1);
    f->preferred = true;
}

static ptrdiff_t entry_at(const yaml_node *mapping, range key)
{
    for (uint32_t i = 0; i < mapping->entry_count; i++)
        if (mapping->entries[i].key->at.start == key.start) return i;
    return -1;
}

/* Keys that only Istio's WasmPlugin has: no part of a plugin's configuration. */
static bool is_of_istio(str key)
{
    static const char *const keys[] = {"selector", "targetRef", "targetRefs", "vmConfig"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (str_is(key, keys[i])) return true;
    return false;
}

/* Keys of `spec` that it does not have, where it has no configuration: one finding for all, which says where they belong. Its
 * number in the list, from 1; 0: there is none. */
static size_t explain_unknown_keys(const wrapper *w, const config_document *d, const yaml_node *spec, size_t *next)
{
    bool higress = d->kind == DOCUMENT_WASMPLUGIN, together = true;
    if (value_of(spec, "pluginConfig") || (higress && value_of(spec, "defaultConfig"))) return 0;
    size_t kept = *next, found = 0, at = *next;
    ptrdiff_t first = -1, last = -1;
    for (; at < w->out->n && w->out->at[at].at.start < d->root->at.end; at++) {
        const diagnostic *one = &w->out->at[at];
        bool unknown = str_is(one->code, "schema/unknown-key") && !one->fixes.n;
        ptrdiff_t entry = unknown ? entry_at(spec, one->at) : -1;
        if (higress && entry >= 0 && is_of_istio(spec->entries[entry].key->value)) entry = -1;
        if (entry >= 0) {
            together = together && (last < 0 || entry == last + 1);
            first = first < 0 ? entry : first;
            last = entry;
        }
        if (entry < 0 || !found) w->out->at[kept++] = *one;
        if (entry >= 0 && !found) found = kept;
    }
    for (*next = kept; at < w->out->n; at++) w->out->at[kept++] = w->out->at[at];
    w->out->n = kept;
    if (!found) return 0;
    str key = higress ? STR("defaultConfig") : STR("pluginConfig");
    rule_value values[] = {{"key", key}};
    diagnostic *said = &w->out->at[found - 1];
    said->message = arena_printf(w->c->arena, "%.*s%.*s", STR_ARG(said->message),
                                 STR_ARG(rule_format(w->c, rule_config_phrase("belongs_under"), values, 1)));
    if (together) offer_move(w, said, spec, (uint32_t)first, (uint32_t)last, key);
    return found;
}

/* Whether a schema says already that the value is no object, and nobody hands it to the plugin. */
static bool is_of_wrong_type(const config_document *d, const diagnostic_list *out, size_t from, range at)
{
    for (size_t p = 0; p < d->parts.n; p++) {
        const config_part *part = &d->parts.at[p];
        bool scalar = part->node && (part->node->kind == YAML_SCALAR || part->node->kind == YAML_SEQUENCE);
        range all = scalar ? range_make(part->key_at.start, part->node->at.end) : (range){0};
        for (size_t i = 0; i < from && scalar && at.start >= all.start && at.start < all.end; i++) {
            const diagnostic *said = &out->at[i];
            if (str_is(said->code, "schema/type") && said->at.start >= all.start && said->at.start < all.end) return true;
        }
    }
    return false;
}

void wrapper_join(const config_document *d, size_t misplaced, diagnostic_list *out, size_t from)
{
    size_t kept = from;
    for (size_t i = from; i < out->n; i++) {
        bool wrapped = d->kind == DOCUMENT_WASMPLUGIN || d->kind == DOCUMENT_ISTIO_WASMPLUGIN;
        if (wrapped && str_starts(out->at[i].code, STR("config/")) && is_of_wrong_type(d, out, from, out->at[i].at)) continue;
        bool of_none =
            d->parts.n == 1 && str_is(out->at[i].code, "config/rejected") && out->at[i].at.start == d->parts.at[0].key_at.start;
        if (of_none && misplaced) out->at[misplaced - 1].level = SEVERITY_ERROR;
        else out->at[kept++] = out->at[i];
    }
    out->n = kept;
}

size_t wrapper_run(const rule_context *c, str path, const document_facts *facts, const config_document *d,
                   diagnostic_list *out, size_t *next)
{
    wrapper w = {c, path, facts->stream->text, out};
    if (d->kind == DOCUMENT_OTHER) check_kind(&w, d->root);
    const document_form *form = document_form_of(d->kind);
    bool known = d->plugin && !d->templated && form && form->owner;
    if (known && d->kind == DOCUMENT_ENVOY) wrapper_envoy_run(&w, facts, d);
    form_owner owner = known ? form->owner(d->root) : (form_owner){0};
    if (known && (owner.checksum || d->kind == DOCUMENT_ENVOY)) wrapper_module_run(&w, d, &owner, project_load(d->plugin));
    const yaml_node *spec = value_of(d->root, "spec");
    if ((d->kind != DOCUMENT_WASMPLUGIN && d->kind != DOCUMENT_ISTIO_WASMPLUGIN) || !spec || spec->kind != YAML_MAPPING) return 0;
    size_t misplaced = explain_unknown_keys(&w, d, spec, next);
    if (d->kind == DOCUMENT_ISTIO_WASMPLUGIN) wrapper_istio_run(&w, spec);
    if (d->kind != DOCUMENT_WASMPLUGIN) return misplaced;
    check_effect(&w, spec);
    if (!value_of(spec, "pluginConfig")) check_rules(&w, spec);
    return misplaced;
}
