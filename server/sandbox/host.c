#include "sandbox/host.h"

#include "base/bug.h"
#include "base/words.h"
#include "wasm/hosts.h"

#include <stdlib.h>

enum {
    PROBLEM_BYTES = 512,
    ROOT_CONTEXT = 1,
    CALL_FUEL = 1000, /* what a call of the host costs, and for each byte that it moves one more: else such loops cost nothing */
    NOT_FOUND = 1, INVALID_MEMORY_ACCESS = 6,
    WASI_BAD_FD = 8,
};
static const uint64_t FIRST_MOMENT = 1700000000ull * 1000000000, FIRST_RANDOM = 0x9e3779b97f4a7c15;

/* An imported function. */
typedef struct import {
    host_function *run; /* NULL: `status` is the answer */
    int status, number; /* number: the argument with the address where 1 is written; -1: none */
} import;

struct host_module {
    runtime_module *runtime;
    const sandbox_order *order;
    ARRAY(import) imports; /* in the arena of host_load */
};

/* --- for the functions ------------------------------------------------------------------------------------------------------ */

int host_stop(host_call *c, const char *limit)
{
    c->host->stopped = limit;
    return HOST_STOP;
}

bool host_bytes(host_call *c, uint32_t at, uint32_t n, str *bytes)
{
    const uint8_t *p = runtime_memory(c->context, at, n);
    *bytes = str_make((const char *)p, p ? n : 0);
    return p && runtime_burn(c->context, n);
}

bool host_write(host_call *c, uint32_t at, const void *bytes, size_t n)
{
    uint8_t *to = runtime_memory(c->context, at, (uint32_t)n);
    if (!to) return false;
    if (n) memcpy(to, bytes, n);
    return true;
}

bool host_write_number(host_call *c, uint32_t at, uint32_t n) { return host_write(c, at, &n, sizeof n); }

int host_give(host_call *c, str bytes, uint32_t address_at, uint32_t length_at)
{
    int32_t at = 0, size = (int32_t)bytes.n;
    if (bytes.n) {
        runtime_end end = runtime_call_back(c->context, "malloc", &size, 1, &at);
        if (end == RUNTIME_NO_EXPORT || end == RUNTIME_WRONG_TYPE)
            end = runtime_call_back(c->context, "proxy_on_memory_allocate", &size, 1, &at);
        if (end != RUNTIME_DONE) return host_stop(c, c->host->stopped ? c->host->stopped : "allocator");
    }
    runtime_burn(c->context, bytes.n);
    bool given = (!bytes.n || at) && host_write(c, (uint32_t)at, bytes.p, bytes.n) &&
                 host_write_number(c, address_at, (uint32_t)at) && host_write_number(c, length_at, (uint32_t)bytes.n);
    return given ? 0 : INVALID_MEMORY_ACCESS;
}

static int answer_plainly(host_call *c, const import *i)
{
    if (i->number < 0) return i->status;
    return host_write_number(c, host_argument(c, (size_t)i->number), 1) ? i->status : INVALID_MEMORY_ACCESS;
}

static int32_t take_call(void *self, runtime_context *context, uint32_t number, const int64_t *arguments, size_t count,
                         int64_t *result)
{
    host *h = self;
    const import *i = &h->module->imports.at[number];
    host_call c = {.host = h, .context = context, .arguments = arguments, .count = count};
    int status = 0;
    if (h->stopped) return 1;
    if (++h->calls > SANDBOX_CALLS) status = host_stop(&c, "calls");
    else if (h->depth >= SANDBOX_DEPTH) status = host_stop(&c, "depth");
    if (status >= 0) {
        h->depth++;
        runtime_burn(context, CALL_FUEL);
        status = i->run ? i->run(&c) : answer_plainly(&c, i);
        h->depth--;
    }
    *result = status;
    return status == HOST_STOP;
}

/* --- a run ------------------------------------------------------------------------------------------------------------------ */

/* In the words of users, who read them behind "stopped: ". */
static const char *limit_text(const char *limit)
{
    static const struct { const char *limit, *text; } all[] = {
        {"fuel", WORDS("it takes too long: more than 2 billion instructions")},
        {"stack", WORDS("its calls are nested too deeply")},
        {"calls", WORDS("it calls the host more than 10,000 times")},
        {"depth", WORDS("it calls the host while it allocates memory for the host, again and again")},
        {"log", WORDS("it writes more than 1 MiB of log")},
        {"output", WORDS("it writes more than 1 MiB of output")},
        {"memory", WORDS("it wants more than 256 MiB of memory")},
        {"allocator", WORDS("its allocator fails")},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (strcmp(limit, all[i].limit) == 0) return words(all[i].text);
    BUG("unknown limit '%s'", limit);
}

static void stop_at(host *h, const char *limit)
{
    bool over = strcmp(limit, "exit") == 0; /* it ended itself: as good as a trap */
    h->answer->verdict = over ? SANDBOX_CRASHED : SANDBOX_STOPPED;
    h->answer->reason = over ? words_str("it ends itself (proc_exit)") : str_of(limit_text(limit));
}

/* Takes a call that did not end well as the verdict. */
static void take_end(host *h, runtime_end end, str problem, bool wanted_memory, const char *function)
{
    h->answer->function = str_of(function);
    if (end == RUNTIME_NO_FUEL) stop_at(h, "fuel");
    else if (end == RUNTIME_NO_STACK) stop_at(h, "stack");
    else if (h->stopped) stop_at(h, h->stopped);
    else if (wanted_memory) stop_at(h, "memory");
    else {
        h->answer->verdict = SANDBOX_CRASHED;
        h->answer->reason = arena_str(h->arena, problem);
    }
}

/* False: the run is over, with a verdict. `*there`: the module has the function. */
static bool call(host *h, runtime_instance *i, const char *name, const int32_t *arguments, size_t count, int32_t *result,
                 bool *there)
{
    runtime_end end = runtime_call(i, name, arguments, count, result);
    *there = end != RUNTIME_NO_EXPORT && end != RUNTIME_WRONG_TYPE;
    if (!*there || end == RUNTIME_DONE) return true;
    size_t n;
    const char *problem = runtime_problem(i, &n);
    take_end(h, end, str_make(problem, n), runtime_wanted_memory(i), name);
    return false;
}

/* As proxy-wasm-cpp-host starts a module: a library, else a command. */
static bool initialize(host *h, runtime_instance *i)
{
    static const int32_t none[2];
    int32_t result;
    bool there;
    if (!call(h, i, "_initialize", NULL, 0, &result, &there)) return false;
    if (!there) return call(h, i, "_start", NULL, 0, &result, &there);
    if (!call(h, i, "main", none, 2, &result, &there)) return false;
    return there || call(h, i, "__main_void", NULL, 0, &result, &there);
}

static bool say(host *h, sandbox_verdict verdict, const char *function)
{
    h->answer->verdict = verdict;
    h->answer->function = str_of(function);
    return false;
}

static bool start_plugin(host *h, runtime_instance *i)
{
    const int32_t context[] = {ROOT_CONTEXT, 0};
    int32_t result = 0;
    bool there;
    if (!initialize(h, i) || !call(h, i, "proxy_on_context_create", context, 2, &result, &there)) return false;
    if (!call(h, i, "proxy_on_vm_start", context, 2, &result, &there)) return false;
    return !there || result || say(h, SANDBOX_REJECTED, "proxy_on_vm_start");
}

static void configure(host *h, runtime_instance *i)
{
    const int32_t context[] = {ROOT_CONTEXT, (int32_t)h->configuration.n};
    int32_t result = 0;
    bool there;
    h->configuring = true;
    if (!call(h, i, "proxy_on_configure", context, 2, &result, &there)) return;
    if (there && !result) say(h, SANDBOX_REJECTED, "proxy_on_configure");
    else if (h->answer->fetched || !h->configuration.n) say(h, SANDBOX_ACCEPTED, "");
    else say(h, SANDBOX_NOT_READ, "");
}

void host_run(host_module *m, arena *a, str configuration, sandbox_answer *answer)
{
    host h = {.module = m, .order = m->order, .arena = a, .configuration = configuration, .answer = answer,
              .errors = STRBUF_IN(a), .clock = FIRST_MOMENT, .random = FIRST_RANDOM};
    char problem[PROBLEM_BYTES] = "";
    runtime_end end;
    *answer = (sandbox_answer){0};
    runtime_instance *i = runtime_start(m->runtime, &h, take_call, SANDBOX_MEMORY_BYTES, SANDBOX_FUEL, &end, problem,
                                        sizeof problem);
    if (!i) {
        take_end(&h, end, str_of(problem), false, "start");
    } else {
        if (start_plugin(&h, i)) configure(&h, i);
        answer->fuel = SANDBOX_FUEL - runtime_fuel(i);
        answer->memory = runtime_memory_size(i);
        runtime_close(i);
    }
    answer->errors = strbuf_str(&h.errors);
}

/* --- loading ---------------------------------------------------------------------------------------------------------------- */

static import import_of(str module, str name)
{
    import i = {.run = host_function_find(module, name), .number = -1};
    const wasm_host_answer *known = wasm_host_answer_find(name);
    i.status = known ? known->status : str_starts(module, STR("wasi_")) ? WASI_BAD_FD : NOT_FOUND;
    if (known) i.number = known->number;
    return i;
}

/* False with the reason. */
static bool take_imports(arena *a, host_module *m, str *problem)
{
    const char *name, *module;
    size_t n, module_n;
    for (uint32_t i = 0; (name = runtime_import(m->runtime, i, &n, &module, &module_n)); i++) {
        str from = str_make(module, module_n), what = str_make(name, n);
        if (!wasm_host_function_find(from, what) && !host_function_find(from, what)) {
            *problem = arena_printf(a, words("it imports '%.*s.%.*s', which no gateway has"), STR_ARG(from), STR_ARG(what));
            return false;
        }
        import found = import_of(from, what);
        array_push(a, &m->imports, found);
    }
    return true;
}

host_module *host_load(arena *a, const sandbox_order *o, str *problem)
{
    char text[PROBLEM_BYTES] = "";
    host_module *m = ARENA_NEW(a, host_module);
    *m = (host_module){.order = o};
    if (o->module.n > SANDBOX_MODULE_BYTES) {
        *problem = words_str("it is larger than 64 MiB");
        return NULL;
    }
    m->runtime = runtime_load((const uint8_t *)o->module.p, o->module.n, text, sizeof text);
    if (!m->runtime) *problem = arena_str(a, str_of(text));
    else if (take_imports(a, m, problem)) return m;
    host_unload(m);
    return NULL;
}

void host_unload(host_module *m)
{
    if (m->runtime) runtime_unload(m->runtime);
}
