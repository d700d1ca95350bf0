/* Lines of a text, and positions in the three encodings of LSP 3.17 (`PositionEncodingKind`).
 *
 * The only place that converts between byte offsets and line/column. Lines end at LF, CRLF or a lone CR, as LSP has it.
 * Lines and columns count from 0 here; the command line adds 1 when it prints. */
#ifndef TEXT_LINE_INDEX_H
#define TEXT_LINE_INDEX_H

#include "base/arena.h"
#include "text/range.h"

typedef enum text_encoding {
    TEXT_UTF8,  /* columns are bytes */
    TEXT_UTF16, /* columns are UTF-16 code units: LSP's default */
    TEXT_UTF32, /* columns are characters: also the command line's */
} text_encoding;

typedef struct text_position {
    uint32_t line, column; /* from 0 */
} text_position;

/* A character inside a long line. */
typedef struct line_mark {
    uint32_t offset;         /* of its first byte in the text */
    uint32_t columns[3];     /* before it in its line, by encoding */
} line_mark;

typedef struct line_index {
    str text;         /* borrowed */
    uint32_t *starts; /* byte offset of each line, in the arena */
    uint32_t count;   /* at least 1 */
    line_mark *marks; /* one for each kilobyte of a long line, in the arena, too: so columns need not be counted from the
                         line's start each time */
    uint32_t mark_count;
} line_index;

/* The index of `text`, which must outlive it; memory from `a`. */
line_index line_index_build(arena *a, str text);
/* Line of a byte offset; an offset behind the end is on the last line. */
uint32_t line_index_line(const line_index *x, uint32_t offset);
/* The bytes of a line without its line break; an empty range at the end for a line that does not exist. */
range line_index_range(const line_index *x, uint32_t line);
text_position line_index_position(const line_index *x, uint32_t offset, text_encoding encoding);
/* The byte offset of a position. A line past the end gives the end of the text, a column past the end the end of the line, a
 * column inside a character that character's start (LSP 3.17 `Position`). */
uint32_t line_index_offset(const line_index *x, text_position at, text_encoding encoding);
/* The part of `at` that stands on its first line, without the blanks before the line break; all of it where there is none. */
range line_first(str text, range at);

#endif
