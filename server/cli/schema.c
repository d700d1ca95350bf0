/* `wpls schema`: what a plugin accepts, inferred from its code. */
#include "base/file.h"
#include "cli/command.h"
#include "cli/project.h"
#include "cli/schema_write.h"
#include "plugin/export.h"
#include "plugin/project.h"

#include <stdio.h>

static const char help[] =
    "usage: wpls schema [--format FORMAT] [--write] [--strict] [--places] [--lang LANGUAGE] [DIR]\n\n"
    "Prints what the plugin in DIR (default: the current folder) accepts as configuration, inferred from its parse code.\n"
    "Where several are registered in a folder, DIR#ID is the one with the root_id ID.\n\n"
    "  --format FORMAT    jsonschema (default), spec (a spec.yaml) or markdown\n"
    "  --write            of spec and markdown: bring the plugin's spec.yaml or README up to date, or make it. What people wrote stays:\n"
    "                     titles, descriptions, examples, the order of keys, all text; a README's rows are those that the code\n"
    "                     contradicts, and a table comes to its end where it has none. Nothing is written where not all is known that\n"
    "                     the plugin reads\n"
    "  --strict           of jsonschema: refuse types that the plugin does not read but converts or ignores, and keys that it\n"
    "                     never reads; without it the schema accepts what the plugin accepts\n"
    "  --places           add where in the code each fact comes from, as x-wpls-*\n"
    "  --lang LANGUAGE    language of descriptions where the plugin has both: en or zh; default: LC_ALL, LC_MESSAGES or LANG\n"
    "  -h, --help         this text\n"
    "  -V, --version      the version\n";

typedef void (*writer)(strbuf *out, project *p, const export_options *options);

static writer find_writer(const char *name)
{
    static const struct {
        const char *name;
        writer write;
    } formats[] = {{"jsonschema", export_json_schema}, {"spec", export_spec}, {"markdown", export_markdown}};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i].name, name) == 0) return formats[i].write;
    return NULL;
}

typedef struct task {
    writer write;
    bool into_file;
    export_options options;
} task;

static int print_schema(project *p, const task *t)
{
    strbuf out = STRBUF_INIT;
    t->write(&out, p, &t->options);
    fwrite(out.p, 1, out.n, stdout);
    strbuf_free(&out);
    return EXIT_CLEAN;
}

/* A table or a spec.yaml can't say that keys are missing, as a JSON Schema does. False: some may be. */
static bool tell_incomplete(const char *name, project *p)
{
    const inferred_schema *s = project_schema(p);
    if (!s || s->complete) return true;
    tell("'%s': not all that the plugin reads is known: %.*s", name, STR_ARG(s->incomplete_because));
    return false;
}

static int do_task(const char *name, const task *t)
{
    arena a = ARENA_INIT;
    workspace *w = workspace_new();
    if (words_used() == WORDS_CHINESE) workspace_prefer_chinese(w);
    project *p = find_project(w, &a, name);
    int status = EXIT_USAGE;
    if (p && !project_schema(p)) tell("'%s': the plugin registers no parse function", name);
    bool whole = !p || t->write == export_json_schema || tell_incomplete(name, p);
    if (p && !t->into_file) status = print_schema(p, t);
    else if (p && project_schema(p) && whole)
        status = t->write == export_spec ? schema_write_spec(w, p, &t->options) : schema_write_readme(w, p, &t->options);
    workspace_free(w);
    arena_free(&a);
    return status;
}

static int run(int argc, char **argv)
{
    static const option_row options[] = {
        {"format", true, 'f'}, {"write", false, 'w'}, {"strict", false, 's'}, {"places", false, 'p'}, {"lang", true, 'l'},
        {"help", false, OPTION_HELP}, {"version", false, OPTION_VERSION}, {0}};
    task t = {.write = export_json_schema};
    arguments given = {.count = argc, .all = argv};
    int option;
    while ((option = option_next(&command_schema, &given, "hV", options)) >= 0) {
        if (!option) return EXIT_USAGE;
        if (common_option(&command_schema, option)) return EXIT_CLEAN;
        if (option == 'l') {
            words_use(words_language_named(str_of(given.value)));
            continue;
        }
        switch (option) {
        case 'w': t.into_file = true; break;
        case 's': t.options.strict = true; break;
        case 'p': t.options.places = true; break;
        default:
            t.write = find_writer(given.value);
            if (!t.write) return usage_error(&command_schema, "unknown format '%s'", given.value);
        }
    }
    if (operand_count(&given) > 1) return usage_error(&command_schema, "one plugin at a time");
    if (t.into_file && t.write == export_json_schema)
        return usage_error(&command_schema, "--write wants '--format spec' or '--format markdown'");
    return do_task(operand_count(&given) ? *operands_of(&given) : ".", &t);
}

const command command_schema = {"schema", WORDS("print what a plugin accepts, from its code"), help, run};
