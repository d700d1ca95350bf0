/* JSON Schema of what a plugin accepts, draft 7. */
#include "base/json_write.h"
#include "base/words.h"
#include "ir/func.h"
#include "ir/registration.h"
#include "ir/rule_layer.h"
#include "plugin/evaluate.h"
#include "plugin/export.h"
#include "plugin/project.h"

typedef enum export_scope { SCOPE_INSIDE, SCOPE_GLOBAL, SCOPE_RULE } export_scope;

typedef struct exporter {
    json_writer *w;
    const ir_program *program;
    const inferred_schema *schema;
    bool strict, places;
    bool kept;          /* it is inside of something that is kept as a whole */
    config_matching matching; /* of its rules */
    export_scope scope; /* of the object written next: the whole configuration, a rule, or anything inside */
} exporter;

/* Integers are numbers for JSON Schema. */
static const struct {
    unsigned bit;
    const char *name;
} types[] = {{INFERRED_OBJECT, "object"},   {INFERRED_ARRAY, "array"},   {INFERRED_STRING, "string"},
             {INFERRED_INTEGER, "integer"}, {INFERRED_NUMBER, "number"}, {INFERRED_BOOLEAN, "boolean"},
             {INFERRED_NULL, "null"}};
enum { TYPES = sizeof types / sizeof *types };

/* The type that a string is a text of; 0: of none. */
static unsigned text_of_type(const inferred_value *v)
{
    for (size_t i = 0; i < TYPES; i++)
        if (str_is(v->format, types[i].name)) return types[i].bit;
    return 0;
}

/* What may be written: a string that has to be a number may as well be one, since it is read as its text. */
static unsigned intended_types(const inferred_value *v)
{
    return v->types & INFERRED_STRING ? v->types | text_of_type(v) : v->types;
}

static unsigned written_types(const exporter *x, const inferred_value *v)
{
    unsigned intended = intended_types(v), all = intended | v->accepted;
    if (x->strict) return intended;
    if (!intended && all == INFERRED_ANY) return 0;
    return all & INFERRED_NUMBER && !(intended & INFERRED_INTEGER) ? all & ~(unsigned)INFERRED_INTEGER : all;
}

static void write_type_names(json_writer *w, unsigned first, unsigned all)
{
    unsigned n = 0;
    for (size_t i = 0; i < TYPES; i++) n += (all & types[i].bit) != 0;
    if (n == 0) return;
    json_key(w, "type");
    if (n > 1) json_array(w);
    for (size_t i = 0; i < TYPES; i++)
        if (all & first & types[i].bit) json_string(w, str_of(types[i].name));
    for (size_t i = 0; i < TYPES; i++)
        if (all & ~first & types[i].bit) json_string(w, str_of(types[i].name));
    if (n > 1) json_array_end(w);
}

static void write_list_of_constants(json_writer *w, const char *key, const inferred_value *v, bool null)
{
    json_add_array(w, key);
    for (size_t i = 0; i < v->values.n; i++) {
        if (v->values.at[i].is_string) json_string(w, v->values.at[i].text);
        else json_raw(w, v->values.at[i].text);
    }
    bool empty = v->enum_enforced && v->empty_allowed;
    if (empty && v->values.at[0].is_string) json_string(w, STR(""));
    else if (empty) json_int(w, 0);
    if (null) json_null(w);
    json_array_end(w);
}

/* The constants are what the program takes among values of their type; what it takes of other types it converts. */
static void write_constants(const exporter *x, const inferred_value *v)
{
    json_writer *w = x->w;
    unsigned constants = 0;
    for (size_t i = 0; i < v->values.n; i++)
        constants |= v->values.at[i].is_string ? INFERRED_STRING : INFERRED_INTEGER | INFERRED_NUMBER;
    if (!v->values.n) return;
    unsigned others = x->strict || !v->enum_enforced ? 0 : written_types(x, v) & ~constants;
    bool fraction = !x->strict && v->enum_enforced && (v->accepted & constants & INFERRED_NUMBER);
    if (!fraction && !(others & ~(unsigned)INFERRED_NULL)) {
        /* what is not enforced is a suggestion, which JSON Schema knows as examples */
        write_list_of_constants(w, v->enum_enforced ? "enum" : "examples", v, others);
        return;
    }
    json_add_array(w, "anyOf");
    json_object(w);
    write_list_of_constants(w, "enum", v, false);
    json_object_end(w);
    json_object(w);
    write_type_names(w, 0, others | (fraction ? INFERRED_NUMBER : 0));
    if (fraction) json_add_object(w, "not"), json_add_string(w, "type", STR("integer")), json_object_end(w);
    json_object_end(w);
    json_array_end(w);
}

static void write_description(json_writer *w, const inferred_value *v)
{
    arena a = ARENA_INIT;
    str guard = export_guard_text(&a, v);
    if (v->title.n) json_add_string(w, "title", v->title);
    str text = v->description, cases = export_case_text(&a, v);
    if (cases.n) text = arena_printf(&a, "%.*s%s%.*s", STR_ARG(text), text.n ? "\n\n" : "", STR_ARG(cases));
    if (v->unit.n) text = arena_printf(&a, words("%.*s%sunit: %.*s"), STR_ARG(text), text.n ? "\n\n" : "", STR_ARG(v->unit));
    if (guard.n) text = arena_printf(&a, "%.*s%s%.*s", STR_ARG(text), text.n ? "\n\n" : "", STR_ARG(guard));
    if (text.n) json_add_string(w, "description", text);
    arena_free(&a);
}

static void write_value(exporter *x, const inferred_value *v);

/* --- rules: where the SDK keeps what holds for some requests only (wasm-go, pkg/matcher) ------------------------------------ */

static void write_required(json_writer *w, const char *key)
{
    json_add_array(w, "required");
    json_string(w, str_of(key));
    json_array_end(w);
}

/* `anything`: the SDK, too, converts what it reads. */
static void write_match_keys(json_writer *w, config_matching m, bool anything)
{
    for (size_t i = 0; i < m.keys; i++) {
        json_add_object(w, rule_layer_higress.match[i].key);
        write_type_names(w, INFERRED_ARRAY, anything ? INFERRED_ANY & ~(unsigned)INFERRED_INTEGER : INFERRED_ARRAY);
        json_add_object(w, "items");
        write_type_names(w, INFERRED_STRING, anything ? INFERRED_ANY & ~(unsigned)INFERRED_INTEGER : INFERRED_STRING);
        json_object_end(w);
        json_object_end(w);
    }
}

static void write_members(exporter *x, const inferred_value *v);

static void write_rules(exporter *x)
{
    json_writer *w = x->w;
    json_add_object(w, rule_layer_higress.rules);
    json_add_string(w, "type", STR("array"));
    json_add_object(w, "items");
    json_add_string(w, "type", STR("object"));
    json_add_array(w, x->matching.one ? "oneOf" : "anyOf");
    for (size_t i = 0; i < x->matching.keys; i++) {
        json_object(w);
        write_required(w, rule_layer_higress.match[i].key);
        json_object_end(w);
    }
    json_array_end(w);
    x->scope = SCOPE_RULE;
    write_members(x, x->schema->rule);
    json_object_end(w);
    json_object_end(w);
}

/* The values of one key beside it that make it required; NULL where the cases are others. */
static const inferred_value *deciding_key(const inferred_value *v)
{
    const inferred_value *on = v->required_when.n ? v->required_when.at[0].on : NULL;
    for (size_t i = 0; i < v->required_when.n; i++)
        if (v->required_when.at[i].on != on || v->required_when.at[i].exists_only) return NULL;
    return on && on->parent == v->parent && (on->types & INFERRED_STRING) ? on : NULL;
}

static void write_case(json_writer *w, const inferred_value *v, const inferred_value *on)
{
    json_object(w);
    json_add_object(w, "if");
    json_add_object(w, "properties");
    json_key_str(w, on->name);
    json_object(w);
    json_add_array(w, "enum");
    for (size_t i = 0; i < v->required_when.n; i++) json_string(w, v->required_when.at[i].value);
    json_array_end(w);
    json_object_end(w);
    json_object_end(w);
    json_add_array(w, "required");
    json_string(w, on->name);
    json_array_end(w);
    json_object_end(w);
    json_add_object(w, "then");
    json_add_array(w, "required");
    json_string(w, v->name);
    json_array_end(w);
    json_object_end(w);
    json_object_end(w);
}

void export_one_of(json_writer *w, const inferred_value *v)
{
    json_add_array(w, "anyOf");
    for (size_t i = 0; i < v->one_of.n; i++) {
        json_object(w);
        json_add_array(w, "required");
        json_string(w, v->one_of.at[i]->name);
        json_array_end(w);
        json_object_end(w);
    }
    json_array_end(w);
}

/* `rule`: its `anyOf` is about the match keys. */
static void write_cases(json_writer *w, const inferred_value *v, bool rule)
{
    bool any = rule && v->one_of.n;
    if (v->one_of.n && !rule) export_one_of(w, v);
    if (any) {
        json_add_array(w, "allOf");
        json_object(w);
        export_one_of(w, v);
        json_object_end(w);
    }
    for (size_t i = 0; i < v->members.n; i++) {
        const inferred_value *on = deciding_key(v->members.at[i]);
        if (on && !any) json_add_array(w, "allOf");
        if (on) write_case(w, v->members.at[i], on);
        any = any || on;
    }
    if (any) json_array_end(w);
}

static void write_members(exporter *x, const inferred_value *v)
{
    json_writer *w = x->w;
    export_scope scope = x->scope;
    x->scope = SCOPE_INSIDE;
    bool any_required = false, any_case = v->one_of.n > 0, kept_around = x->kept;
    x->kept = kept_around || v->whole || v->types & INFERRED_STRING; /* who reads its text gets all that is in it */
    json_add_object(w, "properties");
    if (scope == SCOPE_RULE) write_match_keys(w, x->matching, !x->strict);
    for (size_t i = 0; i < v->members.n; i++) {
        const inferred_value *m = v->members.at[i];
        json_key_str(w, m->name);
        write_value(x, m);
        any_required = any_required || inferred_is_required(m);
        if (m->required_when.n) any_case = true;
    }
    if (scope == SCOPE_GLOBAL) write_rules(x);
    json_object_end(w);
    bool exempt = scope == SCOPE_GLOBAL && (any_required || any_case); /* beside rules the global part may be left out */
    if (exempt) {
        json_add_object(w, "if");
        write_required(w, rule_layer_higress.rules);
        json_object_end(w);
        json_add_object(w, "else");
    }
    if (any_required) {
        json_add_array(w, "required");
        for (size_t i = 0; i < v->members.n; i++)
            if (inferred_is_required(v->members.at[i])) json_string(w, v->members.at[i]->name);
        json_array_end(w);
    }
    if (any_case) write_cases(w, v, scope == SCOPE_RULE);
    if (exempt) json_object_end(w);
    if (v->any_member) json_key(w, "additionalProperties"), write_value(x, v->any_member);
    else if (x->strict && x->schema->complete && !x->kept) json_add_bool(w, "additionalProperties", false);
    x->kept = kept_around;
}

/* What a checker may hold against a text; some formats of JSON Schema are narrower than what the code asks for. */
static str written_format(const exporter *x, const inferred_value *v)
{
    bool narrow = str_is(v->format, "uri") || str_is(v->format, "duration");
    if (text_of_type(v) || (narrow && !x->strict)) return STR("");
    return str_is(v->format, "regexp") ? STR("regex") : v->format;
}

static void write_facts(exporter *x, const inferred_value *v)
{
    json_writer *w = x->w;
    write_type_names(w, intended_types(v), written_types(x, v));
    write_description(w, v);
    if (x->places && v->parent) export_places(w, x->program, v);
    write_constants(x, v);
    if (v->has_minimum) json_add_number(w, "minimum", v->minimum);
    if (v->has_maximum) json_add_number(w, "maximum", v->maximum);
    str format = written_format(x, v);
    if (format.n) json_add_string(w, "format", format);
    if (v->default_text.n) json_add_raw(w, "default", v->default_text);
    if (v->non_empty && (v->types & INFERRED_STRING)) json_add_int(w, "minLength", 1);
    if (v->non_empty && v->types == INFERRED_ARRAY) json_add_int(w, "minItems", 1);
    if (v->members.n || v->any_member || x->scope != SCOPE_INSIDE) write_members(x, v);
    if (v->element) {
        bool kept_around = x->kept;
        x->kept = kept_around || v->whole;
        json_key(w, "items"), write_value(x, v->element);
        x->kept = kept_around;
    }
}

static void write_value(exporter *x, const inferred_value *v)
{
    json_object(x->w);
    write_facts(x, v);
    json_object_end(x->w);
}

static void write_incomplete(json_writer *w, const ir_program *p, const inferred_schema *s)
{
    arena a = ARENA_INIT;
    ir_span at = s->complete ? s->refuses_at : s->incomplete_at;
    bool placed = at.file != IR_NO_FILE;
    str why = s->complete ? STR("code that is not known may refuse more") : s->incomplete_because;
    str text = arena_printf(&a, "%.*s%s%.*s", STR_ARG(why), placed ? ", " : "",
                            STR_ARG(placed ? ir_span_text(&a, p, at) : STR("")));
    json_add_string(w, "x-wpls-incomplete", text);
    arena_free(&a);
}

void export_json_schema(strbuf *out, project *p, const export_options *options)
{
    const project_facts *facts = project_load(p);
    const inferred_schema *s = options->strict ? project_schema(p) : project_schema_tried(p);
    json_writer w = {.out = out, .indent = 2};
    json_object(&w);
    json_add_string(&w, "$schema", STR("http://json-schema.org/draft-07/schema#"));
    json_add_string(&w, "title", facts->name);
    const rule_layer *layer = facts->registration ? facts->registration->sdk->layer : NULL;
    bool has_rules = layer && !layer->in_plugin; /* else the plugin's own code reads them */
    exporter x = {.w = &w,
                  .program = facts->program,
                  .schema = s,
                  .strict = options->strict,
                  .places = options->places,
                  .matching = config_matching_of(facts),
                  .scope = has_rules ? SCOPE_GLOBAL : SCOPE_INSIDE};
    if (s && (!s->complete || s->refuses_at.file != IR_NO_FILE)) write_incomplete(&w, facts->program, s);
    if (s) write_facts(&x, s->root);
    else json_add_string(&w, "type", STR("object"));
    json_object_end(&w);
    strbuf_add_char(out, '\n');
}
