#include "base/heap.h"

#include "base/bug.h"

#include <stdlib.h>

static void *checked(void *p, size_t n)
{
    if (!p && n) bug_out_of_memory();
    return p;
}

void *heap_malloc(size_t n) { return checked(malloc(n), n); }
void *heap_calloc(size_t count, size_t n) { return checked(calloc(count, n), count && n); }
void *heap_realloc(void *p, size_t n) { return checked(realloc(p, n), n); }
