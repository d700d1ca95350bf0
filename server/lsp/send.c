/* What goes out to the client: notifications, requests of the server's own, answers at once and later. */
#include "lsp/send.h"

#include "base/visible.h"
#include "lsp/server_internal.h"

#include <stdarg.h>

void server_send(server *s, const char *id, const char *name, str params)
{
    strbuf out = STRBUF_INIT;
    json_writer w = JSON_WRITER(&out);
    json_object(&w);
    json_add_string(&w, "jsonrpc", STR("2.0"));
    if (id) json_add_raw(&w, "id", str_of(id));
    json_add_string(&w, "method", str_of(name));
    if (params.n) json_add_raw(&w, "params", params);
    json_object_end(&w);
    transport_send(s->wire, strbuf_str(&out));
    strbuf_free(&out);
}

void server_log(server *s, log_level level, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    str text = arena_vprintf(&s->scratch, words(fmt), args);
    va_end(args);
    strbuf params = STRBUF_INIT;
    json_writer w = JSON_WRITER(&params);
    json_object(&w);
    json_add_int(&w, "type", level);
    json_add_string(&w, "message", str_visible_lines(&s->scratch, text));
    json_object_end(&w);
    server_send(s, NULL, "window/logMessage", strbuf_str(&params));
    strbuf_free(&params);
}

void send_answer(server *s, str id, const char *key, str json)
{
    strbuf out = STRBUF_INIT;
    json_writer w = JSON_WRITER(&out);
    json_object(&w);
    json_add_string(&w, "jsonrpc", STR("2.0"));
    json_add_raw(&w, "id", str_empty(id) ? STR("null") : id);
    json_add_raw(&w, key, json);
    json_object_end(&w);
    transport_send(s->wire, strbuf_str(&out));
    strbuf_free(&out);
}

void send_error(server *s, str id, rpc_error error, const char *why, str subject)
{
    strbuf json = STRBUF_INIT;
    json_writer w = JSON_WRITER(&json);
    why = words(why);
    str text = subject;
    if (*why) text = arena_printf(&s->scratch, str_empty(subject) ? "%s" : words("%s: '%.*s'"), why, STR_ARG(subject));
    json_object(&w);
    json_add_int(&w, "code", error);
    json_add_string(&w, "message", str_visible_lines(&s->scratch, text));
    json_object_end(&w);
    send_answer(s, id, "error", strbuf_str(&json));
    strbuf_free(&json);
}

/* --- answers that are no results, or come later --- */

const char *server_refuse(server *s, rpc_error error, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    s->refusal_text = arena_vprintf(&s->scratch, words(fmt), args);
    va_end(args);
    s->refusal = error;
    return NULL;
}

strbuf server_defer(server *s, atomic_bool *cancelled)
{
    deferred_request *r = array_add(NULL, &s->waiting);
    strbuf_add(&r->id, s->request);
    r->cancelled = cancelled;
    s->deferred = true;
    strbuf copy = STRBUF_INIT;
    strbuf_add(&copy, s->request);
    return copy;
}

static void forget_deferred(server *s, str id)
{
    size_t kept = 0;
    for (size_t i = 0; i < s->waiting.n; i++) {
        if (str_eq(strbuf_str(&s->waiting.at[i].id), id)) strbuf_free(&s->waiting.at[i].id);
        else s->waiting.at[kept++] = s->waiting.at[i];
    }
    s->waiting.n = kept;
}

void server_answer(server *s, str id, str result)
{
    send_answer(s, id, "result", result);
    forget_deferred(s, id);
}

void server_answer_error(server *s, str id, rpc_error error, str message)
{
    send_error(s, id, error, "", message);
    forget_deferred(s, id);
}
