#include "features/action.h"
#include "base/words.h"

void action_add_fixes(arena *a, const diagnostic *d, action_list *out)
{
    for (size_t i = 0; i < d->fixes.n; i++) {
        const fix *f = &d->fixes.at[i];
        action *new = array_add(a, out);
        *new = (action){.kind = ACTION_FIX, .title = f->title, .of = d, .preferred = f->preferred};
        for (size_t k = 0; k < f->edits.n; k++) array_push(a, &new->edits, f->edits.at[k]);
    }
}

static bool stays_in(const diagnostic *d, str path)
{
    for (size_t i = 0; i < d->fixes.n; i++)
        for (size_t k = 0; d->fixes.at[i].preferred && k < d->fixes.at[i].edits.n; k++)
            if (!str_eq(d->fixes.at[i].edits.at[k].path, path)) return false;
    return true;
}

void action_add_fix_all(arena *a, const diagnostic_list *findings, str path, action_list *out)
{
    diagnostic_list own = {0};
    for (size_t i = 0; i < findings->n; i++)
        if (stays_in(&findings->at[i], path)) array_push(a, &own, findings->at[i]);
    text_edits edits = edits_of_fixes(a, &own, path);
    if (!edits.n) return;
    action *new = array_add(a, out);
    *new = (action){.kind = ACTION_FIX_ALL, .title = words_str("wpls: apply all safe fixes"),
                    .edits = edits};
}
