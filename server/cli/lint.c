/* `wpls lint`: findings in plugins, their configurations, and folders of both. */
#include "base/limits.h"
#include "base/map.h"
#include "base/path.h"
#include "base/thread.h"
#include "cli/baseline.h"
#include "cli/command.h"
#include "cli/lint_find.h"
#include "cli/lint_left_out.h"
#include "plugin/schemas.h"
#include "rules/check.h"
#include "text/diff.h"
#include "text/edit.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char help[] =
    "usage: wpls lint [OPTION]... [PATH]...\n\n"
    "Checks plugin projects and configurations. PATH is a source, YAML or wasm file, a plugin's folder, or a folder of plugins;\n"
    "without one it is the current folder. The last line says what of it was checked.\n\n"
    "  --plugin DIR       check the files against the plugin in DIR, whatever they say\n"
    "  --schema FILE      validate the files against a JSON Schema, and check nothing else\n"
    "  --schema-root URL=DIR  schemas whose URL starts with URL are files in DIR; nothing is read from the network\n"
    "  --formats          the schema's 'format' keywords are binding\n"
    "  --format FORMAT    text (default), json, jsonl, sarif, github, gitlab, checkstyle, junit or baseline\n"
    "  --output FORMAT=FILE  write the findings to FILE, too, in FORMAT; may be given several times\n"
    "  --baseline FILE    leave out the findings in FILE, which '--output baseline=FILE' wrote\n"
    "  --fix              apply the preferred fixes to the files, and report what is left\n"
    "  --diff             print what --fix would change, and change nothing; exit with 1 if there is something\n"
    "  --fail-on LEVEL    exit with 1 from this level on: error (default), warning, info, hint or never\n"
    "  --lang LANGUAGE    language of the messages: en or zh; default: as settings say, else en\n"
    "  --color WHEN       auto (default), always or never\n"
    "  --jobs N           threads to use; default: the number of processors\n"
    "  --allow-empty      a folder with nothing to check is fine\n"
    "  --allow-outside    read what links and paths lead to outside of the repository (else of the folder given), too\n"
    "  -h, --help         this text\n"
    "  -V, --version      the version\n";

typedef struct lint_worker {
    workspace *files;
    arena memory; /* of what it finds out about jobs */
} lint_worker;

typedef struct lint {
    arena memory;
    lint_plan plan;
    const char *plugin;  /* as given; NULL: none is */
    str schema;          /* a path or URL; empty: none is */
    settings options;
    outputs outputs;
    baseline *known;     /* NULL: none */
    bool fix, diff;      /* `fix` is set for both */
    bool outside, empty; /* links may lead outside; there may be nothing to check */
    map originals;       /* with `diff`: the texts of the files that would change */
    severity fail_on;
    uint32_t workers;
    lint_worker *team;
    job_groups groups;   /* of the round under way */
    job_round round;
} lint;

static void check_project(workspace *w, job *j, arena *a, diagnostic_list *found)
{
    project *p = workspace_project_at(w, j->path);
    if (!p) return;
    check_sources(w, p, RULE_ENGLISH, a, found);
    project_standing standing = check_standing(p);
    j->totals.plugins = standing != STANDING_NONE;
    j->totals.plugins_checked = standing == STANDING_REGISTERED;
    j->checked = j->totals.plugins_checked;
}

static void check_file(const lint *l, workspace *w, job *j, arena *a, diagnostic_list *found)
{
    project *plugin = l->plan.plugin.n ? workspace_project_at(w, l->plan.plugin) : NULL;
    document_outcome o = check_document_told(w, j->path, plugin, RULE_ENGLISH, a, found);
    bool unknown = j->named && !o.ours && !o.something_else && !found->n;
    if (unknown) check_unknown_file(w, j->path, RULE_ENGLISH, a, found);
    j->totals.configurations = j->named && !o.ours && !o.something_else ? 1 : o.configurations;
    j->totals.configurations_checked = o.checked;
    j->totals.documents = o.validated && !o.configurations;
    j->totals.others = !j->totals.configurations && !j->totals.documents && (o.something_else || !found->n);
    j->checked = o.checked || (o.validated && !settings_is_file(j->path));
}

static void check_job(const lint *l, workspace *w, job *j, arena *a, diagnostic_list *found)
{
    j->totals = (report_totals){0};
    j->checked = false;
    if (j->project) {
        check_project(w, j, a, found);
    } else if (plan_is_module(j->path)) {
        check_module(w, j->path, workspace_project_of(w, l->plan.plugin.n ? l->plan.plugin : j->path), RULE_ENGLISH, a, found);
        j->totals.modules = j->checked = true;
    } else {
        check_file(l, w, j, a, found);
    }
    diagnostic_list_sort(found);
}

/* The file's new text goes into a buffer over it; what was there is kept. */
static void change_buffer(lint *l, workspace *w, str path, str before, str after)
{
    if (!map_find(&l->originals, path)) {
        str *original = ARENA_NEW(&l->memory, str);
        *original = arena_str(&l->memory, before);
        map_put(&l->memory, &l->originals, arena_str(&l->memory, path), original);
    }
    workspace_set_buffer(w, path, after);
}

/* Applies the fixes of a file; true when it changed. */
static bool fix_file(lint *l, workspace *w, str path, arena *a, const diagnostic_list *found)
{
    str text;
    text_edits edits = edits_of_fixes(a, found, path);
    if (!edits.n || !workspace_may_write(w, path) || workspace_text(w, path, &text) != FILE_OK) return false;
    strbuf out = STRBUF_INIT;
    edits_apply(&out, text, &edits);
    file_status status = FILE_OK;
    if (l->diff) change_buffer(l, w, path, text, strbuf_str(&out));
    else status = file_replace(path, strbuf_str(&out));
    strbuf_free(&out);
    if (status != FILE_OK) tell("'%.*s' is not changed: %s", STR_ARG(path), file_status_text(status));
    else if (!l->diff) workspace_disk_changed(w, path, true);
    return status == FILE_OK;
}

enum { FIX_ROUNDS = 10 }; /* a fix may uncover the next finding */

/* Fixes the sources of a plugin. A job without findings is done; the findings of others are made anew after all fixes. True when a file
 * of another plugin was changed. */
static bool fix_plugin(lint *l, workspace *w, job *j)
{
    bool elsewhere = false, changed = true;
    for (int round = 0; changed && round < FIX_ROUNDS; round++) {
        arena a = ARENA_INIT;
        diagnostic_list found = {0};
        check_job(l, w, j, &a, &found);
        changed = false;
        for (size_t k = 0; k < found.n; k++) {
            if ((k && str_eq(found.at[k].path, found.at[k - 1].path)) || !fix_file(l, w, found.at[k].path, &a, &found)) continue;
            changed = true;
            elsewhere = elsewhere || !path_is_inside(found.at[k].path, j->path);
        }
        j->done = !found.n;
        arena_free(&a);
    }
    return elsewhere;
}

/* Sources belong to many jobs - documents are checked against them - and so are fixed before any of these runs. */
static void fix_sources(lint *l, workspace *w)
{
    for (size_t i = 0; l->fix && i < l->plan.jobs.n; i++) {
        if (!l->plan.jobs.at[i].project) continue;
        bool elsewhere = fix_plugin(l, w, &l->plan.jobs.at[i]);
        for (size_t k = 0; elsewhere && k < i; k++) l->plan.jobs.at[k].done = false;
        workspace_rest(w, STR(""));
    }
}

static void run_job(lint *l, lint_worker *worker, job *j)
{
    workspace *w = worker->files;
    arena a = ARENA_INIT;
    diagnostic_list found = {0};
    check_job(l, w, j, &a, &found);
    for (int round = 0; l->fix && !j->project && round < FIX_ROUNDS && fix_file(l, w, j->path, &a, &found); round++) {
        memset(&found, 0, sizeof found);
        check_job(l, w, j, &a, &found);
    }
    left_out_take(&found, &worker->memory, &j->left_out);
    if (found.n) j->checked = true;
    if (l->known) baseline_take_out(l->known, &found);
    for (size_t k = 0; k < found.n; k++) j->totals.counts[found.at[k].level]++;
    if (!l->diff) outputs_write(&l->outputs, &j->out, w, &found);
    j->done = true;
    arena_free(&a);
}

/* The document is another plugin's than the group's: done in a later round, with the others of that plugin. */
static bool put_off(lint *l, lint_worker *worker, const job_group *group, job *j)
{
    bool document = !j->project && !plan_is_module(j->path) && !l->plan.plugin.n && !l->schema.n;
    if (!document || l->round == JOBS_PUT_OFF) return false;
    const project *owner = workspace_document_owner(worker->files, j->path);
    if (!owner || str_eq(project_root(owner), group->plugin)) return false;
    j->plugin = arena_str(&worker->memory, project_root(owner));
    return true;
}

static void run_group(void *self, uint32_t number, uint32_t i)
{
    lint *l = self;
    lint_worker *worker = &l->team[number];
    const job_group *group = &l->groups.at[i];
    workspace *w = worker->files;
    workspace_rest(w, group->plugin);
    for (size_t k = 0; k < group->jobs.n; k++) {
        job *j = group->jobs.at[k];
        if (!put_off(l, worker, group, j)) run_job(l, worker, j);
        if (!j->project) workspace_rest_file(w, j->path);
        if (workspace_loaded_count(w) > 1) workspace_rest(w, group->plugin); /* a file has documents of several plugins */
    }
}

static void use_options(const lint *l, workspace *w)
{
    *workspace_options(w) = l->options;
    if (l->outside) workspace_open_border(w);
    workspace_add_settings_bound(w, l->plan.here);
    for (size_t i = 0; i < l->options.schema_roots.n; i++) workspace_allow(w, l->options.schema_roots.at[i].folder, (str){0});
    if (!l->schema.n) return;
    if (path_is_absolute(l->schema)) workspace_allow(w, l->schema, (str){0});
    workspace_set_schema(w, l->schema);
}

static int print_diff(const lint *l, workspace *w)
{
    str base = l->outputs.at[0].options.base, after;
    strbuf out = STRBUF_INIT;
    for (size_t i = 0; i < l->originals.n; i++) {
        str path = l->originals.entries[i].key, name = path_relative(path, base);
        if (workspace_text(w, path, &after) == FILE_OK) diff_unified(&out, *(const str *)l->originals.entries[i].value, after, name, name);
    }
    if (out.n) fwrite(out.p, 1, out.n, stdout);
    int status = out.n ? EXIT_FINDINGS : EXIT_CLEAN;
    strbuf_free(&out);
    return status;
}

/* The hints of all jobs about what was not looked at, as one job's findings. */
static void write_left_out(lint *l, workspace *w, report_totals *all, output_texts *out)
{
    diagnostic_list hints = l->plan.left_out;
    for (size_t i = 0; i < l->plan.jobs.n; i++)
        for (size_t k = 0; k < l->plan.jobs.at[i].left_out.n; k++) array_push(&l->memory, &hints, l->plan.jobs.at[i].left_out.at[k]);
    diagnostic_list told = left_out_join(&l->memory, w, &hints);
    if (l->known) baseline_take_out(l->known, &told);
    for (size_t i = 0; i < told.n; i++) all->counts[told.at[i].level]++;
    outputs_write(&l->outputs, out, w, &told);
}

static int report_all(lint *l, workspace *w)
{
    report_totals all = l->plan.totals;
    output_texts **texts = ARENA_NEW_N(&l->memory, output_texts *, l->plan.jobs.n + 1);
    texts[0] = ARENA_NEW(&l->memory, output_texts);
    write_left_out(l, w, &all, texts[0]);
    for (size_t i = 0; i < l->plan.jobs.n; i++) {
        texts[i + 1] = &l->plan.jobs.at[i].out;
        report_totals_add(&all, &l->plan.jobs.at[i].totals);
    }
    size_t unused = l->known ? baseline_unused(l->known) : 0;
    if (unused) tell("the baseline has %zu finding%s that %s not there any more", unused, unused == 1 ? "" : "s", unused == 1 ? "is" : "are");
    if (!outputs_finish(&l->outputs, &l->memory, texts, l->plan.jobs.n + 1, &all)) return EXIT_INTERNAL;
    for (int level = SEVERITY_ERROR; level <= (int)l->fail_on; level++)
        if (all.counts[level]) return EXIT_FINDINGS;
    return EXIT_CLEAN;
}

/* The first worker goes on with the workspace that the jobs were found with. */
static void make_team(lint *l, workspace *first)
{
    const lint_plan *plan = &l->plan;
    if (l->workers == 0) l->workers = thread_processors();
    if (l->workers > plan->jobs.n) l->workers = plan->jobs.n ? (uint32_t)plan->jobs.n : 1;
    l->team = ARENA_NEW_N(&l->memory, lint_worker, l->workers);
    for (uint32_t i = 0; i < l->workers; i++) {
        workspace *w = l->team[i].files = i ? workspace_new() : first;
        if (i) use_options(l, w);
        if (plan->plugin.n) workspace_allow(w, plan->plugin, plan->here);
        for (size_t k = 0; k < plan->named.n; k++) workspace_allow(w, plan->named.at[k].path, plan->here);
        for (size_t k = 0; k < plan->roots.n; k++) workspace_add_root(w, plan->roots.at[k]);
    }
}

static int run_all(lint *l, workspace *first)
{
    make_team(l, first);
    fix_sources(l, first);
    for (size_t i = 0; i < l->plan.jobs.n && l->plan.plugin.n; i++) l->plan.jobs.at[i].plugin = l->plan.plugin;
    job_groups_assign(&l->plan.jobs, &l->plan.projects);
    for (l->round = 0; l->round < JOB_ROUNDS; l->round++) {
        l->groups = job_groups_make(&l->memory, &l->plan.jobs, l->round);
        thread_for_each((uint32_t)l->groups.n, l->workers, run_group, l);
    }
    int status = l->diff ? print_diff(l, first) : report_all(l, first);
    for (uint32_t i = 0; i < l->workers; i++) {
        if (i) workspace_free(l->team[i].files);
        arena_free(&l->team[i].memory);
    }
    return status;
}

/* --- options --------------------------------------------------------------------------------------------------------------- */

static bool parse_level(const char *text, severity *level)
{
    *level = 0; /* never */
    if (strcmp(text, "never") == 0) return true;
    for (*level = SEVERITY_ERROR; *level <= SEVERITY_HINT; ++*level)
        if (strcmp(text, severity_name(*level)) == 0) return true;
    return false;
}

static bool parse_jobs(const char *text, uint32_t *jobs)
{
    char *end;
    unsigned long n = strtoul(text, &end, 10);
    *jobs = (uint32_t)n;
    return *end == 0 && n >= 1 && n <= 1000;
}

static bool use_color(const char *when)
{
    if (strcmp(when, "always") == 0) return true;
    return strcmp(when, "auto") == 0 && isatty(STDOUT_FILENO) && !getenv("NO_COLOR");
}

static int take_schema(lint *l, str given)
{
    bool url = str_find(given, STR("://"), 0) > 0;
    l->schema = url ? given : file_absolute(&l->memory, given);
    if (url || file_exists(l->schema)) return -1;
    return usage_error(&command_lint, "'%s': no such file", given.p);
}

static int take_schema_root(lint *l, str given)
{
    ptrdiff_t equals = str_rfind_char(given, '=');
    str folder = equals > 0 ? file_absolute(&l->memory, str_slice(given, (size_t)equals + 1, given.n)) : STR("");
    if (!folder.n || !file_is_folder(folder)) return usage_error(&command_lint, "'%s' is not URL=DIR with a folder that is there", given.p);
    array_push(&l->memory, &l->options.schema_roots, (settings_root){.url = str_slice(given, 0, (size_t)equals), .folder = folder});
    return -1;
}

static int take_output(lint *l, const char *given)
{
    const char *problem = outputs_add_file(&l->outputs, &l->memory, str_of(given));
    return problem ? usage_error(&command_lint, "'%s' %s", given, problem) : -1;
}

static int take_baseline(lint *l, const char *given)
{
    str problem = {0};
    l->known = baseline_read(&l->memory, file_absolute(&l->memory, str_of(given)), &problem);
    return l->known ? -1 : usage_error(&command_lint, "'%s': %.*s", given, STR_ARG(problem));
}

/* -1: go on; else the exit status. */
static int take_option(lint *l, int option, const char *given)
{
    if (common_option(&command_lint, option)) return EXIT_CLEAN;
    switch (option) {
    case 's': return take_schema(l, str_of(given));
    case 'r': return take_schema_root(l, str_of(given));
    case 'F': l->options.formats = SWITCH_ON; return -1;
    case 'p': l->plugin = given; return -1;
    case 'e': l->empty = true; return -1;
    case 'u': l->outside = true; return -1;
    case 'f':
        l->outputs.at[0].format = report_find(given);
        return l->outputs.at[0].format ? -1 : usage_error(&command_lint, "unknown format '%s'", given);
    case 'O': return take_output(l, given);
    case 'b': return take_baseline(l, given);
    case 'd': l->diff = true; return -1;
    case 'x': l->fix = true; return -1;
    case 'o': return parse_level(given, &l->fail_on) ? -1 : usage_error(&command_lint, "unknown level '%s'", given);
    case 'l':
        l->options.language = strncmp(given, "zh", 2) == 0 ? LANGUAGE_CHINESE : LANGUAGE_ENGLISH;
        return l->options.language == LANGUAGE_CHINESE || strncmp(given, "en", 2) == 0 ? -1 : usage_error(&command_lint, "no texts in language '%s'", given);
    case 'c': l->outputs.at[0].options.color = use_color(given); return -1;
    case 'j': return parse_jobs(given, &l->workers) ? -1 : usage_error(&command_lint, "'%s' is no number of threads", given);
    default: return usage_error(&command_lint, "unknown option");
    }
}

/* The schema's own mistakes are listed once, as those of a file. */
static bool check_schema_file(lint *l, workspace *w)
{
    const workspace_schema *schema = workspace_forced_schema(w);
    if (!schema->schema) tell("'%.*s': %.*s", STR_ARG(l->schema), STR_ARG(schema->problem));
    else if (schema->path.n) plan_add_document(&l->plan, schema->path);
    return schema->schema != NULL;
}

static int run_paths(lint *l, char **paths, int count)
{
    workspace *w = workspace_new();
    int status = -1;
    bool complete = true;
    use_options(l, w);
    l->plan.schema = l->schema.n > 0;
    if (l->schema.n && !check_schema_file(l, w)) status = EXIT_USAGE;
    if (status < 0 && l->plugin && !plan_take_plugin(&l->plan, w, l->plugin)) status = EXIT_USAGE;
    for (int i = 0; status < 0 && i < count; i++) complete = plan_add_path(&l->plan, w, paths[i]) && complete;
    if (status < 0) {
        status = run_all(l, w);
        complete = plan_tell_empty(&l->plan, l->empty) && complete;
    }
    workspace_free(w);
    return complete || status == EXIT_INTERNAL ? status : EXIT_USAGE;
}

static int run(int argc, char **argv)
{
    static const struct option options[] = {
        {"plugin", required_argument, NULL, 'p'}, {"format", required_argument, NULL, 'f'},
        {"schema", required_argument, NULL, 's'}, {"schema-root", required_argument, NULL, 'r'}, {"formats", no_argument, NULL, 'F'},
        {"output", required_argument, NULL, 'O'}, {"baseline", required_argument, NULL, 'b'}, {"diff", no_argument, NULL, 'd'},
        {"fix", no_argument, NULL, 'x'},         {"fail-on", required_argument, NULL, 'o'}, {"lang", required_argument, NULL, 'l'},
        {"color", required_argument, NULL, 'c'},  {"jobs", required_argument, NULL, 'j'},
        {"allow-empty", no_argument, NULL, 'e'},  {"allow-outside", no_argument, NULL, 'u'},
        {"help", no_argument, NULL, OPTION_HELP}, {"version", no_argument, NULL, OPTION_VERSION}, {0},
    };
    lint l = {.outputs = {.at = {{.format = &report_text}}, .n = 1}, .fail_on = SEVERITY_ERROR};
    report_options *shown = &l.outputs.at[0].options;
    shown->color = use_color("auto");
    shown->base = file_absolute(&l.memory, STR("."));
    l.plan = (lint_plan){.memory = &l.memory, .here = shown->base};
    int status = -1, option;
    opterr = 0;
    while (status < 0 && (option = getopt_long(argc, argv, "hV", options, NULL)) >= 0)
        status = option == '?' ? usage_error(&command_lint, "unknown option '%s'", argv[optind - 1]) : take_option(&l, option, optarg);
    if (status < 0 && l.fix && l.diff) status = usage_error(&command_lint, "--fix changes files and --diff does not");
    if (l.diff) l.fix = true, l.workers = 1; /* what one fix makes has to be seen by the next check */
    shown->fail_on = l.fail_on;
    outputs_share_options(&l.outputs);
    static char here[] = ".";
    static char *fallback[] = {here};
    bool none = optind >= argc;
    if (status < 0) status = run_paths(&l, none ? fallback : argv + optind, none ? 1 : argc - optind);
    arena_free(&l.memory);
    return status;
}

const command command_lint = {"lint", "check plugins and their configurations", help, run};
