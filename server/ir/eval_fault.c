/* The value at fault: which part of a rejected document, if it were different, could make the program accept.
 *
 * Counterfactual runs: values that were read are taken as unknown in turn; where a way to acceptance opens, it is a cause.
 * Several causes are usual (either of two keys cures it), so the likely ones are tried first: an absent name that something
 * unread beside it resembles, what a decoder refused, what the error is about by its making, what its message names, what is
 * there but empty, an inner value rather than the object around it, and the one read last, since programs check a value soon
 * after they read it. */
#include "ir/eval_internal.h"

enum { CANDIDATES_MOST = 48, RERUN_WAYS_MOST = 24, GUARD_WAYS_MOST = 8, ALSO_TRIED_MOST = 8 };
/* Of all runs of one search: a large document takes so many that the likeliest candidates have to do. */
enum { SEARCH_STEPS = 4000000 };

enum { /* how much each sign counts */
    SIGN_INNER = 1, SIGN_EMPTY = 2, SIGN_BLAMED = 4, SIGN_INSIDE_BLAMED = 5, SIGN_NAMED = 8, SIGN_INNER_BLAMED = 16,
    SIGN_NAMED_SURELY = 32, SIGN_NOT_THERE = 40, SIGN_REFUSED = 48, SIGN_MISSPELT = 64,
};

typedef struct candidate {
    doc_node *node;
    uint32_t rank;
    bool misspelt;
} candidate;

typedef struct candidates {
    candidate at[CANDIDATES_MOST];
    uint32_t n;
    const doc_node *blamed; /* what the error is about by its making, or NULL */
    str message;
    bool text; /* the program reads the text itself: it has looked at all that is there */
} candidates;

static bool is_in(const doc_node *n, const doc_node *top)
{
    while (n && n != top) n = n->parent;
    return n != NULL;
}

/* Whether nothing inside of the value was read, so that it counts as one. */
static bool is_inner(const doc_node *n)
{
    for (size_t i = 0; i < n->present; i++)
        if (n->members.at[i].node->last_read) return false;
    for (size_t i = 0; i < n->items.n; i++)
        if (n->items.at[i]->last_read) return false;
    return true;
}

/* Something unread in the same object has nearly this absent name. */
static bool is_misspelt(const doc_node *n)
{
    const doc_node *holder = n->parent;
    if (n->kind != DOC_MISSING || !holder || n->key.n == 0) return false;
    for (size_t i = 0; i < holder->present; i++) {
        const doc_node *other = holder->members.at[i].node;
        if (!other->reads && str_name_distance(other->key, n->key) != UINT32_MAX) return true;
    }
    return false;
}

static bool is_letter(str s, size_t i)
{
    unsigned char c = i < s.n ? (unsigned char)s.p[i] : 0;
    return c == '_' || (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

/* Messages write "client-id" and "client id" for client_id, too. */
static bool is_spelt(str s, str key)
{
    for (size_t i = 0; i < key.n; i++) {
        bool joint = key.p[i] == '_' && (s.p[i] == '-' || s.p[i] == ' ');
        if (!joint && !str_eq_nocase(str_slice(s, i, i + 1), str_slice(key, i, i + 1))) return false;
    }
    return true;
}

/* The key as a word of the message, a plural without its 's' as well: where the word ends, or 0. */
static size_t named_until(str message, str key)
{
    if (key.n > 3 && key.p[key.n - 1] == 's') key.n--;
    if (key.n < 3) return 0;
    for (size_t i = 0; i + key.n <= message.n; i++) {
        if (i > 0 && is_letter(message, i - 1)) continue;
        if (!is_spelt(str_slice(message, i, i + key.n), key)) continue;
        size_t end = i + key.n;
        if (end < message.n && message.p[end] == 's') end++;
        if (!is_letter(message, end)) return end;
    }
    return 0;
}

/* "path_prefix", "apiToken": no word of a sentence. */
static bool is_identifier(str key)
{
    for (size_t i = 1; i < key.n; i++)
        if (key.p[i] == '_' || (key.p[i] >= 'A' && key.p[i] <= 'Z')) return true;
    return false;
}

/* What follows the name says that it is not there. */
static bool says_lacking(str rest)
{
    static const char *const words[] = {"must not be empty", "is required", "cannot be empty", "can't be empty",
                                        "is missing",        "is empty",    "must be set",     "should not be empty",
                                        "is needed",         "not found",   "can not be empty"};
    while (rest.n && (rest.p[0] == ' ' || rest.p[0] == '\'' || rest.p[0] == '"' || rest.p[0] == '`'))
        rest = str_slice(rest, 1, rest.n);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_starts(rest, str_of(words[i]))) return true;
    return false;
}

static uint32_t rank_of(const candidates *c, const doc_node *n)
{
    bool inner = is_inner(n), blamed = n == c->blamed;
    bool empty =
        (n->kind == DOC_STRING && !n->text.n) || (n->kind == DOC_ARRAY && !n->items.n) || (n->kind == DOC_OBJECT && !n->present);
    uint32_t rank = inner ? SIGN_INNER : 0;
    if (empty || n->kind == DOC_NULL) rank += SIGN_EMPTY;
    size_t named = inner ? named_until(c->message, n->key) : 0;
    bool lacks = empty || (n->kind == DOC_MISSING && says_lacking(str_slice(c->message, named, c->message.n)));
    if (named) rank += lacks ? SIGN_NOT_THERE : is_identifier(n->key) ? SIGN_NAMED_SURELY : SIGN_NAMED;
    if (blamed) rank += inner ? SIGN_INNER_BLAMED : SIGN_BLAMED;
    else if (c->blamed && c->blamed->parent && is_in(n, c->blamed)) rank += SIGN_INSIDE_BLAMED;
    if (n->reads & DOC_READ_REFUSED) rank += SIGN_REFUSED;
    if (is_misspelt(n)) rank += SIGN_MISSPELT;
    return rank;
}

static bool before(const candidate *a, const candidate *b)
{
    if (a->rank != b->rank) return a->rank > b->rank;
    if (!a->node->parent != !b->node->parent) return a->node->parent; /* the whole document last */
    return a->node->last_read > b->node->last_read;
}

/* Keeps the likeliest, in order. */
static void insert(candidates *c, candidate k)
{
    uint32_t i = c->n < CANDIDATES_MOST ? c->n++ : c->n;
    if (i == CANDIDATES_MOST) {
        if (!before(&k, &c->at[CANDIDATES_MOST - 1])) return;
        i--;
    }
    for (; i > 0 && before(&k, &c->at[i - 1]); i--) c->at[i] = c->at[i - 1];
    c->at[i] = k;
}

static void collect(candidates *c, doc_node *n)
{
    if (n->masked_as) return; /* unknown already */
    if (n->last_read || (c->text && n->parent && n->kind != DOC_MISSING))
        insert(c, (candidate){n, rank_of(c, n), is_misspelt(n)});
    for (size_t i = 0; i < n->members.n; i++) collect(c, n->members.at[i].node);
    for (size_t i = 0; i < n->items.n; i++) collect(c, n->items.at[i]);
}

typedef enum effect { EFFECT_NONE, EFFECT_OTHER_ERROR, EFFECT_CURE } effect;

/* Whether the run ended in another error: not in the same one, and not in one whose text is unknown or holds the words of the
 * first, which may be the same one said with more around it. A panic over something unknown says little. */
static bool is_other_error(const eval_failure *f, const eval_failure *first)
{
    if (f->panicked && !first->panicked) return false;
    if (f->at.file != first->at.file || f->at.at.start != first->at.at.start) return true;
    size_t same = 0;
    while (same < f->message.n && same < first->message.n && f->message.p[same] == first->message.p[same]) same++;
    str rest = str_slice(first->message, same, first->message.n);
    return f->message_known && !str_has(str_slice(f->message, same, f->message.n), rest);
}

/* What becomes of the document when the value is unknown: a way accepts it, or at least the error is one that comes later. `all`:
 * runs every way, to see what they read. */
static effect with(eval *e, const eval_entry *entry, doc_node *document, doc_node *global_document, doc_node *n, doc_node *as,
                   const eval_result *before, bool all)
{
    if (e->searched > SEARCH_STEPS) return EFFECT_NONE;
    e->choices.n = 0;
    e->refused = NULL;
    e->masked = n;
    e->masked_as = as;
    e->masked_as->key = n->key;
    effect found = EFFECT_NONE;
    uint32_t ways = 0;
    do {
        eval_failure f;
        way_end end = eval_way(e, entry, document, global_document, &f);
        e->searched += e->way.steps;
        /* code that the compiler refuses may accept */
        if (end == WAY_ACCEPTED || (end == WAY_UNDECIDED && e->refused)) found = EFFECT_CURE;
        bool other = end == WAY_REJECTED && !found;
        if (other && is_other_error(&f, &before->failure) && e->way.steps * before->ways > before->steps)
            found = EFFECT_OTHER_ERROR;
        if (e->searched > SEARCH_STEPS) break;
    } while ((all || found != EFFECT_CURE) && ++ways < (all ? GUARD_WAYS_MOST : RERUN_WAYS_MOST) && eval_next_way(e));
    e->masked = e->masked_as = NULL;
    e->choices.n = 0;
    return found;
}

/* A program that reads the text itself can't be run with an unknown value: it is tried with several. */
static effect without(eval *e, const eval_entry *entry, doc_node *document, doc_node *global_document, doc_node *n,
                      const eval_result *before, bool all)
{
    if (!e->reads_text)
        return with(e, entry, document, global_document, n, doc_new_symbolic(e->arena, NULL, STR(""), -1), before, all);
    effect best = EFFECT_NONE;
    for (uint32_t i = 0; best != EFFECT_CURE; i++) {
        doc_node *as = eval_text_trial(e, n, i);
        if (!as) break;
        effect found = with(e, entry, document, global_document, n, as, before, all);
        if (found > best) best = found;
    }
    return best;
}

typedef struct marks {
    doc_node *node;
    uint32_t reads, first_read, last_read;
    ir_span read_at;
} marks;

/* Whether the candidate is as good as the fault: absent as well, in the same object, and of the same rank. */
static bool is_like(const doc_node *fault, uint32_t rank, const candidate *other)
{
    const doc_node *n = other->node;
    return fault->kind == DOC_MISSING && n->kind == DOC_MISSING && n->parent == fault->parent && other->rank == rank &&
           rank < SIGN_NAMED;
}

static void add_instead(eval *e, const eval_entry *entry, doc_node *document, doc_node *global_document, doc_node *n,
                        eval_result *result)
{
    const size_t most = sizeof result->failure.instead / sizeof *result->failure.instead;
    size_t known = 0;
    while (known < most && result->failure.instead[known]) known++;
    if (known < most && without(e, entry, document, global_document, n, result, false) == EFFECT_CURE)
        result->failure.instead[known] = n;
}

/* The likeliest cause, and the values that are as likely. When a document has several mistakes, no single one of them cures it,
 * and only what holds them all does: then it is the likeliest value without which this error is gone. */
static doc_node *find_causes(eval *e, const eval_entry *entry, doc_node *document, doc_node *global_document, const candidates *c,
                             eval_result *result, bool follows)
{
    e->follows = follows;
    doc_node *fault = NULL, *step = NULL;
    uint32_t tried = 0, also = 0, rank = 0, step_rank = 0;
    for (uint32_t i = 0; i < c->n; i++) {
        doc_node *n = c->at[i].node;
        if (fault && c->at[0].rank < SIGN_NAMED && is_like(fault, rank, &c->at[i])) { /* nothing stands out */
            add_instead(e, entry, document, global_document, n, result);
            continue;
        }
        bool worth = n->kind != DOC_MISSING && n->source && c->at[i].rank > SIGN_INNER;
        if (fault && (!worth || tried++ == ALSO_TRIED_MOST || also == 2)) continue;
        if (fault && (is_in(n, fault) || is_in(fault, n))) continue;
        effect found = without(e, entry, document, global_document, n, result, false);
        if (found == EFFECT_OTHER_ERROR && !step) {
            step = n;
            step_rank = c->at[i].rank;
        }
        if (found != EFFECT_CURE) continue;
        if (fault) result->failure.also[also++] = n;
        else fault = n;
        if (fault == n) rank = c->at[i].rank;
    }
    /* what a decoder refused, rather than something of which only is known that it would keep the decoder from it */
    bool likelier = step && (is_in(step, fault) || (step_rank >= SIGN_REFUSED && rank < SIGN_NAMED));
    if (fault && !likelier) return fault;
    memset(result->failure.instead, 0, sizeof result->failure.instead);
    return step;
}

/* Whether the candidate counted as a misspelling when the candidates were ranked. */
static bool is_misspelt_in(const candidates *c, const doc_node *n)
{
    for (uint32_t i = 0; i < c->n; i++)
        if (c->at[i].node == n) return c->at[i].misspelt;
    return false;
}

/* A key that looks like a misspelling may be a key that the program reads later, and had not come to because of the error. It is
 * no misspelling when the program reads it once something else is put right. */
static doc_node *unless_read_later(eval *e, const eval_entry *entry, doc_node *document, doc_node *global_document,
                                   const candidates *c, eval_result *result, doc_node *fault)
{
    uint32_t tried = 0;
    for (uint32_t i = 0; i < c->n && tried < ALSO_TRIED_MOST; i++) {
        doc_node *n = c->at[i].node;
        if (!n->parent || is_in(fault, n) || c->at[i].misspelt) continue;
        tried++;
        if (without(e, entry, document, global_document, n, result, false) != EFFECT_CURE || is_misspelt(fault)) continue;
        memset(result->failure.also, 0, sizeof result->failure.also);
        memset(result->failure.instead, 0, sizeof result->failure.instead);
        return n;
    }
    return fault;
}

/* A library that can't be followed when a value is unknown may accept anything in the counterfactual run. So of several values
 * that such a library gets, none is likelier than the others unless its error names it: the value that holds them all is the
 * fault. */
static doc_node *unless_like_others(eval *e, const eval_entry *entry, doc_node *document, doc_node *global_document,
                                    const candidates *c, eval_result *result, doc_node *fault)
{
    doc_node *all = fault;
    uint32_t tried = 0;
    for (uint32_t i = 0; i < c->n && tried < ALSO_TRIED_MOST; i++) {
        doc_node *n = c->at[i].node;
        if (n == fault && c->at[i].rank >= SIGN_NAMED) return fault;
        if (n->kind == DOC_MISSING || is_in(n, all) || is_in(all, n)) continue;
        tried++;
        if (without(e, entry, document, global_document, n, result, false) != EFFECT_CURE) continue;
        while (all->parent && !is_in(n, all)) all = all->parent;
    }
    if (all == fault) return fault;
    memset(result->failure.also, 0, sizeof result->failure.also);
    memset(result->failure.instead, 0, sizeof result->failure.instead);
    return all;
}

void eval_find_fault(eval *e, const eval_entry *entry, doc_node *document, doc_node *global_document, eval_result *result)
{
    doc_node *blamed = (doc_node *)(uintptr_t)result->failure.fault;
    if (blamed && !is_in(blamed, document)) blamed = NULL;
    candidates c = {.blamed = blamed, .message = result->failure.message, .text = e->reads_text};
    eval_text_probe(e, entry, document, global_document);
    collect(&c, document);
    /* the reruns must not change what is known about the rejected run */
    marks *kept = ARENA_NEW_N(e->arena, marks, c.n);
    for (uint32_t i = 0; i < c.n; i++) {
        doc_node *n = c.at[i].node;
        kept[i] = (marks){n, n->reads, n->first_read, n->last_read, n->read_at};
    }
    e->met_library = false;
    doc_node *fault = find_causes(e, entry, document, global_document, &c, result, true);
    if (!fault && e->met_library) { /* else nothing is different */
        fault = find_causes(e, entry, document, global_document, &c, result, false);
        if (fault) fault = unless_like_others(e, entry, document, global_document, &c, result, fault);
    }
    if (fault && is_misspelt_in(&c, fault)) fault = unless_read_later(e, entry, document, global_document, &c, result, fault);
    for (uint32_t i = 0; i < c.n; i++) {
        doc_node *n = kept[i].node;
        n->reads = kept[i].reads;
        n->first_read = kept[i].first_read;
        n->last_read = kept[i].last_read;
        n->read_at = kept[i].read_at;
    }
    if (!fault) fault = blamed;
    result->failure.fault = fault ? doc_lift(fault) : NULL;
    if (!fault) return;
    if (result->failure.fault != fault) result->failure.missing = fault;
}

/* --- why a key is not read ------------------------------------------------------------------------------------------------- */

/* How many levels of the document two values have in common: the nearer a value is to the key, the likelier it decides whether
 * the key is read. */
static uint32_t nearness(const doc_node *n, const doc_node *key)
{
    uint32_t depth = 0;
    const doc_node *common = key->parent;
    while (common && !is_in(n, common)) common = common->parent;
    for (; common; common = common->parent) depth++;
    return depth * 2 + (n->kind != DOC_MISSING);
}

static void offer_guards(candidates *c, doc_node *n, const doc_node *key)
{
    bool inner = n->parent && n->last_read && is_inner(n) && !is_in(n, key) && n->kind != DOC_ARRAY && n->kind != DOC_OBJECT;
    if (inner) insert(c, (candidate){n, nearness(n, key), false});
    for (size_t i = 0; i < n->members.n; i++) offer_guards(c, n->members.at[i].node, key);
    for (size_t i = 0; i < n->items.n; i++) offer_guards(c, n->items.at[i], key);
}

const doc_node *eval_find_guard(ir_program *p, const eval_entry *entry, doc_node *document, doc_node *global_document,
                                const doc_node *key)
{
    enum { TRIED_MOST = 16 };
    arena work = ARENA_INIT;
    eval e = {.program = p};
    const eval_result before = {.ways = 1, .steps = UINT32_MAX};
    const doc_node *guard = NULL;
    candidates c = {.n = 0};
    eval_begin(&e, &work, document);
    eval_all_ways(&e, entry, document, global_document);
    offer_guards(&c, document, key);
    for (uint32_t i = 0; i < c.n && i < TRIED_MOST && !guard && !key->reads; i++) {
        without(&e, entry, document, global_document, c.at[i].node, &before, true);
        if (key->reads) guard = c.at[i].node;
    }
    eval_end(&e);
    arena_free(&work);
    return guard;
}
