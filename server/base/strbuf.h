/* Owned strings under construction, on the heap.
 *
 * `STRBUF_INIT` or a zeroed struct is empty and valid. The bytes are followed by a NUL that is not counted; embedded NULs are
 * allowed. strbuf_free gives the memory back. */
#ifndef BASE_STRBUF_H
#define BASE_STRBUF_H

#include "base/str.h"

#include <stdarg.h>

typedef struct strbuf {
    char *p; /* NULL while empty */
    size_t n, cap;
} strbuf;

#define STRBUF_INIT {0}

void strbuf_free(strbuf *b);
/* Forgets the bytes, keeps the memory. */
void strbuf_clear(strbuf *b);
/* Makes room for `more` further bytes. */
void strbuf_reserve(strbuf *b, size_t more);
void strbuf_add(strbuf *b, str s);
void strbuf_add_char(strbuf *b, char c);
void strbuf_add_cstr(strbuf *b, const char *cstr);
void strbuf_printf(strbuf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void strbuf_vprintf(strbuf *b, const char *fmt, va_list args);
/* `n` times the character `c`. */
void strbuf_pad(strbuf *b, char c, size_t n);
/* The bytes, borrowed until the next change. */
static inline str strbuf_str(const strbuf *b) { return (str){b->p ? b->p : "", b->n}; }

#endif
