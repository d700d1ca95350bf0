/* The commands wpls.build and wpls.doctor, and building on save. */
#include "base/bug.h"
#include "base/fault.h"
#include "base/file.h"
#include "base/path.h"
#include "base/thread.h"
#include "base/utf8.h"
#include "base/visible.h"
#include "base/words.h"
#include "lsp/builds.h"
#include "lsp/commands.h"
#include "lsp/encode.h"
#include "text/native.h"
#include "toolchain/build.h"
#include "toolchain/project.h"

#include <stdlib.h>

/* One build. Made and freed by the main thread; until it posts its end, the thread of the build reads `request`, fills `result`
 * and `text`, and has `memory` for itself. */
typedef struct build_job {
    struct build_job *next;
    arena memory;
    build_request request;
    build_result result;
    str text;        /* of the doctor */
    str unsaved;     /* sources that differ from the disk when it starts, for its message; mostly empty */
    words_language language; /* of who asked for it */
    bool doctor, saved; /* what it is; a build otherwise */
    bool again;      /* saved meanwhile: build once more */
    bool stopped;    /* cancelled by its progress: of the saves, those behind that count */
    atomic_bool cancel;
    strbuf id;       /* of the request to answer, as JSON text; empty: nobody asked */
    strbuf token;    /* of the progress, as JSON text; empty: none is shown */
    transport *wire;
    thread *thread;
} build_job;

/* What the thread of a build posts: something to show, or its end. The server frees those that it does not come to any more. */
typedef struct build_note {
    inbox_task task; /* first */
    build_job *job;
    int percent;
    char text[256];
} build_note;

/* --- $/progress (LSP 3.17) -------------------------------------------------------------------------------------------------- */

static void send_progress(server *s, const build_job *job, const char *kind, const char *title, str message, int percent)
{
    if (!job->token.n) return;
    strbuf params = STRBUF_INIT;
    json_writer w = JSON_WRITER(&params);
    json_object(&w);
    json_key(&w, "token");
    json_raw(&w, strbuf_str(&job->token));
    json_key(&w, "value");
    json_object(&w);
    json_key(&w, "kind");
    json_string(&w, str_of(kind));
    if (title) {
        json_key(&w, "title");
        json_visible(&w, str_of(title));
        json_key(&w, "cancellable");
        json_bool(&w, true);
    }
    if (message.n) {
        json_key(&w, "message");
        json_visible(&w, message);
    }
    if (percent >= 0) {
        json_key(&w, "percentage");
        json_int(&w, percent);
    }
    json_object_end(&w);
    json_object_end(&w);
    server_send(s, NULL, "$/progress", strbuf_str(&params));
    strbuf_free(&params);
}

/* The token that the client sent along, or one of ours. */
static void begin_progress(server *s, build_job *job, const cJSON *params)
{
    const cJSON *given = json_get(params, "workDoneToken");
    char *text = given ? cJSON_PrintUnformatted(given) : NULL;
    if (text && (cJSON_IsString(given) || cJSON_IsNumber(given))) {
        strbuf_add_cstr(&job->token, text);
    } else if (s->client.creates_progress) {
        strbuf_printf(&job->token, "\"wpls-build-%u\"", ++s->builds_started);
        str create = arena_printf(&s->scratch, "{\"token\":%.*s}", STR_ARG(strbuf_str(&job->token)));
        server_send(s, strbuf_str(&job->token).p, "window/workDoneProgress/create", create);
    }
    cJSON_free(text);
    str title = arena_printf(&s->scratch, job->doctor ? words("looking at toolchains") : words("building %.*s"),
                             STR_ARG(path_base(job->request.folder)));
    send_progress(s, job, "begin", title.p, (str){0}, -1);
}

static void post(build_job *job, void (*run)(server *, inbox_task *), str text, int percent)
{
    build_note *note = calloc(1, sizeof *note);
    if (!note) bug_out_of_memory();
    *note = (build_note){.task.run = run, .job = job, .percent = percent};
    text = utf8_head(text, sizeof note->text - 1);
    if (text.n) memcpy(note->text, text.p, text.n);
    transport_post(job->wire, &note->task);
}

static void show_note(server *s, inbox_task *task)
{
    build_note *note = (build_note *)task;
    for (build_job *job = s->builds; job; job = job->next)
        if (job == note->job) send_progress(s, job, "report", NULL, str_of(note->text), note->percent);
    free(note);
}

static void note_progress(void *self, build_phase at, str what, int percent)
{
    build_job *job = self;
    if (at != BUILD_DONE && job->token.n) post(job, show_note, what, percent);
}

/* --- the end of a build ----------------------------------------------------------------------------------------------------- */

static void write_result(server *s, const build_job *job, json_writer *w)
{
    const build_result *r = &job->result;
    json_object(w);
    json_key(w, "ok");
    json_bool(w, r->status == BUILD_OK);
    json_key(w, "output");
    if (r->status == BUILD_OK) json_string(w, encode_uri(s, r->output));
    else json_null(w);
    json_key(w, "bytes");
    json_int(w, r->bytes);
    json_key(w, "milliseconds");
    json_int(w, r->milliseconds);
    json_key(w, "toolchain");
    json_string(w, r->toolchain ? str_of(r->toolchain->name) : STR(""));
    json_key(w, "message");
    json_string(w, str_visible_lines(&s->scratch, r->message));
    json_object_end(w);
}

static void answer(server *s, const build_job *job)
{
    if (!job->id.n) return;
    if (atomic_load(&job->cancel)) {
        server_answer_error(s, strbuf_str(&job->id), RPC_CANCELLED, words_str("request cancelled"));
        return;
    }
    strbuf out = STRBUF_INIT;
    json_writer w = JSON_WRITER(&out);
    if (job->doctor) {
        json_object(&w);
        json_key(&w, "text");
        json_string(&w, job->text);
        json_object_end(&w);
    } else {
        write_result(s, job, &w);
    }
    server_answer(s, strbuf_str(&job->id), strbuf_str(&out));
    strbuf_free(&out);
}

/* A byte order mark is the file's encoding: most editors do not send it. */
static str without_mark(str text) { return str_starts(text, STR("\xEF\xBB\xBF")) ? str_slice(text, 3, text.n) : text; }

/* What an editor made of bytes in another encoding is not to be compared with them. */
static bool is_saved(str disk, str text)
{
    return utf8_invalid_at(disk) >= 0 || str_eq(without_mark(disk), without_mark(text));
}

/* Compilers read the disk: what an editor has not saved yet is not built, and who does not know that looks for errors in vain. */
static void note_unsaved(server *s, build_job *job)
{
    enum { NAMED_MOST = 3 };
    strbuf names = STRBUF_INIT;
    unsigned count = 0;
    for (size_t i = 0; i < s->docs.open.n; i++) {
        const document *d = s->docs.open.at[i];
        str path = strbuf_str(&d->path), disk;
        bool source = d->role == ROLE_SOURCE || d->role == ROLE_NATIVE;
        if (!source || !path_is_inside(path, job->request.folder) || file_read(&s->scratch, path, &disk) != FILE_OK) continue;
        if (is_saved(disk, strbuf_str(&d->text))) continue;
        if (count++ < NAMED_MOST) strbuf_printf(&names, "%s%.*s", count > 1 ? ", " : "", STR_ARG(path_base(path)));
    }
    if (count > NAMED_MOST) strbuf_printf(&names, words(" and %u more"), count - NAMED_MOST);
    if (count) job->unsaved = arena_printf(&job->memory, words("; not saved, so not built: %.*s"), STR_ARG(strbuf_str(&names)));
    strbuf_free(&names);
}

static void say_unsaved(build_job *job)
{
    build_result *r = &job->result;
    bool compiled = r->status == BUILD_OK || r->status == BUILD_ERRORS;
    if (job->unsaved.n && compiled)
        r->message = arena_printf(&job->memory, "%.*s%.*s", STR_ARG(r->message), STR_ARG(job->unsaved));
}

/* Nobody waits for the answer of a build on save: what has no place in a source is shown as a message. */
static void tell_saved(server *s, const build_job *job)
{
    const build_result *r = &job->result;
    bool quiet = r->status == BUILD_OK || r->findings.n || r->status == BUILD_CANCELLED;
    server_log(s, quiet ? LOG_INFO : LOG_ERROR, "%.*s: %.*s", STR_ARG(path_base(job->request.folder)), STR_ARG(r->message));
}

static void keep_last(server *s, const build_job *job)
{
    last_build *last = &s->last_build;
    strbuf_clear(&last->name);
    strbuf_add(&last->name, path_base(job->request.folder));
    last->ok = job->result.status == BUILD_OK;
    last->bytes = job->result.bytes;
    status_changed(s);
    strbuf kept = STRBUF_INIT;
    json_writer w = JSON_WRITER(&kept);
    json_object(&w);
    json_key(&w, "name");
    json_string(&w, strbuf_str(&last->name));
    json_key(&w, "ok");
    json_bool(&w, last->ok);
    json_key(&w, "bytes");
    json_int(&w, last->bytes);
    json_object_end(&w);
    server_keep(s, "lastBuild", strbuf_str(&kept));
    strbuf_free(&kept);
}

void builds_resume(server *s, const cJSON *kept)
{
    str name;
    if (!json_get_str(kept, "name", &name)) return;
    strbuf_clear(&s->last_build.name);
    strbuf_add(&s->last_build.name, name);
    s->last_build.ok = json_is_true(kept, "ok");
    json_get_int(kept, "bytes", &s->last_build.bytes);
}

static void free_job(build_job *job)
{
    strbuf_free(&job->id);
    strbuf_free(&job->token);
    arena_free(&job->memory);
    free(job);
}

static void take_out(server *s, build_job *job)
{
    for (build_job **at = &s->builds; *at; at = &(*at)->next)
        if (*at == job) {
            *at = job->next;
            return;
        }
}

static build_job *start_job(server *s, build_job *job, const cJSON *params);
static build_job *new_build(server *s, str folder);

static void end_job(server *s, inbox_task *task)
{
    build_job *job = ((build_note *)task)->job;
    free(task);
    thread_join(job->thread);
    take_out(s, job);
    say_unsaved(job);
    send_progress(s, job, "end", NULL, job->doctor ? (str){0} : job->result.message, -1);
    if (!job->doctor && job->result.status != BUILD_CANCELLED && job->result.status != BUILD_BUSY) {
        publish_build(s, job->request.folder, &job->result.findings);
        keep_last(s, job);
    }
    answer(s, job);
    if (job->saved) tell_saved(s, job);
    /* $/cancelRequest is seen before the messages in front of it: no save counts then. */
    if (job->again && (job->stopped || !atomic_load(&job->cancel))) {
        build_job *next = new_build(s, job->request.folder);
        next->saved = true;
        start_job(s, next, NULL);
    }
    free_job(job);
}

/* --- starting
 * ----------------------------------------------------------------------------------------------------------------- */

static void run_job(void *self)
{
    build_job *job = self;
    bug_trap trap = {0};
    words_use(job->language);
    fault_at("build", job->request.folder);
    if (setjmp(trap.at)) {
        job->result =
            (build_result){.status = BUILD_ERRORS,
                           .message = arena_printf(&job->memory, words("internal error: %s"), trap.message)};
    } else {
        bug_current_trap = &trap;
        if (job->doctor) job->text = toolchain_doctor(&job->memory, job->request.folder);
        else toolchain_build(&job->request, &job->result);
    }
    bug_current_trap = NULL;
    post(job, end_job, (str){0}, -1);
}

static str root_of(server *s, str folder)
{
    for (size_t i = 0; i < workspace_root_count(s->files); i++)
        if (path_is_inside(folder, workspace_root_at(s->files, i))) return workspace_root_at(s->files, i);
    return (str){0};
}

static bool is_native(server *s, str folder)
{
    build_project p;
    return build_project_read(&s->scratch, folder, &p) && !p.go;
}

/* The folder of the plugin that a file or folder belongs to. C and C++ come first, since a go.mod above them is that of a
 * repository with plugins of both kinds; and a Go project around the workspace is none of it. */
static str plugin_folder(server *s, str path)
{
    str folder = file_is_folder(path) ? path : path_dir(path), above = path_dir(folder), root = root_of(s, folder);
    if (str_is(path_base(folder), "src") && root.n && path_is_inside(above, root) && is_native(s, above)) return above;
    if (is_native(s, folder)) return folder;
    project *p = workspace_project_of(s->files, path);
    return p && (!root.n || path_is_inside(project_root(p), root)) ? project_root(p) : folder;
}

static build_job *new_build(server *s, str folder)
{
    build_job *job = calloc(1, sizeof *job);
    if (!job) bug_out_of_memory();
    build_request *r = &job->request;
    job->wire = s->wire;
    r->arena = &job->memory;
    r->folder = arena_str(&job->memory, folder);
    r->inside = arena_str(&job->memory, root_of(s, folder));
    r->cancel = &job->cancel;
    r->progress = note_progress;
    r->self = job;
    job->language = words_used();
    return job;
}

/* NULL when the system gives no thread; the job is gone then. */
static build_job *start_job(server *s, build_job *job, const cJSON *params)
{
    if (!job->doctor) {
        settings_view view = workspace_settings(s->files, job->request.folder);
        build_request_settings(&job->request, &view);
        note_unsaved(s, job);
    }
    begin_progress(s, job, params);
    job->next = s->builds;
    s->builds = job;
    job->thread = thread_start(run_job, job);
    if (job->thread) return job;
    take_out(s, job);
    send_progress(s, job, "end", NULL, (str){0}, -1);
    free_job(job);
    return NULL;
}

static const char *start_command(server *s, build_job *job, const cJSON *params)
{
    strbuf id = server_defer(s, &job->cancel);
    build_job *started = start_job(s, job, params);
    if (started) started->id = id;
    else server_answer_error(s, strbuf_str(&id), RPC_INTERNAL_ERROR, words_str("can't start a thread"));
    if (!started) strbuf_free(&id);
    return NULL;
}

const char *command_build_run(server *s, const cJSON *argument, const cJSON *params, json_writer *result)
{
    (void)result;
    str path = command_path(s, argument, "uri"), name, output = command_path(s, argument, "output");
    if (str_empty(path)) return WORDS("'uri' must be the URI of a plugin's folder or of a file in it");
    build_job *job = new_build(s, plugin_folder(s, path));
    if (json_get_str(argument, "toolchain", &name) && !str_is(name, "auto")) {
        const toolchain *t = toolchain_find(name);
        if (!t) {
            free_job(job);
            return WORDS("'toolchain' must be \"go\", \"tinygo\", \"wasi\" or \"make\"");
        }
        job->request.toolchain = t->kind;
    }
    if (output.n) job->request.output = arena_str(&job->memory, output);
    return start_command(s, job, params);
}

const char *command_doctor_run(server *s, const cJSON *argument, const cJSON *params, json_writer *result)
{
    (void)result;
    str path = command_path(s, argument, "uri");
    if (str_empty(path)) return WORDS("'uri' must be the URI of a plugin's folder or of a file in it");
    build_job *job = new_build(s, plugin_folder(s, path));
    job->doctor = true;
    return start_command(s, job, params);
}

/* --- what else happens to builds
 * ---------------------------------------------------------------------------------------------- */

void builds_saved(server *s, str path)
{
    const language_row *l = language_with(path, LANGUAGE_TEXT | LANGUAGE_PROJECT);
    bool source = (l && !(l->file(path) & LANGUAGE_TEST)) || native_source(path);
    if (!source || !s->client.trusted) return;
    str folder = plugin_folder(s, path);
    settings_view view = workspace_settings(s->files, folder);
    if (settings_build_of(&view).on_save != SWITCH_ON) return;
    for (build_job *job = s->builds; job; job = job->next)
        if (!job->doctor && str_eq(job->request.folder, folder)) {
            job->again = true; /* what it builds is out of date, and half done: once more afterwards */
            return;
        }
    build_job *job = new_build(s, folder);
    job->saved = true;
    start_job(s, job, NULL);
}

/* window/workDoneProgress/cancel (LSP 3.17). */
static const char *cancel_build(server *s, const cJSON *params, json_writer *result)
{
    (void)result;
    const cJSON *given = json_get(params, "token");
    char *token = given ? cJSON_PrintUnformatted(given) : NULL;
    for (build_job *job = s->builds; token && job; job = job->next)
        if (str_is(strbuf_str(&job->token), token)) {
            atomic_store(&job->cancel, true);
            job->stopped = true;
            job->again = false;
        }
    cJSON_free(token);
    return NULL;
}

void builds_stop(server *s)
{
    for (build_job *job = s->builds; job; job = job->next) atomic_store(&job->cancel, true);
    for (build_job *job = s->builds, *next; job; job = next) {
        next = job->next;
        thread_join(job->thread);
        free_job(job);
    }
    s->builds = NULL;
    strbuf_free(&s->last_build.name);
}

const server_feature feature_builds = {
    .methods = {
        {"window/workDoneProgress/cancel", RPC_NOTIFICATION, cancel_build, METHOD_WHILE_RUNNING},
    },
};
