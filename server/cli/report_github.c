/* Workflow commands of GitHub Actions: each finding becomes an annotation at its line. */
#include "base/path.h"
#include "cli/report.h"

/* A property ends at ',' or ':', a message at the line's end; '%' escapes. */
static void add_escaped(strbuf *out, str text, bool property)
{
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ','))) strbuf_printf(out, "%%%02X", c);
        else strbuf_add_char(out, c);
    }
}

static void findings(strbuf *out, workspace *w, const report_options *o, const diagnostic_list *found)
{
    for (size_t i = 0; i < found->n; i++) {
        const diagnostic *d = &found->at[i];
        report_range at = report_range_of(w, d->path, d->at);
        strbuf_printf(out, "::%s file=", d->level == SEVERITY_ERROR ? "error" : d->level == SEVERITY_WARNING ? "warning" : "notice");
        add_escaped(out, path_relative(d->path, o->base), true);
        strbuf_printf(out, ",line=%u,col=%u,endLine=%u", at.start.line + 1, at.start.column + 1, at.end.line + 1);
        if (at.end.line == at.start.line) strbuf_printf(out, ",endColumn=%u", at.end.column + 1); /* GitHub refuses it else */
        strbuf_add_cstr(out, ",title=");
        add_escaped(out, d->code, true);
        strbuf_add_cstr(out, "::");
        add_escaped(out, d->message, false);
        strbuf_add_char(out, '\n');
    }
}

const report_format report_github = {"github", .findings = findings};
