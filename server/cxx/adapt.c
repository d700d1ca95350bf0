/* Makes snippets fit C++ and C code: the headers that they need. */
#include "base/path.h"
#include "cxx/frontend.h"

#include <limits.h>

/* The header that a line includes, without its quotes or brackets; empty: it includes none. */
static str included(str line)
{
    line = str_trim(line);
    if (!str_starts(line, STR("#"))) return (str){0};
    line = str_trim(str_slice(line, 1, line.n));
    if (!str_starts(line, STR("include"))) return (str){0};
    line = str_trim(str_slice(line, 7, line.n));
    if (line.n < 2 || !strchr("\"<", line.p[0])) return (str){0};
    ptrdiff_t end = str_find_char(line, line.p[0] == '<' ? '>' : '"', 1);
    return end < 0 ? (str){0} : str_slice(line, 1, (size_t)end);
}

static int depth_change(str line)
{
    line = str_trim(line);
    if (!str_starts(line, STR("#"))) return 0;
    line = str_trim(str_slice(line, 1, line.n));
    return str_starts(line, STR("if")) ? 1 : str_starts(line, STR("endif")) ? -1 : 0;
}

/* Behind the last of the least conditional includes, where another one may stand; false: `header` is included already. */
static bool find_room(str text, str header, uint32_t *at)
{
    int depth = 0, least = INT_MAX;
    *at = 0;
    for (size_t start = 0; start < text.n;) {
        ptrdiff_t end = str_find_char(text, '\n', start);
        size_t next = end < 0 ? text.n : (size_t)end + 1;
        str line = str_slice(text, start, next), name = included(line);
        if (name.n && str_eq(path_base(name), path_base(header))) return false;
        if (name.n && depth <= least) {
            least = depth;
            *at = (uint32_t)next;
        }
        depth += depth_change(line);
        start = next;
    }
    return true;
}

bool cxx_adapt(arena *a, str text, str body, const code_package *packages, size_t n, code_place *place, text_edits *edits)
{
    (void)body, (void)place;
    *edits = (text_edits){0};
    for (size_t i = 0; i < n; i++) {
        uint32_t at;
        if (!find_room(text, str_of(packages[i].path), &at)) continue;
        bool broken = at && text.p[at - 1] != '\n';
        str line = arena_printf(a, "%s#include \"%s\"\n", broken ? "\n" : "", packages[i].path);
        array_push(a, edits, (text_edit){.at = range_make(at, at), .text = line});
    }
    return true;
}
