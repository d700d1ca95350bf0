#include "ir/body_facts.h"

#include "ir/program.h"

typedef struct collector {
    body_cache *c;
    body_facts *out;
    bool conditional;
    uint32_t exits; /* statements met so far that may leave a block before its end */
} collector;

static void collect(collector *k, ir_node *n);

static void collect_kids(collector *k, ir_node *n, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to && i < n->count; i++) collect(k, n->kids[i]);
}

static void collect_if_taken(collector *k, ir_node *n)
{
    bool before = k->conditional;
    k->conditional = true;
    collect(k, n);
    k->conditional = before;
}

static bool is_function_value(const ir_node *n) { return n && (n->op == IR_FUNC || n->op == IR_CLOSURE); }

static void note_escape(collector *k, ir_node *n)
{
    n = body_strip(n);
    if (is_function_value(n) || (n && n->op == IR_SELECT && body_named_func(n))) array_push(k->c->arena, &k->out->escapes, n);
}

static void store(collector *k, ir_node *place, ir_node *value, uint32_t index, uint32_t of)
{
    if (!place || place->op == IR_BLANK) return;
    bool variable = place->op == IR_LOCAL || place->op == IR_DECLARE || place->op == IR_BIND;
    if (variable)
        array_push(k->c->arena, &k->out->stores, (body_store){place->slot, NULL, value, index, of});
    else if (place->op == IR_GLOBAL)
        array_push(k->c->arena, &k->out->stores, (body_store){-1, place->global, value, index, of});
    else if (value)
        note_escape(k, value);
}

static void collect_assign(collector *k, ir_node *n)
{
    collect_kids(k, n, 0, n->count);
    uint32_t values = n->count - n->targets;
    for (uint32_t i = 0; i < n->targets; i++) {
        if (n->sub || values == 0)
            store(k, n->kids[i], NULL, 0, 1);
        else if (values == n->targets)
            store(k, n->kids[i], n->kids[n->targets + i], 0, 1);
        else
            store(k, n->kids[i], n->kids[n->targets], i, n->targets);
    }
}

/* In a block, what stands behind a conditional exit is conditional itself. */
static void collect_block(collector *k, ir_node *n)
{
    bool before = k->conditional;
    for (uint32_t i = 0; i < n->count; i++) {
        uint32_t exits = k->exits;
        collect(k, n->kids[i]);
        if (k->exits != exits) k->conditional = true;
    }
    k->conditional = before;
}

_Static_assert(IR_UNSUPPORTED < 64, "kinds of nodes fit a set");

static bool note_op(void *self, ir_node *n)
{
    body_facts *facts = self;
    facts->ops |= BODY_OP(n->op);
    return true;
}

static void collect_control(collector *k, ir_node *n)
{
    switch (n->op) {
    case IR_IF:
        collect_kids(k, n, 0, 1);
        for (uint32_t i = 1; i < n->count; i++) collect_if_taken(k, n->kids[i]);
        break;
    case IR_RANGE:
        for (uint32_t i = 0; i < 2 && i < n->count; i++) ir_walk(n->kids[i], note_op, k->out);
        store(k, n->count > 0 ? n->kids[0] : NULL, NULL, 0, 1);
        store(k, n->count > 1 ? n->kids[1] : NULL, NULL, 0, 1);
        if (n->count > 2) collect(k, n->kids[2]);
        if (n->count > 3) collect_if_taken(k, n->kids[3]);
        break;
    case IR_AND: case IR_OR: case IR_COND:
        collect_kids(k, n, 0, 1);
        for (uint32_t i = 1; i < n->count; i++) collect_if_taken(k, n->kids[i]);
        break;
    case IR_SWITCH: case IR_TYPE_SWITCH: case IR_COMM_SELECT:
        for (uint32_t i = 0; i < n->count; i++) {
            bool is_case = n->kids[i] && n->kids[i]->op == IR_CASE;
            if (is_case) collect_if_taken(k, n->kids[i]);
            else collect(k, n->kids[i]);
        }
        break;
    default: /* IR_LOOP */
        for (uint32_t i = 0; i < n->count; i++) collect_if_taken(k, n->kids[i]);
        break;
    }
}

static void collect(collector *k, ir_node *n)
{
    if (!n) return;
    arena *a = k->c->arena;
    k->out->ops |= BODY_OP(n->op);
    switch ((ir_op)n->op) {
    case IR_CALL:
        /* Arguments first: they run before the call. */
        collect_kids(k, n, 0, n->count);
        array_push(a, &k->out->calls, (body_call){n, k->conditional});
        break;
    case IR_CLOSURE: array_push(a, &k->out->closures, n); break;
    case IR_ASSIGN: collect_assign(k, n); break;
    case IR_UPDATE:
        collect_kids(k, n, 0, n->count);
        store(k, n->kids[0], n->sub ? NULL : n->kids[1], 0, 1);
        break;
    case IR_BLOCK: collect_block(k, n); break;
    case IR_IF: case IR_RANGE: case IR_AND: case IR_OR: case IR_COND: case IR_SWITCH: case IR_TYPE_SWITCH: case IR_COMM_SELECT:
    case IR_LOOP:
        collect_control(k, n);
        break;
    case IR_RETURN:
        collect_kids(k, n, 0, n->count);
        array_push(a, &k->out->returns, n);
        k->exits++;
        break;
    case IR_BREAK: case IR_CONTINUE: k->exits++; break;
    case IR_BUILTIN:
        collect_kids(k, n, 0, n->count);
        if (n->sub == IR_PANIC) {
            k->exits++;
            k->out->panics = true;
        }
        if (n->sub == IR_APPEND)
            for (uint32_t i = 1; i < n->count; i++) note_escape(k, n->kids[i]);
        break;
    case IR_COMPOSITE: case IR_KEYED: case IR_SEND:
        collect_kids(k, n, 0, n->count);
        for (uint32_t i = 0; i < n->count; i++) note_escape(k, n->kids[i]);
        break;
    default: collect_kids(k, n, 0, n->count); break;
    }
}

static body_facts *find_facts(body_cache *c, const void *of, bool *fresh)
{
    map_entry *e = map_find(&c->by_func, (str){(const char *)&of, sizeof of});
    *fresh = !e || !e->value;
    if (!*fresh) return e->value;
    const void **key = ARENA_NEW(c->arena, const void *);
    *key = of;
    body_facts *facts = ARENA_NEW(c->arena, body_facts);
    map_put(c->arena, &c->by_func, (str){(const char *)key, sizeof of}, facts);
    return facts;
}

static body_facts *facts_of(body_cache *c, ir_func *f)
{
    bool fresh;
    body_facts *facts = find_facts(c, f, &fresh);
    if (fresh) {
        ir_node *body = ir_func_body(c->program, f);
        work_item outer = ir_enter_work(c->program, f);
        collect(&(collector){.c = c, .out = facts}, body);
        work_leave(WORK_FUNCTION, outer);
    }
    return facts;
}

const body_facts *body_facts_of(body_cache *c, ir_func *f) { return facts_of(c, f); }

bool body_is(body_cache *c, ir_func *f, body_kind kind, bool (*look)(void *self, const body_facts *facts), void *self)
{
    body_facts *facts = facts_of(c, f);
    uint32_t bit = 1u << kind;
    if (!(facts->asked & bit) && look(self, facts)) facts->kinds |= bit;
    facts->asked |= bit;
    return facts->kinds & bit;
}

void **body_kept(body_cache *c, ir_func *f, body_keep what) { return &facts_of(c, f)->kept[what]; }

bool body_has_ops(body_cache *c, ir_func *f, uint64_t ops)
{
    const body_facts *facts = body_facts_of(c, f);
    bool found = facts->ops & ops;
    for (size_t i = 0; i < facts->closures.n && !found; i++) found = body_has_ops(c, facts->closures.at[i]->func, ops);
    return found;
}

const body_facts *body_facts_forget(body_cache *c, ir_func *f)
{
    map_entry *e = map_find(&c->by_func, (str){(const char *)&f, sizeof f});
    const body_facts *old = e ? e->value : NULL;
    if (e) e->value = NULL;
    return old;
}

const body_facts *body_facts_of_global(body_cache *c, ir_global *g)
{
    bool fresh;
    body_facts *facts = find_facts(c, g, &fresh);
    if (fresh) {
        ir_node *init = ir_global_init(c->program, g);
        collect(&(collector){.c = c, .out = facts}, init);
    }
    return facts;
}

ir_func *body_named_func(const ir_node *n)
{
    if (!n) return NULL;
    if (n->op == IR_FUNC) return n->func;
    if (n->op != IR_SELECT || !n->count || !n->kids[0] || !n->kids[0]->type) return NULL;
    uint32_t path[IR_EMBED_DEPTH], depth;
    return ir_find_method(n->kids[0]->type, n->name, path, &depth);
}

bool body_is_extern(const ir_node *n, str *package, str *name)
{
    while (n && n->op == IR_INDEX) n = n->kids[0];
    if (!n) return false;
    if (n->op == IR_EXTERN) {
        *package = n->package;
        *name = n->name;
        return true;
    }
    if (n->op == IR_GLOBAL && n->global->package && !n->global->package->own) { /* mcp.LoadMCPFilter is a variable */
        *package = n->global->package->path;
        *name = n->global->name;
        return true;
    }
    if (n->op != IR_FUNC || n->func->receiver || !n->func->package || n->func->package->own) return false;
    *package = n->func->package->path;
    *name = n->func->name;
    return true;
}

ir_span body_name_span(const ir_program *p, const ir_node *n, str name)
{
    ir_span at = n->at;
    if (at.file == IR_NO_FILE || !name.n) return at;
    str text = p->files.at[at.file].text;
    if (at.at.end > text.n) return at;
    /* The last occurrence: in "a.Get" and "wrapper.SetCtx[Config]" alike. */
    str whole = str_slice(text, at.at.start, at.at.end);
    for (size_t from = whole.n >= name.n ? whole.n - name.n + 1 : 0; from-- > 0;) {
        if (memcmp(whole.p + from, name.p, name.n) != 0) continue;
        at.at.start += (uint32_t)from;
        at.at.end = at.at.start + (uint32_t)name.n;
        break;
    }
    return at;
}

ir_node *body_strip(ir_node *n)
{
    while (n && n->count &&
           (n->op == IR_CONVERT || n->op == IR_ADDR || n->op == IR_REFER ||
            (n->op == IR_INDEX && n->kids[0] && (n->kids[0]->op == IR_FUNC || n->kids[0]->op == IR_EXTERN))))
        n = n->kids[0];
    return n;
}
