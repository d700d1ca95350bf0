#include "cli/lint_left_out.h"

#include "base/map.h"
#include "base/path.h"
#include "rules/check.h"
#include "rules/rule.h"

enum { PLACES_MOST = 5 };  /* related places of one hint */
enum { HINTS_MOST = 25 };  /* of one rule; what is more is only counted */

static bool is_left_out(str code)
{
    return str_is(code, "project/not-read") || str_is(code, "project/outside") || str_is(code, "config/not-checked");
}

static bool is_shared(const job *j, const diagnostic *d) { return j->project && !path_is_inside(d->path, j->path); }

static diagnostic copy(arena *a, const diagnostic *d)
{
    diagnostic c = *d;
    memset(&c.related, 0, sizeof c.related);
    memset(&c.fixes, 0, sizeof c.fixes);
    for (size_t i = 0; i < d->related.n; i++) array_push(a, &c.related, d->related.at[i]);
    for (size_t i = 0; i < d->fixes.n; i++) {
        const fix *f = &d->fixes.at[i];
        fix *to = array_add(a, &c.fixes);
        *to = (fix){.title = f->title, .preferred = f->preferred};
        for (size_t k = 0; k < f->edits.n; k++) array_push(a, &to->edits, f->edits.at[k]);
    }
    return c;
}

bool left_out_take(diagnostic_list *found, arena *a, job *j)
{
    size_t kept = 0, before = j->left_out.n;
    bool shares = false;
    for (size_t i = 0; i < found->n; i++) {
        diagnostic *d = &found->at[i];
        bool hint = is_left_out(d->code), shared = !hint && is_shared(j, d);
        if (hint || shared) array_push(a, &j->left_out, copy(a, d));
        else found->at[kept++] = *d;
        shares = shares || shared;
    }
    found->n = kept;
    diagnostic_list_own(a, &j->left_out, before);
    return shares;
}

static str phrase(arena *a, workspace *w, str path, const char *name, size_t number)
{
    words_language before = words_use(check_language(w, path_dir(path)));
    str text = rule_format(&(rule_context){.arena = a}, rule_unread_phrase(name),
                           &(rule_value){"name", arena_printf(a, "%zu", number)}, 1);
    words_use(before);
    return text;
}

typedef struct joined {
    size_t number; /* in the list */
    size_t places; /* beside its own */
} joined;

/* The last related place says how many are not shown. */
static void add_place(arena *a, workspace *w, diagnostic *to, joined *j, const diagnostic *d)
{
    if (str_eq(to->path, d->path) && to->at.start == d->at.start) return; /* two jobs came to it */
    j->places++;
    str message = phrase(a, w, to->path, j->places <= PLACES_MOST ? "also" : "more", j->places - PLACES_MOST + 1);
    if (j->places > PLACES_MOST) array_last(&to->related).message = message;
    else array_push(a, &to->related, (related_place){d->path, d->at, message});
}

/* What two plugins came to, on whatever ways: sorted, these are neighbours. */
static bool is_same(const diagnostic *a, const diagnostic *b)
{
    bool here = str_eq(a->path, b->path) && a->at.start == b->at.start && a->at.end == b->at.end;
    return here && str_eq(a->code, b->code) && str_eq(a->message, b->message);
}

diagnostic_list left_out_join(arena *a, workspace *w, const diagnostic_list *apart)
{
    diagnostic_list sorted = {0}, list = {0};
    map known = {0};  /* code and message -> joined */
    map by_rule = {0}; /* code -> number of hints */
    for (size_t i = 0; i < apart->n; i++) array_push(a, &sorted, apart->at[i]);
    diagnostic_list_sort(&sorted);
    for (size_t i = 0; i < sorted.n; i++) {
        const diagnostic *d = &sorted.at[i];
        if (!is_left_out(d->code)) {
            if (!list.n || !is_same(&array_last(&list), d)) array_push(a, &list, copy(a, d));
            continue;
        }
        size_t told = (size_t)(uintptr_t)map_get(&by_rule, d->code);
        str key = told < HINTS_MOST ? arena_printf(a, "%.*s\n%.*s", STR_ARG(d->code), STR_ARG(d->message)) : d->code;
        joined *j = map_get(&known, key);
        if (j) {
            add_place(a, w, &list.at[j->number], j, d);
            continue;
        }
        j = ARENA_NEW(a, joined);
        j->number = list.n;
        map_put(a, &known, key, j);
        map_put(a, &by_rule, d->code, (void *)(uintptr_t)(told + 1));
        array_push(a, &list, copy(a, d));
    }
    return list;
}
