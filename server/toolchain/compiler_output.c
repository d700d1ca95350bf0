#include "toolchain/compiler_output.h"

#include "base/file.h"
#include "base/path.h"
#include "base/words.h"
#include "language/language.h"
#include "text/line_index.h"

enum { FINDINGS_MOST = 200 };

typedef struct reader {
    arena *a;
    const compiler_output *o;
    diagnostic_list *out;
    diagnostic *last; /* what notes and indented lines belong to; NULL: none */
    size_t first;     /* findings that were in `out` before */
} reader;

/* --- places --------------------------------------------------------------------------------------------------------------- */

typedef struct printed_place {
    str path; /* absolute */
    uint32_t line, column; /* from 1; column 0: none given. Columns are bytes */
    uint32_t end_line, end_column; /* 0: none given */
} printed_place;

static bool take_number(str *rest, uint32_t *n)
{
    size_t i = 0;
    uint64_t number = 0;
    while (i < rest->n && i < 9 && rest->p[i] >= '0' && rest->p[i] <= '9') number = number * 10 + (uint64_t)(rest->p[i++] - '0');
    *n = (uint32_t)number;
    *rest = str_slice(*rest, i, rest->n);
    return i > 0;
}

static bool take(str *rest, const char *what)
{
    if (!str_starts(*rest, str_of(what))) return false;
    *rest = str_slice(*rest, strlen(what), rest->n);
    return true;
}

/* "file.go:12:5: " or "file.go:12: " at the start of a line. File names may have colons and blanks: the first one followed by a
 * number ends the name. */
static bool take_place(reader *r, str *line, printed_place *p)
{
    for (ptrdiff_t at = str_find_char(*line, ':', 0); at > 0; at = str_find_char(*line, ':', (size_t)at + 1)) {
        str rest = str_slice(*line, (size_t)at + 1, line->n), name = str_slice(*line, 0, (size_t)at);
        *p = (printed_place){0};
        if (!take_number(&rest, &p->line)) continue;
        str behind = rest;
        if (take(&behind, ":") && take_number(&behind, &p->column)) rest = behind;
        /* clang's -fdiagnostics-print-source-range-info: "{12:5-12:9}" */
        behind = rest;
        uint32_t ignored;
        if (take(&behind, ":{") && take_number(&behind, &ignored) && take(&behind, ":") && take_number(&behind, &ignored) &&
            take(&behind, "-") && take_number(&behind, &p->end_line) && take(&behind, ":") &&
            take_number(&behind, &p->end_column)) {
            ptrdiff_t close = str_find(rest, STR("}:"), 0);
            rest = close < 0 ? rest : str_slice(rest, (size_t)close + 1, rest.n);
        }
        if (!take(&rest, ":") || (rest.n && !take(&rest, " "))) continue;
        p->path = path_clean(r->a, path_join(r->a, r->o->folder, name));
        *line = rest;
        return true;
    }
    return false;
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || (unsigned char)c >= 0x80;
}

/* Behind the text that starts at a quote, on its line. */
static size_t quoted_end(str text, size_t start, size_t line_end)
{
    ptrdiff_t end = str_find_char(text, '"', start + 1);
    return end < 0 || (size_t)end >= line_end ? start + 1 : (size_t)end + 1;
}

/* Bytes of the file; the word or sign at the place when no end was printed. */
static range range_of(reader *r, const printed_place *p)
{
    str text;
    if (file_read(r->a, p->path, &text) != FILE_OK || p->line == 0) return (range){0, 0};
    size_t at = 0;
    for (uint32_t line = 1; line < p->line; line++) {
        ptrdiff_t end = str_find_char(text, '\n', at);
        if (end < 0) return (range){(uint32_t)text.n, (uint32_t)text.n};
        at = (size_t)end + 1;
    }
    ptrdiff_t found = str_find_char(text, '\n', at);
    size_t line_end = found < 0 ? text.n : (size_t)found, start = at + (p->column ? p->column - 1 : 0), end;
    if (start > line_end) start = line_end;
    if (!p->column) { /* the whole line without its indentation */
        while (start < line_end && (text.p[start] == ' ' || text.p[start] == '\t')) start++;
        return (range){(uint32_t)start, (uint32_t)line_end};
    }
    end = start;
    if (p->end_line == p->line && p->end_column > p->column && at + p->end_column - 1 <= line_end) end = at + p->end_column - 1;
    else if (start < line_end && text.p[start] == '"') end = quoted_end(text, start, line_end);
    else
        while (end < line_end && is_word(text.p[end])) end++;
    if (end == start && end < line_end) end++;
    return (range){(uint32_t)start, (uint32_t)end};
}

static diagnostic *add(reader *r, const char *code, severity level, str path, range at, str message)
{
    if (r->out->n - r->first >= FINDINGS_MOST) return r->last = NULL;
    r->last = array_add(r->a, r->out);
    *r->last = (diagnostic){.path = path, .at = at, .level = level, .code = str_of(code), .message = message};
    return r->last;
}

static diagnostic *add_on_project(reader *r, const char *code, str message)
{
    return add(r, code, SEVERITY_ERROR, r->o->anchor, (range){0, 0}, message);
}

/* Objects lie in a folder of ours that is gone afterwards: "SCRATCH/plugin.c.o" is plugin.c. */
static str without_scratch(reader *r, str text)
{
    str scratch = r->o->scratch;
    ptrdiff_t at = scratch.n ? str_find(text, scratch, 0) : -1;
    if (at < 0) return text;
    size_t name = (size_t)at + scratch.n + 1;
    ptrdiff_t end = str_find(text, STR(".o"), name);
    if (end < 0) return text;
    return arena_printf(r->a, "%.*s%.*s%.*s", (int)at, text.p, (int)((size_t)end - name), text.p + name,
                        (int)(text.n - (size_t)end - 2), text.p + end + 2);
}

/* --- the forms -------------------------------------------------------------------------------------------------------------- */

static void add_note(reader *r, const printed_place *p, str message)
{
    if (!r->last) return;
    array_push(r->a, &r->last->related, (related_place){p->path, range_of(r, p), message});
}

/* clang says what kind it is; go does not, and is always in earnest. */
static void add_placed(reader *r, const printed_place *p, str message)
{
    if (take(&message, "note: ")) {
        add_note(r, p, message);
        return;
    }
    bool warning = take(&message, "warning: ");
    if (!warning && !take(&message, "fatal error: ")) take(&message, "error: ");
    if (language_with(p->path, LANGUAGE_PROJECT | LANGUAGE_LOCK)) {
        add(r, "build/module", SEVERITY_ERROR, p->path, range_of(r, p), message);
        return;
    }
    bool module = compiler_words_of_go.is_of_build(message);
    add(r,
        module    ? "build/module"
        : warning ? "build/warning"
                  : "build/compile",
        warning ? SEVERITY_WARNING : SEVERITY_ERROR, p->path, range_of(r, p), message);
}

/* A line of a longer message: go and clang indent them. */
static void add_continuation(reader *r, str line)
{
    if (!r->last) return;
    str text = without_scratch(r, str_trim(line));
    if (text.n) r->last->message = arena_printf(r->a, "%.*s; %.*s", STR_ARG(r->last->message), STR_ARG(text));
}

/* What a linker says of the whole: "wasm-ld: error: /tmp/1.o: undefined symbol: f", "wasm-ld-19: error: ...". */
static bool take_linker(reader *r, str line)
{
    ptrdiff_t at = str_find(line, STR(": error: "), 0);
    if (!str_starts(line, STR("wasm-ld")) && !str_starts(line, STR("ld.lld"))) return false;
    if (at < 0) return true;
    str message = str_slice(line, (size_t)at + 9, line.n);
    add_on_project(r, "build/link", without_scratch(r, message));
    return true;
}

/* Of the whole, without a place. */
static bool take_words(reader *r, const compiler_words *words, str line)
{
    if (!take(&line, words->sign)) return false;
    if (!words->is_progress(line)) add_on_project(r, str_has(line, STR("no space left")) ? "build/failed" : "build/module", line);
    return true;
}

static bool take_unplaced(reader *r, str line)
{
    if (take_linker(r, line) || take_words(r, &compiler_words_of_go, line)) return true;
    if (str_starts(line, STR("clang")) && str_has(line, STR(": error: "))) {
        /* "clang: error: linker command failed" says it once more */
        if (!str_has(line, STR("linker command failed")))
            add_on_project(r, "build/failed", str_slice(line, (size_t)str_find(line, STR(": error: "), 0) + 9, line.n));
        return true;
    }
    if (take(&line, "error: ")) return add_on_project(r, "build/failed", line), true;
    /* The Go linker: "main.f: relocation target main.g not defined", "link: ..." */
    if (str_has(line, STR(": relocation target ")) && str_ends(line, STR(" not defined")))
        return add_on_project(r, "build/link", line), true;
    return false;
}

static bool is_of_make(str line) { return str_starts(line, STR("make: ")) || str_starts(line, STR("make[")); }

static void read_line(reader *r, str line)
{
    printed_place p;
    bool indented = line.n && (line.p[0] == '\t' || line.p[0] == ' ');
    if (!line.n || line.p[0] == '#' || is_of_make(line)) {
        r->last = NULL;
    } else if (indented) {
        str rest = str_trim(line);
        if (r->last && take_place(r, &rest, &p)) add_note(r, &p, rest);
        else add_continuation(r, line);
    } else if (str_starts(line, STR("In file included from "))) {
        r->last = NULL;
    } else if (str_starts(line, STR(">>> "))) {
        add_continuation(r, str_slice(line, 4, line.n));
    } else if (take_place(r, &line, &p)) {
        add_placed(r, &p, line);
    } else if (!take_unplaced(r, line)) {
        r->last = NULL;
    }
}

/* The last words of a compiler that failed in a way that is not known: better than nothing. */
static str last_line(str text)
{
    str rest = text, line, last = {0};
    while (str_split(&rest, '\n', &line))
        if (str_trim(line).n && !compiler_output_is_package(line) && !is_of_make(line)) last = str_trim(line);
    return last;
}

void compiler_output_parse(arena *a, const compiler_output *o, diagnostic_list *out)
{
    reader r = {.a = a, .o = o, .out = out, .first = out->n};
    str rest = o->text, line;
    while (str_split(&rest, '\n', &line)) {
        if (line.n && line.p[line.n - 1] == '\r') line.n--;
        read_line(&r, line);
    }
    bool error = false;
    for (size_t i = r.first; i < out->n; i++) error |= out->at[i].level == SEVERITY_ERROR;
    if (!o->failed || error) return;
    str last = last_line(o->text);
    add_on_project(&r, "build/failed", last.n ? arena_str(a, last) : words_str("the compiler failed and said nothing"));
}

bool compiler_output_is_package(str line)
{
    if (!line.n || line.p[0] == '#') return false;
    for (size_t i = 0; i < line.n; i++)
        if (!is_word(line.p[i]) && !memchr("/.-~+", line.p[i], 5)) return false;
    return true;
}
