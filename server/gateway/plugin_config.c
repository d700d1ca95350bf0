#include "gateway/plugin_config.h"

#include "base/json_write.h"
#include "base/words.h"
#include "ir/rule_layer.h"
#include "plugin/documents.h"

static const doc_node *member(const doc_node *object, const char *key)
{
    const doc_node *n = object && object->kind == DOC_OBJECT ? doc_find_member(object, str_of(key)) : NULL;
    return n && n->kind != DOC_MISSING && n->kind != DOC_NULL ? n : NULL;
}

static bool is_true(const doc_node *n) { return n && n->kind == DOC_TRUE; }

static void add_members(arena *a, json_writer *w, const doc_node *object)
{
    if (!object || object->kind != DOC_OBJECT) return;
    for (uint32_t i = 0; i < object->present; i++) {
        json_key_str(w, object->members.at[i].key);
        json_raw(w, doc_json(a, object->members.at[i].node));
    }
}

/* Adds the list of a rule's match condition; false when there is none. */
static bool add_match(arena *a, json_writer *w, const doc_node *rule, const rule_match_key *key)
{
    const doc_node *list = key->wasmplugin ? member(rule, key->wasmplugin) : NULL;
    if (!list || list->kind != DOC_ARRAY || !list->items.n) return false;
    json_add_raw(w, key->key, doc_json(a, list));
    return true;
}

static bool add_rules(arena *a, json_writer *w, const doc_node *rules, str *problem)
{
    for (size_t i = 0; i < rules->items.n; i++) {
        const doc_node *rule = rules->items.at[i];
        if (is_true(member(rule, "configDisable"))) continue;
        json_object(w);
        add_members(a, w, member(rule, "config"));
        bool any = false;
        for (size_t k = 0; k < rule_layer_higress.match_count; k++)
            any = add_match(a, w, rule, &rule_layer_higress.match[k]) || any;
        json_object_end(w);
        if (any) continue;
        *problem = arena_printf(a, words("spec.matchRules[%zu] says neither ingress, domain nor service: "
                                         "Higress refuses the whole WasmPlugin"), i);
        return false;
    }
    return true;
}

static bool has_rules(const doc_node *rules)
{
    if (!rules || rules->kind != DOC_ARRAY) return false;
    for (size_t i = 0; i < rules->items.n; i++)
        if (!is_true(member(rules->items.at[i], "configDisable"))) return true;
    return false;
}

static bool from_higress(arena *a, const doc_node *spec, str *json, str *problem)
{
    const doc_node *global = is_true(member(spec, "defaultConfigDisable")) ? NULL : member(spec, "defaultConfig");
    const doc_node *rules = member(spec, "matchRules");
    bool with_rules = has_rules(rules), ok = true;
    if (!with_rules && (!global || global->kind != DOC_OBJECT || !global->present)) return true;
    strbuf out = STRBUF_INIT;
    json_writer w = JSON_WRITER(&out);
    w.spaced = true;
    json_object(&w);
    add_members(a, &w, global);
    if (with_rules) {
        json_add_array(&w, rule_layer_higress.rules);
        ok = add_rules(a, &w, rules, problem);
        json_array_end(&w);
    }
    json_object_end(&w);
    *json = arena_str(a, strbuf_str(&out));
    strbuf_free(&out);
    return ok;
}

bool plugin_config_json(arena *a, const yaml_node *root, str *json, str *problem)
{
    return plugin_config_of(a, doc_from_yaml(a, root), json, problem);
}

bool plugin_config_of(arena *a, const doc_node *document, str *json, str *problem)
{
    const doc_node *kind = member(document, "kind"), *version = member(document, "apiVersion");
    *json = *problem = STR("");
    if (kind && version && kind->kind == DOC_STRING && version->kind == DOC_STRING && str_is(kind->text, "WasmPlugin")) {
        const doc_node *spec = member(document, "spec");
        if (document_kind_of_api(version->text) != DOCUMENT_ISTIO_WASMPLUGIN) return from_higress(a, spec, json, problem);
        document = member(spec, "pluginConfig");
    }
    if (document && document->kind != DOC_NULL && document->kind != DOC_MISSING) *json = doc_json(a, document);
    return true;
}
