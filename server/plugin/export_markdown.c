/* The table of a plugin's keys, as READMEs have it. */
#include "base/words.h"
#include "ir/infer.h"
#include "plugin/export.h"
#include "plugin/project.h"

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
                      inferred_is_required(v)                     ? words("yes")
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

void export_markdown(strbuf *out, project *p, const export_options *options)
{
    (void)options;
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
