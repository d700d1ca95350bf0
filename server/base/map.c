#include "base/map.h"

#include "base/array.h"
#include "base/bug.h"

#include <stdlib.h>

enum { LINEAR_MOST = 8 }; /* below this a scan beats hashing, and small maps need no slots */

static uint64_t hash_of(str key) { return str_hash(key, 0x5bd1e995u); }

static size_t slot_for(const map *m, str key, uint64_t hash)
{
    size_t mask = m->slot_count - 1;
    for (size_t i = hash & mask;; i = (i + 1) & mask) {
        uint32_t s = m->slots[i];
        if (!s) return i;
        const map_entry *e = &m->entries[s - 1];
        if (e->hash == hash && str_eq(e->key, key)) return i;
    }
}

map_entry *map_find(const map *m, str key)
{
    if (!m->slot_count) {
        for (size_t i = 0; i < m->n; i++)
            if (str_eq(m->entries[i].key, key)) return &m->entries[i];
        return NULL;
    }
    uint32_t s = m->slots[slot_for(m, key, hash_of(key))];
    return s ? &m->entries[s - 1] : NULL;
}

void *map_get(const map *m, str key)
{
    map_entry *e = map_find(m, key);
    return e ? e->value : NULL;
}

static void rehash(arena *a, map *m, size_t slot_count)
{
    if (a) {
        m->slots = ARENA_NEW_N(a, uint32_t, slot_count);
    } else {
        free(m->slots);
        m->slots = calloc(slot_count, sizeof *m->slots);
        if (!m->slots) bug_out_of_memory();
    }
    m->slot_count = slot_count;
    for (size_t i = 0; i < m->n; i++) m->slots[slot_for(m, m->entries[i].key, m->entries[i].hash)] = (uint32_t)i + 1;
}

map_entry *map_put(arena *a, map *m, str key, void *value)
{
    map_entry *old = map_find(m, key);
    if (old) {
        old->value = value;
        return old;
    }
    if (m->n == m->cap) array_grow(a, (void **)&m->entries, m->n, &m->cap, sizeof *m->entries);
    m->entries[m->n] = (map_entry){key, value, hash_of(key)};
    m->n++;
    if (m->n > LINEAR_MOST && m->n * 2 > m->slot_count) rehash(a, m, m->slot_count ? m->slot_count * 2 : 32);
    else if (m->slot_count) m->slots[slot_for(m, key, m->entries[m->n - 1].hash)] = (uint32_t)m->n;
    return &m->entries[m->n - 1];
}

void map_free(map *m)
{
    free(m->entries);
    free(m->slots);
    *m = (map){0};
}
