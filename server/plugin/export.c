#include "plugin/export.h"

#include "base/words.h"
#include "ir/func.h"
#include "ir/infer.h"

static const struct {
    unsigned bit;
    const char *name;
} types[] = {
    {INFERRED_OBJECT, WORDS("object")}, {INFERRED_ARRAY, WORDS("array")},     {INFERRED_STRING, WORDS("string")},
    {INFERRED_INTEGER, WORDS("integer")}, {INFERRED_NUMBER, WORDS("number")}, {INFERRED_BOOLEAN, WORDS("boolean")},
};
enum { TYPES = sizeof types / sizeof *types };

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

void export_places(json_writer *w, const ir_program *p, const inferred_value *v)
{
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
