/* More is mapped than asked for, and both ends are cut off, since huge pages begin at multiples of their size. */
#include "base/pages.h"

#include <stdint.h>
#include <sys/mman.h>

#ifndef MAP_NORESERVE /* it never reserves */
#define MAP_NORESERVE 0
#endif

void *pages_take(size_t bytes)
{
    char *p = mmap(NULL, bytes + PAGES_HUGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (p == MAP_FAILED) return NULL;
    size_t before = (PAGES_HUGE - (uintptr_t)p % PAGES_HUGE) % PAGES_HUGE;
    if (before) munmap(p, before);
    munmap(p + before + bytes, PAGES_HUGE - before);
#ifdef MADV_HUGEPAGE
    madvise(p + before, bytes, MADV_HUGEPAGE); /* a wish: without it the memory is good, too */
#endif
    return p + before;
}

void pages_give(void *p, size_t bytes) { munmap(p, bytes); }
