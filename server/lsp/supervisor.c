#include "lsp/supervisor.h"

#include "base/clock.h"
#include "base/json_write.h"
#include "base/limits.h"
#include "base/process.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    READ_BYTES = 64 * 1024,
    CLIENT_POLL_MS = 2000,       /* between looks whether the client's process is still there */
    END_MS = 10 * 1000,          /* for the worker to end when the client has gone: builds are ended, too */
    BACKLOG_MOST = 16 << 20,     /* bytes that wait for a client that does not read, before the worker waits, too */
    PAUSE_MS = 50,               /* the first between starts; each is twice as long */
    PAUSE_MOST_MS = 200,
};

/* --- messages of our own ---------------------------------------------------------------------------------------------------- */

/* With the others of this turn. */
static void send(stream *to, str json)
{
    strbuf header = STRBUF_INIT;
    framer_write_header(&header, json.n);
    stream_add(to, strbuf_str(&header));
    stream_add(to, json);
    strbuf_free(&header);
}

void supervisor_tell(supervisor *s, const char *method, str params)
{
    strbuf out = STRBUF_INIT;
    strbuf_printf(&out, "{\"jsonrpc\":\"2.0\",\"method\":\"%s\",\"params\":", method);
    strbuf_add(&out, params);
    strbuf_add_char(&out, '}');
    send(&s->client_out, strbuf_str(&out));
    strbuf_free(&out);
}

void supervisor_say(supervisor *s, const char *method, int type, str text)
{
    strbuf params = STRBUF_INIT;
    json_writer w = JSON_WRITER(&params);
    json_object(&w);
    json_key(&w, "type"), json_int(&w, type);
    json_key(&w, "message"), json_string(&w, text);
    json_object_end(&w);
    supervisor_tell(s, method, strbuf_str(&params));
    strbuf_free(&params);
}

void supervisor_log(supervisor *s, int type, str text) { supervisor_say(s, "window/logMessage", type, text); }

void supervisor_refuse(supervisor *s, str id, int code, str text, str data)
{
    strbuf out = STRBUF_INIT;
    json_writer w = JSON_WRITER(&out);
    json_object(&w);
    json_key(&w, "jsonrpc"), json_string(&w, STR("2.0"));
    json_key(&w, "id");
    if (id.n) json_raw(&w, id);
    else json_null(&w);
    json_key(&w, "error");
    json_object(&w);
    json_key(&w, "code"), json_int(&w, code);
    json_key(&w, "message"), json_string(&w, text);
    if (data.n) json_key(&w, "data"), json_raw(&w, data);
    json_object_end(&w);
    json_object_end(&w);
    send(&s->client_out, strbuf_str(&out));
    strbuf_free(&out);
}

/* --- to the worker ---------------------------------------------------------------------------------------------------------- */

void supervisor_forward(supervisor *s, str message)
{
    s->sent++;
    send(&s->worker_in, message);
}

static void hand_over(void *self, str message) { supervisor_forward(self, message); }

static void free_flight(flight *f)
{
    strbuf_free(&f->id);
    strbuf_free(&f->method);
    strbuf_free(&f->message);
}

static uint64_t begun(const supervisor *s) { return s->running ? atomic_load(&s->worker.page->begun) : 0; }

/* A new worker goes on where the last one ended. */
static void start(supervisor *s)
{
    strbuf argument = STRBUF_INIT;
    strbuf_add_char(&argument, s->limits.memory_fixed ? 'f' : '-');
    blame_write(&s->blame, &argument);
    worker_request r = {.role = &server_worker_role,
                        .argument = strbuf_str(&argument),
                        .memory_most = s->limits.memory_most,
                        .number = ++s->started};
    s->running = worker_start(&s->worker, &r);
    strbuf_free(&argument);
    if (!s->running) {
        fprintf(stderr, words("wpls: can't start a worker: %s\n"), strerror(errno));
        s->start_at = now_ms() + PAUSE_MOST_MS;
        return;
    }
    stream_init(&s->worker_in, s->worker.in, true);
    stream_init(&s->worker_out, s->worker.out, true);
    s->sent = 0;
    session_catch_up(&s->session);
    session_replay(&s->session, hand_over, s);
    for (size_t i = 0; i < s->flights.n; i++) {
        flight *f = &s->flights.at[i];
        f->number = 1;
        if (str_is(strbuf_str(&f->method), "initialize") && !s->session.answered) continue; /* the first message there is */
        supervisor_forward(s, strbuf_str(&f->message));
        f->number = s->sent;
    }
}

/* Workers that end before they have done anything are started again at once a few times, then after pauses, or when something
 * changes, which may be a change that the last one has not seen. */
static void plan_start(supervisor *s, bool unseen_change)
{
    int64_t pause = s->early_deaths > SUPERVISOR_EARLY_DEATHS_MOST ? PAUSE_MS : 0;
    for (unsigned i = SUPERVISOR_EARLY_DEATHS_MOST + 1; i < s->early_deaths && pause < PAUSE_MOST_MS; i++) pause *= 2;
    if (unseen_change) pause = 0;
    s->start_at = now_ms() + (pause > PAUSE_MOST_MS ? PAUSE_MOST_MS : pause);
}

/* --- from the client -------------------------------------------------------------------------------------------------------- */

static flight *find_flight(supervisor *s, str id)
{
    for (size_t i = 0; i < s->flights.n && id.n; i++)
        if (str_eq(strbuf_str(&s->flights.at[i].id), id)) return &s->flights.at[i];
    return NULL;
}

void supervisor_end_flight(supervisor *s, flight *f)
{
    size_t at = (size_t)(f - s->flights.at);
    free_flight(f);
    memmove(f, f + 1, (--s->flights.n - at) * sizeof *f);
}

/* Notifications that were begun need not be kept. */
static void forget_seen(supervisor *s)
{
    uint64_t seen = begun(s);
    for (size_t i = s->flights.n; i-- > 0;)
        if (!s->flights.at[i].id.n && s->flights.at[i].number <= seen) supervisor_end_flight(s, &s->flights.at[i]);
}

static void note_flight(supervisor *s, const message_head *h, str message)
{
    flight *f = array_add(NULL, &s->flights);
    strbuf_add(&f->id, h->id);
    strbuf_add(&f->method, h->method);
    strbuf_add(&f->message, message);
    f->number = s->sent;
}

static bool changes_texts(str method)
{
    return str_is(method, "textDocument/didOpen") || str_is(method, "textDocument/didChange") ||
           str_is(method, "textDocument/didClose") || str_is(method, "workspace/didChangeWatchedFiles") ||
           str_is(method, "workspace/didChangeConfiguration");
}

/* True when the request is answered here. A client whose `initialize` fails gives up: that one waits. */
static bool refused(supervisor *s, const message_head *h)
{
    const blame_entry *bad = blame_find_request(&s->blame, h->method, str_hash(h->params, 0));
    if (!bad && (s->running || str_is(h->method, "initialize"))) return false;
    if (s->session.shut_down) {
        supervisor_refuse(s, h->id, RPC_INVALID_REQUEST, words_str("server is shutting down"), (str){"", 0});
        return true;
    }
    arena a = ARENA_INIT;
    str text = words_str("wpls can't start its worker; it tries again when a document changes");
    if (bad) {
        str end = work_death_text(&a, bad->what.death);
        text = arena_printf(&a, words("wpls failed at this request before, with %.*s; it tries again when a document changes"),
                            STR_ARG(end));
    }
    supervisor_refuse(s, h->id, RPC_INTERNAL_ERROR, text, (str){"", 0});
    arena_free(&a);
    return true;
}

static void end_with_client(supervisor *s)
{
    if (s->ending) return;
    s->ending = true;
    s->end_at = now_ms() + END_MS;
}

static void pass_on(supervisor *s, const message_head *h, str message, bool request)
{
    if (s->running) supervisor_forward(s, message);
    if (request || (s->running && str_is(h->method, "textDocument/didSave"))) note_flight(s, h, message);
    session_note_client(&s->session, h, message, s->running ? s->sent : 0, begun(s));
    flight *cancelled = str_is(h->method, "$/cancelRequest") ? find_flight(s, json_raw_member(h->params, STR("id"))) : NULL;
    if (cancelled) cancelled->cancelled = true;
    if (str_is(h->method, "exit")) end_with_client(s);
}

static void take_from_client(supervisor *s, str message)
{
    arena a = ARENA_INIT;
    message_head h = message_head_of(&a, message);
    bool request = h.method.n && json_is_id(h.id), hidden = session_is_private(h.method);
    if (hidden && request) supervisor_refuse(s, h.id, RPC_METHOD_NOT_FOUND, words_str("method not found"), (str){"", 0});
    else if (!hidden && !(request && refused(s, &h))) pass_on(s, &h, message, request);
    if (changes_texts(h.method)) {
        blame_forget_requests(&s->blame);
        if (!s->running) s->start_at = now_ms();
    }
    arena_free(&a);
}

/* Nobody knows any more what the client has there: it counts as closed. False when it is not to be found which document it is. */
static bool lose_document(supervisor *s, arena *a, const message_head *h)
{
    str uri = json_plain_text(a, json_raw_member(json_raw_member(h->params, STR("textDocument")), STR("uri")));
    if (!uri.n) return false;
    strbuf closing = STRBUF_INIT;
    json_writer w = JSON_WRITER(&closing);
    json_object(&w);
    json_key(&w, "jsonrpc"), json_string(&w, STR("2.0"));
    json_key(&w, "method"), json_string(&w, STR("textDocument/didClose"));
    json_key(&w, "params"), json_object(&w);
    json_key(&w, "textDocument"), json_object(&w);
    json_key(&w, "uri"), json_string(&w, uri);
    json_object_end(&w);
    json_object_end(&w);
    json_object_end(&w);
    take_from_client(s, strbuf_str(&closing));
    strbuf_free(&closing);
    return true;
}

/* A message over the limit, of which only the beginning is at hand. */
static void refuse_large(supervisor *s, str beginning, uint64_t bytes)
{
    arena a = ARENA_INIT;
    message_head h = message_head_of(&a, beginning);
    bool text_sync = str_is(h.method, "textDocument/didOpen") || str_is(h.method, "textDocument/didChange");
    str limit = arena_printf(&a, words("message is larger than %d MiB"), LIMIT_MESSAGE_BYTES >> 20);
    bool known = json_is_id(h.id);
    if (known || !h.method.n) supervisor_refuse(s, known ? h.id : (str){"", 0}, RPC_INVALID_REQUEST, limit, (str){"", 0});
    str what = h.method.n ? h.method : words_str("an unknown method");
    bool lost = text_sync && lose_document(s, &a, &h);
    str then = !text_sync ? (str){0}
               : !lost   ? words_str("; wpls may not know a text as it is now")
                         : words_str("; the document counts as closed for wpls, until it is opened again");
    str text = arena_printf(&a, words("wpls: %.*s (%.*s, %llu bytes)%.*s"), STR_ARG(limit), STR_ARG(what),
                            (unsigned long long)bytes, STR_ARG(then));
    supervisor_log(s, MESSAGE_ERROR, text);
    if (text_sync) supervisor_say(s, "window/showMessage", MESSAGE_WARNING, text);
    arena_free(&a);
}

static void read_client(supervisor *s)
{
    char bytes[READ_BYTES];
    str input = str_make(bytes, stream_read(&s->client_in, bytes, sizeof bytes));
    if (!input.n) {
        s->client_in.paused = s->input_ended = true;
        end_with_client(s);
        return;
    }
    for (frame_event e; (e = framer_next(&s->from_client, &input)) != FRAME_NEED_MORE;) {
        if (e == FRAME_TOO_LARGE) {
            refuse_large(s, strbuf_str(&s->from_client.body), s->from_client.length);
            strbuf_clear(&s->from_client.body);
        }
        if (e == FRAME_BAD_HEADER)
            supervisor_refuse(s, (str){"", 0}, RPC_PARSE_ERROR, words_str("header has no valid Content-Length"), (str){"", 0});
        if (e != FRAME_MESSAGE) continue;
        strbuf message = s->from_client.body;
        s->from_client.body = (strbuf){0};
        take_from_client(s, strbuf_str(&message));
        strbuf_free(&message);
    }
    forget_seen(s);
}

/* --- from the worker -------------------------------------------------------------------------------------------------------- */

static void note_progress(supervisor *s, const message_head *h)
{
    str value = json_raw_member(h->params, STR("value")), kind = json_raw_member(value, STR("kind")),
        token = json_raw_member(h->params, STR("token"));
    if (str_is(kind, "\"begin\"")) {
        shown_progress *p = array_add(NULL, &s->progress);
        strbuf_add(&p->token, token);
    } else if (str_is(kind, "\"end\"")) {
        for (size_t i = 0; i < s->progress.n; i++) {
            if (!str_eq(strbuf_str(&s->progress.at[i].token), token)) continue;
            strbuf_free(&s->progress.at[i].token);
            s->progress.at[i] = array_last(&s->progress);
            s->progress.n--;
            break;
        }
    }
}

static void take_from_worker(supervisor *s, str message)
{
    message_head h = message_head_of_ours(message);
    flight *f = h.method.n ? NULL : find_flight(s, h.id);
    bool again = !h.method.n && str_eq(h.id, session_again_id);
    if (!again && !session_is_private(h.method)) send(&s->client_out, message);
    session_note_worker(&s->session, &h, message, f ? strbuf_str(&f->method) : (str){"", 0});
    if (str_is(h.method, "$/progress")) note_progress(s, &h);
    if (f) supervisor_end_flight(s, f);
}

static void read_worker(supervisor *s)
{
    char bytes[READ_BYTES];
    str input = str_make(bytes, stream_read(&s->worker_out, bytes, sizeof bytes));
    bool ended = !input.n;
    for (frame_event e; (e = framer_next(&s->from_worker, &input)) != FRAME_NEED_MORE;) {
        if (e == FRAME_MESSAGE) take_from_worker(s, strbuf_str(&s->from_worker.body));
        strbuf_clear(&s->from_worker.body);
    }
    if (!ended) return;
    bool unseen_change = s->session.last_change > begun(s);
    supervisor_bury(s);
    framer_free(&s->from_worker); /* a message that was half written */
    plan_start(s, unseen_change);
}

/* --- the loop --------------------------------------------------------------------------------------------------------------- */

static int sooner(int64_t now, int64_t at, int timeout)
{
    int64_t left = at > now ? at - now : 0;
    return timeout < 0 || left < timeout ? (int)left : timeout;
}

static int wait_time(supervisor *s)
{
    int timeout = s->session.client_process > 0 ? CLIENT_POLL_MS : -1;
    int64_t now = now_ms();
    if (!s->running && !s->ending && !s->session.shut_down) timeout = sooner(now, s->start_at, timeout);
    if (s->ending) timeout = sooner(now, s->end_at, timeout);
    if (s->running) {
        worker_duty duty = s->worker_out.paused ? WORKER_BLOCKED : begun(s) < s->sent ? WORKER_AWAITED : WORKER_FREE;
        int check = worker_check(&s->worker, worker_usual_patience(), duty);
        if (check >= 0) timeout = sooner(now, now + check, timeout);
    }
    return timeout;
}

/* The worker takes the end of its input for an exit. */
static void tell_end(supervisor *s)
{
    if (!s->input_ended || (stream_waiting(&s->worker_in) && !s->client_gone)) return;
    worker_close_input(&s->worker);
    s->worker_in.broken = true;
}

static void look_after_client(supervisor *s)
{
    bool gone = s->client_out.broken || (s->session.client_process > 0 && !process_is_alive(s->session.client_process));
    if (!gone || s->client_gone) return;
    s->client_gone = s->client_in.paused = s->input_ended = true;
    end_with_client(s);
}

static void take_turn(supervisor *s)
{
    s->worker_out.paused = stream_waiting(&s->client_out) > BACKLOG_MOST;
    stream *in[] = {&s->client_in, s->running ? &s->worker_out : NULL};
    stream *out[] = {&s->client_out, s->running ? &s->worker_in : NULL};
    streams_wait(in, 2, out, 2, wait_time(s));
    if (s->client_in.ready) read_client(s);
    if (s->running && s->worker_out.ready) read_worker(s);
    look_after_client(s);
    int64_t now = now_ms();
    if (s->running) tell_end(s);
    if (s->ending && s->running && now >= s->end_at) worker_kill(&s->worker);
    if (!s->running && !s->ending && !s->session.shut_down && now >= s->start_at) start(s);
    if (s->running) stream_flush(&s->worker_in); /* at once: a cancellation is to be seen with its request */
    stream_flush(&s->client_out);
}

/* What the client has not taken yet. */
static void flush_client(supervisor *s)
{
    stream *list[] = {&s->client_out};
    while (stream_waiting(&s->client_out) && !s->client_out.broken && !s->client_gone) streams_wait(NULL, 0, list, 1, -1);
}

static void free_all(supervisor *s)
{
    for (size_t i = 0; i < s->flights.n; i++) free_flight(&s->flights.at[i]);
    for (size_t i = 0; i < s->progress.n; i++) strbuf_free(&s->progress.at[i].token);
    array_free(&s->flights);
    array_free(&s->progress);
    framer_free(&s->from_client);
    framer_free(&s->from_worker);
    stream_free(&s->client_out);
    stream_free(&s->worker_in);
    session_free(&s->session);
    blame_free(&s->blame);
}

int server_supervise(int in, int out, const server_limits *limits)
{
    supervisor s = {.limits = *limits, .exit_code = -1, .worker = {.in = -1, .out = -1}};
    stream_init(&s.client_in, in, false);
    stream_init(&s.client_out, out, false);
    start(&s);
    stream_flush(&s.worker_in);
    while (!s.ending || s.running) take_turn(&s);
    flush_client(&s);
    int code = s.exit_code >= 0 ? s.exit_code : s.session.shut_down ? 0 : 1;
    free_all(&s);
    return code;
}
