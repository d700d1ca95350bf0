/* One JSON array of findings. */
#include "base/json_write.h"
#include "cli/report.h"

/* Members "file", "line", "column", "endLine", "endColumn". */
static void add_place(json_writer *j, workspace *w, str path, range at)
{
    report_range r = report_range_of(w, path, at);
    json_add_string(j, "file", path);
    json_add_int(j, "line", r.start.line + 1);
    json_add_int(j, "column", r.start.column + 1);
    json_add_int(j, "endLine", r.end.line + 1);
    json_add_int(j, "endColumn", r.end.column + 1);
}

static void add_related(json_writer *j, workspace *w, const diagnostic *d)
{
    json_add_array(j, "related");
    for (size_t i = 0; i < d->related.n; i++) {
        const related_place *r = &d->related.at[i];
        json_object(j);
        add_place(j, w, r->path, r->at);
        json_add_visible(j, "message", r->message);
        json_object_end(j);
    }
    json_array_end(j);
}

/* What a fix writes goes into files, byte by byte: it is not made visible. */
static void add_fixes(json_writer *j, workspace *w, const diagnostic *d)
{
    json_add_array(j, "fixes");
    for (size_t i = 0; i < d->fixes.n; i++) {
        const fix *f = &d->fixes.at[i];
        json_object(j);
        json_add_visible(j, "title", f->title);
        json_add_bool(j, "preferred", f->preferred);
        json_add_array(j, "edits");
        for (size_t k = 0; k < f->edits.n; k++) {
            json_object(j);
            add_place(j, w, f->edits.at[k].path, f->edits.at[k].at);
            json_add_string(j, "text", f->edits.at[k].text);
            json_object_end(j);
        }
        json_array_end(j);
        json_object_end(j);
    }
    json_array_end(j);
}

void report_json_finding(json_writer *j, workspace *w, const diagnostic *d)
{
    json_object(j);
    add_place(j, w, d->path, d->at);
    json_add_string(j, "severity", str_of(severity_name(d->level)));
    json_add_string(j, "code", d->code);
    json_add_visible(j, "message", d->message);
    add_related(j, w, d);
    add_fixes(j, w, d);
    json_object_end(j);
}

static void begin(strbuf *out, const report_options *o)
{
    (void)o;
    strbuf_add_char(out, '[');
}

static void findings(strbuf *out, workspace *w, const report_options *o, const diagnostic_list *found)
{
    (void)o;
    for (size_t i = 0; i < found->n; i++) {
        json_writer j = JSON_WRITER_SAFE(out);
        strbuf_add_cstr(out, i ? ",\n" : "\n");
        report_json_finding(&j, w, &found->at[i]);
    }
}

static void end(strbuf *out, const report_options *o, const report_totals *t)
{
    (void)o, (void)t;
    strbuf_add_cstr(out, "\n]\n");
}

const report_format report_json = {.name = "json", .begin = begin, .findings = findings, .separator = ",", .end = end};
