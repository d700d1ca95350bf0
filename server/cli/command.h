/* The commands of the program, one file each. Each takes the arguments from its own name on, prints results to stdout and chatter
 * to stderr, and returns the exit status. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "base/arguments.h"
#include "base/words.h"

#include <stdbool.h>

enum exit_status {
    EXIT_CLEAN = 0,    /* nothing at or above --fail-on */
    EXIT_FINDINGS = 1,
    EXIT_USAGE = 2,    /* wrong use, files that can't be read */
    EXIT_INTERNAL = 3, /* wpls itself failed */
};

typedef struct command {
    const char *name;
    const char *summary; /* one line for the list of commands */
    const char *help;    /* what `wpls NAME --help` prints */
    int (*run)(int argc, char **argv);
} command;

extern const command command_lint, command_build, command_run, command_new, command_schema, command_verify, command_explain,
    command_dump, command_serve;

/* Prints "wpls: MESSAGE" to stderr in the language at hand, a line that says nothing with control characters. */
void tell(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* Prints "wpls: MESSAGE" and where to find help; returns EXIT_USAGE. */
int usage_error(const command *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* As arguments_next; ARGUMENTS_END when there is no option left; 0: it is wrong, which is said. */
int option_next(const command *c, arguments *given, const char *letters, const option_row *options);
/* How many arguments are no options, once those were taken; and the first of them. */
static inline int operand_count(const arguments *given) { return given->count - given->at; }
static inline char **operands_of(const arguments *given) { return given->all + given->at; }
/* Handles --help and --version; true: it was one of them, and the command is done. */
bool common_option(const command *c, int option);

/* Whether to print colors to standard output: "always", "never", or "auto", when that is a terminal and NO_COLOR is not set. */
bool color_wanted(const char *when);

enum { OPTION_HELP = 'h', OPTION_VERSION = 'V' };

#endif
