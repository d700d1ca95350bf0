/* Growing arrays of any element type.
 *
 *     ARRAY(int) numbers = {0};
 *     array_push(arena, &numbers, 42);
 *     for (size_t i = 0; i < numbers.n; i++) use(numbers.at[i]);
 *
 * With an arena the elements live in it (growing leaves the old block behind until the arena dies); with NULL they live on
 * the heap and array_free gives them back. One array uses one of the two for its whole life. */
#ifndef BASE_ARRAY_H
#define BASE_ARRAY_H

#include "base/arena.h"

#define ARRAY(T) \
    struct { \
        T *at; \
        size_t n, cap; \
    }

/* Makes room for one more element of `size` bytes. */
void array_grow(arena *a, void **at, size_t n, size_t *cap, size_t size);
void array_free_block(void *at);

#define array_push(a, arr, ...) \
    ((arr)->n == (arr)->cap ? array_grow((a), (void **)&(arr)->at, (arr)->n, &(arr)->cap, sizeof *(arr)->at) : (void)0, \
     (void)((arr)->at[(arr)->n++] = __VA_ARGS__))
/* The address of a new zeroed last element. */
#define array_add(a, arr) \
    ((arr)->n == (arr)->cap ? array_grow((a), (void **)&(arr)->at, (arr)->n, &(arr)->cap, sizeof *(arr)->at) : (void)0, \
     memset(&(arr)->at[(arr)->n], 0, sizeof *(arr)->at), &(arr)->at[(arr)->n++])
#define array_last(arr) ((arr)->at[(arr)->n - 1])
#define array_pop(arr) ((arr)->at[--(arr)->n])
/* For heap arrays. */
#define array_free(arr) (array_free_block((arr)->at), (arr)->at = NULL, (arr)->n = (arr)->cap = 0)

#endif
