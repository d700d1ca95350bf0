/* document/refused: what the API server and Istio refuse of a WasmPlugin of Istio, where no schema can say it (wrapper.h). */
#include "rules/wrapper_internal.h"

static const yaml_node *value_of(const yaml_node *mapping, const char *key) { return yaml_member(mapping, str_of(key)); }

static const yaml_node *text_of(const yaml_node *mapping, const char *key)
{
    const yaml_node *n = value_of(mapping, key);
    return n && n->kind == YAML_SCALAR && n->type == YAML_STRING && n->value.n ? n : NULL;
}

static void refuse(const wrapper *w, range at, const char *phrase, str text)
{
    rule_value texts[] = {{"text", text}};
    rule_value values[] = {{"reason", rule_format(w->c, rule_config_phrase(phrase), texts, 1)}};
    wrapper_report(w, "document/refused", at, values, 1);
}

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* What stands before the first ':' when it can be the scheme of a URL: Go takes "localhost:5000/x" for one of scheme
 * "localhost". */
static str scheme_of(str url)
{
    size_t n = 0;
    while (n < url.n &&
           (is_letter(url.p[n]) || (n && (is_digit(url.p[n]) || url.p[n] == '+' || url.p[n] == '-' || url.p[n] == '.'))))
        n++;
    return n && n < url.n && url.p[n] == ':' ? str_slice(url, 0, n) : (str){0};
}

static void check_url(const wrapper *w, const yaml_node *spec)
{
    static const char *const schemes[] = {"http", "https", "oci", "file"};
    const yaml_node *url = text_of(spec, "url");
    str scheme = url ? scheme_of(url->value) : (str){0};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (str_eq_nocase(scheme, str_of(schemes[i]))) return;
    bool separated = str_starts(str_slice(url ? url->value : scheme, scheme.n, url ? url->value.n : 0), STR("://"));
    if (!scheme.n) return;
    refuse(w, url->at, separated ? "istio_scheme" : "istio_no_scheme", scheme);
    if (separated) return;
    str title = rule_format(w->c, rule_related("insert"), (rule_value[]){{"text", STR("oci://")}}, 1);
    diagnostic *d = &array_last(w->out);
    rule_add_fix(w->c->arena, d, title, d->path, range_make(url->content.start, url->content.start), STR("oci://"))->preferred =
        true;
}

static bool is_checksum(str s)
{
    enum { DIGITS = 64 };
    for (size_t i = 0; i < s.n; i++)
        if (!is_digit(s.p[i]) && !(s.p[i] >= 'a' && s.p[i] <= 'f')) return false;
    return s.n == DIGITS || !s.n;
}

static void check_checksum(const wrapper *w, const yaml_node *spec)
{
    static const str prefix = STR_INIT("sha256:");
    const yaml_node *n = value_of(spec, "sha256");
    if (!n || n->kind != YAML_SCALAR || n->type != YAML_STRING || is_checksum(n->value)) return;
    bool prefixed = str_starts(n->value, prefix);
    refuse(w, n->at, prefixed ? "istio_checksum_prefix" : "istio_checksum", n->value);
    if (!prefixed || n->runs || !is_checksum(str_slice(n->value, prefix.n, n->value.n))) return;
    diagnostic *d = &array_last(w->out);
    str rest = str_slice(n->value, prefix.n, n->value.n);
    str title = rule_format(w->c, rule_related("use"), (rule_value[]){{"text", rest}}, 1);
    rule_add_fix(w->c->arena, d, title, d->path, range_make(n->content.start, n->content.start + (uint32_t)prefix.n), STR(""))
        ->preferred = true;
}

static bool is_same(const yaml_node *a, const yaml_node *b)
{
    return a && b && a->kind == YAML_SCALAR && b->kind == YAML_SCALAR && a->type == b->type && str_eq(a->value, b->value);
}

/* A list whose items must differ in `key`, as the API server wants it. */
static void check_keys(const wrapper *w, const yaml_node *list, const char *key)
{
    enum { COMPARED_MOST = 256 };
    for (uint32_t i = 1; list && list->kind == YAML_SEQUENCE && i < list->item_count && i < COMPARED_MOST; i++) {
        const yaml_node *item = value_of(yaml_resolve(list->items[i]), key);
        uint32_t before = 0;
        while (before < i && !is_same(item, value_of(yaml_resolve(list->items[before]), key))) before++;
        if (item && before < i) refuse(w, item->at, "istio_twice", item->value);
    }
}

static void check_variables(const wrapper *w, const yaml_node *spec)
{
    const yaml_node *list = value_of(value_of(spec, "vmConfig"), "env");
    for (uint32_t i = 0; list && i < list->item_count; i++) {
        const yaml_node *one = yaml_resolve(list->items[i]), *from = value_of(one, "valueFrom");
        const yaml_entry *given = one && one->kind == YAML_MAPPING ? yaml_get_entry(one, STR("value")) : NULL;
        if (given && from && from->kind == YAML_SCALAR && str_is(from->value, "HOST"))
            refuse(w, given->key->at, "istio_host_value", given->key->value);
    }
    check_keys(w, list, "name");
}

static void check_ports(const wrapper *w, const yaml_node *spec)
{
    const yaml_node *list = value_of(spec, "match");
    for (uint32_t i = 0; list && i < list->item_count; i++)
        check_keys(w, value_of(yaml_resolve(list->items[i]), "ports"), "number");
}

static void check_labels(const wrapper *w, const yaml_node *spec)
{
    const yaml_node *labels = value_of(value_of(spec, "selector"), "matchLabels");
    for (uint32_t i = 0; labels && i < labels->entry_count; i++) {
        const yaml_node *key = labels->entries[i].key, *label = yaml_resolve(labels->entries[i].value);
        if (str_has(key->value, STR("*"))) refuse(w, key->at, "istio_wildcard", key->value);
        if (label && label->kind == YAML_SCALAR && str_has(label->value, STR("*")))
            refuse(w, label->at, "istio_wildcard", label->value);
    }
}

typedef struct target_kind {
    const char *group, *kind;
} target_kind;

static void check_target(const wrapper *w, const yaml_node *target)
{
    static const target_kind kinds[] = {{"gateway.networking.k8s.io", "Gateway"},
                                        {"gateway.networking.k8s.io", "GatewayClass"},
                                        {"", "Service"},
                                        {"core", "Service"},
                                        {"networking.istio.io", "ServiceEntry"}};
    const yaml_node *kind = text_of(target, "kind"), *group = text_of(target, "group"), *space = text_of(target, "namespace");
    if (space) refuse(w, space->at, "istio_namespace", space->value);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (!kind || (str_is(kind->value, kinds[i].kind) && str_is(group ? group->value : STR(""), kinds[i].group))) return;
    refuse(w, kind->at, "istio_target_kind", kind->value);
}

/* Where the plugin runs may be said in one way alone. */
static void check_targets(const wrapper *w, const yaml_node *spec)
{
    static const char *const keys[] = {"selector", "targetRef", "targetRefs"};
    const yaml_entry *first = NULL;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const yaml_entry *e = yaml_get_entry(spec, str_of(keys[i]));
        if (!e || yaml_is_null(e->value)) continue;
        if (first) refuse(w, e->key->at, "istio_one_target", first->key->value);
        else first = e;
    }
    check_target(w, value_of(spec, "targetRef"));
    const yaml_node *list = value_of(spec, "targetRefs");
    for (uint32_t i = 0; list && i < list->item_count; i++) check_target(w, yaml_resolve(list->items[i]));
}

void wrapper_istio_run(const wrapper *w, const yaml_node *spec)
{
    check_url(w, spec);
    check_checksum(w, spec);
    check_variables(w, spec);
    check_ports(w, spec);
    check_labels(w, spec);
    check_targets(w, spec);
}
