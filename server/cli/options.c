#include "cli/command.h"

#include <stdarg.h>
#include <stdio.h>

int usage_error(const command *c, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    fputs("wpls: ", stderr);
    vfprintf(stderr, fmt, args);
    fprintf(stderr, "; 'wpls %s --help' says more\n", c->name);
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
