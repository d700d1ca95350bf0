/* Any bytes as what the sandbox's child sends, as an order for it, and as a module that calls the host's functions in any order and
 * with any arguments: the runtime (sandbox/runtime.h) is a stand-in that takes its calls from the input. */
#include "sandbox/host.h"

#include <stdlib.h>

enum { MEMORY = 4096, STEPS_MOST = 300, ARGUMENTS = 12 };

static const char *const names[] = {
    "proxy_log", "proxy_get_log_level", "proxy_get_buffer_bytes", "proxy_get_buffer_status", "proxy_get_property",
    "proxy_call_foreign_function", "proxy_get_current_time_nanoseconds", "proxy_get_metric", "proxy_define_metric", "proxy_http_call",
    "proxy_redis_init", "proxy_get_shared_data",
};
static const char *const wasi_names[] = {
    "fd_write", "fd_fdstat_get", "fd_seek", "args_sizes_get", "environ_sizes_get", "clock_time_get", "clock_res_get", "random_get",
    "poll_oneoff", "proc_exit", "fd_prestat_get",
};
enum { NAMES = sizeof names / sizeof *names, WASI_NAMES = sizeof wasi_names / sizeof *wasi_names };

static uint8_t memory[MEMORY];
static str script;
static void *the_host;
static runtime_host *the_call;
static unsigned steps;

static uint8_t next(void)
{
    if (!script.n) return 0;
    uint8_t byte = (uint8_t)script.p[0];
    script = str_slice(script, 1, script.n);
    return byte;
}

/* Small, near the end of the memory, or huge. */
static int64_t next_argument(void)
{
    uint8_t kind = next();
    uint32_t value = next();
    return kind < 128 ? value * 8u : kind < 200 ? MEMORY - value : UINT32_MAX - value;
}

static runtime_end run_script(void)
{
    while (script.n && steps++ < STEPS_MOST) {
        uint32_t import = next() % (NAMES + WASI_NAMES + 1);
        int64_t arguments[ARGUMENTS], result;
        if (import == NAMES + WASI_NAMES) return RUNTIME_DONE;
        for (int i = 0; i < ARGUMENTS; i++) arguments[i] = next_argument();
        if (the_call(the_host, NULL, import, arguments, next() % (ARGUMENTS + 1), &result)) return RUNTIME_STOPPED;
    }
    return RUNTIME_DONE;
}

runtime_module *runtime_load(const uint8_t *bytes, size_t n, char *problem, size_t size)
{
    (void)problem, (void)size;
    script = str_make((const char *)bytes, n);
    return (runtime_module *)memory;
}

void runtime_unload(runtime_module *m) { (void)m; }

const char *runtime_import(const runtime_module *m, uint32_t i, size_t *n, const char **module, size_t *module_n)
{
    (void)m;
    if (i >= NAMES + WASI_NAMES) return NULL;
    str from = i < NAMES ? STR("env") : STR("wasi_snapshot_preview1"), name = str_of(i < NAMES ? names[i] : wasi_names[i - NAMES]);
    *module = from.p;
    *module_n = from.n;
    *n = name.n;
    return name.p;
}

runtime_instance *runtime_start(runtime_module *m, void *self, runtime_host *call, uint64_t memory_most, uint64_t fuel, runtime_end *end,
                                char *problem, size_t size)
{
    (void)m, (void)memory_most, (void)fuel, (void)problem, (void)size;
    the_host = self;
    the_call = call;
    steps = 0;
    *end = RUNTIME_DONE;
    return (runtime_instance *)memory;
}

void runtime_close(runtime_instance *i) { (void)i; }

runtime_end runtime_call(runtime_instance *i, const char *name, const int32_t *arguments, size_t count, int32_t *result)
{
    (void)i, (void)name, (void)arguments, (void)count;
    runtime_end end = run_script();
    *result = next() & 1;
    return end;
}

runtime_end runtime_call_back(runtime_context *c, const char *name, const int32_t *arguments, size_t count, int32_t *result)
{
    (void)c, (void)arguments, (void)count;
    if (strcmp(name, "malloc") == 0 && next() % 3 == 0) return RUNTIME_NO_EXPORT;
    runtime_end end = next() % 4 ? RUNTIME_DONE : run_script();
    *result = (int32_t)next_argument();
    return end;
}

const char *runtime_problem(const runtime_instance *i, size_t *n)
{
    (void)i;
    *n = 4;
    return "trap";
}

uint64_t runtime_fuel(const runtime_instance *i)
{
    (void)i;
    return 0;
}

int32_t runtime_burn(runtime_context *c, uint64_t fuel)
{
    (void)c;
    return fuel < MEMORY;
}

int32_t runtime_wanted_memory(const runtime_instance *i)
{
    (void)i;
    return 0;
}

uint64_t runtime_memory_size(const runtime_instance *i)
{
    (void)i;
    return MEMORY;
}

uint8_t *runtime_memory(runtime_context *c, uint32_t at, uint32_t n)
{
    (void)c;
    return (uint64_t)at + n <= MEMORY ? memory + at : NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena a = ARENA_INIT;
    sandbox_answer answer;
    sandbox_order order = {0};
    str bytes = str_make((const char *)data, size), problem;
    sandbox_answer_unpack(&a, bytes, &answer);
    sandbox_order_unpack(bytes, &order);
    size_t block = sandbox_block_size(bytes);
    if (block != SIZE_MAX && block > size) abort();
    order = (sandbox_order){.root_id = STR("root"), .name = STR("name"), .module = bytes};
    host_module *m = host_load(&a, &order, &problem);
    host_run(m, &a, STR("{\"key\": 1}"), &answer);
    strbuf packed = STRBUF_INIT;
    sandbox_answer_pack(&packed, &answer);
    if (!sandbox_answer_unpack(&a, strbuf_str(&packed), &answer)) abort();
    strbuf_free(&packed);
    host_unload(m);
    arena_free(&a);
    return 0;
}
