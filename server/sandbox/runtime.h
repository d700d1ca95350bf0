/* The WebAssembly runtime of the sandbox: loads a module, and calls what it exports.
 *
 * What is behind this header is runtime/lib.rs, which hands everything to the interpreter wasmi; it is linked into wpls-sandbox
 * alone. Modules of any origin are validated, fuel is the same for the same input on every machine, and no call returns with
 * something of the host's changed but what these functions say. One thread. Structures are opaque. */
#ifndef SANDBOX_RUNTIME_H
#define SANDBOX_RUNTIME_H

#include <stddef.h>
#include <stdint.h>

/* How a call ended. All but the first three leave the instance dead. runtime/lib.rs has the same numbers. */
typedef enum runtime_end {
    RUNTIME_DONE,
    RUNTIME_NO_EXPORT,  /* there is no function of that name */
    RUNTIME_WRONG_TYPE, /* it takes or returns something else */
    RUNTIME_TRAP,       /* runtime_problem says which */
    RUNTIME_NO_FUEL,
    RUNTIME_NO_STACK,   /* calls are nested too deeply */
    RUNTIME_STOPPED,    /* the host wanted the end */
} runtime_end;

typedef struct runtime_module runtime_module;
typedef struct runtime_instance runtime_instance;
typedef struct runtime_context runtime_context; /* the instance while a function of the host runs, and no longer */

/* A call of the imported function number `import`: its arguments, and the place of its result when it has one. Floats come and go
 * as their bits. Not 0: the call that led here ends with RUNTIME_STOPPED. */
typedef int32_t runtime_host(void *host, runtime_context *c, uint32_t import, const int64_t *arguments, size_t count,
                             int64_t *result);

/* NULL when it is no module that can be run; then the reason is in problem[size], cut where it is longer, with a NUL. The bytes
 * are the caller's and may go. */
runtime_module *runtime_load(const uint8_t *bytes, size_t n, char *problem, size_t size);
void runtime_unload(runtime_module *m);

/* The name of the imported function number `i`, borrowed from the module, without a NUL; `*module` is that of the module it is
 * imported from. NULL behind the last one. */
const char *runtime_import(const runtime_module *m, uint32_t i, size_t *n, const char **module, size_t *module_n);

/* A new instance, whose start function has run; `memory_most` bytes of memory and `fuel` are all it gets. NULL with `*end` and
 * the reason in `problem` when that failed. `host` is handed to `call`; both must live as long. */
runtime_instance *runtime_start(runtime_module *m, void *host, runtime_host *call, uint64_t memory_most, uint64_t fuel,
                                runtime_end *end, char *problem, size_t size);
void runtime_close(runtime_instance *i);

/* Calls an export with i32 arguments; `*result` is its i32 result, or 0 when it has none. */
runtime_end runtime_call(runtime_instance *i, const char *name, const int32_t *arguments, size_t count, int32_t *result);
/* The same from inside of a function of the host. */
runtime_end runtime_call_back(runtime_context *c, const char *name, const int32_t *arguments, size_t count, int32_t *result);
/* Why the last call did not end well: borrowed until the next. */
const char *runtime_problem(const runtime_instance *i, size_t *n);

uint64_t runtime_fuel(const runtime_instance *i);
/* The fuel that is left, from inside of a function of the host, and taking from it. 0 when there was less. */
int32_t runtime_burn(runtime_context *c, uint64_t fuel);
/* The instance asked for more memory than it may have. */
int32_t runtime_wanted_memory(const runtime_instance *i);
/* Its memory in bytes now; 0 without one. */
uint64_t runtime_memory_size(const runtime_instance *i);

/* `n` bytes of the instance's memory, NULL where it does not have them. Borrowed until the module runs again. */
uint8_t *runtime_memory(runtime_context *c, uint32_t at, uint32_t n);

#endif
