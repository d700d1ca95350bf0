/* The program: finds the command that the first argument names, and runs it. */
#include "base/die_with_parent.h"
#include "base/fault.h"
#include "base/interrupt.h"
#include "clang/worker.h"
#include "cli/command.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const command *const commands[] = {
    &command_lint,   &command_build,   &command_run,  &command_new,  &command_schema,
    &command_verify, &command_explain, &command_dump, &command_serve,
};
enum { COMMANDS = sizeof commands / sizeof *commands };

static void print_help(FILE *to)
{
    fprintf(to, "%swpls [--lang LANGUAGE] COMMAND [OPTION]... [PATH]...\n\n%s\n\n%s\n", words("usage: "),
            words("language server, linter and build front end for Proxy-Wasm plugin projects"), words("commands:"));
    for (int i = 0; i < COMMANDS; i++) fprintf(to, "  %-10s %s\n", commands[i]->name, words(commands[i]->summary));
    fprintf(to, "\n%s\n",
            words("--lang: language of what wpls says, en or zh; default: what LC_ALL, LC_MESSAGES or LANG asks for, else en"));
    fprintf(
        to, "%s\n",
        words("'wpls COMMAND --help' says more. Exit status: 0 nothing found, 1 findings, 2 wrong use, 3 wpls itself failed"));
}

/* The command's exit status, unless what it printed could not be written: a report that is cut off must not pass for a good
 * one. */
static int run(const command *c, int argc, char **argv)
{
    work_watch_alone();
    if (c != &command_lint && c != &command_serve) fault_begin(1); /* those two have workers, which the faults are for */
    int status = c->run(argc, argv);
    if (fflush(stdout) == 0 && !ferror(stdout)) return status;
    tell("standard output is not written: %s", strerror(errno));
    return EXIT_INTERNAL;
}

/* Of "wpls --lang zh COMMAND" or "--lang=zh"; returns how many arguments that is, 0: none. */
static int take_language(int argc, char **argv)
{
    static const char option[] = "--lang";
    size_t n = sizeof option - 1;
    if (argc < 2 || strncmp(argv[1], option, n) != 0) return 0;
    if (argv[1][n] == '=') words_use(words_language_named(str_of(argv[1] + n + 1)));
    else if (argv[1][n] || argc < 3) return 0;
    else words_use(words_language_named(str_of(argv[2])));
    return argv[1][n] ? 1 : 2;
}

int main(int argc, char **argv)
{
    die_with_parent_step(argc, argv);
    if (argc == 2 && strcmp(argv[1], CLANG_WORKER_NAME) == 0) return clang_worker_run();
    words_use(words_language_of_environment());
    int taken = take_language(argc, argv);
    argc -= taken;
    argv += taken;
    interrupt_begin();
    if (argc < 2) {
        print_help(stderr);
        return EXIT_USAGE;
    }
    const char *name = argv[1];
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0) {
        print_help(stdout);
        return EXIT_CLEAN;
    }
    if (strcmp(name, "--version") == 0 || strcmp(name, "-V") == 0) {
        puts("wpls " WPLS_VERSION);
        return EXIT_CLEAN;
    }
    for (int i = 0; i < COMMANDS; i++)
        if (strcmp(name, commands[i]->name) == 0) return run(commands[i], argc - 1, argv + 1);
    tell("unknown command '%s'; 'wpls --help' lists them", name);
    return EXIT_USAGE;
}
