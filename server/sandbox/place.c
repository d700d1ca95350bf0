#include "sandbox/place.h"

enum {
    NODES_MOST = 64, /* tried */
    RUN_FUEL = 1000 * 1000, /* what a run costs beside its own */
};
static const uint64_t DOCUMENT_FUEL = 4000ull * 1000 * 1000; /* about four seconds */

typedef struct search {
    const sandbox_search *of;
    arena runs; /* for a run */
    uint64_t burnt;
    size_t tried;
    const doc_node *best, *named; /* whose change is accepted; that the message speaks of */
    uint32_t best_depth;
    bool best_named;
} search;

static bool goes_on(const search *s)
{
    return s->tried < NODES_MOST && s->burnt < DOCUMENT_FUEL && s->burnt < *s->of->fuel;
}

static bool is_accepted(search *s)
{
    sandbox_answer answer = {.verdict = SANDBOX_NO_JUDGE};
    str json;
    arena_reset(&s->runs);
    if (s->of->configuration(&s->runs, s->of->document, &json)) sandbox_run(s->of->sandbox, &s->runs, json, &answer);
    s->burnt += answer.fuel + RUN_FUEL;
    return answer.verdict == SANDBOX_ACCEPTED;
}

static bool is_word_part(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

/* Whether the text has the name, as a word of its own. */
static bool names(str text, str name)
{
    for (ptrdiff_t at = 0; name.n && (at = str_find(text, name, (size_t)at)) >= 0; at++) {
        size_t end = (size_t)at + name.n;
        if ((!at || !is_word_part(text.p[at - 1])) && (end == text.n || !is_word_part(text.p[end]))) return true;
    }
    return false;
}

/* --- changes, each of which is taken back ----------------------------------------------------------------------------------- */

static bool accepted_without_member(search *s, doc_node *object, uint32_t at)
{
    doc_member whole = object->members.at[at];
    size_t behind = (object->present - at - 1) * sizeof whole;
    memmove(&object->members.at[at], &object->members.at[at + 1], behind);
    object->present--;
    bool accepted = is_accepted(s);
    object->present++;
    memmove(&object->members.at[at + 1], &object->members.at[at], behind);
    object->members.at[at] = whole;
    return accepted;
}

static bool accepted_without_item(search *s, doc_node *array, size_t at)
{
    doc_node *whole = array->items.at[at];
    size_t behind = (array->items.n - at - 1) * sizeof whole;
    memmove(&array->items.at[at], &array->items.at[at + 1], behind);
    array->items.n--;
    bool accepted = is_accepted(s);
    array->items.n++;
    memmove(&array->items.at[at + 1], &array->items.at[at], behind);
    array->items.at[at] = whole;
    return accepted;
}

/* With another value in its place: one of each type, and texts that many checks take. */
static bool accepted_as_another(search *s, doc_node **slot)
{
    static const struct { doc_kind kind; str text; bool listed; } all[] = {
        {DOC_NUMBER, STR_INIT("1"), false}, {DOC_STRING, STR_INIT("a"), false}, {DOC_TRUE, STR_INIT(""), false},
        {DOC_STRING, STR_INIT("a"), true}, {DOC_OBJECT, STR_INIT(""), false}, {DOC_STRING, STR_INIT("1"), false},
        {DOC_STRING, STR_INIT("http://a.b"), false}, {DOC_STRING, STR_INIT("1.2.3.4"), false}, 
        {DOC_NUMBER, STR_INIT("100"), false},
    };
    doc_node *whole = *slot;
    bool accepted = false;
    for (size_t i = 0; i < sizeof all / sizeof *all && !accepted && goes_on(s); i++) {
        doc_node value = {.kind = all[i].kind, .text = all[i].text, .index = -1}, *item = &value;
        doc_node list = {.kind = DOC_ARRAY, .index = -1, .items = {.at = &item, .n = 1}};
        *slot = all[i].listed ? &list : &value;
        accepted = is_accepted(s);
    }
    *slot = whole;
    return accepted;
}

/* --- the search ------------------------------------------------------------------------------------------------------------- */

static void take(search *s, const doc_node *n, uint32_t depth, bool accepted, bool named)
{
    if (named && (!s->named || depth > s->best_depth)) s->named = n;
    if (!accepted) return;
    bool better = !s->best || depth > s->best_depth || (depth == s->best_depth && named && !s->best_named);
    if (!better) return;
    s->best = n;
    s->best_depth = depth;
    s->best_named = named;
}

static void visit(search *s, doc_node *holder, uint32_t depth)
{
    for (uint32_t i = 0; i < holder->present && goes_on(s); i++) {
        doc_node *n = holder->members.at[i].node;
        s->tried++;
        bool accepted = accepted_without_member(s, holder, i) || accepted_as_another(s, &holder->members.at[i].node);
        take(s, n, depth, accepted, names(s->of->message, holder->members.at[i].key));
        visit(s, n, depth + 1);
    }
    for (size_t i = 0; i < holder->items.n && goes_on(s); i++) {
        doc_node *n = holder->items.at[i];
        s->tried++;
        bool accepted = accepted_without_item(s, holder, i) || accepted_as_another(s, &holder->items.at[i]);
        take(s, n, depth, accepted, n->kind == DOC_STRING && names(s->of->message, n->text));
        visit(s, n, depth + 1);
    }
}

sandbox_place sandbox_place_find(const sandbox_search *of, doc_node *const *roots, size_t count)
{
    search s = {.of = of};
    for (size_t i = 0; i < count; i++) visit(&s, roots[i], 1);
    arena_free(&s.runs);
    *of->fuel -= s.burnt < *of->fuel ? s.burnt : *of->fuel;
    return (sandbox_place){.node = s.best ? s.best : s.named, .accepted = s.best != NULL};
}
