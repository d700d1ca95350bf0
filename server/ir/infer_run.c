#include "ir/infer_run.h"

#include "base/limits.h"

static void remember_good(verifier *f, const doc_node *document)
{
    for (uint32_t i = 0; i < document->present; i++) {
        const doc_member *m = &document->members.at[i];
        if (map_get(&f->good, m->key)) continue;
        str *text = ARENA_NEW(f->a, str);
        *text = doc_json(f->a, m->node);
        map_put(f->a, &f->good, arena_str(f->a, m->key), text);
    }
}

static bool is_out(const inferred_value *v, str top) { return v && v->parent && !v->parent->parent && str_eq(v->name, top); }

/* The next key at the top to add to the document: the program may only complain because nothing is switched on. */
static bool find_companion(const verifier *f, trial *t)
{
    int number = t->effort - 3;
    const inferred_value *own = t->focus;
    while (own && own->parent && own->parent->parent) own = own->parent;
    for (size_t i = 0; i < f->good.n; i++) {
        str key = f->good.entries[i].key;
        if ((own && str_eq(key, own->name)) || is_out(t->left_out, key) || is_out(t->also_out, key)) continue;
        if (number-- > 0) continue;
        t->companion = f->good.entries[i].key;
        t->companion_json = *(str *)f->good.entries[i].value;
        return true;
    }
    return false;
}

const doc_node *infer_in_document(const doc_node *document, const inferred_value *v)
{
    if (!v->parent) return document;
    const doc_node *around = infer_in_document(document, v->parent);
    if (!around) return NULL;
    if (v == v->parent->element) return around->kind == DOC_ARRAY && around->items.n ? around->items.at[0] : NULL;
    return around->kind == DOC_OBJECT ? doc_find_member(around, v == v->parent->any_member ? STR("a") : v->name) : NULL;
}

/* What an accepted document leaves out is needed by nobody, at least not always. Beside rules, parsers drop a global part that
 * they can't use, and go on: what it leaves out says nothing. */
static void note_spared(const inferred_value *v, const doc_node *n)
{
    bool dropped = !v->parent && doc_find_member(n, STR("_rules_"));
    for (size_t i = 0; n->kind == DOC_OBJECT && i < v->members.n; i++) {
        inferred_value *m = v->members.at[i];
        if (dropped && !str_is(m->name, "_rules_")) continue;
        const doc_node *member = doc_find_member(n, m->name);
        if (member) note_spared(m, member);
        else m->spared = true;
    }
    for (uint32_t i = 0; n->kind == DOC_OBJECT && v->any_member && i < n->present; i++)
        if (inferred_member(v, n->members.at[i].key) == v->any_member) note_spared(v->any_member, n->members.at[i].node);
    for (size_t i = 0; n->kind == DOC_ARRAY && v->element && i < n->items.n; i++) note_spared(v->element, n->items.at[i]);
}

eval_verdict infer_run(verifier *f, const trial *t, const inferred_value *root)
{
    if (f->steps > LIMIT_VERIFY_STEPS || !infer_rest(f->program)) return EVAL_UNDECIDED;
    strbuf text = STRBUF_INIT;
    json_writer w = JSON_WRITER(&text);
    trial_write(&w, t, root);
    uintptr_t before = f->watched ? 0 : (uintptr_t)map_get(&f->verdicts, strbuf_str(&text));
    if (before) { /* other efforts, facts and cases often come to the same document */
        strbuf_free(&text);
        return (eval_verdict)(before - 1);
    }
    const yaml_stream *stream = yaml_parse(&f->work, strbuf_str(&text), YAML_JSON);
    doc_node *document = doc_from_yaml(&f->work, stream->documents.at[0].root);
    eval e = {.program = f->program, .keeps = true};
    size_t before_run = f->work.total;
    eval_begin(&e, &f->work, document);
    eval_result r = eval_all_ways(&e, f->entry, document, NULL);
    f->steps += infer_cost(r.steps, f->work.total - before_run);
    map_put(f->a, &f->verdicts, arena_str(f->a, strbuf_str(&text)), (void *)((uintptr_t)r.verdict + 1));
    if (r.verdict == EVAL_ACCEPT) remember_good(f, document), note_spared(root, document);
    const doc_node *watched = f->watched && r.verdict == EVAL_ACCEPT ? infer_in_document(document, f->watched) : NULL;
    f->watched_read = watched && watched->reads;
    if (f->facts && r.verdict == EVAL_ACCEPT && r.ways == 1) defaults_add_document(f->facts, &e, document, (uint32_t)text.n);
    eval_end(&e);
    arena_reset(&f->work);
    strbuf_free(&text);
    return r.verdict;
}

bool infer_accepted(verifier *f, trial *t, const inferred_value *root)
{
    for (t->effort = 0; t->effort <= EVERYTHING; t->effort++) {
        if (t->effort > 2 && t->effort < EVERYTHING && !find_companion(f, t)) t->effort = EVERYTHING;
        if (t->effort == EVERYTHING) t->companion = STR("");
        if (infer_run(f, t, root) == EVAL_ACCEPT) return true;
    }
    return false;
}
