/* The stream cut in two at every eighth of it gives the same messages as in one piece. */
#include "lsp/framing.h"

#include <stdint.h>
#include <stdlib.h>

static uint64_t run(framer *f, str input, uint64_t hash)
{
    frame_event event;
    while ((event = framer_next(f, &input)) != FRAME_NEED_MORE) {
        hash = hash * 31 + (uint64_t)event;
        if (event == FRAME_MESSAGE) hash = str_hash(strbuf_str(&f->body), hash);
        if (event == FRAME_MESSAGE) strbuf_clear(&f->body);
    }
    return hash;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    str all = {(const char *)data, size};
    framer whole = {0};
    uint64_t expected = run(&whole, all, 1);
    framer_free(&whole);
    for (size_t i = 1; i < 8; i++) {
        framer f = {0};
        size_t cut = size * i / 8;
        uint64_t got = run(&f, str_slice(all, 0, cut), 1);
        got = run(&f, str_slice(all, cut, size), got);
        framer_free(&f);
        if (got != expected) abort();
    }
    return 0;
}
