/* `wpls build`: a checked module from a plugin's sources, by the toolchain that fits. */
#include "toolchain/build.h"

#include "base/file.h"
#include "base/interrupt.h"
#include "base/json_write.h"
#include "base/limits.h"
#include "base/path.h"
#include "base/terminal.h"
#include "base/utf8.h"
#include "base/visible.h"
#include "cli/command.h"
#include "cli/report.h"
#include "plugin/project.h"
#include "rules/check.h"
#include "toolchain/image.h"

#include <stdio.h>
#include <stdlib.h>

static const char help[] =
    "usage: wpls build [OPTION]... [DIR]\n\n"
    "Builds the plugin in DIR (default: the current folder) and writes the module to DIR/main.wasm. The toolchain is the one "
    "that\n"
    "fits the sources, and is named. A build that fails leaves the old module as it was.\n\n"
    "  --toolchain NAME   go, tinygo, wasi or make, whatever fits by itself\n"
    "  -o, --output FILE  write the module to FILE\n"
    "  -I, --include DIR  a further folder of headers for C and C++, or that of the C++ SDK; may be repeated\n"
    "  --tags TAGS        build tags for Go, separated by commas\n"
    "  --deadline TIME    seconds that the build may take, at most 86400, default 600\n"
    "  --image DIR        also write an image into DIR, an OCI layout that skopeo or oras push\n"
    "  --json             print one JSON object instead of text\n"
    "  --doctor           build nothing: print what is installed, what fits the plugin, and what to do otherwise\n"
    "  -q, --quiet        print nothing but errors\n"
    "  -h, --help         this text\n"
    "  -V, --version      the version\n\n"
    "Exit status: 0 built, 1 errors of the compiler or a module that no gateway takes, 2 wrong use, no toolchain or an output "
    "that can't be written, 3 wpls itself failed\n";

typedef struct build_options {
    build_request request;
    str shown; /* DIR as it was given */
    str image; /* folder of the layout; empty: none */
    bool json, doctor, quiet;
    bool terminal; /* standard error is one: progress stands on one line */
} build_options;

static void show_progress(void *self, build_phase at, str what, int percent)
{
    const build_options *o = self;
    if (!o->terminal || o->quiet || o->json) return;
    arena a = ARENA_INIT;
    str shown = str_visible(&a, what);
    if (at == BUILD_DONE) fputs("\r\033[K", stderr);
    else if (percent >= 0) fprintf(stderr, "\r\033[K%3d%% %.*s", percent, STR_ARG(utf8_head(shown, 70)));
    else fprintf(stderr, "\r\033[K%.*s", STR_ARG(utf8_head(shown, 76)));
    arena_free(&a);
}

/* --- the report ----------------------------------------------------------------------------------------------------------- */

static void print_text(const build_options *o, const build_result *r, const image_result *image)
{
    strbuf out = STRBUF_INIT;
    workspace *w = workspace_new();
    workspace_open_border(w);
    report_options shown = {.base = file_absolute(o->request.arena, STR(".")),
                            .color = color_wanted("auto")};
    if (r->findings.n) report_text.findings(&out, w, &shown, &r->findings);
    workspace_free(w);
    fwrite(out.p ? out.p : "", 1, out.n, stdout);
    fflush(stdout);
    strbuf_free(&out);
    arena *a = o->request.arena;
    if (r->status != BUILD_OK) tell("%.*s", STR_ARG(r->message));
    else if (!o->quiet)
        fprintf(stderr, words("%.*s (%s: %.*s)\n"), STR_ARG(str_visible_lines(a, r->message)), r->toolchain->name,
                STR_ARG(str_visible(a, r->reason)));
    if (image->message.n && !image->digest[0]) tell("%.*s", STR_ARG(image->message));
    else if (image->message.n && !o->quiet) fprintf(stderr, "%.*s\n", STR_ARG(str_visible_lines(a, image->message)));
}

static void print_json(const build_options *o, const build_result *r, const image_result *image)
{
    arena *a = o->request.arena;
    strbuf out = STRBUF_INIT;
    json_writer w = JSON_WRITER(&out);
    json_object(&w);
    json_add_bool(&w, "ok", r->status == BUILD_OK);
    json_add_string(&w, "status", str_of(build_status_name(r->status)));
    json_add_visible(&w, "message", r->message);
    if (r->status == BUILD_OK) json_add_string(&w, "output", r->output);
    else json_add_null(&w, "output");
    json_add_int(&w, "bytes", r->bytes);
    json_add_int(&w, "milliseconds", r->milliseconds);
    if (r->toolchain) json_add_string(&w, "toolchain", str_of(r->toolchain->name));
    else json_add_null(&w, "toolchain");
    json_add_string(&w, "version", r->version);
    json_add_string(&w, "reason", r->reason);
    if (image->digest[0]) {
        json_add_object(&w, "image");
        json_add_string(&w, "layout", o->image);
        json_add_string(&w, "reference", image->version);
        json_add_string(&w, "digest", arena_printf(a, "sha256:%s", image->digest));
        json_object_end(&w);
    } else {
        json_add_null(&w, "image");
    }
    if (image->message.n && !image->digest[0]) json_add_visible(&w, "imageError", image->message);
    strbuf list = STRBUF_INIT;
    workspace *files = workspace_new();
    workspace_open_border(files);
    report_options shown = {.base = file_absolute(a, STR("."))};
    report_json.begin(&list, &shown);
    if (r->findings.n) report_json.findings(&list, files, &shown, &r->findings);
    report_json.end(&list, &shown, &(report_totals){0});
    json_add_raw(&w, "findings", str_trim(strbuf_str(&list)));
    strbuf_free(&list);
    workspace_free(files);
    json_object_end(&w);
    printf("%.*s\n", STR_ARG(strbuf_str(&out)));
    strbuf_free(&out);
}

static int status_of(build_status s) { return s == BUILD_OK ? EXIT_CLEAN : s == BUILD_ERRORS ? EXIT_FINDINGS : EXIT_USAGE; }

static int build_plugin(build_options *o)
{
    o->request.cancel = interrupt_catch(false); /* a terminal does not reach the children, who are a group of their own */
    workspace *w = workspace_new();
    workspace_open_border(w);
    workspace_add_settings_bound(w, file_absolute(o->request.arena, STR(".")));
    settings_view view = workspace_settings(w, o->request.folder);
    build_request_settings(&o->request, &view);
    workspace_free(w);
    /* What looks as if it were in the plugin's folder has to be there. */
    if (!o->request.inside.n && path_is_inside(o->request.output, o->request.folder)) o->request.inside = o->request.folder;
    build_result result;
    o->request.progress = show_progress;
    o->request.self = o;
    o->terminal = terminal_shows_errors();
    image_result image = {0};
    bool done = toolchain_build(&o->request, &result);
    image_request wanted = {.arena = o->request.arena, .folder = o->request.folder, .module = result.output, .layout = o->image};
    if (done && o->image.n) done = image_write(&wanted, &image);
    if (o->json) print_json(o, &result, &image);
    else print_text(o, &result, &image);
    if (result.status == BUILD_OK && !done) return EXIT_USAGE;
    for (size_t i = 0; result.status == BUILD_OK && i < result.findings.n; i++)
        if (result.findings.at[i].level == SEVERITY_ERROR) return EXIT_FINDINGS; /* a module, and no gateway takes it */
    return status_of(result.status);
}

/* --- options -------------------------------------------------------------------------------------------------------------- */

enum { OPTION_TOOLCHAIN = 256, OPTION_JSON, OPTION_DOCTOR, OPTION_TAGS, OPTION_DEADLINE, OPTION_IMAGE };

static const option_row options[] = {
    {"toolchain", true, OPTION_TOOLCHAIN},
        {"output", true, 'o'}, {"include", true, 'I'},
    {"tags", true, OPTION_TAGS}, {"deadline", true, OPTION_DEADLINE},
        {"image", true, OPTION_IMAGE}, {"json", false, OPTION_JSON},
    {"doctor", false, OPTION_DOCTOR}, {"quiet", false, 'q'}, {"help", false, OPTION_HELP},
    {"version", false, OPTION_VERSION}, {0}};

/* EXIT_CLEAN, or the exit status of wrong use. */
static int take_option(build_options *o, int option, const char *value)
{
    build_request *r = &o->request;
    char *end;
    switch (option) {
    case OPTION_TOOLCHAIN: {
        const toolchain *t = toolchain_find(str_of(value));
        if (!t) return usage_error(&command_build, "unknown toolchain '%s': there are go, tinygo, wasi and make", value);
        r->toolchain = t->kind;
        return EXIT_CLEAN;
    }
    case 'o': r->output = file_absolute(r->arena, str_of(value)); return EXIT_CLEAN;
    case 'I': array_push(r->arena, &r->include_paths, file_absolute(r->arena, str_of(value))); return EXIT_CLEAN;
    case OPTION_TAGS: r->tags = str_of(value); return EXIT_CLEAN;
    case OPTION_DEADLINE:
        r->deadline_ms = build_deadline_of(strtod(value, &end));
        if (*end || !r->deadline_ms)
            return usage_error(&command_build, "'%s' is no number of seconds up to %d", value, LIMIT_BUILD_SECONDS);
        return EXIT_CLEAN;
    case OPTION_IMAGE: o->image = file_absolute(r->arena, str_of(value)); return EXIT_CLEAN;
    case OPTION_JSON: o->json = true; return EXIT_CLEAN;
    case OPTION_DOCTOR: o->doctor = true; return EXIT_CLEAN;
    case 'q': o->quiet = true; return EXIT_CLEAN;
    default: return EXIT_USAGE;
    }
}

/* What stands in the plugin's own files against a build: SDKs that nothing here can build, and lines of Makefiles, scripts and CI
 * files. */
static void print_faults(arena *a, str folder)
{
    workspace *w = workspace_new();
    workspace_open_border(w);
    project *p = workspace_project_of(w, folder);
    diagnostic_list found = {0};
    size_t told = 0;
    if (p) check_sources(w, p, a, &found);
    for (size_t i = 0; i < found.n; i++) {
        const diagnostic *d = &found.at[i];
        if (!str_is(d->code, "project/build-line") && !str_is(d->code, "project/old-sdk")) continue;
        if (!told++) printf("\n## %s\n\n", words("What the plugin's files say"));
        const line_index *lines = workspace_lines(w, d->path);
        str path = path_relative(d->path, folder);
        printf("- `%.*s:%u`: %.*s (%.*s)\n", STR_ARG(path), (lines ? line_index_line(lines, d->at.start) : 0) + 1,
               STR_ARG(str_visible_lines(a, d->message)), STR_ARG(d->code));
    }
    workspace_free(w);
}

static int run(int argc, char **argv)
{
    arena a = ARENA_INIT;
    build_options o = {.request.arena = &a};
    arguments given = {.count = argc, .all = argv};
    int status = EXIT_CLEAN;
    for (int option; status == EXIT_CLEAN && (option = option_next(&command_build, &given, "o:I:qhV", options)) != -1;) {
        if (common_option(&command_build, option)) return EXIT_CLEAN;
        status = take_option(&o, option, given.value);
    }
    if (status == EXIT_CLEAN && operand_count(&given) > 1) status = usage_error(&command_build, "one plugin at a time");
    if (status == EXIT_CLEAN) {
        o.request.folder = file_absolute(&a, str_of(operand_count(&given) ? *operands_of(&given) : "."));
        if (!file_is_folder(o.request.folder)) {
            tell("'%s': no such folder", *operands_of(&given));
            status = EXIT_USAGE;
        } else if (o.doctor) {
            str text = toolchain_doctor(&a, o.request.folder);
            fwrite(text.p, 1, text.n, stdout);
            print_faults(&a, o.request.folder);
        } else {
            status = build_plugin(&o);
        }
    }
    arena_free(&a);
    return status;
}

const command command_build = {"build", WORDS("make a checked module of a plugin's sources"), help, run};
