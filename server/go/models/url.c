/* net/url (url.go). Where Go's versions differ - colons and brackets in hosts - the answer is left open. */
#include "go/models/models.h"

typedef enum url_mode { PATH, PATH_SEGMENT, USER_PASSWORD, QUERY, FRAGMENT, HOST, ZONE } url_mode;

enum { SCHEME, OPAQUE, USER, HOST_NAME, PATH_NAME, FRAGMENT_NAME, RAW_QUERY, RAW_PATH, RAW_FRAGMENT, FORCE_QUERY, OMIT_HOST };

static ir_type url_pointer = {.kind = TYPE_POINTER, .elem = &model_url};
static ir_type user_pointer = {.kind = TYPE_POINTER, .elem = &model_userinfo};
static ir_type values_type = {
    .kind = TYPE_NAMED, .package = STR_INIT("net/url"), .name = STR_INIT("Values"), .under = &model_header_map};

static value unknown_string(void) { return value_unknown(type_basic(TYPE_STRING)); }

/* --- escaping --- */

static bool should_escape(unsigned char c, url_mode mode)
{
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) return false;
    if ((mode == HOST || mode == ZONE) && c && strchr("!$&'()*+,;=:[]<>\"", c)) return false;
    if (c && strchr("-_.~", c)) return false;
    if (c && strchr("$&+,/:;=?@", c)) {
        if (mode == PATH) return c == '?';
        if (mode == PATH_SEGMENT) return c == '/' || c == ';' || c == ',' || c == '?';
        if (mode == USER_PASSWORD) return c == '@' || c == '/' || c == '?' || c == ':';
        if (mode == QUERY) return true;
        if (mode == FRAGMENT) return false;
    }
    return !(mode == FRAGMENT && c && strchr("!()*", c));
}

static str escape(arena *a, str s, url_mode mode)
{
    strbuf t = STRBUF_IN(a);
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == ' ' && mode == QUERY) strbuf_add_char(&t, '+');
        else if (should_escape(c, mode)) strbuf_printf(&t, "%%%02X", c);
        else strbuf_add_char(&t, (char)c);
    }
    return strbuf_str(&t);
}

static int hex(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* False: `*error` says why. */
static bool unescape(arena *a, str s, url_mode mode, str *out, str *error)
{
    strbuf t = STRBUF_IN(a);
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '%') {
            int high = i + 2 < s.n ? hex(s.p[i + 1]) : -1, low = i + 2 < s.n ? hex(s.p[i + 2]) : -1;
            bool is_percent = high == 2 && low == 5;
            bool bad =
                high < 0 || low < 0 || (mode == HOST && high < 8 && !is_percent) ||
                (mode == ZONE && !is_percent && high * 16 + low != ' ' && should_escape((unsigned char)(high * 16 + low), HOST));
            if (bad) {
                str part = str_slice(s, i, i + 3);
                *error = arena_printf(a, "invalid URL escape %.*s", STR_ARG(model_quote(a, part, false)));
                return false;
            }
            strbuf_add_char(&t, (char)(high * 16 + low));
            i += 2;
        } else if ((mode == HOST || mode == ZONE) && c < 0x80 && should_escape(c, mode)) {
            str quoted = model_quote(a, str_slice(s, i, i + 1), false);
            *error = arena_printf(a, "invalid character %.*s in host name", STR_ARG(quoted));
            return false;
        } else {
            strbuf_add_char(&t, c == '+' && mode == QUERY ? ' ' : (char)c);
        }
    }
    *out = strbuf_str(&t);
    return true;
}

/* --- parsing --- */

typedef struct parsed {
    native_call *c;
    str scheme, opaque, host, path, raw_path, raw_query, fragment, raw_fragment, username, password;
    bool omit_host, force_query, has_user, has_password;
    str error;
    bool failed, unsure;
} parsed;

static bool fail(parsed *u, const char *why) { return u->failed = true, u->error = str_of(why), false; }

static bool decode(parsed *u, str s, url_mode mode, str *out)
{
    if (unescape(u->c->arena, s, mode, out, &u->error)) return true;
    u->failed = true;
    return false;
}

static bool port_ok(str s)
{
    if (!s.n) return true;
    for (size_t i = 1; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9') return false;
    return s.p[0] == ':';
}

static bool parse_host(parsed *u, str s)
{
    ptrdiff_t open = str_rfind_char(s, '['), close = str_rfind_char(s, ']'), colon = str_find_char(s, ':', 0);
    if (open > 0 || (open < 0 && close >= 0)) return u->unsure = true, false;
    if (open == 0) {
        if (close < 0) return fail(u, "missing ']' in host");
        str port = str_slice(s, (size_t)close + 1, s.n);
        if (!port_ok(port)) {
            u->failed = true;
            u->error = arena_printf(u->c->arena, "invalid port %.*s after host", STR_ARG(model_quote(u->c->arena, port, false)));
            return false;
        }
        unsigned char ip[16];
        bool v4;
        u->unsure = !model_parse_ip(str_slice(s, 1, (size_t)close), ip, &v4) || v4; /* older versions take anything */
        u->host = s;
        return !u->unsure;
    }
    if (colon >= 0) {
        if (str_rfind_char(s, ':') != colon) return u->unsure = true, false;
        str port = str_slice(s, (size_t)colon, s.n);
        if (!port_ok(port)) {
            u->failed = true;
            u->error = arena_printf(u->c->arena, "invalid port %.*s after host", STR_ARG(model_quote(u->c->arena, port, false)));
            return false;
        }
    }
    return decode(u, s, HOST, &u->host);
}

static bool parse_user(parsed *u, str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!plain && !(c && strchr("-._:~!$&'()*+,;=%@", c))) return fail(u, "net/url: invalid userinfo");
    }
    ptrdiff_t colon = str_find_char(s, ':', 0);
    u->has_user = true;
    u->has_password = colon >= 0;
    str name = colon < 0 ? s : str_slice(s, 0, (size_t)colon);
    return decode(u, name, USER_PASSWORD, &u->username) &&
           (colon < 0 || decode(u, str_slice(s, (size_t)colon + 1, s.n), USER_PASSWORD, &u->password));
}

static bool parse_scheme(parsed *u, str s, str *rest)
{
    *rest = s;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (letter) continue;
        if (((c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.') && i > 0) continue;
        if (c != ':') return true;
        if (i == 0) return fail(u, "missing protocol scheme");
        u->scheme = model_lower(u->c->arena, str_slice(s, 0, i));
        *rest = str_slice(s, i + 1, s.n);
        return true;
    }
    return true;
}

static bool parse_path(parsed *u, str path)
{
    if (!decode(u, path, PATH, &u->path)) return false;
    if (!str_eq(escape(u->c->arena, u->path, PATH), path)) u->raw_path = path;
    return true;
}

static bool parse(parsed *u, str s, bool request)
{
    str rest;
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7f) return fail(u, "net/url: invalid control character in URL");
    if (!s.n && request) return fail(u, "empty url");
    if (str_is(s, "*")) return u->path = s, true;
    if (!parse_scheme(u, s, &rest)) return false;
    ptrdiff_t question = str_find_char(rest, '?', 0);
    if (question >= 0) {
        u->raw_query = str_slice(rest, (size_t)question + 1, rest.n);
        u->force_query = (size_t)question + 1 == rest.n;
        rest = str_slice(rest, 0, (size_t)question);
    }
    if (!str_starts(rest, STR("/"))) {
        if (u->scheme.n) return u->opaque = rest, true;
        if (request) return fail(u, "invalid URI for request");
        ptrdiff_t slash = str_find_char(rest, '/', 0);
        if (str_find_char(str_slice(rest, 0, slash < 0 ? rest.n : (size_t)slash), ':', 0) >= 0)
            return fail(u, "first path segment in URL cannot contain colon");
    }
    if ((u->scheme.n || (!request && !str_starts(rest, STR("///")))) && str_starts(rest, STR("//"))) {
        str authority = str_slice(rest, 2, rest.n);
        ptrdiff_t slash = str_find_char(authority, '/', 0), at;
        rest = slash < 0 ? (str){"", 0} : str_slice(authority, (size_t)slash, authority.n);
        if (slash >= 0) authority = str_slice(authority, 0, (size_t)slash);
        at = str_rfind_char(authority, '@');
        if (!parse_host(u, at < 0 ? authority : str_slice(authority, (size_t)at + 1, authority.n))) return false;
        if (at >= 0 && !parse_user(u, str_slice(authority, 0, (size_t)at))) return false;
    } else if (u->scheme.n && str_starts(rest, STR("/"))) {
        u->omit_host = true;
    }
    return parse_path(u, rest);
}

static value user_value(native_call *c, const parsed *u)
{
    if (!u->has_user) return value_nil(&user_pointer);
    value v = value_zero(c->arena, &model_userinfo);
    v.object->cells[0].v = model_string(u->username);
    v.object->cells[1].v = model_string(u->password);
    v.object->cells[2].v = value_bool(u->has_password);
    return model_new(c, &user_pointer, v);
}

static value url_value(native_call *c, const parsed *u)
{
    value v = value_zero(c->arena, &model_url);
    cell *f = v.object->cells;
    f[SCHEME].v = model_string(u->scheme);
    f[OPAQUE].v = model_string(u->opaque);
    f[USER].v = user_value(c, u);
    f[HOST_NAME].v = model_string(u->host);
    f[PATH_NAME].v = model_string(u->path);
    f[RAW_PATH].v = model_string(u->raw_path);
    f[OMIT_HOST].v = value_bool(u->omit_host);
    f[FORCE_QUERY].v = value_bool(u->force_query);
    f[RAW_QUERY].v = model_string(u->raw_query);
    f[FRAGMENT_NAME].v = model_string(u->fragment);
    f[RAW_FRAGMENT].v = model_string(u->raw_fragment);
    return model_new(c, &url_pointer, v);
}

static value url_error(native_call *c, str url, str why)
{
    str quoted = model_quote(c->arena, url, false);
    return model_error(c, "*url.Error", arena_printf(c->arena, "parse %.*s: %.*s", STR_ARG(quoted), STR_ARG(why)),
                       native_arg(c, 0).node);
}

/* A URL of which nothing is known, but that it is there. */
static value some_url(native_call *c)
{
    value v = value_zero(c->arena, &model_url);
    for (uint32_t i = 0; i < v.object->count; i++) v.object->cells[i].v = value_unknown(v.object->cells[i].type);
    return model_new(c, &url_pointer, v);
}

static value parse_any(native_call *c, bool request)
{
    value arg = native_arg(c, 0);
    parsed u = {.c = c};
    str s;
    if (!native_text(c, 0, &s)) {
        int valid = model_decide_valid(c, &arg, "uri");
        if (valid < 0) return model_pair(c, value_unknown(&url_pointer), value_unknown(type_error()));
        if (valid) return model_pair(c, some_url(c), model_no_error());
        value error = model_error(c, "*url.Error", (str){"", 0}, arg.node);
        error.error->text = unknown_string();
        return model_pair(c, value_nil(&url_pointer), error);
    }
    ptrdiff_t hash = request ? -1 : str_find_char(s, '#', 0);
    str before = hash < 0 ? s : str_slice(s, 0, (size_t)hash),
        fragment = hash < 0 ? (str){"", 0} : str_slice(s, (size_t)hash + 1, s.n);
    bool good = parse(&u, before, request);
    if (u.unsure) return model_pair(c, value_unknown(&url_pointer), value_unknown(type_error()));
    if (!good) return model_pair(c, value_nil(&url_pointer), url_error(c, before, u.error));
    if (fragment.n && !decode(&u, fragment, FRAGMENT, &u.fragment))
        return model_pair(c, value_nil(&url_pointer), url_error(c, s, u.error));
    if (fragment.n && !str_eq(escape(c->arena, u.fragment, FRAGMENT), fragment)) u.raw_fragment = fragment;
    return model_pair(c, url_value(c, &u), model_no_error());
}

static value parse_(native_call *c) { return parse_any(c, false); }
static value parse_request(native_call *c) { return parse_any(c, true); }

/* --- methods --- */

static bool url_field(const native_call *c, uint32_t i, str *s)
{
    cell *f = model_receiver_field(c, i);
    if (!f || f->v.kind != VALUE_STRING) return false;
    *s = f->v.s;
    return true;
}

static bool valid_encoded(str s, url_mode mode)
{
    for (size_t i = 0; i < s.n; i++) {
        bool allowed = s.p[i] && strchr("!$&'()*+,;=:@[]%", s.p[i]);
        if (!allowed && should_escape((unsigned char)s.p[i], mode)) return false;
    }
    return true;
}

static str escaped_path(native_call *c, str path, str raw)
{
    str back, error;
    bool keep = raw.n && valid_encoded(raw, PATH) && unescape(c->arena, raw, PATH, &back, &error) && str_eq(back, path);
    return keep || str_is(path, "*") ? (keep ? raw : path) : escape(c->arena, path, PATH);
}

/* URL.String for URLs without user information; those with it are left open. */
static value url_string(native_call *c)
{
    str scheme, opaque, host, path, raw, query, fragment, raw_fragment, back, error;
    cell *user = model_receiver_field(c, USER), *omit = model_receiver_field(c, OMIT_HOST),
         *force = model_receiver_field(c, FORCE_QUERY);
    if (!url_field(c, SCHEME, &scheme) || !url_field(c, OPAQUE, &opaque) || !url_field(c, HOST_NAME, &host) ||
        !url_field(c, PATH_NAME, &path) || !url_field(c, RAW_PATH, &raw) || !url_field(c, RAW_QUERY, &query) ||
        !url_field(c, FRAGMENT_NAME, &fragment) || !url_field(c, RAW_FRAGMENT, &raw_fragment) || !user ||
        user->v.kind != VALUE_NIL || !omit || omit->v.kind != VALUE_BOOL || !force || force->v.kind != VALUE_BOOL)
        return unknown_string();
    strbuf t = STRBUF_IN(c->arena);
    if (scheme.n) strbuf_add(&t, scheme), strbuf_add_char(&t, ':');
    if (opaque.n) {
        strbuf_add(&t, opaque);
    } else {
        bool authority = (scheme.n || host.n) && !(omit->v.b && !host.n);
        if (authority && (host.n || path.n)) strbuf_add_cstr(&t, "//");
        if (authority) strbuf_add(&t, escape(c->arena, host, HOST));
        str p = escaped_path(c, path, raw);
        if (p.n && p.p[0] != '/' && host.n) strbuf_add_char(&t, '/');
        ptrdiff_t slash = str_find_char(p, '/', 0);
        if (!t.n && str_find_char(str_slice(p, 0, slash < 0 ? p.n : (size_t)slash), ':', 0) >= 0) strbuf_add_cstr(&t, "./");
        strbuf_add(&t, p);
    }
    if (force->v.b || query.n) strbuf_add_char(&t, '?'), strbuf_add(&t, query);
    bool keep = raw_fragment.n && valid_encoded(raw_fragment, FRAGMENT) &&
                unescape(c->arena, raw_fragment, FRAGMENT, &back, &error) && str_eq(back, fragment);
    if (fragment.n) strbuf_add_char(&t, '#'), strbuf_add(&t, keep ? raw_fragment : escape(c->arena, fragment, FRAGMENT));
    return model_string(strbuf_str(&t));
}

static bool host_and_port(const native_call *c, str *host, str *port)
{
    if (!url_field(c, HOST_NAME, host)) return false;
    ptrdiff_t colon = str_rfind_char(*host, ':');
    *port = (str){"", 0};
    if (colon >= 0 && port_ok(str_slice(*host, (size_t)colon, host->n))) {
        *port = str_slice(*host, (size_t)colon + 1, host->n);
        *host = str_slice(*host, 0, (size_t)colon);
    }
    if (str_starts(*host, STR("[")) && str_ends(*host, STR("]")) && host->n > 1) *host = str_slice(*host, 1, host->n - 1);
    return true;
}

static value hostname(native_call *c)
{
    str host, port;
    return host_and_port(c, &host, &port) ? model_string(host) : unknown_string();
}

static value port(native_call *c)
{
    str host, number;
    return host_and_port(c, &host, &number) ? model_string(number) : unknown_string();
}

static value is_abs(native_call *c)
{
    str scheme;
    return url_field(c, SCHEME, &scheme) ? value_bool(scheme.n > 0) : value_unknown(type_basic(TYPE_BOOL));
}

static value escaped_path_method(native_call *c)
{
    str path, raw;
    return url_field(c, PATH_NAME, &path) && url_field(c, RAW_PATH, &raw) ? model_string(escaped_path(c, path, raw))
                                                                          : unknown_string();
}

static value request_uri(native_call *c)
{
    str opaque, path, raw, query;
    cell *force = model_receiver_field(c, FORCE_QUERY);
    if (!url_field(c, OPAQUE, &opaque) || opaque.n || !url_field(c, PATH_NAME, &path) || !url_field(c, RAW_PATH, &raw) ||
        !url_field(c, RAW_QUERY, &query) || !force || force->v.kind != VALUE_BOOL)
        return unknown_string();
    str p = escaped_path(c, path, raw);
    bool mark = force->v.b || query.n;
    return model_string(arena_printf(c->arena, "%.*s%s%.*s", STR_ARG(p.n ? p : STR("/")), mark ? "?" : "", STR_ARG(query)));
}

/* --- queries --- */

static bool query_into(native_call *c, str query, value *m, str *error)
{
    str pair, ignored;
    *error = (str){NULL, 0};
    *m = value_map_new(c->arena, &values_type);
    while (query.n && str_split(&query, '&', &pair)) {
        str key = pair, v = {"", 0}, why;
        if (str_find_char(pair, ';', 0) >= 0) {
            *error = STR("invalid semicolon separator in query");
            continue;
        }
        if (!pair.n) continue;
        ptrdiff_t equals = str_find_char(pair, '=', 0);
        if (equals >= 0) key = str_slice(pair, 0, (size_t)equals), v = str_slice(pair, (size_t)equals + 1, pair.n);
        if (!unescape(c->arena, key, QUERY, &key, &why) || !unescape(c->arena, v, QUERY, &v, &why)) {
            if (!error->p) *error = why;
            continue;
        }
        value name = model_string(key), item = model_string(v);
        cell *list = map_value_put(c->arena, m->map, &name, &model_strings_type);
        uint32_t n = list->v.kind == VALUE_SLICE ? list->v.slice.length : 0;
        value *items = ARENA_NEW_N(c->arena, value, n + 1u);
        for (uint32_t i = 0; i < n; i++) items[i] = value_element(&list->v, i)->v;
        items[n] = item;
        list->v = value_slice_of(c->arena, &model_strings_type, items, n + 1);
    }
    (void)ignored;
    return !error->p;
}

static value parse_query(native_call *c)
{
    str s, error;
    value m;
    if (!native_text(c, 0, &s) || s.n > 1 << 15) return model_unknown(c, 2);
    bool good = query_into(c, s, &m, &error);
    return model_pair(c, m, good ? model_no_error() : model_error(c, "url.EscapeError", error, native_arg(c, 0).node));
}

static value url_query(native_call *c)
{
    str s, error;
    value m;
    if (!url_field(c, RAW_QUERY, &s) || s.n > 1 << 15) return value_unknown(&values_type);
    query_into(c, s, &m, &error);
    return m;
}

#define ESCAPE(name, mode) \
    static value name(native_call *c) \
    { \
        str s; \
        return native_text(c, 0, &s) ? model_string(escape(c->arena, s, mode)) : unknown_string(); \
    }
ESCAPE(query_escape, QUERY)
ESCAPE(path_escape, PATH_SEGMENT)

static value unescape_any(native_call *c, url_mode mode)
{
    str s, out, error;
    if (!native_text(c, 0, &s)) return model_unknown(c, 2);
    if (unescape(c->arena, s, mode, &out, &error)) return model_pair(c, model_string(out), model_no_error());
    return model_pair(c, model_string((str){"", 0}), model_error(c, "url.EscapeError", error, native_arg(c, 0).node));
}

static value query_unescape(native_call *c) { return unescape_any(c, QUERY); }
static value path_unescape(native_call *c) { return unescape_any(c, PATH_SEGMENT); }

static value values_encode(native_call *c)
{
    const value *m = model_receiver(c);
    strbuf t = STRBUF_IN(c->arena);
    if (m && m->kind == VALUE_NIL) return model_string((str){"", 0});
    if (!m || m->kind != VALUE_MAP || m->map->unsure || m->map->count > 2000) return unknown_string();
    map_pair **sorted = ARENA_NEW_N(c->arena, map_pair *, m->map->count);
    uint32_t n = 0;
    for (uint32_t i = 0; i < m->map->count; i++) {
        if (m->map->pairs[i].deleted) continue;
        uint32_t at = n++;
        for (; at > 0 && str_cmp(m->map->pairs[i].key.s, sorted[at - 1]->key.s) < 0; at--) sorted[at] = sorted[at - 1];
        sorted[at] = &m->map->pairs[i];
    }
    for (uint32_t i = 0; i < n; i++) {
        str *items;
        uint32_t count;
        if (!model_strings(c, &sorted[i]->value.v, &items, &count)) return unknown_string();
        for (uint32_t k = 0; k < count; k++) {
            if (t.n) strbuf_add_char(&t, '&');
            strbuf_add(&t, escape(c->arena, sorted[i]->key.s, QUERY));
            strbuf_add_char(&t, '=');
            strbuf_add(&t, escape(c->arena, items[k], QUERY));
        }
    }
    return model_string(strbuf_str(&t));
}

static value userinfo_name(native_call *c)
{
    cell *f = model_receiver_field(c, 0);
    return f ? f->v : unknown_string();
}

static value userinfo_password(native_call *c)
{
    cell *f = model_receiver_field(c, 1), *set = model_receiver_field(c, 2);
    return f && set ? model_pair(c, f->v, set->v) : model_unknown(c, 2);
}

static const native rows[] = {
    {"net/url.Parse", parse_, NATIVE_PARTIAL, 2, "*url.URL"},
    {"net/url.ParseRequestURI", parse_request, NATIVE_PARTIAL, 2, "*url.URL"},
    {"net/url.ParseQuery", parse_query, 0, 2, "url.Values"},
    {"net/url.QueryEscape", query_escape, 0, 1, "string"},
    {"net/url.PathEscape", path_escape, 0, 1, "string"},
    {"net/url.QueryUnescape", query_unescape, 0, 2, "string"},
    {"net/url.PathUnescape", path_unescape, 0, 2, "string"},
    {"net/url.URL.String", url_string, NATIVE_PARTIAL, 1, "string"},
    {"net/url.URL.Hostname", hostname, NATIVE_PARTIAL, 1, "string"},
    {"net/url.URL.Port", port, NATIVE_PARTIAL, 1, "string"},
    {"net/url.URL.IsAbs", is_abs, NATIVE_PARTIAL, 1, "bool"},
    {"net/url.URL.EscapedPath", escaped_path_method, NATIVE_PARTIAL, 1, "string"},
    {"net/url.URL.RequestURI", request_uri, NATIVE_PARTIAL, 1, "string"},
    {"net/url.URL.Query", url_query, NATIVE_PARTIAL, 1, "url.Values"},
    {"net/url.Values.Encode", values_encode, 0, 1, "string"},
    {"net/url.Userinfo.Username", userinfo_name, 0, 1, "string"},
    {"net/url.Userinfo.Password", userinfo_password, 0, 2, "string"},
};
MODEL_ROWS(models_url, rows);
