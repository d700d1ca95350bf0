/* `wpls lint` as the command line has it: its help and its options. */
#include "base/file.h"
#include "base/memory_limit.h"
#include "base/path.h"
#include "cli/command.h"
#include "cli/lint_run.h"
#include "rules/rule.h"

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
    "                     in a process without rights, and without any source. FILE may be an image, an OCI layout in a folder or a\n"
    "                     tar of one, with ':TAG' behind it where it holds several modules\n"
    "  --root-id NAME     of the plugin in that module, where it holds several\n"
    "  --exclude PATTERN  leave out files and folders below PATH, as a line of a .gitignore in the current folder would; may be given\n"
    "                     several times\n"
    "  --no-gitignore     look at what .gitignore files of a repository leave out, too\n"
    "  --rule RULES       say only what these rules find: ids, or groups as in 'flow', separated by commas; may be given several times\n"
    "  --no-rule RULES    leave these rules out, likewise\n"
    "  --changed-since REV  check only what differs from that revision of the git repository, files that are not added yet included:\n"
    "                     changed documents, and plugins with changed sources, with all their configurations\n"
    "  --new-from-merge-base REV  likewise, since the work at hand and that revision parted: in the CI of a branch\n"
    "  --stdin-filename FILE  with '-' as PATH, which is standard input: the file that the text is of; default: stdin.yaml\n"
    "  --formats          the schema's 'format' keywords are binding\n"
    "  --format FORMAT    text (default), json, jsonl, sarif, github, gitlab, checkstyle, junit or baseline\n"
    "  --output FORMAT=FILE  write the findings to FILE, too, in FORMAT; may be given several times\n"
    "  --path-prefix DIR  put DIR in front of paths in reports. They begin at the current folder in text, at the repository's root in\n"
    "                     sarif, github, gitlab, checkstyle and junit\n"
    "  --baseline FILE    leave out the findings in FILE, which '--output baseline=FILE' wrote\n"
    "  --fix              apply the preferred fixes to the files, and report what is left; of standard input the fixed text is printed\n"
    "  --unsafe-fixes     with --fix or --diff: where no fix is preferred the first one that is offered, which may not be what was meant\n"
    "  --diff             print what --fix would change, and change nothing; exit with 1 if there is something\n"
    "  --fail-on LEVEL    exit with 1 from this level on: error (default), warning, info, hint or never\n"
    "  --lang LANGUAGE    language of the messages: en or zh; default: as settings say, else LC_ALL,\n"
    "                     LC_MESSAGES or LANG\n"
    "  --color WHEN       auto (default), always or never\n"
    "  --shard PART       check one of several parts, as 2/4 is the second of four: a plugin and its folder's documents are in the same\n"
    "                     part every time, and everything is in one\n"
    "  --jobs N           processes to use; default: the number of processors\n"
    "  --memory-limit MIB  memory that the run may take: past it, what it was at work on is left out; default: 2048, or half of\n"
    "                     the machine's if that is less\n"
    "  --docs             hold READMEs, spec.yaml and tests against the code in folders of plugins, too; of one plugin that is always done\n"
    "  --allow-empty      a folder with nothing to check is fine, and so is a file that can't be read\n"
    "  --allow-outside    read what links and paths lead to outside of the repository (else of the folder given), too\n"
    "  -h, --help         this text\n"
    "  -V, --version      the version\n";

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

static bool parse_shard(const char *text, uint32_t *shard, uint32_t *shards)
{
    enum { SHARDS_MOST = 10000 };
    char *slash, *end;
    unsigned long i = strtoul(text, &slash, 10), n = *slash == '/' ? strtoul(slash + 1, &end, 10) : 0;
    *shard = (uint32_t)i;
    *shards = (uint32_t)n;
    return n >= 1 && n <= SHARDS_MOST && i >= 1 && i <= n && *end == 0;
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

/* The id of a rule, or of a group: "flow/" + "*"; empty: there is neither. */
static str rule_or_group(arena *a, str name)
{
    size_t count;
    const rule *rules = rule_all(&count);
    str group = str_ends(name, STR("/*")) ? str_slice(name, 0, name.n - 2) : name;
    str all = arena_printf(a, "%.*s/*", STR_ARG(group));
    if (rule_find(name)) return name;
    for (size_t i = 0; i < count; i++)
        if (str_starts(rules[i].id, str_slice(all, 0, all.n - 1))) return all;
    return (str){0};
}

/* RULES: `only` those, or all but those. */
static int take_rules(lint *l, str given, bool only)
{
    for (str rest = given, name; str_split(&rest, ',', &name);) {
        str id = rule_or_group(&l->memory, str_trim(name));
        if (!id.n)
            return usage_error(&command_lint, "'%.*s' is no rule, and no group of rules; 'wpls explain' lists them",
                               STR_ARG(name));
        if (only) array_push(&l->memory, &l->options.only, id);
        else array_push(&l->memory, &l->options.rules, (settings_level){.rule = id});
    }
    return -1;
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
    case 'E': array_push(&l->memory, &l->options.exclude, str_of(given)); return -1;
    case 'G': l->options.gitignore = SWITCH_OFF; return -1;
    case 'a': l->outputs.at[0].options.prefix = path_clean(&l->memory, str_of(given)); return -1;
    case 'S':
        return parse_shard(given, &l->shard, &l->shards)
                   ? -1
                   : usage_error(&command_lint, "'%s' is not I/N, such as 1/4 and 4/4: the part, and how many there are", given);
    case 'U': l->unsafe = true; return -1;
    case 'R': return take_rules(l, str_of(given), true);
    case 'N': return take_rules(l, str_of(given), false);
    case 'C': l->since = given, l->merge_base = false; return -1;
    case 'B': l->since = given, l->merge_base = true; return -1;
    case 'n': l->stdin_name = given; return -1;
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

/* A module judges files, and says nothing of sources. */
static int check_module_options(const lint *l, bool any)
{
    if (l->plugin || l->schema.n || l->fix || l->diff)
        return usage_error(&command_lint, "--module judges alone: without --plugin, --schema, --fix and --diff");
    return any ? -1 : usage_error(&command_lint, "--module: the configurations to judge are missing");
}

/* Standard input is one text, and nothing else is checked with it. */
static int check_stdin_options(lint *l, char **paths, size_t count)
{
    for (size_t i = 0; i < count; i++) l->from_stdin = l->from_stdin || strcmp(paths[i], "-") == 0;
    if (l->from_stdin && (count > 1 || l->module.n))
        return usage_error(&command_lint, "'-' is standard input, and stands alone: without other paths, and without --module");
    if (l->stdin_name && !l->from_stdin)
        return usage_error(&command_lint, "--stdin-filename names the file of standard input: '-' is missing among the paths");
    return -1;
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
        {"exclude", true, 'E'},
        {"no-gitignore", false, 'G'},
        {"rule", true, 'R'},
        {"no-rule", true, 'N'},
        {"changed-since", true, 'C'},
        {"new-from-merge-base", true, 'B'},
        {"stdin-filename", true, 'n'},
        {"formats", false, 'F'},
        {"output", true, 'O'},
        {"baseline", true, 'b'},
        {"diff", false, 'd'},
        {"fix", false, 'x'},
        {"path-prefix", true, 'a'},
        {"shard", true, 'S'},
        {"unsafe-fixes", false, 'U'},
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
    l->options.folder = shown->base;
    l->plan = (lint_plan){.memory = &l->memory, .here = shown->base, .changed = &l->changed};
    arguments given = {.count = argc, .all = argv};
    int status = -1, option;
    while (status < 0 && (option = option_next(&command_lint, &given, "hV", options)) >= 0)
        status = take_option(l, option, given.value, again);
    if (status < 0 && l->fix && l->diff) status = usage_error(&command_lint, "--fix changes files and --diff does not");
    if (status < 0 && l->module.n) status = check_module_options(l, given.at < argc);
    if (status < 0 && !again) status = check_stdin_options(l, argv + given.at, (size_t)(argc - given.at));
    l->fix = l->fix || l->diff;
    if (again) l->buffers = l->diff; /* the parent says what standard input is: lint_unpack_start */
    else l->buffers = l->diff || (l->fix && l->from_stdin);
    if (l->buffers) l->workers = 1; /* what one fix makes has to be seen by the next check */
    if (l->buffers && !l->diff) l->outputs.at[0].to_stderr = true; /* standard output is for the text */
    if (!l->memory_most) l->memory_most = memory_default_limit();
    l->plan.schema = l->schema.n > 0;
    shown->fail_on = l->fail_on;
    outputs_share_options(&l->outputs, &l->memory);
    l->argc = given.at;
    l->argv = argv;
    return status;
}

const command command_lint = {"lint", WORDS("check plugins and their configurations"), help, lint_run};
