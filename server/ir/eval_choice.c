/* Unknown conditions: which way to go, and what going there says about the document. */
#include "ir/eval_internal.h"

#include "base/bug.h"

/* One site may decide several things about a value: whether a list is empty, and whether it is a list at all. */
static uint64_t plain_key(uint32_t of, const ir_node *site, const origin *about)
{
    uint64_t what = about ? (uint64_t)about->op : 0;
    if (about && about->op == ORIGIN_EQUAL)
        what ^= str_hash(about->constant.text, str_hash((str){(const char *)&about->constant.number, sizeof(double)}, 1));
    uint64_t parts[3] = {(uint64_t)(uintptr_t)site, (uint64_t)(uintptr_t)(about ? about->node : NULL), what};
    return str_hash((str){(const char *)parts, sizeof parts}, of);
}

/* A constant that was taken in one section of the document - `type` of one provider - says nothing about another section. */
static bool bears_on(const binding *b, const origin *about)
{
    if (!about || !about->node || !b->node || !b->node->parent) return true;
    const doc_node *n = about->node;
    while (n && n != b->node->parent) n = n->parent;
    return n != NULL;
}

static uint64_t bound_key(const eval *e, uint64_t plain, const origin *about)
{
    for (size_t i = 0; i < e->way.bindings.n; i++) {
        const binding *b = &e->way.bindings.at[i];
        uint64_t parts[3] = {plain, (uint64_t)(uintptr_t)b->node, b->index};
        if (bears_on(b, about)) plain = str_hash((str){(const char *)parts, sizeof parts}, 2);
    }
    return plain;
}

uint32_t eval_choose(eval *e, uint32_t of, uint32_t prefer, const ir_node *site, const origin *about)
{
    eval_leave_unfollowed(e, "what it does depends on something that is not known");
    if (e->way.replayed < e->choices.n) return e->choices.at[e->way.replayed++].taken;
    enum { CHOICES_MOST = 400 };
    if (e->choices.n >= CHOICES_MOST) eval_stop(e, "too many unknown conditions");
    uint32_t taken = 0; /* depth first: from the first way on */
    uint64_t key = 0;
    if (e->explorer) {
        uint64_t plain = plain_key(of, site, about);
        key = bound_key(e, plain, about);
        taken = explorer_pick(e->explorer, key, plain, of, prefer);
    }
    array_push(NULL, &e->choices, (choice){taken, of, key});
    e->way.replayed++;
    return taken;
}

bool eval_next_way(eval *e)
{
    while (e->choices.n && array_last(&e->choices).taken + 1 == array_last(&e->choices).of) e->choices.n--;
    if (!e->choices.n) return false;
    array_last(&e->choices).taken++;
    return true;
}

/* --- assumptions ----------------------------------------------------------------------------------------------------------- */

struct doc_assumption *eval_assume(eval *e, doc_node *n)
{
    if (!n->assumed) {
        n->assumed = ARENA_NEW(e->arena, struct doc_assumption);
        n->assumed->node = n;
        array_push(e->arena, &e->way.assumptions, n->assumed);
    }
    return n->assumed;
}

void eval_forget_assumptions(eval *e)
{
    for (size_t i = 0; i < e->way.assumptions.n; i++) e->way.assumptions.at[i]->node->assumed = NULL;
    memset(&e->way.assumptions, 0, sizeof e->way.assumptions);
}

doc_node *eval_look(eval *e, doc_node *n)
{
    if (n == e->masked) n = e->masked_as;
    else if (n->masked_as) n = n->masked_as;
    return n->kind == DOC_SYMBOLIC && n->assumed && n->assumed->as ? n->assumed->as : n;
}

static bool is_nothing(const doc_node *n) { return n->kind == DOC_MISSING || n->kind == DOC_NULL; }

value eval_resolve(eval *e, const value *v)
{
    if (v->kind != VALUE_UNKNOWN || !v->origin || !v->origin->node) return *v;
    const origin *o = v->origin;
    doc_node *n = eval_look(e, o->node);
    if (n->kind == DOC_SYMBOLIC || o->of) return *v;
    value out = *v;
    out.origin = NULL;
    switch (o->op) {
    case ORIGIN_EXISTS: return value_bool(n->kind != DOC_MISSING);
    case ORIGIN_STRING:
        if (n->kind != DOC_STRING && !is_nothing(n)) return *v;
        out.kind = VALUE_STRING;
        out.s = n->kind == DOC_STRING ? n->text : STR("");
        return out;
    case ORIGIN_INT:
    case ORIGIN_UINT:
        if (n->kind != DOC_NUMBER && !is_nothing(n)) return *v;
        out.kind = VALUE_INT;
        out.i = n->kind == DOC_NUMBER ? (int64_t)n->number : 0;
        return out;
    case ORIGIN_FLOAT:
        if (n->kind != DOC_NUMBER && !is_nothing(n)) return *v;
        out.kind = VALUE_FLOAT;
        out.f = n->kind == DOC_NUMBER ? n->number : 0;
        return out;
    case ORIGIN_BOOL:
        if (n->kind != DOC_TRUE && n->kind != DOC_FALSE && !is_nothing(n)) return *v;
        return value_bool(n->kind == DOC_TRUE);
    case ORIGIN_LENGTH:
        if (!is_nothing(n)) return *v;
        return value_int(0);
    default: return *v;
    }
}

/* Whether `o` compares the node itself (not something derived from it) with a zero value: "", 0 or length 0. */
static bool compares_with_zero(const origin *o)
{
    if (o->op != ORIGIN_EQUAL || !o->of || o->of->of) return false;
    if (o->of->op == ORIGIN_DERIVED) return false;
    return o->constant.is_string ? o->constant.text.n == 0 : o->constant.number == 0;
}

static bool same_origin(const origin *a, const origin *b)
{
    if (a == b) return true;
    if (!a || !b || a->op != b->op || a->node != b->node) return false;
    if (a->op == ORIGIN_DERIVED) return false; /* two functions of one value differ */
    return a->constant.is_string == b->constant.is_string && str_eq(a->constant.text, b->constant.text) &&
           a->constant.number == b->constant.number && str_eq(a->format, b->format) && (!a->of == !b->of) &&
           (!a->of || same_origin(a->of, b->of));
}

/* What the way's earlier decisions say about this condition. */
static bool already_decided(eval *e, const origin *o, bool *holds)
{
    const struct doc_assumption *x = o->node ? o->node->assumed : NULL;
    if (x && o->op == ORIGIN_EXISTS && x->exists) return *holds = true, true;
    if (x && x->not_empty && compares_with_zero(o)) return *holds = false, true;
    if (x && o->op == ORIGIN_IS_ARRAY && (x->is_array || x->is_object)) return *holds = x->is_array, true;
    if (x && o->op == ORIGIN_IS_OBJECT && (x->is_array || x->is_object)) return *holds = x->is_object, true;
    for (size_t i = e->way.decisions.n; i > 0; i--) {
        const decision *d = &e->way.decisions.at[i - 1];
        if (d->what && same_origin(d->what, o)) return *holds = d->holds, true;
    }
    return false;
}

static doc_node *constant_node(eval *e, doc_node *like, bool is_string, str text, double number)
{
    doc_node *n = doc_new(e->arena, is_string ? DOC_STRING : DOC_NUMBER);
    n->parent = like->parent;
    n->key = like->key;
    n->text = is_string ? text : arena_printf(e->arena, "%.17g", number);
    n->number = number;
    return n;
}

static void assume_equal(eval *e, const origin *o, bool holds)
{
    if (!o->of || o->of->of || o->of->op == ORIGIN_DERIVED) return;
    struct doc_assumption *x = eval_assume(e, o->node);
    bool zero = compares_with_zero(o);
    if (!holds) {
        if (zero) x->exists = x->not_empty = true;
        return;
    }
    if (o->of->op == ORIGIN_LENGTH && !zero) return;
    if (zero && !x->exists) x->as = doc_new(e->arena, DOC_MISSING);
    else if (o->of->op != ORIGIN_LENGTH)
        x->as = constant_node(e, o->node, o->constant.is_string, o->constant.text, o->constant.number);
}

static void assume(eval *e, const origin *o, bool holds)
{
    doc_node *n = o->node;
    if (!n || n->kind != DOC_SYMBOLIC) return;
    struct doc_assumption *x;
    switch (o->op) {
    case ORIGIN_EXISTS:
        x = eval_assume(e, n);
        if (holds) x->exists = true;
        else x->as = doc_new(e->arena, DOC_MISSING);
        break;
    case ORIGIN_BOOL:
        if (o->of) break;
        x = eval_assume(e, n);
        if (holds || x->exists) x->as = doc_new(e->arena, holds ? DOC_TRUE : DOC_FALSE);
        break;
    case ORIGIN_IS_ARRAY:
    case ORIGIN_IS_OBJECT:
        if (!holds) break;
        x = eval_assume(e, n);
        x->exists = true;
        if (o->op == ORIGIN_IS_ARRAY) x->is_array = true;
        else x->is_object = true;
        break;
    case ORIGIN_EQUAL: assume_equal(e, o, holds); break;
    default: break;
    }
}

bool eval_decide(eval *e, const value *condition, const ir_node *site)
{
    value v = eval_resolve(e, condition);
    if (v.kind == VALUE_BOOL) return v.b;
    if (v.kind != VALUE_UNKNOWN) eval_stop(e, "a condition that is no boolean");
    const origin *o = v.origin;
    bool inverted = false, holds;
    while (o && o->op == ORIGIN_NOT) {
        o = o->of;
        inverted = !inverted;
    }
    if (o) {
        value inner = {.kind = VALUE_UNKNOWN, .type = v.type, .origin = (origin *)(uintptr_t)o};
        inner = eval_resolve(e, &inner);
        if (inner.kind == VALUE_BOOL) return inner.b != inverted;
        if (already_decided(e, o, &holds)) return holds != inverted;
    }
    bool likely = o && (o->op == ORIGIN_EXISTS || o->op == ORIGIN_VALID || o->op == ORIGIN_IS_ARRAY || o->op == ORIGIN_IS_OBJECT);
    holds = eval_choose(e, 2, likely, site, o) != 0;
    if (o) assume(e, o, holds);
    bool unknown = !o && e->way.answers_unknown;
    array_push(e->arena, &e->way.decisions, (decision){.what = o, .holds = holds, .site = site, .unknown = unknown});
    return holds != inverted;
}

size_t eval_enter_branch(eval *e, size_t from)
{
    size_t mark = e->way.active.n;
    for (size_t i = from; e->explorer && i < e->way.decisions.n; i++) array_push(e->arena, &e->way.active, (uint32_t)i);
    return mark;
}

void eval_leave_branch(eval *e, size_t mark) { e->way.active.n = mark; }

/* False when an earlier decision of this way ruled the constant out. */
static bool possible(eval *e, const origin *of, const value *constant)
{
    origin probe = {.op = ORIGIN_EQUAL, .node = of->node, .of = (origin *)(uintptr_t)of};
    probe.constant.is_string = constant->kind == VALUE_STRING;
    if (probe.constant.is_string) probe.constant.text = constant->s;
    else probe.constant.number = (double)constant->i;
    bool holds = true;
    return !already_decided(e, &probe, &holds) || holds;
}

uint32_t eval_choose_constant(eval *e, const value *v, const value *constants, uint32_t count, const ir_node *site)
{
    value known = eval_resolve(e, v);
    if (known.kind != VALUE_UNKNOWN) {
        for (uint32_t i = 0; i < count; i++) {
            bool equal;
            if (value_equal(&known, &constants[i], &equal) && equal) return i;
        }
        return count;
    }
    const origin *o = known.origin;
    doc_node *n = o ? o->node : NULL;
    uint32_t i = eval_choose(e, count + 1, 0, site, o);
    if (e->explorer) array_push(e->arena, &e->way.bindings, (binding){n, i});
    bool direct = n && n->kind == DOC_SYMBOLIC && !o->of && o->op != ORIGIN_DERIVED;
    if (i < count && direct && !possible(e, o, &constants[i])) {
        e->way.impossible = true;
        eval_stop(e, "an impossible choice");
    }
    if (i < count && direct) {
        const value *c = &constants[i];
        bool text = c->kind == VALUE_STRING;
        struct doc_assumption *x = eval_assume(e, n);
        if (text && c->s.n == 0 && !x->exists) x->as = doc_new(e->arena, DOC_MISSING);
        else x->as = constant_node(e, n, text, text ? c->s : STR(""), text ? 0 : (double)c->i);
    }
    array_push(e->arena, &e->way.decisions,
               (decision){.what = o, .holds = i < count, .site = site, .picked = n, .constant = i < count ? &constants[i] :
               NULL});
    return i;
}
