/* The value at fault: which part of a rejected document, if it were different, could make the program accept.
 *
 * Counterfactual runs: each value that was read is taken as unknown in turn; where a way to acceptance opens, it is a cause.
 * Several causes are usual (either of two keys cures it). The one read last is the best guess, since programs check a value soon
 * after they read it. */
#include "ir/eval_internal.h"

enum { CANDIDATES_MOST = 48, RERUN_WAYS_MOST = 24 };

typedef struct candidates {
    doc_node *at[CANDIDATES_MOST];
    uint32_t n;
} candidates;

/* Keeps the candidates read last, in order. */
static void offer(candidates *c, doc_node *n)
{
    uint32_t i = c->n < CANDIDATES_MOST ? c->n++ : c->n;
    if (i == CANDIDATES_MOST) {
        if (c->at[CANDIDATES_MOST - 1]->last_read >= n->last_read) return;
        i--;
    }
    while (i > 0 && c->at[i - 1]->last_read < n->last_read) {
        c->at[i] = c->at[i - 1];
        i--;
    }
    c->at[i] = n;
}

static void collect(candidates *c, doc_node *n)
{
    if (n->last_read) offer(c, n);
    for (size_t i = 0; i < n->members.n; i++) collect(c, n->members.at[i].node);
    for (size_t i = 0; i < n->items.n; i++) collect(c, n->items.at[i]);
}

static bool accepted_without(eval *e, const eval_entry *entry, doc_node *document, doc_node *global_document, doc_node *n)
{
    e->choices.n = 0;
    e->masked = n;
    e->masked_as = doc_new_symbolic(e->arena, NULL, STR(""), -1);
    e->masked_as->key = n->key;
    bool accepted = false;
    uint32_t ways = 0;
    do {
        eval_failure ignored;
        accepted = eval_way(e, entry, document, global_document, &ignored) == WAY_ACCEPTED;
    } while (!accepted && ++ways < RERUN_WAYS_MOST && eval_next_way(e));
    e->masked = e->masked_as = NULL;
    e->choices.n = 0;
    return accepted;
}

/* Of two causes the more telling: an inner value rather than the object around it, else the one read last. */
static bool better(const doc_node *n, const doc_node *than)
{
    for (const doc_node *up = n->parent; up; up = up->parent)
        if (up == than) return true;
    return false;
}

static bool is_in(const doc_node *n, const doc_node *top)
{
    while (n && n != top) n = n->parent;
    return n != NULL;
}

typedef struct marks {
    doc_node *node;
    uint32_t reads, first_read, last_read;
    ir_span read_at;
} marks;

void eval_find_fault(eval *e, const eval_entry *entry, doc_node *document, doc_node *global_document, eval_result *result)
{
    candidates c = {.n = 0};
    collect(&c, document);
    /* the reruns must not change what is known about the rejected run */
    marks *kept = ARENA_NEW_N(e->arena, marks, c.n);
    for (uint32_t i = 0; i < c.n; i++)
        kept[i] = (marks){c.at[i], c.at[i]->reads, c.at[i]->first_read, c.at[i]->last_read, c.at[i]->read_at};
    /* what the error is about by its making, when that is a cause */
    doc_node *guess = (doc_node *)(uintptr_t)result->failure.fault, *fault = NULL;
    if (guess && !is_in(guess, document)) guess = NULL;
    if (guess && guess != document && accepted_without(e, entry, document, global_document, guess)) fault = guess;
    bool sure = fault && !fault->present && !fault->items.n; /* of an object, something inside may be meant */
    for (uint32_t i = 0; i < c.n && !sure; i++) {
        if (c.at[i] == document && fault) continue;
        if (fault && !better(c.at[i], fault)) continue;
        if (accepted_without(e, entry, document, global_document, c.at[i])) fault = c.at[i];
    }
    for (uint32_t i = 0; i < c.n; i++) {
        doc_node *n = kept[i].node;
        n->reads = kept[i].reads;
        n->first_read = kept[i].first_read;
        n->last_read = kept[i].last_read;
        n->read_at = kept[i].read_at;
    }
    if (!fault) fault = guess;
    result->failure.fault = fault ? doc_lift(fault) : NULL;
    if (!fault) return;
    if (result->failure.fault != fault) result->failure.missing = fault;
}
