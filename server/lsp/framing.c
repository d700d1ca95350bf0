#include "lsp/framing.h"

#include "base/limits.h"

enum {
    HEADER_LINE_MOST = 4096, /* longer lines are no header of ours */
    BEGINNING = 4096,        /* bytes kept of a message that is skipped */
};

/* No message is as long as that: such a header is broken, and nobody waits for its body. */
static const uint64_t length_most = UINT64_C(1) << 32;

static const str length_name = STR_INIT("content-length:");

/* Digits only, with blanks around. */
static bool parse_length(str text, uint64_t *length)
{
    text = str_trim(text);
    if (str_empty(text)) return false;
    uint64_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] < '0' || text.p[i] > '9') return false;
        n = n * 10 + (uint64_t)(text.p[i] - '0');
        if (n > length_most) return false;
    }
    *length = n;
    return true;
}

/* Where "Content-Length:" stands in the line: at its start, or anywhere once the framing was lost. */
static ptrdiff_t find_length(str line, bool anywhere)
{
    for (size_t i = 0; i + length_name.n <= line.n; i++) {
        if (str_eq_nocase(str_slice(line, i, i + length_name.n), length_name)) return (ptrdiff_t)i;
        if (!anywhere) break;
    }
    return -1;
}

static void take_header_line(framer *f, str line)
{
    ptrdiff_t at = find_length(line, f->lost);
    if (at >= 0) {
        f->has_length = parse_length(str_slice(line, (size_t)at + length_name.n, line.n), &f->length);
        f->bad_length = !f->has_length;
        f->lost = false;
    }
    f->any_header = true;
}

/* The blank line behind a header. Blank lines without a header are stray line breaks between messages. */
static frame_event end_header(framer *f)
{
    bool usable = f->has_length && !f->bad_length, any = f->any_header, lost = f->lost;
    f->has_length = f->bad_length = f->any_header = false;
    if (!any) return FRAME_NEED_MORE;
    if (!usable) {
        f->lost = true;
        return lost ? FRAME_NEED_MORE : FRAME_BAD_HEADER; /* say it once */
    }
    f->left = f->length;
    f->state = f->length > LIMIT_MESSAGE_BYTES ? FRAMER_BEGINNING : FRAMER_BODY;
    return FRAME_NEED_MORE;
}

static str take(str *input, uint64_t most)
{
    size_t n = input->n < most ? input->n : (size_t)most;
    str part = {input->p, n};
    input->p += n;
    input->n -= n;
    return part;
}

static frame_event read_header(framer *f, str *input)
{
    ptrdiff_t end = str_find_char(*input, '\n', 0);
    str part = take(input, end < 0 ? input->n : (uint64_t)end + 1);
    if (f->line.n + part.n > HEADER_LINE_MOST) { /* keep the end: it may hold the next header */
        strbuf_clear(&f->line);
        part = str_slice(part, part.n > HEADER_LINE_MOST ? part.n - HEADER_LINE_MOST : 0, part.n);
        f->any_header = true;
    }
    strbuf_add(&f->line, part);
    if (end < 0) return FRAME_NEED_MORE;
    str line = str_trim(strbuf_str(&f->line));
    frame_event event = FRAME_NEED_MORE;
    if (str_empty(line)) event = end_header(f);
    else take_header_line(f, line);
    strbuf_clear(&f->line);
    return event;
}

frame_event framer_next(framer *f, str *input)
{
    for (;;) {
        if (f->state == FRAMER_BODY && f->left == 0) {
            f->state = FRAMER_HEADER;
            return FRAME_MESSAGE;
        }
        if (f->state == FRAMER_SKIP && f->left == 0) f->state = FRAMER_HEADER;
        if (str_empty(*input)) return FRAME_NEED_MORE;
        if (f->state == FRAMER_HEADER) {
            frame_event event = read_header(f, input);
            if (event != FRAME_NEED_MORE) return event;
            continue;
        }
        str part = take(input, f->state == FRAMER_BEGINNING ? BEGINNING - f->body.n : f->left);
        f->left -= part.n;
        if (f->state != FRAMER_SKIP) strbuf_add(&f->body, part);
        if (f->state != FRAMER_BEGINNING || f->body.n < BEGINNING) continue;
        f->state = FRAMER_SKIP;
        return FRAME_TOO_LARGE;
    }
}

void framer_free(framer *f)
{
    strbuf_free(&f->line);
    strbuf_free(&f->body);
    *f = (framer){0};
}

void framer_write_header(strbuf *out, size_t n) { strbuf_printf(out, "Content-Length: %zu\r\n\r\n", n); }
