/* The instructions of WebAssembly functions (core specification 2.0, 5.4), with the extensions that engines have by default: what
 * they call, not what they compute. */
#ifndef WASM_CODE_H
#define WASM_CODE_H

#include "wasm/module.h"

/* An instruction that names a function: call, return_call, ref.func. */
typedef struct wasm_mention {
    uint32_t function;
    size_t at, end; /* the bytes of its number in the body */
} wasm_mention;

/* A cursor over a function's body, behind its locals. */
wasm_cursor wasm_code_begin(str body);
/* The next mention of a function. False at the end of the body, and with `failed` set where an instruction is not known. */
bool wasm_code_next(wasm_cursor *c, wasm_mention *mention);
/* The same in a constant expression (5.4.9). False behind its end, and with `failed` set where it has none or an unknown
 * instruction. */
bool wasm_constant_next(wasm_cursor *c, wasm_mention *mention);
/* Goes behind a value type or a reference type (5.3.4). */
void wasm_skip_type(wasm_cursor *c);

typedef ARRAY(uint32_t) wasm_function_list;

#define WASM_NO_FUNCTION UINT32_MAX

/* Of each function: the first with a name that mentions it in its code, or WASM_NO_FUNCTION. In arena `a`. */
wasm_function_list wasm_callers(arena *a, const wasm_module *m);

#endif
