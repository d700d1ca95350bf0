/* Options and messages that all commands have in common (command.h). */
#include "cli/command.h"

#include "base/terminal.h"
#include "base/visible.h"

#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void say(const char *fmt, va_list args, const char *more)
{
    arena a = ARENA_INIT;
    str text = str_visible(&a, arena_vprintf(&a, words(fmt), args));
    fprintf(stderr, "wpls: %.*s%s\n", STR_ARG(text), more);
    arena_free(&a);
}

void tell(const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    say(fmt, args, "");
    va_end(args);
}

int usage_error(const command *c, const char *fmt, ...)
{
    char more[80];
    snprintf(more, sizeof more, words("; 'wpls %s --help' says more"), c->name);
    va_list args;
    va_start(args, fmt);
    say(fmt, args, more);
    va_end(args);
    return EXIT_USAGE;
}

int option_next(const command *c, int argc, char **argv, const char *letters, const struct option *options)
{
    opterr = 0;
    int option = getopt_long(argc, argv, letters, options, NULL);
    if (option != ':' && option != '?') return option;
    const char *last = argv[optind - 1], *value = strncmp(last, "--", 2) == 0 ? strchr(last, '=') : NULL;
    char letter[] = {'-', (char)optopt, 0};
    if (option == ':') usage_error(c, "option '%s' lacks its value", last);
    else if (!optopt) usage_error(c, "unknown option '%s'", last);
    else if (value) usage_error(c, "option '%.*s' takes no value", (int)(value - last), last);
    else usage_error(c, "unknown option '%s'", letter);
    return 0;
}

bool common_option(const command *c, int option)
{
    if (option == OPTION_HELP) fputs(words(c->help), stdout);
    else if (option == OPTION_VERSION) puts("wpls " WPLS_VERSION);
    else return false;
    return true;
}

bool color_wanted(const char *when)
{
    if (strcmp(when, "always") == 0) return true;
    return strcmp(when, "auto") == 0 && terminal_shows_output() && !getenv("NO_COLOR");
}
