/* What follows the end of a worker: what the log and the user get to know, what is left out from now on, and what becomes of the
 * requests that were on their way. */
#include "base/words.h"
#include "lsp/supervisor.h"

#include "base/file.h"
#include "base/json_write.h"
#include "base/path.h"
#include "plugin/project.h"
#include "plugin/workspace.h"

enum {
    TRIES_MOST = 3,     /* of a request that is not to blame for the deaths that it saw */
    FAILURES_SHOWN = 3, /* after so many deaths with something at work the user gets a message, and not the log alone */
};

/* --- texts, as the dead worker had them ------------------------------------------------------------------------------------- */

static uint64_t hash_document(supervisor *s, str path)
{
    arena a = ARENA_INIT;
    str text;
    bool known = session_text_of(&s->session, path, &text) || file_read(&a, path, &text) == FILE_OK;
    uint64_t hash = known ? str_hash(text, 0) : 0;
    arena_free(&a);
    return hash;
}

static uint64_t hash_project(supervisor *s, str root)
{
    workspace *w = workspace_new();
    arena a = ARENA_INIT;
    const cJSON *folder;
    str uri;
    if (s->session.trusted) workspace_open_border(w);
    cJSON_ArrayForEach(folder, s->session.folders)
    {
        str path = json_get_str(folder, "uri", &uri) ? document_path_of(&a, uri) : (str){"", 0};
        if (path.n) workspace_add_root(w, path);
    }
    for (size_t i = 0; i < s->session.docs.open.n; i++) {
        const document *doc = s->session.docs.open.at[i];
        if (doc->path.n) workspace_set_buffer(w, strbuf_str(&doc->path), strbuf_str(&doc->text));
    }
    uint64_t hash = workspace_sources_hash(w, root);
    workspace_free(w);
    arena_free(&a);
    return hash;
}

static const flight *flight_at_work(const supervisor *s)
{
    uint64_t number = atomic_load(&s->worker.page->message);
    for (size_t i = 0; i < s->flights.n && number; i++)
        if (s->flights.at[i].number == number) return &s->flights.at[i];
    return NULL;
}

static uint64_t hash_request(const flight *f)
{
    return f ? str_hash(json_raw_member(strbuf_str(&f->message), STR("params")), 0) : 0;
}

static uint64_t hash_text(void *self, work_kind kind, str path)
{
    switch (kind) {
    case WORK_REQUEST: return hash_request(flight_at_work(self));
    case WORK_PROJECT: return hash_project(self, path);
    case WORK_DOCUMENT: return hash_document(self, path);
    case WORK_FUNCTION: break; /* the worker knows */
    }
    return 0;
}

/* --- words ------------------------------------------------------------------------------------------------------------------ */

/* Seen from the workspace folder that it lies in. */
static str shown_path(supervisor *s, arena *a, str path)
{
    const cJSON *folder;
    cJSON_ArrayForEach(folder, s->session.folders)
    {
        str uri, at = json_get_str(folder, "uri", &uri) ? document_path_of(a, uri) : (str){"", 0};
        if (at.n && path.n > at.n && path_is_inside(path, at)) return path_relative(path, at);
    }
    return path;
}

/* "analysing 'parseConfig' in plugins/a/main.go". */
static str doing(supervisor *s, arena *a, const blame_entry *e)
{
    str path = shown_path(s, a, e->what.path), name = e->what.name;
    switch (e->what.kind) {
    case WORK_REQUEST: return arena_printf(a, words("answering '%.*s'"), STR_ARG(name));
    case WORK_FUNCTION:
        return arena_printf(a, words("analysing '%.*s' in %.*s"), STR_ARG(name), STR_ARG(path));
    case WORK_PROJECT:
    case WORK_DOCUMENT: break;
    }
    return arena_printf(a, words("analysing %.*s"), STR_ARG(path));
}

/* What happened: "analysing 'parseConfig' in plugins/a/main.go ended with a segmentation fault". */
static str happened(supervisor *s, arena *a, work_death death, const blame_entry *at_work)
{
    str end = work_death_text(a, death);
    if (at_work)
        return arena_printf(a, words("%.*s ended with %.*s"), STR_ARG(doing(s, a, at_work)), STR_ARG(end));
    return arena_printf(a, words("the worker process ended with %.*s"), STR_ARG(end));
}

static str consequence(const blame_entry *left_out)
{
    if (!left_out) return words_str("; it was started anew");
    bool request = left_out->what.kind == WORK_REQUEST;
    if (request) return words_str("; it is refused until a document changes");
    return words_str("; it is left out until that file changes");
}

static void tell(supervisor *s, arena *a, work_death death, const blame_verdict *v)
{
    const blame_entry *what = v->left_out ? v->left_out : v->at_work;
    str text = arena_printf(a, "wpls: %.*s%.*s", STR_ARG(happened(s, a, death, what)), STR_ARG(consequence(v->left_out)));
    supervisor_log(s, death.cause == WORK_KILLED ? MESSAGE_WARNING : MESSAGE_ERROR, text);
    if (death.cause == WORK_KILLED || !what || ++s->failures != FAILURES_SHOWN) return;
    supervisor_say(s, "window/showMessage", MESSAGE_WARNING,
                   words_str("wpls has failed several times here, its log says at what; all the rest is checked as ever"));
}

/* --- what was on its way ---------------------------------------------------------------------------------------------------- */

static void end_progress(supervisor *s, str text)
{
    for (size_t i = 0; i < s->progress.n; i++) {
        strbuf params = STRBUF_INIT;
        json_writer w = JSON_WRITER(&params);
        json_object(&w);
        json_key(&w, "token"), json_raw(&w, strbuf_str(&s->progress.at[i].token));
        json_key(&w, "value");
        json_object(&w);
        json_key(&w, "kind"), json_string(&w, STR("end"));
        json_key(&w, "message"), json_string(&w, text);
        json_object_end(&w);
        json_object_end(&w);
        supervisor_tell(s, "$/progress", strbuf_str(&params));
        strbuf_free(&params);
        strbuf_free(&s->progress.at[i].token);
    }
    s->progress.n = 0;
}

/* The client is to ask again where the protocol has a word for that. */
static void give_up(supervisor *s, const flight *f, str why)
{
    str id = strbuf_str(&f->id), method = strbuf_str(&f->method);
    bool pull = str_is(method, "textDocument/diagnostic") || str_is(method, "workspace/diagnostic");
    if (!id.n) return;
    if (f->cancelled) supervisor_refuse(s, id, RPC_CANCELLED, words_str("request cancelled"), (str){"", 0});
    else if (pull && !s->ending) supervisor_refuse(s, id, RPC_SERVER_CANCELLED, why, STR("{\"retriggerRequest\":true}"));
    else supervisor_refuse(s, id, RPC_INTERNAL_ERROR, why, (str){"", 0});
}

/* Whether the next worker gets it. `blameless`: what is at work has no part in the death, as far as is known. */
static bool is_sent_again(const supervisor *s, const flight *f, uint64_t begun, bool at_work, bool blameless)
{
    if (s->ending || f->cancelled) return false;
    if (str_is(strbuf_str(&f->method), "initialize") && !s->session.answered) return true;
    if (s->early_deaths > SUPERVISOR_EARLY_DEATHS_MOST) return false;
    if (f->number > begun) return f->number > s->session.last_change;
    bool runs_something = str_is(strbuf_str(&f->method), "workspace/executeCommand");
    return at_work && f->id.n && blameless && f->deaths < TRIES_MOST && !runs_something;
}

/* The requests that the worker had begun and no other one will. */
static size_t count_lost(const supervisor *s, bool blameless)
{
    uint64_t begun = atomic_load(&s->worker.page->begun), number = atomic_load(&s->worker.page->message);
    size_t lost = 0;
    for (size_t i = 0; i < s->flights.n; i++) {
        const flight *f = &s->flights.at[i];
        lost += f->id.n && f->number <= begun && !is_sent_again(s, f, begun, f->number == number, blameless);
    }
    return lost;
}

static void settle_flights(supervisor *s, bool blameless, str why)
{
    uint64_t begun = atomic_load(&s->worker.page->begun), number = atomic_load(&s->worker.page->message);
    for (size_t i = 0; i < s->flights.n;) {
        flight *f = &s->flights.at[i];
        bool at_work = f->number == number;
        f->deaths += at_work;
        if (is_sent_again(s, f, begun, at_work, blameless)) {
            i++;
            continue;
        }
        bool modified = f->id.n && f->number > begun && f->number < s->session.last_change && !s->ending && !f->cancelled;
        if (modified)
            supervisor_refuse(s, strbuf_str(&f->id), RPC_CONTENT_MODIFIED, words_str("the document has changed since"),
                              (str){"", 0});
        else give_up(s, f, why);
        supervisor_end_flight(s, f);
    }
}

/* Nothing else is at work: it is what threads of their own do. */
static void blame_background(supervisor *s, work_death death)
{
    uint64_t begun = atomic_load(&s->worker.page->begun);
    for (size_t i = 0; i < s->flights.n && death.cause != WORK_KILLED; i++) {
        const flight *f = &s->flights.at[i];
        if (f->id.n && f->number <= begun && str_is(strbuf_str(&f->method), "workspace/executeCommand"))
            blame_request(&s->blame, strbuf_str(&f->method), hash_request(f), death);
    }
}

static void mourn(supervisor *s, work_death death)
{
    arena a = ARENA_INIT;
    session_worker_ended(&s->session, atomic_load(&s->worker.page->begun));
    bool elsewhere = atomic_load(&s->worker.page->elsewhere);
    blame_verdict v = {0};
    if (!elsewhere) v = blame_death(&s->blame, s->worker.page, death, blame_count(&s->blame), (blame_texts){hash_text, s});
    if (!v.at_work) blame_background(s, death);
    bool blameless = !v.left_out && (elsewhere || death.cause == WORK_KILLED || death.cause == WORK_MEMORY);
    bool may_repeat = !v.at_work || v.at_work->left_out || death.cause == WORK_KILLED;
    bool moved = atomic_load(&s->worker.page->settled) || v.left_out || !may_repeat || count_lost(s, blameless);
    s->early_deaths = moved ? 0 : s->early_deaths + 1;
    str why = happened(s, &a, death, v.left_out ? v.left_out : v.at_work);
    if (!s->ending) tell(s, &a, death, &v);
    end_progress(s, why);
    settle_flights(s, blameless, why);
    arena_free(&a);
}

void supervisor_bury(supervisor *s)
{
    work_death death = worker_wait(&s->worker);
    s->running = false;
    bool wanted = death.cause == WORK_EXITED && s->ending;
    if (wanted) s->exit_code = death.code;
    if (!wanted || s->flights.n) mourn(s, death);
    worker_free(&s->worker);
    stream_free(&s->worker_in);
    s->worker_in = s->worker_out = (stream){.fd = -1};
}
