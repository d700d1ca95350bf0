#include "gateway/gateway.h"

#include "base/clock.h"
#include "base/die_with_parent.h"
#include "base/file.h"
#include "base/path.h"
#include "base/socket.h"
#include "base/words.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

enum { READY_MS = 120 * 1000, STEP_MS = 20, CLUSTER_MS = 5000, GRACE_MS = 3000 };

static const char *const level_names[] = {"trace", "debug", "info", "warning", "error", "critical"};
static const char *const files[] = {"plugin.wasm", "clusters.json", "envoy.json"};

const char *log_level_name(log_level level) { return level_names[level]; }

bool log_level_parse(str name, log_level *level)
{
    for (int i = LOG_TRACE; i <= LOG_CRITICAL; i++)
        if (str_is(name, level_names[i]) || (i == LOG_WARNING && str_is(name, "warn"))) {
            *level = (log_level)i;
            return true;
        }
    return false;
}

/* --- messages: "LEVEL|COMPONENT|TEXT", as --log-format asks for ------------------------------------------------------------- */

/* The plugin's own words in "wasm log[ NAMES]: TEXT". Contexts of streams name the plugin; its root context has no names. */
static bool take_plugin_text(str *text, bool *stream)
{
    str head = STR("wasm log");
    if (!str_starts(*text, head)) return false;
    ptrdiff_t colon = str_find(*text, STR(": "), 0);
    if (colon < 0) return false;
    *stream = (size_t)colon > head.n;
    *text = str_slice(*text, (size_t)colon + 2, text->n);
    return true;
}

static bool parse_message(str line, gateway_message *m)
{
    str rest = line, level;
    if (!str_split(&rest, '|', &level) || !rest.p || !log_level_parse(level, &m->level)) return false;
    str_split(&rest, '|', &m->component);
    if (!rest.p) return false;
    m->text = rest;
    m->plugin = str_is(m->component, "wasm") && take_plugin_text(&m->text, &m->stream);
    return true;
}

/* What wasm_rewrite.h makes of refused calls. */
static bool is_cluster_report(const gateway_message *m)
{
    return m->plugin && m->level == LOG_CRITICAL && m->text.n && str_find_char(m->text, ' ', 0) < 0 && m->text.p[0] != '[';
}

static void take_line(void *self, process_stream from, str line)
{
    gateway *g = self;
    gateway_message m = {0};
    (void)from;
    if (!parse_message(line, &m))
        m = (gateway_message){.level = g->last_level, .plugin = g->last_plugin, .continued = true, .text = line};
    g->last_level = m.level;
    g->last_plugin = m.plugin;
    if (str_is(m.component, "upstream") && m.level <= LOG_INFO) {
        g->cluster_updates += str_has(m.text, STR("added/updated cluster"));
        return;
    }
    if (is_cluster_report(&m) && g->options.call_refused) g->options.call_refused(g->options.self, m.text);
    else g->options.message(g->options.self, &m);
}

/* --- files ------------------------------------------------------------------------------------------------------------------ */

static bool fail(gateway *g, str what)
{
    if (!g->problem.n) g->problem = what;
    return false;
}

/* At once: Envoy looks at clusters.json whenever something is renamed so. */
static bool write_file(gateway *g, const char *name, str bytes)
{
    str path = path_join(&g->memory, g->scratch.path, str_of(name));
    if (file_write(&g->memory, path, bytes)) return true;
    return fail(g, arena_printf(&g->memory, words("'%s' can't be written: %s"), path.p, strerror(errno)));
}

static bool write_clusters(gateway *g)
{
    strbuf out = STRBUF_INIT;
    envoy_write_clusters(&out, &g->added);
    bool ok = write_file(g, files[1], strbuf_str(&out));
    strbuf_free(&out);
    return ok;
}

static bool write_bootstrap(gateway *g)
{
    strbuf out = STRBUF_INIT;
    envoy_setup setup = {.plugin = g->options.plugin,
                         .configuration = g->options.configuration,
                         .port = g->options.port,
                         .folder = g->scratch.path};
    setup.service = g->options.service;
    setup.stop_iteration = g->options.stop_iteration;
    setup.module = path_join(&g->memory, g->scratch.path, str_of(files[0]));
    setup.clusters = &g->options.clusters;
    setup.added = path_join(&g->memory, g->scratch.path, str_of(files[1]));
    envoy_write_bootstrap(&out, &setup);
    bool ok = write_file(g, files[2], strbuf_str(&out));
    strbuf_free(&out);
    return ok;
}

static bool make_folder(gateway *g)
{
    if (scratch_open(&g->memory, &g->scratch, scratch_temporary())) return true;
    return fail(g,
                arena_printf(&g->memory, words("no folder can be made in '%.*s': %s"), STR_ARG(scratch_temporary()),
                             strerror(errno)));
}

/* --- life ------------------------------------------------------------------------------------------------------------------- */

static bool spawn(gateway *g)
{
    arena *a = &g->memory;
    process_strings argv = {0}, environment = {0};
    die_with_parent_begin(a, &argv);
    process_arg(a, &argv, str_of(g->options.envoy));
    process_arg(a, &argv, STR("--config-path"));
    process_arg(a, &argv, path_join(a, g->scratch.path, str_of(files[2])));
    process_arg(a, &argv, STR("--disable-hot-restart"));
    process_arg(a, &argv, STR("--concurrency"));
    process_arg(a, &argv, STR("1"));
    process_arg(a, &argv, STR("--log-level"));
    process_arg(a, &argv, STR("warning"));
    process_arg(a, &argv, STR("--component-log-level"));
    process_arg(a, &argv, arena_printf(a, "wasm:%s,upstream:info", log_level_name(g->options.level)));
    process_arg(a, &argv, STR("--log-format"));
    process_arg(a, &argv, STR("%l|%n|%v"));
    process_request request = {.argv = process_list(a, &argv), .environment = process_list(a, &environment), .grace_ms = GRACE_MS,
                               .cancel = g->options.cancel, .line = take_line, .self = g, .output_most = 1};
    if (process_start(&g->child, &request, &g->result)) return true;
    return fail(g, arena_printf(a, words("'%s': %.*s"), g->options.envoy, STR_ARG(process_end_text(a, &g->result))));
}

static bool listens(uint16_t port)
{
    socket_id s = socket_connect(port);
    socket_close(s);
    return s != SOCKET_NONE;
}

gateway_state gateway_start(gateway *g, const gateway_options *o)
{
    *g = (gateway){.options = *o, .scratch = {.lock = -1}};
    if (!make_folder(g) || !write_file(g, files[0], o->module) || !write_clusters(g) || !write_bootstrap(g) ||
        !spawn(g))
        return GATEWAY_NOT_STARTED;
    g->running = true;
    for (int64_t end = now_ms() + READY_MS; now_ms() < end;) {
        bool ready = listens(o->port); /* asked first: what Envoy said before it listened is taken, then */
        if (!gateway_pump(g, STEP_MS)) return g->result.end == PROCESS_CANCELLED ? GATEWAY_STOPPED : GATEWAY_ENDED;
        if (ready) return GATEWAY_READY;
    }
    g->problem = words_str("Envoy was not ready within two minutes");
    return GATEWAY_SLOW;
}

bool gateway_pump(gateway *g, int timeout_ms)
{
    if (g->running) g->running = process_pump(&g->child, timeout_ms);
    return g->running;
}

bool gateway_has_cluster(const gateway *g, str name)
{
    const envoy_clusters *lists[] = {&g->options.clusters, &g->added};
    for (int k = 0; k < 2; k++)
        for (size_t i = 0; i < lists[k]->n; i++)
            if (str_eq(lists[k]->at[i].name, name)) return true;
    return false;
}

bool gateway_add_cluster(gateway *g, const envoy_cluster *c)
{
    envoy_cluster copy = {arena_str(&g->memory, c->name), arena_str(&g->memory, c->host), c->port};
    array_push(&g->memory, &g->added, copy);
    unsigned before = g->cluster_updates;
    if (!write_clusters(g)) return false;
    for (int64_t end = now_ms() + CLUSTER_MS; g->cluster_updates == before && now_ms() < end;)
        if (!gateway_pump(g, STEP_MS)) return false;
    return g->cluster_updates != before;
}

str gateway_end_text(arena *a, const gateway *g) { return process_end_text(a, &g->result); }

void gateway_stop(gateway *g)
{
    if (g->running) process_stop(&g->child);
    g->running = false;
    process_result_free(&g->result);
    scratch_close(&g->scratch);
    arena_free(&g->memory);
}
