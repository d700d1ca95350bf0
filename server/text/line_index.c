#include "text/line_index.h"

#include "base/array.h"
#include "base/utf8.h"

line_index line_index_build(arena *a, str text)
{
    ARRAY(uint32_t) starts = {0};
    array_push(a, &starts, 0);
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c != '\n' && c != '\r') continue;
        if (c == '\r' && i + 1 < text.n && text.p[i + 1] == '\n') i++;
        array_push(a, &starts, (uint32_t)(i + 1));
    }
    return (line_index){text, starts.at, (uint32_t)starts.n};
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

text_position line_index_position(const line_index *x, uint32_t offset, text_encoding encoding)
{
    if (offset > x->text.n) offset = (uint32_t)x->text.n;
    uint32_t line = line_index_line(x, offset);
    str before = str_slice(x->text, x->starts[line], offset);
    size_t column = encoding == TEXT_UTF8    ? before.n
                    : encoding == TEXT_UTF16 ? utf8_count_utf16(before)
                                             : utf8_count(before);
    return (text_position){line, (uint32_t)column};
}

uint32_t line_index_offset(const line_index *x, text_position at, text_encoding encoding)
{
    if (at.line >= x->count) return (uint32_t)x->text.n;
    range line = line_index_range(x, at.line);
    uint32_t i = line.start, column = 0;
    while (i < line.end && column < at.column) {
        size_t len;
        uint32_t c = utf8_decode(x->text, i, &len);
        uint32_t units = encoding == TEXT_UTF8 ? (uint32_t)len : encoding == TEXT_UTF16 && c > 0xFFFF ? 2 : 1;
        if (column + units > at.column) break;
        column += units;
        i += (uint32_t)len;
    }
    return i;
}
