/* Hash maps from strings to pointers, in insertion order.
 *
 *     map m = {0};
 *     map_put(arena, &m, STR("key"), value);
 *     for (size_t i = 0; i < m.n; i++) use(m.entries[i].key, m.entries[i].value);
 *
 * Keys are borrowed: their bytes must live as long as the map. Memory as for arrays: an arena, or NULL for the heap and
 * map_free. Entries are not removed one by one; a NULL value is a value like any other. */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/arena.h"

typedef struct map_entry {
    str key;
    void *value;
    uint64_t hash;
} map_entry;

typedef struct map {
    map_entry *entries;
    size_t n, cap;
    uint32_t *slots; /* entry number + 1, 0 = free; a power of two of them */
    size_t slot_count;
} map;

/* The value, or NULL when the key is absent (map_find tells a NULL value from that). */
void *map_get(const map *m, str key);
/* The entry, borrowed until the next put; NULL when absent. */
map_entry *map_find(const map *m, str key);
/* Adds or replaces; returns the entry, borrowed until the next put. */
map_entry *map_put(arena *a, map *m, str key, void *value);
void map_free(map *m);

#endif
