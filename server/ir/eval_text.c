/* Programs that read the text of their configuration themselves, byte by byte.
 *
 * No library tells what such a program reads. What it does with names tells: a name of the document that was compared with one of
 * the program's own, and was never equal, is of no use to it. Names that nobody compared may mean anything, and count as read. */
#include "ir/eval_internal.h"

#include "base/limits.h"
#include "ir/program.h"

value eval_configuration_text(eval *e, doc_node *document)
{
    value v = eval_document_bytes(e, document);
    bool tried = e->masked_as && e->masked_as->kind != DOC_SYMBOLIC;
    if (v.kind != VALUE_STRING) return v;
    if (tried) v.s = doc_json_pieces(e->arena, document, e->masked, e->masked_as, NULL);
    e->way.host.text = v.s;
    return v;
}

/* Values that are taken as unknown can't be in a text. */
static bool has_masked(const doc_node *n)
{
    if (n->masked_as) return true;
    for (size_t i = 0; i < n->members.n; i++)
        if (has_masked(n->members.at[i].node)) return true;
    for (size_t i = 0; i < n->items.n; i++)
        if (has_masked(n->items.at[i])) return true;
    return false;
}

static const doc_piece *piece_at(eval *e, const char *at)
{
    struct way *w = &e->way;
    uintptr_t start = (uintptr_t)w->host.text.p, byte = (uintptr_t)at;
    if (!w->host.text.n || byte < start || byte - start >= w->host.text.n) return NULL;
    if (!w->host.pieces.n) {
        if (has_masked(w->host.configuration)) eval_stop(e, "a text of which a part is not known");
        bool tried = e->masked_as && e->masked_as->kind != DOC_SYMBOLIC;
        size_t bytes = w->host.text.n < LIMIT_EVAL_TEXT_BYTES ? w->host.text.n : LIMIT_EVAL_TEXT_BYTES;
        w->steps_most = LIMIT_EVAL_STEPS + (uint32_t)bytes * LIMIT_EVAL_TEXT_STEPS;
        doc_json_pieces(e->arena, w->host.configuration, tried ? e->masked : NULL, e->masked_as, &w->host.pieces);
    }
    uint32_t offset = (uint32_t)(byte - start);
    size_t low = 0, high = w->host.pieces.n;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (w->host.pieces.at[middle].start <= offset) low = middle;
        else high = middle;
    }
    const doc_piece *p = high ? &w->host.pieces.at[low] : NULL;
    e->reads_text = true;
    return p && p->start <= offset && offset < p->end ? p : NULL;
}

doc_node *native_origin_of(native_call *c, const char *at, bool *name)
{
    const doc_piece *p = piece_at(c->e, at);
    *name = p && p->name;
    return p ? p->node : NULL;
}

str native_configuration_text(const native_call *c) { return c->e->way.host.text; }

void native_name_compared(native_call *c, doc_node *member, str with, bool equal)
{
    eval *e = c->e;
    if (member->compared_in != e->way.run) member->found = false;
    member->compared_in = e->way.run;
    if (equal) {
        member->found = true;
        native_read(c, member, DOC_READ_EXISTS);
        return;
    }
    doc_node *around = member->parent; /* which outlives the way, and the text with it */
    doc_node *asked = around ? doc_member_of(around, arena_str(around->home, with)) : NULL;
    if (asked && asked->kind == DOC_MISSING) native_read(c, asked, DOC_READ_EXISTS);
}

/* Marks what the way may have read: all but members whose names were compared in vain, with what is inside of them. */
static void mark_members(eval *e, native_call *c, doc_node *n)
{
    for (size_t i = 0; i < n->present; i++) {
        doc_node *m = n->members.at[i].node;
        if (m->compared_in == e->way.run && !m->found) continue;
        native_read(c, m, DOC_READ_EXISTS);
        mark_members(e, c, m);
    }
    for (size_t i = 0; i < n->items.n; i++) {
        native_read(c, n->items.at[i], DOC_READ_EXISTS);
        mark_members(e, c, n->items.at[i]);
    }
}

void eval_text_end(eval *e, const ir_node *site)
{
    if (!e->reads_text || !e->way.host.text.n || e->masked) return;
    native_call c = {.e = e, .arena = e->arena, .site = site};
    doc_node *looked = e->way.host.looked;
    mark_members(e, &c, e->way.host.configuration);
    e->way.host.looked = looked;
}

/* --- what a value would have to be ----------------------------------------------------------------------------------------- */

doc_node *eval_text_trial(eval *e, const doc_node *n, uint32_t number)
{
    static const struct {
        doc_kind kind;
        const char *text;
    } trials[] = {{DOC_STRING, "x"}, {DOC_NUMBER, "1"}, {DOC_TRUE, ""}, {DOC_ARRAY, ""}, {DOC_OBJECT, ""}, {DOC_STRING, "1"}};
    if (number >= sizeof trials / sizeof *trials) return NULL;
    doc_node *made = doc_new(e->arena, trials[number].kind);
    made->text = str_of(trials[number].text);
    made->number = 1;
    made->key = n->key;
    return made;
}

void eval_text_probe(eval *e, const eval_entry *entry, doc_node *document, doc_node *global_document)
{
    eval_failure unused;
    if (!e->reads_text || document->kind != DOC_OBJECT) return;
    e->masked = doc_member_of(document, STR("?"));
    e->masked_as = e->masked->kind == DOC_MISSING ? eval_text_trial(e, e->masked, 0) : NULL;
    e->choices.n = 0;
    if (e->masked_as) eval_way(e, entry, document, global_document, &unused);
    e->masked = e->masked_as = NULL;
    e->choices.n = 0;
}
