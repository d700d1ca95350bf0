/* JUnit's XML: a test suite a file, a test case a finding. It fails where the level is one that lets wpls fail. */
#include "cli/report.h"

static void begin(strbuf *out, const report_options *o)
{
    (void)o;
    strbuf_add_cstr(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<testsuites name=\"wpls\">\n");
}

static void add_suite(strbuf *out, const report_options *o, const diagnostic *d, size_t n)
{
    unsigned failures = 0;
    for (size_t i = 0; i < n; i++) failures += d[i].level <= o->fail_on;
    strbuf_add_cstr(out, "  <testsuite name=\"");
    report_add_xml_path(out, o, d->path);
    strbuf_printf(out, "\" tests=\"%zu\" failures=\"%u\" errors=\"0\">\n", n, failures);
}

static void add_case(strbuf *out, workspace *w, const report_options *o, const diagnostic *d)
{
    text_position at = report_range_of(w, d->path, d->at).start;
    bool failure = d->level <= o->fail_on;
    strbuf_printf(out, "    <testcase name=\"%.*s:%u:%u\" classname=\"", STR_ARG(d->code), at.line + 1, at.column + 1);
    report_add_xml_path(out, o, d->path);
    strbuf_add_cstr(out, failure ? "\"><failure type=\"" : "\"><system-out>");
    if (failure) strbuf_printf(out, "%s\" message=\"", severity_name(d->level));
    else strbuf_printf(out, "%s: ", severity_name(d->level));
    report_add_xml(out, d->message);
    strbuf_add_cstr(out, failure ? "\"/></testcase>\n" : "</system-out></testcase>\n");
}

static void findings(strbuf *out, workspace *w, const report_options *o, const diagnostic_list *found)
{
    for (size_t i = 0; i < found->n;) {
        size_t n = 1;
        while (i + n < found->n && str_eq(found->at[i].path, found->at[i + n].path)) n++;
        add_suite(out, o, &found->at[i], n);
        for (size_t k = 0; k < n; k++) add_case(out, w, o, &found->at[i + k]);
        strbuf_add_cstr(out, "  </testsuite>\n");
        i += n;
    }
}

/* What was looked at, as a test that passes: a report without one is taken for a broken one. */
static void end(strbuf *out, const report_options *o, const report_totals *t)
{
    (void)o;
    strbuf_add_cstr(out, "  <testsuite name=\"wpls\" tests=\"1\" failures=\"0\" errors=\"0\">\n    <testcase name=\"");
    report_add_summary(out, t);
    strbuf_add_cstr(out, "\" classname=\"wpls\"/>\n  </testsuite>\n</testsuites>\n");
}

const report_format report_junit = {"junit", true, begin, findings, NULL, end};
