/* Any bytes as the tar of an OCI layout: reading ends, and what is found is no more than what is there. */
#include "toolchain/image_read.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena a = ARENA_INIT;
    image_module found;
    str problem;
    bool there = image_read_archive(&a, str_make((const char *)data, size), STR(""), &found, &problem);
    if (there == (problem.n > 0) || (there && memcmp(found.bytes.p, "\0asm", 4) != 0)) abort();
    arena_free(&a);
    return 0;
}
