#include "plugin/ignore.h"

#include "base/glob.h"
#include "base/path.h"
#include "base/strbuf.h"

/* Without blanks at its end, unless the last one is escaped. */
static str without_blanks(str line)
{
    while (line.n && (line.p[line.n - 1] == ' ' || line.p[line.n - 1] == '\r')) {
        if (line.n > 1 && line.p[line.n - 2] == '\\') break;
        line.n--;
    }
    return line;
}

/* What means something in one of the two ways to write patterns: in gitignore(5) "{" is a letter, and "\" makes one of what
 * follows. False: it has no such characters, and is a name or path itself. */
static bool write_glob(strbuf *out, str pattern)
{
    bool special = false, in_class = false;
    for (size_t i = 0; i < pattern.n; i++) {
        char c = pattern.p[i];
        bool escaped = c == '\\' && i + 1 < pattern.n;
        if (escaped) c = pattern.p[++i];
        bool means = strchr("*?[{}", c) != NULL;
        if ((escaped && means) || (!in_class && (c == '{' || c == '}'))) strbuf_printf(out, "[%c]", c);
        else strbuf_add_char(out, c);
        if (!escaped && c == '[') in_class = true;
        if (!escaped && c == ']') in_class = false;
        special = special || means;
    }
    return special;
}

void ignore_add(arena *a, ignore_list *list, str folder, str line)
{
    ignore_pattern p = {.folder = folder};
    line = without_blanks(line);
    if (!line.n || line.p[0] == '#') return;
    if (line.p[0] == '!') {
        p.negated = true;
        line = str_slice(line, 1, line.n);
    }
    if (line.n && line.p[line.n - 1] == '/') {
        p.folders = true;
        line.n--;
    }
    p.anchored = str_find_char(line, '/', 0) >= 0;
    if (str_starts(line, STR("/"))) line = str_slice(line, 1, line.n);
    if (!line.n) return;
    strbuf glob = STRBUF_INIT;
    p.plain = !write_glob(&glob, line);
    p.glob = arena_str(a, strbuf_str(&glob));
    strbuf_free(&glob);
    if (!glob_problem(p.glob)) array_push(a, list, p);
}

void ignore_add_lines(arena *a, ignore_list *list, str folder, str text)
{
    for (str rest = text, line; str_split(&rest, '\n', &line);) ignore_add(a, list, folder, line);
}

static bool fits(const ignore_pattern *p, str path, bool folder)
{
    if ((p->folders && !folder) || !path_is_inside(path, p->folder) || path.n == p->folder.n) return false;
    str subject = p->anchored ? path_relative(path, p->folder) : path_base(path);
    return p->plain ? str_eq(p->glob, subject) : glob_matches(p->glob, subject);
}

bool ignore_has(const ignore_list *list, str path, bool folder)
{
    for (size_t i = list->n; i-- > 0;)
        if (fits(&list->at[i], path, folder)) return !list->at[i].negated;
    return false;
}
