/* The keys that the SDK takes out of a configuration before the plugin sees it: the list of rules, and what rules hold for. */
#include "base/words.h"
#include "features/known.h"
#include "features/place.h"
#include "ir/registration.h"
#include "plugin/evaluate.h"

/* The layer that the configurations of the document pass through, and how many of its match keys the SDK knows; NULL: none. */
static const rule_layer *layer_of(const config_document *d, size_t *keys)
{
    const project_facts *facts = d->plugin ? project_load(d->plugin) : NULL;
    const rule_layer *layer = facts && facts->registration ? facts->registration->sdk->layer : NULL;
    *keys = layer ? layer->match_count : 0;
    if (facts && layer && !layer->in_plugin) *keys = config_matching_of(facts).keys;
    return layer;
}

static bool same_place(const place_path *a, const place_path *b)
{
    bool same = a->n == b->n;
    for (size_t i = 0; i < a->n && same; i++)
        same = a->at[i].index == b->at[i].index && str_eq(a->at[i].key, b->at[i].key);
    return same;
}

/* Whether a whole configuration stands there. A wrapper has other means to say what rules hold for, and an object inside of the
 * document others than the document. */
static bool is_configuration(const known_query *q, const config_document *d, const yaml_node *node)
{
    if (d->kind == DOCUMENT_CONFIG && !node->parent && !d->object) return true;
    place_path at = place_of(q->a, node);
    for (size_t i = 0; i < d->parts.n && d->kind == DOCUMENT_ENVOY; i++) {
        const config_part *part = &d->parts.at[i];
        if (part->scope != CONFIG_GLOBAL || !part->node) continue;
        place_path there = place_of(q->a, part->node);
        if (same_place(&at, &there)) return true;
    }
    return false;
}

/* The mapping that has the list of rules of which the mapping is an element; or NULL. */
static const yaml_node *around_rule(const rule_layer *layer, const yaml_node *node)
{
    const yaml_node *list = node->parent, *holder = list && list->kind == YAML_SEQUENCE ? list->parent : NULL;
    if (!holder || holder->kind != YAML_MAPPING) return NULL;
    const yaml_entry *e = yaml_get_entry(holder, str_of(layer->rules));
    return e && e->value == list ? holder : NULL;
}

static known_value *add_member(const known_query *q, known_list *members, const char *key, known_rank rank)
{
    known_value *member = array_add(q->a, members);
    member->name = str_of(key);
    member->type = words_str("list");
    member->shape = KNOWN_LIST;
    member->rank = rank;
    return member;
}

static void add_match_keys(const known_query *q, const rule_layer *layer, size_t keys, known_list *members)
{
    bool any = false;
    for (size_t i = 0; i < keys; i++) {
        const yaml_entry *e = yaml_get_entry(q->node, str_of(layer->match[i].key));
        any = any || (e && e->value != q->unsure);
    }
    for (size_t i = 0; i < keys; i++) {
        known_value *member = add_member(q, members, layer->match[i].key, any ? KNOWN_RARE : KNOWN_FITTING);
        member->type = words_str("list of string");
        if (!q->brief) member->text = words_str("for which requests the rule holds: a rule needs one of these keys");
    }
}

bool known_by_layer(const known_query *q, known_value *here, known_list *members)
{
    *here = (known_value){0};
    for (size_t i = 0; members && i < q->facts->documents.n; i++) {
        const config_document *d = &q->facts->documents.at[i];
        if (d->number != q->document) continue;
        size_t keys;
        const rule_layer *layer = layer_of(d, &keys);
        const yaml_node *holder = layer ? around_rule(layer, q->node) : NULL;
        if (holder && is_configuration(q, d, holder)) {
            add_match_keys(q, layer, keys, members);
            return true;
        }
        if (!layer || layer->in_plugin || !is_configuration(q, d, q->node)) continue;
        known_value *rules = add_member(q, members, layer->rules, KNOWN_RARE);
        if (!q->brief) rules->text = words_str("configurations for some requests alone, each with a key that says for which");
        known_value *match = keys ? array_add(q->a, &rules->needed) : NULL;
        if (match) *match = (known_value){.name = str_of(layer->match[1 < keys].key), .shape = KNOWN_LIST};
        return true;
    }
    return false;
}
