/* What a compiler prints, whoever that is: findings of bounded number, inside of their files. */
#include "toolchain/compiler_output.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena a = ARENA_INIT;
    diagnostic_list out = {0};
    compiler_output o = {.text = str_make((const char *)data, size), .folder = STR("/nowhere"), .project = STR("/nowhere"),
                         .anchor = STR("/nowhere/go.mod"), .scratch = STR("/nowhere/.wpls-build-1"), .failed = size % 2 == 0};
    compiler_output_parse(&a, &o, &out);
    if (out.n > 201) abort();
    for (size_t i = 0; i < out.n; i++)
        if (out.at[i].at.start > out.at[i].at.end || !out.at[i].code.n) abort();
    arena_free(&a);
    return 0;
}
