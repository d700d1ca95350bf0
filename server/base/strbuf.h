/* Strings under construction, on the heap or in an arena.
 *
 * `STRBUF_INIT` or a zeroed struct is empty and valid, and owns its bytes: strbuf_free gives the memory back. One that begins as
 * STRBUF_IN(arena) keeps them in the arena instead, with which they die; it needs no strbuf_free, and strbuf_str of it lives as
 * long as the arena. The bytes are followed by a NUL that is not counted; embedded NULs are allowed. */
#ifndef BASE_STRBUF_H
#define BASE_STRBUF_H

#include "base/arena.h"

typedef struct strbuf {
    char *p; /* NULL while empty */
    size_t n, cap;
    arena *arena; /* NULL: on the heap */
} strbuf;

#define STRBUF_INIT {0}
#define STRBUF_IN(a) {.arena = (a)}

void strbuf_free(strbuf *b);
/* Forgets the bytes, keeps the memory. */
void strbuf_clear(strbuf *b);
/* Makes room for `more` further bytes. */
void strbuf_reserve(strbuf *b, size_t more);
void strbuf_add(strbuf *b, str s);
void strbuf_add_char(strbuf *b, char c);
void strbuf_add_cstr(strbuf *b, const char *cstr);
/* The character in UTF-8; an invalid code point as U+FFFD. */
void strbuf_add_utf8(strbuf *b, uint32_t c);
void strbuf_printf(strbuf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void strbuf_vprintf(strbuf *b, const char *fmt, va_list args);
/* `n` times the character `c`. */
void strbuf_pad(strbuf *b, char c, size_t n);
/* The bytes, borrowed until the next change (of one in an arena: until the arena's end). */
static inline str strbuf_str(const strbuf *b) { return (str){b->p ? b->p : "", b->n}; }

#endif
