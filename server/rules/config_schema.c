/* config/embedded-schema: a JSON Schema that a configuration hands on. The plugin keeps it as a whole, and the library that gets
 * it refuses it while requests are served, when nobody looks.
 *
 * What is one: an object that the plugin takes as a whole, with keywords of JSON Schema, where the key says that it is a schema,
 * the object does, or the plugin requires a JSON Schema library and the keywords' values are like those of a schema. */
#include "ir/build_facts.h"
#include "plugin/schemas.h"
#include "rules/config.h"
#include "schema/samples.h"

static bool requires_schema_library(const build_facts *m)
{
    for (size_t i = 0; m && i < m->requires.n; i++)
        if (!m->requires.at[i].indirect && str_has(m->requires.at[i].path, STR("jsonschema"))) return true;
    return false;
}

static const yaml_node *value_of(const yaml_node *node, const char *key) { return schema_value(yaml_get(node, str_of(key))); }

static bool is_type(const yaml_node *v) { return v && v->kind == YAML_SCALAR && schema_type_named(v->value); }

static bool has_keywords(const yaml_node *node)
{
    static const char *const keywords[] = {"$schema", "$ref",  "properties", "items",       "required",
                                           "allOf",   "anyOf", "oneOf",      "definitions", "$defs"};
    bool found = is_type(value_of(node, "type"));
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords && !found; i++) found = yaml_get(node, str_of(keywords[i]));
    return found;
}

static bool is_keyword(str key)
{
    static const char *const keywords[] = {
        "default", "description", "example", "examples", "readOnly", "writeOnly", "deprecated", "$comment", "$vocabulary",
#define KEYWORD(name, text, ...) text,
#include "schema/keywords.def"
#undef KEYWORD
    };
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
        if (str_is(key, keywords[i])) return true;
    return false;
}

static bool is_table_of_objects(const yaml_node *v)
{
    if (!v || v->kind != YAML_MAPPING || !v->entry_count) return false;
    for (uint32_t i = 0; i < v->entry_count; i++) {
        const yaml_node *member = schema_value(v->entries[i].value);
        if (!member || member->kind != YAML_MAPPING) return false;
    }
    return true;
}

static bool is_list_of_objects(const yaml_node *v)
{
    if (!v || v->kind != YAML_SEQUENCE || !v->item_count) return false;
    for (uint32_t i = 0; i < v->item_count; i++) {
        const yaml_node *item = schema_value(v->items[i]);
        if (!item || item->kind != YAML_MAPPING) return false;
    }
    return true;
}

/* Whether `type` shows that it is a schema: it shows little where the object has keys that no schema has. */
static bool is_typed(const yaml_node *node)
{
    if (!is_type(value_of(node, "type"))) return false;
    for (uint32_t i = 0; i < node->entry_count; i++)
        if (!is_keyword(node->entries[i].key->value)) return false;
    return true;
}

/* Other things have keys like `type` and `items`, too: here one keyword's value has the shape that it has in a schema. */
static bool has_shape(const yaml_node *node)
{
    static const char *const tables[] = {"properties", "definitions", "$defs"}, *const lists[] = {"allOf", "anyOf", "oneOf"};
    const yaml_node *reference = value_of(node, "$ref"), *items = value_of(node, "items");
    bool found = is_typed(node) || (reference && schema_value_is_string(reference));
    found = found || (items && items->kind == YAML_MAPPING && is_typed(items));
    for (size_t i = 0; i < sizeof tables / sizeof *tables && !found; i++) found = is_table_of_objects(value_of(node, tables[i]));
    for (size_t i = 0; i < sizeof lists / sizeof *lists && !found; i++) found = is_list_of_objects(value_of(node, lists[i]));
    return found;
}

static bool is_called_schema(str key) { return key.n >= 6 && str_eq_nocase(str_slice(key, key.n - 6, key.n), STR("schema")); }

static bool is_kept(const doc_node *n)
{
    for (size_t i = 0; i < n->present; i++)
        if (n->members.at[i].node->reads) return false; /* the plugin itself knows what is inside */
    for (const doc_node *up = n; up; up = up->parent)
        if (up->reads & DOC_READ_WHOLE) return true;
    return n->reads & DOC_READ_RAW;
}

typedef struct embedded {
    config_context *config;
    workspace *workspace;
    bool library;
} embedded;

/* The drafts' meta-schemas, which are compiled in; the first ones are tried where a schema does not say which it is. */
static const char *const drafts[] = {"http://json-schema.org/draft-07/schema", "http://json-schema.org/draft-04/schema",
                                     "https://json-schema.org/draft/2020-12/schema", "http://json-schema.org/draft-06/schema",
                                     "https://json-schema.org/draft/2019-09/schema"};
enum { DRAFTS = sizeof drafts / sizeof *drafts, LIKELY_DRAFTS = 3 };

/* The draft that `$schema` names; DRAFTS for anything else: what a configuration names is not loaded. */
static size_t draft_named(str uri)
{
    if (uri.n && uri.p[uri.n - 1] == '#') uri.n--;
    size_t i = 0;
    while (i < DRAFTS && !str_is(uri, drafts[i])) i++;
    return i;
}

/* The mistakes of the draft under which there are fewest, where the schema does not say which it is: which one the library takes
 * is not known. */
static diagnostic_list mistakes_of(embedded *x, const yaml_node *schema)
{
    config_context *c = x->config;
    arena *a = c->rules.arena;
    const yaml_node *said = value_of(schema, "$schema");
    schema_options options = {.path = c->path, .text = c->text};
    diagnostic_list best = {0};
    size_t first = !said                          ? 0
                   : schema_value_is_string(said) ? draft_named(said->value)
                                                  : DRAFTS,
           end = said ? first + 1 : LIKELY_DRAFTS;
    for (size_t i = first; i < end && i < DRAFTS; i++) {
        const workspace_schema *meta = workspace_schema_at(x->workspace, str_of(drafts[i]), x->config->facts->root);
        diagnostic_list found = {0};
        if (!meta->schema) continue;
        schema_validate(a, meta->schema, schema, &options, &found);
        if (i == first || found.n < best.n) best = found;
    }
    return best;
}

static void check_schema(embedded *x, const doc_node *n, const yaml_node *schema)
{
    config_context *c = x->config;
    diagnostic_list mistakes = mistakes_of(x, schema);
    for (size_t i = 0; i < mistakes.n; i++) {
        rule_value values[] = {{"key", n->key.n ? n->key : STR("element")}, {"message", mistakes.at[i].message}};
        diagnostic *d = config_report(c, "config/embedded-schema", mistakes.at[i].at, (sdk_text){0}, values, 2);
        if (!x->library) d->level = SEVERITY_HINT;
        config_add_source(c, d, n->read_at, rule_format(&c->rules, rule_config_phrase("read_here"), NULL, 0));
    }
    if (mistakes.n) return;
    schema_samples samples = schema_find_unfit_samples(c->rules.arena, schema);
    for (size_t i = 0; i < samples.n; i++) {
        rule_value values[] = {{"keyword", str_of(samples.at[i].keyword)},
                               {"type", str_slice(c->text, samples.at[i].type->at.start, samples.at[i].type->at.end)}};
        diagnostic *d =
            config_report(c, "config/embedded-schema", samples.at[i].value->at, rule_config_phrase("unfit_sample"), values, 2);
        d->level = SEVERITY_HINT;
    }
}

static void walk(embedded *x, const doc_node *n)
{
    const yaml_node *y = n->source ? yaml_resolve(n->source) : NULL;
    if (n->kind == DOC_OBJECT && y && n->parent && is_kept(n) && has_keywords(y)) {
        const yaml_node *said = value_of(y, "$schema");
        bool declared = said && said->kind == YAML_SCALAR && str_has(said->value, STR("json-schema.org"));
        if (declared || is_called_schema(n->key) || (x->library && has_shape(y))) {
            check_schema(x, n, y);
            return;
        }
    }
    for (size_t i = 0; i < n->items.n; i++) walk(x, n->items.at[i]);
    for (size_t i = 0; i < n->present; i++) walk(x, n->members.at[i].node);
}

void config_schema_run(workspace *w, config_context *c)
{
    embedded x = {c, w, requires_schema_library(c->facts->build)};
    for (size_t i = 0; i < c->runs->n; i++) {
        const config_run *run = &c->runs->at[i];
        if (run->ran && run->result.verdict != EVAL_REJECT && !run->result.refused && run->document->kind == DOC_OBJECT)
            walk(&x, run->document);
    }
}
