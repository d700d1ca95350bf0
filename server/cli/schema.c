/* `wpls schema`: what a plugin accepts, inferred from its code. */
#include "base/file.h"
#include "cli/command.h"
#include "cli/project.h"
#include "plugin/export.h"
#include "plugin/project.h"

#include <stdio.h>

static const char help[] =
    "usage: wpls schema [--format FORMAT] [--strict] [--places] [--lang LANGUAGE] [DIR]\n\n"
    "Prints what the plugin in DIR (default: the current folder) accepts as configuration, inferred from its parse code.\n\n"
    "  --format FORMAT    jsonschema (default), spec (a spec.yaml) or markdown\n"
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

static int print_schema(const char *name, writer write, const export_options *options)
{
    arena a = ARENA_INIT;
    workspace *w = workspace_new();
    if (words_used() == WORDS_CHINESE) workspace_prefer_chinese(w);
    project *p = find_project(w, &a, name);
    int status = EXIT_USAGE;
    if (p) {
        strbuf out = STRBUF_INIT;
        if (!project_schema(p)) tell("'%s': the plugin registers no parse function", name);
        write(&out, p, options);
        fwrite(out.p, 1, out.n, stdout);
        strbuf_free(&out);
        status = EXIT_CLEAN;
    }
    workspace_free(w);
    arena_free(&a);
    return status;
}

static int run(int argc, char **argv)
{
    static const option_row options[] = {
        {"format", true, 'f'}, {"strict", false, 's'}, {"places", false, 'p'}, {"lang", true, 'l'},
        {"help", false, OPTION_HELP}, {"version", false, OPTION_VERSION}, {0}};
    writer write = export_json_schema;
    export_options wanted = {0};
    arguments given = {.count = argc, .all = argv};
    int option;
    while ((option = option_next(&command_schema, &given, "hV", options)) >= 0) {
        if (!option) return EXIT_USAGE;
        if (common_option(&command_schema, option)) return EXIT_CLEAN;
        if (option == 'l') {
            words_use(words_language_named(str_of(given.value)));
            continue;
        }
        if (option == 's' || option == 'p') {
            *(option == 's' ? &wanted.strict : &wanted.places) = true;
            continue;
        }
        write = find_writer(given.value);
        if (!write) return usage_error(&command_schema, "unknown format '%s'", given.value);
    }
    if (operand_count(&given) > 1) return usage_error(&command_schema, "one plugin at a time");
    return print_schema(operand_count(&given) ? *operands_of(&given) : ".", write, &wanted);
}

const command command_schema = {"schema", WORDS("print what a plugin accepts, from its code"), help, run};
