/* Checkstyle's XML, which Jenkins, reviewdog and many others read. */
#include "cli/report.h"

static void begin(strbuf *out, const report_options *o)
{
    (void)o;
    strbuf_add_cstr(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<checkstyle version=\"4.3\">\n");
}

static void findings(strbuf *out, workspace *w, const report_options *o, const diagnostic_list *found)
{
    for (size_t i = 0; i < found->n; i++) {
        const diagnostic *d = &found->at[i];
        report_range at = report_range_of(w, d->path, d->at);
        if (!i || !str_eq(d->path, d[-1].path)) {
            strbuf_add_cstr(out, "  <file name=\"");
            report_add_xml_path(out, o, d->path);
            strbuf_add_cstr(out, "\">\n");
        }
        strbuf_printf(out, "    <error line=\"%u\" column=\"%u\" severity=\"%s\" message=\"", at.start.line + 1,
                      at.start.column + 1, d->level <= SEVERITY_WARNING ? severity_name(d->level) : "info");
        report_add_xml(out, d->message);
        strbuf_add_cstr(out, "\" source=\"wpls/");
        report_add_xml(out, d->code);
        strbuf_add_cstr(out, "\"/>\n");
        if (i + 1 == found->n || !str_eq(d->path, d[1].path)) strbuf_add_cstr(out, "  </file>\n");
    }
}

static void end(strbuf *out, const report_options *o, const report_totals *t)
{
    (void)o, (void)t;
    strbuf_add_cstr(out, "</checkstyle>\n");
}

const report_format report_checkstyle = {"checkstyle", true, begin, findings, NULL, end};
