/* The loop of the language server.
 *
 * Threads: a reader thread (transport.c) frames bytes into messages and puts them into a queue; this, the main thread, owns
 * everything else. It takes messages strictly in order, so every answer is about the text as it was when the request was sent.
 * What waits in the queue is parsed ahead only to find cancellations. Diagnostics are computed when nothing waits, in bounded
 * pieces with a look at the queue in between: always of the newest state, without a timer, and typing never waits for them.
 *
 * A request or a piece of work that runs into a BUG is given up alone: the request is answered with InternalError, the server
 * goes on. */
#include "lsp/server.h"

#include "base/bug.h"
#include "base/clock.h"
#include "base/path.h"
#include "base/process.h"
#include "lsp/builds.h"
#include "lsp/libclang.h"
#include "lsp/send.h"
#include "lsp/server_internal.h"
#include "lsp/supervisor.h"
#include "rules/check.h"

#include <stdio.h>
#include <stdlib.h>

/* --- one message --- */

static void run_notification(server *s, const rpc_message *m)
{
    const server_method *found = feature_find_method(m);
    bool leaving = found && found->when == METHOD_ANY_TIME;
    if (!found || (s->state != SERVER_RUNNING && !leaving)) return; /* LSP 3.17: dropped before initialize but for exit */
    const char *wrong = found->run(s, m->params, NULL);
    if (wrong) server_log(s, LOG_WARNING, "%.*s ignored: %s", STR_ARG(m->method), words(wrong));
}

static void run_request(server *s, const rpc_message *m)
{
    static const str nothing = STR_INIT("");
    const server_method *found = feature_find_method(m);
    bool first = found && found->when == METHOD_FIRST;
    if (m->cancelled) {
        send_error(s, m->id, RPC_CANCELLED, "request cancelled", nothing);
    } else if (s->state == SERVER_SHUT_DOWN) {
        send_error(s, m->id, RPC_INVALID_REQUEST, "server is shutting down", nothing);
    } else if (s->state == SERVER_NEW && !first) {
        send_error(s, m->id, RPC_NOT_INITIALIZED, "server is not initialized", nothing);
    } else if (s->state == SERVER_RUNNING && first) {
        send_error(s, m->id, RPC_INVALID_REQUEST, "server is initialized already", nothing);
    } else if (!found) {
        send_error(s, m->id, RPC_METHOD_NOT_FOUND, "method not found", m->method);
    } else {
        strbuf result = STRBUF_INIT;
        json_writer w = JSON_WRITER(&result);
        s->request = m->id;
        s->deferred = false;
        s->refusal = RPC_OK;
        const char *wrong = found->run(s, m->params, &w);
        if (wrong) send_error(s, m->id, RPC_INVALID_PARAMS, wrong, nothing);
        else if (s->refusal) send_error(s, m->id, s->refusal, "", s->refusal_text);
        else if (!s->deferred) send_answer(s, m->id, "result", strbuf_str(&result));
        strbuf_free(&result);
    }
}

static void run_message(server *s, const rpc_message *m)
{
    switch (m->kind) {
    case RPC_REQUEST: run_request(s, m); break;
    case RPC_NOTIFICATION: run_notification(s, m); break;
    case RPC_RESPONSE:
        if (json_get(m->root, "error")) {
            str why = {"", 0};
            json_get_str(m->root, "error.message", &why);
            server_log(s, LOG_WARNING, "client refused request %.*s: %.*s", STR_ARG(m->id), STR_ARG(why));
        } else {
            configuration_answer(s, m);
        }
        break;
    case RPC_INVALID: send_error(s, m->id, m->error, m->why, (str){"", 0}); break;
    case RPC_TASK: m->task->run(s, m->task); break;
    }
}

static void run_noted(server *s, const rpc_message *m)
{
    str uri = STR("");
    json_get_str(m->params, "textDocument.uri", &uri);
    work_item outer = work_enter(WORK_REQUEST, (work_item){.path = uri, .name = m->method});
    /* Notifications say nothing; and what they change must not be looked at before they have changed it. */
    str path = uri.n && m->kind == RPC_REQUEST && s->state == SERVER_RUNNING ? document_path_of(&s->scratch, uri) : (str){0};
    if (path.n) words_use(check_language(s->files, path_dir(path)));
    run_message(s, m);
    work_leave(WORK_REQUEST, outer);
}

/* What editing has worn out is made anew while nobody waits: the program first, then, unless something has come meanwhile, what
 * makes the next findings fast. */
static bool renew_step(server *s)
{
    project *renewed = s->renewed;
    s->renewed = NULL; /* first: a bug must not repeat for ever */
    if (renewed) findings_of_project(s, renewed);
    else s->renewed = workspace_renew(s->files);
    return renewed || s->renewed;
}

/* Runs one piece of work under a trap; false when it ran into a BUG, whose text is in `trap` then. */
static bool guarded(server *s, bug_trap *trap, const rpc_message *m, bool *worked)
{
    trap->outer = bug_current_trap;
    if (setjmp(trap->at)) {
        work_clear();
        arena_reset(&s->scratch);
        return false; /* bug_stop has put the outer trap back */
    }
    bug_current_trap = trap;
    words_use(s->client.language);
    work_unit(m ? m->number : 0);
    if (m) run_noted(s, m);
    else *worked = publish_step(s) || status_step(s) || pull_workspace_step(s) || refresh_step(s) ||
                   workspace_make_schemas(s->files) || renew_step(s);
    if (!m) resume_keep_whole(s);
    bug_current_trap = trap->outer;
    arena_reset(&s->scratch);
    return true;
}

/* --- the queue --- */

typedef struct backlog {
    ARRAY(rpc_message) waiting; /* parsed, in order; those before `head` are done */
    size_t head;
    uint64_t arrived; /* messages so far */
} backlog;

/* $/cancelRequest (LSP 3.17) counts for requests that wait, and for those whose answer comes later; another that runs is answered
 * as if nothing had been said. */
static void cancel_waiting(server *s, backlog *b, const rpc_message *m)
{
    if (m->kind != RPC_NOTIFICATION || !str_is(m->method, "$/cancelRequest")) return;
    for (size_t i = b->head; i < b->waiting.n; i++) {
        rpc_message *request = &b->waiting.at[i];
        if (request->kind == RPC_REQUEST && rpc_message_cancels(m, request->id)) request->cancelled = true;
    }
    for (size_t i = 0; i < s->waiting.n; i++) {
        const deferred_request *r = &s->waiting.at[i];
        if (r->cancelled && rpc_message_cancels(m, strbuf_str(&r->id))) atomic_store(r->cancelled, true);
    }
}

static void add_to_backlog(server *s, backlog *b, queue_item item)
{
    rpc_message m = {0};
    switch (item.kind) {
    case INBOX_MESSAGE:
        rpc_message_parse(&m, item.text);
        m.number = ++b->arrived;
        break;
    case INBOX_TOO_LARGE:
        m = (rpc_message){.kind = RPC_INVALID, .error = RPC_INVALID_REQUEST, .why = WORDS("message is larger than 64 MiB")};
        break;
    case INBOX_BAD_HEADER:
        m = (rpc_message){.kind = RPC_INVALID, .error = RPC_PARSE_ERROR, .why = WORDS("header has no valid Content-Length")};
        break;
    case INBOX_TASK:
        m = (rpc_message){.kind = RPC_TASK, .method = STR_INIT("task"), .task = (inbox_task *)(void *)item.text.p};
        break;
    case INBOX_END: /* the client is gone: as if it had said so */
        m = (rpc_message){.kind = RPC_NOTIFICATION, .method = STR_INIT("exit")};
        break;
    }
    cancel_waiting(s, b, &m);
    array_push(NULL, &b->waiting, m); /* that too: who watches wants to see each message begun */
}

/* Moves all that arrived into the backlog; waits for something up to `timeout_ms` when that is empty. */
static void fill_backlog(server *s, backlog *b, int timeout_ms)
{
    if (b->head == b->waiting.n) b->head = b->waiting.n = 0;
    else timeout_ms = 0;
    if (timeout_ms) work_park();
    if (timeout_ms < 0 && !s->builds) work_idle();
    queue_item item;
    for (; transport_take(s->wire, timeout_ms, &item); timeout_ms = 0) add_to_backlog(s, b, item);
}

static void run_next(server *s, backlog *b)
{
    rpc_message *m = &b->waiting.at[b->head];
    bug_trap trap = {0};
    if (!guarded(s, &trap, m, NULL)) {
        if (m->kind == RPC_REQUEST) send_error(s, m->id, RPC_INTERNAL_ERROR, trap.message, (str){"", 0});
        else server_log(s, LOG_ERROR, "internal error in %.*s: %s", STR_ARG(m->method), trap.message);
        arena_reset(&s->scratch);
    }
    rpc_message_free(m);
    b->head++;
}

/* False when all diagnostics are up to date. */
static bool publish_next(server *s)
{
    bug_trap trap = {0};
    bool worked = true;
    if (guarded(s, &trap, NULL, &worked)) return worked;
    server_log(s, LOG_ERROR, "internal error in diagnostics: %s", trap.message);
    arena_reset(&s->scratch);
    return true;
}

/* LSP 3.17 InitializeParams.processId: a server whose client died should end. */
static bool watches_client(const server *s) { return s->client.process_id > 0 && !s->supervised; }

/* How long nothing is to be done unless a message comes; -1: for ever. */
static int idle_ms(const server *s)
{
    enum { CLIENT_POLL_MS = 2000 };
    int most = watches_client(s) ? CLIENT_POLL_MS : -1;
    int64_t due = publish_due(s), schemas = workspace_schemas_due(s->files), refresh = refresh_due(s);
    int64_t renewal = workspace_renewal_due(s->files);
    if (schemas < due) due = schemas;
    if (renewal < due) due = renewal;
    if (refresh < due) due = refresh;
    int64_t wait = due == INT64_MAX ? INT64_MAX : due - now_ms();
    if (wait < 0) wait = 0;
    return wait > INT32_MAX || (most >= 0 && wait > most) ? most : (int)wait;
}

static void run_session(server *s)
{
    backlog b = {0};
    s->exit_code = 1;
    bool idle = false;
    while (!s->ended && !s->wire->broken) {
        fill_backlog(s, &b, idle ? idle_ms(s) : 0);
        idle = false;
        if (b.head < b.waiting.n) run_next(s, &b);
        else if (!publish_next(s)) idle = true;
        memory_save(s);
        if (idle && watches_client(s) && !process_is_alive(s->client.process_id)) break;
    }
    for (; b.head < b.waiting.n; b.head++) {
        free(b.waiting.at[b.head].task);
        rpc_message_free(&b.waiting.at[b.head]);
    }
    array_free(&b.waiting);
}

static int serve(int in, int out, server s)
{
    transport wire;
    if (!transport_start(&wire, in, out)) {
        fputs(words("wpls: can't start the reader thread\n"), stderr);
        return 3;
    }
    s.wire = &wire;
    s.files = workspace_new();
    s.found.revision = s.found.sources = 1;
    s.client.language = words_used(); /* until the client says otherwise */
    workspace_keep_whole(s.files, true);
    workspace_check_docs(s.files, true);
    run_session(&s);
    builds_stop(&s);
    libclang_stop(&s);
    pull_workspace_free(&s);
    transport_stop(&wire);
    workspace_free(s.files);
    documents_free(&s.docs);
    publications_free(&s.published);
    findings_free(&s.found);
    strbuf_free(&s.pages);
    strbuf_free(&s.status.sent);
    for (size_t i = 0; i < s.waiting.n; i++) strbuf_free(&s.waiting.at[i].id);
    array_free(&s.waiting);
    arena_free(&s.scratch);
    return s.exit_code;
}

int server_serve(int in, int out) { return serve(in, out, (server){0}); }

/* The argument: whether the limit of memory is fixed, then what is left out. */
static int work(const worker_place *here)
{
    work_leave_out(str_slice(here->argument, 1, here->argument.n));
    return serve(here->in, here->out, (server){.supervised = true, .memory_fixed = str_starts(here->argument, STR("f"))});
}

const worker_role server_worker_role = {"wpls worker", work};
