/* Which ways open mode takes: every way out of every choice once, and the rest of a way so that it is as likely to be accepted as
 * we can make it.
 *
 * Trying all combinations would double with each condition. What distinguishes a choice from others is its place in the program,
 * the part of the document it is about, and the constants taken before (so that each kind of a provider is explored on its
 * own). */
#include "base/limits.h"
#include "ir/infer_internal.h"

typedef struct choice_point {
    uint64_t key;
    uint32_t of;
    uint64_t tried; /* bit set of the first 63 ways out; bit 63 stands for all further ones */
    uint64_t accepted; /* those that were part of an accepted way */
    const choice *before; /* the choices that lead here */
    uint32_t depth;
    uint32_t seen; /* of a choice without regard to the constants before: under how many it was met */
    bool passed;   /* met under enough others */
    struct choice_point *common;
} choice_point;

struct explorer {
    arena *arena;
    map points; /* key bytes -> choice_point */
    uint32_t ways;
    bool cut;        /* a choice has more ways out than are tried */
    size_t next;     /* second round: the point to come back to, and its way out */
    uint32_t next_out;
};

bool explorer_is_cut(const explorer *x) { return x->cut; }

explorer *explorer_new(arena *a)
{
    explorer *x = ARENA_NEW(a, explorer);
    x->arena = a;
    return x;
}

enum {
    WAYS_OUT_MOST = 63,
    /* under so many of the constants taken before is a choice explored: code for one of them has places of its own */
    BOUND_MOST = 2,
};

static choice_point *point_of(explorer *x, uint64_t key, uint32_t of)
{
    choice_point *p = map_get(&x->points, (str){(const char *)&key, sizeof key});
    if (p) return p;
    x->cut = x->cut || of > WAYS_OUT_MOST;
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

static uint32_t lowest(uint64_t bits)
{
    uint32_t i = 0;
    while (!(bits >> i & 1)) i++;
    return i;
}

static uint64_t bit_of(uint32_t way) { return 1ull << (way < WAYS_OUT_MOST ? way : WAYS_OUT_MOST - 1); }

uint32_t explorer_pick(explorer *x, uint64_t key, uint64_t plain, uint32_t of, uint32_t prefer)
{
    choice_point *p = point_of(x, key, of), *common = key == plain ? p : point_of(x, plain, of);
    uint32_t way = prefer;
    if (!p->tried && common != p) {
        p->common = common;
        p->passed = common->seen++ >= BOUND_MOST;
        if (p->passed) p->tried = bit_of(p->of) - 1;
    }
    bool all_tried = p->tried && !untried(p, &way);
    uint64_t accepted = p->accepted ? p->accepted : common->accepted;
    if (all_tried) way = accepted && !(accepted & bit_of(prefer)) ? lowest(accepted) : prefer;
    p->tried |= bit_of(way);
    return way;
}

static bool take_untried(explorer *x, choice *c)
{
    choice_point *p = point_of(x, c->key, c->of);
    uint32_t way;
    if (!untried(p, &way)) return false;
    p->tried |= bit_of(way);
    c->taken = way;
    return true;
}

/* Remembers the choices of the way at hand, so that later ways can take their other ways out. */
static void remember(explorer *x, const eval *e, bool accepted)
{
    const choice *path = NULL;
    for (size_t i = 0; i < e->choices.n; i++) {
        const choice *c = &e->choices.at[i];
        choice_point *p = point_of(x, c->key, c->of);
        if (accepted && c->taken < WAYS_OUT_MOST) p->accepted |= bit_of(c->taken);
        if (p->common) p->common->accepted |= p->accepted;
        if (p->before) continue;
        if (!path) {
            choice *copy = ARENA_NEW_N(x->arena, choice, e->choices.n);
            memcpy(copy, e->choices.at, e->choices.n * sizeof *copy);
            path = copy;
        }
        p->before = path;
        p->depth = (uint32_t)i;
    }
}

/* Each way out was taken. But a way may have been rejected for a choice further on that had other ways out: such a way is tried
 * once more, with the choices behind it that were accepted elsewhere. */
static bool come_back(explorer *x, eval *e)
{
    for (; x->next < x->points.n; x->next++, x->next_out = 0) {
        const choice_point *p = x->points.entries[x->next].value;
        for (; p->before && x->next_out < p->of; x->next_out++) {
            uint64_t accepted = p->accepted | (p->common ? p->common->accepted : 0);
            if (p->passed || accepted >> x->next_out & 1) continue;
            e->choices.n = 0;
            for (uint32_t i = 0; i < p->depth; i++) array_push(NULL, &e->choices, p->before[i]);
            array_push(NULL, &e->choices, (choice){x->next_out++, p->of, p->key});
            return true;
        }
    }
    return false;
}

bool explorer_next_way(explorer *x, eval *e, bool accepted)
{
    remember(x, e, accepted);
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
    return come_back(x, e);
}
