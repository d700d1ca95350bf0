#include "cli/command.h"

#include "base/visible.h"

#include <stdarg.h>
#include <stdio.h>

static void say(const char *fmt, va_list args, const char *more)
{
    arena a = ARENA_INIT;
    str text = str_visible(&a, arena_vprintf(&a, fmt, args));
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
    char more[64];
    snprintf(more, sizeof more, "; 'wpls %s --help' says more", c->name);
    va_list args;
    va_start(args, fmt);
    say(fmt, args, more);
    va_end(args);
    return EXIT_USAGE;
}

bool common_option(const command *c, int option)
{
    if (option == OPTION_HELP) fputs(c->help, stdout);
    else if (option == OPTION_VERSION) puts("wpls " WPLS_VERSION);
    else return false;
    return true;
}
