/* Tables of Markdown, as READMEs have them:
 *
 *     ### Limits                      the heading above
 *     Fields of `limits`:             the line before
 *     | Name | Default |
 *     |------|---------|
 *     | rate | 10      |
 *
 * All texts are slices of the one that is read. */
#ifndef TEXT_MARKDOWN_TABLE_H
#define TEXT_MARKDOWN_TABLE_H

#include "base/array.h"
#include "base/str.h"

enum { MARKDOWN_CELLS_MOST = 12 };

typedef struct markdown_row {
    str line;
    str cells[MARKDOWN_CELLS_MOST]; /* without the blanks around them */
    size_t n;
} markdown_row;

typedef struct markdown_table {
    str heading, before; /* empty: there is none */
    str section;         /* what stands between the two and the table: all text since the heading, it included */
    markdown_row head;
    ARRAY(markdown_row) rows;
} markdown_table;

/* The cells of a line; a '|' behind a backslash is none of their ends. */
markdown_row markdown_split_row(str line);
/* "|---|:--:|". */
bool markdown_is_delimiter(str line);
/* Takes the line from the text's start; without its end. */
str markdown_next_line(str *text);
/* The key that a cell consists of, without the marks around it ("`limits.rate`", "**name**"); empty when it is none. */
str markdown_key(str cell);

typedef ARRAY(markdown_table) markdown_tables;
/* All tables outside of fenced code; memory from `a`. */
markdown_tables markdown_read_tables(arena *a, str text);

#endif
