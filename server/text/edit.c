#include "text/edit.h"

#include <stdlib.h>

static int by_place(const void *left, const void *right)
{
    const text_edit *a = left, *b = right;
    if (a->at.start != b->at.start) return a->at.start < b->at.start ? -1 : 1;
    return a->at.end < b->at.end ? -1 : a->at.end > b->at.end;
}

static const fix *preferred_fix(const diagnostic *d)
{
    for (size_t i = 0; i < d->fixes.n; i++)
        if (d->fixes.at[i].preferred) return &d->fixes.at[i];
    return NULL;
}

text_edits edits_of_fixes(arena *a, const diagnostic_list *findings, str path)
{
    text_edits edits = {0};
    for (size_t i = 0; i < findings->n; i++) {
        const fix *f = preferred_fix(&findings->at[i]);
        for (size_t k = 0; f && k < f->edits.n; k++)
            if (str_eq(f->edits.at[k].path, path)) array_push(a, &edits, f->edits.at[k]);
    }
    if (edits.n > 1) qsort(edits.at, edits.n, sizeof *edits.at, by_place);
    size_t kept = 0;
    for (size_t i = 0; i < edits.n; i++)
        if (!kept || edits.at[i].at.start >= edits.at[kept - 1].at.end) edits.at[kept++] = edits.at[i];
    edits.n = kept;
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
