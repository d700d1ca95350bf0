/* apiVersion and kind: how resources begin, for documents that are none yet. */
#include "base/words.h"
#include "features/known.h"

static const struct {
    const char *api, *kind;
} resources[] = {
    {"extensions.higress.io/v1alpha1", "WasmPlugin"},       {"networking.higress.io/v1", "McpBridge"},
    {"extensions.istio.io/v1alpha1", "WasmPlugin"},         {"networking.istio.io/v1alpha3", "EnvoyFilter"},
    {"gateway.envoyproxy.io/v1alpha1", "EnvoyExtensionPolicy"},
};
enum { COUNT = sizeof resources / sizeof *resources };

static const yaml_node *scalar_at(const known_query *q, const yaml_node *root, const char *key)
{
    const yaml_node *v = yaml_member(root, str_of(key));
    return v && v->kind == YAML_SCALAR && v != q->node ? v : NULL;
}

/* The values of `key` that go with what stands at the other key. */
static void add_values(const known_query *q, const yaml_node *root, bool api, known_value *here)
{
    const yaml_node *other = scalar_at(q, root, api ? "kind" : "apiVersion");
    for (size_t i = 0; i < COUNT; i++) {
        const char *value = api ? resources[i].api : resources[i].kind, *beside = api ? resources[i].kind : resources[i].api;
        bool known = false;
        for (size_t k = 0; k < here->literals.n; k++) known = known || str_is(here->literals.at[k].text, value);
        if (known || (other && !str_is(other->value, beside))) continue;
        array_push(q->a, &here->literals, (known_literal){str_of(value), true, true, ""});
    }
}

static void add_key(const known_query *q, const char *key, known_shape shape, known_rank rank, known_list *members)
{
    known_value *member = array_add(q->a, members);
    *member = (known_value){.name = str_of(key), .shape = shape, .rank = rank};
    member->type = words_str(shape == KNOWN_MAPPING ? WORDS("object") : WORDS("string"));
}

/* Whether the keys are those of a resource wherever it lies: a plugin may have a key `kind`, too. */
static bool is_resource(const yaml_node *root)
{
    const yaml_node *kind = yaml_member(root, STR("kind"));
    for (size_t i = 0; i < COUNT && kind && kind->kind == YAML_SCALAR; i++)
        if (str_is(kind->value, resources[i].kind)) return true;
    return yaml_get_entry(root, STR("apiVersion"));
}

bool known_by_kind(const known_query *q, known_value *here, known_list *members)
{
    const yaml_node *node = q->node, *root = node->parent ? node->parent : node;
    *here = (known_value){0};
    if (q->facts->outer || q->document >= q->facts->documents.n || root->parent || root->kind != YAML_MAPPING) return false;
    if (q->facts->documents.at[q->document].kind == DOCUMENT_CONFIG && !is_resource(root)) return false;
    bool begun = yaml_get_entry(root, STR("apiVersion")) || yaml_get_entry(root, STR("kind"));
    if (node == root && members && (begun || root->entry_count == 1)) {
        add_key(q, "apiVersion", KNOWN_ANY, begun ? KNOWN_NEEDED : KNOWN_USUAL, members);
        add_key(q, "kind", KNOWN_ANY, begun ? KNOWN_NEEDED : KNOWN_USUAL, members);
        if (begun) add_key(q, "metadata", KNOWN_MAPPING, KNOWN_USUAL, members);
        if (begun) add_key(q, "spec", KNOWN_MAPPING, KNOWN_USUAL, members);
        return true;
    }
    const yaml_entry *api = yaml_get_entry(root, STR("apiVersion")), *kind = yaml_get_entry(root, STR("kind"));
    if (api && api->value == node) add_values(q, root, true, here);
    else if (kind && kind->value == node) add_values(q, root, false, here);
    return here->literals.n > 0;
}
