/* `wpls new`: a plugin project to begin with. */
#include "base/file.h"
#include "cli/command.h"
#include "toolchain/scaffold.h"

#include <stdio.h>

static const char help[] =
    "usage: wpls new [--lang LANGUAGE] [--dir PARENT] NAME\n\n"
    "Makes the folder NAME with a plugin that builds: its source, a configuration, tests, README, spec.yaml, VERSION, Makefile and a CI\n"
    "file. Nothing that exists is touched, and when something fails nothing is left behind.\n\n"
    "  --lang LANGUAGE    go (default), cpp or c\n"
    "  --dir PARENT       where to make it (default: the current folder)\n"
    "  -h, --help         this text\n"
    "  -V, --version      the version\n";

static int make_project(const char *name, const char *language, const char *parent)
{
    arena a = ARENA_INIT;
    scaffold made;
    str why;
    bool good = scaffold_create(&a, file_absolute(&a, str_of(parent)), str_of(name), str_of(language), &made, &why);
    if (good)
        printf(words("made %.*s (%u files); in it, this builds the plugin and sends a request through it: wpls run --config "
               "config.yaml --request 'GET /'\n"),
               STR_ARG(made.folder), made.files);
    else tell("%.*s", STR_ARG(why));
    arena_free(&a);
    return good ? EXIT_CLEAN : EXIT_USAGE;
}

static int run(int argc, char **argv)
{
    static const option_row options[] = {
        {"lang", true, 'l'}, {"dir", true, 'd'}, {"help", false, OPTION_HELP},
        {"version", false, OPTION_VERSION}, {0}};
    arguments given = {.count = argc, .all = argv};
    const char *language = scaffold_default(), *parent = ".";
    int option;
    while ((option = option_next(&command_new, &given, "hV", options)) >= 0) {
        if (common_option(&command_new, option)) return EXIT_CLEAN;
        if (option == 'l') language = given.value;
        else if (option == 'd') parent = given.value;
        else return EXIT_USAGE;
    }
    if (!scaffold_knows(str_of(language)))
        return usage_error(&command_new, "unknown language '%s': there are go, cpp and c", language);
    if (!operand_count(&given)) return usage_error(&command_new, "the plugin needs a name");
    if (operand_count(&given) > 1) return usage_error(&command_new, "one plugin at a time");
    return make_project(*operands_of(&given), language, parent);
}

const command command_new = {"new", WORDS("make a plugin project to begin with"), help, run};
