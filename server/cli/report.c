#include "cli/report.h"

#include "base/json_write.h"
#include "base/path.h"
#include "base/uri.h"
#include "base/visible.h"
#include "base/words.h"
#include "plugin/catalogue.h"

#include <stdio.h>

const report_format *report_find(const char *name)
{
    static const report_format *const formats[] = {&report_text,       &report_json,   &report_jsonl,
                                                   &report_sarif,      &report_github, &report_gitlab,
                                                   &report_checkstyle, &report_junit,  &report_baseline};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i]->name, name) == 0) return formats[i];
    return NULL;
}

report_range report_range_of(workspace *w, str path, range at)
{
    const line_index *lines = workspace_lines(w, path);
    return (report_range){line_index_position(lines, at.start, TEXT_UTF32), line_index_position(lines, at.end, TEXT_UTF32)};
}

str report_path(arena *a, const report_options *o, str path)
{
    str shown = path_relative(path, o->base);
    return o->prefix.n && shown.n < path.n ? path_join(a, o->prefix, shown) : shown;
}

bool report_uri(arena *a, const report_options *o, str path, str *uri)
{
    str shown = report_path(a, o, path);
    bool relative = !path_is_absolute(shown);
    *uri = uri_from_path(a, relative ? path_join(a, STR("/"), shown) : shown);
    if (relative) *uri = str_slice(*uri, strlen("file:///"), uri->n);
    return relative;
}

void report_add_xml(strbuf *out, str text)
{
    arena a = ARENA_INIT;
    str shown = str_visible(&a, text);
    for (size_t i = 0; i < shown.n; i++) {
        char c = shown.p[i];
        if (c == '&') strbuf_add_cstr(out, "&amp;");
        else if (c == '<') strbuf_add_cstr(out, "&lt;");
        else if (c == '>') strbuf_add_cstr(out, "&gt;");
        else if (c == '"') strbuf_add_cstr(out, "&quot;");
        else strbuf_add_char(out, c);
    }
    arena_free(&a);
}

void report_add_xml_path(strbuf *out, const report_options *o, str path)
{
    arena a = ARENA_INIT;
    report_add_xml(out, report_path(&a, o, path));
    arena_free(&a);
}

/* --- totals
 * ------------------------------------------------------------------------------------------------------------------ */

void report_totals_add(report_totals *all, const report_totals *more)
{
    for (int i = 0; i < 5; i++) all->counts[i] += more->counts[i];
    all->plugins += more->plugins;
    all->plugins_checked += more->plugins_checked;
    all->configurations += more->configurations;
    all->configurations_checked += more->configurations_checked;
    all->configurations_by_catalogue += more->configurations_by_catalogue;
    all->modules += more->modules;
    all->documents += more->documents;
    all->others += more->others;
    all->unchanged += more->unchanged;
}

/* English alone has another form for several. */
static const char *plural(bool several) { return several && words_used() == WORDS_ENGLISH ? "s" : ""; }

static void add_counts(strbuf *out, const report_totals *t)
{
    static const char *const names[] = {[SEVERITY_ERROR] = WORDS("%s%u error%s"), [SEVERITY_WARNING] = WORDS("%s%u warning%s"),
                                        [SEVERITY_INFO] = WORDS("%s%u info%s"), [SEVERITY_HINT] = WORDS("%s%u hint%s")};
    size_t before = out->n;
    for (int level = SEVERITY_ERROR; level <= SEVERITY_HINT; level++)
        if (t->counts[level])
            strbuf_printf(out, words(names[level]), out->n > before ? words(", ") : "", t->counts[level],
                          plural(t->counts[level] != 1));
    if (out->n == before) strbuf_add_cstr(out, words("no findings"));
}

void report_add_summary(strbuf *out, const report_totals *t)
{
    const struct {
        uint32_t all, checked;
        const char *name;
    } parts[] = {{t->plugins, t->plugins_checked, WORDS("plugin")},
                 {t->configurations, t->configurations_checked, WORDS("configuration")},
                 {t->modules, t->modules, WORDS("module")},
                 {t->documents, t->documents, WORDS("document")}};
    int left = 0;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) left += parts[i].all > 0;
    add_counts(out, t);
    if (!left) strbuf_add_cstr(out, words(": nothing was checked"));
    const char *before = words(" in ");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!parts[i].all) continue;
        strbuf_add_cstr(out, before);
        if (parts[i].checked < parts[i].all) strbuf_printf(out, words("%u of "), parts[i].checked);
        strbuf_printf(out, words("%u %s%s"), parts[i].all, words(parts[i].name), plural(parts[i].all != 1 || !parts[i].checked));
        before = --left == 1 ? words(" and ") : words(", ");
    }
    if (t->configurations_by_catalogue)
        strbuf_printf(out, words("; %u by the catalogue of Higress %.*s"), t->configurations_by_catalogue,
                      STR_ARG(catalogue_release()));
    if (t->others)
        strbuf_printf(out, t->others == 1 ? words("; %u file is something else") : words("; %u files are something else"),
                      t->others);
    if (t->unchanged)
        strbuf_printf(out, t->unchanged == 1 ? words("; %u has not changed") : words("; %u have not changed"), t->unchanged);
}

static uint64_t fnv(uint64_t hash, str text)
{
    for (size_t i = 0; i < text.n; i++) hash = (hash ^ (unsigned char)text.p[i]) * UINT64_C(0x100000001b3);
    return hash;
}

void report_fingerprint(char out[FINGERPRINT_SIZE], const report_options *o, arena *a, map *seen, const diagnostic *d)
{
    str key =
        arena_printf(a, "%.*s\n%.*s\n%.*s", STR_ARG(report_path(a, o, d->path)), STR_ARG(d->code), STR_ARG(d->message));
    map_entry *e = map_find(seen, key);
    if (!e) e = map_put(a, seen, key, ARENA_NEW(a, unsigned));
    unsigned number = (*(unsigned *)e->value)++;
    uint64_t hash = fnv(UINT64_C(0xcbf29ce484222325), key);
    hash = fnv(hash, arena_printf(a, "\n%u", number));
    snprintf(out, FINGERPRINT_SIZE, "%016llx", (unsigned long long)hash);
}
