#include "text/line_index.h"

#include "base/array.h"
#include "base/utf8.h"

enum { MARK_EVERY = 1024 };

typedef ARRAY(line_mark) mark_list;

static uint32_t units_of(uint32_t c, size_t length, text_encoding encoding)
{
    return encoding == TEXT_UTF8 ? (uint32_t)length : encoding == TEXT_UTF16 && c > 0xFFFF ? 2 : 1;
}

static void mark_line(arena *a, mark_list *marks, str text, size_t start, size_t end)
{
    line_mark at = {.offset = (uint32_t)start};
    size_t length;
    for (size_t i = start, last = start; i < end; i += length) {
        if (i - last >= MARK_EVERY) {
            at.offset = (uint32_t)i;
            array_push(a, marks, at);
            last = i;
        }
        uint32_t c = utf8_decode(text, i, &length);
        for (text_encoding e = TEXT_UTF8; e <= TEXT_UTF32; e++) at.columns[e] += units_of(c, length, e);
    }
}

line_index line_index_build(arena *a, str text)
{
    ARRAY(uint32_t) starts = {0};
    mark_list marks = {0};
    size_t start = 0;
    array_push(a, &starts, 0);
    for (size_t i = 0; i <= text.n; i++) {
        char c = i < text.n ? text.p[i] : '\n';
        if (c != '\n' && c != '\r') continue;
        if (i - start > MARK_EVERY) mark_line(a, &marks, text, start, i);
        if (i == text.n) break;
        if (c == '\r' && i + 1 < text.n && text.p[i + 1] == '\n') i++;
        start = i + 1;
        array_push(a, &starts, (uint32_t)start);
    }
    return (line_index){text, starts.at, (uint32_t)starts.n, marks.at, (uint32_t)marks.n};
}

/* The number of marks up to an offset. */
static uint32_t marks_until(const line_index *x, uint32_t offset)
{
    uint32_t low = 0, high = x->mark_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (x->marks[middle].offset <= offset) low = middle + 1;
        else high = middle;
    }
    return low;
}

uint32_t line_index_line(const line_index *x, uint32_t offset)
{
    uint32_t low = 0, high = x->count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (x->starts[middle] <= offset) low = middle;
        else high = middle;
    }
    return low;
}

range line_index_range(const line_index *x, uint32_t line)
{
    uint32_t size = (uint32_t)x->text.n;
    if (line >= x->count) return (range){size, size};
    uint32_t start = x->starts[line];
    uint32_t end = line + 1 < x->count ? x->starts[line + 1] : size;
    if (line + 1 < x->count) {
        if (end > start && x->text.p[end - 1] == '\n') end--;
        if (end > start && x->text.p[end - 1] == '\r') end--;
    }
    return (range){start, end};
}

range line_first(str text, range at)
{
    uint32_t end = at.start;
    while (end < at.end && text.p[end] != '\n' && text.p[end] != '\r') end++;
    if (end == at.end) return at;
    while (end > at.start && (text.p[end - 1] == ' ' || text.p[end - 1] == '\t')) end--;
    return range_make(at.start, end);
}

text_position line_index_position(const line_index *x, uint32_t offset, text_encoding encoding)
{
    if (offset > x->text.n) offset = (uint32_t)x->text.n;
    uint32_t line = line_index_line(x, offset), from = x->starts[line], column = 0, marks = marks_until(x, offset);
    if (marks && x->marks[marks - 1].offset > from) {
        column = x->marks[marks - 1].columns[encoding];
        from = x->marks[marks - 1].offset;
    }
    str before = str_slice(x->text, from, offset);
    size_t rest = encoding == TEXT_UTF8    ? before.n
                  : encoding == TEXT_UTF16 ? utf8_count_utf16(before)
                                           : utf8_count(before);
    return (text_position){line, column + (uint32_t)rest};
}

uint32_t line_index_offset(const line_index *x, text_position at, text_encoding encoding)
{
    if (at.line >= x->count) return (uint32_t)x->text.n;
    range line = line_index_range(x, at.line);
    uint32_t i = line.start, column = 0;
    uint32_t low = marks_until(x, line.start), high = marks_until(x, line.end);
    while (low < high) { /* the last mark of the line up to the column */
        uint32_t middle = low + (high - low) / 2;
        if (x->marks[middle].columns[encoding] > at.column) {
            high = middle;
            continue;
        }
        i = x->marks[middle].offset;
        column = x->marks[middle].columns[encoding];
        low = middle + 1;
    }
    while (i < line.end && column < at.column) {
        size_t len;
        uint32_t c = utf8_decode(x->text, i, &len);
        uint32_t units = units_of(c, len, encoding);
        if (column + units > at.column) break;
        column += units;
        i += (uint32_t)len;
    }
    return i;
}
