#include "base/array.h"

#include "base/bug.h"

#include <stdlib.h>

void array_grow(arena *a, void **at, size_t n, size_t *cap, size_t size)
{
    size_t more = *cap ? *cap * 2 : 4;
    if (more > SIZE_MAX / 2 / size) bug_out_of_memory();
    if (a && *cap && arena_extend(a, *at, *cap * size, more * size)) {
        *cap = more;
        return;
    }
    void *block = a ? arena_alloc(a, more * size) : realloc(*at, more * size);
    if (!block) bug_out_of_memory();
    if (a && n) memcpy(block, *at, n * size);
    *at = block;
    *cap = more;
}

void array_free_block(void *at) { free(at); }
