/* `wpls run`: the plugin in a real Envoy. */
#include "base/interrupt.h"
#include "base/path.h"
#include "base/socket.h"
#include "cli/command.h"
#include "cli/run_session.h"
#include "gateway/envoy_find.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

static const char help[] =
    "usage: wpls run [OPTION]... [DIR]\n\n"
    "Runs the plugin in DIR (default: the current folder) in an Envoy on loopback, shows what it logs, and starts it again when a source\n"
    "or its configuration is saved. Ctrl-C ends it. A module built for Higress is adapted to stock Envoy: calls that only Higress has\n"
    "answer 'unimplemented'.\n\n"
    "  --config FILE      the plugin's configuration: YAML or JSON, or a WasmPlugin; default: none\n"
    "  --toolchain NAME   build with go, tinygo, wasi or make; default: what fits\n"
    "  --module FILE      run this wasm file instead of building the plugin\n"
    "  --request REQUEST  send it, print both sides and end: 'POST /path -H name:value -d body' (or -d @FILE, as curl has it); several are sent in order\n"
    "  --watch            stay after the requests, and send them again after each change\n"
    "  --once             don't watch: end when Envoy does\n"
    "  --check            only ask for the plugin's verdict on the configuration; exit status 1 when it refuses\n"
    "  --listen PORT      where Envoy listens; default: a free port\n"
    "  --upstream HOST:PORT  where requests go; default: an echo that answers what it saw, as JSON\n"
    "  --cluster NAME=HOST:PORT  where the plugin's own calls to a cluster go, NAME whole or its service: token.dns; default: the echo\n"
    "  --stop-iteration WHOSE  what HeaderStopIteration means: higress (body handlers run) or envoy; default: as the module was built\n"
    "  --as WHAT          load it as a filter, which requests come through, or as a service (a bootstrap extension); default: filter,\n"
    "                     or service where the code makes no context for requests\n"
    "  --envoy PATH       the Envoy to use; default: in PATH, $VIRTUAL_ENV or Python's user folder\n"
    "  --log-level LEVEL  of the plugin's messages: trace, debug, info (default), warning, error or critical\n"
    "  --color WHEN       auto (default), always or never\n"
    "  -h, --help         this text\n"
    "  -V, --version      the version\n";

typedef struct command_line {
    arena memory;
    run_options options;
    str envoy;
    bool watch;
} command_line;

/* --- options ---------------------------------------------------------------------------------------------------------------- */

static int take_cluster(command_line *l, str given)
{
    ptrdiff_t equals = str_rfind_char(given, '=');
    envoy_cluster c = {0};
    if (equals <= 0 || !envoy_parse_address(&l->memory, str_slice(given, (size_t)equals + 1, given.n), &c.host, &c.port))
        return usage_error(&command_run, "'%s' is not NAME=HOST:PORT", given.p);
    c.name = str_slice(given, 0, (size_t)equals);
    if (str_is(c.name, "upstream")) return usage_error(&command_run, "the cluster 'upstream' is named by --upstream");
    array_push(&l->memory, &l->options.clusters, c);
    return -1;
}

static int take_upstream(command_line *l, str given)
{
    envoy_cluster c = {.name = STR("upstream")};
    if (!envoy_parse_address(&l->memory, given, &c.host, &c.port))
        return usage_error(&command_run, "'%s' is not HOST:PORT", given.p);
    l->options.own_upstream = false;
    envoy_clusters all = {0}; /* it comes first */
    array_push(&l->memory, &all, c);
    for (size_t i = 0; i < l->options.clusters.n; i++) array_push(&l->memory, &all, l->options.clusters.at[i]);
    l->options.clusters = all;
    return -1;
}

static int take_port(command_line *l, const char *given)
{
    char *end;
    unsigned long port = strtoul(given, &end, 10);
    if (*end || !*given || port < 1 || port > 65535) return usage_error(&command_run, "'%s' is no port", given);
    l->options.port = (uint16_t)port;
    return -1;
}

static int take_request(command_line *l, str given)
{
    http_message m;
    str problem;
    if (!http_parse_request(&l->memory, given, &m, &problem))
        return usage_error(&command_run, "request '%s': %.*s", given.p, STR_ARG(problem));
    if (m.body_file.n) {
        str text;
        file_status status = file_read(&l->memory, file_absolute(&l->memory, m.body_file), &text);
        if (status != FILE_OK)
            return usage_error(&command_run, "'%.*s': %s", STR_ARG(m.body_file), words(file_status_text(status)));
        m.body = http_body_of_file(&l->memory, text, m.body_binary);
    }
    array_push(&l->memory, &l->options.requests, m);
    return -1;
}

static int take_file(command_line *l, const char *given, str *path)
{
    *path = file_absolute(&l->memory, str_of(given));
    if (file_is_folder(*path)) return usage_error(&command_run, "'%s' is a folder", given);
    return file_exists(*path) ? -1 : usage_error(&command_run, "'%s': no such file", given);
}

static int take_toolchain(command_line *l, const char *given)
{
    const toolchain *t = toolchain_find(str_of(given));
    if (!t) return usage_error(&command_run, "unknown toolchain '%s': there are go, tinygo, wasi and make", given);
    l->options.toolchain = t->kind;
    return -1;
}

static int take_stop(command_line *l, const char *given)
{
    bool higress = strcmp(given, "higress") == 0;
    l->options.stop = higress ? STOP_AS_HIGRESS : STOP_AS_ENVOY;
    return higress || strcmp(given, "envoy") == 0 ? -1 : usage_error(&command_run, "'%s' is neither higress nor envoy", given);
}

static int take_place(command_line *l, const char *given)
{
    bool filter = strcmp(given, "filter") == 0;
    l->options.load = filter ? LOAD_AS_FILTER : LOAD_AS_SERVICE;
    return filter || strcmp(given, "service") == 0 ? -1
                                                   : usage_error(&command_run, "'%s' is neither filter nor service", given);
}

/* -1: go on; else the exit status. */
static int take_option(command_line *l, int option, const char *given)
{
    if (common_option(&command_run, option)) return EXIT_CLEAN;
    switch (option) {
    case 'c': return take_file(l, given, &l->options.configuration);
    case 't': return take_toolchain(l, given);
    case 'm': return take_file(l, given, &l->options.module);
    case 'r': return take_request(l, str_of(given));
    case 'w': l->watch = true; return -1;
    case 'o': l->options.once = true; return -1;
    case 'k': l->options.check = true; return -1;
    case 'l': return take_port(l, given);
    case 'u': return take_upstream(l, str_of(given));
    case 'n': return take_cluster(l, str_of(given));
    case 's': return take_stop(l, given);
    case 'a': return take_place(l, given);
    case 'e': l->envoy = str_of(given); return -1;
    case 'v':
        return log_level_parse(str_of(given), &l->options.level) ? -1 : usage_error(&command_run, "unknown level '%s'", given);
    case 'C': l->options.color = color_wanted(given); return -1;
    default: return EXIT_USAGE;
    }
}

/* --- preparing -------------------------------------------------------------------------------------------------------------- */

static int take_folder(command_line *l, const char *given)
{
    run_options *o = &l->options;
    if (given || !o->module.n) {
        o->folder = file_absolute(&l->memory, str_of(given ? given : "."));
        if (!file_is_folder(o->folder)) return usage_error(&command_run, "'%s': no such folder", given ? given : ".");
    }
    str base = path_base(o->folder.n ? o->folder : o->module);
    o->name = o->folder.n ? base : str_slice(base, 0, base.n - path_extension(base).n);
    return -1;
}

static int check_port(const run_options *o)
{
    uint16_t port = o->port;
    socket_id s = socket_listen(&port);
    if (s == SOCKET_NONE) tell("port %u can't be listened on: %s; name another with --listen", port, strerror(errno));
    socket_close(s);
    return s == SOCKET_NONE ? EXIT_USAGE : -1;
}

static int find_envoy(command_line *l)
{
    run_options *o = &l->options;
    envoy_program e = envoy_find(&l->memory, l->envoy);
    if (!e.path) tell("%.*s", STR_ARG(e.problem));
    o->envoy = e.path;
    o->envoy_version = e.version;
    return e.path ? -1 : EXIT_USAGE;
}

static int prepare(command_line *l, int argc, char **argv)
{
    run_options *o = &l->options;
    if (argc > 1) return usage_error(&command_run, "'%s': one plugin at a time", argv[1]);
    int status = take_folder(l, argc ? argv[0] : NULL);
    if (status < 0 && l->watch && o->once) status = usage_error(&command_run, "--watch and --once exclude each other");
    o->once = o->once || (o->requests.n && !l->watch);
    if (status < 0) status = find_envoy(l);
    if (status < 0 && o->port) status = check_port(o);
    return status;
}

static int run(int argc, char **argv)
{
    static const option_row options[] = {
        {"config", true, 'c'},   {"module", true, 'm'},
        {"toolchain", true, 't'},
        {"request", true, 'r'},
        {"watch", false, 'w'},          {"once", false, 'o'},          {"check", false, 'k'},
        {"listen", true, 'l'},   {"upstream", true, 'u'},
        {"cluster", true, 'n'},
        {"stop-iteration", true, 's'}, {"as", true, 'a'}, {"envoy", true, 'e'},
        {"log-level", true, 'v'}, {"color", true, 'C'},
        {"help", false, OPTION_HELP},   {"version", false, OPTION_VERSION}, {0},
    };
    command_line l = {.options = {.own_upstream = true, .level = LOG_INFO, .color = color_wanted("auto")}};
    arguments given = {.count = argc, .all = argv};
    int status = -1, option;
    while (status < 0 && (option = option_next(&command_run, &given, "hV", options)) >= 0)
        status = take_option(&l, option, given.value);
    if (status < 0) status = prepare(&l, operand_count(&given), operands_of(&given));
    if (status < 0) status = run_session_run(&l.options, interrupt_catch(true));
    arena_free(&l.memory);
    return status;
}

const command command_run = {"run", WORDS("run a plugin in a real Envoy"), help, run};
