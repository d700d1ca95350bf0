/* Arenas: memory that is freed all at once.
 *
 * Everything an analysis produces lives in one arena and dies with it; nothing in it is freed alone. An arena belongs to
 * one thread at a time. Allocation never fails (memory exhaustion ends the process) and gives zeroed memory. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/str.h"

#include <stdarg.h>

typedef struct arena_chunk arena_chunk;

typedef struct arena {
    char *next, *end; /* the free part of the newest chunk */
    arena_chunk *chunks;
    size_t total; /* bytes taken from the system so far */
    const struct arena_limit *limit; /* or NULL */
} arena;

/* What an arena may take in all. Who would take more unsets the limit and calls `past`, which does not return. */
typedef struct arena_limit {
    size_t bytes;
    void (*past)(void *self);
    void *self;
} arena_limit;
/* Borrowed until another one or NULL (no limit) is set; arena_free and arena_reset keep it. */
void arena_set_limit(arena *a, const arena_limit *limit);

/* A zeroed struct is a valid empty arena. */
#define ARENA_INIT {0}

/* `n` zeroed bytes, aligned for any type; valid until the arena is freed or reset. `n` may be 0. */
void *arena_alloc(arena *a, size_t n);
/* Makes the block of `n` bytes at `p` larger where it stands, `more` zeroed bytes in all; false when it is not the newest one, or
 * there is no room behind it. */
bool arena_extend(arena *a, const void *p, size_t n, size_t more);
/* Gives all memory back; the arena is empty and usable again. */
void arena_free(arena *a);
/* Like arena_free, but keeps one chunk for the next round: for work that repeats. */
void arena_reset(arena *a);

/* Work that comes and goes in turn, as on a stack: what was taken from the arena since the mark is given back. */
typedef struct arena_mark {
    arena_chunk *newest, *second;
    char *next;
} arena_mark;
arena_mark arena_set_mark(const arena *a);
void arena_release(arena *a, arena_mark mark);

#define ARENA_NEW(a, T) ((T *)arena_alloc((a), sizeof(T)))
#define ARENA_NEW_N(a, T, n) ((T *)arena_alloc((a), sizeof(T) * (n)))

/* Copies in the arena; a NUL is put behind the bytes for the sake of C interfaces. */
str arena_str(arena *a, str s);
/* A copy with a to z for A to Z. */
str arena_lower(arena *a, str s);
char *arena_cstr(arena *a, str s);
str arena_printf(arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
str arena_vprintf(arena *a, const char *fmt, va_list args);

#endif
