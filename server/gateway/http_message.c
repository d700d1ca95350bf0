#include "gateway/http_message.h"

#include "base/limits.h"
#include "base/words.h"

str http_header_find(const http_headers *headers, const char *name)
{
    for (size_t i = 0; i < headers->n; i++)
        if (str_eq_nocase(headers->at[i].name, str_of(name))) return headers->at[i].value;
    return (str){0};
}

void http_write_head(strbuf *out, const http_message *m)
{
    if (m->response) strbuf_printf(out, "HTTP/1.1 %d %.*s\r\n", m->status, STR_ARG(m->reason));
    else strbuf_printf(out, "%.*s %.*s HTTP/1.1\r\n", STR_ARG(m->method), STR_ARG(m->target));
    for (size_t i = 0; i < m->headers.n; i++)
        strbuf_printf(out, "%.*s: %.*s\r\n", STR_ARG(m->headers.at[i].name), STR_ARG(m->headers.at[i].value));
    strbuf_add_cstr(out, "\r\n");
}

/* --- reading ---------------------------------------------------------------------------------------------------------------- */

/* The next line, without its end. False when it is not there yet. */
static bool next_line(str bytes, size_t *at, str *line)
{
    ptrdiff_t end = str_find_char(bytes, '\n', *at);
    if (end < 0) return false;
    *line = str_slice(bytes, *at, (size_t)end);
    if (line->n && line->p[line->n - 1] == '\r') line->n--;
    *at = (size_t)end + 1;
    return true;
}

static bool parse_number(str digits, unsigned base, size_t *number)
{
    *number = 0;
    for (size_t i = 0; i < digits.n; i++) {
        char c = digits.p[i];
        unsigned d = c >= '0' && c <= '9'                 ? (unsigned)(c - '0')
                     : (c | 32) >= 'a' && (c | 32) <= 'f' ? (unsigned)((c | 32) - 'a') + 10
                                                          : 99;
        if (d >= base || *number > LIMIT_HTTP_BYTES) return false;
        *number = *number * base + d;
    }
    return digits.n > 0 && *number <= LIMIT_HTTP_BYTES;
}

static bool parse_first_line(const http_source *s, str line, http_message *m)
{
    str rest = line, first, second;
    if (!str_split(&rest, ' ', &first) || !rest.p) return false;
    str_split(&rest, ' ', &second);
    m->response = s->response;
    if (!s->response) {
        m->method = first;
        m->target = second;
        return rest.p && str_starts(rest, STR("HTTP/1.")) && first.n && second.n;
    }
    size_t status;
    if (!str_starts(first, STR("HTTP/1.")) || second.n != 3 || !parse_number(second, 10, &status)) return false;
    m->status = (int)status;
    m->reason = rest;
    return true;
}

static http_progress read_head(arena *a, const http_source *s, size_t *at, http_message *m)
{
    str line;
    *m = (http_message){0};
    if (!next_line(s->bytes, at, &line)) return HTTP_MORE;
    if (!parse_first_line(s, line, m)) return HTTP_BROKEN;
    while (next_line(s->bytes, at, &line)) {
        if (!line.n) return HTTP_WHOLE;
        ptrdiff_t colon = str_find_char(line, ':', 0);
        if (colon <= 0) return HTTP_BROKEN;
        array_push(a, &m->headers,
                   (http_header){str_slice(line, 0, (size_t)colon), str_trim(str_slice(line, (size_t)colon + 1, line.n))});
    }
    return HTTP_MORE;
}

/* RFC 9112, 7.1. */
static http_progress read_chunks(arena *a, str bytes, size_t *at, str *body)
{
    strbuf whole = STRBUF_INIT;
    str line, digits;
    size_t size;
    http_progress progress = HTTP_MORE;
    while (next_line(bytes, at, &line)) {
        str rest = line;
        str_split(&rest, ';', &digits);
        if (!parse_number(str_trim(digits), 16, &size) || whole.n + size > LIMIT_HTTP_BYTES) {
            progress = HTTP_BROKEN;
            break;
        }
        if (size == 0) { /* trailers, then an empty line */
            while (progress == HTTP_MORE && next_line(bytes, at, &line))
                if (!line.n) progress = HTTP_WHOLE;
            break;
        }
        if (bytes.n - *at < size) break;
        strbuf_add(&whole, str_slice(bytes, *at, *at + size));
        *at += size;
        if (!next_line(bytes, at, &line)) break;
    }
    if (progress == HTTP_WHOLE) *body = arena_str(a, strbuf_str(&whole));
    strbuf_free(&whole);
    return progress;
}

static http_progress read_body(arena *a, const http_source *s, size_t *at, http_message *m)
{
    if (m->response && (s->without_body || m->status == 204 || m->status == 304)) return HTTP_WHOLE;
    str coding = http_header_find(&m->headers, "transfer-encoding"), length = http_header_find(&m->headers, "content-length");
    size_t n = 0;
    if (coding.p) return str_eq_nocase(coding, STR("chunked")) ? read_chunks(a, s->bytes, at, &m->body) : HTTP_BROKEN;
    if (length.p && !parse_number(length, 10, &n)) return HTTP_BROKEN;
    if (!length.p && m->response) { /* up to the end of the connection */
        m->body = str_slice(s->bytes, *at, s->bytes.n);
        *at = s->bytes.n;
        return s->at_end ? HTTP_WHOLE : HTTP_MORE;
    }
    if (s->bytes.n - *at < n) return HTTP_MORE;
    m->body = str_slice(s->bytes, *at, *at + n);
    *at += n;
    return HTTP_WHOLE;
}

http_progress http_read(arena *a, const http_source *source, http_message *m, size_t *used)
{
    size_t at = 0;
    http_progress progress;
    do progress = read_head(a, source, &at, m);
    while (progress == HTTP_WHOLE && m->response && m->status / 100 == 1);
    if (progress == HTTP_WHOLE) progress = read_body(a, source, &at, m);
    *used = at;
    if (progress == HTTP_MORE && (source->at_end || source->bytes.n > 2 * (size_t)LIMIT_HTTP_BYTES)) return HTTP_BROKEN;
    return progress;
}

/* --- a request on the command line ------------------------------------------------------------------------------------------ */

typedef struct request_words {
    arena *arena;
    str text;
    size_t at;
    str problem;
} request_words;

/* Takes a word, without its quotes. False at the end, and with a problem. */
static bool next_word(request_words *w, str *word)
{
    str t = w->text;
    while (w->at < t.n && (t.p[w->at] == ' ' || t.p[w->at] == '\t' || t.p[w->at] == '\n')) w->at++;
    if (w->at == t.n) return false;
    strbuf b = STRBUF_INIT;
    char quote = 0;
    size_t quoted_at = 0;
    for (; w->at < t.n; w->at++) {
        char c = t.p[w->at];
        if (quote && c == quote) quote = 0;
        else if (!quote && (c == '\'' || c == '"')) quote = c, quoted_at = w->at;
        else if (c == '\\' && quote != '\'' && w->at + 1 < t.n && (!quote || t.p[w->at + 1] == '"' || t.p[w->at + 1] == '\\'))
            strbuf_add_char(&b, t.p[++w->at]);
        else if (!quote && (c == ' ' || c == '\t' || c == '\n')) break;
        else strbuf_add_char(&b, c);
    }
    *word = arena_str(w->arena, strbuf_str(&b));
    strbuf_free(&b);
    if (quote) w->problem = arena_printf(w->arena, words("the quote %c at column %zu is never closed"), quote, quoted_at + 1);
    return !quote;
}

static bool is_token(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] <= ' ' || s.p[i] >= 0x7f || strchr("\"(),/:;<=>?@[\\]{}", s.p[i])) return false;
    return s.n > 0;
}

static bool is_plain(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < ' ' && s.p[i] != '\t') return false;
    return true;
}

static bool add_header(request_words *w, http_message *m, str given)
{
    ptrdiff_t colon = str_find_char(given, ':', 0);
    str name = colon > 0 ? str_slice(given, 0, (size_t)colon) : STR("");
    str value = str_trim(str_slice(given, (size_t)(colon + 1), given.n));
    if (!is_token(name) || !is_plain(value)) {
        w->problem = arena_printf(w->arena, words("'%.*s' is no header: write -H name:value"), STR_ARG(given));
        return false;
    }
    array_push(w->arena, &m->headers, (http_header){name, value});
    return true;
}

/* A body that does not begin with a quote stands as it is, blanks and quotes and all, up to the next header or the end. */
static bool next_body(request_words *w, str *body)
{
    str t = w->text;
    while (w->at < t.n && (t.p[w->at] == ' ' || t.p[w->at] == '\t' || t.p[w->at] == '\n')) w->at++;
    if (w->at == t.n || t.p[w->at] == '\'' || t.p[w->at] == '"') return next_word(w, body);
    size_t end = t.n;
    static const char *const headers[] = {" -H ", " --header "};
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        ptrdiff_t at = str_find(t, str_of(headers[i]), w->at);
        if (at >= 0 && (size_t)at < end) end = (size_t)at;
    }
    *body = str_trim(str_slice(t, w->at, end));
    w->at = end;
    return true;
}

static bool take_option(request_words *w, str option, http_message *m)
{
    str value;
    bool header = str_is(option, "-H") || str_is(option, "--header"), binary = str_is(option, "--data-binary");
    if (!header && !binary && !str_is(option, "-d") && !str_is(option, "--data") && !str_is(option, "--data-raw")) {
        w->problem = arena_printf(w->arena, words("unknown option '%.*s': -H name:value and -d body are known"), STR_ARG(option));
        return false;
    }
    if (!(header ? next_word(w, &value) : next_body(w, &value))) {
        if (!w->problem.n) w->problem = arena_printf(w->arena, words("nothing stands behind '%.*s'"), STR_ARG(option));
        return false;
    }
    if (header) return add_header(w, m, value);
    bool file = value.n > 1 && value.p[0] == '@' && !str_is(option, "--data-raw");
    m->body_file = file ? str_slice(value, 1, value.n) : (str){0};
    m->body_binary = binary;
    m->body = file ? (str){0} : value;
    return true;
}

static bool take_line(request_words *w, http_message *m)
{
    str word;
    m->method = STR("");
    while (next_word(w, &word)) {
        if (word.n > 1 && word.p[0] == '-') {
            if (!take_option(w, word, m)) return false;
        } else if (word.n && word.p[0] == '/' && !m->target.n) m->target = word;
        else if (!m->method.n && !m->target.n && is_token(word)) m->method = word;
        else {
            w->problem = arena_printf(w->arena,
                                      m->target.n ? words("'%.*s' is too much: behind the path come -H and -d")
                                                  : words("'%.*s' is no path: it starts with '/'"), STR_ARG(word));
            return false;
        }
    }
    return !w->problem.n;
}

str http_body_of_file(arena *a, str text, bool binary)
{
    if (binary) return text;
    strbuf out = STRBUF_INIT;
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] && text.p[i] != '\r' && text.p[i] != '\n') strbuf_add_char(&out, text.p[i]);
    str body = arena_str(a, strbuf_str(&out));
    strbuf_free(&out);
    return body;
}

bool http_parse_request(arena *a, str text, http_message *m, str *problem)
{
    request_words w = {.arena = a, .text = text};
    *m = (http_message){0};
    bool ok = take_line(&w, m);
    if (ok && !m->target.n) {
        w.problem = words_str("a path is missing: write 'METHOD /path', with -H name:value and -d body behind it");
        ok = false;
    }
    if (ok && (!is_plain(m->target) || str_find_char(m->target, ' ', 0) >= 0)) {
        w.problem = words_str("the path contains blanks or control characters: write them as %20");
        ok = false;
    }
    if (!m->method.n) m->method = m->body.n || m->body_file.n ? STR("POST") : STR("GET");
    *problem = w.problem;
    return ok;
}
