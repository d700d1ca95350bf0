/* `wpls lint`: findings in plugins, their configurations, and folders of both. */
#include "base/file.h"
#include "base/memory_limit.h"
#include "base/path.h"
#include "cli/command.h"
#include "cli/lint_module.h"
#include "language/language.h"
#include "plugin/schemas.h"

#include <stdio.h>
#include <stdlib.h>

static const char help[] =
    "usage: wpls lint [OPTION]... [PATH]...\n\n"
    "Checks plugin projects and configurations. PATH is a source, YAML or wasm file, a plugin's folder, or a folder of plugins;\n"
    "without one it is the current folder. The last line says what of it was checked.\n\n"
    "  --plugin DIR       check the files against the plugin in DIR, whatever they say; where several are registered there,\n"
    "                     DIR#ID is the one with the root_id ID\n"
    "  --plugins DIR      a checkout of Higress's sources: the code of its built-in plugins judges their configurations\n"
    "  --schema FILE      validate the files against a JSON Schema, and check nothing else\n"
    "  --schema-root URL=DIR  schemas whose URL starts with URL are files in DIR; nothing is read from the network\n"
    "  --module FILE      run the built module FILE (.wasm) on the configurations in the files PATH: it says itself what it rejects;\n"
    "                     in a process without rights, and without any source\n"
    "  --root-id NAME     of the plugin in that module, where it holds several\n"
    "  --formats          the schema's 'format' keywords are binding\n"
    "  --format FORMAT    text (default), json, jsonl, sarif, github, gitlab, checkstyle, junit or baseline\n"
    "  --output FORMAT=FILE  write the findings to FILE, too, in FORMAT; may be given several times\n"
    "  --baseline FILE    leave out the findings in FILE, which '--output baseline=FILE' wrote\n"
    "  --fix              apply the preferred fixes to the files, and report what is left\n"
    "  --diff             print what --fix would change, and change nothing; exit with 1 if there is something\n"
    "  --fail-on LEVEL    exit with 1 from this level on: error (default), warning, info, hint or never\n"
    "  --lang LANGUAGE    language of the messages: en or zh; default: as settings say, else LC_ALL,\n"
    "                     LC_MESSAGES or LANG\n"
    "  --color WHEN       auto (default), always or never\n"
    "  --jobs N           processes to use; default: the number of processors\n"
    "  --memory-limit MIB  memory that the run may take: past it, what it was at work on is left out; default: 2048, or half of\n"
    "                     the machine's if that is less\n"
    "  --docs             hold READMEs, spec.yaml and tests against the code in folders of plugins, too; of one plugin that is always done\n"
    "  --allow-empty      a folder with nothing to check is fine, and so is a file that can't be read\n"
    "  --allow-outside    read what links and paths lead to outside of the repository (else of the folder given), too\n"
    "  -h, --help         this text\n"
    "  -V, --version      the version\n";

void lint_use_options(const lint *l, workspace *w)
{
    *workspace_options(w) = l->options;
    if (l->outside) workspace_open_border(w);
    workspace_add_settings_bound(w, l->plan.here);
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

static int print_diff(lint_team *t)
{
    strbuf out = STRBUF_INIT;
    lint_team_diff(t, &out);
    if (out.n) fwrite(out.p, 1, out.n, stdout);
    int status = out.n ? EXIT_FINDINGS : EXIT_CLEAN;
    strbuf_free(&out);
    return status;
}

static int run_paths(lint *l, char **paths, size_t count)
{
    lint_team *t = lint_team_new(l);
    bool complete = true;
    int status = lint_team_plan(t, paths, count, &complete);
    if (status < 0) {
        lint_team_work(t);
        status = l->diff ? print_diff(t) : report_all(l, t);
        complete = plan_tell_empty(&l->plan, l->empty) && complete;
    }
    lint_team_free(t);
    return l->failed || status == EXIT_INTERNAL ? EXIT_INTERNAL : complete ? status : EXIT_USAGE;
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
    if (!folder.n || !file_is_folder(folder))
        return usage_error(&command_lint, "'%s' is not URL=DIR with a folder that is there", given.p);
    array_push(&l->memory, &l->options.schema_roots,
               (settings_root){.url = str_slice(given, 0, (size_t)equals), .folder = folder});
    return -1;
}

static int take_plugins(lint *l, str given)
{
    str folder = file_absolute(&l->memory, given);
    if (!file_is_folder(folder)) return usage_error(&command_lint, "'%s': no such folder", given.p);
    l->options.plugin_sources.folder = folder;
    return -1;
}

static int take_output(lint *l, const char *given)
{
    const char *problem = outputs_add_file(&l->outputs, &l->memory, str_of(given));
    return problem ? usage_error(&command_lint, "'%s' %s", given, words(problem)) : -1;
}

/* A worker asks its parent what is known. */
static int take_baseline(lint *l, const char *given, bool again)
{
    if (again) return -1;
    str problem = {0};
    l->known = baseline_read(&l->memory, file_absolute(&l->memory, str_of(given)), &problem);
    return l->known ? -1 : usage_error(&command_lint, "'%s': %.*s", given, STR_ARG(problem));
}

/* -1: go on; else the exit status. */
static int take_option(lint *l, int option, const char *given, bool again)
{
    if (common_option(&command_lint, option)) return EXIT_CLEAN;
    switch (option) {
    case 'm':
        return memory_read_limit(given, &l->memory_most) ? -1 : usage_error(&command_lint, "'%s' is no number of MiB", given);
    case 's': return take_schema(l, str_of(given));
    case 'r': return take_schema_root(l, str_of(given));
    case 'M': l->module = file_absolute(&l->memory, str_of(given)); return -1;
    case 'i': l->root_id = str_of(given); return -1;
    case 'F': l->options.formats = SWITCH_ON; return -1;
    case 'p': l->plugin = given; return -1;
    case 'P': return take_plugins(l, str_of(given));
    case 'e': l->empty = true; return -1;
    case 'u': l->outside = true; return -1;
    case 'D': l->plan.docs = true; return -1;
    case 'f':
        l->outputs.at[0].format = report_find(given);
        return l->outputs.at[0].format ? -1 : usage_error(&command_lint, "unknown format '%s'", given);
    case 'O': return take_output(l, given);
    case 'b': return take_baseline(l, given, again);
    case 'd': l->diff = true; return -1;
    case 'x': l->fix = true; return -1;
    case 'o': return parse_level(given, &l->fail_on) ? -1 : usage_error(&command_lint, "unknown level '%s'", given);
    case 'l':
        l->options.language = strncmp(given, "zh", 2) == 0 ? LANGUAGE_CHINESE : LANGUAGE_ENGLISH;
        words_use(words_language_named(str_of(given)));
        return l->options.language == LANGUAGE_CHINESE || strncmp(given, "en", 2) == 0
                   ? -1
                   : usage_error(&command_lint, "no texts in language '%s'", given);
    case 'c': l->outputs.at[0].options.color = color_wanted(given); return -1;
    case 'j': return parse_jobs(given, &l->workers) ? -1 : usage_error(&command_lint, "'%s' is no number of processes", given);
    default: return EXIT_USAGE;
    }
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
    lint_use_plan(&l->plan, w);
    if (!l->plan.plugin.n && !l->schema.n) job_groups_find_also(&l->plan.jobs, &l->plan.projects, w);
    return -1;
}

/* A module judges files, and says nothing of sources. */
static int check_module_options(const lint *l, bool any)
{
    if (l->plugin || l->schema.n || l->fix || l->diff)
        return usage_error(&command_lint, "--module judges alone: without --plugin, --schema, --fix and --diff");
    return any ? -1 : usage_error(&command_lint, "--module: the configurations to judge are missing");
}

int lint_take_options(lint *l, int argc, char **argv, bool again)
{
    static const option_row options[] = {
        {"plugin", true, 'p'},
        {"plugins", true, 'P'},
        {"format", true, 'f'},
        {"schema", true, 's'},
        {"schema-root", true, 'r'},
        {"module", true, 'M'},
        {"root-id", true, 'i'},
        {"formats", false, 'F'},
        {"output", true, 'O'},
        {"baseline", true, 'b'},
        {"diff", false, 'd'},
        {"fix", false, 'x'},
        {"fail-on", true, 'o'},
        {"lang", true, 'l'},
        {"color", true, 'c'},
        {"jobs", true, 'j'},
        {"memory-limit", true, 'm'},
        {"docs", false, 'D'},
        {"allow-empty", false, 'e'},
        {"allow-outside", false, 'u'},
        {"help", false, OPTION_HELP},
        {"version", false, OPTION_VERSION},
        {0},
    };
    l->outputs = (outputs){.at = {{.format = &report_text}}, .n = 1};
    l->fail_on = SEVERITY_ERROR;
    report_options *shown = &l->outputs.at[0].options;
    shown->color = color_wanted("auto");
    shown->base = file_absolute(&l->memory, STR("."));
    l->plan = (lint_plan){.memory = &l->memory, .here = shown->base};
    arguments given = {.count = argc, .all = argv};
    int status = -1, option;
    while (status < 0 && (option = option_next(&command_lint, &given, "hV", options)) >= 0)
        status = take_option(l, option, given.value, again);
    if (status < 0 && l->fix && l->diff) status = usage_error(&command_lint, "--fix changes files and --diff does not");
    if (status < 0 && l->module.n) status = check_module_options(l, given.at < argc);
    if (l->diff) l->fix = true, l->workers = 1; /* what one fix makes has to be seen by the next check */
    if (!l->memory_most) l->memory_most = memory_default_limit();
    l->plan.schema = l->schema.n > 0;
    shown->fail_on = l->fail_on;
    outputs_share_options(&l->outputs);
    l->argc = given.at;
    l->argv = argv;
    return status;
}

static int run(int argc, char **argv)
{
    lint l = {0};
    int status = lint_take_options(&l, argc, argv, false);
    static char here[] = ".";
    static char *fallback[] = {here};
    bool none = l.argc >= argc;
    if (status < 0 && l.module.n) status = lint_with_module(&l, argv + l.argc, (size_t)(argc - l.argc));
    if (status < 0) status = run_paths(&l, none ? fallback : argv + l.argc, none ? 1 : (size_t)(argc - l.argc));
    arena_free(&l.memory);
    return status;
}

const command command_lint = {"lint", WORDS("check plugins and their configurations"), help, run};
