#include "clang/worker.h"

#include "base/memory_limit.h"
#include "clang/units.h"

#include <stdio.h>
#include <stdlib.h>

enum { BLOCK_MOST = 64 << 20 };
static const uint64_t memory_most = (uint64_t)2 << 30;

static void say(strbuf *out)
{
    fwrite(out->p, 1, out->n, stdout);
    fflush(stdout);
    strbuf_clear(out);
}

static bool read_block(strbuf *block)
{
    unsigned long size = 0;
    if (scanf("%lu", &size) != 1 || size > BLOCK_MOST || getchar() != '\n') return false;
    strbuf_clear(block);
    for (unsigned long i = 0; i < size;) {
        char piece[4096];
        size_t n = fread(piece, 1, size - i < sizeof piece ? size - i : sizeof piece, stdin);
        if (!n) return false;
        strbuf_add(block, str_make(piece, n));
        i += n;
    }
    return true;
}

int clang_worker_run(void)
{
    clang_api api;
    clang_units units;
    strbuf block = STRBUF_INIT, out = STRBUF_INIT;
    memory_set_limit(memory_most);
    clang_load loaded = clang_api_load(&api);
    if (loaded != CLANG_LOADED) {
        puts(loaded == CLANG_STATIC ? "static" : "absent");
        return 0;
    }
    arena a = ARENA_INIT;
    str ready[] = {STR("ready"), clang_take(&api, &a, api.getClangVersion())};
    clang_answer_write(&out, ready, 2);
    say(&out);
    clang_units_begin(&units, &api);
    while (read_block(&block)) {
        arena_reset(&a);
        clang_question q;
        if (!clang_ask_read(&a, strbuf_str(&block), &q)) break;
        clang_units_answer(&units, &q, &out);
        str end[] = {STR("end"), arena_printf(&a, "%u", q.number)};
        clang_answer_write(&out, end, 2);
        say(&out);
    }
    strbuf_free(&block);
    strbuf_free(&out);
    arena_free(&a);
    return 0;
}
