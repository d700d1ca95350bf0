/* What a handler that gets chunks hands on: the chunk as it is, or other bytes. */
#include "rules/flow_chunk.h"

#include "ir/library.h"
#include "ir/func.h"

enum { DEPTH_MOST = 12 };

typedef enum chunk_kind { CHUNK_UNKNOWN, CHUNK_SAME, CHUNK_OTHER } chunk_kind;

/* The kinds of a function's variables and of what it returns, when it is given the chunk in one of them: each is found once. One
 * that is asked for while it is looked for is not known: it has to do with itself. */
typedef struct chunk_kinds {
    bool asked;
    chunk_kind returned;
    uint8_t *locals; /* by slot: 1 + chunk_kind; 0: not asked for */
} chunk_kinds;

typedef struct chunk_walk {
    const flow *f;
    arena *a;
    map *by_func; /* function and slot of the chunk: chunk_kinds */
    ir_func *func;
    int32_t slot; /* of the chunk */
    uint32_t depth;
    chunk_kinds *kinds;
} chunk_walk;

static chunk_kind kind_of(const chunk_walk *w, const ir_node *n);

static chunk_kind join(chunk_kind a, chunk_kind b)
{
    return a == CHUNK_OTHER || b == CHUNK_OTHER ? CHUNK_OTHER : a == b ? a : CHUNK_UNKNOWN;
}

/* A variable: all that it was ever set to, the chunk that it begins with included. */
static chunk_kind kind_of_local(const chunk_walk *w, int32_t slot)
{
    if (slot < 0 || slot >= w->func->slot_count) return CHUNK_UNKNOWN;
    uint8_t *known = &w->kinds->locals[slot];
    if (*known) return (chunk_kind)(*known - 1);
    *known = 1 + CHUNK_UNKNOWN;
    const body_facts *facts = body_facts_of(w->f->facts, w->func);
    chunk_walk inner = *w;
    chunk_kind found = CHUNK_SAME;
    bool any = slot == w->slot;
    inner.depth++;
    for (size_t i = 0; i < facts->stores.n; i++) {
        const body_store *s = &facts->stores.at[i];
        if (s->global || s->slot != slot) continue;
        chunk_kind k = s->value && s->index == 0 ? kind_of(&inner, s->value) : CHUNK_UNKNOWN;
        found = any ? join(found, k) : k;
        any = true;
    }
    if (!any) found = CHUNK_UNKNOWN;
    *known = (uint8_t)(1 + found);
    return found;
}

/* Into the function that has the chunk in that slot. */
static chunk_walk walk_into(const chunk_walk *w, ir_func *f, int32_t slot)
{
    struct {
        ir_func *func;
        int64_t slot;
    } key = {f, slot};
    str bytes = str_make((const char *)&key, sizeof key);
    chunk_kinds *kinds = map_get(w->by_func, bytes);
    chunk_walk inner = *w;
    if (!kinds) {
        ir_func_body(w->f->program, f); /* for its slots */
        kinds = ARENA_NEW(w->a, chunk_kinds);
        kinds->locals = ARENA_NEW_N(w->a, uint8_t, f->slot_count > 0 ? (size_t)f->slot_count : 0);
        map_put(w->a, w->by_func, arena_str(w->a, bytes), kinds);
    }
    inner.func = f;
    inner.slot = slot;
    inner.kinds = kinds;
    return inner;
}

/* A function of the plugin's own that is given the chunk. */
static chunk_kind kind_of_own_call(const chunk_walk *w, ir_func *f, const ir_node *call)
{
    uint32_t receiver = f->receiver && body_strip(call->kids[0])->op == IR_SELECT ? 1 : 0;
    int32_t slot = -1;
    for (uint32_t i = 1; i < call->count; i++)
        if (i - 1 + receiver < f->param_count && kind_of(w, call->kids[i]) == CHUNK_SAME)
            slot = f->params[i - 1 + receiver].slot;
    const body_facts *facts = body_facts_of(w->f->facts, f);
    if (slot < 0 || !f->has_body || !facts->returns.n) return CHUNK_UNKNOWN;
    chunk_walk inner = walk_into(w, f, slot);
    if (inner.kinds->asked) return inner.kinds->returned;
    inner.kinds->asked = true;
    inner.depth++;
    chunk_kind found = CHUNK_SAME;
    for (size_t i = 0; i < facts->returns.n; i++) {
        const ir_node *r = facts->returns.at[i];
        found = join(found, r->count ? kind_of(&inner, r->kids[0]) : CHUNK_UNKNOWN);
    }
    inner.kinds->returned = found;
    return found;
}

/* Functions of libraries that are given the chunk and make other bytes of it. */
static chunk_kind kind_of_extern_call(const chunk_walk *w, str package, str name, const ir_node *call)
{
    unsigned effects = library_effects(package, name);
    bool given = false;
    for (uint32_t i = 1; i < call->count; i++) given = given || kind_of(w, call->kids[i]) != CHUNK_UNKNOWN;
    if (!given) return CHUNK_UNKNOWN;
    if (effects & LIBRARY_SAME_LENGTH) return kind_of(w, call->kids[1]);
    return effects & LIBRARY_OTHER_BYTES ? CHUNK_OTHER : CHUNK_UNKNOWN;
}

/* What is written to a buffer: the chunk, and something else. */
typedef struct buffer_search {
    const chunk_walk *w;
    int32_t slot;
    bool chunk, other;
} buffer_search;

static unsigned effects_of_name(const chunk_walk *w, str name)
{
    return library_name_effects(ir_language(w->f->program), name);
}

static bool find_write(void *self, ir_node *n)
{
    buffer_search *b = self;
    const ir_node *callee = n->op == IR_CALL && n->count > 1 ? body_strip(n->kids[0]) : NULL;
    if (!callee || callee->op != IR_SELECT || !(effects_of_name(b->w, callee->name) & LIBRARY_WRITES)) return true;
    const ir_node *buffer = body_strip(callee->kids[0]);
    if (!buffer || buffer->op != IR_LOCAL || buffer->slot != b->slot) return true;
    chunk_kind k = kind_of(b->w, n->kids[1]);
    if (k == CHUNK_SAME) b->chunk = true;
    else b->other = true;
    return true;
}

/* out.Bytes(), out.String() */
static bool is_mixed_buffer(const chunk_walk *w, const ir_node *callee)
{
    const ir_node *buffer = callee->op == IR_SELECT ? body_strip(callee->kids[0]) : NULL;
    if (!buffer || buffer->op != IR_LOCAL || !(effects_of_name(w, callee->name) & LIBRARY_GIVES_WRITTEN)) return false;
    buffer_search b = {w, buffer->slot, false, false};
    ir_walk(ir_func_body(w->f->program, w->func), find_write, &b);
    return b.chunk && b.other;
}

static chunk_kind kind_of_call(const chunk_walk *w, const ir_node *n)
{
    const ir_node *callee = body_strip(n->kids[0]);
    str package, name;
    if (!callee) return CHUNK_UNKNOWN;
    if (body_is_extern(callee, &package, &name)) return kind_of_extern_call(w, package, name, n);
    ir_func *own = body_named_func(callee);
    if (ir_func_is_own(own)) return kind_of_own_call(w, own, n);
    if (is_mixed_buffer(w, callee)) return CHUNK_OTHER;
    /* pattern.ReplaceAll(chunk, ...) */
    bool replaces = callee->op == IR_SELECT && effects_of_name(w, callee->name) & LIBRARY_OTHER_BYTES && n->count > 1;
    return replaces && kind_of(w, n->kids[1]) != CHUNK_UNKNOWN ? CHUNK_OTHER : CHUNK_UNKNOWN;
}

static bool is_text(const ir_node *n) { return n && n->op == IR_CONST && n->constant.kind == IR_STRING && n->constant.text.n; }

/* append(chunk, more...), append([]byte("more"), chunk...) */
static chunk_kind kind_of_append(const chunk_walk *w, const ir_node *n)
{
    if (n->count < 2 || !n->kids[0]) return CHUNK_UNKNOWN;
    chunk_kind first = kind_of(w, n->kids[0]), second = kind_of(w, n->kids[1]);
    bool empty = n->kids[0]->op == IR_COMPOSITE && !n->kids[0]->count;
    if (empty) return n->count == 2 ? second : CHUNK_UNKNOWN;
    return first != CHUNK_UNKNOWN || second == CHUNK_SAME ? CHUNK_OTHER : CHUNK_UNKNOWN;
}

/* [][]byte{head, chunk}, to be joined */
static chunk_kind kind_of_list(const chunk_walk *w, const ir_node *n)
{
    chunk_kind found = CHUNK_UNKNOWN;
    for (uint32_t i = 0; i < n->count && found == CHUNK_UNKNOWN; i++) found = kind_of(w, n->kids[i]);
    return found != CHUNK_UNKNOWN && n->count > 1 ? CHUNK_OTHER : found;
}

static chunk_kind kind_of(const chunk_walk *w, const ir_node *n)
{
    if (!n || w->depth > DEPTH_MOST) return CHUNK_UNKNOWN;
    switch ((ir_op)n->op) {
    case IR_LOCAL: return kind_of_local(w, n->slot);
    case IR_CONST: return is_text(n) ? CHUNK_OTHER : CHUNK_UNKNOWN;
    case IR_CONVERT: return kind_of(w, n->kids[0]);
    case IR_CALL: return kind_of_call(w, n);
    case IR_COMPOSITE: return kind_of_list(w, n);
    case IR_BUILTIN: return n->sub == IR_APPEND ? kind_of_append(w, n) : CHUNK_UNKNOWN;
    case IR_SLICE:
        return n->count > 1 && (n->kids[1] || n->kids[2]) && kind_of(w, n->kids[0]) != CHUNK_UNKNOWN ? CHUNK_OTHER
                                                                                                     : kind_of(w, n->kids[0]);
    case IR_BINARY: {
        chunk_kind a = kind_of(w, n->kids[0]), b = kind_of(w, n->kids[1]);
        bool longer = n->sub == '+' && (a == CHUNK_SAME || b == CHUNK_SAME);
        return longer ? CHUNK_OTHER : CHUNK_UNKNOWN;
    }
    default: return CHUNK_UNKNOWN;
    }
}

int32_t flow_chunk_slot(const ir_func *handler)
{
    for (uint32_t i = 0; i < handler->param_count; i++)
        if (type_is_bytes(handler->params[i].type)) return handler->params[i].slot;
    return -1;
}

const ir_node *flow_other_bytes(const flow *f, arena *a, ir_func *handler)
{
    int32_t slot = flow_chunk_slot(handler);
    const body_facts *facts = body_facts_of(f->facts, handler);
    map by_func = {0};
    if (slot < 0) return NULL;
    chunk_walk w = walk_into(&(chunk_walk){.f = f, .a = a, .by_func = &by_func}, handler, slot);
    for (size_t i = 0; i < facts->returns.n; i++) {
        const ir_node *r = facts->returns.at[i];
        if (r->count == 1 && kind_of(&w, r->kids[0]) == CHUNK_OTHER) return r->kids[0];
    }
    return NULL;
}
