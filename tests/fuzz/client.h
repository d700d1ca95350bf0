/* The client of a session that is fuzzed (serve.c): its files, and the messages that the lines of session.txt make. */
#ifndef FUZZ_CLIENT_H
#define FUZZ_CLIENT_H

#include "archive.h"
#include "base/json_write.h"
#include "lsp/json.h"
#include "lsp/transport.h"
#include "text/line_index.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <stdnoreturn.h>

#define CHECK(condition, ...) ((condition) ? (void)0 : fail(__VA_ARGS__))
#define ROOT "/fuzz"

enum { STEPS_MOST = 300 };

/* Not BUG: the server goes on behind one. */
__attribute__((format(printf, 1, 2))) static noreturn void fail(const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    vfprintf(stderr, fmt, args);
    va_end(args);
    fputc('\n', stderr);
    abort();
}

/* --- the client --- */

typedef struct client_file {
    str name, uri;
    str first; /* as in the archive */
    str now;   /* what the server was told last; in the client's memory */
    int64_t version;
    bool open;
} client_file;

typedef ARRAY(client_file) client_files;

typedef struct client_request {
    str id; /* JSON text */
    client_files then; /* the files when it was sent; none for answers that are about a later state */
    str about;         /* the URI of the document that is asked about, or empty */
    bool answered;
} client_request;

typedef struct client {
    arena memory;
    client_files files;
    ARRAY(client_request) requests;
    ARRAY(queue_item) outbox;
    size_t sent; /* of the outbox */
    str script;  /* what is left */
    uint32_t steps;
    uint64_t mood; /* decides whether the client is faster than the server */
    text_encoding encoding;
    str settings; /* JSON text */
    bool said_goodbye, raw; /* `raw`: something was sent that is not the client's own */
} client;

static client *the_client;

/* The text as JSON can carry it: bytes that are no UTF-8 are something else then. */
static str carried(arena *a, str text)
{
    strbuf json = STRBUF_INIT;
    json_writer w = JSON_WRITER(&json);
    json_string(&w, text);
    cJSON *value = json_parse_text(&json);
    CHECK(cJSON_IsString(value), "a text is no JSON");
    str copy = arena_str(a, str_of(value->valuestring));
    cJSON_Delete(value);
    strbuf_free(&json);
    return copy;
}

static client_file *file_of(str name)
{
    client *c = the_client;
    for (size_t i = 0; i < c->files.n; i++)
        if (str_eq(c->files.at[i].name, name)) return &c->files.at[i];
    return c->files.n ? &c->files.at[str_hash(name, 0) % c->files.n] : NULL;
}

static void put(strbuf *json)
{
    array_push(NULL, &the_client->outbox, (queue_item){.kind = INBOX_MESSAGE, .text = *json});
}

/* A message whose params are written by the caller between the two. */
static json_writer begin(strbuf *json, const char *method, bool request, bool about_now)
{
    client *c = the_client;
    json_writer w = JSON_WRITER(json);
    json_object(&w);
    json_add_string(&w, "jsonrpc", STR("2.0"));
    json_add_string(&w, "method", str_of(method));
    if (request) {
        client_request *r = array_add(&c->memory, &c->requests);
        str id = arena_printf(&c->memory, "fuzz-%zu", c->requests.n);
        json_add_string(&w, "id", id);
        r->id = arena_printf(&c->memory, "\"%.*s\"", STR_ARG(id));
        for (size_t i = 0; about_now && i < c->files.n; i++) array_push(&c->memory, &r->then, c->files.at[i]);
    }
    json_add_object(&w, "params");
    return w;
}

static void end(strbuf *json, json_writer *w)
{
    json_object_end(w);
    json_object_end(w);
    put(json);
}

static void add_document(json_writer *w, const client_file *f)
{
    json_add_object(w, "textDocument");
    json_add_string(w, "uri", f->uri);
    json_object_end(w);
}

static void add_position(json_writer *w, const char *key, const client_file *f, uint32_t place)
{
    arena a = ARENA_INIT;
    line_index x = line_index_build(&a, f->now);
    text_position at = line_index_position(&x, f->now.n ? place % ((uint32_t)f->now.n + 1) : 0, the_client->encoding);
    json_add_object(w, key);
    json_add_int(w, "line", at.line);
    json_add_int(w, "character", at.column);
    json_object_end(w);
    arena_free(&a);
}

static void add_range(json_writer *w, const char *key, const client_file *f, uint32_t start, uint32_t end_)
{
    json_add_object(w, key);
    add_position(w, "start", f, start < end_ ? start : end_);
    add_position(w, "end", f, start < end_ ? end_ : start);
    json_object_end(w);
}

/* --- what it does --- */

/* The rest of a line of the script, taken apart. */
typedef struct words {
    str rest;
} words;

static str word(words *w)
{
    str part;
    return str_split(&w->rest, ' ', &part) ? part : STR("");
}

static uint32_t number(words *w)
{
    str s = word(w);
    uint32_t n = 0;
    for (size_t i = 0; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++) n = n * 10 + (uint32_t)(s.p[i] - '0');
    return n;
}

/* "\n" and the like. */
static str unescaped(arena *a, str s)
{
    strbuf out = STRBUF_INIT;
    for (size_t i = 0; i < s.n; i++) {
        bool escape = s.p[i] == '\\' && i + 1 < s.n;
        char c = escape ? s.p[++i] : s.p[i];
        strbuf_add_char(&out, escape && c == 'n' ? '\n' : escape && c == 't' ? '\t' : escape && c == 'r' ? '\r' : c);
    }
    str text = carried(a, strbuf_str(&out));
    strbuf_free(&out);
    return text;
}

static void do_initialize(words *in)
{
    client *c = the_client;
    static const char *const encodings[] = {"utf-8", "utf-16", "utf-32"};
    static const text_encoding known[] = {TEXT_UTF8, TEXT_UTF16, TEXT_UTF32};
    uint32_t bits = number(in), encoding = number(in) % 3;
    c->encoding = known[encoding];
    const char *yes = "true", *no = "false";
    str text = arena_printf(
        &c->memory,
        "{\"jsonrpc\":\"2.0\",\"id\":\"fuzz-0\",\"method\":\"initialize\",\"params\":{\"processId\":null,\"locale\":\"%s\","
        "\"workspaceFolders\":[{\"uri\":\"file://" ROOT "\",\"name\":\"fuzz\"}],\"initializationOptions\":{\"typingDelay\":0,\"statusNotifications\":%s,"
        "\"workspaceDiagnostics\":%s,\"commands\":[\"wpls.buildPlugin\",\"wpls.runPlugin\",\"wpls.showSchema\"]},\"capabilities\":{"
        "\"general\":{\"positionEncodings\":[\"%s\"]},\"textDocument\":{%s\"hover\":{\"contentFormat\":[\"%s\"]},"
        "\"completion\":{\"completionItem\":{\"snippetSupport\":%s}},\"definition\":{\"linkSupport\":%s},"
        "\"documentSymbol\":{\"hierarchicalDocumentSymbolSupport\":%s},\"codeAction\":{\"codeActionLiteralSupport\":{}},"
        "\"publishDiagnostics\":{\"relatedInformation\":true,\"dataSupport\":true}},"
        "\"workspace\":{\"configuration\":%s,\"workspaceEdit\":{\"documentChanges\":%s},\"diagnostics\":{\"refreshSupport\":true},"

        "\"didChangeWatchedFiles\":{\"dynamicRegistration\":true},\"textDocumentContent\":{}},\"window\":{\"workDoneProgress\":true}}}}",
        bits & 1 ? "zh-cn" : "en", bits & 2 ? yes : no, bits & 4 ? yes : no, encodings[encoding], bits & 8 ? "\"diagnostic\":{}," : "",
        bits & 16 ? "markdown" : "plaintext", bits & 32 ? yes : no, bits & 64 ? yes : no, bits & 128 ? yes : no, bits & 256 ? yes : no,
        bits & 512 ? yes : no);
    array_push(&c->memory, &c->requests, (client_request){.id = STR("\"fuzz-0\"")});
    strbuf json = STRBUF_INIT, initialized = STRBUF_INIT;
    strbuf_add(&json, text);
    put(&json);
    json_writer w = begin(&initialized, "initialized", false, false);
    end(&initialized, &w);
}

static void do_open(client_file *f)
{
    strbuf json = STRBUF_INIT;
    json_writer w = begin(&json, "textDocument/didOpen", false, false);
    f->open = true;
    f->now = f->first;
    f->version++;
    json_add_object(&w, "textDocument");
    json_add_string(&w, "uri", f->uri);
    json_add_string(&w, "languageId", STR(""));
    json_add_int(&w, "version", f->version);
    json_add_string(&w, "text", f->now);
    json_object_end(&w);
    end(&json, &w);
}

static void do_close(client_file *f)
{
    strbuf json = STRBUF_INIT;
    json_writer w = begin(&json, "textDocument/didClose", false, false);
    f->open = false;
    add_document(&w, f);
    end(&json, &w);
}

/* `at`: bytes of the text, replaced by `with`; `whole`: the change has no range. */
static void change(client_file *f, uint32_t start, uint32_t length, str with, bool whole)
{
    client *c = the_client;
    if (!f->open) return;
    arena a = ARENA_INIT;
    line_index x = line_index_build(&a, f->now);
    start = start % ((uint32_t)f->now.n + 1);
    uint32_t stop = start + (length < f->now.n - start ? length : (uint32_t)(f->now.n - start));
    text_position from = line_index_position(&x, start, c->encoding), to = line_index_position(&x, stop, c->encoding);
    start = line_index_offset(&x, from, c->encoding); /* not inside of a character */
    stop = line_index_offset(&x, to, c->encoding);
    arena_free(&a);
    if (stop < start) stop = start;
    strbuf json = STRBUF_INIT;
    json_writer w = begin(&json, "textDocument/didChange", false, false);
    json_add_object(&w, "textDocument");
    json_add_string(&w, "uri", f->uri);
    json_add_int(&w, "version", ++f->version);
    json_object_end(&w);
    json_add_array(&w, "contentChanges");
    json_object(&w);
    if (!whole) add_range(&w, "range", f, start, stop);
    str before = str_slice(f->now, 0, start), after = str_slice(f->now, stop, f->now.n);
    f->now = whole ? with : arena_printf(&c->memory, "%.*s%.*s%.*s", STR_ARG(before), STR_ARG(with), STR_ARG(after));
    json_add_string(&w, "text", with);
    json_object_end(&w);
    json_array_end(&w);
    end(&json, &w);
}

/* Requests about a place or a range of a document. */
static const struct {
    const char *word, *method;
    enum { DOCUMENT, PLACE, PLACES, RANGE } about;
} questions[] = {
    {"hover", "textDocument/hover", PLACE},
    {"complete", "textDocument/completion", PLACE},
    {"define", "textDocument/definition", PLACE},
    {"refer", "textDocument/references", PLACE},
    {"highlight", "textDocument/documentHighlight", PLACE},
    {"select", "textDocument/selectionRange", PLACES},
    {"symbols", "textDocument/documentSymbol", DOCUMENT},
    {"folds", "textDocument/foldingRange", DOCUMENT},
    {"pull", "textDocument/diagnostic", DOCUMENT},
    {"lens", "textDocument/codeLens", DOCUMENT},
    {"links", "textDocument/documentLink", DOCUMENT},
    {"actions", "textDocument/codeAction", RANGE},
};

static bool ask(str what, words *in)
{
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
        if (!str_is(what, questions[i].word)) continue;
        client_file *f = file_of(word(in));
        uint32_t one = number(in), two = number(in);
        strbuf json = STRBUF_INIT;
        json_writer w = begin(&json, questions[i].method, true, true);
        array_last(&the_client->requests).about = f->uri;
        add_document(&w, f);
        if (questions[i].about == PLACE) add_position(&w, "position", f, one);
        if (questions[i].about == RANGE) add_range(&w, "range", f, one, two);
        if (questions[i].about == RANGE) json_add_object(&w, "context"), json_object_end(&w);
        if (questions[i].about == PLACES) {
            json_add_array(&w, "positions");
            json_object(&w);
            arena a = ARENA_INIT;
            line_index x = line_index_build(&a, f->now);
            text_position at = line_index_position(&x, one % ((uint32_t)f->now.n + 1), the_client->encoding);
            json_add_int(&w, "line", at.line);
            json_add_int(&w, "character", at.column);
            arena_free(&a);
            json_object_end(&w);
            json_array_end(&w);
        }
        end(&json, &w);
        return true;
    }
    return false;
}

static void do_cancel(words *in)
{
    client *c = the_client;
    uint32_t back = number(in) + 1;
    if (back > c->requests.n) return;
    str id = c->requests.at[c->requests.n - back].id;
    strbuf json = STRBUF_INIT;
    json_writer w = begin(&json, "$/cancelRequest", false, false);
    json_add_string(&w, "id", str_slice(id, 1, id.n - 1));
    end(&json, &w);
}

static void do_settings(str value)
{
    strbuf copy = STRBUF_INIT;
    strbuf_add(&copy, value);
    cJSON *parsed = json_parse_text(&copy);
    if (parsed) the_client->settings = value;
    else the_client->raw = true;
    cJSON_Delete(parsed);
    strbuf_free(&copy);
    strbuf json = STRBUF_INIT;
    strbuf_printf(&json, "{\"jsonrpc\":\"2.0\",\"method\":\"workspace/didChangeConfiguration\",\"params\":{\"settings\":{\"wpls\":%.*s}}}",
                  STR_ARG(value));
    put(&json);
}

static void do_watch(str name)
{
    strbuf json = STRBUF_INIT;
    json_writer w = begin(&json, "workspace/didChangeWatchedFiles", false, false);
    json_add_array(&w, "changes");
    json_object(&w);
    json_add_string(&w, "uri", str_is(name, ".") ? STR("file://" ROOT) : file_of(name)->uri);
    json_add_int(&w, "type", 2);
    json_object_end(&w);
    json_array_end(&w);
    end(&json, &w);
}

static void do_folder(str what)
{
    bool add = str_is(what, "add");
    strbuf json = STRBUF_INIT;
    strbuf_printf(&json,
                  "{\"jsonrpc\":\"2.0\",\"method\":\"workspace/didChangeWorkspaceFolders\",\"params\":{\"event\":{\"%s\":[{\"uri\":\"file://" ROOT
                  "/sub\",\"name\":\"sub\"}],\"%s\":[]}}}",
                  add ? "added" : "removed", add ? "removed" : "added");
    put(&json);
}

/* The schema of the plugin that the file belongs to: no other command, they write files or run programs. */
static void do_command(words *in)
{
    client_file *f = file_of(word(in));
    strbuf json = STRBUF_INIT;
    json_writer w = begin(&json, "workspace/executeCommand", true, false);
    json_add_string(&w, "command", STR("wpls.schema"));
    json_add_array(&w, "arguments");
    json_object(&w);
    json_add_string(&w, "uri", f->uri);
    json_add_string(&w, "format", word(in));
    json_object_end(&w);
    json_array_end(&w);
    end(&json, &w);
}

static void do_content(str uri)
{
    strbuf json = STRBUF_INIT;
    json_writer w = begin(&json, "workspace/textDocumentContent", true, false);
    json_add_string(&w, "uri", uri);
    end(&json, &w);
}

static void do_pull_all(void)
{
    strbuf json = STRBUF_INIT;
    json_writer w = begin(&json, "workspace/diagnostic", true, false);
    json_add_array(&w, "previousResultIds");
    json_array_end(&w);
    end(&json, &w);
}

static void do_raw(str text)
{
    if (str_has(text, STR("executeCommand")) || str_has(text, STR("\"exit\""))) return;
    strbuf json = STRBUF_INIT;
    strbuf_add(&json, text);
    put(&json);
    the_client->raw = true;
}

static void do_line(str line)
{
    client *c = the_client;
    words in = {line};
    str what = word(&in);
    if (str_is(what, "settings")) do_settings(in.rest);
    else if (str_is(what, "watch")) do_watch(word(&in));
    else if (str_is(what, "folder")) do_folder(word(&in));
    else if (str_is(what, "command")) do_command(&in);
    else if (str_is(what, "content")) do_content(in.rest);
    else if (str_is(what, "pullall")) do_pull_all();
    else if (str_is(what, "cancel")) do_cancel(&in);
    else if (str_is(what, "raw")) do_raw(in.rest);
    else if (!ask(what, &in)) {
        client_file *f = file_of(word(&in));
        if (str_is(what, "open")) do_open(f);
        else if (str_is(what, "close")) do_close(f);
        else if (str_is(what, "restore")) change(f, 0, 0, f->first, true);
        else if (str_is(what, "edit")) {
            uint32_t start = number(&in), length = number(&in);
            change(f, start, length, unescaped(&c->memory, in.rest), false);
        } else if (str_is(what, "save")) {
            strbuf json = STRBUF_INIT;
            json_writer w = begin(&json, "textDocument/didSave", false, false);
            add_document(&w, f);
            end(&json, &w);
        }
    }
}

static void say_goodbye(void)
{
    strbuf shutdown = STRBUF_INIT, leave = STRBUF_INIT;
    json_writer w = begin(&shutdown, "shutdown", true, false);
    end(&shutdown, &w);
    w = begin(&leave, "exit", false, false);
    end(&leave, &w);
    the_client->said_goodbye = true;
}

/* The next messages of the script; false when the client waits for the server to be done. */
static bool go_on(bool server_is_idle)
{
    client *c = the_client;
    while (c->sent == c->outbox.n && !c->said_goodbye) {
        str before = c->script, line;
        if (c->steps++ == STEPS_MOST || !str_split(&c->script, '\n', &line)) {
            if (!server_is_idle) return false;
            say_goodbye();
        } else if (str_starts(line, STR("wait"))) {
            if (server_is_idle) continue;
            c->script = before;
            return false;
        } else {
            do_line(line);
        }
    }
    return c->sent < c->outbox.n;
}

#endif
