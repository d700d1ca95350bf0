/* Jobs, plans and results of `wpls lint` as bytes, for the pipes between the team and its workers (lint_run.h). */
#include "cli/lint_run.h"

void lint_pack_job(strbuf *out, size_t number, const job *j)
{
    pack_number(out, number);
    pack_str(out, j->path);
    pack_str(out, j->plugin);
    pack_str(out, j->also);
    pack_number(out, j->project);
    pack_number(out, j->named);
    pack_number(out, j->docs);
}

size_t lint_unpack_job(unpacker *u, job *j)
{
    *j = (job){0};
    size_t number = (size_t)unpack_number(u);
    j->path = unpack_str(u);
    j->plugin = unpack_str(u);
    j->also = unpack_str(u);
    j->project = unpack_number(u);
    j->named = unpack_number(u);
    j->docs = unpack_number(u);
    return number;
}

/* --- results ---------------------------------------------------------------------------------------------------------------- */

static void pack_range(strbuf *out, range at)
{
    pack_number(out, at.start);
    pack_number(out, at.end);
}

static range unpack_range(unpacker *u)
{
    uint32_t start = (uint32_t)unpack_number(u), end = (uint32_t)unpack_number(u);
    return (range){start, end};
}

static void pack_fix(strbuf *out, const fix *f)
{
    pack_str(out, f->title);
    pack_number(out, f->preferred);
    pack_number(out, f->edits.n);
    for (size_t i = 0; i < f->edits.n; i++) {
        pack_str(out, f->edits.at[i].path);
        pack_range(out, f->edits.at[i].at);
        pack_str(out, f->edits.at[i].text);
    }
}

static void unpack_fix(arena *a, unpacker *u, fix *f)
{
    f->title = arena_str(a, unpack_str(u));
    f->preferred = unpack_number(u);
    for (uint64_t n = unpack_number(u); n && !u->failed; n--) {
        text_edit *e = array_add(a, &f->edits);
        e->path = arena_str(a, unpack_str(u));
        e->at = unpack_range(u);
        e->text = arena_str(a, unpack_str(u));
    }
}

static void pack_hint(strbuf *out, const diagnostic *d)
{
    const str texts[] = {d->path, d->code, d->label, d->message};
    for (int i = 0; i < 4; i++) pack_str(out, texts[i]);
    pack_range(out, d->at);
    pack_number(out, d->level);
    pack_number(out, d->tag);
    pack_number(out, d->related.n);
    for (size_t i = 0; i < d->related.n; i++) {
        pack_str(out, d->related.at[i].path);
        pack_range(out, d->related.at[i].at);
        pack_str(out, d->related.at[i].message);
    }
    pack_number(out, d->fixes.n);
    for (size_t i = 0; i < d->fixes.n; i++) pack_fix(out, &d->fixes.at[i]);
}

static void unpack_hint(arena *a, unpacker *u, diagnostic *d)
{
    str *texts[] = {&d->path, &d->code, &d->label, &d->message};
    for (int i = 0; i < 4; i++) *texts[i] = arena_str(a, unpack_str(u));
    d->at = unpack_range(u);
    d->level = (severity)unpack_number(u);
    d->tag = (diagnostic_tag)unpack_number(u);
    for (uint64_t n = unpack_number(u); n && !u->failed; n--) {
        related_place *r = array_add(a, &d->related);
        r->path = arena_str(a, unpack_str(u));
        r->at = unpack_range(u);
        r->message = arena_str(a, unpack_str(u));
    }
    for (uint64_t n = unpack_number(u); n && !u->failed; n--) unpack_fix(a, u, array_add(a, &d->fixes));
}

void lint_pack_hints(strbuf *out, const diagnostic_list *hints)
{
    pack_number(out, hints->n);
    for (size_t i = 0; i < hints->n; i++) pack_hint(out, &hints->at[i]);
}

void lint_unpack_hints(arena *a, unpacker *u, diagnostic_list *hints)
{
    for (uint64_t n = unpack_number(u); n && !u->failed; n--) unpack_hint(a, u, array_add(a, hints));
}

static void pack_totals(strbuf *out, const report_totals *t) { pack_str(out, str_make((const char *)t, sizeof *t)); }

static void unpack_totals(unpacker *u, report_totals *t)
{
    str bytes = unpack_str(u);
    if (bytes.n == sizeof *t) memcpy(t, bytes.p, bytes.n);
}

void lint_pack_texts(strbuf *out, const lint *l, const output_texts *texts)
{
    for (size_t i = 0; i < l->outputs.n; i++) pack_str(out, strbuf_str(&texts->at[i]));
}

void lint_unpack_texts(unpacker *u, const lint *l, output_texts *texts)
{
    for (size_t i = 0; i < l->outputs.n; i++) {
        strbuf_clear(&texts->at[i]);
        strbuf_add(&texts->at[i], unpack_str(u));
    }
}

void lint_pack_result(strbuf *out, const lint *l, size_t number, const job *j)
{
    strbuf_add_char(out, LINT_RESULT);
    pack_number(out, number);
    pack_str(out, j->plugin);
    pack_number(out, j->done);
    pack_number(out, j->checked);
    pack_totals(out, &j->totals);
    lint_pack_hints(out, &j->left_out);
    lint_pack_texts(out, l, &j->out);
}

size_t lint_unpack_result(lint *l, unpacker *u)
{
    size_t number = (size_t)unpack_number(u);
    if (u->failed || number >= l->plan.jobs.n) return SIZE_MAX;
    job *j = &l->plan.jobs.at[number];
    j->plugin = arena_str(&l->memory, unpack_str(u));
    j->done = unpack_number(u);
    j->checked = unpack_number(u);
    unpack_totals(u, &j->totals);
    j->left_out.n = 0;
    lint_unpack_hints(&l->memory, u, &j->left_out);
    lint_unpack_texts(u, l, &j->out);
    return u->failed ? SIZE_MAX : number;
}

/* --- the plan
 * ----------------------------------------------------------------------------------------------------------------- */

static void pack_named(strbuf *out, const named_path *n)
{
    pack_str(out, str_of(n->given));
    pack_str(out, n->path);
    pack_number(out, n->folder);
    pack_number(out, n->unread);
    pack_number(out, n->jobs.n);
    for (size_t i = 0; i < n->jobs.n; i++) pack_number(out, n->jobs.at[i]);
}

static void unpack_named(arena *a, unpacker *u, named_path *n)
{
    n->given = arena_cstr(a, unpack_str(u));
    n->path = arena_str(a, unpack_str(u));
    n->folder = unpack_number(u);
    n->unread = unpack_number(u);
    for (uint64_t k = unpack_number(u); k && !u->failed; k--) array_push(a, &n->jobs, (size_t)unpack_number(u));
}

void lint_pack_plan(strbuf *out, const lint_plan *plan)
{
    pack_number(out, plan->jobs.n);
    for (size_t i = 0; i < plan->jobs.n; i++) lint_pack_job(out, i, &plan->jobs.at[i]);
    pack_number(out, plan->named.n);
    for (size_t i = 0; i < plan->named.n; i++) pack_named(out, &plan->named.at[i]);
    pack_number(out, plan->roots.n);
    for (size_t i = 0; i < plan->roots.n; i++) pack_str(out, plan->roots.at[i]);
    pack_str(out, plan->plugin);
    pack_totals(out, &plan->totals);
    lint_pack_hints(out, &plan->left_out);
}

void lint_unpack_plan(unpacker *u, lint_plan *plan)
{
    arena *a = plan->memory;
    for (uint64_t n = unpack_number(u); n && !u->failed; n--) {
        job *j = array_add(a, &plan->jobs);
        lint_unpack_job(u, j);
        j->path = arena_str(a, j->path);
        j->plugin = arena_str(a, j->plugin);
        j->also = arena_str(a, j->also);
    }
    for (uint64_t n = unpack_number(u); n && !u->failed; n--) unpack_named(a, u, array_add(a, &plan->named));
    for (uint64_t n = unpack_number(u); n && !u->failed; n--) array_push(a, &plan->roots, arena_str(a, unpack_str(u)));
    plan->plugin = arena_str(a, unpack_str(u));
    unpack_totals(u, &plan->totals);
    lint_unpack_hints(a, u, &plan->left_out);
}

/* --- the start of a worker
 * ---------------------------------------------------------------------------------------------------- */

void lint_pack_start(strbuf *out, const lint *l, str left_out)
{
    pack_str(out, left_out);
    pack_number(out, (uint64_t)l->argc);
    for (int i = 0; i < l->argc; i++) pack_str(out, str_of(l->argv[i]));
    pack_number(out, l->outputs.at[0].options.color); /* its standard output is not ours */
    pack_number(out, l->known != NULL);
    pack_str(out, l->typed.path);
    pack_str(out, l->typed.text);
    pack_number(out, l->changed.asked);
    pack_number(out, l->changed.paths.n);
    for (size_t i = 0; i < l->changed.paths.n; i++) pack_str(out, l->changed.paths.at[i]);
    pack_str(out, l->plan.plugin); /* of the plan, what was named */
    pack_number(out, l->plan.named.n);
    for (size_t i = 0; i < l->plan.named.n; i++) pack_str(out, l->plan.named.at[i].path);
    pack_number(out, l->plan.roots.n);
    for (size_t i = 0; i < l->plan.roots.n; i++) pack_str(out, l->plan.roots.at[i]);
}

bool lint_unpack_start(lint *l, str bytes)
{
    unpacker u = {bytes, false};
    work_leave_out(unpack_str(&u));
    int argc = (int)unpack_number(&u);
    char **argv = ARENA_NEW_N(&l->memory, char *, (size_t)argc + 1);
    for (int i = 0; i < argc; i++) argv[i] = arena_cstr(&l->memory, unpack_str(&u));
    if (u.failed || lint_take_options(l, argc, argv, true) >= 0) return false;
    l->outputs.at[0].options.color = unpack_number(&u);
    l->asks = unpack_number(&u);
    l->typed.path = l->plan.typed = unpack_str(&u);
    l->typed.text = unpack_str(&u);
    l->buffers = l->buffers || (l->fix && l->typed.path.n);
    l->changed.asked = unpack_number(&u);
    for (uint64_t n = unpack_number(&u); n && !u.failed; n--) changed_files_add(&l->memory, &l->changed, unpack_str(&u));
    l->plan.plugin = unpack_str(&u);
    for (uint64_t n = unpack_number(&u); n && !u.failed; n--)
        array_push(&l->memory, &l->plan.named, (named_path){.path = unpack_str(&u)});
    for (uint64_t n = unpack_number(&u); n && !u.failed; n--) array_push(&l->memory, &l->plan.roots, unpack_str(&u));
    return !u.failed;
}
