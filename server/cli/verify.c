/* `wpls verify`: whether what wpls reads in a plugin's sources is what its built module does. */
#include "base/file.h"
#include "base/limits.h"
#include "base/path.h"
#include "base/visible.h"
#include "cli/command.h"
#include "cli/project.h"
#include "cli/verify_judges.h"
#include "ir/registration.h"
#include "plugin/listing.h"
#include "plugin/settings.h"
#include "sandbox/mutant.h"

#include <stdio.h>
#include <stdlib.h>

static const char help[] =
    "usage: wpls verify [OPTION]... [DIR [CONFIG]...]\n\n"
    "Asks both judges of configurations, wpls reading the plugin's sources in DIR (default: the current folder) and the module built\n"
    "from them, about the configurations of the plugin below DIR - manifests, examples, blocks in documentation - and about many\n"
    "changes of them. Each disagreement is printed as a small configuration. The module is run without files, network or clock.\n"
    "CONFIG is a further file with configurations of the plugin.\n\n"
    "  --module FILE      the module; default: what 'wpls build' writes, else plugin.wasm in DIR\n"
    "  --runs N           how many changed configurations to ask about, default 500\n"
    "  --seed N           which ones: another number gives others, default 1\n"
    "  -q, --quiet        print disagreements alone\n"
    "  -h, --help         this text\n"
    "  -V, --version      the version\n\n"
    "Exit status: 0 both agree, 1 they disagree somewhere, 2 wrong use, no module or no configuration that both can judge,\n"
    "3 wpls itself failed\n";

enum { RUNS_MOST = 10 * 1000 * 1000, CASES_MOST = 20, REDUCE_RUNS = 400, IN_A_ROW_MOST = 100 };

typedef struct verify_options {
    const char *module; /* NULL: that of the folder */
    size_t runs;
    uint64_t seed;
    bool quiet;
} verify_options;

typedef struct verify {
    const verify_options *options;
    arena memory, round; /* for all, and of one question */
    project *plugin;
    sandbox *sandbox;
    map asked, cases;   /* texts that were asked about; disagreements by their reduced text */
    size_t counts[JUDGEMENT_OPEN]; /* agreed upon */
    size_t open_sources, open_module, open_both, disagreements;
    str open_because;   /* of the first that wpls left open */
    opinion sources, module; /* of the last question */
} verify;

/* --- asking ----------------------------------------------------------------------------------------------------------------- */

static void ask(verify *v, str json)
{
    v->module = judge_module(v->sandbox, &v->round, json);
    v->sources = judge_sources(v->plugin, &v->round, json);
}

static bool differ(const opinion *a, const opinion *b)
{
    return a->verdict != b->verdict && a->verdict != JUDGEMENT_OPEN && b->verdict != JUDGEMENT_OPEN;
}

/* Whether they disagree in the way that they did at first. */
static bool disagrees_likewise(void *self, str json)
{
    verify *v = self;
    judgement wanted = v->sources.verdict;
    opinion sources = judge_sources(v->plugin, &v->round, json);
    if (sources.verdict != wanted) return false;
    opinion module = judge_module(v->sandbox, &v->round, json);
    return differ(&sources, &module);
}

static void print_case(verify *v, str json)
{
    bool accepts = v->sources.verdict == JUDGEMENT_ACCEPTS;
    str because = accepts ? v->module.because : v->sources.because;
    printf("%s%s%.*s\n  %.*s\n", accepts ? words("wpls accepts this, and the module refuses it") :
           words("wpls refuses this, and the module accepts it"), because.n ? ": " : "",
           STR_ARG(str_visible(&v->round, because)), STR_ARG(str_visible(&v->round, json)));
    fflush(stdout);
}

static void take_disagreement(verify *v, str json)
{
    v->disagreements++;
    if (v->cases.n >= CASES_MOST) return;
    str reduced = mutant_reduce(&v->round, json, disagrees_likewise, v, REDUCE_RUNS);
    if (map_find(&v->cases, reduced)) return;
    ask(v, reduced);
    map_put(&v->memory, &v->cases, arena_str(&v->memory, reduced), NULL);
    print_case(v, reduced);
}

/* False when it was asked about before. */
static bool check(verify *v, str json)
{
    if (map_find(&v->asked, json)) return false;
    map_put(&v->memory, &v->asked, arena_str(&v->memory, json), NULL);
    ask(v, json);
    bool sources = v->sources.verdict == JUDGEMENT_OPEN, module = v->module.verdict == JUDGEMENT_OPEN;
    v->open_both += sources && module;
    v->open_sources += sources && !module;
    v->open_module += module && !sources;
    if (sources && !v->open_because.n) v->open_because = arena_str(&v->memory, v->sources.because);
    if (!sources && !module && v->sources.verdict == v->module.verdict) v->counts[v->sources.verdict]++;
    if (differ(&v->sources, &v->module)) take_disagreement(v, json);
    return true;
}

static void check_all(verify *v, const configuration_texts *seeds)
{
    const registration *r = project_load(v->plugin)->registration;
    const inferred_schema *schema = project_schema(v->plugin);
    mutator m = {.state = v->options->seed * 0x9e3779b97f4a7c15 + 1, .layer = r ? r->sdk->layer : NULL,
                 .root = schema ? schema->root : NULL, .rule = schema ? schema->rule : NULL};
    for (size_t i = 0; i < seeds->n; i++) {
        arena_reset(&v->round);
        check(v, seeds->at[i]);
    }
    for (size_t done = 0, in_a_row = 0, i = 0; done < v->options->runs && in_a_row < IN_A_ROW_MOST; i++) {
        arena_reset(&v->round);
        bool fresh = check(v, mutant_of(&m, &v->round, seeds->at[i % seeds->n]));
        done += fresh;
        in_a_row = fresh ? 0 : in_a_row + 1;
    }
}

/* --- what is asked ---------------------------------------------------------------------------------------------------------- */

static configuration_texts seeds_of(verify *v, workspace *w, int count, char **files)
{
    configuration_texts seeds = {0};
    const tree_listing *below = workspace_listing(w, project_root(v->plugin));
    path_list documents = {0};
    for (size_t i = 0; i < below->documents.n; i++)
        array_push(&v->memory, &documents, arena_str(&v->memory, below->documents.at[i]));
    for (size_t i = 0; i < documents.n; i++) collect_configurations(w, v->plugin, &v->memory, documents.at[i], false, &seeds);
    for (int i = 0; i < count; i++) {
        size_t before = seeds.n;
        collect_configurations(w, v->plugin, &v->memory, allow_named(w, &v->memory, files[i]), true, &seeds);
        if (seeds.n == before) tell("'%s': no configuration in it that was not there before", files[i]);
    }
    array_push(&v->memory, &seeds, STR("{}"));
    return seeds;
}

/* What the settings say, or where builds write without them, or where images have it. */
static str module_of(verify *v, workspace *w)
{
    if (v->options->module) return file_absolute(&v->memory, str_of(v->options->module));
    str folder = project_root(v->plugin);
    ptrdiff_t id = str_rfind_char(folder, '#');
    if (id > 0 && !file_is_folder(folder)) folder = str_slice(folder, 0, (size_t)id);
    settings_view view = workspace_settings(w, folder);
    settings_build said = settings_build_of(&view);
    str usual = path_join(&v->memory, folder, STR("main.wasm")), built = usual;
    if (said.output.n) built = path_clean(&v->memory, path_join(&v->memory, folder, said.output));
    if (said.output_inside.n && !path_is_inside(built, said.output_inside)) built = usual;
    str other = path_join(&v->memory, folder, STR("plugin.wasm"));
    return file_exists(built) || !file_exists(other) ? built : other;
}

static bool open_module(verify *v, sandbox_order *order, str path)
{
    str problem = {0};
    file_status status = file_read(&v->memory, path, &order->module);
    if (status == FILE_MISSING && !v->options->module)
        problem = words_str("no such file: 'wpls build' makes it, and --module names another");
    else if (status != FILE_OK) problem = words_str(file_status_text(status));
    else v->sandbox = sandbox_open(&v->memory, order, &problem);
    if (!v->sandbox) tell("'%.*s': %.*s", STR_ARG(path), STR_ARG(problem));
    return v->sandbox != NULL;
}

/* --- the report ------------------------------------------------------------------------------------------------------------- */

static int print_end(const verify *v)
{
    size_t agreed = v->counts[JUDGEMENT_ACCEPTS] + v->counts[JUDGEMENT_REFUSES];
    if (v->cases.n >= CASES_MOST) puts(words("further ones are not printed"));
    if (!v->options->quiet) {
        printf(words("%zu configurations: both accept %zu and refuse %zu; %zu disagreements, %zu different ones printed\n"),
               v->asked.n, v->counts[JUDGEMENT_ACCEPTS], v->counts[JUDGEMENT_REFUSES], v->disagreements, v->cases.n);
        if (v->open_sources + v->open_both)
            printf(words("wpls left %zu undecided; the first: %.*s\n"), v->open_sources + v->open_both, STR_ARG(v->open_because));
        if (v->open_module + v->open_both)
            printf(words("the module gave no verdict on %zu\n"), v->open_module + v->open_both);
    }
    if (v->disagreements) return EXIT_FINDINGS;
    if (agreed) return EXIT_CLEAN;
    tell("there is no configuration that both could judge");
    return EXIT_USAGE;
}

static int do_verify(const verify_options *o, const char *name, int count, char **files)
{
    verify v = {.options = o};
    workspace *w = workspace_new();
    sandbox_order order = {.language = words_used()};
    int status = EXIT_USAGE;
    v.plugin = find_project(w, &v.memory, name);
    const registration *r = v.plugin ? project_load(v.plugin)->registration : NULL;
    if (v.plugin && !r) tell("'%s': no registration of a plugin is found in the sources", name);
    if (r) order.name = order.root_id = r->name;
    if (r && open_module(&v, &order, module_of(&v, w))) {
        configuration_texts seeds = seeds_of(&v, w, count, files);
        check_all(&v, &seeds);
        status = print_end(&v);
        sandbox_close(v.sandbox);
    }
    workspace_free(w);
    arena_free(&v.round);
    arena_free(&v.memory);
    return status;
}

/* A whole number from 1 to `most`; 0: it is none. */
static uint64_t number_of(const char *text, uint64_t most)
{
    char *end;
    unsigned long long n = text[0] >= '0' && text[0] <= '9' ? strtoull(text, &end, 10) : 0;
    return n && !*end && n <= most ? n : 0;
}

static int run(int argc, char **argv)
{
    static const option_row options[] = {{"module", true, 'm'}, {"runs", true, 'r'}, {"seed", true, 's'}, {"quiet", false, 'q'},
                                         {"help", false, OPTION_HELP}, {"version", false, OPTION_VERSION}, {0}};
    verify_options o = {.runs = 500, .seed = 1};
    arguments given = {.count = argc, .all = argv};
    int option;
    while ((option = option_next(&command_verify, &given, "qhV", options)) >= 0) {
        if (!option) return EXIT_USAGE;
        if (common_option(&command_verify, option)) return EXIT_CLEAN;
        switch (option) {
        case 'm': o.module = given.value; break;
        case 'q': o.quiet = true; break;
        case 'r':
            o.runs = (size_t)number_of(given.value, RUNS_MOST);
            if (o.runs) break;
            return usage_error(&command_verify, "'--runs' wants a number from 1 to %d, not '%s'", RUNS_MOST, given.value);
        default:
            o.seed = number_of(given.value, UINT32_MAX);
            if (o.seed) break;
            return usage_error(&command_verify, "'--seed' wants a number from 1 to 4294967295, not '%s'", given.value);
        }
    }
    int count = operand_count(&given);
    return do_verify(&o, count ? *operands_of(&given) : ".", count ? count - 1 : 0, operands_of(&given) + 1);
}

const command command_verify = {"verify", WORDS("ask the built module whether wpls is right about the plugin"), help, run};
