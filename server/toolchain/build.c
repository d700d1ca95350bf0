#include "toolchain/build.h"

#include "base/clock.h"
#include "base/die_with_parent.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/path.h"
#include "base/words.h"
#include "plugin/project.h"
#include "rules/check.h"
#include "toolchain/compiler_output.h"
#include "toolchain/project.h"
#include "toolchain/target.h"

#include <errno.h>

const char *build_status_name(build_status s)
{
    static const char *const names[] = {"ok",        "errors", "no-project", "no-toolchain",
                                        "no-output", "busy",   "deadline",   "cancelled"};
    return names[s];
}

int64_t build_deadline_of(double seconds)
{
    if (!(seconds > 0 && seconds <= (double)LIMIT_BUILD_SECONDS)) return 0; /* nor is it a number */
    return seconds < 1e-3 ? 1 : (int64_t)(seconds * 1000);
}

void build_request_settings(build_request *r, const settings_view *v)
{
    settings_build b = settings_build_of(v);
    const toolchain *t = b.toolchain.n ? toolchain_find(b.toolchain) : NULL;
    if (!r->toolchain && t) r->toolchain = t->kind;
    if (!r->output.n && b.output.n) {
        r->output = path_clean(r->arena, path_join(r->arena, r->folder, b.output));
        if (!r->inside.n) r->inside = arena_str(r->arena, b.output_inside);
    }
    if (!r->tags.n) r->tags = arena_str(r->arena, b.tags);
    if (!r->deadline_ms) r->deadline_ms = build_deadline_of(b.deadline);
    for (size_t i = 0; i < b.include_paths.n; i++)
        array_push(r->arena, &r->include_paths, arena_str(r->arena, b.include_paths.at[i]));
}

/* A build under way. */
typedef struct build {
    const build_request *request;
    build_result *result;
    build_context context;
    build_project project;
    build_target target;
    tool tool;
    build_plan plan;
    int64_t started, deadline;
    size_t step; /* being run */
    strbuf printed;
} build;

static bool stop(build *b, build_status status, str message)
{
    b->result->status = status;
    b->result->message = message;
    return false;
}

static bool is_cancelled(const build *b) { return b->request->cancel && atomic_load(b->request->cancel); }

static bool stop_cancelled(build *b) { return stop(b, BUILD_CANCELLED, words_str("cancelled; the module is as it was")); }

static void tell(const build *b, build_phase at, str what, int percent)
{
    if (b->request->progress) b->request->progress(b->request->self, at, what, percent);
}

/* --- before anything runs ------------------------------------------------------------------------------------------------- */

static bool choose(build *b)
{
    const build_request *r = b->request;
    arena *a = r->arena;
    if (!file_is_folder(r->folder))
        return stop(b, BUILD_NO_PROJECT, arena_printf(a, words("'%.*s': no such folder"), STR_ARG(r->folder)));
    if (!build_project_read(a, r->folder, &b->project))
        return stop(b, BUILD_NO_PROJECT,
                    arena_printf(a, words("nothing to build in '%.*s': no Go, C or C++ sources"), STR_ARG(r->folder)));
    toolchain_kind fits = build_project_choose(a, &b->project, &b->result->reason);
    toolchain_kind kind = r->toolchain ? r->toolchain : fits;
    if (r->toolchain && r->toolchain != fits)
        b->result->reason = arena_printf(a, words("asked for; by itself it would be %s: %.*s"), toolchain_of(fits)->name,
                                         STR_ARG(b->result->reason));
    const toolchain *t = b->result->toolchain = toolchain_of(kind);
    if ((kind == TOOLCHAIN_WASI) != !b->project.go)
        return stop(b, BUILD_NO_TOOLCHAIN,
                    arena_printf(a, words("%s builds %s; these sources are %s"), words(t->title), words(t->offers),
                                 b->project.go    ? "Go"
                                 : b->project.cpp ? "C++"
                                                  : "C"));
    tell(b, BUILD_LOOKING, arena_printf(a, words("looking for %s"), words(t->title)), -1);
    toolchain_environment(&b->context);
    if (!t->find(&b->context, &b->tool))
        return is_cancelled(b) ? stop_cancelled(b) : stop(b, BUILD_NO_TOOLCHAIN, b->context.problem);
    b->result->version = b->tool.version;
    return true;
}

static bool open_target(build *b)
{
    str why;
    if (target_open(b->request->arena, &b->target, b->request->folder, b->result->output, b->request->inside, &why)) {
        b->context.scratch = b->target.scratch.path;
        b->context.module = b->target.fresh;
        return true;
    }
    return stop(b, b->target.busy ? BUILD_BUSY : BUILD_NO_OUTPUT, why);
}

/* --- running -------------------------------------------------------------------------------------------------------------- */

static void see_line(void *self, process_stream from, str line)
{
    build *b = self;
    (void)from;
    if (compiler_output_is_package(line)) {
        tell(b, BUILD_COMPILING, arena_printf(b->request->arena, words("compiling %.*s"), STR_ARG(line)), -1);
        return;
    }
    if (str_starts(line, STR("go: downloading "))) tell(b, BUILD_COMPILING, str_slice(line, 4, line.n), -1);
    if (b->printed.n > (4 << 20)) return; /* a compiler that floods has said enough */
    strbuf_add(&b->printed, line);
    strbuf_add_char(&b->printed, '\n');
}

static str anchor_of(const build *b)
{
    if (b->project.module.file.n) return b->project.module.file;
    return b->project.go ? b->project.go_source : b->project.sources.at[0].path; /* there is one: build_project_read says so */
}

static void parse_printed(build *b, bool failed)
{
    arena *a = b->request->arena;
    b->result->printed = arena_str(a, strbuf_str(&b->printed));
    /* The recipe of the Higress tree changes into the plugin's folder: paths start there, whoever compiles. */
    compiler_output o = {.text = b->result->printed,
                         .folder = b->project.folder,
                         .project = b->project.folder,
                         .anchor = anchor_of(b),
                         .scratch = b->target.scratch.path,
                         .failed = failed};
    compiler_output_parse(a, &o, &b->result->findings);
}

/* Empty when there is no error among them. */
static str count_text(arena *a, const diagnostic_list *findings)
{
    size_t errors = 0;
    const diagnostic *first = NULL;
    for (size_t i = 0; i < findings->n; i++)
        if (findings->at[i].level == SEVERITY_ERROR) {
            if (!errors++) first = &findings->at[i];
        }
    if (!errors) return (str){0};
    if (errors == 1) return arena_printf(a, "%.*s", STR_ARG(first->message));
    return arena_printf(a, words("%zu errors, the first: %.*s"), errors, STR_ARG(first->message));
}

static bool explain_end(build *b, const build_step *s, const process_result *r)
{
    arena *a = b->request->arena;
    int64_t limit = b->deadline;
    switch (r->end) {
    case PROCESS_CANCELLED: return stop_cancelled(b);
    case PROCESS_DEADLINE:
        return stop(
            b, BUILD_DEADLINE,
            arena_printf(a,
                         words("stopped after %g s, the time a build may take (setting build.deadline); the module is as it was"),
                         (double)limit / 1e3));
    case PROCESS_NOT_STARTED:
        return stop(b, BUILD_NO_TOOLCHAIN, arena_printf(a, "'%s' %.*s", s->argv.at[0], STR_ARG(process_end_text(a, r))));
    case PROCESS_SIGNALLED:
        parse_printed(b, true);
        return stop(b, BUILD_ERRORS,
                    arena_printf(a, words("%s: %.*s; memory may have run out"), s->argv.at[0], STR_ARG(process_end_text(a, r))));
    default: break;
    }
    if (r->code == DIE_WITH_PARENT_NOT_STARTED) {
        str said = str_trim(arena_str(a, strbuf_str(&b->printed)));
        return stop(b, BUILD_NO_TOOLCHAIN,
                    arena_printf(a, "'%s' %.*s", s->argv.at[0], STR_ARG(said.n ? said : words_str("can't be started"))));
    }
    parse_printed(b, true);
    const char *full = target_is_full(&b->target) ? words("; the disk it is written to is full") : "";
    return stop(b, BUILD_ERRORS,
                arena_printf(a, words("the build failed: %.*s%s"), STR_ARG(count_text(a, &b->result->findings)), full));
}

static bool run_step(build *b, const build_step *s)
{
    arena *a = b->request->arena;
    process_strings argv = {0};
    die_with_parent_begin(a, &argv);
    for (size_t i = 0; i < s->argv.n; i++) array_push(a, &argv, s->argv.at[i]);
    int64_t left = b->deadline - (now_ms() - b->started);
    process_request r = {.argv = process_list(a, &argv),
                         .environment = process_list(a, &b->context.environment),
                         .folder = arena_cstr(a, b->plan.folder),
                         .deadline_ms = left > 0 ? left : 1,
                         .merged = true,
                         .output_most = 1,
                         .cancel = b->request->cancel,
                         .line = see_line,
                         .self = b};
    int percent = b->plan.steps.n > 1 ? (int)(b->step * 100 / b->plan.steps.n) : -1;
    tell(b, BUILD_COMPILING, s->what, percent);
    process_result end;
    process_run(&r, &end);
    bool done = process_succeeded(&end) || explain_end(b, s, &end);
    process_result_free(&end);
    return done;
}

/* A recipe that writes the module where it likes: what was there is put back, unless that is the place it was asked for. */
static bool take_made(build *b, str saved)
{
    arena *a = b->request->arena;
    str made = b->plan.made, why = {0};
    bool done = target_save(a, &b->target, made, "made.wasm", &b->target.fresh);
    if (!done) why = arena_printf(a, words("can't take over '%.*s': %s"), STR_ARG(made), strerror(errno));
    if (saved.n && !str_eq(made, b->result->output)) target_restore(a, saved, made);
    return done || stop(b, BUILD_NO_OUTPUT, why);
}

static bool compile(build *b)
{
    arena *a = b->request->arena;
    if (!b->result->toolchain->plan(&b->context, &b->tool, &b->plan)) return stop(b, BUILD_NO_TOOLCHAIN, b->context.problem);
    str saved = {0};
    if (b->plan.made.n && file_exists(b->plan.made) && !target_save(a, &b->target, b->plan.made, "saved.wasm", &saved))
        return stop(b, BUILD_NO_OUTPUT,
                    arena_printf(a, words("can't save '%.*s' first: %s"), STR_ARG(b->plan.made), strerror(errno)));
    bool done = true;
    for (b->step = 0; done && b->step < b->plan.steps.n; b->step++) done = run_step(b, &b->plan.steps.at[b->step]);
    if (done && b->plan.made.n) done = take_made(b, saved);
    else if (saved.n) target_restore(a, saved, b->plan.made);
    if (!done) return false;
    parse_printed(b, false);
    return true;
}

/* What a gateway would say of the module, with names of the source. A workspace of our own: this may be any thread. */
static void check(build *b)
{
    workspace *w = workspace_new();
    workspace_open_border(w); /* compilers see everything, too */
    project *p = b->project.go ? workspace_project_at(w, b->project.folder) : NULL;
    if (words_used() == WORDS_CHINESE) workspace_prefer_chinese(w);
    check_module(w, b->result->output, p, b->request->arena, &b->result->findings);
    workspace_free(w);
}

static bool commit(build *b)
{
    arena *a = b->request->arena;
    str why;
    tell(b, BUILD_CHECKING, words_str("checking the module"), -1);
    if (is_cancelled(b)) return stop_cancelled(b);
    if (!target_commit(a, &b->target, &b->result->bytes, &why)) return stop(b, BUILD_NO_OUTPUT, why);
    b->result->status = BUILD_OK;
    check(b);
    return true;
}

static str size_text(arena *a, int64_t bytes)
{
    return bytes < 1000 * 1000 ? arena_printf(a, "%.1f kB", (double)bytes / 1e3)
                               : arena_printf(a, "%.2f MB", (double)bytes / 1e6);
}

bool toolchain_build(const build_request *r, build_result *result)
{
    arena *a = r->arena;
    *result = (build_result){.output = r->output.n ? r->output : path_join(a, r->folder, STR("main.wasm"))};
    build b = {.request = r,
               .result = result,
               .started = now_ms(),
               .deadline = r->deadline_ms > 0 ? r->deadline_ms : BUILD_DEADLINE_MS,
               .target = {.lock = -1, .scratch = {.lock = -1}}};
    b.context = (build_context){.a = a, .project = &b.project, .request = r, .findings = &result->findings};
    bool done = choose(&b) && open_target(&b) && compile(&b) && commit(&b);
    target_close(&b.target);
    strbuf_free(&b.printed);
    diagnostic_list_sort(&result->findings);
    result->milliseconds = now_ms() - b.started;
    str refused = done ? count_text(a, &result->findings) : (str){0};
    if (done)
        result->message = arena_printf(a, words("built %.*s with %s %.*s: %.*s in %.1f s%s%.*s"),
                                       STR_ARG(path_base(result->output)), words(result->toolchain->title),
                                       STR_ARG(result->version), STR_ARG(size_text(a, result->bytes)),
                                       (double)result->milliseconds / 1e3,
                                       refused.n ? words("; a gateway refuses it: ") : "", STR_ARG(refused));
    tell(&b, BUILD_DONE, result->message, 100);
    return done;
}
