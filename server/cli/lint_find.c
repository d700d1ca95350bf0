#include "cli/lint_find.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/path.h"
#include "base/utf8.h"
#include "cli/command.h"
#include "language/language.h"
#include "cli/project.h"
#include "plugin/foreign.h"
#include "plugin/listing.h"
#include "plugin/settings.h"
#include "rules/check.h"
#include "rules/not_checked.h"

bool plan_is_module(str path) { return str_is(path_extension(path), ".wasm"); }

/* --- jobs ------------------------------------------------------------------------------------------------------------------- */

/* The path is the plan's. A document that links lead to is one document; the file itself has the findings, where it is among the
 * paths. */
static void add_job(lint_plan *plan, str path, bool sources, named_path *by)
{
    map *known = sources ? &plan->projects : &plan->documents;
    bool link = !sources && file_is_link(path);
    str real = link ? file_resolve(plan->memory, path) : path;
    size_t number = (size_t)(uintptr_t)map_get(known, real);
    if (number && !link) plan->jobs.at[number - 1].path = path;
    if (!number) {
        array_push(plan->memory, &plan->jobs, (job){.path = path, .project = sources});
        number = plan->jobs.n;
        map_put(plan->memory, known, real, (void *)(uintptr_t)number);
    }
    if (by) array_push(plan->memory, &by->jobs, number - 1);
}

void plan_add_document(lint_plan *plan, str path) { add_job(plan, arena_str(plan->memory, path), false, NULL); }

/* Files of settings that count for a path but lie above it: what is wrong with them is reported, too. */
static void add_settings(lint_plan *plan, workspace *w, str folder)
{
    settings_view v = workspace_settings(w, folder);
    if (v.layers[SETTINGS_FILE]) plan_add_document(plan, v.layers[SETTINGS_FILE]->path);
}

/* --- what is left out
 * -------------------------------------------------------------------------------------------------------- */

static void add_left_out(lint_plan *plan, workspace *w, const left_out *l)
{
    if (plan->changed->asked && !changed_below(plan->changed, path_dir(l->path))) return;
    size_t from = plan->left_out.n;
    words_language before = words_use(check_language(w, path_dir(l->path)));
    not_checked n = {plan->memory, &plan->left_out};
    str limit = arena_printf(plan->memory, "%d", l->reason == LEFT_DEEP ? LIMIT_FOLDER_DEPTH : LIMIT_FOLDER_FILES);
    switch (l->reason) {
    case LEFT_UNREADABLE: not_read_file(&n, l->path, l->status); break;
    case LEFT_OUTSIDE: not_read_outside(&n, l->path, range_make(0, 0), l->name); break;
    case LEFT_DEEP: not_read_part(&n, l->path, range_make(0, 0), "deep", limit); break;
    case LEFT_MANY: not_read_part(&n, l->path, range_make(0, 0), "many", limit); break;
    case LEFT_LANGUAGE:
        not_read_part(&n, l->path, l->at, "language", l->name);
        plan->totals.plugins++;
        break;
    }
    check_finish(w, plan->memory, &plan->left_out, from);
    words_use(before);
}

/* --- paths
 * ------------------------------------------------------------------------------------------------------------------- */

/* A file that is none of wpls's languages or formats; it may still be a plugin's source in another language. */
static void add_other_file(lint_plan *plan, workspace *w, str path)
{
    enum { HEAD = 64 << 10 };
    str name = path_base(path);
    const char *language = NULL;
    left_out l = {.reason = LEFT_LANGUAGE, .path = path};
    if (foreign_is_candidate(name)) {
        char *head = arena_alloc(plan->memory, HEAD);
        size_t n;
        if (file_read_head(path, head, HEAD, &n) == FILE_OK) language = foreign_language(name, str_make(head, n), &l.at);
    }
    l.name = str_of(language);
    if (language) add_left_out(plan, w, &l);
    else plan->totals.others++;
}

static void add_file(lint_plan *plan, workspace *w, named_path *by)
{
    str path = by->path;
    bool document = is_document_name(path_base(path)) || plan_is_module(path) || plan->plugin.n || plan->schema;
    project *p = document ? NULL : workspace_project_of(w, path);
    size_t before = plan->jobs.n;
    array_push(plan->memory, &plan->roots, path_dir(path));
    add_settings(plan, w, path_dir(path));
    if (p && is_test_name(path_base(path))) {
        add_job(plan, path, false, by);
        array_last(&plan->jobs).docs = true;
    }
    if (p) add_job(plan, arena_str(plan->memory, project_root(p)), true, by);
    else if (document) add_job(plan, path, false, by);
    else add_other_file(plan, w, path);
    if (document && plan->jobs.n > before) array_last(&plan->jobs).named = array_last(&plan->jobs).docs = true;
}

/* The tests beside a project's sources. */
static void add_tests(lint_plan *plan, workspace *w, str folder, named_path *by)
{
    path_list tests = workspace_tests(w, plan->memory, folder);
    for (size_t i = 0; i < tests.n; i++) add_job(plan, tests.at[i], false, by);
}

static void add_folder(lint_plan *plan, workspace *w, named_path *by)
{
    array_push(plan->memory, &plan->roots, by->path);
    workspace_add_root(w, by->path);
    add_settings(plan, w, by->path);
    const tree_listing *found = workspace_listing(w, by->path);
    bool sources = !plan->plugin.n && !plan->schema;
    for (size_t i = 0; i < found->projects.n && sources; i++)
        add_job(plan, arena_str(plan->memory, found->projects.at[i]), true, by);
    size_t before = plan->jobs.n;
    for (size_t i = 0; i < found->documents.n; i++) add_job(plan, arena_str(plan->memory, found->documents.at[i]), false, by);
    /* in a folder of plugins it would take as long as all the rest */
    bool docs = plan->docs || found->projects.n <= 1;
    for (size_t i = 0; i < found->projects.n && docs && sources; i++) add_tests(plan, w, found->projects.at[i], by);
    for (size_t i = before; i < plan->jobs.n; i++) plan->jobs.at[i].docs = docs;
    for (size_t i = 0; i < found->left_out.n; i++)
        if (sources || found->left_out.at[i].reason != LEFT_LANGUAGE) add_left_out(plan, w, &found->left_out.at[i]);
}

/* What the workspace refuses to read (plugin/files.c). */
static bool is_wide_document(str path)
{
    char head[4];
    size_t n;
    if (!is_document_name(path_base(path)) || file_read_head(path, head, sizeof head, &n) != FILE_OK) return false;
    return utf8_is_wide(str_make(head, n));
}

bool plan_add_path(lint_plan *plan, workspace *w, const char *given)
{
    str path = file_absolute(plan->memory, str_of(given));
    if (plan->typed.n && str_eq(path, plan->typed)) {
        named_path *by = array_add(plan->memory, &plan->named);
        *by = (named_path){.given = given, .path = path};
        add_file(plan, w, by);
        return true;
    }
    file_status status = file_look(path);
    if (status == FILE_MISSING) {
        tell("'%s': no such file or folder", given);
        return false;
    }
    named_path *by = array_add(plan->memory, &plan->named);
    *by = (named_path){.given = given, .path = path, .folder = file_is_folder(path)};
    bool inside = workspace_allow(w, path, plan->here) && (by->folder || workspace_may_read(w, path));
    if (inside && !by->folder && status == FILE_OK) status = file_check(path);
    if (inside && !by->folder && status == FILE_OK && is_wide_document(path)) status = FILE_ENCODING;
    by->unread = !inside || status != FILE_OK;
    if (!inside)
        add_left_out(plan, w, &(left_out){.reason = LEFT_OUTSIDE, .path = path, .name = file_link_target(plan->memory, path)});
    else if (by->unread) add_left_out(plan, w, &(left_out){.reason = LEFT_UNREADABLE, .path = path, .status = status});
    else if (by->folder) add_folder(plan, w, by);
    else add_file(plan, w, by);
    return true;
}

/* --- shards ----------------------------------------------------------------------------------------------------------------- */

static uint32_t shard_of(const lint_plan *plan, const job *j, str top, uint32_t shards)
{
    str path = j->plugin.n && !plan->plugin.n ? j->plugin : j->path;
    return (uint32_t)(str_hash(path_relative(path, top), 0) % shards) + 1;
}

void plan_keep_shard(lint_plan *plan, uint32_t shard, uint32_t shards)
{
    size_t *numbers = ARENA_NEW_N(plan->memory, size_t, plan->jobs.n), kept = 0;
    str top = outputs_repository(plan->memory, plan->here);
    for (size_t i = 0; i < plan->jobs.n; i++) {
        bool ours = shard_of(plan, &plan->jobs.at[i], top, shards) == shard;
        numbers[i] = ours ? kept : SIZE_MAX;
        if (ours) plan->jobs.at[kept++] = plan->jobs.at[i];
    }
    plan->jobs.n = kept;
    for (size_t i = 0; i < plan->named.n; i++) {
        named_path *by = &plan->named.at[i];
        size_t left = 0;
        for (size_t k = 0; k < by->jobs.n; k++)
            if (numbers[by->jobs.at[k]] != SIZE_MAX) by->jobs.at[left++] = numbers[by->jobs.at[k]];
        by->jobs.n = left;
    }
    if (shard == 1) return;
    plan->totals = (report_totals){0};
    plan->left_out.n = 0;
}

/* --- nothing to check
 * ---------------------------------------------------------------------------------------------------------- */

/* Why there is nothing: the first thing at or below the path that was left out, if any. */
static str why_empty(const lint_plan *plan, const named_path *by)
{
    for (size_t i = 0; i < plan->left_out.n; i++)
        if (path_is_inside(plan->left_out.at[i].path, by->path)) return plan->left_out.at[i].message;
    for (size_t i = 0; i < by->jobs.n; i++) {
        const diagnostic_list *hints = &plan->jobs.at[by->jobs.at[i]].left_out;
        if (hints->n) return hints->at[0].message;
    }
    return plan->schema ? words_str("no YAML or JSON file") : words_str("no plugin, and no configuration of one");
}

bool plan_tell_empty(const lint_plan *plan, bool allowed)
{
    bool full = true;
    for (size_t i = 0; i < plan->named.n && !allowed; i++) {
        const named_path *by = &plan->named.at[i];
        bool checked = !by->folder && !by->unread;
        for (size_t k = 0; k < by->jobs.n && !checked; k++) checked = plan->jobs.at[by->jobs.at[k]].checked;
        if (checked) continue;
        tell("'%s': nothing here was checked: %.*s; --allow-empty says that this is fine", by->given,
             STR_ARG(why_empty(plan, by)));
        full = false;
    }
    return full;
}

/* --- --plugin
 * ------------------------------------------------------------------------------------------------------------------ */

static bool refuse_plugin(const char *given, str why)
{
    usage_error(&command_lint, "'%s': no plugin here: %.*s", given, STR_ARG(why));
    return false;
}

/* Those of the projects below the folder that are plugins; a module may have tools beside them. */
static path_list plugins_below(lint_plan *plan, workspace *w, const tree_listing *found)
{
    enum { LOADED_MOST = 64 };
    path_list list = {0};
    for (size_t i = 0; i < found->projects.n && i < LOADED_MOST; i++) {
        project *p = workspace_project_at(w, found->projects.at[i]);
        if (p && check_standing(p) != STANDING_NONE) array_push(plan->memory, &list, arena_str(plan->memory, project_root(p)));
        workspace_rest(w, STR(""));
    }
    return list;
}

static str name_all(lint_plan *plan, const path_list *list)
{
    enum { NAMES_MOST = 8 };
    str names = {0};
    for (size_t i = 0; i < list->n && i < NAMES_MOST; i++)
        names = arena_printf(plan->memory, "%.*s%s'%.*s'", STR_ARG(names), i ? ", " : "",
                             STR_ARG(path_relative(list->at[i], plan->here)));
    return list->n > NAMES_MOST ? arena_printf(plan->memory, words("%.*s and %zu more"), STR_ARG(names), list->n - NAMES_MOST)
                                : names;
}

/* No plugin in the folder: why, and where there is one. */
static bool refuse_folder(lint_plan *plan, workspace *w, const char *given, str folder, const tree_listing *found)
{
    for (size_t i = 0; i < found->left_out.n; i++)
        if (found->left_out.at[i].reason == LEFT_LANGUAGE)
            return refuse_plugin(given, arena_printf(plan->memory, words("it is in %.*s, which wpls does not read"),
                                                     STR_ARG(found->left_out.at[i].name)));
    project *around = workspace_project_of(w, folder);
    if (around && check_standing(around) != STANDING_NONE)
        return refuse_plugin(given, arena_printf(plan->memory, words("the one around it is in '%.*s'"),
                                                 STR_ARG(path_relative(project_root(around), plan->here))));
    if (found->projects.n || around) return refuse_plugin(given, words_str("nothing in it imports a Proxy-Wasm SDK"));
    str marks = language_marks(plan->memory, words(" and no "));
    return refuse_plugin(given, arena_printf(plan->memory, words("no %.*s"), STR_ARG(marks)));
}

bool plan_take_plugin(lint_plan *plan, workspace *w, const char *given)
{
    str folder = file_absolute(plan->memory, str_of(given)), id = take_id(&folder);
    folder = path_clean(plan->memory, folder);
    if (!file_is_folder(folder)) {
        usage_error(&command_lint, "'%s': no such folder", given);
        return false;
    }
    if (!workspace_allow(w, folder, plan->here))
        return refuse_plugin(given, words_str("a link leads out of the repository; --allow-outside follows it"));
    const tree_listing *found = workspace_listing(w, folder);
    path_list plugins = plugins_below(plan, w, found);
    project *around = workspace_project_of(w, folder);
    if (plugins.n > 1 && !str_eq(plugins.at[0], folder))
        return refuse_plugin(given, arena_printf(plan->memory, words("there are several below it: name one of %.*s"),
                                                 STR_ARG(name_all(plan, &plugins))));
    if (plugins.n) plan->plugin = plugins.at[0];
    else if (around && project_has_sources(around, folder) && check_standing(around) != STANDING_NONE)
        plan->plugin = arena_str(plan->memory, project_root(around));
    else return refuse_folder(plan, w, given, folder, found);
    if (!str_eq(plan->plugin, folder))
        tell("'%s': taken is the plugin in '%.*s'", given, STR_ARG(path_relative(plan->plugin, plan->here)));
    plan->plugin = arena_printf(plan->memory, "%.*s%.*s", STR_ARG(plan->plugin), STR_ARG(id));
    return true;
}
