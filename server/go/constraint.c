/* Which files are part of a build for GOOS=wasip1 GOARCH=wasm (go help buildconstraint). */
#include "go/internal.h"

static bool in_list(str s, const char *const *list)
{
    for (; *list; list++)
        if (str_is(s, *list)) return true;
    return false;
}

static bool is_os(str s)
{
    static const char *const list[] = {"aix",     "android", "darwin",  "dragonfly", "freebsd", "hurd",    "illumos",
                                       "ios",     "js",      "linux",   "nacl",      "netbsd",  "openbsd", "plan9",
                                       "solaris", "wasip1",  "windows", "zos",       NULL};
    return in_list(s, list);
}

static bool is_arch(str s)
{
    static const char *const list[] = {"386",    "amd64", "arm",     "arm64",   "loong64", "mips",    "mips64", "mips64le",
                                       "mipsle", "ppc64", "ppc64le", "riscv64", "s390x",   "sparc64", "wasm",   NULL};
    return in_list(s, list);
}

static bool tag_holds(str tag)
{
    static const char *const list[] = {"wasip1", "wasm", "gc", NULL};
    return in_list(tag, list) || str_starts(tag, STR("go1."));
}

/* name_GOOS.go, name_GOARCH.go, name_GOOS_GOARCH.go; the part before the first '_' is never a constraint. */
static bool name_holds(str stem)
{
    ptrdiff_t first = str_find_char(stem, '_', 0);
    if (first < 0) return true;
    str rest = str_slice(stem, (size_t)first + 1, stem.n);
    ptrdiff_t cut = str_rfind_char(rest, '_');
    str last = cut < 0 ? rest : str_slice(rest, (size_t)cut + 1, rest.n);
    if (is_arch(last)) {
        if (!str_is(last, "wasm")) return false;
        if (cut < 0) return true;
        rest = str_slice(rest, 0, (size_t)cut);
        cut = str_rfind_char(rest, '_');
        last = cut < 0 ? rest : str_slice(rest, (size_t)cut + 1, rest.n);
    }
    return !is_os(last) || str_is(last, "wasip1");
}

/* --- //go:build expressions --- */

typedef struct reader {
    str s;
    size_t at;
    int depth;
} reader;

static bool either(reader *r);

static bool eat(reader *r, const char *token)
{
    while (r->at < r->s.n && (r->s.p[r->at] == ' ' || r->s.p[r->at] == '\t')) r->at++;
    str t = str_of(token);
    if (!str_starts(str_slice(r->s, r->at, r->s.n), t)) return false;
    r->at += t.n;
    return true;
}

static bool operand(reader *r)
{
    if (++r->depth > 100) {
        r->at = r->s.n;
        return false;
    }
    bool holds;
    if (eat(r, "!")) {
        holds = !operand(r);
    } else if (eat(r, "(")) {
        holds = either(r);
        eat(r, ")");
    } else {
        size_t from = r->at;
        while (r->at < r->s.n && !strchr(" \t()!&|", r->s.p[r->at])) r->at++;
        holds = tag_holds(str_slice(r->s, from, r->at));
    }
    r->depth--;
    return holds;
}

static bool both(reader *r)
{
    bool holds = operand(r);
    while (eat(r, "&&")) holds = operand(r) && holds;
    return holds;
}

static bool either(reader *r)
{
    bool holds = both(r);
    while (eat(r, "||")) holds = both(r) || holds;
    return holds;
}

/* --- the head of a file --- */

static bool is_name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || (unsigned char)c >= 0x80;
}

/* Only `//go:build` counts: since Go 1.18 the older `// +build` form is ignored where both could stand. */
static bool head_holds(str text, str *package)
{
    *package = (str){0};
    bool holds = true;
    size_t at = str_starts(text, STR("\xEF\xBB\xBF")) ? 3 : 0;
    while (at < text.n) {
        str rest = str_slice(text, at, text.n);
        ptrdiff_t end = str_find_char(rest, '\n', 0);
        str line = end < 0 ? rest : str_slice(rest, 0, (size_t)end);
        if (strchr(" \t\r\n;", rest.p[0]) && rest.p[0]) {
            at++;
        } else if (str_starts(rest, STR("//"))) {
            if (str_starts(line, STR("//go:build "))) {
                reader r = {.s = str_trim(str_slice(line, 11, line.n))};
                holds = either(&r) && holds;
            }
            at += line.n;
        } else if (str_starts(rest, STR("/*"))) {
            ptrdiff_t close = str_find(rest, STR("*/"), 2);
            if (close < 0) return holds;
            at += (size_t)close + 2;
        } else {
            if (!str_starts(rest, STR("package")) || rest.n < 8 || is_name_byte(rest.p[7])) return holds;
            str name = str_trim(str_slice(line, 7, line.n));
            size_t n = 0;
            while (n < name.n && is_name_byte(name.p[n])) n++;
            *package = str_slice(name, 0, n);
            return holds;
        }
    }
    return holds;
}

bool go_file_included(str name, str text, str *package)
{
    *package = (str){0};
    if (!str_ends(name, STR(".go")) || str_ends(name, STR("_test.go"))) return false;
    if (name.p[0] == '_' || name.p[0] == '.') return false;
    return name_holds(str_slice(name, 0, name.n - 3)) && head_holds(text, package);
}
