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
} spec_writer;

static const struct {
    unsigned bit;
    const char *name;
} types[] = {{INFERRED_OBJECT, "object"},   {INFERRED_ARRAY, "array"},   {INFERRED_STRING, "string"},
             {INFERRED_INTEGER, "integer"}, {INFERRED_NUMBER, "number"}, {INFERRED_BOOLEAN, "boolean"}};
enum { TYPES = sizeof types / sizeof *types };

static void write_schema(spec_writer *x, const inferred_value *v);

static unsigned written_types(const inferred_value *v)
{
    return v->types & INFERRED_NUMBER ? v->types & ~(unsigned)INFERRED_INTEGER : v->types;
}

static void write_items(spec_writer *x, const inferred_value *v)
{
    json_key(x->w, "items");
    if (v->element) {
        write_schema(x, v->element);
        return;
    }
    json_object(x->w);
    json_object_end(x->w);
}

static void write_needed_one(json_writer *w, const inferred_value *v)
{
    for (size_t i = 0; i < v->one_of.n; i++) {
        json_object(w);
        json_add_array(w, "required");
        json_string(w, v->one_of.at[i]->name);
        json_array_end(w);
        json_object_end(w);
    }
}

/* One type; several as alternatives. */
static void write_types(spec_writer *x, const inferred_value *v)
{
    json_writer *w = x->w;
    unsigned written = written_types(v), n = 0;
    for (size_t i = 0; i < TYPES; i++) n += (written & types[i].bit) != 0;
    for (size_t i = 0; n == 1 && i < TYPES; i++)
        if (written & types[i].bit) json_add_string(w, "type", str_of(types[i].name));
    if (n == 1 && v->one_of.n) {
        json_add_array(w, "anyOf");
        write_needed_one(w, v);
        json_array_end(w);
    }
    if (n < 2) return;
    json_add_array(w, "anyOf");
    for (size_t i = 0; i < TYPES; i++) {
        if (!(written & types[i].bit)) continue;
        json_object(w);
        json_add_string(w, "type", str_of(types[i].name));
        if (types[i].bit == INFERRED_ARRAY) write_items(x, v);
        json_object_end(w);
    }
    json_array_end(w);
}

static void write_words(json_writer *w, const inferred_value *v)
{
    arena a = ARENA_INIT;
    str parts[] = {v->description, export_case_text(&a, v), export_one_of_text(&a, v), export_guard_text(&a, v)};
    str text = STR("");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].n) text = arena_printf(&a, "%.*s%s%.*s", STR_ARG(text), text.n ? words("; ") : "", STR_ARG(parts[i]));
    if (v->unit.n) text = arena_printf(&a, words("%.*s%sunit: %.*s"), STR_ARG(text), text.n ? words("; ") : "", STR_ARG(v->unit));
    if (v->title.n) json_add_string(w, "title", v->title);
    if (text.n) json_add_string(w, "description", text);
    arena_free(&a);
}

static void write_constant(json_writer *w, const inferred_constant *c)
{
    if (c->is_string) json_string(w, c->text);
    else json_raw(w, c->text);
}

static void write_values(json_writer *w, const inferred_value *v)
{
    if (!v->values.n) return;
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

static void write_members(spec_writer *x, const inferred_value *v)
{
    json_writer *w = x->w;
    bool required = false;
    if (v->members.n) json_add_object(w, "properties");
    for (size_t i = 0; i < v->members.n; i++) {
        json_key_str(w, v->members.at[i]->name);
        write_schema(x, v->members.at[i]);
        required = required || inferred_is_required(v->members.at[i]);
    }
    if (v->members.n) json_object_end(w);
    if (required) json_add_array(w, "required");
    for (size_t i = 0; required && i < v->members.n; i++)
        if (inferred_is_required(v->members.at[i])) json_string(w, v->members.at[i]->name);
    if (required) json_array_end(w);
    if (v->any_member) json_key(w, "additionalProperties"), write_schema(x, v->any_member);
}

static void write_schema(spec_writer *x, const inferred_value *v)
{
    json_writer *w = x->w;
    json_object(w);
    write_types(x, v);
    write_words(w, v);
    write_values(w, v);
    if (v->has_minimum) json_add_number(w, "minimum", v->minimum);
    if (v->has_maximum) json_add_number(w, "maximum", v->maximum);
    if (v->format.n) json_add_string(w, "format", str_is(v->format, "regexp") ? STR("regex") : v->format);
    if (v->default_text.n) json_add_raw(w, "default", v->default_text);
    if (v->non_empty && (v->types & INFERRED_STRING)) json_add_int(w, "minLength", 1);
    if (v->non_empty && v->types == INFERRED_ARRAY) json_add_int(w, "minItems", 1);
    write_members(x, v);
    if (written_types(v) == INFERRED_ARRAY) write_items(x, v);
    if (x->places && v->parent) export_places(w, x->program, v);
    json_object_end(w);
}

static void write_configuration(spec_writer *x, const char *key, const inferred_value *v)
{
    json_add_object(x->w, key);
    json_key(x->w, "openAPIV3Schema");
    if (v) write_schema(x, v);
    else json_object(x->w), json_add_string(x->w, "type", STR("object")), json_object_end(x->w);
    json_object_end(x->w);
}

void export_spec(strbuf *out, project *p, const export_options *options)
{
    const project_facts *facts = project_load(p);
    const inferred_schema *s = project_schema(p);
    strbuf json = STRBUF_INIT;
    json_writer w = JSON_WRITER(&json);
    spec_writer x = {&w, facts->program, options->places};
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
