/* SARIF 2.1.0 (OASIS), as GitHub's code scanning and other dashboards read it. Columns are characters. */
#include "base/json_write.h"
#include "base/uri.h"
#include "cli/report.h"
#include "rules/rule.h"

#define BASE_ID "%SRCROOT%" /* 3.14.14: the name that GitHub and others know for the root of a checkout */

static const char *level_of(severity s) { return s == SEVERITY_ERROR ? "error" : s == SEVERITY_WARNING ? "warning" : "note"; }

static void add_text(json_writer *j, const char *key, str text)
{
    json_add_object(j, key);
    json_add_string(j, "text", text);
    json_object_end(j);
}

static void add_message(json_writer *j, const char *key, str text)
{
    json_add_object(j, key);
    json_add_visible(j, "text", text);
    json_object_end(j);
}

/* SARIF 2.1.0, 3.49: reportingDescriptor */
static void add_rule(json_writer *j, const rule *r)
{
    ptrdiff_t slash = str_find_char(r->id, '/', 0);
    strbuf page = STRBUF_INIT;
    rule_page_text(&page, r, NULL);
    json_object(j);
    json_add_string(j, "id", r->id);
    add_text(j, "shortDescription", sdk_text_str(r->title));
    add_text(j, "fullDescription", strbuf_str(&page));
    add_text(j, "help", strbuf_str(&page));
    strbuf_free(&page);
    json_add_object(j, "defaultConfiguration");
    json_add_string(j, "level", str_of(level_of(r->level)));
    json_object_end(j);
    json_add_object(j, "properties");
    json_add_array(j, "tags");
    json_string(j, str_slice(r->id, 0, slash > 0 ? (size_t)slash : r->id.n));
    json_array_end(j);
    json_object_end(j);
    json_object_end(j);
}

static void begin(strbuf *out, const report_options *o)
{
    size_t count;
    const rule *rules = rule_all(&count);
    json_writer j = JSON_WRITER_SAFE(out);
    json_object(&j);
    json_add_string(&j, "version", STR("2.1.0"));
    json_add_string(&j, "$schema", STR("https://json.schemastore.org/sarif-2.1.0.json"));
    json_add_array(&j, "runs");
    json_object(&j);
    json_add_object(&j, "tool");
    json_add_object(&j, "driver");
    json_add_string(&j, "name", STR("wpls"));
    json_add_string(&j, "semanticVersion", STR(WPLS_VERSION));
    json_add_array(&j, "rules");
    for (size_t i = 0; i < count; i++) add_rule(&j, &rules[i]);
    json_array_end(&j);
    json_object_end(&j);
    json_object_end(&j);
    arena a = ARENA_INIT;
    str root = uri_from_path(&a, o->base);
    json_add_object(&j, "originalUriBaseIds");
    json_add_object(&j, BASE_ID);
    json_add_string(&j, "uri", arena_printf(&a, "%.*s/", STR_ARG(root)));
    json_object_end(&j);
    json_object_end(&j);
    arena_free(&a);
    json_add_string(&j, "columnKind", STR("unicodeCodePoints"));
    json_add_array(&j, "results"); /* what is open here, end() closes */
}

/* 3.30: region; its end is exclusive, as ours. */
static void add_region(json_writer *j, const char *key, workspace *w, str path, range at)
{
    report_range r = report_range_of(w, path, at);
    json_add_object(j, key);
    json_add_int(j, "startLine", r.start.line + 1);
    json_add_int(j, "startColumn", r.start.column + 1);
    json_add_int(j, "endLine", r.end.line + 1);
    json_add_int(j, "endColumn", r.end.column + 1);
    json_object_end(j);
}

static void add_artifact(json_writer *j, arena *a, const report_options *o, str path)
{
    str uri;
    bool relative = report_uri(a, o, path, &uri);
    json_add_object(j, "artifactLocation");
    json_add_string(j, "uri", uri);
    if (relative) json_add_string(j, "uriBaseId", STR(BASE_ID));
    json_object_end(j);
}

/* The members of a location (3.28). */
static void add_location(json_writer *j, arena *a, workspace *w, const report_options *o, str path, range at)
{
    json_add_object(j, "physicalLocation");
    add_artifact(j, a, o, path);
    add_region(j, "region", w, path, at);
    json_object_end(j);
}

/* 3.55: fix. The edits of one are in one file most of the time; each gets an artifactChange of its own. */
static void add_fix(json_writer *j, arena *a, workspace *w, const report_options *o, const fix *f)
{
    json_object(j);
    add_message(j, "description", f->title);
    json_add_array(j, "artifactChanges");
    for (size_t i = 0; i < f->edits.n; i++) {
        const text_edit *e = &f->edits.at[i];
        json_object(j);
        add_artifact(j, a, o, e->path);
        json_add_array(j, "replacements");
        json_object(j);
        add_region(j, "deletedRegion", w, e->path, e->at);
        add_text(j, "insertedContent", e->text);
        json_object_end(j);
        json_array_end(j);
        json_object_end(j);
    }
    json_array_end(j);
    json_object_end(j);
}

static void add_extras(json_writer *j, arena *a, workspace *w, const report_options *o, const diagnostic *d)
{
    if (d->related.n) {
        json_add_array(j, "relatedLocations");
        for (size_t i = 0; i < d->related.n; i++) {
            json_object(j);
            add_location(j, a, w, o, d->related.at[i].path, d->related.at[i].at);
            add_message(j, "message", d->related.at[i].message);
            json_object_end(j);
        }
        json_array_end(j);
    }
    bool any = false;
    for (size_t i = 0; i < d->fixes.n; i++) any = any || d->fixes.at[i].edits.n;
    if (!any) return;
    json_add_array(j, "fixes");
    for (size_t i = 0; i < d->fixes.n; i++)
        if (d->fixes.at[i].edits.n) add_fix(j, a, w, o, &d->fixes.at[i]);
    json_array_end(j);
}

/* 3.27: result */
static void add_result(json_writer *j, arena *a, map *seen, workspace *w, const report_options *o, const diagnostic *d)
{
    size_t count;
    const rule *rules = rule_all(&count), *r = rule_find(d->code);
    char fingerprint[FINGERPRINT_SIZE];
    report_fingerprint(fingerprint, o, a, seen, d);
    json_object(j);
    json_add_string(j, "ruleId", d->code);
    if (r) json_add_int(j, "ruleIndex", r - rules);
    json_add_string(j, "level", str_of(level_of(d->level)));
    add_message(j, "message", d->message);
    json_add_array(j, "locations");
    json_object(j);
    add_location(j, a, w, o, d->path, d->at);
    json_object_end(j);
    json_array_end(j);
    json_add_object(j, "partialFingerprints");
    json_add_string(j, "wpls/v1", str_of(fingerprint));
    json_object_end(j);
    add_extras(j, a, w, o, d);
    json_object_end(j);
}

static void findings(strbuf *out, workspace *w, const report_options *o, const diagnostic_list *found)
{
    arena a = ARENA_INIT;
    map seen = {0};
    for (size_t i = 0; i < found->n; i++) {
        json_writer j = JSON_WRITER_SAFE(out);
        strbuf_add_cstr(out, i ? ",\n" : "\n");
        add_result(&j, &a, &seen, w, o, &found->at[i]);
    }
    arena_free(&a);
}

static void add_looked_at(json_writer *j, const char *what, uint32_t checked, uint32_t found)
{
    json_add_object(j, what);
    json_add_int(j, "checked", checked);
    json_add_int(j, "found", found);
    json_object_end(j);
}

static void end(strbuf *out, const report_options *o, const report_totals *t)
{
    json_writer j = JSON_WRITER_SAFE(out);
    (void)o;
    strbuf_add_cstr(out, "\n],\"properties\":"); /* 3.14.8: of the run */
    json_object(&j);
    add_looked_at(&j, "plugins", t->plugins_checked, t->plugins);
    add_looked_at(&j, "configurations", t->configurations_checked, t->configurations);
    if (t->configurations_by_catalogue) json_add_int(&j, "configurationsByCatalogue", t->configurations_by_catalogue);
    add_looked_at(&j, "modules", t->modules, t->modules);
    add_looked_at(&j, "documents", t->documents, t->documents);
    json_add_int(&j, "otherFiles", t->others);
    json_object_end(&j);
    strbuf_add_cstr(out, "}]}\n");
}

const report_format report_sarif = {"sarif", true, begin, findings, ",", end};
