#include "base/arena.h"

#include "base/bug.h"

#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>

struct arena_chunk {
    arena_chunk *older;
    size_t size;
    max_align_t data[];
};

enum { CHUNK_FIRST = 8 << 10, CHUNK_MOST = 1 << 20, ALIGN = alignof(max_align_t) };

static void *take_chunk(arena *a, size_t n)
{
    size_t size = a->total < CHUNK_FIRST ? CHUNK_FIRST : a->total;
    if (size > CHUNK_MOST) size = CHUNK_MOST;
    bool own = n > size / 2; /* large blocks get a chunk of their own and leave the current one in use */
    if (own) size = n;
    arena_chunk *c = calloc(1, sizeof *c + size);
    if (!c) bug_out_of_memory();
    c->size = size;
    a->total += size;
    if (own && a->chunks) {
        c->older = a->chunks->older;
        a->chunks->older = c;
        return c->data;
    }
    c->older = a->chunks;
    a->chunks = c;
    a->next = (char *)c->data + n;
    a->end = (char *)c->data + size;
    return c->data;
}

void *arena_alloc(arena *a, size_t n)
{
    if (n > SIZE_MAX / 2) bug_out_of_memory();
    n = (n + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    if (n <= (size_t)(a->end - a->next)) {
        void *p = a->next;
        a->next += n;
        return p;
    }
    return take_chunk(a, n);
}

void arena_free(arena *a)
{
    for (arena_chunk *c = a->chunks; c;) {
        arena_chunk *older = c->older;
        free(c);
        c = older;
    }
    *a = (arena){0};
}

void arena_reset(arena *a)
{
    arena_chunk *keep = a->chunks;
    if (!keep) return;
    a->chunks = keep->older;
    char *used_to = a->next;
    arena_free(a);
    char *data = (char *)keep->data;
    if (used_to < data || used_to > data + keep->size) used_to = data + keep->size;
    memset(data, 0, (size_t)(used_to - data));
    keep->older = NULL;
    *a = (arena){data, data + keep->size, keep, keep->size};
}

char *arena_cstr(arena *a, str s)
{
    char *p = arena_alloc(a, s.n + 1);
    if (s.n) memcpy(p, s.p, s.n);
    return p;
}

str arena_str(arena *a, str s) { return (str){arena_cstr(a, s), s.n}; }

str arena_vprintf(arena *a, const char *fmt, va_list args)
{
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, fmt, args);
    if (n < 0) BUG("bad format '%s'", fmt);
    char *p = arena_alloc(a, (size_t)n + 1);
    vsnprintf(p, (size_t)n + 1, fmt, again);
    va_end(again);
    return (str){p, (size_t)n};
}

str arena_printf(arena *a, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    str s = arena_vprintf(a, fmt, args);
    va_end(args);
    return s;
}
