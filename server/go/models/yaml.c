/* YAML libraries: only documents that every one of them reads alike are decoded, and only values of the right type; the rest is
 * unknown. sigs.k8s.io/yaml (and ghodss) go through JSON and its tags, gopkg.in/yaml has its own. */
#include "base/array.h"
#include "go/models/json.h"
#include "yaml/tree.h"

static bool has_any(str s, const char *characters)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] && strchr(characters, s.p[i])) return true;
    return false;
}

/* Plain scalars that YAML 1.1 and 1.2, or two libraries, understand differently. */
static bool ambiguous(const yaml_node *n)
{
    static const char *const words[] = {"y", "n", "yes", "no", "on", "off"};
    str s = n->value;
    if (n->style != YAML_PLAIN || !s.n) return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq_nocase(s, str_of(words[i]))) return true;
    bool signed_ = s.p[0] == '-' || s.p[0] == '+';
    char c = s.n > 1 && signed_ ? s.p[1] : s.p[0];
    bool digit = c >= '0' && c <= '9';
    if (n->type == YAML_FLOAT) return !digit || s.p[0] == '+' || has_any(s, "_xXoObB");
    if (n->type == YAML_INT) return (c == '0' && s.n > 1) || s.p[0] == '+' || !n->integer_fits;
    if (n->type == YAML_BOOL || n->type == YAML_NULL) return s.p[0] == '~' ? false : s.p[0] >= 'A' && s.p[0] <= 'Z';
    /* text that begins like a number: 1_000, 0b1, 1:30, 2001-12-14; but 3.1.0 is text for all */
    if (!digit && c != '.') return false;
    return has_any(s, "_:") || (c == '0' && s.n > 1 && s.p[signed_ + 1] != '.') || (s.n > 4 && s.p[4] == '-') ||
           has_any(s, "iInN");
}

static bool predictable(const yaml_node *n)
{
    if (n->broken || n->tag.n) return false;
    if (n->kind == YAML_SCALAR) return !ambiguous(n);
    for (uint32_t i = 0; i < n->item_count; i++)
        if (!predictable(n->items[i])) return false;
    for (uint32_t i = 0; i < n->entry_count; i++) {
        const yaml_node *key = n->entries[i].key;
        if (key->kind != YAML_SCALAR || (key->type != YAML_STRING && key->type != YAML_INT)) return false;
        if (!predictable(n->entries[i].key) || !predictable(n->entries[i].value)) return false;
        for (uint32_t k = 0; k < i && n->entry_count < 500; k++)
            if (str_eq(n->entries[k].key->value, n->entries[i].key->value)) return false;
    }
    return n->kind != YAML_ALIAS;
}

/* Nodes of a text inside a string have no place of their own; numbers and booleans keep their text, which may be read as a
 * string. */
static void place_inside(doc_node *n, doc_node *inside)
{
    bool number = n->kind == DOC_NUMBER || n->kind == DOC_TRUE || n->kind == DOC_FALSE;
    if (number && n->source && n->source->kind == YAML_SCALAR) n->raw = n->source->value;
    n->source = NULL;
    n->inside = inside;
    n->at = inside ? inside->at : (range){0, 0};
    n->key_at = (range){0, 0};
    for (size_t i = 0; i < n->members.n; i++) place_inside(n->members.at[i].node, inside);
    for (size_t i = 0; i < n->items.n; i++) place_inside(n->items.at[i], inside);
}

static const yaml_node *root_of(native_call *c, str s)
{
    yaml_stream *y = yaml_parse(c->arena, s, YAML_1_2);
    for (size_t i = 0; i < y->findings.n; i++)
        if (y->findings.at[i].level == SEVERITY_ERROR) return NULL;
    const yaml_node *root = y->documents.n == 1 ? y->documents.at[0].root : NULL;
    return root && predictable(root) ? root : NULL;
}

static doc_node *yaml_document_of(native_call *c, const value *data, const yaml_node **root)
{
    str s;
    doc_node *n = data->node ? native_look(c, data->node) : NULL;
    *root = NULL;
    if (data->kind == VALUE_UNKNOWN) return n && n->kind == DOC_SYMBOLIC ? n : NULL;
    if (n && (n->kind == DOC_OBJECT || n->kind == DOC_ARRAY)) return data->node;
    if (!model_value_text(c->arena, data, &s)) return NULL;
    *root = root_of(c, s);
    if (!*root || (*root)->kind == YAML_EMPTY) return NULL;
    doc_node *document = doc_from_yaml(c->arena, *root);
    place_inside(document, data->node);
    return document;
}

/* gopkg.in/yaml's whole message for a document that is a scalar and should be a struct, a map or a list; else NULL. */
static const char *scalar_error(native_call *c, const yaml_node *root, const value *data, const ir_type *t)
{
    static const char *const tags[] = {
        [YAML_BOOL] = "!!bool", [YAML_INT] = "!!int", [YAML_FLOAT] = "!!float", [YAML_STRING] = "!!str"};
    type_kind k = type_under_kind(t);
    str s, shown = root->value;
    if (root->kind != YAML_SCALAR || root->type == YAML_NULL || (k != TYPE_STRUCT && k != TYPE_MAP && k != TYPE_SLICE))
        return NULL;
    if (k == TYPE_SLICE && type_under_kind(type_under(t)->elem) == TYPE_UINT8) return NULL;
    if (!model_value_text(c->arena, data, &s)) return NULL;
    int line = 1;
    for (size_t i = 0; i < root->at.start && i < s.n; i++) line += s.p[i] == '\n';
    bool cut = shown.n > 10;
    if (cut) shown = str_slice(shown, 0, 7);
    return arena_printf(c->arena, "yaml: unmarshal errors:\n  line %d: cannot unmarshal %s `%.*s%s` into %.*s", line,
                        tags[root->type], STR_ARG(shown), cut ? "..." : "", STR_ARG(model_type_text(c->arena, t)))
        .p;
}

static value unmarshal(native_call *c, const char *tag)
{
    value data = native_arg(c, 0), to = native_arg(c, 1), error;
    const yaml_node *root;
    doc_node *n = yaml_document_of(c, &data, &root);
    cell *into = json_target(c, &to, &error);
    const char *message = n && into && root && tag[0] == 'y' ? scalar_error(c, root, &data, into->type) : NULL;
    if (message) return model_error(c, "*yaml.TypeError", str_of(message), data.node);
    if (n && into) return model_decode(c, n, into, &to, tag, DECODE_SOFT);
    native_havoc(c, &to);
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
