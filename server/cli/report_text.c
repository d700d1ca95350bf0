/* For people: the message, the source line with the range underlined, related places and fixes. */
#include "base/path.h"
#include "base/utf8.h"
#include "base/visible.h"
#include "base/words.h"
#include "cli/report.h"

enum { LINE_MOST = 160 }; /* columns of a source line shown */

static const char *paint(const report_options *o, const char *code) { return o->color ? code : ""; }

static const char *severity_color(severity s)
{
    static const char *const colors[] = {"", "\033[1;31m", "\033[1;33m", "\033[1;34m", "\033[1;36m"};
    return colors[s];
}

static void place(strbuf *out, workspace *w, const report_options *o, str path, uint32_t offset)
{
    arena a = ARENA_INIT;
    text_position p = line_index_position(workspace_lines(w, path), offset, TEXT_UTF32);
    strbuf_add_visible(out, report_path(&a, o, path));
    arena_free(&a);
    strbuf_printf(out, ":%u:%u", p.line + 1, p.column + 1);
}

/* Source text: a tab is one blank, as in the line of carets. */
static str shown_source(arena *a, str text)
{
    char *blank = arena_cstr(a, text);
    for (size_t i = 0; i < text.n; i++)
        if (blank[i] == '\t') blank[i] = ' ';
    return str_visible(a, str_make(blank, text.n));
}

static void source_line(strbuf *out, workspace *w, const report_options *o, const diagnostic *d)
{
    const line_index *lines = workspace_lines(w, d->path);
    uint32_t number = line_index_line(lines, d->at.start);
    range line = line_index_range(lines, number);
    str text = str_slice(lines->text, line.start, line.end);
    if (str_find_char(text, 0, 0) >= 0) return; /* a module has no lines */
    if (!text.n && d->at.end <= d->at.start) return; /* nor does what was not read */
    arena a = ARENA_INIT;
    uint32_t end = d->at.end < line.end ? d->at.end : line.end;
    size_t indent = d->at.start - line.start > LINE_MOST * 4
                        ? LINE_MOST + 1
                        : utf8_width(shown_source(&a, str_slice(lines->text, line.start, d->at.start)));
    if (indent <= LINE_MOST) {
        size_t width = utf8_width(shown_source(&a, utf8_head(str_slice(lines->text, d->at.start, end), LINE_MOST * 4)));
        strbuf_printf(out, "%s%6u |%s ", paint(o, "\033[2m"), number + 1, paint(o, "\033[0m"));
        strbuf_add(out, shown_source(&a, utf8_head(text, LINE_MOST * 2)));
        strbuf_printf(out, "\n%s       |%s ", paint(o, "\033[2m"), paint(o, "\033[0m"));
        strbuf_pad(out, ' ', indent);
        strbuf_add_cstr(out, paint(o, severity_color(d->level)));
        strbuf_pad(out, '^', width == 0 ? 1 : width > LINE_MOST ? LINE_MOST : width);
        if (d->label.n) strbuf_add_char(out, ' ');
        strbuf_add_visible(out, d->label);
        strbuf_printf(out, "%s\n", paint(o, "\033[0m"));
    }
    arena_free(&a);
}

static void add_finding(strbuf *out, workspace *w, const report_options *o, const diagnostic *d)
{
    strbuf_add_cstr(out, paint(o, "\033[1m"));
    place(out, w, o, d->path, d->at.start);
    strbuf_printf(out, ": %s%s:%s %s", paint(o, severity_color(d->level)), words(severity_name(d->level)), paint(o, "\033[0m"),
                  paint(o, "\033[1m"));
    strbuf_add_visible(out, d->message);
    strbuf_printf(out, "%s [%.*s]\n", paint(o, "\033[0m"), STR_ARG(d->code));
    source_line(out, w, o, d);
    for (size_t i = 0; i < d->related.n; i++) {
        strbuf_add_cstr(out, "       ");
        place(out, w, o, d->related.at[i].path, d->related.at[i].at.start);
        strbuf_add_cstr(out, ": ");
        strbuf_add_visible(out, d->related.at[i].message);
        strbuf_add_char(out, '\n');
    }
    for (size_t i = 0; i < d->fixes.n; i++) {
        strbuf_add_cstr(out, words("       fix: "));
        strbuf_add_visible(out, d->fixes.at[i].title);
        strbuf_add_char(out, '\n');
    }
    strbuf_add_char(out, '\n');
}

static void findings(strbuf *out, workspace *w, const report_options *o, const diagnostic_list *found)
{
    for (size_t i = 0; i < found->n; i++) add_finding(out, w, o, &found->at[i]);
}

static void summary(strbuf *out, const report_options *o, const report_totals *t)
{
    (void)o;
    report_add_summary(out, t);
    strbuf_add_char(out, '\n');
}

const report_format report_text = {"text", .findings = findings, .end = summary};
