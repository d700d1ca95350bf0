/* Workflow commands of GitHub Actions: each finding becomes an annotation at its line. */
#include "base/visible.h"
#include "cli/report.h"

/* A property ends at ',' or ':', a message at the line's end, which no visible text has; '%' escapes. */
static void add_escaped(strbuf *out, str text, bool property)
{
    arena a = ARENA_INIT;
    str shown = str_visible(&a, text);
    for (size_t i = 0; i < shown.n; i++) {
        char c = shown.p[i];
        if (c == '%' || (property && (c == ':' || c == ','))) strbuf_printf(out, "%%%02X", c);
        else strbuf_add_char(out, c);
    }
    arena_free(&a);
}

static void findings(strbuf *out, workspace *w, const report_options *o, const diagnostic_list *found)
{
    arena a = ARENA_INIT;
    for (size_t i = 0; i < found->n; i++) {
        const diagnostic *d = &found->at[i];
        report_range at = report_range_of(w, d->path, d->at);
        strbuf_printf(out, "::%s file=",
                      d->level == SEVERITY_ERROR     ? "error"
                      : d->level == SEVERITY_WARNING ? "warning"
                                                     : "notice");
        add_escaped(out, report_path(&a, o, d->path), true);
        strbuf_printf(out, ",line=%u,col=%u,endLine=%u", at.start.line + 1, at.start.column + 1, at.end.line + 1);
        if (at.end.line == at.start.line) strbuf_printf(out, ",endColumn=%u", at.end.column + 1); /* GitHub refuses it else */
        strbuf_add_cstr(out, ",title=");
        add_escaped(out, d->code, true);
        strbuf_add_cstr(out, "::");
        add_escaped(out, d->message, false);
        strbuf_add_char(out, '\n');
    }
    arena_free(&a);
}

const report_format report_github = {"github", .of_repository = true, .findings = findings};
