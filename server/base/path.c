#include "base/path.h"

#include "base/array.h"

bool path_is_absolute(str path) { return path.n && path.p[0] == '/'; }

str path_base(str path)
{
    ptrdiff_t slash = str_rfind_char(path, '/');
    return str_slice(path, (size_t)(slash + 1), path.n);
}

str path_dir(str path)
{
    ptrdiff_t slash = str_rfind_char(path, '/');
    if (slash < 0) return STR(".");
    if (slash == 0) return STR("/");
    return str_slice(path, 0, (size_t)slash);
}

str path_extension(str path)
{
    str base = path_base(path);
    ptrdiff_t dot = str_rfind_char(base, '.');
    return str_slice(base, dot <= 0 ? base.n : (size_t)dot, base.n);
}

bool path_is_skipped(str name) { return (name.n && name.p[0] == '.') || str_is(name, "node_modules"); }

str path_join(arena *a, str dir, str name)
{
    if (path_is_absolute(name) || str_empty(dir)) return arena_str(a, name);
    if (str_empty(name)) return arena_str(a, dir);
    bool slash = dir.p[dir.n - 1] == '/';
    return arena_printf(a, "%.*s%s%.*s", STR_ARG(dir), slash ? "" : "/", STR_ARG(name));
}

str path_clean(arena *a, str path)
{
    bool absolute = path_is_absolute(path);
    ARRAY(str) parts = {0};
    str rest = path, part;
    while (str_split(&rest, '/', &part)) {
        if (str_empty(part) || str_is(part, ".")) continue;
        if (str_is(part, "..")) {
            if (parts.n && !str_is(array_last(&parts), "..")) {
                parts.n--;
                continue;
            }
            if (absolute) continue;
        }
        array_push(a, &parts, part);
    }
    char *out = arena_alloc(a, path.n + 2), *p = out;
    if (absolute) *p++ = '/';
    for (size_t i = 0; i < parts.n; i++) {
        if (i) *p++ = '/';
        memcpy(p, parts.at[i].p, parts.at[i].n);
        p += parts.at[i].n;
    }
    if (p == out) *p++ = '.';
    return (str){out, (size_t)(p - out)};
}

bool path_is_inside(str path, str dir)
{
    if (!str_starts(path, dir)) return false;
    if (path.n == dir.n || (dir.n && dir.p[dir.n - 1] == '/')) return true;
    return path.p[dir.n] == '/';
}

str path_relative(str path, str dir)
{
    if (!path_is_inside(path, dir)) return path;
    if (path.n == dir.n) return STR(".");
    size_t skip = dir.n && dir.p[dir.n - 1] == '/' ? dir.n : dir.n + 1;
    return str_slice(path, skip, path.n);
}
