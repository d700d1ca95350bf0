/* `wpls serve`: the language server on standard input and output. */
#include "cli/command.h"

#include "base/memory_limit.h"
#include "base/stream.h"
#include "base/terminal.h"
#include "lsp/server.h"

#include <stdio.h>

static const char help[] =
    "usage: wpls serve [--stdio]\n\n"
    "Speaks the Language Server Protocol on standard input and output.\n\n"
    "  --stdio            accepted: many clients pass it\n"
    "  --memory-limit MIB  memory that the analysis may take: past it, it starts anew without what it was at work on;\n"
    "                     default: 2048, or half of the machine's if that is less\n"
    "  -h, --help         this text\n"
    "  -V, --version      the version\n";

static int run(int argc, char **argv)
{
    static const option_row options[] = {
        {"stdio", false, 's'},
        {"clientProcessId", true, 'p'}, /* vscode-languageclient adds it; initialize says the same */
        {"memory-limit", true, 'm'},
        {"help", false, OPTION_HELP},
        {"version", false, OPTION_VERSION},
        {0},
    };
    arguments given = {.count = argc, .all = argv};
    uint64_t memory = 0;
    for (int c; (c = option_next(&command_serve, &given, "hV", options)) != -1;) {
        if (!c) return EXIT_USAGE;
        if (c == 'm' && !memory_read_limit(given.value, &memory))
            return usage_error(&command_serve, "'%s' is no number of MiB", given.value);
        if (common_option(&command_serve, c)) return EXIT_CLEAN;
    }
    if (operand_count(&given)) return usage_error(&command_serve, "unexpected argument '%s'", *operands_of(&given));
    int in, out;
    streams_may_break(true); /* a client that is gone is seen when writing fails */
    if (!terminal_take(&in, &out)) {
        fputs(words("wpls serve: standard output or standard error is closed\n"), stderr);
        return EXIT_INTERNAL;
    }
    server_limits limits = {.memory_most = memory ? memory : memory_default_limit(),
                            .memory_fixed = memory};
    return server_supervise(in, out, &limits);
}

const command command_serve = {"serve", WORDS("the language server, on standard input and output"), help, run};
