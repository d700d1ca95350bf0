#include "text/markdown_table.h"

#include <string.h>

markdown_row markdown_split_row(str line)
{
    markdown_row r = {.line = line};
    size_t start = 0;
    line = str_trim(line);
    if (line.n && line.p[0] == '|') line = str_slice(line, 1, line.n);
    if (line.n && line.p[line.n - 1] == '|') line = str_slice(line, 0, line.n - 1);
    for (size_t i = 0; i <= line.n && r.n < MARKDOWN_CELLS_MOST; i++) {
        bool ends = i == line.n || (line.p[i] == '|' && !(i && line.p[i - 1] == '\\'));
        if (!ends) continue;
        r.cells[r.n++] = str_trim(str_slice(line, start, i));
        start = i + 1;
    }
    return r;
}

bool markdown_is_delimiter(str line)
{
    bool dash = false;
    for (size_t i = 0; i < line.n; i++) {
        if (!strchr("|-: \t\r", line.p[i])) return false;
        dash = dash || line.p[i] == '-';
    }
    return dash && str_find(line, STR("|"), 0) >= 0;
}

str markdown_next_line(str *text)
{
    ptrdiff_t end = str_find(*text, STR("\n"), 0);
    str line = str_slice(*text, 0, end < 0 ? text->n : (size_t)end);
    *text = str_slice(*text, end < 0 ? text->n : (size_t)end + 1, text->n);
    return line;
}

static bool is_key_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("_-.[]*", c));
}

str markdown_key(str cell)
{
    while (cell.n && strchr("`*", cell.p[0])) cell = str_slice(cell, 1, cell.n);
    while (cell.n && strchr("`*", cell.p[cell.n - 1])) cell = str_slice(cell, 0, cell.n - 1);
    for (size_t i = 0; i < cell.n; i++)
        if (!is_key_char(cell.p[i])) return STR("");
    return cell;
}

static bool is_fence(str line) { return str_starts(line, STR("```")) || str_starts(line, STR("~~~")); }

markdown_tables markdown_read_tables(arena *a, str text)
{
    markdown_tables all = {0};
    str heading = STR(""), before = STR("");
    const char *section = text.p;
    bool fenced = false, inside = false; /* of code; of the last table */
    while (text.n) {
        const char *start = text.p;
        str line = str_trim(markdown_next_line(&text)), rest = text;
        bool bar = str_find(line, STR("|"), 0) >= 0;
        if (is_fence(line)) fenced = !fenced;
        if (fenced || is_fence(line)) {
            inside = false;
        } else if (inside && bar) {
            array_push(a, &array_last(&all).rows, markdown_split_row(line));
        } else if (bar && markdown_is_delimiter(str_trim(markdown_next_line(&rest)))) {
            markdown_table *t = array_add(a, &all);
            *t = (markdown_table){.heading = heading, .before = before, .head = markdown_split_row(line)};
            t->section = str_make(section, (size_t)(start - section));
            text = rest;
            inside = true;
        } else {
            inside = false;
            if (line.n && line.p[0] == '#') heading = line, before = STR(""), section = start;
            else if (line.n) before = line;
        }
    }
    return all;
}
