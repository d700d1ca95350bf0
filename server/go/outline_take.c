/* Takes over what an edit of declarations has left alone, and puts what is made anew in its place. */
#include "go/outline_internal.h"

#include <stdlib.h>

/* --- places -------------------------------------------------------------------------------------------------------------- */

static int by_start(const void *a, const void *b)
{
    const go_stay *x = a, *y = b;
    if (x->start != y->start) return x->start < y->start ? -1 : 1;
    return x->end > y->end ? -1 : x->end < y->end; /* the larger one first */
}

/* What is taken over stands somewhere else now. */
static void add_place(go_outline *o, const go_source *was)
{
    if (was->anew || !was->next || (o->was && was == go_source_of(o->was))) return;
    uint32_t start = (uint32_t)(was->text.p - o->old_text.p), n = (uint32_t)was->text.n;
    array_push(o->a, &o->places, (go_stay){start, start + n, (uint32_t)(was->next->text.p - o->file->text.p)});
}

static void find_places(go_outline *o)
{
    for (size_t i = 0; i < o->pkg->ir.members.n; i++) {
        const ir_member *m = o->pkg->ir.members.entries[i].value;
        if (m->at.file == o->file->index && !m->func) add_place(o, go_source_of(m));
    }
    for (size_t i = 0; i < o->pkg->declared.n; i++)
        if (o->pkg->declared.at[i]->whole.file == o->file->index) add_place(o, o->pkg->declared.at[i]->front);
    if (!o->places.n) return;
    qsort(o->places.at, o->places.n, sizeof *o->places.at, by_start);
    size_t kept = 1; /* constants of a group may all have its text */
    for (size_t i = 1; i < o->places.n; i++)
        if (o->places.at[i].start >= o->places.at[kept - 1].end) o->places.at[kept++] = o->places.at[i];
    o->places.n = kept;
}

static bool holds(const go_stay *p, range at) { return at.start >= p->start && at.end <= p->end; }

static void move(void *self, ir_span *at)
{
    go_outline *o = self;
    if (at->file != o->file->index) return;
    if (o->last >= o->places.n || !holds(&o->places.at[o->last], at->at)) {
        size_t low = 0, high = o->places.n;
        while (low < high) {
            size_t middle = (low + high) / 2;
            if (o->places.at[middle].end < at->at.end) low = middle + 1;
            else high = middle;
        }
        o->last = low;
    }
    if (o->last >= o->places.n || !holds(&o->places.at[o->last], at->at)) {
        ir_span_move(at, &o->edit);
        return;
    }
    const go_stay *p = &o->places.at[o->last];
    at->at = range_make(at->at.start - p->start + p->now, at->at.end - p->start + p->now);
}

/* --- doing it ------------------------------------------------------------------------------------------------------------ */

static void forget_body(go_outline *o, ir_func *f)
{
    go_forget_body(o->s, f);
    array_push(o->s->a, &o->s->p->edited, (ir_edit){.func = f, .file = IR_NO_FILE});
}

void go_method_drop(arena *a, ir_func *f)
{
    map kept = {0};
    for (size_t i = 0; f->receiver && i < f->receiver->methods.n; i++) {
        const map_entry *e = &f->receiver->methods.entries[i];
        if (e->value != f) map_put(a, &kept, e->key, e->value);
    }
    if (f->receiver) f->receiver->methods = kept;
}

/* The old one stays, and reads from the new tree from now on. */
static void adopt(go_source *was)
{
    const go_source *now = was->next;
    was->node = now->node;
    was->type = now->type;
    was->text = now->text;
    was->head = now->head;
}

/* Makes the new function out of the old object, so that whoever holds the old one goes on with it. */
static ir_func *take_func(go_outline *o, ir_func *now)
{
    go_source *src = now->front;
    ir_func *f = src->old;
    if (!f) {
        forget_body(o, now);
        return now;
    }
    go_source *was = f->front;
    if (was->anew) {
        uint64_t watch = f->watch;
        go_forget_body(o->s, f);
        memcpy(src->before, was->before, sizeof src->before);
        go_method_drop(o->s->a, f);
        *f = *now;
        f->watch = watch;
        forget_body(o, f);
        return f;
    }
    bool edited = !str_eq(was->text, src->text);
    adopt(was);
    f->at = now->at;
    f->whole = now->whole;
    f->doc = now->doc;
    f->has_body = now->has_body;
    if (edited) was->body_words = (go_words){0};
    if (edited) forget_body(o, f);
    return f;
}

/* A function that is gone: calls of it that are kept somewhere lead to nothing. */
static void retire_func(go_outline *o, ir_func *f)
{
    go_source *src = f->front;
    go_method_drop(o->s->a, f);
    src->refused = NULL;
    f->has_body = false;
    forget_body(o, f);
    f->lowered = true;
}

static ir_func *counting_func(ir_func *now)
{
    const go_source *src = now->front;
    return src->old ? src->old : now;
}

static void take_fields(go_outline *o)
{
    *o->was->type->under = *o->is->type->under;
    o->was->at = o->was->type->at = o->is->at;
}

static ir_member *take_member(go_outline *o, ir_member *now)
{
    for (size_t i = 0; now == o->is && i < o->written.n; i++) array_push(o->s->a, &o->file->types, o->written.at[i]);
    if (now->func) {
        now->func = counting_func(now->func);
        return now;
    }
    go_source *src = go_source_of(now);
    ir_member *m = src->old;
    if (!m || go_source_of(m)->anew) {
        bool written = now->kind == IR_MEMBER_TYPE && now->type;
        if (written) array_push(o->s->a, &src->file->types, now->type);
        if (now == o->is) array_push(o->s->a, &src->file->types, now->type->under); /* resolved already */
        return now;
    }
    adopt(go_source_of(m));
    if (now == o->is) take_fields(o);
    m->doc = now->doc;
    if (m->global) m->global->doc = now->doc;
    return m;
}

/* --- the package's lists, in the order of its files
 * --------------------------------------------------------------------------- */

static void list_members(go_outline *o, go_package *pkg)
{
    map old = pkg->ir.members, all = {0};
    size_t at = 0;
    for (size_t i = 0; i < pkg->files.n; i++) {
        go_file *f = pkg->files.at[i];
        const go_declared *now = go_declared_of(o, f);
        for (size_t k = 0; now && k < now->members.n; k++) {
            ir_member *m = take_member(o, now->members.entries[k].value);
            map_put(o->s->a, &all, m->name, m);
        }
        for (; at < old.n && ((const ir_member *)old.entries[at].value)->at.file == f->index; at++)
            if (!now) map_put(o->s->a, &all, old.entries[at].key, old.entries[at].value);
    }
    pkg->ir.members = all;
}

static void list_func(go_outline *o, go_package *pkg, ir_func *f)
{
    array_push(o->s->a, &pkg->declared, f);
    if (f->has_body) array_push(o->s->a, &pkg->ir.funcs, f);
    if (str_is(f->name, "init") && !go_is_method(f->front)) array_push(o->s->a, &pkg->ir.inits, f);
}

static void list_funcs(go_outline *o, go_package *pkg)
{
    ir_func **old = ARENA_NEW_N(o->a, ir_func *, pkg->declared.n);
    size_t n = pkg->declared.n, at = 0;
    if (n) memcpy(old, pkg->declared.at, n * sizeof *old);
    pkg->declared.n = pkg->ir.funcs.n = pkg->ir.inits.n = 0;
    for (size_t i = 0; i < pkg->files.n; i++) {
        const go_declared *now = go_declared_of(o, pkg->files.at[i]);
        size_t first = at;
        while (at < n && ((const go_source *)old[at]->front)->file == pkg->files.at[i]) at++;
        for (size_t k = first; k < at; k++) {
            if (!now) list_func(o, pkg, old[k]);
            else if (!((const go_source *)old[k]->front)->next) retire_func(o, old[k]);
        }
        for (size_t k = 0; now && k < now->funcs.n; k++) list_func(o, pkg, take_func(o, now->funcs.at[k]));
    }
}

/* --- bodies ---------------------------------------------------------------------------------------------------------------- */

/* Those of the tree that is there now. */
static void renew_nodes(go_outline *o, const go_file *f)
{
    size_t at = 0;
    const go_package *pkg = f->package;
    for (syntax_cursor c = syntax_named_children(syntax_root(f->tree)); go_next(&o->s->grammar, &c);) {
        while (at < pkg->declared.n && (pkg->declared.at[at]->whole.file != f->index ||
                                        pkg->declared.at[at]->whole.at.start < syntax_range(c.node).start))
            at++;
        bool found = at < pkg->declared.n && pkg->declared.at[at]->whole.file == f->index &&
                     pkg->declared.at[at]->whole.at.start == syntax_range(c.node).start;
        if (found) ((go_source *)pkg->declared.at[at]->front)->node = c.node;
    }
}

static bool depends(go_outline *o, const ir_func *f)
{
    go_source *src = f->front;
    if (!f->lowered || !f->has_body) return false;
    if (go_has_edited_literal(o, f->body)) return true;
    go_read_words(o->s->a, &src->body_words, str_slice(src->text, src->head, src->text.n));
    return go_has_any(&o->names, &src->body_words);
}

static void forget_bodies(go_outline *o)
{
    const go_file *renewed = NULL;
    for (size_t i = 0; i < o->users.n; i++)
        for (size_t k = 0; k < o->users.at[i]->declared.n; k++) {
            ir_func *f = o->users.at[i]->declared.at[k];
            if (!depends(o, f)) continue;
            const go_file *file = ((const go_source *)f->front)->file;
            if (file != renewed && !go_declared_of(o, file)) renew_nodes(o, file);
            renewed = file;
            forget_body(o, f);
        }
}

/* --- all of it ------------------------------------------------------------------------------------------------------------- */

void go_outline_take(go_outline *o)
{
    find_places(o);
    go_move_places(o->s, o->file, move, o, o->edit.start);
    for (size_t i = 0; i < o->users.n; i++) {
        go_package *pkg = o->users.at[i];
        bool any = false;
        for (size_t k = 0; k < pkg->files.n; k++) any = any || go_declared_of(o, pkg->files.at[k]);
        if (!any) continue;
        list_members(o, pkg);
        list_funcs(o, pkg);
        pkg->resolved = false;
    }
    go_resolve_packages(o->s);
    forget_bodies(o);
}
