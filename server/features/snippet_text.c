#include "features/snippet_text.h"

#include "base/strbuf.h"
#include "text/brackets.h"

/* --- names --- */

/* Behind the literal or comment at `i`, or `i`. Names in them are just words. */
static size_t skip_literal(str body, size_t i)
{
    char quote = body.p[i];
    if (str_starts(str_slice(body, i, body.n), STR("//"))) {
        ptrdiff_t end = str_find_char(body, '\n', i);
        return end < 0 ? body.n : (size_t)end;
    }
    if (quote != '"' && quote != '`') return i;
    for (i++; i < body.n && body.p[i] != quote; i++)
        if (body.p[i] == '\\') i++;
    return i < body.n ? i + 1 : body.n;
}

static const code_name *find_name(const code_place *place, str word)
{
    for (size_t i = 0; i < place->names.n; i++)
        if (str_eq(place->names.at[i].usual, word)) return &place->names.at[i];
    return NULL;
}

bool snippet_fit(arena *a, const code_place *place, str body, str *fitted)
{
    strbuf out = STRBUF_INIT;
    bool fits = true;
    for (size_t i = 0; i < body.n && fits;) {
        size_t end = skip_literal(body, i);
        if (end == i && scan_is_word(body.p[i])) {
            while (end < body.n && scan_is_word(body.p[end])) end++;
            bool member = i > 0 && body.p[i - 1] == '.';
            const code_name *name = member ? NULL : find_name(place, str_slice(body, i, end));
            fits = !name || !str_empty(name->here);
            strbuf_add(&out, name ? name->here : str_slice(body, i, end));
        } else {
            if (end == i) end++;
            strbuf_add(&out, str_slice(body, i, end));
        }
        i = end;
    }
    *fitted = arena_str(a, strbuf_str(&out));
    strbuf_free(&out);
    return fits;
}

/* --- without tab stops --- */

enum { STOPS = 32 };

typedef struct plain {
    str body;
    size_t i;
    str stops[STOPS]; /* their texts, as they were when first met */
    strbuf out;
    str indent;
} plain;

static void add_plain(plain *p, str text)
{
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '\\' && i + 1 < text.n && strchr("$}\\,|", text.p[i + 1])) i++;
        strbuf_add_char(&p->out, text.p[i]);
    }
}

static unsigned read_number(plain *p)
{
    unsigned n = 0;
    while (p->i < p->body.n && p->body.p[p->i] >= '0' && p->body.p[p->i] <= '9')
        n = (n * 10 + (unsigned)(p->body.p[p->i++] - '0')) % STOPS;
    return n;
}

/* Up to, not including, the first unescaped `end`. */
static str read_until(plain *p, char end)
{
    size_t start = p->i;
    while (p->i < p->body.n && p->body.p[p->i] != end) p->i += p->body.p[p->i] == '\\' ? 2 : 1;
    if (p->i > p->body.n) p->i = p->body.n;
    return str_slice(p->body, start, p->i);
}

/* "$1", "${1}", "${1:text}" or "${1|a,b|}", behind the '$'. */
static void add_stop(plain *p)
{
    bool braced = p->i < p->body.n && p->body.p[p->i] == '{';
    p->i += braced;
    unsigned n = read_number(p);
    char sign = braced && p->i < p->body.n ? p->body.p[p->i] : 0;
    if (sign == ':') {
        p->i++;
        p->stops[n] = read_until(p, '}');
    } else if (sign == '|') {
        p->i++;
        str choices = read_until(p, '|'), first = {"", 0};
        str_split(&choices, ',', &first);
        p->stops[n] = first;
        p->i++;
    }
    p->i += braced;
    add_plain(p, p->stops[n]);
}

str snippet_plain(arena *a, str body, str indent)
{
    plain p = {.body = body, .indent = indent};
    while (p.i < body.n) {
        char c = body.p[p.i++];
        if (c == '\\' && p.i < body.n && strchr("$}\\", body.p[p.i])) strbuf_add_char(&p.out, body.p[p.i++]);
        else if (c == '$') add_stop(&p);
        else strbuf_add_char(&p.out, c);
        if (c == '\n' && p.i < body.n && body.p[p.i] != '\n') strbuf_add(&p.out, indent);
    }
    str text = arena_str(a, strbuf_str(&p.out));
    strbuf_free(&p.out);
    return text;
}
