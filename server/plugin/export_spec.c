/* A plugin's spec.yaml, as Higress and its console have it: `openAPIV3Schema` holds a schema object of OpenAPI 3.0, which has one
 * type a value, always says what a list is of, and knows no `if`, so that conditions stand in descriptions. */
#include "base/json_write.h"
#include "base/words.h"
#include "ir/func.h"
#include "ir/infer.h"
#include "plugin/export.h"
#include "plugin/project.h"
#include "yaml/write.h"

typedef struct spec_writer {
    json_writer *w;
    const ir_program *program;
    bool places;
    const inferred_value *beside; /* the other one of a global part and a rule's, or NULL: files have both's keys in either */
    bool complete; /* what the schema does not have, nothing reads */
} spec_writer;

static const struct {
    unsigned bit;
    const char *name;
} types[] = {{INFERRED_OBJECT, "object"},   {INFERRED_ARRAY, "array"},   {INFERRED_STRING, "string"},
             {INFERRED_INTEGER, "integer"}, {INFERRED_NUMBER, "number"}, {INFERRED_BOOLEAN, "boolean"}};
enum { TYPES = sizeof types / sizeof *types };

/* `old`: the schema object that stood there, whose prose is kept; or NULL. */
static void write_schema(spec_writer *x, const inferred_value *v, const yaml_node *old);

static const yaml_node *member(const yaml_node *n, const char *key)
{
    return n && n->kind == YAML_MAPPING ? yaml_member(n, str_of(key)) : NULL;
}

static const yaml_node *text_member(const yaml_node *n, const char *key)
{
    const yaml_node *found = member(n, key);
    return found && found->kind == YAML_SCALAR && found->value.n ? found : NULL;
}

static void write_node(json_writer *w, const yaml_node *n)
{
    arena a = ARENA_INIT;
    json_raw(w, doc_json(&a, doc_from_yaml(&a, n)));
    arena_free(&a);
}

static unsigned written_types(const inferred_value *v)
{
    return v->types & INFERRED_NUMBER ? v->types & ~(unsigned)INFERRED_INTEGER : v->types;
}

static void write_items(spec_writer *x, const inferred_value *v, const yaml_node *old)
{
    json_key(x->w, "items");
    if (v->element) {
        write_schema(x, v->element, member(old, "items"));
        return;
    }
    json_object(x->w);
    json_object_end(x->w);
}

/* One type; several as alternatives. */
static void write_types(spec_writer *x, const inferred_value *v, const yaml_node *old)
{
    json_writer *w = x->w;
    unsigned written = written_types(v), n = 0;
    for (size_t i = 0; i < TYPES; i++) n += (written & types[i].bit) != 0;
    for (size_t i = 0; n == 1 && i < TYPES; i++)
        if (written & types[i].bit) json_add_string(w, "type", str_of(types[i].name));
    if (n == 1 && v->one_of.n) export_one_of(w, v);
    if (n < 2) return;
    json_add_array(w, "anyOf");
    for (size_t i = 0; i < TYPES; i++) {
        if (!(written & types[i].bit)) continue;
        json_object(w);
        json_add_string(w, "type", str_of(types[i].name));
        if (types[i].bit == INFERRED_ARRAY) write_items(x, v, old);
        json_object_end(w);
    }
    json_array_end(w);
}

static void write_words(json_writer *w, const inferred_value *v, const yaml_node *old)
{
    arena a = ARENA_INIT;
    const yaml_node *title = text_member(old, "title"), *description = text_member(old, "description");
    str parts[] = {v->description, export_case_text(&a, v), export_one_of_text(&a, v), export_guard_text(&a, v)};
    str text = STR("");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].n) text = arena_printf(&a, "%.*s%s%.*s", STR_ARG(text), text.n ? words("; ") : "", STR_ARG(parts[i]));
    if (v->unit.n) text = arena_printf(&a, words("%.*s%sunit: %.*s"), STR_ARG(text), text.n ? words("; ") : "", STR_ARG(v->unit));
    if (title || v->title.n) json_add_string(w, "title", title ? title->value : v->title);
    if (description || text.n) json_add_string(w, "description", description ? description->value : text);
    arena_free(&a);
}

static void write_constant(json_writer *w, const inferred_constant *c)
{
    if (c->is_string) json_string(w, c->text);
    else json_raw(w, c->text);
}

static void write_values(json_writer *w, const inferred_value *v, const yaml_node *old)
{
    if (!v->values.n || (!v->enum_enforced && member(old, "example"))) return;
    if (!v->enum_enforced) { /* a suggestion */
        json_key(w, "example");
        write_constant(w, &v->values.at[0]);
        return;
    }
    json_add_array(w, "enum");
    for (size_t i = 0; i < v->values.n; i++) write_constant(w, &v->values.at[i]);
    if (v->empty_allowed && v->values.at[0].is_string) json_string(w, STR(""));
    else if (v->empty_allowed) json_int(w, 0);
    json_array_end(w);
}

static const inferred_value *named(const inferred_value *v, str key)
{
    for (size_t i = 0; i < v->members.n; i++)
        if (str_eq(v->members.at[i]->name, key)) return v->members.at[i];
    return NULL;
}

/* Those that were there keep their order, new ones come behind. What nothing reads goes, where that is known. */
static void write_properties(spec_writer *x, const inferred_value *v, const yaml_node *old)
{
    json_writer *w = x->w;
    const yaml_node *before = member(old, "properties");
    bool keeps = !x->complete || v->whole || v->any_member;
    if (before && before->kind != YAML_MAPPING) before = NULL;
    json_add_object(w, "properties");
    for (uint32_t i = 0; before && i < before->entry_count; i++) {
        const yaml_entry *e = &before->entries[i];
        const inferred_value *m = named(v, e->key->value);
        if (!m && !v->parent && x->beside) m = named(x->beside, e->key->value);
        if (!m && !keeps) continue;
        json_key_str(w, e->key->value);
        if (m) write_schema(x, m, yaml_resolve(e->value));
        else write_node(w, e->value);
    }
    for (size_t i = 0; i < v->members.n; i++) {
        const inferred_value *m = v->members.at[i];
        if (before && yaml_get(before, m->name)) continue;
        json_key_str(w, m->name);
        write_schema(x, m, NULL);
    }
    json_object_end(w);
}

static void write_members(spec_writer *x, const inferred_value *v, const yaml_node *old)
{
    json_writer *w = x->w;
    bool required = false;
    if (v->members.n) write_properties(x, v, old);
    for (size_t i = 0; i < v->members.n; i++) required = required || inferred_is_required(v->members.at[i]);
    if (required) json_add_array(w, "required");
    for (size_t i = 0; required && i < v->members.n; i++)
        if (inferred_is_required(v->members.at[i])) json_string(w, v->members.at[i]->name);
    if (required) json_array_end(w);
    if (!v->any_member) return;
    json_key(w, "additionalProperties");
    write_schema(x, v->any_member, member(old, "additionalProperties"));
}

/* What people wrote beside the facts: examples, translations, scopes. */
static void write_kept(json_writer *w, const yaml_node *old)
{
    static const char *const facts[] = {"type",    "title",   "description", "enum",      "minimum",  "maximum",
                                        "format",  "default", "minLength",   "minItems",  "anyOf",    "properties",
                                        "required", "items",  "additionalProperties"};
    for (uint32_t i = 0; old && old->kind == YAML_MAPPING && i < old->entry_count; i++) {
        str key = old->entries[i].key->value;
        bool fact = str_starts(key, STR("x-wpls-"));
        for (size_t k = 0; k < sizeof facts / sizeof *facts && !fact; k++) fact = str_is(key, facts[k]);
        if (fact) continue;
        json_key_str(w, key);
        write_node(w, old->entries[i].value);
    }
}

static void write_schema(spec_writer *x, const inferred_value *v, const yaml_node *old)
{
    json_writer *w = x->w;
    json_object(w);
    write_types(x, v, old);
    write_words(w, v, old);
    write_kept(w, old);
    write_values(w, v, old);
    if (v->has_minimum) json_add_number(w, "minimum", v->minimum);
    if (v->has_maximum) json_add_number(w, "maximum", v->maximum);
    if (v->format.n) json_add_string(w, "format", str_is(v->format, "regexp") ? STR("regex") : v->format);
    if (v->default_text.n) json_add_raw(w, "default", v->default_text);
    if (v->non_empty && (v->types & INFERRED_STRING)) json_add_int(w, "minLength", 1);
    if (v->non_empty && v->types == INFERRED_ARRAY) json_add_int(w, "minItems", 1);
    write_members(x, v, old);
    if (written_types(v) == INFERRED_ARRAY) write_items(x, v, old);
    if (x->places && v->parent) export_places(w, x->program, v);
    json_object_end(w);
}

static void write_configuration(spec_writer *x, const char *key, const inferred_value *v)
{
    json_add_object(x->w, key);
    json_key(x->w, "openAPIV3Schema");
    if (v) write_schema(x, v, NULL);
    else json_object(x->w), json_add_string(x->w, "type", STR("object")), json_object_end(x->w);
    json_object_end(x->w);
}

void export_spec(strbuf *out, project *p, const export_options *options)
{
    const project_facts *facts = project_load(p);
    const inferred_schema *s = project_schema(p);
    strbuf json = STRBUF_INIT;
    json_writer w = JSON_WRITER(&json);
    spec_writer x = {&w, facts->program, options->places, NULL, s && s->complete};
    json_object(&w);
    json_add_string(&w, "apiVersion", STR("1.0.0"));
    json_add_object(&w, "info");
    json_add_string(&w, "name", facts->name);
    json_object_end(&w);
    json_add_object(&w, "spec");
    write_configuration(&x, "configSchema", s ? s->root : NULL);
    if (s && s->rule != s->root) write_configuration(&x, "routeConfigSchema", s->rule);
    json_object_end(&w);
    json_object_end(&w);
    arena a = ARENA_INIT;
    yaml_write_block(out, yaml_parse(&a, strbuf_str(&json), YAML_JSON)->documents.at[0].root);
    arena_free(&a);
    strbuf_free(&json);
}

/* --- bringing a file up to date -------------------------------------------------------------------------------------------- */

static uint32_t column_of(str text, uint32_t at)
{
    uint32_t start = at;
    while (start > 0 && text.p[start - 1] != '\n') start--;
    return at - start;
}

/* Appends the lines of `block`, each behind `column` blanks but for the first. */
static void add_indented(strbuf *out, str block, uint32_t column)
{
    bool first = true;
    for (str line; str_split(&block, '\n', &line); first = false) {
        if (!first) strbuf_add_char(out, '\n');
        for (uint32_t i = 0; !first && line.n && i < column; i++) strbuf_add_char(out, ' ');
        strbuf_add(out, line);
    }
}

/* Replaces the value of the entry by the schema object of `v`; what stands from `*done` on is not copied yet. */
static void replace_schema(strbuf *out, spec_writer *x, str text, uint32_t *done, const yaml_entry *e, const inferred_value *v)
{
    enum { DEEPER = 2 };
    arena a = ARENA_INIT;
    strbuf json = STRBUF_INIT, block = STRBUF_INIT;
    json_writer w = JSON_WRITER(&json);
    x->w = &w;
    write_schema(x, v, yaml_resolve(e->value));
    yaml_write_block(&block, yaml_parse(&a, strbuf_str(&json), YAML_JSON)->documents.at[0].root);
    bool below = e->value->kind == YAML_MAPPING && memchr(text.p + e->key->at.end, '\n', e->value->at.start - e->key->at.end);
    uint32_t column = below ? column_of(text, e->value->at.start) : column_of(text, e->key->at.start) + DEEPER;
    uint32_t start = below ? e->value->at.start : e->key->at.end;
    strbuf_add(out, str_slice(text, *done, start));
    if (!below) {
        strbuf_add_cstr(out, ":\n");
        for (uint32_t i = 0; i < column; i++) strbuf_add_char(out, ' ');
    }
    add_indented(out, str_trim(strbuf_str(&block)), column);
    *done = e->value->at.end > start ? e->value->at.end : start + 1;
    strbuf_free(&json);
    strbuf_free(&block);
    arena_free(&a);
}

bool export_update_spec(strbuf *out, project *p, const export_options *options, str text)
{
    const project_facts *facts = project_load(p);
    const inferred_schema *s = project_schema(p);
    arena a = ARENA_INIT;
    const yaml_stream *stream = yaml_parse(&a, text, YAML_1_2);
    const yaml_node *spec = stream->documents.n && s ? member(stream->documents.at[0].root, "spec") : NULL;
    spec_writer x = {NULL, facts->program, options->places, NULL, s && s->complete};
    uint32_t done = 0;
    bool found = false;
    for (uint32_t i = 0; spec && spec->kind == YAML_MAPPING && i < spec->entry_count; i++) {
        str key = spec->entries[i].key->value;
        bool rule = str_is(key, "routeConfigSchema");
        const yaml_node *holder = spec->entries[i].value;
        if (!(rule || str_is(key, "configSchema")) || holder->kind != YAML_MAPPING) continue;
        const yaml_entry *e = yaml_get_entry(holder, STR("openAPIV3Schema"));
        x.beside = rule ? s->root : s->rule;
        if (e) replace_schema(out, &x, text, &done, e, rule ? s->rule : s->root);
        found = found || e;
    }
    strbuf_add(out, str_slice(text, done, text.n));
    arena_free(&a);
    return found;
}
