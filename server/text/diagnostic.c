#include "text/diagnostic.h"

#include <stdlib.h>

const char *severity_name(severity s)
{
    static const char *const names[] = {"none", "error", "warning", "info", "hint"};
    return names[s];
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
