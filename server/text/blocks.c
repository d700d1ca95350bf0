#include "text/blocks.h"

#include "base/array.h"
#include "base/heap.h"
#include "base/utf8.h"

#include <stdlib.h>

enum { BLOCK_USUAL = 4096, BLOCK_MOST = 2 * BLOCK_USUAL };

/* Characters and the two bytes of a CRLF are never in two blocks; no block is empty. */
typedef struct block {
    char *p; /* room for BLOCK_MOST bytes */
    uint32_t n, breaks;
    uint32_t units[3]; /* of the whole block, by encoding */
} block;

struct text_blocks {
    ARRAY(block) list; /* on the heap, as their bytes */
};

/* A place between two bytes; behind the last byte of a text it is in the last block, or in none of an empty text. */
typedef struct place {
    size_t number;
    uint32_t at;
} place;

static str text_of(const block *b) { return str_make(b->p, b->n); }

/* The byte behind the line break at `i`, or `i` where there is none. */
static uint32_t behind_break(str s, uint32_t i)
{
    if (s.p[i] == '\n') return i + 1;
    if (s.p[i] != '\r') return i;
    return i + 1 < s.n && s.p[i + 1] == '\n' ? i + 2 : i + 1;
}

static uint32_t units_of(uint32_t c, size_t length, text_encoding encoding)
{
    return encoding == TEXT_UTF8 ? (uint32_t)length : encoding == TEXT_UTF16 && c > 0xFFFF ? 2 : 1;
}

static void count(block *b)
{
    str s = text_of(b);
    b->breaks = 0;
    for (uint32_t i = 0, next; i < s.n; i = next > i ? next : i + 1)
        if ((next = behind_break(s, i)) > i) b->breaks++;
    b->units[TEXT_UTF8] = b->n;
    b->units[TEXT_UTF16] = (uint32_t)utf8_count_utf16(s);
    b->units[TEXT_UTF32] = (uint32_t)utf8_count(s);
}

/* Where to cut the text so that up to `most` bytes stand before. */
static size_t cut_before(str text, size_t most)
{
    size_t i = most;
    if (text.n <= most) return text.n;
    while (i > 1 && ((unsigned char)text.p[i] & 0xC0) == 0x80) i--;
    if (i > 1 && text.p[i] == '\n' && text.p[i - 1] == '\r') i--;
    return i;
}

static void insert_blocks(text_blocks *b, size_t number, str text)
{
    size_t more = 0, old = b->list.n, at = 0;
    for (size_t i = 0; i < text.n; more++) i += cut_before(str_slice(text, i, text.n), BLOCK_USUAL);
    for (size_t i = 0; i < more; i++) array_push(NULL, &b->list, (block){0});
    if (number < old) memmove(&b->list.at[number + more], &b->list.at[number], (old - number) * sizeof(block));
    for (size_t i = number; i < number + more; i++) {
        str rest = str_slice(text, at, text.n);
        block *fresh = &b->list.at[i];
        *fresh = (block){.p = heap_malloc(BLOCK_MOST), .n = (uint32_t)cut_before(rest, BLOCK_USUAL)};
        memcpy(fresh->p, rest.p, fresh->n);
        count(fresh);
        at += fresh->n;
    }
}

static void remove_blocks(text_blocks *b, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) free(b->list.at[i].p);
    if (to > from) memmove(&b->list.at[from], &b->list.at[to], (b->list.n - to) * sizeof(block));
    b->list.n -= to - from;
}

text_blocks *text_blocks_new(str text)
{
    text_blocks *b = heap_calloc(1, sizeof *b);
    insert_blocks(b, 0, text);
    return b;
}

void text_blocks_free(text_blocks *b)
{
    if (!b) return;
    remove_blocks(b, 0, b->list.n);
    array_free(&b->list);
    free(b);
}

void text_blocks_write(const text_blocks *b, strbuf *out)
{
    size_t n = 0;
    for (size_t i = 0; i < b->list.n; i++) n += b->list.at[i].n;
    strbuf_reserve(out, n);
    for (size_t i = 0; i < b->list.n; i++) strbuf_add(out, text_of(&b->list.at[i]));
}

/* --- places ---------------------------------------------------------------------------------------------------------------- */

static place end_of(const text_blocks *b)
{
    return b->list.n ? (place){b->list.n - 1, array_last(&b->list).n} : (place){0, 0};
}

/* The start of a line; false past the last one. */
static bool find_line(const text_blocks *b, uint32_t line, place *out)
{
    *out = (place){0, 0};
    if (line == 0) return true;
    for (size_t i = 0; i < b->list.n; i++) {
        const block *k = &b->list.at[i];
        if (k->breaks < line) {
            line -= k->breaks;
            continue;
        }
        uint32_t at = 0;
        for (uint32_t next; line; at = next > at ? next : at + 1)
            if ((next = behind_break(text_of(k), at)) > at) line--;
        *out = at == k->n && i + 1 < b->list.n ? (place){i + 1, 0} : (place){i, at};
        return true;
    }
    return false;
}

/* The place of a column, of the end of the line at most. */
static place find_column(const text_blocks *b, place from, uint32_t column, text_encoding encoding)
{
    for (; from.number < b->list.n; from = (place){from.number + 1, 0}) {
        const block *k = &b->list.at[from.number];
        if (from.at == 0 && !k->breaks && k->units[encoding] <= column && from.number + 1 < b->list.n) {
            column -= k->units[encoding]; /* the line goes through all of it */
            continue;
        }
        str s = text_of(k);
        while (from.at < k->n && column && behind_break(s, from.at) == from.at) {
            size_t length;
            uint32_t c = utf8_decode(s, from.at, &length), units = units_of(c, length, encoding);
            if (units > column) return from;
            column -= units;
            from.at += (uint32_t)length;
        }
        if (!column || from.at < k->n || from.number + 1 == b->list.n) return from;
    }
    return end_of(b);
}

static place find(const text_blocks *b, text_position at, text_encoding encoding)
{
    place line;
    return find_line(b, at.line, &line) ? find_column(b, line, at.column, encoding) : end_of(b);
}

static uint32_t offset_of(const text_blocks *b, place at)
{
    uint32_t offset = at.at;
    for (size_t i = 0; i < at.number && i < b->list.n; i++) offset += b->list.at[i].n;
    return offset;
}

/* --- changes --------------------------------------------------------------------------------------------------------------- */

/* Drops the block if nothing is left of it, and moves a CR at its end to the LF behind it. */
static void mend(text_blocks *b, size_t number)
{
    if (number >= b->list.n) return;
    block *k = &b->list.at[number], *next = number + 1 < b->list.n ? k + 1 : NULL;
    if (k->n && next && k->p[k->n - 1] == '\r' && next->p[0] == '\n') {
        memmove(next->p + 1, next->p, next->n); /* put_in leaves room for it */
        next->p[0] = '\r';
        next->n++;
        k->n--;
        count(next);
        count(k);
    }
    if (!k->n) remove_blocks(b, number, number + 1);
}

/* Takes bytes out; where they were is the place afterwards. */
static place cut_out(text_blocks *b, place from, place to)
{
    if (!b->list.n) return from;
    block *first = &b->list.at[from.number], *last = &b->list.at[to.number];
    if (first == last) {
        memmove(first->p + from.at, first->p + to.at, first->n - to.at);
        first->n -= to.at - from.at;
        return from;
    }
    memmove(last->p, last->p + to.at, last->n - to.at);
    last->n -= to.at;
    count(last);
    first->n = from.at;
    remove_blocks(b, from.number + 1, to.number);
    return from;
}

/* Returns the number of the last block that there is something new in. */
static size_t put_in(text_blocks *b, place at, str text)
{
    size_t before = b->list.n;
    if (at.number >= b->list.n) {
        insert_blocks(b, at.number, text);
        return b->list.n;
    }
    block *k = &b->list.at[at.number];
    if (k->n + text.n < BLOCK_MOST) { /* one byte stays free */
        memmove(k->p + at.at + text.n, k->p + at.at, k->n - at.at);
        if (text.n) memcpy(k->p + at.at, text.p, text.n);
        k->n += (uint32_t)text.n;
        count(k);
        return at.number;
    }
    strbuf whole = STRBUF_INIT;
    strbuf_add(&whole, str_make(k->p, at.at));
    strbuf_add(&whole, text);
    strbuf_add(&whole, str_make(k->p + at.at, k->n - at.at));
    remove_blocks(b, at.number, at.number + 1);
    insert_blocks(b, at.number, strbuf_str(&whole));
    strbuf_free(&whole);
    return at.number + (b->list.n - before);
}

range text_blocks_replace(text_blocks *b, text_position start, text_position end, text_encoding encoding, str text)
{
    place from = find(b, start, encoding), to = find(b, end, encoding);
    range gone = {offset_of(b, from), offset_of(b, to)};
    if (gone.end <= gone.start) {
        gone.end = gone.start;
        to = from;
    }
    size_t last = put_in(b, cut_out(b, from, to), text) + 1; /* what was cut out may have left nothing of the one behind */
    for (size_t i = last + 1; i-- > (from.number ? from.number - 1 : 0);) mend(b, i);
    return gone;
}
