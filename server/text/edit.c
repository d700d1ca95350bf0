#include "text/edit.h"

#include "base/map.h"

#include <stdlib.h>

/* An edit, and which fix it belongs to. */
typedef struct owned_edit {
    text_edit edit;
    size_t fix;
} owned_edit;

static int by_place(const void *left, const void *right)
{
    const owned_edit *a = left, *b = right;
    int files = str_cmp(a->edit.path, b->edit.path);
    if (files) return files;
    if (a->edit.at.start != b->edit.at.start) return a->edit.at.start < b->edit.at.start ? -1 : 1;
    if (a->edit.at.end != b->edit.at.end) return a->edit.at.end < b->edit.at.end ? -1 : 1;
    return a->fix < b->fix ? -1 : a->fix > b->fix;
}

static const fix *preferred_fix(const diagnostic *d)
{
    for (size_t i = 0; i < d->fixes.n; i++)
        if (d->fixes.at[i].preferred) return &d->fixes.at[i];
    return NULL;
}

/* In order of place: they overlap, or insert at the same place, where the one has to be done before the other. */
static bool clash(const text_edit *before, const text_edit *next)
{
    if (!str_eq(before->path, next->path)) return false;
    bool same = before->at.start == next->at.start && before->at.end == next->at.end;
    return same || next->at.start < before->at.end;
}

edit_paths edits_paths(arena *a, const diagnostic_list *findings)
{
    edit_paths paths = {0};
    map known = {0};
    for (size_t i = 0; i < findings->n; i++) {
        const fix *f = preferred_fix(&findings->at[i]);
        for (size_t k = 0; f && k < f->edits.n; k++) {
            str path = f->edits.at[k].path;
            if (map_find(&known, path)) continue;
            map_put(a, &known, path, NULL);
            array_push(a, &paths, path);
        }
    }
    return paths;
}

text_edits edits_of_fixes(arena *a, const diagnostic_list *findings, str path)
{
    ARRAY(owned_edit) all = {0};
    for (size_t i = 0; i < findings->n; i++) {
        const fix *f = preferred_fix(&findings->at[i]);
        for (size_t k = 0; f && k < f->edits.n; k++)
            array_push(a, &all, (owned_edit){f->edits.at[k], i});
    }
    text_edits edits = {0};
    if (!all.n) return edits;
    qsort(all.at, all.n, sizeof *all.at, by_place);
    bool *dropped = arena_alloc(a, findings->n * sizeof *dropped);
    for (size_t i = 1, last = 0; i < all.n; i++) {
        if (dropped[all.at[i].fix]) continue; /* or two fixes could drop each other, for ever */
        if (all.at[i].fix != all.at[last].fix && clash(&all.at[last].edit, &all.at[i].edit)) dropped[all.at[i].fix] = true;
        else last = i;
    }
    for (size_t i = 0; i < all.n; i++)
        if (!dropped[all.at[i].fix] && str_eq(all.at[i].edit.path, path)) array_push(a, &edits, all.at[i].edit);
    return edits;
}

void edits_apply(strbuf *out, str text, const text_edits *edits)
{
    size_t done = 0;
    for (size_t i = 0; i < edits->n; i++) {
        strbuf_add(out, str_slice(text, done, edits->at[i].at.start));
        strbuf_add(out, edits->at[i].text);
        done = edits->at[i].at.end;
    }
    strbuf_add(out, str_slice(text, done, text.n));
}
