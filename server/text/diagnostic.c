#include "text/diagnostic.h"

#include "base/words.h"

#include <stdlib.h>

const char *severity_name(severity s)
{
    static const char *const names[] = {"none", WORDS("error"), WORDS("warning"), WORDS("info"), WORDS("hint")};
    return names[s];
}

/* Most findings have the path of the one before. */
static void own_path(arena *a, str *path, str *last)
{
    if (!last->p || !str_eq(*path, *last)) *last = arena_str(a, *path);
    *path = *last;
}

static void own_fix(arena *a, fix *f, str *last)
{
    f->title = arena_str(a, f->title);
    for (size_t i = 0; i < f->edits.n; i++) {
        own_path(a, &f->edits.at[i].path, last);
        f->edits.at[i].text = arena_str(a, f->edits.at[i].text);
    }
}

void diagnostic_list_own(arena *a, diagnostic_list *list, size_t from)
{
    str last = {0};
    for (size_t i = from; i < list->n; i++) {
        diagnostic *d = &list->at[i];
        own_path(a, &d->path, &last);
        d->label = arena_str(a, d->label);
        d->message = arena_str(a, d->message);
        for (size_t k = 0; k < d->related.n; k++) {
            own_path(a, &d->related.at[k].path, &last);
            d->related.at[k].message = arena_str(a, d->related.at[k].message);
        }
        for (size_t k = 0; k < d->fixes.n; k++) own_fix(a, &d->fixes.at[k], &last);
    }
}

static int by_place(const void *left, const void *right)
{
    const diagnostic *a = left, *b = right;
    int c = str_cmp(a->path, b->path);
    if (c) return c;
    if (a->at.start != b->at.start) return a->at.start < b->at.start ? -1 : 1;
    if (a->at.end != b->at.end) return a->at.end < b->at.end ? -1 : 1;
    if (a->level != b->level) return a->level < b->level ? -1 : 1;
    c = str_cmp(a->code, b->code);
    return c ? c : str_cmp(a->message, b->message);
}

void diagnostic_list_sort(diagnostic_list *list)
{
    if (list->n < 2) return;
    qsort(list->at, list->n, sizeof *list->at, by_place);
    size_t kept = 1;
    for (size_t i = 1; i < list->n; i++)
        if (by_place(&list->at[kept - 1], &list->at[i]) != 0) list->at[kept++] = list->at[i];
    list->n = kept;
}
