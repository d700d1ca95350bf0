#include "base/blame.h"

enum { INSIDE_MOST = 4 }; /* texts of a project that are left out before all of it is */

static blame_entry *entry_of(blame *b, work_kind kind, const work_item *item)
{
    for (size_t i = 0; i < b->entries.n; i++) {
        blame_entry *e = b->entries.at[i];
        if (e->what.kind == kind && e->what.text == item->text && str_eq(e->what.path, item->path) &&
            str_eq(e->what.name, item->name))
            return e;
    }
    blame_entry *e = ARENA_NEW(&b->memory, blame_entry);
    e->what = (work_left_out){
        .kind = kind, .path = arena_str(&b->memory, item->path), .name = arena_str(&b->memory, item->name), .text = item->text};
    array_push(&b->memory, &b->entries, e);
    return e;
}

/* The entry of what was at work of that kind; NULL when there was nothing. */
static blame_entry *find_at_work(blame *b, const work_page *page, work_kind kind, blame_texts texts)
{
    work_item item;
    if (!work_read(&b->memory, page, kind, &item)) return NULL;
    if (kind != WORK_FUNCTION) item.text = texts.hash(texts.self, kind, item.path);
    return entry_of(b, kind, &item);
}

static const blame_entry *leave_out(blame *b, blame_entry *e, work_death death)
{
    e->left_out = true;
    e->since = ++b->count;
    e->what.death = death;
    return e;
}

size_t blame_count(const blame *b) { return b->count; }

/* Counts the death with those that may be at fault, and finds the one that is known to be. What is left out already was at work
 * all the same: then it is not the whole of the matter. */
static blame_entry *culprit(blame_entry *const at_work[WORK_KINDS], work_death death)
{
    unsigned enough = death.cause == WORK_MEMORY ? 2 : 1;
    blame_entry *document = at_work[WORK_DOCUMENT], *function = at_work[WORK_FUNCTION], *project = at_work[WORK_PROJECT],
                *request = at_work[WORK_REQUEST];
    if (document && document->left_out) document = NULL;
    if (function && function->left_out) function = NULL;
    if (document) document->deaths++;
    if (function) function->deaths++;
    if (project && !project->left_out && project->inside >= INSIDE_MOST) return project;
    if (function && function->deaths >= enough + (document ? 1 : 0)) return function;
    if (document) return document->deaths >= enough ? document : NULL;
    if (function) return NULL;
    if (project && !project->left_out) return ++project->deaths >= 2 ? project : NULL;
    return request && ++request->deaths >= 2 ? request : NULL;
}

blame_verdict blame_death(blame *b, const work_page *page, work_death death, size_t told, blame_texts texts)
{
    blame_entry *at_work[WORK_KINDS];
    blame_verdict v = {0};
    for (int kind = 0; kind < WORK_KINDS; kind++) {
        at_work[kind] = find_at_work(b, page, (work_kind)kind, texts);
        if (at_work[kind]) v.at_work = at_work[kind];
    }
    if (death.cause == WORK_KILLED) return v;
    for (int kind = 0; kind < WORK_KINDS; kind++) { /* another one has died of it meanwhile */
        v.left_out = at_work[kind] && at_work[kind]->left_out && at_work[kind]->since > told ? at_work[kind] : NULL;
        if (v.left_out) return v;
    }
    blame_entry *bad = culprit(at_work, death), *project = at_work[WORK_PROJECT];
    if (bad && project && bad != project) project->inside++;
    if (bad) v.left_out = leave_out(b, bad, death);
    return v;
}

void blame_request(blame *b, str method, uint64_t text, work_death death)
{
    blame_entry *e = entry_of(b, WORK_REQUEST, &(work_item){.path = {"", 0}, .name = method, .text = text});
    if (++e->deaths >= 2) leave_out(b, e, death);
}

const blame_entry *blame_find_request(const blame *b, str method, uint64_t text)
{
    for (size_t i = 0; i < b->entries.n; i++) {
        const blame_entry *e = b->entries.at[i];
        if (e->left_out && e->what.kind == WORK_REQUEST && e->what.text == text && str_eq(e->what.name, method)) return e;
    }
    return NULL;
}

void blame_forget_requests(blame *b)
{
    size_t kept = 0;
    for (size_t i = 0; i < b->entries.n; i++)
        if (b->entries.at[i]->what.kind != WORK_REQUEST) b->entries.at[kept++] = b->entries.at[i];
    b->entries.n = kept;
}

void blame_write(const blame *b, strbuf *out)
{
    for (size_t i = 0; i < b->entries.n; i++) {
        const blame_entry *e = b->entries.at[i];
        if (e->left_out && e->what.kind != WORK_REQUEST) work_write_left_out(out, &e->what);
    }
}

void blame_free(blame *b)
{
    arena_free(&b->memory);
    *b = (blame){0};
}
