#include "base/strbuf.h"

#include "base/bug.h"
#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>

void strbuf_free(strbuf *b)
{
    if (!b->arena) free(b->p);
    *b = (strbuf){.arena = b->arena};
}

void strbuf_clear(strbuf *b)
{
    b->n = 0;
    if (b->p) b->p[0] = 0;
}

void strbuf_reserve(strbuf *b, size_t more)
{
    if (more > SIZE_MAX / 4 - b->n) bug_out_of_memory();
    size_t need = b->n + more + 1;
    if (need <= b->cap) return;
    size_t cap = b->cap ? b->cap * 2 : 64;
    if (cap < need) cap = need;
    if (b->arena && b->cap && arena_extend(b->arena, b->p, b->cap, cap)) {
        b->cap = cap;
        return;
    }
    char *p = b->arena ? arena_alloc(b->arena, cap) : realloc(b->p, cap);
    if (!p) bug_out_of_memory();
    if (b->arena && b->n) memcpy(p, b->p, b->n);
    b->p = p;
    b->cap = cap;
}

void strbuf_add(strbuf *b, str s)
{
    if (!s.n) return;
    strbuf_reserve(b, s.n);
    memcpy(b->p + b->n, s.p, s.n);
    b->n += s.n;
    b->p[b->n] = 0;
}

void strbuf_add_char(strbuf *b, char c)
{
    strbuf_reserve(b, 1);
    b->p[b->n++] = c;
    b->p[b->n] = 0;
}

void strbuf_add_cstr(strbuf *b, const char *cstr) { strbuf_add(b, str_of(cstr)); }

void strbuf_add_utf8(strbuf *b, uint32_t c)
{
    char bytes[4];
    strbuf_add(b, (str){bytes, utf8_encode(c, bytes)});
}

void strbuf_pad(strbuf *b, char c, size_t n)
{
    if (!n) return;
    strbuf_reserve(b, n);
    memset(b->p + b->n, c, n);
    b->n += n;
    b->p[b->n] = 0;
}

void strbuf_vprintf(strbuf *b, const char *fmt, va_list args)
{
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, fmt, args);
    if (n < 0) BUG("bad format '%s'", fmt);
    strbuf_reserve(b, (size_t)n);
    vsnprintf(b->p + b->n, (size_t)n + 1, fmt, again);
    va_end(again);
    b->n += (size_t)n;
}

void strbuf_printf(strbuf *b, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    strbuf_vprintf(b, fmt, args);
    va_end(args);
}

