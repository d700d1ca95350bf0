/* Makes snippets fit Go code: what their return statements give, and the packages that they need. */
#include "base/path.h"
#include "base/strbuf.h"
#include "go/frontend.h"

/* What the function around has to return for the body's own return statements. */
static bool returns_fit(const code_place *place, str body)
{
    static const struct {
        const char *statement, *result;
    } kinds[] = {
        {"return types.", "types.Action"}, {"return chunk", "[]byte"}, {"return errors.", "error"}, {"return fmt.", "error"}};
    if (!place->in_function) return true;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        ptrdiff_t at = str_find(body, str_of(kinds[i].statement), 0);
        ptrdiff_t literal = str_find(body, STR("func("), 0);
        if (at >= 0 && !(literal >= 0 && literal < at && str_find(body, STR("\n}"), (size_t)literal) > at) &&
            !str_is(place->result, kinds[i].result))
            return false;
    }
    return true;
}

/* --- imports --- */

typedef struct import_line {
    str line, name, path; /* `name` is empty unless the import gives one */
    size_t start, end;    /* of the line, without its break */
    bool block;           /* in "import ( ... )" */
} import_line;

/* Where the line ends that `start` is in, without its line break; sets where the next one begins. */
static size_t line_end(str text, size_t start, size_t *next)
{
    ptrdiff_t newline = str_find_char(text, '\n', start);
    size_t end = newline < 0 ? text.n : (size_t)newline;
    *next = end + 1;
    return newline > (ptrdiff_t)start && text.p[end - 1] == '\r' ? end - 1 : end;
}

/* The next import of the file at or behind `*at`; false: there is none. */
static bool next_import(str text, size_t *at, bool *block, import_line *found)
{
    while (*at < text.n) {
        size_t start = *at, end = line_end(text, start, at);
        str line = str_trim(str_slice(text, start, end));
        if (str_starts(line, STR("func ")) || str_starts(line, STR("type ")) || str_starts(line, STR("var ")) ||
            str_starts(line, STR("const ")))
            return false;
        bool single = str_starts(line, STR("import ")) && !str_starts(line, STR("import ("));
        if (str_starts(line, STR("import ("))) *block = true;
        else if (*block && str_starts(line, STR(")"))) *block = false;
        else if (*block || single) {
            str spec = single ? str_trim(str_slice(line, 7, line.n)) : line;
            ptrdiff_t open = str_find_char(spec, '"', 0), close = open < 0 ? -1 : str_find_char(spec, '"', (size_t)open + 1);
            if (close < 0) continue;
            str name = str_trim(str_slice(spec, 0, (size_t)open)), path = str_slice(spec, (size_t)open + 1, (size_t)close);
            *found = (import_line){line, name, path, start, end, *block};
            return true;
        }
    }
    return false;
}

/* What the file calls the package, by its imports; empty: it does not import it. `*taken`: something else has the package's
 * name. */
static str import_name(str text, const code_package *import, bool *taken)
{
    size_t at = 0;
    bool block = false;
    *taken = false;
    for (import_line l; next_import(text, &at, &block, &l);) {
        str name = str_empty(l.name) ? path_base(l.path) : l.name;
        if (str_is(l.path, import->path) && !str_is(l.name, "_")) return str_empty(l.name) ? str_of(import->name) : l.name;
        if (str_is(name, import->name)) *taken = true;
    }
    return (str){"", 0};
}

static bool is_standard(str path)
{
    ptrdiff_t slash = str_find_char(path, '/', 0);
    return str_find_char(str_slice(path, 0, slash < 0 ? path.n : (size_t)slash), '.', 0) < 0;
}

static uint32_t package_clause_end(str text)
{
    for (size_t at = 0; at < text.n;) {
        size_t start = at, end = line_end(text, start, &at);
        if (str_starts(str_slice(text, start, end), STR("package "))) return (uint32_t)end;
    }
    return 0;
}

/* Edits at one place become one. `before` goes in front of the first of them. */
static void add_edit(arena *a, text_edits *edits, size_t at, const char *before, str text)
{
    text_edit *last = edits->n ? &array_last(edits) : NULL;
    if (last && last->at.start == at) last->text = arena_printf(a, "%.*s%.*s", STR_ARG(last->text), STR_ARG(text));
    else
        array_push(a, edits,
                   (text_edit){.at = {(uint32_t)at, (uint32_t)at}, .text = arena_printf(a, "%s%.*s", before, STR_ARG(text))});
}

/* A block of its own, behind the package clause. */
static text_edits first_imports(arena *a, str text, const str *paths, size_t n)
{
    text_edits edits = {0};
    strbuf out = STRBUF_INIT;
    strbuf_add_cstr(&out, "\n\nimport (\n");
    for (size_t i = 0; i < n; i++)
        strbuf_printf(&out, "%s\t\"%.*s\"\n", i > 0 && is_standard(paths[i - 1]) && !is_standard(paths[i]) ? "\n" : "",
                      STR_ARG(paths[i]));
    strbuf_add_cstr(&out, ")");
    add_edit(a, &edits, package_clause_end(text), "", arena_str(a, strbuf_str(&out)));
    strbuf_free(&out);
    return edits;
}

/* Before the first import of its kind that sorts behind it, else behind the last one of its kind, else in a group of its own;
 * true: before all others. */
static bool import_one(arena *a, str text, str path, text_edits *edits)
{
    size_t at = 0;
    bool block = false, standard = is_standard(path);
    import_line same = {0}, first = {0}, last = {0};
    for (import_line l; next_import(text, &at, &block, &l);) {
        if (is_standard(l.path) == standard) {
            if (l.block && str_cmp(l.path, path) > 0) {
                add_edit(a, edits, l.start, "", arena_printf(a, "\t\"%.*s\"\n", STR_ARG(path)));
                return false;
            }
            same = l;
        }
        if (!first.end) first = l;
        last = l;
    }
    bool before = standard && !same.end && first.block;
    str line = arena_printf(a, last.block ? "\n\t\"%.*s\"" : "\nimport \"%.*s\"", STR_ARG(path));
    if (before) add_edit(a, edits, first.start, "", arena_printf(a, "\t\"%.*s\"\n", STR_ARG(path)));
    else if (same.end) add_edit(a, edits, same.end, "", line);
    else add_edit(a, edits, last.end, last.block ? "\n" : "", line);
    return before;
}

/* The edits that import packages: in the order of gofmt, if the file's imports are in it. `paths` are in that order. */
static text_edits import_edits(arena *a, str text, const str *paths, size_t n)
{
    text_edits edits = {0};
    size_t at = 0, i = 0;
    bool block = false, before = false;
    import_line any;
    if (n == 0) return edits;
    if (!next_import(text, &at, &block, &any)) return first_imports(a, text, paths, n);
    for (; i < n && is_standard(paths[i]); i++) before = import_one(a, text, paths[i], &edits);
    if (before) array_last(&edits).text = arena_printf(a, "%.*s\n", STR_ARG(array_last(&edits).text)); /* a group of its own */
    for (; i < n; i++) import_one(a, text, paths[i], &edits);
    return edits;
}

/* Where the older SDK has the package. */
static const char *older_path(arena *a, const char *path)
{
    const char now[] = "github.com/higress-group/";
    bool moved = str_starts(str_of(path), STR("github.com/higress-group/wasm-go/"));
    return moved ? arena_printf(a, "github.com/alibaba/higress/plugins/%s", path + sizeof now - 1).p : path;
}

bool go_adapt_snippet(arena *a, str text, str body, const code_package *packages, size_t n, code_place *place, text_edits *edits)
{
    enum { PACKAGES = 16 };
    str missing[PACKAGES];
    size_t count = 0;
    if (!returns_fit(place, body)) return false;
    for (size_t i = 0; i < n && i < PACKAGES; i++) {
        code_package import = packages[i];
        bool local = false, taken;
        for (size_t k = 0; k < place->names.n; k++) local = local || str_is(place->names.at[k].usual, import.name);
        if (local) continue; /* a parameter of that name does instead: the logger */
        if (place->older_sdk) import.path = older_path(a, import.path);
        str name = import_name(text, &import, &taken);
        if (str_is(name, ".") || (str_empty(name) && taken)) return false;
        if (str_empty(name)) missing[count++] = str_of(import.path);
        else if (!str_is(name, import.name)) array_push(a, &place->names, (code_name){str_of(import.name), name});
    }
    *edits = import_edits(a, text, missing, count);
    return true;
}
