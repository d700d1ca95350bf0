/* Any bytes as a WebAssembly module: reading and rewriting end, and what was rewritten can be read. */
#include "wasm/code.h"
#include "wasm/rewrite.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena a = ARENA_INIT;
    wasm_module m, again;
    if (wasm_read(&a, str_make((const char *)data, size), &m)) {
        wasm_rewritten r = wasm_for_stock_envoy(&a, &m, &(wasm_rewrite_options){.report_unknown_clusters = true});
        if (!r.problem.n && !wasm_read(&a, r.bytes, &again)) abort();
        wasm_callers(&a, &m);
    }
    arena_free(&a);
    return 0;
}
