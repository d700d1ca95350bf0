/* One JSON array; each finding as in jsonl, and with its related places and the titles of its fixes. */
#include "base/json_write.h"
#include "cli/report.h"

static void add_related(json_writer *j, workspace *w, const diagnostic *d)
{
    json_add_array(j, "related");
    for (size_t i = 0; i < d->related.n; i++) {
        const related_place *r = &d->related.at[i];
        report_range at = report_range_of(w, r->path, r->at);
        json_object(j);
        json_add_string(j, "file", r->path);
        json_add_int(j, "line", at.start.line + 1);
        json_add_int(j, "column", at.start.column + 1);
        json_add_visible(j, "message", r->message);
        json_object_end(j);
    }
    json_array_end(j);
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
        const diagnostic *d = &found->at[i];
        json_writer j = JSON_WRITER_SAFE(out);
        strbuf_add_cstr(out, i ? ",\n" : "\n");
        json_object(&j);
        report_json_finding(&j, w, d);
        add_related(&j, w, d);
        json_add_array(&j, "fixes");
        for (size_t k = 0; k < d->fixes.n; k++) json_visible(&j, d->fixes.at[k].title);
        json_array_end(&j);
        json_object_end(&j);
    }
}

static void end(strbuf *out, const report_options *o, const report_totals *t)
{
    (void)o, (void)t;
    strbuf_add_cstr(out, "\n]\n");
}

const report_format report_json = {"json", begin, findings, ",", end};
