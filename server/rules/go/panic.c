/* flow/panic-in-callback: what may panic in a callback, where the SDK does not recover: the VM is gone, with every request in it.
 * flow/unchecked-index: an element of a split text that need not be there. */
#include "rules/flow_rule.h"
#include "rules/go/rules.h"

typedef struct panic_walk {
    rule_context *c;
    const flow_frame *frame;
    ir_func *func;
    bool callback, tests; /* tests: the function looks at lengths, or at what it splits */
} panic_walk;

static bool is_call_of(const ir_node *n, const char *package, const char *const *names)
{
    str p, name;
    n = body_strip((ir_node *)n);
    if (!n || n->op != IR_CALL || !body_is_extern(n->kids[0], &p, &name) || !str_is(p, package)) return false;
    for (; *names; names++)
        if (str_is(name, *names)) return true;
    return false;
}

static bool is_split(const ir_node *n)
{
    static const char *const names[] = {"Split", "SplitN", "SplitAfter", "SplitAfterN", "Fields", NULL};
    return is_call_of(n, "strings", names) || is_call_of(n, "bytes", names);
}

/* The value that the variable holds everywhere, as far as it has only one. */
static const ir_node *value_of(const flow *f, ir_func *func, const ir_node *n)
{
    const body_facts *facts = body_facts_of(f->facts, func);
    const ir_node *found = NULL;
    for (size_t i = 0; n->op == IR_LOCAL && i < facts->stores.n; i++) {
        const body_store *s = &facts->stores.at[i];
        if (s->slot != n->slot || s->global) continue;
        if (found || !s->value) return NULL;
        found = s->value;
    }
    return found;
}

/* A test that has to do with what a text is made of: its author has thought of it. */
static bool find_test(void *self, ir_node *n)
{
    static const char *const names[] = {"Contains", "Count", "Index", "HasPrefix", "HasSuffix", "Cut", "ContainsAny", NULL};
    panic_walk *w = self;
    if (n->op == IR_BUILTIN && n->sub == IR_LEN) w->tests = true;
    if (is_call_of(n, "strings", names) || is_call_of(n, "bytes", names)) w->tests = true;
    const ir_node *subject = n->op == IR_RANGE && n->count > 2 ? body_strip(n->kids[2]) : NULL;
    if (subject && subject->op == IR_LOCAL) w->tests = w->tests || is_split(value_of(w->c->flow, w->func, subject));
    return true;
}

static bool is_positive(const ir_node *n)
{
    return n && n->op == IR_CONST && n->constant.kind == IR_INTEGER && n->constant.integer > 0;
}

static void report(const panic_walk *w, const char *id, ir_span at)
{
    str text = str_slice(w->c->program->files.at[at.file].text, at.at.start, at.at.end);
    rule_value values[] = {{"where", flow_where(w->c, w->frame)}, {"text", text}};
    flow_report(w->c, id, at, values, 2, w->frame);
}

static bool find_panic(void *self, ir_node *n)
{
    panic_walk *w = self;
    if (w->callback && n->op == IR_BUILTIN && n->sub == IR_PANIC && n->at.file != IR_NO_FILE)
        report(w, "flow/panic-in-callback", n->at);
    bool indexes = n->op == IR_INDEX && n->count == 2 && is_positive(n->kids[1]) && !w->tests && n->at.file != IR_NO_FILE;
    if (!indexes) return true;
    const ir_node *base = body_strip(n->kids[0]);
    const ir_node *list = base && base->op == IR_LOCAL ? value_of(w->c->flow, w->func, base) : base;
    if (is_split(list)) report(w, "flow/unchecked-index", n->at);
    return true;
}

static bool recovers(const flow_frame *f)
{
    for (; f; f = f->via == FLOW_CALL || f->via == FLOW_VALUE_CALL ? f->caller : NULL)
        if (f->func->has_recover || f->func->has_defer) return true;
    return false;
}

static bool is_callback(flow_moment m) { return m == FLOW_CALLBACK || m == FLOW_TICK || m == FLOW_TICK_CALLBACK; }

static void check(rule_context *c, const flow_place *p, bool callback)
{
    panic_walk w = {.c = c, .frame = p->frame, .func = p->func, .callback = callback};
    const body_facts *facts = body_facts_of(c->flow->facts, p->func);
    if (!(callback && facts->panics) && !(facts->ops & BODY_OP(IR_INDEX))) return;
    ir_node *body = ir_func_body(c->program, p->func);
    if (!body) return;
    ir_walk(body, find_test, &w);
    ir_walk(body, find_panic, &w);
}

void flow_panic_run(rule_context *c)
{
    const flow *f = flow_of(c);
    map seen = {0}; /* function and whether it ran in a callback */
    for (size_t i = 0; i < f->ran.n && !c->program->refused; i++) { /* what is refused may recover */
        const flow_place *p = &f->ran.at[i];
        if (!p->func->package || !p->func->package->own || recovers(p->frame)) continue;
        char key[sizeof p->func + 1];
        memcpy(key, &p->func, sizeof p->func);
        key[sizeof p->func] = is_callback(p->context->moment);
        str kept = arena_str(c->arena, (str){key, sizeof key});
        if (map_find(&seen, kept)) continue;
        map_put(c->arena, &seen, kept, p->func);
        check(c, p, is_callback(p->context->moment));
    }
}
