/* What go and its compiler say in words of their own. */
#include "toolchain/compiler_output.h"

static bool is_of_build(str message)
{
    return str_starts(message, STR("no required module provides package")) || str_starts(message, STR("missing go.sum entry")) ||
           str_has(message, STR(" is not in std")) || str_starts(message, STR("cannot find "));
}

static bool is_progress(str line)
{
    /* after the last one comes a line that says which go.mod, and where */
    static const str heads[] = {STR_INIT("downloading "), STR_INIT("finding "), STR_INIT("extracting "),
                                STR_INIT("errors parsing go.mod")};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (str_starts(line, heads[i])) return true;
    return false;
}

const compiler_words compiler_words_of_go = {"go: ", is_of_build, is_progress};
