/* Makes a module that was built for Higress load in a stock Envoy, without touching its source.
 *
 * Envoy 1.40 refuses the Higress ABI (the export proxy_abi_version_0_2_100) and does not have five functions that Higress adds.
 * The export is renamed to the ABI that it extends; calls of the missing functions lead to new functions of the module that
 * answer "unimplemented". Their import entries stay, as further imports of a function that the host has, so that no other
 * function gets another number and all other code stays as it is. */
#ifndef WASM_REWRITE_H
#define WASM_REWRITE_H

#include "wasm/module.h"

typedef struct wasm_rewritten {
    str bytes;               /* the new module; the old bytes when nothing had to change */
    bool higress_abi;        /* it was built for Higress */
    ARRAY(str) unimplemented; /* the imports that answer "unimplemented" now */
    str problem;             /* why it could not be done, or empty */
} wasm_rewritten;

typedef struct wasm_rewrite_options {
    /* Log the cluster's name, on the level critical, when an outgoing HTTP call is refused as a bad argument: that is how an
     * unknown cluster is answered, and plugins hardly ever say which one they meant. */
    bool report_unknown_clusters;
} wasm_rewrite_options;

/* `m` must have been read without a problem. Everything is in arena `a`. */
wasm_rewritten wasm_for_stock_envoy(arena *a, const wasm_module *m, const wasm_rewrite_options *o);

#endif
