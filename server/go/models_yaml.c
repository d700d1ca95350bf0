/* YAML libraries: only documents that every one of them reads alike are decoded, and only values of the right type; the rest is
 * unknown. sigs.k8s.io/yaml (and ghodss) go through JSON and its tags, gopkg.in/yaml has its own. */
#include "base/array.h"
#include "go/models_json.h"
#include "yaml/tree.h"

/* Text that starts like a number but can be none in any YAML: "1.0.0", "10 items". */
static bool is_plain_text(str s)
{
    int dots = 0;
    bool separated = false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == ' ' || s.p[i] == '/') return true;
        dots += s.p[i] == '.';
        separated = separated || s.p[i] == ':' || s.p[i] == '-';
    }
    return dots > 1 && !separated;
}

/* Plain scalars that YAML 1.1 and 1.2, or two libraries, understand differently. */
static bool ambiguous(const yaml_node *n)
{
    static const char *const words[] = {"y", "n", "yes", "no", "on", "off"};
    if (n->style != YAML_PLAIN || !n->value.n) return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq_nocase(n->value, str_of(words[i]))) return true;
    char c = n->value.p[0];
    bool digit = (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.';
    if (!digit) return false;
    if (n->type == YAML_FLOAT) return true;
    if (n->type != YAML_INT) return n->value.n > 1 && !is_plain_text(n->value); /* dates, sexagesimal numbers, 0b1, 1_000 */
    return (c == '0' && n->value.n > 1) || c == '+' || !n->integer_fits;
}

static bool predictable(const yaml_node *n)
{
    if (n->broken || n->tag.n) return false;
    if (n->kind == YAML_SCALAR) return !ambiguous(n);
    for (uint32_t i = 0; i < n->item_count; i++)
        if (!predictable(n->items[i])) return false;
    for (uint32_t i = 0; i < n->entry_count; i++) {
        if (n->entries[i].key->kind != YAML_SCALAR || n->entries[i].key->type != YAML_STRING) return false;
        if (!predictable(n->entries[i].key) || !predictable(n->entries[i].value)) return false;
        for (uint32_t k = 0; k < i && n->entry_count < 500; k++)
            if (str_eq(n->entries[k].key->value, n->entries[i].key->value)) return false;
    }
    return n->kind != YAML_ALIAS;
}

/* Nodes of a text inside a string have no place of their own. */
static void place_inside(doc_node *n, doc_node *inside)
{
    n->source = NULL;
    n->inside = inside;
    n->at = inside ? inside->at : (range){0, 0};
    n->key_at = (range){0, 0};
    for (size_t i = 0; i < n->members.n; i++) place_inside(n->members.at[i].node, inside);
    for (size_t i = 0; i < n->items.n; i++) place_inside(n->items.at[i], inside);
}

static doc_node *yaml_document_of(native_call *c, const value *data)
{
    str s;
    doc_node *n = data->node ? native_look(c, data->node) : NULL;
    if (data->kind == VALUE_UNKNOWN) return n && n->kind == DOC_SYMBOLIC ? n : NULL;
    if (n && (n->kind == DOC_OBJECT || n->kind == DOC_ARRAY)) return data->node;
    if (!model_value_text(c->arena, data, &s)) return NULL;
    yaml_stream *y = yaml_parse(c->arena, s, YAML_1_2);
    for (size_t i = 0; i < y->findings.n; i++)
        if (y->findings.at[i].level == SEVERITY_ERROR) return NULL;
    const yaml_node *root = y->documents.n == 1 ? y->documents.at[0].root : NULL;
    if (!root || (root->kind != YAML_MAPPING && root->kind != YAML_SEQUENCE) || !predictable(root)) return NULL;
    doc_node *document = doc_from_yaml(c->arena, root);
    place_inside(document, data->node);
    return document;
}

static value unmarshal(native_call *c, const char *tag)
{
    value data = native_arg(c, 0), to = native_arg(c, 1), error;
    doc_node *n = yaml_document_of(c, &data);
    cell *into = json_target(c, &to, &error);
    if (n && into) return model_decode(c, n, into, tag, DECODE_SOFT);
    model_havoc(c, &to);
    return value_unknown(type_error());
}

static value by_json(native_call *c) { return unmarshal(c, "json"); }
static value by_yaml(native_call *c) { return unmarshal(c, "yaml"); }
static value unknown_two(native_call *c) { return model_unknown(c, 2); }

static const native rows[] = {
    {"sigs.k8s.io/yaml.Unmarshal", by_json, NATIVE_PARTIAL, 1, "error"},
    {"github.com/ghodss/yaml.Unmarshal", by_json, NATIVE_PARTIAL, 1, "error"},
    {"gopkg.in/yaml.v2.Unmarshal", by_yaml, NATIVE_PARTIAL, 1, "error"},
    {"gopkg.in/yaml.v3.Unmarshal", by_yaml, NATIVE_PARTIAL, 1, "error"},
    {"go.yaml.in/yaml.Unmarshal", by_yaml, NATIVE_PARTIAL, 1, "error"},
    {"sigs.k8s.io/yaml.YAMLToJSON", unknown_two, NATIVE_PARTIAL, 2, "[]byte"},
    {"sigs.k8s.io/yaml.Marshal", unknown_two, NATIVE_PARTIAL, 2, "[]byte"},
    {"gopkg.in/yaml.v2.Marshal", unknown_two, NATIVE_PARTIAL, 2, "[]byte"},
    {"gopkg.in/yaml.v3.Marshal", unknown_two, NATIVE_PARTIAL, 2, "[]byte"},
};
MODEL_ROWS(models_yaml, rows);
