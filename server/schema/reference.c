#include "schema/reference.h"

#include "base/strbuf.h"

typedef struct uri_parts {
    str scheme, authority, path, query, fragment; /* `p` is NULL: not there */
} uri_parts;

static size_t scheme_length(str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        bool more = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
        if (c == ':') return i;
        if (!letter && !(more && i)) return 0;
    }
    return 0;
}

static uri_parts parse(str s)
{
    uri_parts u = {0};
    ptrdiff_t at = str_find_char(s, '#', 0);
    if (at >= 0) {
        u.fragment = str_slice(s, (size_t)at + 1, s.n);
        s = str_slice(s, 0, (size_t)at);
    }
    at = str_find_char(s, '?', 0);
    if (at >= 0) {
        u.query = str_slice(s, (size_t)at + 1, s.n);
        s = str_slice(s, 0, (size_t)at);
    }
    size_t scheme = scheme_length(s);
    if (scheme) {
        u.scheme = str_slice(s, 0, scheme);
        s = str_slice(s, scheme + 1, s.n);
    }
    if (str_starts(s, STR("//"))) {
        at = str_find_char(s, '/', 2);
        size_t end = at < 0 ? s.n : (size_t)at;
        u.authority = str_slice(s, 2, end);
        s = str_slice(s, end, s.n);
    }
    u.path = s;
    return u;
}

/* RFC 3986 5.2.4 */
static void add_without_dots(strbuf *out, str path)
{
    size_t floor = out->n;
    str rest = path, part;
    bool absolute = path.n && path.p[0] == '/';
    if (absolute) rest = str_slice(rest, 1, rest.n);
    bool first = !absolute, more = rest.p != NULL;
    while (more && str_split(&rest, '/', &part)) {
        bool last = !rest.p;
        bool up = str_is(part, "..");
        if (up) {
            while (out->n > floor && out->p[out->n - 1] != '/') out->n--;
            if (out->n > floor) out->n--;
        }
        if (up || str_is(part, ".")) {
            if (last) strbuf_add_char(out, '/');
            continue;
        }
        if (!first) strbuf_add_char(out, '/');
        strbuf_add(out, part);
        first = false;
    }
}

static void add_path(strbuf *out, const uri_parts *base, const uri_parts *ref)
{
    if (ref->path.n && ref->path.p[0] == '/') {
        add_without_dots(out, ref->path);
        return;
    }
    ptrdiff_t slash = str_rfind_char(base->path, '/');
    strbuf merged = STRBUF_INIT;
    if (base->authority.p && !base->path.n) strbuf_add_char(&merged, '/');
    else strbuf_add(&merged, str_slice(base->path, 0, (size_t)(slash + 1)));
    strbuf_add(&merged, ref->path);
    add_without_dots(out, strbuf_str(&merged));
    strbuf_free(&merged);
}

str schema_uri_resolve(arena *a, str base_text, str reference)
{
    uri_parts base = parse(base_text), ref = parse(reference), to = ref;
    if (ref.scheme.p) return arena_str(a, reference);
    strbuf out = STRBUF_INIT;
    to.scheme = base.scheme;
    if (!ref.authority.p) {
        to.authority = base.authority;
        if (!ref.path.n && !ref.query.p) to.query = base.query;
    }
    if (to.scheme.p) strbuf_printf(&out, "%.*s:", STR_ARG(to.scheme));
    if (to.authority.p) strbuf_printf(&out, "//%.*s", STR_ARG(to.authority));
    if (ref.authority.p) add_without_dots(&out, ref.path);
    else if (!ref.path.n) strbuf_add(&out, base.path);
    else add_path(&out, &base, &ref);
    if (to.query.p) strbuf_printf(&out, "?%.*s", STR_ARG(to.query));
    if (ref.fragment.p) strbuf_printf(&out, "#%.*s", STR_ARG(ref.fragment));
    str result = arena_str(a, strbuf_str(&out));
    strbuf_free(&out);
    return result;
}

str schema_uri_split(str uri, str *fragment)
{
    ptrdiff_t at = str_find_char(uri, '#', 0);
    *fragment = at < 0 ? (str){0} : str_slice(uri, (size_t)at + 1, uri.n);
    return at < 0 ? uri : str_slice(uri, 0, (size_t)at);
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

str schema_uri_decode(arena *a, str s)
{
    if (str_find_char(s, '%', 0) < 0) return s;
    char *out = arena_alloc(a, s.n);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        bool escaped = s.p[i] == '%' && i + 2 < s.n && hex_value(s.p[i + 1]) >= 0 && hex_value(s.p[i + 2]) >= 0;
        out[n++] = escaped ? (char)(hex_value(s.p[i + 1]) * 16 + hex_value(s.p[i + 2])) : s.p[i];
        if (escaped) i += 2;
    }
    return str_make(out, n);
}
