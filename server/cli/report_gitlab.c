/* A Code Quality report of GitLab: the subset of Code Climate's format that merge requests show. */
#include "base/json_write.h"
#include "cli/report.h"

static const char *const severities[] = {
    [SEVERITY_ERROR] = "critical", [SEVERITY_WARNING] = "major", [SEVERITY_INFO] = "minor", [SEVERITY_HINT] = "info"};

static void begin(strbuf *out, const report_options *o)
{
    (void)o;
    strbuf_add_char(out, '[');
}

static void add_finding(json_writer *j, arena *a, const char *fingerprint, workspace *w, const report_options *o,
                        const diagnostic *d)
{
    report_range at = report_range_of(w, d->path, d->at);
    json_object(j);
    json_add_visible(j, "description", d->message);
    json_add_string(j, "check_name", d->code);
    json_add_string(j, "fingerprint", str_of(fingerprint));
    json_add_string(j, "severity", str_of(severities[d->level]));
    json_add_object(j, "location");
    json_add_string(j, "path", report_path(a, o, d->path));
    json_add_object(j, "lines");
    json_add_int(j, "begin", at.start.line + 1);
    json_add_int(j, "end", at.end.line + 1);
    json_object_end(j);
    json_object_end(j);
    json_object_end(j);
}

static void findings(strbuf *out, workspace *w, const report_options *o, const diagnostic_list *found)
{
    arena a = ARENA_INIT;
    map seen = {0};
    for (size_t i = 0; i < found->n; i++) {
        char fingerprint[FINGERPRINT_SIZE];
        json_writer j = JSON_WRITER_SAFE(out);
        report_fingerprint(fingerprint, o, &a, &seen, &found->at[i]);
        strbuf_add_cstr(out, i ? ",\n" : "\n");
        add_finding(&j, &a, fingerprint, w, o, &found->at[i]);
    }
    arena_free(&a);
}

static void end(strbuf *out, const report_options *o, const report_totals *t)
{
    (void)o, (void)t;
    strbuf_add_cstr(out, "\n]\n");
}

const report_format report_gitlab = {"gitlab", true, begin, findings, ",", end};
