/* Options and messages that all commands have in common (command.h). */
#include "cli/command.h"

#include "base/terminal.h"
#include "base/visible.h"

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

int option_next(const command *c, arguments *given, const char *letters, const option_row *options)
{
    str wrong;
    int option = arguments_next(given, letters, options, &wrong);
    if (option == ARGUMENTS_LACKS_VALUE) usage_error(c, "option '%s' lacks its value", wrong.p);
    else if (option == ARGUMENTS_TAKES_NO_VALUE) usage_error(c, "option '%.*s' takes no value", STR_ARG(wrong));
    else if (option == ARGUMENTS_UNKNOWN) usage_error(c, "unknown option '%s'", wrong.p);
    else return option;
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
