/* `wpls lint`: findings in plugins, their configurations, and folders of both. */
#include "base/file.h"
#include "base/limits.h"
#include "base/path.h"
#include "cli/command.h"
#include "cli/lint_module.h"
#include "language/language.h"
#include "plugin/schemas.h"

#include <stdio.h>

void lint_use_options(const lint *l, workspace *w)
{
    *workspace_options(w) = l->options;
    if (l->outside) workspace_open_border(w);
    workspace_add_settings_bound(w, l->plan.here);
    if (l->typed.path.n) {
        workspace_allow(w, l->typed.path, l->plan.here);
        workspace_set_buffer(w, l->typed.path, l->typed.text);
    }
    for (size_t i = 0; i < l->options.schema_roots.n; i++) workspace_allow(w, l->options.schema_roots.at[i].folder, (str){0});
    if (!l->schema.n) return;
    if (path_is_absolute(l->schema)) workspace_allow(w, l->schema, (str){0});
    workspace_set_schema(w, l->schema);
}

void lint_use_plan(const lint_plan *plan, workspace *w)
{
    if (plan->plugin.n) workspace_allow(w, plan->plugin, plan->here);
    for (size_t i = 0; i < plan->named.n; i++) workspace_allow(w, plan->named.at[i].path, plan->here);
    for (size_t i = 0; i < plan->roots.n; i++) workspace_add_root(w, plan->roots.at[i]);
}

static int report_all(lint *l, lint_team *t)
{
    report_totals all = l->plan.totals;
    output_texts **texts = ARENA_NEW_N(&l->memory, output_texts *, l->plan.jobs.n + 1);
    texts[0] = ARENA_NEW(&l->memory, output_texts);
    lint_team_join_hints(t, &all, texts[0]);
    for (size_t i = 0; i < l->plan.jobs.n; i++) {
        texts[i + 1] = &l->plan.jobs.at[i].out;
        report_totals_add(&all, &l->plan.jobs.at[i].totals);
    }
    size_t unused = l->known ? baseline_unused(l->known) : 0;
    if (unused)
        tell(unused == 1 ? "the baseline has %zu finding that is not there any more"
                         : "the baseline has %zu findings that are not there any more",
             unused);
    if (!outputs_finish(&l->outputs, &l->memory, texts, l->plan.jobs.n + 1, &all)) return EXIT_INTERNAL;
    for (int level = SEVERITY_ERROR; level <= (int)l->fail_on; level++)
        if (all.counts[level]) return EXIT_FINDINGS;
    return EXIT_CLEAN;
}

/* What would change, or standard input with its fixes. Whether there is anything. */
static bool print_buffers(lint_team *t)
{
    strbuf out = STRBUF_INIT;
    lint_team_print(t, &out);
    if (out.n) fwrite(out.p, 1, out.n, stdout);
    bool any = out.n > 0;
    strbuf_free(&out);
    return any;
}

static int run_paths(lint *l, char **paths, size_t count)
{
    lint_team *t = lint_team_new(l);
    bool complete = true;
    int status = lint_team_plan(t, paths, count, &complete);
    if (status < 0) {
        lint_team_work(t);
        bool printed = l->buffers && print_buffers(t);
        status = l->diff ? (printed ? EXIT_FINDINGS : EXIT_CLEAN) : report_all(l, t);
        complete = plan_tell_empty(&l->plan, l->empty || l->since || l->shards) && complete;
    }
    lint_team_free(t);
    return l->failed || status == EXIT_INTERNAL ? EXIT_INTERNAL : complete ? status : EXIT_USAGE;
}

/* The schema's own mistakes are listed once, as those of a file. */
static bool check_schema_file(lint *l, workspace *w)
{
    const workspace_schema *schema = workspace_forced_schema(w);
    if (!schema->schema) tell("'%.*s': %s", STR_ARG(l->schema), words(schema->problem.p));
    else if (schema->path.n) plan_add_document(&l->plan, schema->path);
    return schema->schema != NULL;
}

int lint_make_plan(lint *l, workspace *w, char **paths, size_t count, bool *complete)
{
    *complete = true;
    if (l->schema.n && !check_schema_file(l, w)) return EXIT_USAGE;
    if (l->plugin && !plan_take_plugin(&l->plan, w, l->plugin)) return EXIT_USAGE;
    for (size_t i = 0; i < count; i++) *complete = plan_add_path(&l->plan, w, paths[i]) && *complete;
    for (size_t i = 0; i < l->plan.jobs.n && l->plan.plugin.n; i++) l->plan.jobs.at[i].plugin = l->plan.plugin;
    job_groups_assign(&l->plan.jobs, &l->plan.projects);
    if (l->shards) plan_keep_shard(&l->plan, l->shard, l->shards);
    lint_use_plan(&l->plan, w);
    if (!l->plan.plugin.n && !l->schema.n) job_groups_find_also(&l->plan.jobs, &l->plan.projects, w);
    return -1;
}

/* Standard input as the text of a file, which takes the place of '-' among the paths. -1: go on, else the exit status. */
static int take_stdin(lint *l, char **path)
{
    arena *a = &l->memory;
    str name = file_absolute(a, l->stdin_name ? str_of(l->stdin_name) : STR("stdin.yaml"));
    strbuf text = STRBUF_INIT;
    char piece[1 << 14];
    size_t n;
    while ((n = fread(piece, 1, sizeof piece, stdin)) > 0 && text.n <= LIMIT_DOCUMENT_BYTES)
        strbuf_add(&text, str_make(piece, n));
    file_status status = ferror(stdin) ? FILE_FAILED : text.n > LIMIT_DOCUMENT_BYTES ? FILE_TOO_LARGE : FILE_OK;
    if (status != FILE_OK) tell("standard input can't be read: %s", words(file_status_text(status)));
    l->typed.path = l->plan.typed = name;
    l->typed.text = arena_str(a, strbuf_str(&text));
    *path = arena_cstr(a, name);
    strbuf_free(&text);
    return status == FILE_OK ? -1 : EXIT_USAGE;
}

int lint_run(int argc, char **argv)
{
    lint l = {0};
    int status = lint_take_options(&l, argc, argv, false);
    static char here[] = ".";
    static char *fallback[] = {here};
    bool none = l.argc >= argc;
    char **paths = none ? fallback : argv + l.argc;
    size_t count = none ? 1 : (size_t)(argc - l.argc);
    if (status < 0 && l.module.n) status = lint_with_module(&l, argv + l.argc, (size_t)(argc - l.argc));
    if (status < 0 && l.from_stdin) status = take_stdin(&l, &paths[0]);
    bool known = status >= 0 || !l.since || changed_files_ask(&l.memory, paths, count, l.since, l.merge_base, &l.changed);
    if (!known) status = EXIT_USAGE;
    if (status < 0 && l.since && l.typed.path.n) changed_files_add(&l.memory, &l.changed, l.typed.path);
    if (status < 0) status = run_paths(&l, paths, count);
    changed_files_free(&l.changed);
    arena_free(&l.memory);
    return status;
}
