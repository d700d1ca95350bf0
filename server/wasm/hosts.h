/* What hosts of Proxy-Wasm plugins offer and expect: the data of schema/wasm-hosts.json, compiled in. */
#ifndef WASM_HOSTS_H
#define WASM_HOSTS_H

#include "wasm/module.h"

/* A function that hosts give to modules. */
typedef struct wasm_host_function {
    const char *module, *name;
    const char *type;   /* "iii:i": see wasm_signature_is */
    bool envoy;         /* else Higress alone has it */
    const char *source; /* of those: the SDK functions that need it, separated by blanks; else NULL */
} wasm_host_function;

/* A function that hosts call in a module, when it is there. */
typedef struct wasm_callback {
    const char *name;
    const char *type, *old; /* with ABI 0.1.0, where that differs, else NULL */
    const char *phase;      /* of the handlers that it runs (phase_name), or NULL */
    bool envoy;             /* Envoy looks at its type */
} wasm_callback;

/* An export that says which Proxy-Wasm ABI the module speaks. */
typedef struct wasm_abi {
    const char *name;
    bool envoy; /* else only Higress takes it */
} wasm_abi;

/* What the sandbox answers where it has no code of its own for a function: a status, and the argument that is the address where
 * the number 1 is written, -1: none. */
typedef struct wasm_host_answer {
    const char *name;
    int status, number;
} wasm_host_answer;

/* A line of a plugin's log without what its SDK writes around the plugin's own words, which is cut in front; empty when the line
 * is the SDK's alone. `*framed`: there was such a frame. Borrowed from the line. */
str wasm_log_message(str line, bool *framed);
/* NULL for a function that is not there for the sandbox. */
const wasm_host_answer *wasm_host_answer_find(str name);
/* NULL for what no host has. */
const wasm_host_function *wasm_host_function_find(str module, str name);
const wasm_callback *wasm_callback_find(str name);
const wasm_callback *wasm_callbacks(size_t *count);
const wasm_abi *wasm_abi_find(str export_name);
/* The export by which the module says what it was written for: the first that names a known ABI. Empty without one; borrowed. */
str wasm_abi_of(const wasm_module *m);

/* "iii:i": parameters, then results behind the colon; i is i32, I is i64, f is f32, F is f64. */
bool wasm_signature_is(const wasm_type *t, const char *signature);
/* "(i32, i32) -> i32" */
str wasm_signature_text(arena *a, const wasm_type *t);
str wasm_signature_expected(arena *a, const char *signature);

#endif
