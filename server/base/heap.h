/* malloc and the like that never fail, for libraries that would make something else of a failure: without memory the process ends
 * in one place (base/bug.h). What they give is freed with free(). */
#ifndef BASE_HEAP_H
#define BASE_HEAP_H

#include <stddef.h>

void *heap_malloc(size_t n);
void *heap_calloc(size_t count, size_t n);
void *heap_realloc(void *p, size_t n);

#endif
