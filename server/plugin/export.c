#include "plugin/export.h"

#include "base/json_write.h"
#include "base/words.h"
#include "ir/infer.h"
#include "ir/func.h"
#include "ir/registration.h"
#include "ir/rule_layer.h"
#include "plugin/evaluate.h"
#include "plugin/project.h"
#include "yaml/write.h"

static const struct {
    unsigned bit;
    const char *name;
} types[] = {
    {INFERRED_OBJECT, WORDS("object")}, {INFERRED_ARRAY, WORDS("array")},     {INFERRED_STRING, WORDS("string")},
    {INFERRED_INTEGER, WORDS("integer")}, {INFERRED_NUMBER, WORDS("number")}, {INFERRED_BOOLEAN, WORDS("boolean")},
};
enum { TYPES = sizeof types / sizeof *types };

/* The type that a string is a text of; 0: of none. */
static unsigned text_of_type(const inferred_value *v)
{
    for (size_t i = 0; i < TYPES; i++)
        if (str_is(v->format, types[i].name)) return types[i].bit;
    return 0;
}

/* What may be written: a string that has to be a number may as well be one, since it is read as its text. */
static unsigned written_types(const inferred_value *v)
{
    return v->types & INFERRED_STRING ? v->types | text_of_type(v) : v->types;
}

str export_type_text(arena *a, const inferred_value *v)
{
    str out = STR("");
    for (size_t i = 0; i < TYPES; i++) {
        if (!(v->types & types[i].bit)) continue;
        bool list = types[i].bit == INFERRED_ARRAY && v->element && v->element->types;
        str one =
            list ? arena_printf(a, words("array of %.*s"), STR_ARG(export_type_text(a, v->element))) : words_str(types[i].name);
        out = out.n ? arena_printf(a, words("%.*s or %.*s"), STR_ARG(out), STR_ARG(one)) : one;
    }
    return out.n ? out : words_str("any");
}

str export_guard_text(arena *a, const inferred_value *v)
{
    str out = STR("");
    for (size_t i = 0; i < v->guards.n; i++) {
        const inferred_guard *g = &v->guards.at[i];
        str one = g->exists_only ? arena_printf(a, words("%.*s is set"), STR_ARG(g->path))
                                 : arena_printf(a, words("%.*s is '%.*s'"), STR_ARG(g->path), STR_ARG(g->value));
        out = out.n ? arena_printf(a, words("%.*s and %.*s"), STR_ARG(out), STR_ARG(one))
                    : arena_printf(a, words("read only when %.*s"), STR_ARG(one));
    }
    return out;
}

str export_case_text(arena *a, const inferred_value *v)
{
    str out = STR("");
    for (size_t i = 0; i < v->required_when.n; i++) {
        const inferred_guard *g = &v->required_when.at[i];
        bool again = i && str_eq(g->path, v->required_when.at[i - 1].path);
        str one = g->exists_only ? arena_printf(a, words("%.*s is set"), STR_ARG(g->path))
                  : again        ? arena_printf(a, "'%.*s'", STR_ARG(g->value))
                        : arena_printf(a, words("%.*s is '%.*s'"), STR_ARG(g->path), STR_ARG(g->value));
        out = out.n ? arena_printf(a, words("%.*s or %.*s"), STR_ARG(out), STR_ARG(one))
                    : arena_printf(a, words("required when %.*s"), STR_ARG(one));
    }
    return out;
}

str export_one_of_text(arena *a, const inferred_value *v)
{
    str out = STR("");
    for (size_t i = 0; inferred_is_one_of(v) && i < v->parent->one_of.n; i++)
        out = arena_printf(a, "%.*s%s`%.*s`", STR_ARG(out), i ? ", " : "", STR_ARG(v->parent->one_of.at[i]->name));
    return out.n ? arena_printf(a, words("one of %.*s is needed"), STR_ARG(out)) : out;
}

/* --- JSON Schema ----------------------------------------------------------------------------------------------------------- */

typedef enum export_scope { SCOPE_INSIDE, SCOPE_GLOBAL, SCOPE_RULE } export_scope;

typedef struct exporter {
    json_writer *w;
    const ir_program *program;
    const inferred_schema *schema;
    bool open;          /* keys that were not found are allowed */
    config_matching matching; /* of its rules */
    export_scope scope; /* of the object written next: the whole configuration, a rule, or anything inside */
} exporter;

static void write_types(json_writer *w, const inferred_value *v)
{
    unsigned written = written_types(v), n = 0;
    for (size_t i = 0; i < TYPES; i++) n += (written & types[i].bit) != 0;
    if (n == 0) return;
    json_key(w, "type");
    if (n > 1) json_array(w);
    for (size_t i = 0; i < TYPES; i++)
        if (written & types[i].bit) json_string(w, str_of(types[i].name));
    if (n > 1) json_array_end(w);
}

static void write_constants(json_writer *w, const inferred_value *v)
{
    if (!v->values.n) return;
    /* what is not enforced is a suggestion, which JSON Schema knows as examples */
    json_add_array(w, v->enum_enforced ? "enum" : "examples");
    for (size_t i = 0; i < v->values.n; i++) {
        if (v->values.at[i].is_string) json_string(w, v->values.at[i].text);
        else json_raw(w, v->values.at[i].text);
    }
    if (v->enum_enforced && v->empty_allowed) json_string(w, STR(""));
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

static void write_place(json_writer *w, const ir_program *p, const char *name, ir_span at)
{
    if (at.file == IR_NO_FILE) return;
    arena a = ARENA_INIT;
    json_add_string(w, name, ir_span_text(&a, p, at));
    arena_free(&a);
}

static void write_guards(json_writer *w, const ir_program *p, const inferred_value *v)
{
    if (!v->guards.n) return;
    json_add_array(w, "x-wpls-read-when");
    for (size_t i = 0; i < v->guards.n; i++) {
        const inferred_guard *g = &v->guards.at[i];
        json_object(w);
        json_add_string(w, "key", g->path);
        if (!g->exists_only) json_add_string(w, "value", g->value);
        write_place(w, p, "at", g->at);
        json_object_end(w);
    }
    json_array_end(w);
}

/* The lines of the program that the facts come from. */
static void write_places(json_writer *w, const ir_program *p, const inferred_value *v)
{
    if (!v->parent) return;
    write_place(w, p, "x-wpls-read-at", v->read_at);
    if (v->required) write_place(w, p, "x-wpls-required-at", v->required_at);
    if (v->has_minimum) write_place(w, p, "x-wpls-minimum-at", v->minimum_at);
    if (v->has_maximum) write_place(w, p, "x-wpls-maximum-at", v->maximum_at);
    if (v->format.n) write_place(w, p, "x-wpls-format-at", v->format_at);
    if (v->values.n) write_place(w, p, "x-wpls-values-at", v->values.at[0].at);
    bool kept_whole = v->whole && !v->members.n && !v->any_member; /* nobody knows what is looked at inside */
    if (kept_whole) json_add_bool(w, "x-wpls-kept-whole", true);
    if (v->unit.n) json_add_string(w, "x-wpls-unit", v->unit);
    write_guards(w, p, v);
}

static void write_value(exporter *x, const inferred_value *v);

/* --- rules: where the SDK keeps what holds for some requests only (wasm-go, pkg/matcher)
 * ------------------------------------- */

static void write_required(json_writer *w, const char *key)
{
    json_add_array(w, "required");
    json_string(w, str_of(key));
    json_array_end(w);
}

static void write_match_keys(json_writer *w, config_matching m)
{
    for (size_t i = 0; i < m.keys; i++) {
        json_add_object(w, rule_layer_higress.match[i].key);
        json_add_string(w, "type", STR("array"));
        json_add_object(w, "items");
        json_add_string(w, "type", STR("string"));
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

static bool always_required(const inferred_value *v) { return v->required && !v->guards.n && !v->required_when.n; }

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

static void write_one_of(json_writer *w, const inferred_value *v)
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
    if (v->one_of.n && !rule) write_one_of(w, v);
    if (any) {
        json_add_array(w, "allOf");
        json_object(w);
        write_one_of(w, v);
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
    bool any_required = false, any_case = v->one_of.n > 0;
    json_add_object(w, "properties");
    if (scope == SCOPE_RULE) write_match_keys(w, x->matching);
    for (size_t i = 0; i < v->members.n; i++) {
        const inferred_value *m = v->members.at[i];
        json_key_str(w, m->name);
        write_value(x, m);
        any_required = any_required || always_required(m);
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
            if (always_required(v->members.at[i])) json_string(w, v->members.at[i]->name);
        json_array_end(w);
    }
    if (any_case) write_cases(w, v, scope == SCOPE_RULE);
    if (exempt) json_object_end(w);
    if (v->any_member) json_key(w, "additionalProperties"), write_value(x, v->any_member);
    else if (!v->whole && !x->open) json_add_bool(w, "additionalProperties", false);
}

static void write_facts(exporter *x, const inferred_value *v)
{
    json_writer *w = x->w;
    write_types(w, v);
    write_description(w, v);
    write_places(w, x->program, v);
    write_constants(w, v);
    if (v->has_minimum) json_add_number(w, "minimum", v->minimum);
    if (v->has_maximum) json_add_number(w, "maximum", v->maximum);
    if (v->format.n && !text_of_type(v)) json_add_string(w, "format", str_is(v->format, "regexp") ? STR("regex") : v->format);
    if (v->default_text.n) json_add_raw(w, "default", v->default_text);
    if (v->non_empty && (v->types & INFERRED_STRING)) json_add_int(w, "minLength", 1);
    if (v->non_empty && v->types == INFERRED_ARRAY) json_add_int(w, "minItems", 1);
    if (v->members.n || v->any_member || x->scope != SCOPE_INSIDE) write_members(x, v);
    if (v->element) json_key(w, "items"), write_value(x, v->element);
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
    bool placed = s->incomplete_at.file != IR_NO_FILE;
    str text = arena_printf(&a, "%.*s%s%.*s", STR_ARG(s->incomplete_because), placed ? ", " : "",
                            STR_ARG(placed ? ir_span_text(&a, p, s->incomplete_at) : STR("")));
    json_add_string(w, "x-wpls-incomplete", text);
    arena_free(&a);
}

void export_json_schema(strbuf *out, project *p)
{
    const project_facts *facts = project_load(p);
    const inferred_schema *s = project_schema(p);
    json_writer w = {.out = out, .indent = 2};
    json_object(&w);
    json_add_string(&w, "$schema", STR("http://json-schema.org/draft-07/schema#"));
    json_add_string(&w, "title", facts->name);
    bool has_rules = facts->registration && facts->registration->sdk->layer;
    exporter x = {&w, facts->program, s, s && !s->complete, config_matching_of(facts),
                  has_rules ? SCOPE_GLOBAL : SCOPE_INSIDE};
    if (s && !s->complete) write_incomplete(&w, facts->program, s);
    if (s) write_facts(&x, s->root);
    else json_add_string(&w, "type", STR("object"));
    json_object_end(&w);
    strbuf_add_char(out, '\n');
}

void export_spec(strbuf *out, project *p)
{
    const project_facts *facts = project_load(p);
    const inferred_schema *s = project_schema(p);
    strbuf json = STRBUF_INIT;
    json_writer w = JSON_WRITER(&json);
    json_object(&w);
    json_add_string(&w, "apiVersion", STR("1.0.0"));
    json_add_object(&w, "info");
    json_add_string(&w, "name", facts->name);
    json_object_end(&w);
    json_add_object(&w, "spec");
    json_add_object(&w, "configSchema");
    json_add_object(&w, "openAPIV3Schema");
    exporter x = {.w = &w, .program = facts->program, .schema = s, .open = true};
    if (s) write_facts(&x, s->root);
    json_object_end(&w);
    json_object_end(&w);
    json_object_end(&w);
    json_object_end(&w);
    arena a = ARENA_INIT;
    yaml_write_block(out, yaml_parse(&a, strbuf_str(&json), YAML_JSON)->documents.at[0].root);
    arena_free(&a);
    strbuf_free(&json);
}

/* --- Markdown -------------------------------------------------------------------------------------------------------------- */

/* Text inside a table cell. */
static void add_cell(strbuf *out, str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '|') strbuf_add_char(out, '\\');
        strbuf_add_char(out, s.p[i] == '\n' ? ' ' : s.p[i]);
    }
}

static void add_notes(strbuf *out, arena *a, const inferred_value *v)
{
    strbuf notes = STRBUF_INIT;
    strbuf_add(&notes, v->description);
    if (v->values.n)
        strbuf_printf(&notes, "%s%s ", notes.n ? words("; ") : "", v->enum_enforced ? words("one of") : words("known values"));
    for (size_t i = 0; i < v->values.n; i++) strbuf_printf(&notes, "%s`%.*s`", i ? ", " : "", STR_ARG(v->values.at[i].text));
    if (v->has_minimum) strbuf_printf(&notes, words("%sat least %.15g"), notes.n ? words("; ") : "", v->minimum);
    if (v->has_maximum) strbuf_printf(&notes, words("%sat most %.15g"), notes.n ? words("; ") : "", v->maximum);
    if (v->default_text.n && !str_is(v->default_text, "\"\""))
        strbuf_printf(&notes, words("%sdefault `%.*s`"), notes.n ? words("; ") : "", STR_ARG(v->default_text));
    if (v->unit.n) strbuf_printf(&notes, words("%sin %.*s"), notes.n ? words("; ") : "", STR_ARG(v->unit));
    if (v->format.n) strbuf_printf(&notes, words("%sa valid %.*s"), notes.n ? words("; ") : "", STR_ARG(v->format));
    str guard = export_guard_text(a, v);
    str cases = export_case_text(a, v);
    str group = export_one_of_text(a, v);
    if (cases.n) strbuf_printf(&notes, "%s%.*s", notes.n ? words("; ") : "", STR_ARG(cases));
    if (group.n) strbuf_printf(&notes, "%s%.*s", notes.n ? words("; ") : "", STR_ARG(group));
    if (guard.n) strbuf_printf(&notes, "%s%.*s", notes.n ? words("; ") : "", STR_ARG(guard));
    add_cell(out, strbuf_str(&notes));
    strbuf_free(&notes);
}

static void add_rows(strbuf *out, arena *a, const inferred_value *v, str path)
{
    if (v->parent) {
        strbuf_printf(out, "| `%.*s` | %.*s | %s | ", STR_ARG(path), STR_ARG(export_type_text(a, v)),
                      always_required(v)                     ? words("yes")
                      : v->required || inferred_is_one_of(v) ? words("conditional")
                                                             : words("no"));
        add_notes(out, a, v);
        strbuf_add_cstr(out, " |\n");
    }
    for (size_t i = 0; i < v->members.n; i++) {
        str name = v->members.at[i]->name;
        add_rows(out, a, v->members.at[i], path.n ? arena_printf(a, "%.*s.%.*s", STR_ARG(path), STR_ARG(name)) : name);
    }
    if (v->any_member) add_rows(out, a, v->any_member, arena_printf(a, "%.*s%s*", STR_ARG(path), path.n ? "." : ""));
    if (v->element && (v->element->members.n || v->element->any_member || v->element->values.n || v->element->element))
        add_rows(out, a, v->element, arena_printf(a, "%.*s[]", STR_ARG(path)));
}

void export_markdown(strbuf *out, project *p)
{
    const inferred_schema *s = project_schema(p);
    arena a = ARENA_INIT;
    strbuf_add_cstr(out, words("| Name | Type | Required | Description |\n|---|---|---|---|\n"));
    if (s) add_rows(out, &a, s->root, STR(""));
    if (s && s->rule != s->root) {
        strbuf_add_cstr(out, words("\nIn rules:\n\n| Name | Type | Required | Description |\n|---|---|---|---|\n"));
        add_rows(out, &a, s->rule, STR(""));
    }
    arena_free(&a);
}
