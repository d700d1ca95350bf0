#include "features/hover_source.h"

#include "base/path.h"
#include "base/strbuf.h"
#include "base/words.h"
#include "features/describe.h"
#include "features/links.h"
#include "features/source_place.h"
#include "ir/func.h"
#include "language/language.h"
#include "plugin/listing.h"
#include "text/brackets.h"

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

str hover_source_function(arena *a, const language_row *l, const sdk_function *f, bool markdown)
{
    strbuf out = STRBUF_INIT;
    const char *fence = markdown ? "```" : "";
    if (markdown) strbuf_printf(&out, "%s%s\n", fence, language_fence(l));
    if (f->signature) strbuf_add_cstr(&out, f->signature);
    else if (!f->receiver && strcmp(f->package, f->language) == 0) strbuf_add_cstr(&out, f->name); /* of no package */
    else strbuf_printf(&out, "%s.%s", f->receiver ? f->receiver : f->package, f->name);
    strbuf_printf(&out, "\n%s%s%.*s\n\n", fence, markdown ? "\n" : "", STR_ARG(sdk_text_str(f->text)));
    add_guide(&out, f);
    if (f->instead) strbuf_printf(&out, words("Use %s instead.\n\n"), f->instead);
    if (f->row >= 0) add_phases(&out, f, markdown);
    str text = arena_str(a, str_trim(strbuf_str(&out)));
    strbuf_free(&out);
    return text;
}

static str where_phase(phase p)
{
    for (int c = 0; c < SDK_COLUMN_COUNT && p < PHASE_COUNT; c++)
        if (strcmp(sdk_column_of((sdk_column)c)->name, phase_name(p)) == 0)
            return sdk_text_str(sdk_column_of((sdk_column)c)->where);
    return (str){0};
}

static str about_option(arena *a, const language_row *l, const source_place *place, bool markdown)
{
    const char *shape, *package = sdk_package(place->package);
    phase when;
    bool streaming;
    if (!package || !language_option(l, package, place->name, &when, &streaming, &shape)) return STR("");
    str name = describe_code(a, place->name, markdown), kind = describe_code(a, str_of(shape), markdown),
        where = where_phase(when);
    const char *chunks = !streaming ? "" : words("; it is called for each chunk and can't pause");
    if (!*shape)
        return arena_printf(a, words("%.*s: an option of the plugin"), STR_ARG(name));
    if (!where.n) return arena_printf(a, words("%.*s registers: %.*s"), STR_ARG(name), STR_ARG(kind));
    return arena_printf(a, words("%.*s registers what runs %.*s: %.*s%s"), STR_ARG(name), STR_ARG(where),
                        STR_ARG(kind), chunks);
}

/* --- keys ------------------------------------------------------------------------------------------------------------------ */

enum { USES_SHOWN = 4, USES_FILES_MOST = 40 };

/* Which configurations beside the plugin set the key; of each the first place. */
static void add_uses(workspace *w, arena *a, project *plugin, const inferred_value *v, bool markdown, strbuf *out)
{
    path_list all = configuration_files(w, a, plugin), near = {0};
    for (size_t i = 0; i < all.n && near.n < USES_FILES_MOST; i++)
        if (path_is_inside(all.at[i], project_root(plugin))) array_push(a, &near, all.at[i]);
    links of = {.plugin = plugin};
    link_list uses = {0};
    array_push(a, &of.keys, v);
    links_uses(w, a, &of, near.at, near.n, &uses);
    size_t files = 0;
    for (size_t i = 0; i < uses.n; i++) {
        str path = uses.at[i].path, text;
        bool again = i && str_eq(uses.at[i - 1].path, path);
        if (again || workspace_text(w, path, &text) != FILE_OK || ++files > USES_SHOWN) continue;
        if (files == 1) strbuf_printf(out, "%s%s", markdown ? "\n- " : "\n", words("set at "));
        strbuf_add_cstr(out, files > 1 ? ", " : "");
        strbuf_add(out, describe_place(a, path, project_root(plugin), text, uses.at[i].at.start, markdown));
    }
    if (files > USES_SHOWN) strbuf_printf(out, words(" and in %zu other files"), files - USES_SHOWN);
}

/* The parts for rules and for all often read a key by the same code: once is enough. */
static bool is_told(arena *a, project *plugin, const inferred_list *keys, size_t i)
{
    const inferred_value *v = keys->at[i];
    size_t length = describe_value(a, plugin, v, false).n;
    for (size_t k = 0; k < keys->n; k++) {
        const inferred_value *other = keys->at[k];
        bool same = k != i && other->read_at.file == v->read_at.file && other->read_at.at.start == v->read_at.at.start &&
                    str_eq(describe_type(a, other), describe_type(a, v));
        size_t its = same ? describe_value(a, plugin, other, false).n : 0;
        if (same && (its > length || (its == length && k < i))) return true;
    }
    return false;
}

static str about_key(workspace *w, arena *a, project *plugin, str path, const source_place *place, bool markdown)
{
    inferred_list keys = source_place_keys(a, plugin, path, place);
    strbuf out = STRBUF_INIT;
    for (size_t i = 0; i < keys.n; i++) {
        const inferred_value *v = keys.at[i];
        if (is_told(a, plugin, &keys, i)) continue;
        str name = markdown ? describe_escape(a, v->name) : v->name, type = describe_type(a, v),
            text = describe_value(a, plugin, v, markdown);
        if (out.n) strbuf_add_cstr(&out, markdown ? "\n\n---\n\n" : "\n\n");
        strbuf_printf(&out, markdown ? "**%.*s**: %.*s%s%.*s" : "%.*s: %.*s%s%.*s", STR_ARG(name), STR_ARG(type),
                      !text.n ? "" : markdown ? "\n\n" : "\n", STR_ARG(text));
        add_uses(w, a, plugin, v, markdown, &out);
    }
    str text = arena_str(a, strbuf_str(&out));
    strbuf_free(&out);
    return text;
}

/* --- handlers -------------------------------------------------------------------------------------------------------------- */

/* Whether the offset is at the function's name, where it is declared or in the head of its definition. */
static bool is_name_of(const ir_program *p, const ir_func *f, str path, uint32_t offset, range *at)
{
    if (f->at.file < ir_file_count(p) && str_eq(ir_file_path(p, f->at.file), path) && range_touches(f->at.at, offset)) {
        *at = f->at.at;
        return true;
    }
    if (f->whole.file >= ir_file_count(p) || !str_eq(ir_file_path(p, f->whole.file), path) || !range_touches(f->whole.at, offset))
        return false;
    str text = ir_file_text(p, f->whole.file);
    *at = scan_word(text, offset);
    str head = str_slice(text, f->whole.at.start, at->start);
    return str_eq(str_slice(text, at->start, at->end), f->name) && str_find_char(head, '{', 0) < 0;
}

/* The name of a function that the plugin has registered. */
static bool handler_at(arena *a, project *plugin, str path, uint32_t offset, bool markdown, hover_answer *hover)
{
    const project_facts *facts = project_load(plugin);
    range place = {offset, offset};
    if (!facts->registrations || !project_move_back(plugin, path, &place)) return false;
    for (size_t i = 0; i < facts->registrations->n; i++) {
        const registration *r = &facts->registrations->at[i];
        for (size_t k = 0; k < r->handlers.n; k++) {
            const ir_func *f = r->handlers.at[k].func;
            str where = where_phase(r->handlers.at[k].phase);
            if (!f || f->outer || !f->name.n || !where.n) continue;
            if (!is_name_of(facts->program, f, path, place.start, &hover->at)) continue;
            hover->text = arena_printf(a, words("%.*s runs %.*s"), STR_ARG(describe_code(a, f->name, markdown)), STR_ARG(where));
            return project_move_place(plugin, path, &hover->at);
        }
    }
    return false;
}

/* A package that several plugins share may mean something in one of them alone. */
bool hover_source_at(workspace *w, arena *a, str path, uint32_t offset, bool markdown, hover_answer *hover)
{
    project_list plugins = workspace_projects_with(w, a, path);
    hover->text = (str){0};
    for (size_t i = 0; i < plugins.n && !hover->text.n; i++) {
        source_place place;
        if (!source_place_in(plugins.at[i], path, offset, &place)) {
            if (handler_at(a, plugins.at[i], path, offset, markdown, hover)) return true;
            continue;
        }
        hover->at = place.at;
        const language_row *l = project_load(plugins.at[i])->language;
        bool key = place.is_literal || place.field;
        hover->text = place.function ? hover_source_function(a, l, place.function, markdown)
                      : key          ? about_key(w, a, plugins.at[i], path, &place, markdown)
                                     : about_option(a, l, &place, markdown);
    }
    return hover->text.n > 0;
}
