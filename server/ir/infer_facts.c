/* What a finished way says about the document.
 *
 * A program checks a value and returns its error at once: the last condition decided before a rejection is its reason. A
 * condition that was the reason of a rejection, and under which no way was accepted, is a constraint. */
#include "ir/infer_internal.h"

#include <math.h>

node_facts *facts_find(const fact_table *t, const doc_node *n)
{
    return map_get(&t->by_node, (str){(const char *)&n, sizeof n});
}

node_facts *facts_of(fact_table *t, const doc_node *n)
{
    node_facts *f = facts_find(t, n);
    if (f) return f;
    f = ARENA_NEW(t->arena, node_facts);
    str key = arena_str(t->arena, (str){(const char *)&n, sizeof n});
    map_put(t->arena, &t->by_node, key, f);
    return f;
}

static bool is_zero(const origin *o)
{
    return o->op == ORIGIN_EQUAL && (o->constant.is_string ? o->constant.text.n == 0 : o->constant.number == 0);
}

/* Whether a comparison is about the value itself, or about something that keeps its meaning: strings.ToLower(x) == "a". A number
 * that is computed from it, perhaps together with others, is another value. */
static bool is_about_value(const origin *o)
{
    return o->of && o->of->op != ORIGIN_LENGTH && (o->constant.is_string || o->of->op != ORIGIN_DERIVED);
}

static str constant_text(arena *a, const origin *o)
{
    if (o->constant.is_string) return arena_str(a, o->constant.text);
    return arena_printf(a, "%.17g", o->constant.number);
}

static void add_constant(fact_table *t, node_facts *f, bool is_string, str text, ir_span at)
{
    for (size_t i = 0; i < f->constants.n; i++)
        if (str_eq(f->constants.at[i].text, text)) return;
    array_push(t->arena, &f->constants, (comparison){is_string, arena_str(t->arena, text), at});
}

/* --- one decision ---------------------------------------------------------------------------------------------------------- */

static bool says_absent(const decision *d)
{
    if (!d->what) return false;
    if (d->what->op == ORIGIN_EXISTS) return !d->holds;
    if (d->what->op == ORIGIN_BOOL && !d->what->of) return false;
    return is_zero(d->what) && d->holds;
}

static void bound(fact_table *t, const decision *d, bool reason, bool accepted)
{
    const origin *o = d->what;
    node_facts *f = facts_of(t, o->node);
    if (!o->of || o->of->of || o->constant.is_string) return;
    if (o->of->op != ORIGIN_INT && o->of->op != ORIGIN_UINT && o->of->op != ORIGIN_FLOAT) return;
    bool integer = o->of->op != ORIGIN_FLOAT;
    double c = o->constant.number;
    bool low = d->holds; /* x < c or x <= c held: rejected below */
    double limit = low ? (o->op == ORIGIN_LESS ? c : integer ? c + 1 : c) : (o->op == ORIGIN_LESS ? (integer ? c - 1 : c) : c);
    if (reason && low && (!f->has_minimum || limit > f->minimum))
        f->has_minimum = true, f->minimum = limit, f->minimum_at = d->site->at;
    if (reason && !low && (!f->has_maximum || limit < f->maximum))
        f->has_maximum = true, f->maximum = limit, f->maximum_at = d->site->at;
    if (accepted && low) array_push(t->arena, &f->below_accepted, limit);
    if (accepted && !low) array_push(t->arena, &f->above_accepted, limit);
}

static void take_reason(fact_table *t, const decision *d, const eval_failure *failure)
{
    const origin *o = d->what;
    node_facts *f = facts_of(t, o->node);
    if (says_absent(d)) {
        f->absent_rejected++;
        if (o->op == ORIGIN_EQUAL) f->empty_rejected = true;
        if (failure->message_known && !f->absent_message.n) {
            f->absent_message = arena_str(t->arena, failure->message);
            f->absent_at = failure->at;
        }
    } else if (!d->holds && (d->picked || (o->op == ORIGIN_EQUAL && !is_zero(o) && is_about_value(o)))) {
        f->other_rejected++;
    } else if (!d->holds && o->op == ORIGIN_VALID) {
        f->format = arena_str(t->arena, o->format);
        f->format_at = d->site->at;
    } else if (o->op == ORIGIN_LESS || o->op == ORIGIN_LESS_EQUAL) {
        bound(t, d, true, false);
    }
}

/* What was asked for and found is empty when its length is 0, not absent. */
static bool known_to_exist(const eval *e, const doc_node *n)
{
    for (size_t i = 0; i < e->way.decisions.n; i++) {
        const decision *d = &e->way.decisions.at[i];
        if (d->what && d->what->node == n && d->what->op == ORIGIN_EXISTS && d->holds) return true;
    }
    return false;
}

static void take_accepted(fact_table *t, const eval *e, size_t i)
{
    const decision *d = &e->way.decisions.at[i];
    const origin *o = d->what;
    if (says_absent(d) && !known_to_exist(e, o->node)) facts_of(t, o->node)->absent_accepted++;
    if (o->op == ORIGIN_LESS || o->op == ORIGIN_LESS_EQUAL) bound(t, d, false, true);
    bool no_match = !d->holds && (d->picked || (o->op == ORIGIN_EQUAL && !is_zero(o) && is_about_value(o)));
    if (!no_match) return;
    for (size_t k = 0; k < e->way.decisions.n; k++) { /* another comparison of the same value may have held */
        const decision *other = &e->way.decisions.at[k];
        bool same = other->what && other->what->node == o->node && other->holds;
        if (same && (other->picked || (other->what->op == ORIGIN_EQUAL && is_about_value(other->what)))) return;
        if (other->what && other->what->node == o->node && says_absent(other)) return;
    }
    facts_of(t, o->node)->other_accepted++;
}

static void take_constants(fact_table *t, const decision *d)
{
    const origin *o = d->what;
    node_facts *f = facts_of(t, o->node);
    if (says_absent(d)) f->absent_tried = true;
    if (o->op == ORIGIN_EQUAL && !is_zero(o) && is_about_value(o))
        add_constant(t, f, o->constant.is_string, constant_text(t->arena, o), d->site->at);
    else if (o->op == ORIGIN_EQUAL && !is_zero(o) && o->of && o->of->op == ORIGIN_DERIVED)
        f->computed_equal = constant_text(t->arena, o);
    if (!d->constant) return;
    if (d->constant->kind == VALUE_STRING && d->constant->s.n) add_constant(t, f, true, d->constant->s, d->site->at);
    if (d->constant->kind == VALUE_INT)
        add_constant(t, f, false, arena_printf(t->arena, "%lld", (long long)d->constant->i), d->site->at);
}

/* --- guards ---------------------------------------------------------------------------------------------------------------- */

/* The text is borrowed from the way. */
static bool guard_of(const decision *d, guard *g)
{
    const origin *o = d->what;
    if (!o || !o->node || !d->holds) return false;
    *g = (guard){.node = o->node, .at = d->site->at};
    if (d->constant && d->constant->kind == VALUE_STRING) g->value = d->constant->s;
    else if (o->op == ORIGIN_EQUAL && o->constant.is_string && o->constant.text.n) g->value = o->constant.text;
    else if (o->op == ORIGIN_BOOL && !o->of) g->value = STR("true");
    else return false;
    return true;
}

/* The number of such a guard from `from` on; their count when there is none. */
static size_t guard_number(const node_facts *f, size_t from, const guard *g)
{
    size_t i = from;
    while (i < f->guards.n && (f->guards.at[i].node != g->node || !str_eq(f->guards.at[i].value, g->value))) i++;
    return i;
}

/* Keeps those that hold on this way as well, in its order; in place, as there are very many reads. */
static void keep_guard(node_facts *f, guard g, size_t *kept)
{
    size_t at = guard_number(f, 0, &g);
    if (at < *kept || at == f->guards.n) return;
    g.value = f->guards.at[at].value;
    f->guards.at[at] = f->guards.at[*kept];
    f->guards.at[(*kept)++] = g;
}

static void take_guards(fact_table *t, const eval *e, const read_event *r, node_facts *f)
{
    size_t kept = 0;
    if (f->read && !f->guards.n) return;
    for (uint32_t k = 0; k < r->count; k++) {
        guard g;
        bool good = guard_of(&e->way.decisions.at[r->inside[k]], &g) && outlives_way(e, g.node) && g.node != r->node;
        if (!good) continue;
        if (f->read) {
            keep_guard(f, g, &kept);
        } else if (guard_number(f, 0, &g) == f->guards.n) {
            g.value = arena_str(t->arena, g.value);
            array_push(t->arena, &f->guards, g);
        }
    }
    if (f->read) f->guards.n = kept;
    f->read = true;
}

static void take_reason_guards(fact_table *t, const eval *e, node_facts *f)
{
    enum { CASES_MOST = 64 };
    for (size_t i = 0; i < e->way.decisions.n && f->reason_guards.n < CASES_MOST; i++) {
        guard g;
        bool is_case = guard_of(&e->way.decisions.at[i], &g) && outlives_way(e, g.node), known = false;
        for (size_t k = 0; is_case && k < f->reason_guards.n && !known; k++)
            known = f->reason_guards.at[k].node == g.node && str_eq(f->reason_guards.at[k].value, g.value);
        if (!is_case || known) continue;
        g.value = arena_str(t->arena, g.value);
        array_push(t->arena, &f->reason_guards, g);
    }
}

static void take_reads(fact_table *t, const eval *e, bool accepted)
{
    for (size_t i = 0; i < e->way.log.n; i++) {
        const read_event *r = &e->way.log.at[i];
        node_facts *f = facts_of(t, r->node);
        if (f->way != t->ways) {
            f->way = t->ways;
            f->read_accepted += accepted;
        }
        take_guards(t, e, r, f);
    }
}

void facts_add_way(fact_table *t, eval *e, way_end end, const eval_failure *failure)
{
    t->ways++;
    t->accepted += end == WAY_ACCEPTED;
    take_reads(t, e, end == WAY_ACCEPTED);
    if (end == WAY_ACCEPTED) defaults_add_way(t, e);
    for (size_t i = 0; i < e->way.decisions.n; i++) {
        const decision *d = &e->way.decisions.at[i];
        if (!d->what || !d->what->node) continue;
        take_constants(t, d);
        if (end == WAY_ACCEPTED) take_accepted(t, e, i);
    }
    if (end != WAY_REJECTED || failure->panicked || !e->way.decisions.n) return;
    const decision *last = &array_last(&e->way.decisions);
    if (!last->what || !last->what->node) return;
    /* an error about something else was bound to come before this value was left out */
    bool other = says_absent(last) && failure->fault && failure->fault != last->what->node;
    if (says_absent(last)) facts_of(t, last->what->node)->absent_last = true;
    if (other) return;
    take_reason(t, last, failure);
    if (says_absent(last)) take_reason_guards(t, e, facts_of(t, last->what->node));
}
