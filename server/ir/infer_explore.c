/* Which ways open mode takes: every way out of every choice once, the rest of a way as likely to be accepted as can be told.
 *
 * Trying all combinations would double with each condition. A choice is told apart by its place in the program, the part of the
 * document it is about, and the constants taken before (so that each kind of a provider is explored on its own). */
#include "base/limits.h"
#include "ir/infer_internal.h"

typedef struct choice_point {
    uint64_t key;
    uint32_t of;
    uint32_t tried; /* bit set of the first 31 ways out; further ones are not told apart */
} choice_point;

struct explorer {
    arena *arena;
    map points; /* key bytes -> choice_point */
    uint32_t ways;
};

explorer *explorer_new(arena *a)
{
    explorer *x = ARENA_NEW(a, explorer);
    x->arena = a;
    return x;
}

enum { WAYS_OUT_MOST = 31 };

static choice_point *point_of(explorer *x, uint64_t key, uint32_t of)
{
    choice_point *p = map_get(&x->points, (str){(const char *)&key, sizeof key});
    if (p) return p;
    p = ARENA_NEW(x->arena, choice_point);
    *p = (choice_point){.key = key, .of = of < WAYS_OUT_MOST ? of : WAYS_OUT_MOST};
    map_put(x->arena, &x->points, (str){(const char *)&p->key, sizeof p->key}, p);
    return p;
}

static bool untried(const choice_point *p, uint32_t *way)
{
    for (uint32_t i = 0; i < p->of; i++) {
        if (p->tried >> i & 1) continue;
        *way = i;
        return true;
    }
    return false;
}

uint32_t explorer_pick(explorer *x, uint64_t key, uint32_t of, uint32_t prefer)
{
    choice_point *p = point_of(x, key, of);
    uint32_t way = prefer;
    if (p->tried && !untried(p, &way)) way = prefer;
    p->tried |= 1u << (way < WAYS_OUT_MOST ? way : WAYS_OUT_MOST - 1);
    return way;
}

static bool take_untried(explorer *x, choice *c)
{
    choice_point *p = point_of(x, c->key, c->of);
    uint32_t way;
    if (!untried(p, &way)) return false;
    p->tried |= 1u << way;
    c->taken = way;
    return true;
}

bool explorer_next_way(explorer *x, eval *e)
{
    /* Deepest choice first loses nothing, but may never come back to the early ones: the second half of the ways is for those. */
    bool early = ++x->ways > LIMIT_SCHEMA_WAYS / 2;
    for (size_t i = 0; early && i < e->choices.n; i++) {
        if (!take_untried(x, &e->choices.at[i])) continue;
        e->choices.n = i + 1;
        return true;
    }
    while (e->choices.n) {
        if (take_untried(x, &array_last(&e->choices))) return true;
        e->choices.n--;
    }
    return false;
}
