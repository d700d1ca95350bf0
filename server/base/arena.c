#include "base/arena.h"

#include "base/bug.h"
#include "base/memory_limit.h"
#include "base/pages.h"

#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>

struct arena_chunk {
    arena_chunk *older;
    size_t size;
    size_t mapped; /* bytes taken as pages; 0: with calloc */
    max_align_t data[];
};

/* What is free in a chunk is forbidden ground for AddressSanitizer, and so is a gap behind each block. */
#if defined(__SANITIZE_ADDRESS__)
#define GUARDED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define GUARDED 1
#endif
#endif

#ifdef GUARDED
#include <sanitizer/asan_interface.h>
enum { GAP = 16, MAPPED = false }; /* LeakSanitizer finds no pointers in memory that is mapped */
static void forbid(void *p, size_t n) { ASAN_POISON_MEMORY_REGION(p, n); }
static void allow(void *p, size_t n) { ASAN_UNPOISON_MEMORY_REGION(p, n); }
#else
enum { GAP = 0, MAPPED = true };
static void forbid(void *p, size_t n) { (void)p, (void)n; }
static void allow(void *p, size_t n) { (void)p, (void)n; }
#endif

enum { CHUNK_FIRST = 8 << 10, CHUNK_MOST = 4 << 20, ALIGN = alignof(max_align_t) };

/* Zeroed memory for a chunk. Large ones are whole huge pages: half of the time of parsing a large text went into the kernel's
 * handing out of small ones. */
static arena_chunk *map_chunk(size_t bytes)
{
    arena_chunk *c = pages_take(bytes);
    if (c) c->mapped = bytes;
    return c;
}

static arena_chunk *new_chunk(size_t size)
{
    size_t bytes = sizeof(arena_chunk) + size;
    bool map = MAPPED && bytes >= PAGES_HUGE;
    if (map) bytes = (bytes + PAGES_HUGE - 1) & ~(size_t)(PAGES_HUGE - 1);
    if (!memory_take(bytes)) return NULL;
    arena_chunk *c = map ? map_chunk(bytes) : calloc(1, bytes);
    if (c) c->size = bytes - sizeof *c;
    else memory_give(bytes);
    return c;
}

static void free_chunk(arena_chunk *c)
{
    allow(c->data, c->size);
    memory_give(sizeof *c + c->size);
    if (c->mapped) pages_give(c, c->mapped);
    else free(c);
}

static void pass_limit(arena *a)
{
    const arena_limit *limit = a->limit;
    a->limit = NULL; /* who deals with it needs some memory, too */
    limit->past(limit->self);
}

/* `n`: with the gap, aligned. */
static void *take_chunk(arena *a, size_t n)
{
    size_t size = a->total < CHUNK_FIRST ? CHUNK_FIRST : a->total;
    if (size > CHUNK_MOST) size = CHUNK_MOST;
    bool own = n > size / 2; /* large blocks get a chunk of their own and leave the current one in use */
    if (own) size = n;
    else size -= sizeof(arena_chunk);
    if (a->limit && (size > a->limit->bytes || a->total > a->limit->bytes - size)) pass_limit(a);
    arena_chunk *c = new_chunk(size);
    if (!c) bug_out_of_memory();
    size = c->size;
    forbid(c->data, size);
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

/* What a block takes, with the gap. */
static size_t room_of(size_t n) { return (n + GAP + ALIGN - 1) & ~(size_t)(ALIGN - 1); }

void *arena_alloc(arena *a, size_t n)
{
    if (n > SIZE_MAX / 2) bug_out_of_memory();
    size_t room = room_of(n);
    void *p = a->next;
    if (p && room <= (size_t)(a->end - a->next)) a->next += room; /* NULL + 0 is undefined, too */
    else p = take_chunk(a, room);
    allow(p, n);
    return p;
}

bool arena_extend(arena *a, const void *p, size_t n, size_t more)
{
    if (!a->next || more > SIZE_MAX / 2 || (const char *)p + room_of(n) != a->next) return false;
    if (room_of(more) - room_of(n) > (size_t)(a->end - a->next)) return false;
    a->next += room_of(more) - room_of(n);
    allow((char *)(uintptr_t)p, more);
    return true;
}

void arena_set_limit(arena *a, const arena_limit *limit) { a->limit = limit; }

void arena_free(arena *a)
{
    for (arena_chunk *c = a->chunks; c;) {
        arena_chunk *older = c->older;
        free_chunk(c);
        c = older;
    }
    *a = (arena){.limit = a->limit};
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
    allow(data, keep->size);
    memset(data, 0, (size_t)(used_to - data));
    forbid(data, keep->size);
    keep->older = NULL;
    *a = (arena){data, data + keep->size, keep, keep->size, a->limit};
}

arena_mark arena_set_mark(const arena *a)
{
    return (arena_mark){a->chunks, a->chunks ? a->chunks->older : NULL, a->next};
}

/* Frees the chunks from `*at` to that one, which stays. */
static void free_until(arena *a, arena_chunk **at, const arena_chunk *stays)
{
    while (*at != stays) {
        arena_chunk *c = *at;
        *at = c->older;
        a->total -= c->size;
        free_chunk(c);
    }
}

void arena_release(arena *a, arena_mark mark)
{
    char *used_to = a->next;
    bool same = a->chunks == mark.newest;
    free_until(a, &a->chunks, mark.newest);
    if (!mark.newest) {
        *a = (arena){.limit = a->limit};
        return;
    }
    free_until(a, &a->chunks->older, mark.second); /* large blocks lie behind the newest chunk */
    a->end = (char *)a->chunks->data + a->chunks->size;
    size_t left = (size_t)(a->end - mark.next);
    allow(mark.next, left);
    memset(mark.next, 0, same ? (size_t)(used_to - mark.next) : left);
    forbid(mark.next, left);
    a->next = mark.next;
}

char *arena_cstr(arena *a, str s)
{
    char *p = arena_alloc(a, s.n + 1);
    if (s.n) memcpy(p, s.p, s.n);
    return p;
}

str arena_str(arena *a, str s) { return (str){arena_cstr(a, s), s.n}; }

str arena_lower(arena *a, str s)
{
    char *p = arena_alloc(a, s.n + 1);
    for (size_t i = 0; i < s.n; i++) p[i] = (char)(s.p[i] >= 'A' && s.p[i] <= 'Z' ? s.p[i] + 32 : s.p[i]);
    p[s.n] = '\0';
    return str_make(p, s.n);
}

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
