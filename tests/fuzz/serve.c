/* A session of the language server in this process, without threads: an archive (archive.h) with files and session.txt, whose
 * lines say what the client does, in order. In place of lsp/transport.c stands a client that is asked for its next message; when
 * the server is busy with findings it now and then has one, too.
 *
 * Each request gets exactly one answer, and none of them is an internal error; every place in an answer lies inside of the text
 * that was asked about, every published one inside of the text as it is; what the server says is JSON. */
#include "client.h"
#include "lsp/server.h"

#include <time.h>

/* Of CPU. A project that takes 0.07 s in a release build takes up to 4.5 s here, with sanitizers and beside another fuzzer. */
enum { SECONDS_MOST = 10, INPUT_MOST = 256 << 10, INTERNAL_ERROR = -32603 };

/* --- what comes back --- */

static uint32_t units_of(const char *p, uint32_t n, text_encoding encoding)
{
    uint32_t units = 0;
    for (uint32_t i = 0; i < n; i++) {
        unsigned char b = (unsigned char)p[i];
        bool first = (b & 0xC0) != 0x80;
        units += encoding == TEXT_UTF8 ? 1 : encoding == TEXT_UTF16 && b >= 0xF0 ? 2 : first;
    }
    return units;
}

static bool is_inside(str text, const cJSON *position, text_encoding encoding)
{
    int64_t line, column, lines = 0;
    if (!json_get_int(position, "line", &line) || !json_get_int(position, "character", &column) || line < 0 || column < 0) return false;
    for (size_t at = 0;; lines++) {
        size_t stop = at;
        while (stop < text.n && text.p[stop] != '\n' && text.p[stop] != '\r') stop++;
        if (lines == line) return column <= units_of(text.p + at, (uint32_t)(stop - at), encoding);
        if (stop == text.n) return false;
        at = stop + (text.p[stop] == '\r' && stop + 1 < text.n && text.p[stop + 1] == '\n' ? 2 : 1);
    }
}

static const client_file *known_file(const client_files *files, str uri)
{
    for (size_t i = 0; i < files->n; i++)
        if (str_eq(files->at[i].uri, uri) && files->at[i].open) return &files->at[i];
    return NULL;
}

/* All ranges in the value; `f`: the file they are in, as far as it is known; `asked`: the one that the question was about. */
static void check_ranges(const cJSON *v, const client_files *files, const client_file *asked, const client_file *f)
{
    str uri;
    const char *const names[] = {"uri", "targetUri", "textDocument.uri"};
    for (size_t i = 0; cJSON_IsObject(v) && i < sizeof names / sizeof *names; i++)
        if (json_get_str(v, names[i], &uri)) f = known_file(files, uri);
    const cJSON *start = json_get(v, "start"), *end_ = json_get(v, "end");
    if (f && cJSON_IsObject(v) && cJSON_IsObject(start) && cJSON_IsObject(end_)) {
        bool inside = is_inside(f->now, start, the_client->encoding) && is_inside(f->now, end_, the_client->encoding);
        char *text = inside ? NULL : cJSON_PrintUnformatted(v);
        CHECK(inside, "a range outside of %.*s: %s", STR_ARG(f->name), text);
    }
    const cJSON *kid;
    cJSON_ArrayForEach(kid, v)
    {
        str name = str_of(kid->string ? kid->string : "");
        const client_file *named = known_file(files, name); /* WorkspaceEdit.changes */
        if (str_is(name, "originSelectionRange")) named = asked;
        if (!str_is(name, "data")) check_ranges(kid, files, asked, named ? named : f);
    }
}

/* The settings, where they are asked for; to anything else there is no answer but that it is well. */
static void answer_server(str id, str method)
{
    strbuf json = STRBUF_INIT;
    strbuf_printf(&json, "{\"jsonrpc\":\"2.0\",\"id\":%.*s,\"result\":", STR_ARG(id));
    if (str_is(method, "workspace/configuration")) strbuf_printf(&json, "[%.*s]}", STR_ARG(the_client->settings));
    else strbuf_add_cstr(&json, "null}");
    put(&json);
}

static void take_answer(str id, const cJSON *root)
{
    client *c = the_client;
    int64_t code;
    str why = {0};
    json_get_str(root, "error.message", &why);
    CHECK(!json_get_int(root, "error.code", &code) || code != INTERNAL_ERROR, "an internal error: %.*s", STR_ARG(why));
    for (size_t i = 0; i < c->requests.n; i++) {
        client_request *r = &c->requests.at[i];
        if (!str_eq(r->id, id)) continue;
        CHECK(!r->answered, "two answers to %.*s", STR_ARG(id));
        r->answered = true;
        const client_file *asked = known_file(&r->then, r->about);
        check_ranges(json_get(root, "result"), &r->then, asked, asked);
        return;
    }
    CHECK(c->raw, "an answer to %.*s, which nobody asked", STR_ARG(id));
}

static void take_message(str json)
{
    client *c = the_client;
    strbuf copy = STRBUF_INIT;
    str method, uri, text;
    strbuf_add(&copy, json);
    cJSON *root = json_parse_text(&copy);
    CHECK(root, "no JSON: %.*s", STR_ARG(json));
    str id = json_raw_member(json, STR("id"));
    bool named = json_get_str(root, "method", &method);
    if (named && id.n) answer_server(id, method);
    else if (!named) take_answer(id, root);
    else if (str_is(method, "textDocument/publishDiagnostics") && json_get_str(root, "params.uri", &uri)) {
        const client_file *f = known_file(&c->files, uri);
        int64_t version;
        CHECK(!f || !json_get_int(root, "params.version", &version) || version == f->version, "findings of an old version");
        if (c->sent == c->outbox.n) check_ranges(json_get(root, "params"), &c->files, f, f);
    } else if (str_is(method, "window/logMessage") && json_get_str(root, "params.message", &text)) {
        CHECK(!str_has(text, STR("internal error")), "%.*s", STR_ARG(text));
    }
    cJSON_Delete(root);
    strbuf_free(&copy);
}

/* --- lsp/transport.h --- */

bool transport_start(transport *t, int in, int out)
{
    (void)in;
    *t = (transport){.out = out};
    return true;
}

void transport_stop(transport *t) { (void)t; }

bool transport_take(transport *t, int timeout_ms, queue_item *item)
{
    client *c = the_client;
    (void)t;
    bool idle = timeout_ms != 0;
    c->mood = c->mood * 6364136223846793005u + 1442695040888963407u;
    bool quick = c->mood >> 40 & 1; /* does the client say more before the server has done all that it was told? */
    if (c->sent == c->outbox.n && (idle || quick)) go_on(idle);
    if (c->sent < c->outbox.n) {
        *item = c->outbox.at[c->sent++];
        return true;
    }
    if (!idle) return false;
    *item = (queue_item){.kind = INBOX_END};
    return true;
}

void transport_post(transport *t, inbox_task *task)
{
    (void)t;
    array_push(NULL, &the_client->outbox, (queue_item){.kind = INBOX_TASK, .text = {.p = (char *)task}});
}

void transport_send(transport *t, str json)
{
    (void)t;
    take_message(json);
}

/* --- one input --- */

static void add_files(client *c, const archive *all)
{
    for (size_t i = 0; i < all->n; i++) {
        const archive_file *f = &all->at[i];
        if (str_is(f->name, "session.txt")) {
            c->script = f->text;
            continue;
        }
        if (!archive_is_file(&c->memory, f)) continue;
        client_file new = {.name = carried(&c->memory, f->name), .first = carried(&c->memory, f->text)};
        new.uri = arena_printf(&c->memory, "file://" ROOT "/%.*s", STR_ARG(new.name));
        bool known = false;
        for (size_t k = 0; k < c->files.n; k++) known = known || str_eq(c->files.at[k].name, new.name);
        if (!known) array_push(&c->memory, &c->files, new);
    }
}

/* For inputs without a session.txt: all files are opened, asked about, and edited. */
static str usual_session(client *c)
{
    static const char *const lines[] = {"open %.*s", "hover %.*s 90", "complete %.*s 90", "define %.*s 60", "refer %.*s 300", "symbols %.*s",
                                        "folds %.*s", "actions %.*s 0 9999", "lens %.*s", "pull %.*s", "wait",
                                        "edit %.*s 400 1 }",
                                        "edit %.*s 200 30 ", "links %.*s", "complete %.*s 400", "wait", "restore %.*s", "close %.*s", "wait"};
    strbuf out = STRBUF_INIT;
    strbuf_printf(&out, "%u %u\n", (unsigned)(c->files.n * 37 % 1024), (unsigned)c->files.n);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        for (size_t k = 0; k < c->files.n; k++) {
            strbuf_printf(&out, lines[i], STR_ARG(c->files.at[k].name));
            strbuf_add_char(&out, '\n');
        }
    str script = arena_str(&c->memory, strbuf_str(&out));
    strbuf_free(&out);
    return script;
}

static double cpu_seconds(void) { return (double)clock() / CLOCKS_PER_SEC; }

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    client c = {.settings = STR("{}")};
    str input = {(const char *)data, size}, first;
    if (size > INPUT_MOST) return 0;
    setenv("GOMODCACHE", ROOT "/modcache", 1);
    archive all = archive_parse(&c.memory, input);
    add_files(&c, &all);
    if (!c.script.n) c.script = usual_session(&c);
    the_client = &c;
    if (c.files.n) {
        double before = cpu_seconds();
        c.mood = str_hash(c.script, 7);
        str_split(&c.script, '\n', &first);
        words options = {first};
        do_initialize(&options);
        server_serve(0, 1);
        double took = cpu_seconds() - before;
        CHECK(took < (double)SECONDS_MOST, "it took %.1f s", took);
        for (size_t i = 0; i < c.requests.n; i++) CHECK(c.requests.at[i].answered, "no answer to %.*s", STR_ARG(c.requests.at[i].id));
    }
    for (size_t i = c.sent; i < c.outbox.n; i++) strbuf_free(&c.outbox.at[i].text);
    array_free(&c.outbox);
    arena_free(&c.memory);
    the_client = NULL;
    return 0;
}
