#include "features/hover_source.h"

#include "base/strbuf.h"
#include "base/words.h"
#include "features/describe.h"
#include "features/source_place.h"
#include "language/language.h"

/* One row of the table for all situations with the same outcome, in the order of a stream's life. */
static void add_phases(strbuf *out, const sdk_function *f, bool markdown)
{
    bool done[SDK_COLUMN_COUNT] = {0};
    if (markdown) strbuf_add_cstr(out, words("| where | what it does, measured |\n|---|---|\n"));
    for (int c = 0; c < SDK_COLUMN_COUNT; c++) {
        const sdk_status_info *status = sdk_status(f, (sdk_column)c);
        if (done[c] || status->verdict == SDK_UNKNOWN) continue;
        strbuf_add_cstr(out, markdown ? "| " : "- ");
        for (int k = c, n = 0; k < SDK_COLUMN_COUNT; k++) {
            if (sdk_status(f, (sdk_column)k) != status) continue;
            done[k] = true;
            strbuf_add_cstr(out, n++ ? words("; ") : "");
            strbuf_add(out, sdk_text_str(sdk_column_of((sdk_column)k)->where));
        }
        bool reads = status->reading.en && !f->edits;
        strbuf_printf(out, "%s%.*s%s\n", markdown ? " | " : ": ", STR_ARG(sdk_text_str(reads ? status->reading : status->effect)),
                      markdown ? " |" : "");
    }
}

static void add_guide(strbuf *out, const sdk_function *f)
{
    if (!f->in_guide) return;
    strbuf_add_cstr(out, words("The Higress guide allows it "));
    if (!f->guide_phases) strbuf_add_cstr(out, words("everywhere"));
    for (int p = 0, n = 0; p < PHASE_COUNT; p++) {
        if (!(f->guide_phases >> p & 1)) continue;
        for (int c = 0; c < SDK_COLUMN_COUNT; c++)
            if (strcmp(sdk_column_of((sdk_column)c)->name, phase_name((phase)p)) == 0)
                strbuf_printf(out, "%s%.*s", n++ ? ", " : "", STR_ARG(sdk_text_str(sdk_column_of((sdk_column)c)->where)));
    }
    strbuf_add_cstr(out, words(".\n\n"));
}

static str about_function(arena *a, const sdk_function *f, bool markdown)
{
    strbuf out = STRBUF_INIT;
    const char *fence = markdown ? "```" : "";
    if (markdown) strbuf_printf(&out, "%s%s\n", fence, f->language);
    if (f->signature) strbuf_add_cstr(&out, f->signature);
    else strbuf_printf(&out, "%s.%s", f->receiver ? f->receiver : f->package, f->name);
    strbuf_printf(&out, "\n%s%s%.*s\n\n", fence, markdown ? "\n" : "", STR_ARG(sdk_text_str(f->text)));
    add_guide(&out, f);
    if (f->instead) strbuf_printf(&out, words("Use %s instead.\n\n"), f->instead);
    if (f->row >= 0) add_phases(&out, f, markdown);
    str text = arena_str(a, str_trim(strbuf_str(&out)));
    strbuf_free(&out);
    return text;
}

static str about_option(arena *a, const language_row *l, const source_place *place, bool markdown)
{
    const char *shape, *package = sdk_package(place->package);
    phase when;
    bool streaming;
    if (!package || !language_option(l, package, place->name, &when, &streaming, &shape)) return STR("");
    str name = describe_code(a, place->name, markdown), kind = describe_code(a, str_of(shape), markdown), where = {0};
    for (int c = 0; c < SDK_COLUMN_COUNT && when < PHASE_COUNT; c++)
        if (strcmp(sdk_column_of((sdk_column)c)->name, phase_name(when)) == 0)
            where = sdk_text_str(sdk_column_of((sdk_column)c)->where);
    const char *chunks = !streaming ? "" : words("; it is called for each chunk and can't pause");
    if (!*shape)
        return arena_printf(a, words("%.*s: an option of the plugin"), STR_ARG(name));
    if (!where.n) return arena_printf(a, words("%.*s registers: %.*s"), STR_ARG(name), STR_ARG(kind));
    return arena_printf(a, words("%.*s registers what runs %.*s: %.*s%s"), STR_ARG(name), STR_ARG(where),
                        STR_ARG(kind), chunks);
}

static str about_key(arena *a, project *plugin, str path, const source_place *place, bool markdown)
{
    inferred_list keys = source_place_keys(a, plugin, path, place);
    strbuf out = STRBUF_INIT;
    for (size_t i = 0; i < keys.n; i++) {
        const inferred_value *v = keys.at[i];
        str name = markdown ? describe_escape(a, v->name) : v->name, type = describe_type(a, v),
            text = describe_value(a, plugin, v, markdown);
        if (out.n) strbuf_add_cstr(&out, markdown ? "\n\n---\n\n" : "\n\n");
        strbuf_printf(&out, markdown ? "**%.*s**: %.*s%s%.*s" : "%.*s: %.*s%s%.*s", STR_ARG(name), STR_ARG(type),
                      !text.n ? "" : markdown ? "\n\n" : "\n", STR_ARG(text));
    }
    str text = arena_str(a, strbuf_str(&out));
    strbuf_free(&out);
    return text;
}

/* A package that several plugins share may mean something in one of them alone. */
bool hover_source_at(workspace *w, arena *a, str path, uint32_t offset, bool markdown, hover_answer *hover)
{
    project_list plugins = workspace_projects_with(w, a, path);
    hover->text = (str){0};
    for (size_t i = 0; i < plugins.n && !hover->text.n; i++) {
        source_place place;
        if (!source_place_in(plugins.at[i], path, offset, &place)) continue;
        hover->at = place.at;
        hover->text = place.function     ? about_function(a, place.function, markdown)
                      : place.is_literal ? about_key(a, plugins.at[i], path, &place, markdown)
                                         : about_option(a, project_load(plugins.at[i])->language, &place, markdown);
    }
    return hover->text.n > 0;
}
