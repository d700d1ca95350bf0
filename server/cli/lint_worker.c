/* A worker of `wpls lint`: does jobs, one group after the other, and sends what it found. */
#include "base/path.h"
#include "cli/command.h"
#include "cli/lint_left_out.h"
#include "cli/lint_run.h"
#include "plugin/schemas.h"
#include "rules/check.h"
#include "text/diff.h"
#include "text/edit.h"

typedef struct lint_worker {
    const worker_place *here;
    lint *l;
    workspace *files;
    arena memory;  /* of what it finds out about the jobs of a group */
    map originals; /* with `buffers`: the texts of the files that would change; in l->memory */
    map fixed;     /* files that were written and told, likewise */
} lint_worker;

/* Whether the job is about something that has changed, where that is asked. One that is not is done. */
static bool is_wanted(lint_worker *t, job *j)
{
    changed_files *c = &t->l->changed;
    workspace *w = t->files;
    if (!c->asked || changed_has(c, j->path)) return true;
    project *plugin = t->l->plan.plugin.n ? workspace_project_at(w, t->l->plan.plugin) : NULL;
    if (!j->project && !plan_is_module(j->path)) {
        workspace_check_docs(w, j->docs);
        if (changed_touches_document(c, w, j->path, plugin)) return true;
    } else {
        project *p = j->project ? workspace_project_at(w, j->path) : plugin ? plugin : workspace_project_of(w, j->path);
        if (p && changed_touches_project(c, w, p)) return true;
    }
    j->totals = (report_totals){.unchanged = 1};
    j->done = true;
    return false;
}

/* --- checking
 * ----------------------------------------------------------------------------------------------------------------- */

static void check_project(workspace *w, job *j, arena *a, diagnostic_list *found)
{
    project *p = workspace_project_at(w, j->path);
    if (!p) return;
    check_sources(w, p, a, found);
    project_standing standing = check_standing(p);
    j->totals.plugins = standing != STANDING_NONE || project_load(p)->left_out;
    j->totals.plugins_checked = standing == STANDING_REGISTERED;
    j->checked = j->totals.plugins_checked;
}

/* The schema of the command line is no document of its own. */
static bool is_schema(const lint *l, workspace *w, str path)
{
    return l->schema.n && str_eq(path, workspace_forced_schema(w)->path);
}

/* Why the configurations of a file were not checked, where the plugin's own job need not say it. */
static void tell_unasked(workspace *w, str path, project *plugin, arena *a, diagnostic_list *found)
{
    project *owner = plugin ? plugin : workspace_document_owner(w, path);
    if (owner && check_standing(owner) != STANDING_NONE) check_unread_plugin(w, owner, a, found);
}

static void check_file(const lint *l, workspace *w, job *j, arena *a, diagnostic_list *found)
{
    project *plugin = l->plan.plugin.n ? workspace_project_at(w, l->plan.plugin) : NULL;
    workspace_check_docs(w, j->docs);
    document_outcome o = check_document_outcome(w, j->path, plugin, a, found);
    bool unknown = j->named && !o.ours && !o.something_else && !found->n;
    if (unknown) check_unknown_file(w, j->path, a, found);
    if (j->named && o.configurations > o.checked) tell_unasked(w, j->path, plugin, a, found);
    if (is_schema(l, w, j->path)) return;
    j->totals.configurations = j->named && !o.ours && !o.something_else ? 1 : o.configurations;
    j->totals.configurations_checked = o.checked;
    j->totals.configurations_by_catalogue = o.by_catalogue;
    j->totals.documents = o.configurations ? 0 : o.validated;
    bool other = !j->totals.configurations && !j->totals.documents && (o.something_else || !found->n);
    j->totals.others = other && (!o.prose || j->named);
    j->checked = o.checked || (j->totals.documents && !settings_is_file(j->path));
}

/* A finding without a preferred fix gets one: the first that changes anything. */
static void prefer_any(diagnostic_list *found)
{
    for (size_t i = 0; i < found->n; i++) {
        diagnostic *d = &found->at[i];
        fix *first = NULL;
        bool preferred = false;
        for (size_t k = d->fixes.n; k-- > 0;) {
            preferred = preferred || d->fixes.at[k].preferred;
            if (d->fixes.at[k].edits.n) first = &d->fixes.at[k];
        }
        if (first && !preferred) first->preferred = true;
    }
}

static void check_job(const lint *l, workspace *w, job *j, arena *a, diagnostic_list *found)
{
    j->totals = (report_totals){0};
    j->checked = false;
    if (j->project) {
        check_project(w, j, a, found);
    } else if (plan_is_module(j->path)) {
        project *plugin = l->plan.plugin.n ? workspace_project_at(w, l->plan.plugin) : workspace_project_of(w, j->path);
        check_module(w, j->path, plugin, a, found);
        j->totals.modules = j->checked = true;
    } else {
        check_file(l, w, j, a, found);
    }
    diagnostic_list_sort(found);
    if (l->unsafe) prefer_any(found);
}

/* --- fixing
 * ------------------------------------------------------------------------------------------------------------------- */

/* The file's new text goes into a buffer over it; what was there is kept. */
static void change_buffer(lint_worker *t, str path, str before, str after)
{
    arena *a = &t->l->memory;
    if (!map_find(&t->originals, path)) {
        str *original = ARENA_NEW(a, str);
        *original = arena_str(a, before);
        map_put(a, &t->originals, arena_str(a, path), original);
    }
    workspace_set_buffer(t->files, path, after);
}

/* The edits of a file, which outlive what was analysed: that goes when the first file is written. */
static text_edits edits_to_keep(arena *a, const diagnostic_list *found, str path)
{
    text_edits edits = edits_of_fixes(a, found, path);
    for (size_t i = 0; i < edits.n; i++) edits.at[i].text = arena_str(a, edits.at[i].text);
    return edits;
}

/* Once a file, however many rounds it takes. */
static void tell_fixed(lint_worker *t, str path)
{
    if (map_find(&t->fixed, path)) return;
    map_put(&t->l->memory, &t->fixed, arena_str(&t->l->memory, path), t);
    str name = path_relative(path, t->l->plan.here);
    tell("fixed '%.*s'", STR_ARG(name));
}

/* Edits a file; true when it changed. */
static bool fix_file(lint_worker *t, str path, text_edits edits)
{
    str text;
    workspace *w = t->files;
    bool other = t->l->typed.path.n && !str_eq(path, t->l->typed.path);
    if (!edits.n || other || !workspace_may_write(w, path) || workspace_text(w, path, &text) != FILE_OK) return false;
    strbuf out = STRBUF_INIT;
    edits_apply(&out, text, &edits);
    file_status status = FILE_OK;
    if (t->l->buffers) change_buffer(t, path, text, strbuf_str(&out));
    else status = file_replace(path, strbuf_str(&out));
    strbuf_free(&out);
    if (status != FILE_OK) tell("'%.*s' is not changed: %s", STR_ARG(path), words(file_status_text(status)));
    else if (!t->l->buffers) {
        workspace_disk_changed(w, path, true);
        tell_fixed(t, path);
    }
    return status == FILE_OK;
}

enum { FIX_ROUNDS = 10 }; /* a fix may uncover the next finding */

/* Fixes the sources of a plugin. A job without findings is done; the findings of others are made anew after all fixes. True when
 * a file of another plugin was changed. */
static bool fix_plugin(lint_worker *t, job *j)
{
    bool elsewhere = false, changed = is_wanted(t, j);
    for (int round = 0; changed && round < FIX_ROUNDS; round++) {
        arena a = ARENA_INIT;
        diagnostic_list found = {0};
        check_job(t->l, t->files, j, &a, &found);
        changed = false;
        edit_paths paths = edits_paths(&a, &found);
        text_edits *edits = ARENA_NEW_N(&a, text_edits, paths.n);
        for (size_t k = 0; k < paths.n; k++) {
            paths.at[k] = arena_str(&a, paths.at[k]);
            edits[k] = edits_to_keep(&a, &found, paths.at[k]);
        }
        for (size_t k = 0; k < paths.n; k++) {
            if (!fix_file(t, paths.at[k], edits[k])) continue;
            changed = true;
            elsewhere = elsewhere || !path_is_inside(paths.at[k], j->path);
        }
        j->done = !found.n;
        arena_free(&a);
    }
    workspace_rest(t->files, STR(""));
    return elsewhere;
}

/* --- a group
 * ------------------------------------------------------------------------------------------------------------------ */

/* Leaves those that are not known. The parent counts, since each line of a baseline stands for one finding of all jobs. */
static bool take_known(lint_worker *t, diagnostic_list *found)
{
    arena a = ARENA_INIT;
    strbuf block = STRBUF_INIT;
    strbuf_add_char(&block, LINT_ASK);
    pack_number(&block, found->n);
    for (size_t i = 0; i < found->n; i++) pack_str(&block, baseline_key(&a, &found->at[i]));
    bool answered = worker_put_block(t->here->out, strbuf_str(&block)) && worker_get_block(t->here->in, &block) &&
                    block.n == found->n + 1 && block.p[0] == LINT_KNOWN;
    size_t kept = 0;
    for (size_t i = 0; answered && i < found->n; i++)
        if (!block.p[i + 1]) found->at[kept++] = found->at[i];
    found->n = kept;
    strbuf_free(&block);
    arena_free(&a);
    return answered;
}

/* More than that nothing is known. */
static bool tells_something(const diagnostic_list *found)
{
    for (size_t i = 0; i < found->n; i++)
        if (!str_is(found->at[i].code, "config/undecided")) return true;
    return false;
}

static bool run_job(lint_worker *t, job *j)
{
    lint *l = t->l;
    if (!is_wanted(t, j)) return true;
    arena a = ARENA_INIT;
    diagnostic_list found = {0};
    check_job(l, t->files, j, &a, &found);
    for (int round = 0; l->fix && !j->project && round < FIX_ROUNDS && fix_file(t, j->path, edits_to_keep(&a, &found, j->path));
         round++) {
        memset(&found, 0, sizeof found);
        check_job(l, t->files, j, &a, &found);
    }
    bool shares = left_out_take(&found, &t->memory, j);
    j->checked = j->checked || shares || tells_something(&found);
    bool fine = !l->asks || !found.n || take_known(t, &found);
    for (size_t k = 0; k < found.n; k++) j->totals.counts[found.at[k].level]++;
    if (!l->diff) outputs_write(&l->outputs, &j->out, t->files, &found);
    j->done = true;
    arena_free(&a);
    return fine;
}

/* The document is another plugin's than the group's: done in a later round, with the others of that plugin. */
static bool put_off(lint_worker *t, job_round round, str plugin, job *j)
{
    const lint *l = t->l;
    bool document = !j->project && !plan_is_module(j->path) && !l->plan.plugin.n && !l->schema.n;
    if (!document || round == JOBS_PUT_OFF) return false;
    const project *owner = workspace_document_owner(t->files, j->path);
    if (!owner || str_eq(project_root(owner), plugin)) return false;
    j->plugin = project_root(owner);
    return true;
}

static bool tell_result(lint_worker *t, size_t number, job *j)
{
    strbuf block = STRBUF_INIT;
    lint_pack_result(&block, t->l, number, j);
    bool told = worker_put_block(t->here->out, strbuf_str(&block));
    for (size_t i = 0; i < t->l->outputs.n; i++) strbuf_free(&j->out.at[i]);
    strbuf_free(&block);
    return told;
}

/* Plugins at once: that of the group, and others whose configurations its documents have, too; as likely as not the next one does
 * as well. */
enum { LOADED_MOST = 3 };

static bool run_group(lint_worker *t, unpacker *u)
{
    job_round round = (job_round)unpack_number(u);
    str plugin = {0};
    workspace *w = t->files;
    bool told = true;
    for (uint64_t n = unpack_number(u), i = 0; i < n && told && !u->failed; i++) {
        job j;
        size_t number = lint_unpack_job(u, &j);
        if (i == 0 || !str_eq(j.plugin, plugin)) workspace_rest(w, j.plugin);
        plugin = j.plugin;
        work_unit(number + 1);
        told = (put_off(t, round, plugin, &j) || run_job(t, &j)) && tell_result(t, number, &j);
        if (!j.project) workspace_rest_file(w, j.path);
        if (workspace_loaded_count(w) > LOADED_MOST) workspace_rest(w, plugin);
        arena_reset(&t->memory);
    }
    static const char done = LINT_DONE;
    return told && worker_put_block(t->here->out, str_make(&done, 1));
}

static bool run_fix(lint_worker *t, unpacker *u)
{
    job j;
    size_t number = lint_unpack_job(u, &j);
    work_unit(number + 1);
    bool elsewhere = fix_plugin(t, &j);
    strbuf block = STRBUF_INIT;
    strbuf_add_char(&block, LINT_FIXED);
    pack_number(&block, j.done);
    pack_number(&block, elsewhere);
    pack_number(&block, j.totals.plugins); /* nobody looks at it again when it is done */
    pack_number(&block, j.totals.plugins_checked);
    pack_number(&block, j.totals.unchanged);
    bool told = worker_put_block(t->here->out, strbuf_str(&block));
    strbuf_free(&block);
    return told;
}

static void print_diff(lint_worker *t, strbuf *out)
{
    str base = t->l->outputs.at[0].options.base, after;
    for (size_t i = 0; i < t->originals.n; i++) {
        str path = t->originals.entries[i].key, name = path_relative(path, base);
        if (workspace_text(t->files, path, &after) != FILE_OK) continue;
        str old = arena_printf(&t->memory, "a/%.*s", STR_ARG(name)), new = arena_printf(&t->memory, "b/%.*s", STR_ARG(name));
        diff_unified(out, *(const str *)t->originals.entries[i].value, after, old, new);
    }
}

static bool print_buffers(lint_worker *t)
{
    strbuf block = STRBUF_INIT;
    str text;
    strbuf_add_char(&block, LINT_PRINTED);
    if (t->l->diff) print_diff(t, &block);
    else if (workspace_text(t->files, t->l->typed.path, &text) == FILE_OK) strbuf_add(&block, text);
    bool told = worker_put_block(t->here->out, strbuf_str(&block));
    strbuf_free(&block);
    return told;
}

/* --- before and after the jobs
 * ------------------------------------------------------------------------------------------------- */

static bool make_plan(lint_worker *t, unpacker *u)
{
    lint *l = t->l;
    size_t count = (size_t)unpack_number(u);
    char **paths = ARENA_NEW_N(&l->memory, char *, count);
    for (size_t i = 0; i < count; i++) paths[i] = arena_cstr(&l->memory, unpack_str(u));
    work_unit(0);
    bool complete;
    int status = lint_make_plan(l, t->files, paths, count, &complete);
    strbuf block = STRBUF_INIT;
    strbuf_add_char(&block, LINT_PLANNED);
    pack_number(&block, (uint64_t)(status + 1));
    pack_number(&block, complete);
    lint_pack_plan(&block, &l->plan);
    bool told = worker_put_block(t->here->out, strbuf_str(&block));
    strbuf_free(&block);
    return told;
}

static bool join_hints(lint_worker *t, unpacker *u)
{
    diagnostic_list hints = {0};
    output_texts texts = {0};
    uint64_t counts[5] = {0};
    work_unit(0);
    lint_unpack_hints(&t->memory, u, &hints);
    diagnostic_list told = left_out_join(&t->memory, t->files, &hints);
    bool fine = !t->l->asks || !told.n || take_known(t, &told);
    for (size_t i = 0; i < told.n; i++) counts[told.at[i].level]++;
    outputs_write(&t->l->outputs, &texts, t->files, &told);
    strbuf block = STRBUF_INIT;
    strbuf_add_char(&block, LINT_HINTED);
    for (int i = 0; i < 5; i++) pack_number(&block, counts[i]);
    lint_pack_texts(&block, t->l, &texts);
    fine = fine && worker_put_block(t->here->out, strbuf_str(&block));
    for (size_t i = 0; i < t->l->outputs.n; i++) strbuf_free(&texts.at[i]);
    strbuf_free(&block);
    arena_reset(&t->memory);
    return fine;
}

/* --- the process
 * ---------------------------------------------------------------------------------------------------------------- */

static bool obey(lint_worker *t, str block)
{
    unpacker u = {str_slice(block, 1, block.n), false};
    switch (block.n ? block.p[0] : 0) {
    case LINT_GROUP: return run_group(t, &u);
    case LINT_FIX: return run_fix(t, &u);
    case LINT_PRINT: return print_buffers(t);
    case LINT_PLAN: return make_plan(t, &u);
    case LINT_HINTS: return join_hints(t, &u);
    default: return false;
    }
}

static int work(const worker_place *here)
{
    lint l = {0};
    if (!lint_unpack_start(&l, here->argument)) return EXIT_INTERNAL;
    lint_worker t = {.here = here, .l = &l, .files = workspace_new()};
    lint_use_options(&l, t.files);
    lint_use_plan(&l.plan, t.files);
    strbuf block = STRBUF_INIT;
    do work_idle();
    while (worker_get_block(here->in, &block) && obey(&t, strbuf_str(&block)));
    strbuf_free(&block);
    workspace_free(t.files);
    arena_free(&t.memory);
    arena_free(&l.memory);
    return 0;
}

const worker_role lint_worker_role = {"wpls worker", work};
