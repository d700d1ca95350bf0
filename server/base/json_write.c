#include "base/json_write.h"

#include "base/utf8.h"
#include "base/visible.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static void new_line(json_writer *w)
{
    if (!w->indent) return;
    strbuf_add_char(w->out, '\n');
    strbuf_pad(w->out, ' ', (size_t)(w->indent * w->depth));
}

static void before_value(json_writer *w)
{
    if (w->after_key) {
        w->after_key = false;
        return;
    }
    if (w->filled) strbuf_add_cstr(w->out, w->spaced ? ", " : ",");
    if (w->depth) new_line(w);
}

static void open_container(json_writer *w, char c)
{
    before_value(w);
    strbuf_add_char(w->out, c);
    w->depth++;
    w->filled = false;
}

static void close_container(json_writer *w, char c)
{
    w->depth--;
    if (w->filled) new_line(w);
    strbuf_add_char(w->out, c);
    w->filled = true;
}

void json_object(json_writer *w) { open_container(w, '{'); }
void json_object_end(json_writer *w) { close_container(w, '}'); }
void json_array(json_writer *w) { open_container(w, '['); }
void json_array_end(json_writer *w) { close_container(w, ']'); }

static void quoted(json_writer *w, str s)
{
    strbuf *out = w->out;
    strbuf_add_char(out, '"');
    size_t plain = 0, len;
    for (size_t i = 0; i < s.n; i += len) {
        unsigned char c = (unsigned char)s.p[i];
        len = 1;
        if (c >= 0x20 && c < 0x7F && c != '"' && c != '\\') continue;
        uint32_t u = utf8_decode(s, i, &len);
        bool bad = u == UTF8_BAD && len == 1;
        if (u >= 0x7F && !bad && !(w->safe && visible_is_hidden(u))) continue;
        strbuf_add(out, str_slice(s, plain, i));
        plain = i + len;
        switch (u) {
        case '"': strbuf_add_cstr(out, "\\\""); break;
        case '\\': strbuf_add_cstr(out, "\\\\"); break;
        case '\n': strbuf_add_cstr(out, "\\n"); break;
        case '\r': strbuf_add_cstr(out, "\\r"); break;
        case '\t': strbuf_add_cstr(out, "\\t"); break;
        default:
            if (bad) strbuf_add_cstr(out, "\xEF\xBF\xBD");
            else if (u < 0x10000) strbuf_printf(out, "\\u%04x", u);
            else strbuf_printf(out, "\\u%04x\\u%04x", 0xD800 + ((u - 0x10000) >> 10), 0xDC00 + ((u - 0x10000) & 0x3FF));
        }
    }
    strbuf_add(out, str_slice(s, plain, s.n));
    strbuf_add_char(out, '"');
}

void json_key_str(json_writer *w, str key)
{
    before_value(w);
    quoted(w, key);
    strbuf_add_cstr(w->out, w->indent || w->spaced ? ": " : ":");
    w->after_key = true;
}

void json_key(json_writer *w, const char *key) { json_key_str(w, str_of(key)); }

void json_string(json_writer *w, str s)
{
    before_value(w);
    quoted(w, s);
    w->filled = true;
}

void json_visible(json_writer *w, str s)
{
    arena a = ARENA_INIT;
    json_string(w, str_visible_lines(&a, s));
    arena_free(&a);
}

void json_raw(json_writer *w, str json)
{
    before_value(w);
    strbuf_add(w->out, json);
    w->filled = true;
}

void json_int(json_writer *w, int64_t n)
{
    char text[24];
    int len = snprintf(text, sizeof text, "%" PRId64, n);
    json_raw(w, (str){text, (size_t)len});
}

void json_number(json_writer *w, double n)
{
    char text[32];
    int len = 0;
    if (!isfinite(n)) {
        json_null(w);
        return;
    }
    for (int digits = 15; digits <= 17; digits++) {
        len = snprintf(text, sizeof text, "%.*g", digits, n);
        if (strtod(text, NULL) == n) break;
    }
    json_raw(w, (str){text, (size_t)len});
}

void json_bool(json_writer *w, bool b) { json_raw(w, b ? STR("true") : STR("false")); }
void json_null(json_writer *w) { json_raw(w, STR("null")); }

void json_add_object(json_writer *w, const char *key) { json_key(w, key), json_object(w); }
void json_add_array(json_writer *w, const char *key) { json_key(w, key), json_array(w); }
void json_add_string(json_writer *w, const char *key, str s) { json_key(w, key), json_string(w, s); }
void json_add_visible(json_writer *w, const char *key, str s) { json_key(w, key), json_visible(w, s); }
void json_add_int(json_writer *w, const char *key, int64_t n) { json_key(w, key), json_int(w, n); }
void json_add_number(json_writer *w, const char *key, double n) { json_key(w, key), json_number(w, n); }
void json_add_bool(json_writer *w, const char *key, bool b) { json_key(w, key), json_bool(w, b); }
void json_add_null(json_writer *w, const char *key) { json_key(w, key), json_null(w); }
void json_add_raw(json_writer *w, const char *key, str json) { json_key(w, key), json_raw(w, json); }

void json_add_strings(json_writer *w, const char *key, const char *const *strings, size_t count)
{
    json_add_array(w, key);
    for (size_t i = 0; i < count; i++) json_string(w, str_of(strings[i]));
    json_array_end(w);
}
