/* The functions that a module imports: those that do something. What the others answer is data (schema/wasm-hosts.json). */
#include "sandbox/host.h"

enum { OK, NOT_FOUND, BAD_ARGUMENT, INVALID_MEMORY_ACCESS = 6 };
enum { WASI_BAD_FD = 8, WASI_FAULT = 21, WASI_SPIPE = 29 };
enum { BUFFER_VM_CONFIGURATION = 6, BUFFER_PLUGIN_CONFIGURATION = 7 };
enum { LEVEL_TRACE, LEVEL_MOST = 5 };

/* --- Proxy-Wasm ------------------------------------------------------------------------------------------------------------- */

static int do_log(host_call *c)
{
    str text;
    if (!host_bytes(c, host_argument(c, 1), host_argument(c, 2), &text)) return INVALID_MEMORY_ACCESS;
    host *h = c->host;
    text = str_slice(text, 0, SANDBOX_LINE_BYTES);
    h->log_bytes += text.n;
    if (h->log_bytes > SANDBOX_LOG_BYTES) return host_stop(c, "log");
    uint32_t level = host_argument(c, 0);
    sandbox_line line = {.level = level < LEVEL_MOST ? level : LEVEL_MOST, .text = arena_str(h->arena, text)};
    array_push(h->arena, &h->answer->log, line);
    return OK;
}

static int get_log_level(host_call *c)
{
    return host_write_number(c, host_argument(c, 0), LEVEL_TRACE) ? OK : INVALID_MEMORY_ACCESS;
}

static str buffer_of(host_call *c, uint32_t type)
{
    if (type != BUFFER_PLUGIN_CONFIGURATION || !c->host->configuring) return (str){0};
    c->host->answer->fetched++;
    return c->host->configuration;
}

static bool is_configuration(uint32_t type) { return type == BUFFER_PLUGIN_CONFIGURATION || type == BUFFER_VM_CONFIGURATION; }

static int get_buffer_bytes(host_call *c)
{
    uint32_t type = host_argument(c, 0), start = host_argument(c, 1), most = host_argument(c, 2);
    if (!is_configuration(type)) return NOT_FOUND;
    str all = buffer_of(c, type);
    if (!all.n) return NOT_FOUND;
    if (start > all.n) return BAD_ARGUMENT;
    return host_give(c, str_slice(all, start, (size_t)start + most), host_argument(c, 3), host_argument(c, 4));
}

static int get_buffer_status(host_call *c)
{
    uint32_t type = host_argument(c, 0);
    if (!is_configuration(type)) return NOT_FOUND;
    bool written = host_write_number(c, host_argument(c, 1), (uint32_t)buffer_of(c, type).n) &&
                   host_write_number(c, host_argument(c, 2), 0);
    return written ? OK : INVALID_MEMORY_ACCESS;
}

/* Of ABI 0.1.0. */
static int get_configuration(host_call *c)
{
    return host_give(c, buffer_of(c, BUFFER_PLUGIN_CONFIGURATION), host_argument(c, 0), host_argument(c, 1));
}

static int get_property(host_call *c)
{
    str path;
    if (!host_bytes(c, host_argument(c, 0), host_argument(c, 1), &path)) return INVALID_MEMORY_ACCESS;
    const sandbox_order *o = c->host->order;
    if (path.n && !path.p[path.n - 1]) path.n--; /* some SDKs end the path so, too */
    str value;
    /* "Not found" lets the SDK of C++ call a function at the address 0. */
    if (str_is(path, "plugin_root_id")) value = o->root_id;
    else if (str_is(path, "plugin_name")) value = o->name;
    else if (str_is(path, "plugin_vm_id")) value = STR("");
    else return NOT_FOUND;
    return host_give(c, value, host_argument(c, 2), host_argument(c, 3));
}

static int call_foreign_function(host_call *c)
{
    static const char trace[4];
    str name;
    if (!host_bytes(c, host_argument(c, 0), host_argument(c, 1), &name)) return INVALID_MEMORY_ACCESS;
    if (!str_is(name, "get_log_level")) return NOT_FOUND;
    return host_give(c, str_make(trace, sizeof trace), host_argument(c, 4), host_argument(c, 5));
}

static uint64_t tick(host *h) { return h->clock += 1000; }

static int get_time(host_call *c)
{
    uint64_t now = tick(c->host);
    return host_write(c, host_argument(c, 0), &now, sizeof now) ? OK : INVALID_MEMORY_ACCESS;
}

static int get_metric(host_call *c)
{
    static const uint64_t none;
    return host_write(c, host_argument(c, 1), &none, sizeof none) ? OK : INVALID_MEMORY_ACCESS;
}

/* --- WASI ------------------------------------------------------------------------------------------------------------------- */

static int fd_write(host_call *c)
{
    uint32_t fd = host_argument(c, 0), at = host_argument(c, 1), count = host_argument(c, 2), all = 0;
    enum { PIECE = 8 };
    if (fd != 1 && fd != 2) return WASI_BAD_FD;
    if (count > SANDBOX_CALLS) return host_stop(c, "output");
    for (uint32_t i = 0; i < count; i++) {
        uint32_t piece[2];
        str bytes;
        if (!host_bytes(c, at + i * PIECE, PIECE, &bytes)) return WASI_FAULT;
        memcpy(piece, bytes.p, sizeof piece);
        if (!host_bytes(c, piece[0], piece[1], &bytes)) return WASI_FAULT;
        c->host->log_bytes += bytes.n;
        if (c->host->log_bytes > SANDBOX_LOG_BYTES) return host_stop(c, "output");
        strbuf_add(&c->host->errors, bytes);
        all += piece[1];
    }
    return host_write_number(c, host_argument(c, 3), all) ? OK : WASI_FAULT;
}

/* Standard streams are character devices. */
static int fd_fdstat_get(host_call *c)
{
    static const char device[24] = {2};
    if (host_argument(c, 0) > 2) return WASI_BAD_FD;
    return host_write(c, host_argument(c, 1), device, sizeof device) ? OK : WASI_FAULT;
}

static int fd_seek(host_call *c) { return host_argument(c, 0) > 2 ? WASI_BAD_FD : WASI_SPIPE; }

/* Of arguments and of the environment: there are none. */
static int sizes_get(host_call *c)
{
    bool written = host_write_number(c, host_argument(c, 0), 0) && host_write_number(c, host_argument(c, 1), 0);
    return written ? OK : WASI_FAULT;
}

static int clock_time_get(host_call *c)
{
    uint64_t now = tick(c->host);
    return host_write(c, host_argument(c, 2), &now, sizeof now) ? OK : WASI_FAULT;
}

static int clock_res_get(host_call *c)
{
    static const uint64_t microsecond = 1000;
    return host_write(c, host_argument(c, 1), &microsecond, sizeof microsecond) ? OK : WASI_FAULT;
}

static int random_get(host_call *c)
{
    uint32_t at = host_argument(c, 0), n = host_argument(c, 1);
    str bytes;
    if (!host_bytes(c, at, n, &bytes)) return WASI_FAULT;
    uint8_t *to = runtime_memory(c->context, at, n);
    for (uint32_t i = 0; i < n; i++) {
        uint64_t *r = &c->host->random; /* xorshift */
        *r ^= *r << 13, *r ^= *r >> 7, *r ^= *r << 17;
        to[i] = (uint8_t)*r;
    }
    return OK;
}

/* The time comes that was asked for, at once: Go's scheduler asks until it does. */
static int poll_oneoff(host_call *c)
{
    enum { SUBSCRIPTION = 48, EVENT = 32, TAG = 8, TIMEOUT = 24, FLAGS = 40 };
    uint32_t in = host_argument(c, 0), out = host_argument(c, 1), count = host_argument(c, 2);
    if (count > SANDBOX_CALLS) return host_stop(c, "calls");
    for (uint32_t i = 0; i < count; i++) {
        str from;
        char event[EVENT] = {0};
        if (!host_bytes(c, in + i * SUBSCRIPTION, SUBSCRIPTION, &from)) return WASI_FAULT;
        if (from.p[TAG] == 0) {
            uint64_t time;
            memcpy(&time, from.p + TIMEOUT, sizeof time);
            bool absolute = from.p[FLAGS] & 1;
            if (!absolute) c->host->clock += time;
            else if (time > c->host->clock) c->host->clock = time;
        }
        memcpy(event, from.p, 8); /* whose it is */
        event[10] = from.p[TAG];
        if (!host_write(c, out + i * EVENT, event, sizeof event)) return WASI_FAULT;
    }
    return host_write_number(c, host_argument(c, 3), count) ? OK : WASI_FAULT;
}

static int proc_exit(host_call *c) { return host_stop(c, "exit"); }

/* --- which ------------------------------------------------------------------------------------------------------------------ */

static const struct {
    const char *name;
    bool wasi;
    host_function *run;
} functions[] = {
    {"proxy_log", false, do_log},
    {"proxy_get_log_level", false, get_log_level},
    {"proxy_get_buffer_bytes", false, get_buffer_bytes},
    {"proxy_get_buffer_status", false, get_buffer_status},
    {"proxy_get_configuration", false, get_configuration},
    {"proxy_get_property", false, get_property},
    {"proxy_call_foreign_function", false, call_foreign_function},
    {"proxy_get_current_time_nanoseconds", false, get_time},
    {"proxy_get_metric", false, get_metric},
    {"fd_write", true, fd_write},
    {"fd_fdstat_get", true, fd_fdstat_get},
    {"fd_seek", true, fd_seek},
    {"args_sizes_get", true, sizes_get},
    {"environ_sizes_get", true, sizes_get},
    {"clock_time_get", true, clock_time_get},
    {"clock_res_get", true, clock_res_get},
    {"random_get", true, random_get},
    {"poll_oneoff", true, poll_oneoff},
    {"proc_exit", true, proc_exit},
};

host_function *host_function_find(str module, str name)
{
    bool wasi = str_starts(module, STR("wasi_"));
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (functions[i].wasi == wasi && str_is(name, functions[i].name)) return functions[i].run;
    return NULL;
}
