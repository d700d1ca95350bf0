/* `wpls explain`: what a rule means, with a bad and a good example. */
#include "cli/command.h"
#include "rules/rule.h"

#include <getopt.h>
#include <stdio.h>

static const char help[] =
    "usage: wpls explain [--lang LANGUAGE] [RULE]...\n\n"
    "Says what a rule is about, with a bad and a good example; without RULE it lists all rules.\n\n"
    "  --lang LANGUAGE    language of the titles: en (default) or zh\n"
    "  -h, --help         this text\n"
    "  -V, --version      the version\n";

static const char *title(const rule *r, bool chinese) { return chinese && r->title.zh ? r->title.zh : r->title.en; }

static void list(bool chinese)
{
    size_t count;
    const rule *rules = rule_all(&count);
    for (size_t i = 0; i < count; i++)
        printf("%-28.*s %-8s %s\n", STR_ARG(rules[i].id), severity_name(rules[i].level), title(&rules[i], chinese));
}

static void explain(const rule *r, bool chinese)
{
    printf("%.*s (%s, since %s)\n%s\n\n%s\n\nEvidence: %s\n\nBad:\n\n%s\nGood:\n\n%s", STR_ARG(r->id), severity_name(r->level), r->since,
           title(r, chinese), r->page, r->evidence, r->bad, r->good);
}

static int run(int argc, char **argv)
{
    static const struct option options[] = {
        {"lang", required_argument, NULL, 'l'}, {"help", no_argument, NULL, OPTION_HELP}, {"version", no_argument, NULL, OPTION_VERSION}, {0}};
    bool chinese = false;
    int option;
    opterr = 0;
    while ((option = getopt_long(argc, argv, "hV", options, NULL)) >= 0) {
        if (common_option(&command_explain, option)) return EXIT_CLEAN;
        if (option != 'l') return usage_error(&command_explain, "unknown option '%s'", argv[optind - 1]);
        chinese = strncmp(optarg, "zh", 2) == 0;
    }
    if (optind == argc) list(chinese);
    for (int i = optind; i < argc; i++) {
        const rule *r = rule_find(str_of(argv[i]));
        if (!r) return usage_error(&command_explain, "no rule '%s'; 'wpls explain' lists them", argv[i]);
        if (i > optind) putchar('\n');
        explain(r, chinese);
    }
    return EXIT_CLEAN;
}

const command command_explain = {"explain", "say what a rule means, with examples", help, run};
