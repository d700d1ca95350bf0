#include "base/uri.h"

static int hex(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool uri_to_path(arena *a, str uri, str *path)
{
    if (uri.n < 5 || !str_eq_nocase(str_slice(uri, 0, 5), STR("file:"))) return false;
    str rest = str_slice(uri, 5, uri.n);
    if (str_starts(rest, STR("//"))) {
        ptrdiff_t slash = str_find_char(rest, '/', 2);
        if (slash < 0) return false;
        str host = str_slice(rest, 2, (size_t)slash);
        if (!str_empty(host) && !str_eq_nocase(host, STR("localhost"))) return false;
        rest = str_slice(rest, (size_t)slash, rest.n);
    }
    if (!str_starts(rest, STR("/"))) return false;
    char *out = arena_alloc(a, rest.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < rest.n; i++) {
        char c = rest.p[i];
        if (c == '%' && i + 2 < rest.n && hex(rest.p[i + 1]) >= 0 && hex(rest.p[i + 2]) >= 0) {
            c = (char)(hex(rest.p[i + 1]) << 4 | hex(rest.p[i + 2]));
            i += 2;
        }
        if (!c) return false;
        out[n++] = c;
    }
    *path = (str){out, n};
    return true;
}

static bool unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("-._~/", c));
}

str uri_from_path(arena *a, str path)
{
    static const char digits[] = "0123456789ABCDEF";
    char *out = arena_alloc(a, path.n * 3 + 8), *p = out;
    memcpy(p, "file://", 7);
    p += 7;
    for (size_t i = 0; i < path.n; i++) {
        unsigned char c = (unsigned char)path.p[i];
        if (unreserved(path.p[i])) {
            *p++ = path.p[i];
        } else {
            *p++ = '%';
            *p++ = digits[c >> 4];
            *p++ = digits[c & 15];
        }
    }
    return (str){out, (size_t)(p - out)};
}
