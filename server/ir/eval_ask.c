/* Where the program names the members that it asks for: the literals behind the arguments of a library's call, for those who
 * want to find or change them. Followed are constants, and what callers hand over; other names are made while the program
 * runs. */
#include "ir/body_facts.h"
#include "ir/eval_internal.h"
#include "ir/func.h"

enum { ASKS_MOST = 64, CALLERS_MOST = 16 };

typedef struct literal_search {
    str path;
    bool whole; /* the literal is that path and no more */
    const ir_node *found;
    size_t count;
} literal_search;

/* A path that goes on from another one begins behind a separator. */
static bool is_wanted(const literal_search *s, const ir_node *n)
{
    if (n->op != IR_CONST || n->constant.kind != IR_STRING || !str_ends(n->constant.text, s->path)) return false;
    size_t before = n->constant.text.n - s->path.n;
    return !before || (!s->whole && strchr(".|", n->constant.text.p[before - 1]));
}

static bool look(void *self, ir_node *n)
{
    literal_search *s = self;
    if (!is_wanted(s, n)) return true;
    s->found = n;
    s->count++;
    return false;
}

/* The argument that the caller gives for the variable; NULL: it is none of the parameters. */
static ir_node *argument_for(const frame *f, int32_t slot)
{
    const ir_func *func = f->func;
    uint32_t skipped = func->receiver ? 1 : 0;
    if (!f->site || f->site->op != IR_CALL || func->variadic) return NULL;
    for (uint32_t i = skipped; i < func->param_count; i++) {
        uint32_t number = i - skipped + 1;
        if (func->params[i].slot == slot && number < f->site->count) return f->site->kids[number];
    }
    return NULL;
}

/* The only literal of that text in the function: what goes through a list of names, or chooses one. */
static const ir_node *only_literal(eval *e, const frame *f, str path)
{
    literal_search s = {.path = path, .whole = true};
    if (f->func) ir_walk(ir_func_body(e->program, f->func), look, &s);
    return s.count == 1 ? s.found : NULL;
}

static const ir_node *literal_of(eval *e, const frame *f, ir_node *n, str path)
{
    for (int i = 0; i < CALLERS_MOST && f; i++) {
        literal_search s = {.path = path};
        const ir_node *bare = body_strip(n);
        if (bare && bare->op == IR_LOCAL && f->func) {
            n = argument_for(f, bare->slot);
            if (!n) return only_literal(e, f, path);
            f = f->caller;
            continue;
        }
        ir_walk(n, look, &s);
        return s.count == 1 ? s.found : NULL;
    }
    return NULL;
}

static void add(doc_node *n, doc_ask ask)
{
    for (size_t i = 0; i < n->asks.n; i++) {
        const doc_ask *known = &n->asks.at[i];
        bool same = known->at.file == ask.at.file && known->at.at.start == ask.at.at.start && known->tail == ask.tail;
        if (same && known->field == ask.field && known->tag == ask.tag) return;
    }
    if (n->asks.n < ASKS_MOST) array_push(n->home, &n->asks, ask);
}

void native_ask(native_call *c, doc_node *n, str path)
{
    const frame *f = c->e->way.frame;
    const void *at[2] = {c->site, f ? f->site : NULL};
    if (!c->e->explorer || (n->asked_at[0] == at[0] && n->asked_at[1] == at[1])) return;
    n->asked_at[0] = at[0];
    n->asked_at[1] = at[1];
    const ir_node *literal = NULL;
    for (uint32_t i = 1; i < c->site->count && f && !literal; i++)
        if (c->site->kids[i]) literal = literal_of(c->e, f, c->site->kids[i], path);
    add(n, (doc_ask){.at = literal ? literal->at : (ir_span){.file = IR_NO_FILE}, .tail = (uint32_t)path.n});
}

void native_ask_field(native_call *c, doc_node *n, const ir_field *field, const char *tag)
{
    if (c->e->explorer && field && n->parent) add(n, (doc_ask){.at = {.file = IR_NO_FILE}, .field = field, .tag = tag});
}
