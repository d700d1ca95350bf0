/* Schemas that are made of other schemas: allOf, anyOf, oneOf, not, if. */
#include "schema/check.h"

/* JSON Schema 2020-12 core 10.2. Marks of a branch count only when the branch holds. */

static bool check_branch(check_run *r, const schema_node *branch, const yaml_node *v, check_marks *m)
{
    if (!m) return check_node(r, branch, v, NULL);
    check_marks own = check_marks_new(r, v);
    if (!check_node(r, branch, v, &own)) return false;
    check_marks_join(m, &own);
    return true;
}

static bool check_all(check_run *r, const schema_node_list *list, const yaml_node *v, check_marks *m)
{
    bool good = true;
    for (size_t i = 0; i < list->n && (good || r->out); i++) good = check_node(r, list->at[i], v, m) && good;
    return good;
}

/* How many branches hold; without marks it stops at `enough`. When none does, says why. */
static size_t count_branches(check_run *r, const schema_node_list *list, const yaml_node *v, check_marks *m, size_t enough,
                             size_t matched[2])
{
    schema_errors *out = r->out;
    schema_errors *lists = out ? ARENA_NEW_N(r->arena, schema_errors, list->n) : NULL;
    size_t held = 0;
    for (size_t i = 0; i < list->n && (m || held < enough); i++) {
        if (out) r->out = &lists[i];
        if (!check_branch(r, list->at[i], v, m)) continue;
        if (held < 2) matched[held] = i;
        held++;
    }
    r->out = out;
    if (out && !held) check_choose(r, list, lists, v, out);
    return held;
}

static bool check_not(check_run *r, const schema_node *s, const yaml_node *v)
{
    return !check_quietly(r, s->logic->not_this, v, NULL) || check_fail(r, ERROR_NOT, s, v, NULL);
}

static bool check_condition(check_run *r, const schema_node *s, const yaml_node *v, check_marks *m)
{
    const schema_logic *l = s->logic;
    if (!m && !l->then_this && !l->else_this) return true;
    schema_errors *out = r->out;
    r->out = NULL;
    bool holds = check_branch(r, l->if_this, v, m);
    r->out = out;
    const schema_node *next = holds ? l->then_this : l->else_this;
    return !next || check_node(r, next, v, m);
}

bool check_logic(check_run *r, const schema_node *s, const yaml_node *v, check_marks *m)
{
    const schema_logic *l = s->logic;
    size_t matched[2] = {0};
    bool good = check_all(r, &l->all, v, m);
    if (l->has_any && (good || r->out)) good = count_branches(r, &l->any, v, m, 1, matched) > 0 && good;
    if (l->has_one && (good || r->out)) {
        size_t held = count_branches(r, &l->one, v, m, 2, matched);
        good = held == 1 && good;
        schema_error *error = NULL;
        if (held > 1) check_fail(r, ERROR_SEVERAL, s, v, &error);
        if (held > 1 && error) error->count = (uint64_t)matched[0] << 32 | matched[1];
    }
    if (l->not_this && (good || r->out)) good = check_not(r, s, v) && good;
    if (l->if_this && (good || r->out)) good = check_condition(r, s, v, m) && good;
    return good;
}
