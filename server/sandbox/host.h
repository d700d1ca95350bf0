/* What a gateway is to a plugin while that starts and reads its configuration, as far as parse code can tell: the functions that
 * it imports, and the calls in the order that proxy-wasm-cpp-host makes them.
 *
 * Nothing outside is touched: no file, network, environment or clock. Time starts at the same moment in every run and moves by a
 * microsecond a question; random bytes are the same ones. So the same configuration gives the same answer, fuel and log. */
#ifndef SANDBOX_HOST_H
#define SANDBOX_HOST_H

#include "sandbox/answer.h"
#include "sandbox/runtime.h"

typedef struct host_module host_module;

/* A module that is ready to be run; NULL with the reason, in arena `a`, when none of it can be: it is broken, is no plugin, or
 * asks for what no gateway has. `o` is borrowed as long as the module is used. */
host_module *host_load(arena *a, const sandbox_order *o, str *problem);
void host_unload(host_module *m);
/* A new instance, started and given the configuration. Everything in `a`. */
void host_run(host_module *m, arena *a, str configuration, sandbox_answer *answer);

/* --- for its files --- */

/* A run. */
typedef struct host {
    const host_module *module;
    const sandbox_order *order;
    arena *arena;
    str configuration;
    sandbox_answer *answer;
    strbuf errors;       /* in the arena */
    bool configuring;    /* proxy_on_configure runs: the configuration is there */
    uint32_t depth, calls;
    size_t log_bytes;
    const char *stopped; /* the limit that ended the run, or NULL */
    uint64_t clock;      /* nanoseconds */
    uint64_t random;
} host;

/* An imported function being called. */
typedef struct host_call {
    host *host;
    runtime_context *context;
    const int64_t *arguments;
    size_t count;
} host_call;

/* What a function answers with; HOST_STOP ends the run. */
enum { HOST_STOP = -1 };
typedef int host_function(host_call *c);
/* NULL where there is no code for it. */
host_function *host_function_find(str module, str name);

static inline uint32_t host_argument(const host_call *c, size_t i) { return i < c->count ? (uint32_t)c->arguments[i] : 0; }
/* The bytes of the module's memory that two arguments name, borrowed until it runs again; false where it has none such. */
bool host_bytes(host_call *c, uint32_t at, uint32_t n, str *bytes);
bool host_write(host_call *c, uint32_t at, const void *bytes, size_t n);
bool host_write_number(host_call *c, uint32_t at, uint32_t n);
/* Hands bytes to the module, in memory that it allocates itself, and writes their address and length where it wants them. */
int host_give(host_call *c, str bytes, uint32_t address_at, uint32_t length_at);
/* Takes a limit as the end of the run: HOST_STOP. */
int host_stop(host_call *c, const char *limit);

#endif
