/* A text that is changed at many places, one change after the other. It is kept in blocks of some kilobytes, so that a change
 * costs its own size and a look at the list of blocks, and not the size of the text. Positions are those of line_index.h. */
#ifndef TEXT_BLOCKS_H
#define TEXT_BLOCKS_H

#include "base/strbuf.h"
#include "text/line_index.h"

typedef struct text_blocks text_blocks;

/* `text` is valid UTF-8, and copied. Owned by the caller. */
text_blocks *text_blocks_new(str text);
void text_blocks_free(text_blocks *b);
/* Replaces what stands between two positions; returns the bytes that it was. An end before the start counts as the start. */
range text_blocks_replace(text_blocks *b, text_position start, text_position end, text_encoding encoding, str text);
/* Appends the whole text. */
void text_blocks_write(const text_blocks *b, strbuf *out);

#endif
