/* wpls: the whole tree with ranges, types and comments, and giving it back. */
#include "parse.h"
#include "yaml/tree.h"

static bool parse(const char *text, size_t n)
{
    arena a = ARENA_INIT;
    const yaml_stream *s = yaml_parse(&a, str_make(text, n), YAML_1_2);
    bool fine = s->findings.n == 0;
    arena_free(&a);
    return fine;
}

int main(int argc, char **argv) { return bench(argc, argv, parse); }
