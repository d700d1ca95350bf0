#include "plugin/export.h"

#include "base/json_write.h"
#include "yaml/write.h"

static const struct {
    unsigned bit;
    const char *name;
} types[] = {
    {INFERRED_OBJECT, "object"}, {INFERRED_ARRAY, "array"},     {INFERRED_STRING, "string"},
    {INFERRED_INTEGER, "integer"}, {INFERRED_NUMBER, "number"}, {INFERRED_BOOLEAN, "boolean"},
};
enum { TYPES = sizeof types / sizeof *types };

static unsigned count_types(const inferred_value *v)
{
    unsigned n = 0;
    for (size_t i = 0; i < TYPES; i++) n += (v->types & types[i].bit) != 0;
    return n;
}

str export_type_text(arena *a, const inferred_value *v)
{
    str out = STR("");
    for (size_t i = 0; i < TYPES; i++) {
        if (!(v->types & types[i].bit)) continue;
        bool list = types[i].bit == INFERRED_ARRAY && v->element && v->element->types;
        str one = list ? arena_printf(a, "array of %.*s", STR_ARG(export_type_text(a, v->element))) : str_of(types[i].name);
        out = out.n ? arena_printf(a, "%.*s or %.*s", STR_ARG(out), STR_ARG(one)) : one;
    }
    return out.n ? out : STR("any");
}

str export_guard_text(arena *a, const inferred_value *v)
{
    str out = STR("");
    for (size_t i = 0; i < v->guards.n; i++) {
        const inferred_guard *g = &v->guards.at[i];
        str one = g->exists_only ? arena_printf(a, "%.*s is set", STR_ARG(g->path))
                                 : arena_printf(a, "%.*s is '%.*s'", STR_ARG(g->path), STR_ARG(g->value));
        out = out.n ? arena_printf(a, "%.*s and %.*s", STR_ARG(out), STR_ARG(one)) : arena_printf(a, "read only when %.*s", STR_ARG(one));
    }
    return out;
}

/* --- JSON Schema ----------------------------------------------------------------------------------------------------------- */

static void write_types(json_writer *w, const inferred_value *v)
{
    unsigned n = count_types(v);
    if (n == 0) return;
    json_key(w, "type");
    if (n > 1) json_array(w);
    for (size_t i = 0; i < TYPES; i++)
        if (v->types & types[i].bit) json_string(w, str_of(types[i].name));
    if (n > 1) json_array_end(w);
}

static void write_constants(json_writer *w, const inferred_value *v)
{
    if (!v->values.n) return;
    /* what is not enforced is a suggestion, which JSON Schema knows as examples */
    json_key(w, v->enum_enforced ? "enum" : "examples");
    json_array(w);
    for (size_t i = 0; i < v->values.n; i++) {
        if (v->values.at[i].is_string) json_string(w, v->values.at[i].text);
        else json_raw(w, v->values.at[i].text);
    }
    json_array_end(w);
}

static void write_description(json_writer *w, const ir_program *p, const inferred_value *v)
{
    arena a = ARENA_INIT;
    str guard = export_guard_text(&a, v);
    str text = v->description;
    if (guard.n) text = arena_printf(&a, "%.*s%s%.*s", STR_ARG(text), text.n ? "\n\n" : "", STR_ARG(guard));
    if (text.n) json_key(w, "description"), json_string(w, text);
    if (v->read_at.file != IR_NO_FILE && v->parent) json_key(w, "x-wpls-read-at"), json_string(w, ir_span_text(&a, p, v->read_at));
    arena_free(&a);
}

static void write_value(json_writer *w, const ir_program *p, const inferred_value *v, bool open);

static void write_members(json_writer *w, const ir_program *p, const inferred_value *v, bool open)
{
    bool any_required = false;
    json_key(w, "properties");
    json_object(w);
    for (size_t i = 0; i < v->members.n; i++) {
        const inferred_value *m = v->members.at[i];
        json_key_str(w, m->name);
        write_value(w, p, m, open);
        if (m->required && !m->guards.n) any_required = true;
    }
    json_object_end(w);
    if (any_required) {
        json_key(w, "required");
        json_array(w);
        for (size_t i = 0; i < v->members.n; i++)
            if (v->members.at[i]->required && !v->members.at[i]->guards.n) json_string(w, v->members.at[i]->name);
        json_array_end(w);
    }
    if (v->any_member) json_key(w, "additionalProperties"), write_value(w, p, v->any_member, open);
    else if (!v->whole && !open) json_key(w, "additionalProperties"), json_bool(w, false);
}

static void write_facts(json_writer *w, const ir_program *p, const inferred_value *v, bool open)
{
    write_types(w, v);
    write_description(w, p, v);
    write_constants(w, v);
    if (v->has_minimum) json_key(w, "minimum"), json_number(w, v->minimum);
    if (v->has_maximum) json_key(w, "maximum"), json_number(w, v->maximum);
    if (v->format.n) json_key(w, "format"), json_string(w, str_is(v->format, "regexp") ? STR("regex") : v->format);
    if (v->default_text.n) json_key(w, "default"), json_raw(w, v->default_text);
    if (v->non_empty && (v->types & INFERRED_STRING)) json_key(w, "minLength"), json_int(w, 1);
    if (v->non_empty && v->types == INFERRED_ARRAY) json_key(w, "minItems"), json_int(w, 1);
    if (v->members.n || v->any_member) write_members(w, p, v, open);
    if (v->element) json_key(w, "items"), write_value(w, p, v->element, open);
}

static void write_value(json_writer *w, const ir_program *p, const inferred_value *v, bool open)
{
    json_object(w);
    write_facts(w, p, v, open);
    json_object_end(w);
}

void export_json_schema(strbuf *out, project *p)
{
    const project_facts *facts = project_load(p);
    const inferred_schema *s = project_schema(p);
    json_writer w = {.out = out, .indent = 2};
    json_object(&w);
    json_key(&w, "$schema"), json_string(&w, STR("http://json-schema.org/draft-07/schema#"));
    json_key(&w, "title"), json_string(&w, facts->name);
    if (s) write_facts(&w, facts->program, s->root, !s->complete);
    else json_key(&w, "type"), json_string(&w, STR("object"));
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
    json_key(&w, "apiVersion"), json_string(&w, STR("1.0.0"));
    json_key(&w, "info");
    json_object(&w);
    json_key(&w, "name"), json_string(&w, facts->name);
    json_object_end(&w);
    json_key(&w, "spec");
    json_object(&w);
    json_key(&w, "configSchema");
    json_object(&w);
    json_key(&w, "openAPIV3Schema");
    json_object(&w);
    if (s) write_facts(&w, facts->program, s->root, true);
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
    if (v->values.n) strbuf_printf(&notes, "%s%s ", notes.n ? "; " : "", v->enum_enforced ? "one of" : "known values");
    for (size_t i = 0; i < v->values.n; i++) strbuf_printf(&notes, "%s`%.*s`", i ? ", " : "", STR_ARG(v->values.at[i].text));
    if (v->has_minimum) strbuf_printf(&notes, "%sat least %g", notes.n ? "; " : "", v->minimum);
    if (v->has_maximum) strbuf_printf(&notes, "%sat most %g", notes.n ? "; " : "", v->maximum);
    if (v->format.n) strbuf_printf(&notes, "%sa valid %.*s", notes.n ? "; " : "", STR_ARG(v->format));
    str guard = export_guard_text(a, v);
    if (guard.n) strbuf_printf(&notes, "%s%.*s", notes.n ? "; " : "", STR_ARG(guard));
    add_cell(out, strbuf_str(&notes));
    strbuf_free(&notes);
}

static void add_rows(strbuf *out, arena *a, const inferred_value *v, str path)
{
    if (v->parent) {
        strbuf_printf(out, "| `%.*s` | %.*s | %s | ", STR_ARG(path), STR_ARG(export_type_text(a, v)),
                      v->required ? v->guards.n ? "conditional" : "yes" : "no");
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
    strbuf_add_cstr(out, "| Name | Type | Required | Description |\n|---|---|---|---|\n");
    if (s) add_rows(out, &a, s->root, STR(""));
    arena_free(&a);
}
