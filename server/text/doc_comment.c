#include "text/doc_comment.h"

#include "base/array.h"

static str line_before(str text, size_t *line_start)
{
    size_t end = *line_start - 1, from = end;
    while (from > 0 && text.p[from - 1] != '\n') from--;
    *line_start = from;
    return str_trim(str_slice(text, from, end));
}

static bool is_for_tools(str line, const char *const *tools)
{
    for (; tools && *tools; tools++)
        if (str_starts(line, str_of(*tools))) return true;
    return false;
}

/* `inside`: of a comment that began on a line above, whose lines may begin with a star each. */
static str strip_signs(str line, bool inside)
{
    static const char *const signs[] = {"///<", "//!<", "///", "//!", "//", "/**<", "/**", "/*!", "/*"};
    bool signed_line = inside;
    for (size_t i = 0; i < sizeof signs / sizeof *signs && !signed_line; i++) {
        if (!str_starts(line, str_of(signs[i]))) continue;
        line = str_slice(line, strlen(signs[i]), line.n);
        signed_line = true;
    }
    if (str_ends(line, STR("*/"))) line = str_slice(line, 0, line.n - 2);
    if (inside && str_starts(line, STR("*"))) line = str_slice(line, 1, line.n);
    if (str_starts(line, STR(" "))) line = str_slice(line, 1, line.n);
    if (str_starts(line, STR("@brief ")) || str_starts(line, STR("\\brief "))) line = str_slice(line, 7, line.n);
    return line;
}

static str strip_lines(arena *a, str comment, const char *const *tools)
{
    ARRAY(char) out = {0};
    bool inside = false;
    str line;
    while (str_split(&comment, '\n', &line)) {
        line = str_trim(line);
        if (is_for_tools(line, tools)) continue;
        bool block = str_starts(line, STR("/*")), ends = str_ends(line, STR("*/"));
        line = strip_signs(line, inside);
        inside = (inside || block) && !ends;
        if (out.n) array_push(a, &out, '\n');
        for (size_t i = 0; i < line.n; i++) array_push(a, &out, line.p[i]);
    }
    return str_trim(str_make(out.at, out.n));
}

str doc_comment_above(str text, size_t line)
{
    size_t end = line, start = line;
    while (line > 0) {
        str above = line_before(text, &line);
        if (str_starts(above, STR("//"))) {
            start = line;
        } else if (str_ends(above, STR("*/")) && start == end) {
            while (line > 0 && !str_starts(above, STR("/*"))) above = line_before(text, &line);
            return str_starts(above, STR("/*")) ? str_slice(text, line, end) : (str){0};
        } else {
            break;
        }
    }
    return str_slice(text, start, end);
}

str doc_comment(arena *a, str text, range at, bool behind, const char *const *tools)
{
    size_t line = at.start;
    while (line > 0 && text.p[line - 1] != '\n') line--;
    str doc = str_trim(doc_comment_above(text, line));
    if (str_empty(doc) && behind) {
        ptrdiff_t end = str_find_char(text, '\n', at.end);
        str rest = str_trim(str_slice(text, at.end, end < 0 ? text.n : (size_t)end));
        if (str_starts(rest, STR("//")) || str_starts(rest, STR("/*"))) doc = rest;
    }
    return str_empty(doc) ? doc : strip_lines(a, doc, tools);
}
