/* Values, environments and callback lists, each kept once so that equal ones have equal numbers. */
#include "base/limits.h"
#include "flow/engine.h"
#include "ir/same.h"

static uint64_t mix(uint64_t h, uint64_t x)
{
    h ^= x + 0x9e3779b97f4a7c15u + (h << 6) + (h >> 2);
    h *= 0xff51afd7ed558ccdu;
    return h ^ h >> 32; /* the table uses the low bits, which know nothing of the high ones of x */
}

static uint64_t hash_bytes(uint64_t h, const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++) h = (h ^ (unsigned char)p[i]) * 0x100000001b3u;
    return h;
}

typedef bool (*same_fn)(const flow_engine *e, uint32_t number, const void *wanted);

/* The number of an equal element, or UINT32_MAX. */
static uint32_t find(const flow_engine *e, const flow_intern *t, uint64_t hash, same_fn same, const void *wanted)
{
    for (size_t i = hash; t->slot_count; i++) {
        uint32_t number = t->slots[i & (t->slot_count - 1)];
        if (!number) break;
        if (t->hashes[number - 1] == hash && same(e, number - 1, wanted)) return number - 1;
    }
    return UINT32_MAX;
}

static void place_in(flow_intern *t, uint32_t number)
{
    size_t i = t->hashes[number];
    while (t->slots[i & (t->slot_count - 1)]) i++;
    t->slots[i & (t->slot_count - 1)] = number + 1;
}

static void add(flow_engine *e, flow_intern *t, uint64_t hash)
{
    if (t->n == t->cap) array_grow(e->a, (void **)&t->hashes, t->n, &t->cap, sizeof *t->hashes);
    t->hashes[t->n++] = hash;
    if (t->n * 2 <= t->slot_count) {
        place_in(t, (uint32_t)t->n - 1);
        return;
    }
    t->slot_count = t->slot_count ? t->slot_count * 2 : 256;
    t->slots = ARENA_NEW_N(e->a, uint32_t, t->slot_count);
    for (uint32_t i = 0; i < t->n; i++) place_in(t, i);
}

/* --- values --- */

static bool same_value(const flow_engine *e, uint32_t number, const void *wanted)
{
    const flow_content *a = &e->values.at[number], *b = wanted;
    return a->kind == b->kind && a->direction == b->direction && a->at == b->at && a->func == b->func &&
           a->part_count == b->part_count && ir_constant_same(&a->constant, &b->constant) &&
           (!a->part_count || memcmp(a->parts, b->parts, a->part_count * sizeof *a->parts) == 0);
}

static uint64_t hash_value(const flow_content *c)
{
    uint64_t h = mix((uint64_t)c->kind * 8 + c->direction, (uintptr_t)c->at);
    h = mix(h, (uintptr_t)c->func);
    h = mix(h, (uint64_t)c->constant.kind);
    if (c->constant.kind == IR_STRING) h = hash_bytes(h, c->constant.text.p, c->constant.text.n);
    else if (c->constant.kind == IR_BOOL) h = mix(h, c->constant.boolean);
    else if (c->constant.kind != IR_NIL) h = mix(h, c->constant.unsigned_integer);
    for (uint32_t i = 0; i < c->part_count; i++) h = mix(h, c->parts[i]);
    return h;
}

flow_value flow_make(flow_engine *e, flow_content c)
{
    uint64_t h = hash_value(&c);
    uint32_t found = find(e, &e->value_table, h, same_value, &c);
    if (found != UINT32_MAX) return found;
    if (c.part_count) {
        flow_value *parts = ARENA_NEW_N(e->a, flow_value, c.part_count);
        memcpy(parts, c.parts, c.part_count * sizeof *parts);
        c.parts = parts;
    }
    array_push(e->a, &e->values, c);
    add(e, &e->value_table, h);
    return (flow_value)e->values.n - 1;
}

flow_value flow_make_const(flow_engine *e, ir_constant c, const ir_node *at)
{
    return flow_make(e, (flow_content){.kind = FLOW_CONST, .constant = c, .at = at});
}

flow_value flow_make_bool(flow_engine *e, bool b)
{
    return flow_make_const(e, (ir_constant){.kind = IR_BOOL, .boolean = b}, NULL);
}

flow_value flow_make_nil(flow_engine *e) { return flow_make_const(e, (ir_constant){.kind = IR_NIL}, NULL); }

flow_value flow_make_kind(flow_engine *e, flow_kind k, flow_direction d, const ir_node *at)
{
    return flow_make(e, (flow_content){.kind = k, .direction = d, .at = at});
}

flow_value flow_make_tuple(flow_engine *e, const flow_value *parts, uint32_t n)
{
    return flow_make(e, (flow_content){.kind = FLOW_TUPLE, .parts = parts, .part_count = n});
}

bool flow_is_texts(const ir_type *t)
{
    t = t ? type_under(t) : NULL;
    return t && t->kind == TYPE_SLICE && type_under_kind(t->elem) == TYPE_STRING;
}

flow_value flow_make_list(flow_engine *e, const flow_value *parts, uint32_t n)
{
    enum { PARTS_MOST = 8 };
    if (!n || n > PARTS_MOST) return 0;
    for (uint32_t i = 0; i < n; i++)
        if (!flow_is_constant(flow_get(e, parts[i]), IR_STRING)) return 0;
    return flow_make(e, (flow_content){.kind = FLOW_LIST, .parts = parts, .part_count = n});
}

/* --- environments --- */

static bool same_env(const flow_engine *e, uint32_t number, const void *wanted)
{
    const flow_env *a = &e->envs.at[number], *b = wanted;
    return a->n == b->n && (!a->n || memcmp(a->at, b->at, a->n * sizeof *a->at) == 0);
}

/* `env` may stand on the stack. */
static uint32_t make_env(flow_engine *e, flow_env env)
{
    uint64_t h = env.n;
    for (uint32_t i = 0; i < env.n; i++) h = mix(h, (uint64_t)env.at[i].key << 32 | env.at[i].value);
    uint32_t found = find(e, &e->env_table, h, same_env, &env);
    if (found != UINT32_MAX) return found;
    flow_binding *at = ARENA_NEW_N(e->a, flow_binding, env.n);
    if (env.n) memcpy(at, env.at, env.n * sizeof *at);
    array_push(e->a, &e->envs, (flow_env){at, env.n});
    add(e, &e->env_table, h);
    return (uint32_t)e->envs.n - 1;
}

void flow_env_start(flow_engine *e) { make_env(e, (flow_env){NULL, 0}); }

enum { BINDINGS_MOST = 96 };

flow_value flow_env_get(const flow_engine *e, uint32_t env, uint32_t key)
{
    const flow_env *v = &e->envs.at[env];
    for (uint32_t i = 0; i < v->n; i++)
        if (v->at[i].key == key) return v->at[i].value;
    return 0;
}

uint32_t flow_env_put(flow_engine *e, uint32_t env, uint32_t key, flow_value v)
{
    if (flow_env_get(e, env, key) == v) return env;
    const flow_env *old = &e->envs.at[env];
    flow_binding at[BINDINGS_MOST + 1];
    uint32_t n = 0;
    bool placed = !v;
    for (uint32_t i = 0; i < old->n; i++) {
        if (!placed && old->at[i].key > key) {
            at[n++] = (flow_binding){key, v};
            placed = true;
        }
        if (old->at[i].key != key) at[n++] = old->at[i];
    }
    if (!placed) at[n++] = (flow_binding){key, v};
    return n > BINDINGS_MOST ? env : make_env(e, (flow_env){at, n});
}

static bool is_field_of(const flow_engine *e, uint32_t key, uint32_t root)
{
    if (root == UINT32_MAX && key >= FLOW_VARIABLE_MOST) {
        const flow_path *p = &e->paths.at[key - FLOW_VARIABLE_MOST];
        return p->root >= FLOW_VARIABLE_MOST || !str_eq(p->name, FLOW_LENGTH); /* only its owner sets a variable */
    }
    while (key >= FLOW_VARIABLE_MOST) {
        key = e->paths.at[key - FLOW_VARIABLE_MOST].root;
        if (key == root) return true;
    }
    return false;
}

uint32_t flow_env_forget_fields(flow_engine *e, uint32_t env, uint32_t root)
{
    const flow_env *old = &e->envs.at[env];
    flow_binding at[BINDINGS_MOST + 1];
    uint32_t n = 0;
    for (uint32_t i = 0; i < old->n; i++)
        if (!is_field_of(e, old->at[i].key, root)) at[n++] = old->at[i];
    return n == old->n ? env : make_env(e, (flow_env){at, n});
}

uint32_t flow_env_reduce(flow_engine *e, uint32_t env, flow_reduction how)
{
    const flow_env *old = &e->envs.at[env];
    flow_binding at[BINDINGS_MOST + 1];
    uint32_t n = 0;
    for (uint32_t i = 0; i < old->n; i++) {
        const flow_content *c = flow_get(e, old->at[i].value);
        bool action = c->kind == FLOW_CONST && c->at;
        bool boolean = how < FLOW_REDUCE_BOOLEANS && flow_is_constant(c, IR_BOOL);
        bool other = how == FLOW_REDUCE_LIMITS && c->kind != FLOW_LIMITED;
        if (action || boolean || other || c->kind == FLOW_FUNCTION || c->kind == FLOW_DISPATCHED) at[n++] = old->at[i];
    }
    return n == old->n ? env : make_env(e, (flow_env){at, n});
}

/* --- fields --- */

static bool same_path(const flow_engine *e, uint32_t number, const void *wanted)
{
    const flow_path *a = &e->paths.at[number], *b = wanted;
    return a->root == b->root && str_eq(a->name, b->name);
}

uint32_t flow_path_key(flow_engine *e, uint32_t root, str name)
{
    flow_path path = {root, name};
    uint64_t h = hash_bytes(mix(1, root), name.p, name.n);
    uint32_t found = find(e, &e->path_table, h, same_path, &path);
    if (found == UINT32_MAX) {
        found = (uint32_t)e->paths.n;
        array_push(e->a, &e->paths, path);
        add(e, &e->path_table, h);
    }
    return found + FLOW_VARIABLE_MOST;
}

/* --- callback lists --- */

static bool same_awaited(const flow_awaited *a, const flow_awaited *b)
{
    return a->function == b->function && a->call == b->call && a->kind == b->kind;
}

static bool same_list(const flow_engine *e, uint32_t number, const void *wanted)
{
    const flow_awaited_list *a = &e->lists.at[number], *b = wanted;
    if (a->n != b->n) return false;
    for (uint32_t i = 0; i < a->n; i++)
        if (!same_awaited(&a->at[i], &b->at[i])) return false;
    return true;
}

static uint32_t make_list(flow_engine *e, flow_awaited_list wanted)
{
    uint64_t h = wanted.n;
    for (uint32_t i = 0; i < wanted.n; i++) h = mix(mix(h, wanted.at[i].function), (uintptr_t)wanted.at[i].call);
    uint32_t found = find(e, &e->list_table, h, same_list, &wanted);
    if (found != UINT32_MAX) return found;
    flow_awaited *at = ARENA_NEW_N(e->a, flow_awaited, wanted.n);
    if (wanted.n) memcpy(at, wanted.at, wanted.n * sizeof *at);
    array_push(e->a, &e->lists, (flow_awaited_list){at, wanted.n});
    add(e, &e->list_table, h);
    return (uint32_t)e->lists.n - 1;
}

uint32_t flow_list_add(flow_engine *e, uint32_t list, flow_awaited w)
{
    flow_awaited_list old = e->lists.n ? e->lists.at[list] : (flow_awaited_list){0};
    for (uint32_t i = 0; i < old.n; i++)
        if (same_awaited(&old.at[i], &w)) return list;
    if (old.n >= LIMIT_FLOW_CALLBACKS) {
        flow_incomplete(e);
        return list;
    }
    flow_awaited_list wanted = {ARENA_NEW_N(e->scratch, flow_awaited, old.n + 1), old.n};
    if (old.n) memcpy(wanted.at, old.at, old.n * sizeof *old.at);
    if (w.call) wanted.at[wanted.n++] = w; /* without a call: the empty list */
    return make_list(e, wanted);
}

uint32_t flow_list_remove(flow_engine *e, uint32_t list, const ir_node *call)
{
    flow_awaited_list old = e->lists.at[list], wanted = {ARENA_NEW_N(e->scratch, flow_awaited, old.n), 0};
    for (uint32_t i = 0; i < old.n; i++)
        if (old.at[i].call != call) wanted.at[wanted.n++] = old.at[i];
    return wanted.n == old.n ? list : make_list(e, wanted);
}
