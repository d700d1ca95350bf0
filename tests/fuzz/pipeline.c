/* A whole project in one input (archive.h: go.mod, Go sources, configurations, settings, schemas) through everything that `wpls
 * lint` does: load, evaluate, infer the schema, walk the paths, rules, documents, fixes, reports. Nothing is read from the disk.
 *
 * No input may crash it or take long; findings and edits lie inside of their texts; edits of a fix do not overlap; reports have
 * no control characters; the same texts give the same findings, in another session and in one that has seen other texts
 * meanwhile. */
#include "archive.h"
#include "base/bug.h"
#include "cli/report.h"
#include "plugin/export.h"
#include "plugin/project.h"
#include "plugin/settings.h"
#include "rules/check.h"
#include "text/edit.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define CHECK(condition, ...) ((condition) ? (void)0 : BUG(__VA_ARGS__))
#define ROOT "/fuzz"

/* Of CPU. A project that takes 0.07 s in a release build takes up to 4.5 s here, with sanitizers and beside another fuzzer. */
enum { SECONDS_MOST = 10, FIX_ROUNDS = 3, INPUT_MOST = 256 << 10 };

typedef struct session {
    archive files; /* with absolute paths */
    workspace *w;
} session;

static bool is_document(str path)
{
    str e = path_extension(path);
    return str_is(e, ".yaml") || str_is(e, ".yml") || str_is(e, ".json") || str_is(e, ".md");
}

static void set_texts(session *s)
{
    workspace_set_buffer(s->w, STR(ROOT "/.git/HEAD"), STR("")); /* nothing above it counts */
    for (size_t i = 0; i < s->files.n; i++) workspace_set_buffer(s->w, s->files.at[i].name, s->files.at[i].text);
}

static void open_session(session *s)
{
    s->w = workspace_new();
    workspace_check_docs(s->w, true);
    workspace_add_root(s->w, STR(ROOT));
    workspace_add_settings_bound(s->w, STR(ROOT));
    set_texts(s);
}

/* --- what must hold of findings --- */

static void check_range(session *s, str path, range at, str what)
{
    str text;
    bool known = workspace_text(s->w, path, &text) == FILE_OK;
    CHECK(known || (at.start == 0 && at.end == 0), "%.*s is in '%.*s', which is no file", STR_ARG(what), STR_ARG(path));
    CHECK(at.start <= at.end && (!known || at.end <= text.n), "%.*s is at %u-%u of %zu bytes", STR_ARG(what), at.start, at.end, text.n);
}

static void check_fix(session *s, const fix *f)
{
    for (size_t i = 0; i < f->edits.n; i++) {
        const text_edit *e = &f->edits.at[i];
        check_range(s, e->path, e->at, f->title);
        for (size_t k = 0; k < i; k++) {
            const text_edit *o = &f->edits.at[k];
            CHECK(!str_eq(o->path, e->path) || !range_overlaps(o->at, e->at), "edits of '%.*s' overlap", STR_ARG(f->title));
        }
    }
}

static void check_finding(session *s, const diagnostic *d)
{
    CHECK(d->level >= SEVERITY_ERROR && d->level <= SEVERITY_HINT && d->code.n && d->message.n, "a finding without level, code or message");
    check_range(s, d->path, d->at, d->code);
    for (size_t i = 0; i < d->related.n; i++) check_range(s, d->related.at[i].path, d->related.at[i].at, d->code);
    for (size_t i = 0; i < d->fixes.n; i++) check_fix(s, &d->fixes.at[i]);
}

static void check_report(session *s, const report_format *format, const diagnostic_list *found)
{
    strbuf out = STRBUF_INIT;
    report_options o = {.base = STR(ROOT)};
    format->findings(&out, s->w, &o, found);
    for (size_t i = 0; i < out.n; i++) {
        unsigned char c = (unsigned char)out.p[i];
        CHECK(c == '\n' || c == '\t' || (c >= ' ' && c != 0x7f), "a report in %s has the control character %#x", format->name, c);
    }
    strbuf_free(&out);
}

/* --- one round --- */

static void export_schema(project *p, strbuf *out)
{
    if (!project_schema(p)) return;
    export_json_schema(out, p, &(export_options){0});
    export_json_schema(out, p, &(export_options){.strict = true, .places = true});
    export_spec(out, p, &(export_options){.places = true});
    export_markdown(out, p, &(export_options){0});
    strbuf spec = STRBUF_INIT;
    export_spec(&spec, p, &(export_options){0});
    export_update_spec(out, p, &(export_options){0}, strbuf_str(&spec));
    strbuf_free(&spec);
}

static void print_finding(strbuf *out, const diagnostic *d)
{
    strbuf_printf(out, "%.*s:%u-%u %s[%.*s] ", STR_ARG(d->path), d->at.start, d->at.end, severity_name(d->level), STR_ARG(d->code));
    strbuf_add(out, d->message);
    strbuf_add_char(out, ' ');
    strbuf_add(out, d->label);
    for (size_t i = 0; i < d->fixes.n; i++) strbuf_printf(out, " fix: %.*s", STR_ARG(d->fixes.at[i].title));
    strbuf_add_char(out, '\n');
}

/* Every finding; `schemas` gets what is inferred, unless NULL. */
static void check_all(session *s, arena *a, diagnostic_list *found, strbuf *schemas)
{
    project_list projects = workspace_projects_below(s->w, a, STR(ROOT));
    for (size_t i = 0; i < projects.n; i++) {
        check_sources(s->w, projects.at[i], a, found);
        if (schemas) export_schema(projects.at[i], schemas);
    }
    for (size_t i = 0; i < s->files.n; i++) {
        str path = s->files.at[i].name;
        if (!is_document(path) || check_document(s->w, path, NULL, a, found)) continue;
        if (!projects.n) continue;
        words_use(WORDS_CHINESE);
        check_document(s->w, path, projects.at[0], a, found); /* as --plugin has it */
        words_use(WORDS_ENGLISH);
    }
    diagnostic_list_sort(found);
    for (size_t i = 0; i < found->n; i++) check_finding(s, &found->at[i]);
    if (!found->n) return;
    check_report(s, &report_text, found);
    check_report(s, &report_sarif, found);
}

/* Everything that is said of the texts as they are. */
static str say_all(session *s, arena *a, diagnostic_list *found)
{
    strbuf out = STRBUF_INIT;
    check_all(s, a, found, &out);
    for (size_t i = 0; i < found->n; i++) print_finding(&out, &found->at[i]);
    str said = arena_str(a, strbuf_str(&out));
    strbuf_free(&out);
    return said;
}

/* As `wpls lint --fix`; true when something has changed. */
static bool apply_fixes(session *s, arena *a, const diagnostic_list *found)
{
    bool changed = false;
    for (size_t i = 0; i < s->files.n; i++) {
        str path = s->files.at[i].name, text;
        text_edits edits = edits_of_fixes(a, found, path);
        if (!edits.n || workspace_text(s->w, path, &text) != FILE_OK) continue;
        strbuf out = STRBUF_INIT;
        edits_apply(&out, text, &edits);
        workspace_set_buffer(s->w, path, strbuf_str(&out));
        strbuf_free(&out);
        changed = true;
    }
    return changed;
}

static void say_same(str before, str after, const char *when)
{
    if (str_eq(before, after)) return;
    fprintf(stderr, "--- first:\n%.*s--- %s:\n%.*s", STR_ARG(before), when, STR_ARG(after));
    BUG("other findings %s", when);
}

static void run(session *s)
{
    arena a = ARENA_INIT;
    diagnostic_list found = {0}, again = {0};
    open_session(s);
    str first = say_all(s, &a, &found);
    bool changed = apply_fixes(s, &a, &found);
    for (int round = 1; changed && round < FIX_ROUNDS; round++) {
        memset(&found, 0, sizeof found);
        check_all(s, &a, &found, NULL);
        changed = apply_fixes(s, &a, &found);
    }
    bool same_session = str_hash(first, 1) % 2;
    if (!same_session) {
        workspace_free(s->w);
        open_session(s);
    }
    set_texts(s);
    say_same(first, say_all(s, &a, &again), same_session ? "after fixes and their undoing" : "in another session");
    workspace_free(s->w);
    arena_free(&a);
}

static double cpu_seconds(void) { return (double)clock() / CLOCKS_PER_SEC; }

/* A folder has one file of a name. */
static bool has_file(const session *s, str name)
{
    for (size_t i = 0; i < s->files.n; i++)
        if (str_eq(s->files.at[i].name, name)) return true;
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    session s = {0};
    arena a = ARENA_INIT;
    if (size > INPUT_MOST) return 0;
    setenv("GOMODCACHE", ROOT "/modcache", 1);
    archive all = archive_parse(&a, (str){(const char *)data, size});
    if (!all.n && size) array_push(&a, &all, (archive_file){.name = STR("main.go"), .text = {(const char *)data, size}});
    for (size_t i = 0; i < all.n; i++) {
        archive_file f = all.at[i];
        if (!archive_is_file(&a, &f)) continue;
        f.name = path_join(&a, STR(ROOT), f.name);
        if (!has_file(&s, f.name)) array_push(&a, &s.files, f);
    }
    double before = cpu_seconds();
    run(&s);
    double took = cpu_seconds() - before;
    CHECK(took < (double)SECONDS_MOST, "it took %.1f s", took);
    arena_free(&a);
    return 0;
}
