#include "cli/run_session.h"

#include "base/path.h"
#include "base/socket.h"
#include "base/thread.h"
#include "cli/command.h"
#include "gateway/plugin_config.h"
#include "gateway/source_watch.h"
#include "language/language.h"
#include "plugin/documents.h"
#include "wasm/rewrite.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

enum { WATCH_MS = 200, ANSWER_MS = 30 * 1000, SETTLE_MS = 60, RETRIES_MOST = 8, STARTS_MOST = 8 };

/* --- messages
 * ------------------------------------------------------------------------------------------------------------------- */

/* What Envoy says behind every refusal, and says nothing by it. */
static bool is_noise(const gateway_message *m)
{
    static const char *const texts[] = {"Wasm VM failed Failed to ", "Plugin configured to fail ",
                                        "error `Unable to create Wasm ", "Unable to create Wasm ", "  /"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (str_starts(m->text, str_of(texts[i]))) return true;
    return !m->text.n || (str_starts(m->text, STR("Plugin ")) && str_ends(m->text, STR(" failed to load")));
}

/* Envoy's main thread and its worker each start the plugin, the worker sometimes after Envoy listens: what was said is not shown
 * again, nor hidden more often than it was said. The first message that is about a request, or new then, ends it. */
static bool is_said_again(run_session *s, const gateway_message *m)
{
    if (m->stream) s->settled = true;
    if (s->settled) return false;
    size_t *times = map_get(&s->said, m->text);
    bool again = times && (s->starting || *times > 0);
    if (!times) map_put(&s->round, &s->said, arena_str(&s->round, m->text), times = arena_alloc(&s->round, sizeof *times));
    if (s->starting) ++*times;
    else if (again) --*times;
    s->settled = !again && !s->starting;
    return again;
}

/* Whether the message is worth showing: the plugin's own, and Envoy's about plugins and failures; once while Envoy starts. */
static bool is_shown(run_session *s, const gateway_message *m)
{
    if (s->stopping) return false;
    if (m->plugin ? m->level < s->options->level : is_noise(m)) return false;
    if (!m->plugin && !m->continued && m->level < (str_is(m->component, "wasm") ? LOG_WARNING : LOG_ERROR)) return false;
    return m->continued || !is_said_again(s, m);
}

/* A plugin that only ticks makes no context for a request. As an HTTP filter, which is what gateways make of it, the Go SDK then
 * panics. */
static void explain_panic(run_session *s, const gateway_message *m)
{
    if (s->no_context_told || !m->plugin || !str_has(m->text, STR("invalid context id on proxy_on_context_create"))) return;
    s->no_context_told = true;
    tell("the plugin makes no context for requests, and as an HTTP filter it panics at each of them: let it make an empty one, "
         "or load it as a bootstrap extension (--as service)");
}

static void take_message(void *self, const gateway_message *m)
{
    run_session *s = self;
    explain_panic(s, m);
    if (s->starting && m->level >= LOG_WARNING && !m->continued)
        array_push(&s->round, &s->problems, (run_problem){m->level, m->plugin, arena_str(&s->round, m->text)});
    bool shown = m->continued ? s->last_shown && is_shown(s, m) : is_shown(s, m);
    if (!m->continued) s->last_shown = shown;
    if (shown) run_print_message(s, m);
}

static void take_refused_call(void *self, str cluster) { run_clusters_refused(self, cluster); }

/* --- what Envoy gets
 * ------------------------------------------------------------------------------------------------------------- */

static bool read_module(run_session *s, str path, wasm_rewritten *rewritten)
{
    str bytes;
    wasm_module m;
    file_status status = file_read(&s->round, path, &bytes);
    if (status != FILE_OK) {
        tell("'%.*s': %s", STR_ARG(path), words(file_status_text(status)));
        return false;
    }
    if (!wasm_read(&s->round, bytes, &m)) {
        tell("'%.*s' is no WebAssembly module: %.*s (byte %zu)", STR_ARG(path), STR_ARG(m.problem), m.problem_at);
        return false;
    }
    *rewritten = wasm_for_stock_envoy(&s->round, &m, &(wasm_rewrite_options){.report_unknown_clusters = true});
    if (rewritten->problem.n)
        tell("'%.*s' can't be made to load in stock Envoy: %.*s", STR_ARG(path), STR_ARG(rewritten->problem));
    for (size_t i = 0; i < rewritten->unimplemented.n; i++)
        tell("%.*s is answered 'unimplemented': only Higress has it", STR_ARG(rewritten->unimplemented.at[i]));
    return !rewritten->problem.n;
}

/* Builds the plugin if no module was given; the module's path, empty when there is none. */
static str build_module(run_session *s)
{
    const run_options *o = s->options;
    if (!s->made.n) return o->module;
    build_request r = {
        .arena = &s->round, .folder = o->folder, .output = s->made, .toolchain = o->toolchain, .cancel = s->cancel};
    settings_view view = workspace_settings(s->workspace, o->folder);
    build_request_settings(&r, &view);
    build_result result;
    bool done = toolchain_build(&r, &result);
    run_print_findings(s, &result.findings);
    if (!atomic_load(s->cancel)) tell("%.*s", STR_ARG(result.message));
    return done ? s->made : STR("");
}

/* The document of the file that is this plugin's: the first that is a configuration. */
static const config_document *document_of(const document_facts *facts)
{
    for (size_t i = 0; i < facts->documents.n; i++)
        if (facts->documents.at[i].kind != DOCUMENT_OTHER) return &facts->documents.at[i];
    return facts->documents.n ? &facts->documents.at[0] : NULL;
}

static bool read_configuration(run_session *s)
{
    str path = s->options->configuration, problem, text;
    s->configuration = STR("");
    if (!path.n) return true;
    file_status status = workspace_text(s->workspace, path, &text);
    if (status != FILE_OK) {
        tell("'%.*s': %s", STR_ARG(path), words(file_status_text(status)));
        return false;
    }
    if (run_print_broken_configuration(s)) return false;
    project *p = s->options->folder.n ? workspace_project_of(s->workspace, s->options->folder) : NULL;
    const document_facts *facts = workspace_document(s->workspace, path, p);
    const config_document *document = facts ? document_of(facts) : NULL;
    if (document && !plugin_config_json(&s->round, document->root, &s->configuration, &problem)) {
        tell("'%.*s': %.*s", STR_ARG(path), STR_ARG(problem));
        return false;
    }
    if (document) run_clusters_of(s, document);
    return true;
}

static void read_places(run_session *s)
{
    s->places = (log_place_list){0};
    if (!s->options->folder.n) return;
    source_paths files = source_files(&s->round, s->options->folder);
    for (size_t i = 0; i < files.n; i++) {
        str text, extension = path_extension(files.at[i]);
        const language_row *l = language_of(files.at[i]);
        bool code =
            l ? !(l->file(files.at[i]) & LANGUAGE_TEST) : str_starts(extension, STR(".c")) || str_starts(extension, STR(".h"));
        if (code && file_read(&s->round, files.at[i], &text) == FILE_OK) log_places_add(&s->round, &s->places, files.at[i], text);
    }
}

static bool stops_iteration(const run_options *o, const wasm_rewritten *module)
{
    return o->stop == STOP_AS_HIGRESS || (o->stop == STOP_AS_BUILT && module->higress_abi);
}

/* --- one start of Envoy
 * ---------------------------------------------------------------------------------------------------------- */

static void end_round(run_session *s)
{
    s->stopping = true;
    if (s->gateway_up) gateway_stop(&s->gateway);
    s->gateway_up = s->stopping = false;
    s->said = (map){0};
    if (s->workspace) workspace_free(s->workspace);
    s->workspace = NULL;
    s->problems.n = s->problems.cap = 0;
    s->problems.at = NULL;
    arena_reset(&s->round);
}

/* As the plugin calls itself, if its code tells; else by its folder or file. */
static str name_of(const run_session *s)
{
    project *p = s->options->folder.n ? workspace_project_of(s->workspace, s->options->folder) : NULL;
    const registration *r = p ? project_load(p)->registration : NULL;
    return r && r->name.n ? r->name : s->options->name;
}

/* Whether no handler of the code is one for streams, and no SDK has them for it: it starts, ticks and takes from queues. */
static bool makes_no_context(const registration *r)
{
    bool all = r && r->handlers.n && !r->sdk->options && !r->sdk->inside && !r->dead.n;
    for (size_t i = 0; r && i < r->handlers.n; i++) {
        phase p = r->handlers.at[i].phase;
        all = all && (p == PHASE_VM_START || p == PHASE_PLUGIN_START || p == PHASE_TICK || p == PHASE_QUEUE_READY);
    }
    return all;
}

static bool is_service(const run_session *s)
{
    const run_options *o = s->options;
    project *p = o->folder.n ? workspace_project_of(s->workspace, o->folder) : NULL;
    if (o->load != LOAD_AS_WRITTEN || !p) return o->load == LOAD_AS_SERVICE;
    return !project_load(p)->registrations->refused && makes_no_context(project_load(p)->registration);
}

static gateway_state start_once(run_session *s, const wasm_rewritten *module)
{
    const run_options *o = s->options;
    gateway_options g = {.envoy = o->envoy, .plugin = name_of(s), .module = module->bytes, .configuration = s->configuration,
                         .stop_iteration = stops_iteration(o, module), .service = is_service(s), .port = s->port,
                         .level = o->level < LOG_INFO ? o->level : LOG_INFO, .cancel = s->cancel, .message = take_message,
                         .call_refused = take_refused_call, .self = s};
    for (size_t i = 0; i < s->clusters.n; i++) array_push(&s->round, &g.clusters, s->clusters.at[i]);
    s->starting = true;
    s->settled = false;
    gateway_state state = gateway_start(&s->gateway, &g);
    s->gateway_up = true;
    s->starting = false;
    return state;
}

/* A port that is free now, unless one was named. */
static bool choose_port(run_session *s)
{
    s->port = s->options->port;
    if (!s->port) socket_close(socket_listen(&s->port));
    return s->port != 0;
}

/* Somebody else took the port that was free a moment ago. */
static bool port_was_taken(run_session *s, gateway_state state)
{
    if (state != GATEWAY_ENDED || s->options->port || !run_envoy_says(s, "Address already in use") || !choose_port(s))
        return false;
    tell("tries port %u", s->port);
    return true;
}

/* Starts with what is on the disk now. A plugin that calls unknown clusters while it starts is started again with them. */
static gateway_state start(run_session *s)
{
    wasm_rewritten module;
    s->workspace = workspace_new();
    workspace_open_border(s->workspace); /* what is built and run here is trusted */
    if (!read_configuration(s)) return GATEWAY_NOT_STARTED;
    str path = build_module(s);
    if (!path.n || !read_module(s, path, &module)) return GATEWAY_NOT_STARTED;
    read_places(s);
    gateway_state state = GATEWAY_NOT_STARTED;
    for (int i = 0; i < STARTS_MOST; i++) {
        state = start_once(s, &module);
        if (!port_was_taken(s, state) && (!s->refused.n || !run_clusters_add_refused(s))) break;
        gateway_stop(&s->gateway);
        s->gateway_up = false;
        s->problems.n = 0;
    }
    if (s->gateway_up && s->gateway.problem.n) tell("%.*s", STR_ARG(s->gateway.problem));
    return state;
}

static void say_ready(const run_session *s)
{
    const run_options *o = s->options;
    fprintf(stderr, words("wpls: '%.*s' runs in Envoy %.*s on http://127.0.0.1:%u, upstream is "), STR_ARG(name_of(s)),
            STR_ARG(o->envoy_version), s->port);
    const envoy_cluster *upstream = &s->clusters.at[0];
    if (o->own_upstream) fputs(words("the echo of wpls\n"), stderr);
    else fprintf(stderr, "%.*s:%u\n", STR_ARG(upstream->host), upstream->port);
    if (is_service(s)) tell("it is a bootstrap extension: no request comes through it");
}

/* --- requests
 * -------------------------------------------------------------------------------------------------------------------- */

typedef struct exchange {
    arena *arena;
    const http_message *request;
    uint16_t port;
    http_message response;
    http_outcome outcome;
    atomic_bool done;
} exchange;

static void exchange_thread(void *self)
{
    exchange *e = self;
    e->outcome = http_exchange(e->arena, e->request, e->port, ANSWER_MS, &e->response);
    atomic_store(&e->done, true);
}

/* Sends it while messages are taken; what the plugin says at the stream's end comes a moment later. */
static bool send_once(run_session *s, exchange *e)
{
    bool alive = true;
    atomic_store(&e->done, false);
    thread *t = thread_start(exchange_thread, e);
    if (!t) {
        e->outcome = HTTP_REFUSED;
        return true;
    }
    while (alive && !atomic_load(&e->done)) alive = gateway_pump(&s->gateway, 10);
    thread_join(t);
    alive = alive && gateway_pump(&s->gateway, SETTLE_MS);
    if (e->outcome == HTTP_ANSWERED) s->settled = true; /* by the worker, whose start was over before */
    return alive;
}

/* False when Envoy is gone. */
static bool send_request(run_session *s, const http_message *given)
{
    arena a = ARENA_INIT;
    http_message request = *given;
    http_complete_request(&a, &request, s->port);
    exchange e = {.arena = &a, .request = &request, .port = s->port};
    echo_exchanges seen;
    bool alive = true;
    for (int i = 0; alive && i < RETRIES_MOST; i++) {
        echo_take(s->echo, &a);
        alive = send_once(s, &e);
        seen = echo_take(s->echo, &a);
        if (!alive || !run_clusters_add_refused(s)) break;
        alive = gateway_pump(&s->gateway, SETTLE_MS);
        tell("sends the request again");
    }
    run_print_exchange(s, &request, e.outcome, &e.response, &seen);
    arena_free(&a);
    return alive;
}

static bool send_requests(run_session *s)
{
    for (size_t i = 0; i < s->options->requests.n && !atomic_load(s->cancel); i++)
        if (!send_request(s, &s->options->requests.at[i])) return false;
    return true;
}

/* --- the life of a session
 * -------------------------------------------------------------------------------------------------------- */

static void say_end(run_session *s)
{
    if (!atomic_load(s->cancel)) tell("Envoy ended: %.*s", STR_ARG(gateway_end_text(&s->round, &s->gateway)));
}

static uint64_t state_of(const run_session *s)
{
    uint64_t module = s->options->folder.n ? 0 : source_state(STR(""), s->options->module);
    return source_state(s->options->folder, s->options->configuration) ^ module;
}

/* Takes messages until a file changes and stays as it is for a moment. False when the session ends. */
static bool wait_for_change(run_session *s, uint64_t before)
{
    uint64_t last = before;
    while (!atomic_load(s->cancel)) {
        bool up = s->gateway_up && s->gateway.running;
        if (up && !gateway_pump(&s->gateway, WATCH_MS)) say_end(s);
        else if (!up) thread_pause(WATCH_MS);
        run_clusters_add_refused(s);
        uint64_t now = state_of(s);
        if (now != before && now == last) return true;
        last = now;
    }
    return false;
}

/* Until Envoy ends or somebody ends it. */
static bool serve(run_session *s)
{
    while (gateway_pump(&s->gateway, WATCH_MS)) run_clusters_add_refused(s);
    say_end(s);
    return atomic_load(s->cancel);
}

/* One start and what comes of it; the exit status if the session ended now. */
static int play(run_session *s)
{
    gateway_state state = start(s);
    if (state == GATEWAY_STOPPED || atomic_load(s->cancel)) return EXIT_CLEAN;
    if (state == GATEWAY_ENDED) run_print_refusal(s);
    if (s->options->check && state == GATEWAY_READY) run_print_accepted(s);
    if (state != GATEWAY_READY) return EXIT_FINDINGS;
    if (s->options->check) return EXIT_CLEAN;
    say_ready(s);
    if (!send_requests(s)) {
        say_end(s);
        return EXIT_FINDINGS;
    }
    return EXIT_CLEAN;
}

static int run_rounds(run_session *s)
{
    const run_options *o = s->options;
    int status;
    for (;;) {
        uint64_t before = state_of(s);
        status = play(s);
        if (o->check || atomic_load(s->cancel)) return status;
        if (o->once) return status == EXIT_CLEAN && !o->requests.n && !serve(s) ? EXIT_FINDINGS : status;
        if (!s->gateway_up || !s->gateway.running) tell("waits for a change; Ctrl-C ends");
        if (!wait_for_change(s, before)) return EXIT_CLEAN;
        tell("starts again: something changed");
        end_round(s);
    }
}

/* A folder for the module that is built: nothing is written beside the sources. */
static bool make_folder(run_session *s)
{
    if (s->options->module.n) return true;
    if (!scratch_open(&s->memory, &s->scratch, scratch_temporary())) {
        tell("no folder can be made in '%.*s': %s", STR_ARG(scratch_temporary()), strerror(errno));
        return false;
    }
    s->made = path_join(&s->memory, s->scratch.path, STR("main.wasm"));
    return true;
}

int run_session_run(const run_options *o, atomic_bool *cancel)
{
    run_session s = {.options = o, .cancel = cancel, .scratch = {.lock = -1}};
    int status = EXIT_INTERNAL;
    s.echo = echo_start();
    if (!s.echo || !choose_port(&s)) tell("no port can be listened on: %s", strerror(errno));
    else if (make_folder(&s)) {
        if (o->own_upstream)
            array_push(&s.memory, &s.clusters, (envoy_cluster){STR("upstream"), STR("127.0.0.1"), echo_port(s.echo)});
        for (size_t i = 0; i < o->clusters.n; i++) array_push(&s.memory, &s.clusters, o->clusters.at[i]);
        status = run_rounds(&s);
    }
    end_round(&s);
    echo_stop(s.echo);
    scratch_close(&s.scratch);
    arena_free(&s.round);
    arena_free(&s.memory);
    return status;
}
