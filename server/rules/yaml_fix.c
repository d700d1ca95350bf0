#include "rules/yaml_fix.h"

#include "base/words.h"
#include "rules/yaml_wide.h"
#include "text/edit.h"

enum { PARSED_MOST = 2 << 20, WIDE_MOST = 200 }; /* bytes that are parsed for all guesses of a file; characters that one guess
                                                    replaces */

typedef struct repair {
    arena *a;
    str text;
    yaml_dialect dialect;
    size_t errors; /* of the text as it is */
    size_t documents;
    size_t parsed;
    diagnostic *d; /* at hand */
    uint32_t line, line_end; /* around it, without the break */
    bool in_part; /* a guess may leave mistakes behind it in its line: of each line only the first one is reported */
} repair;

/* --- trying
 * ------------------------------------------------------------------------------------------------------------------ */

static size_t count_errors(const diagnostic_list *found)
{
    size_t n = 0;
    for (size_t i = 0; i < found->n; i++) n += found->at[i].level == SEVERITY_ERROR;
    return n;
}

/* Whether the first mistake of the line at hand lies behind the one at hand, whose repair makes the text longer by `longer`. */
static bool has_moved(const repair *r, const diagnostic_list *found, ptrdiff_t longer)
{
    ptrdiff_t here = (ptrdiff_t)r->d->at.start + (longer > 0 ? longer : 0);
    for (size_t i = 0; i < found->n; i++) {
        const diagnostic *d = &found->at[i];
        if (d->level == SEVERITY_ERROR && d->at.start >= r->line && (ptrdiff_t)d->at.start <= here) return false;
    }
    return true;
}

/* Whether the text has fewer mistakes with the edits, and at most `most`. */
static bool cures(repair *r, const text_edits *edits, size_t most)
{
    if (!edits->n || r->parsed + r->text.n > PARSED_MOST) return false;
    arena scratch = ARENA_INIT;
    strbuf out = STRBUF_IN(&scratch);
    edits_apply(&out, r->text, edits);
    const yaml_stream *s = yaml_parse(&scratch, strbuf_str(&out), r->dialect);
    size_t left = count_errors(&s->findings);
    bool fewer = left < r->errors ||
                 (r->in_part && left == r->errors && has_moved(r, &s->findings, (ptrdiff_t)out.n - (ptrdiff_t)r->text.n));
    bool good = fewer && left <= most && s->documents.n == r->documents;
    r->parsed += out.n;
    arena_free(&scratch);
    return good;
}

static void add_fix(repair *r, const text_edits *edits, str title, bool preferred)
{
    fix *f = array_add(r->a, &r->d->fixes);
    *f = (fix){.title = title, .preferred = preferred};
    for (size_t i = 0; i < edits->n; i++) {
        array_push(r->a, &f->edits, edits->at[i]);
        array_last(&f->edits).path = r->d->path;
    }
}

static void replace(repair *r, text_edits *edits, uint32_t from, uint32_t to, str by)
{
    array_push(r->a, edits, (text_edit){.at = range_make(from, to), .text = by});
}

/* One replacement; true when it is a fix, and was added. */
static bool try_one(repair *r, uint32_t from, uint32_t to, str by, str title, bool preferred)
{
    text_edits edits = {0};
    replace(r, &edits, from, to, by);
    bool good = cures(r, &edits, SIZE_MAX);
    if (good) add_fix(r, &edits, title, preferred);
    return good;
}

static char at(const repair *r, uint32_t i) { return i < r->text.n ? r->text.p[i] : '\n'; }

static bool is_blank(char c) { return c == ' ' || c == '\t'; }

/* The end of what stands on the line, without blanks and a comment. */
static uint32_t content_end(const repair *r, uint32_t from)
{
    uint32_t end = from;
    while (end < r->line_end && !(at(r, end) == '#' && end > r->line && is_blank(at(r, end - 1)))) end++;
    while (end > from && (is_blank(at(r, end - 1)) || at(r, end - 1) == '\r')) end--;
    return end;
}

/* --- full-width punctuation
 * ------------------------------------------------------------------------------------------------------ */

static bool opens_wide(const yaml_wide *w) { return strcmp(w->wide, "“") == 0 || strcmp(w->wide, "‘") == 0; }

static void replace_wide(repair *r, text_edits *edits, uint32_t i, const yaml_wide *w)
{
    uint32_t end = i + (uint32_t)strlen(w->wide);
    bool apart = (w->plain[0] == ':' || w->plain[0] == ',') && !is_blank(at(r, end)) && at(r, end) != '\n' && at(r, end) != '\r';
    replace(r, edits, i, end, apart ? arena_printf(r->a, "%s ", w->plain) : str_of(w->plain));
}

/* The quote that closes the one at `i`, in the same line; 0: there is none, or what is between can't stand in plain quotes. */
static uint32_t wide_partner(const repair *r, uint32_t i, uint32_t end, const yaml_wide *open)
{
    const char *close = strcmp(open->wide, "“") == 0 ? "”" : "’";
    for (uint32_t k = i + (uint32_t)strlen(open->wide); k < end && at(r, k) != '\n'; k++) {
        if (str_starts(str_slice(r->text, k, r->text.n), str_of(close))) return k;
        if (at(r, k) == open->plain[0] || at(r, k) == '\\') return 0;
    }
    return 0;
}

/* Over text in quotes: it is content. */
static uint32_t skip_quoted(const repair *r, uint32_t i, uint32_t end)
{
    char quote = at(r, i), before = i ? at(r, i - 1) : ' ';
    if ((quote != '"' && quote != '\'') || (!strchr(" \t\n{[,:", before) && (unsigned char)before < 0x80)) return i;
    for (uint32_t k = i + 1; k < end && at(r, k) != '\n'; k++) {
        if (at(r, k) == '\\' && quote == '"') k++;
        else if (at(r, k) == quote) return k;
    }
    return i;
}

/* The edits that replace what is full-width between the places, but in quotes and comments. With `only`: the first `only` marks
 * are passed over and the next one, or pair of quotes, is replaced alone. Returns the place of the first edit. */
static uint32_t collect_wide(repair *r, uint32_t from, uint32_t to, const uint32_t *only, text_edits *edits,
                             const yaml_wide **first)
{
    uint32_t seen = 0, place = 0;
    for (uint32_t i = from; i < to && edits->n < WIDE_MOST; i++) {
        i = skip_quoted(r, i, to);
        if (at(r, i) == '#' && (i == from || is_blank(at(r, i - 1)) || at(r, i - 1) == '\n'))
            while (i < to && at(r, i) != '\n') i++;
        const yaml_wide *w = yaml_wide_at(r->text, i);
        if (!w) continue;
        uint32_t partner = opens_wide(w) ? wide_partner(r, i, to, w) : 0;
        if (!only || seen == *only) {
            if (!edits->n) *first = w, place = i;
            replace_wide(r, edits, i, w);
            if (partner) replace(r, edits, partner, partner + 3, str_of(w->plain));
            if (only) break;
        }
        seen++;
        i = partner ? partner + 2 : i + (uint32_t)strlen(w->wide) - 1;
    }
    return place;
}

static void say_wide(repair *r, const text_edits *edits, uint32_t place, const yaml_wide *w)
{
    bool pair = edits->n == 2 && w->quotes, one = edits->n == 1 || pair;
    str title = one ? arena_printf(r->a, words("write '%s' for '%s'"), w->plain, w->wide) : words_str("write plain punctuation");
    add_fix(r, edits, title, true);
    r->d->message = arena_printf(r->a, words(w->named), w->wide, w->plain);
    r->d->at = range_make(place, place + (uint32_t)strlen(w->wide));
}

/* One mark of the line, else all of it, else all of the text. */
static bool try_wide(repair *r)
{
    enum { MARKS_MOST = 8 };
    const yaml_wide *first = NULL;
    for (uint32_t k = 0; k < MARKS_MOST; k++) {
        text_edits edits = {0};
        uint32_t place = collect_wide(r, r->line, r->line_end, &k, &edits, &first);
        if (!edits.n) break;
        if (!cures(r, &edits, SIZE_MAX)) continue;
        say_wide(r, &edits, place, first);
        return true;
    }
    text_edits line = {0}, all = {0};
    uint32_t place = collect_wide(r, r->line, r->line_end, NULL, &line, &first);
    if (!line.n) return false;
    if (cures(r, &line, SIZE_MAX)) {
        say_wide(r, &line, place, first);
        return true;
    }
    const yaml_wide *other;
    collect_wide(r, 0, (uint32_t)r->text.n, NULL, &all, &other);
    if (!cures(r, &all, 0)) return false;
    say_wide(r, &all, place, first);
    return true;
}

/* --- the rest
 * -------------------------------------------------------------------------------------------------------------------- */

/* The blanks at the head of the last line above that has something. */
static uint32_t indentation_above(const repair *r, bool *opens)
{
    uint32_t end = r->line;
    while (end > 0) {
        uint32_t start = --end; /* its break */
        while (start > 0 && at(r, start - 1) != '\n') start--;
        uint32_t text = start, last = end;
        while (text < end && at(r, text) == ' ') text++;
        while (last > text && (is_blank(at(r, last - 1)) || at(r, last - 1) == '\r')) last--;
        if (last > text && at(r, text) != '#') {
            *opens = at(r, last - 1) == ':';
            return text - start;
        }
        end = start;
    }
    return 0;
}

/* A line alone is as deep as the one above, or two deeper below a key. Of several only all together tell how deep each is. */
static bool try_tab(repair *r)
{
    enum { UNIT = 2 };
    bool opens = false;
    uint32_t above = indentation_above(r, &opens), end = r->line, tabs = 0;
    for (; end < r->line_end && is_blank(at(r, end)); end++) tabs += at(r, end) == '\t';
    if (!tabs) return false;
    strbuf blanks = STRBUF_IN(r->a);
    strbuf_pad(&blanks, ' ', above + UNIT);
    text_edits all = {0};
    bool head = true;
    for (uint32_t i = 0; i < r->text.n; i++) {
        if (head && at(r, i) == '\t') replace(r, &all, i, i + 1, str_slice(strbuf_str(&blanks), 0, UNIT));
        head = at(r, i) == '\n' || (head && is_blank(at(r, i)));
    }
    const uint32_t depths[] = {opens ? above + UNIT : above, opens ? above : above + UNIT};
    for (size_t i = 0; all.n == tabs && i < sizeof depths / sizeof *depths; i++)
        if (try_one(r, r->line, end, str_slice(strbuf_str(&blanks), 0, depths[i]), words_str("indent with spaces"), true))
            return true;
    if (!cures(r, &all, SIZE_MAX)) return false;
    add_fix(r, &all, words_str("indent with spaces in the whole file"), true);
    return true;
}

static bool try_open_quote(repair *r)
{
    uint32_t start = r->d->at.start, end = content_end(r, start + 1), inner = end;
    str quote = str_slice(r->text, start, start + 1), title = arena_printf(r->a, words("add the closing %.*s"), STR_ARG(quote));
    while (inner > start && strchr(",]}", at(r, inner - 1))) inner--;
    if (inner < end && try_one(r, inner, inner, quote, title, true)) return true;
    uint32_t colon = start + 1;
    while (colon < end && !(at(r, colon) == ':' && (is_blank(at(r, colon + 1)) || colon + 1 == end))) colon++;
    if (colon < end && try_one(r, colon, colon, quote, title, false)) return true;
    return try_one(r, end, end, quote, title, true);
}

/* A closing bracket that closes nothing, or an opening one that is not closed. */
static bool try_bracket(repair *r)
{
    enum { LINES_MOST = 16 };
    uint32_t start = r->d->at.start;
    char c = at(r, start);
    if (c == ']' || c == '}') {
        str other = c == ']' ? STR("}") : STR("]");
        if (try_one(r, start, start + 1, other, arena_printf(r->a, words("write '%.*s' for '%c'"), STR_ARG(other), c), false))
            return true;
        return try_one(r, start, start + 1, STR(""), arena_printf(r->a, words("remove '%c'"), c), true);
    }
    if (c != '[' && c != '{') return false;
    str close = c == '[' ? STR("]") : STR("}"), title = arena_printf(r->a, words("add '%.*s'"), STR_ARG(close));
    repair below = *r;
    for (int i = 0; i < LINES_MOST && below.line < r->text.n; i++) {
        uint32_t end = content_end(&below, i ? below.line : start + 1);
        while (end > start + 1 && at(r, end - 1) == ',') end--;
        bool good = try_one(r, end, end, close, title, false);
        if (good) return true;
        below.line = below.line_end + 1;
        for (below.line_end = below.line; below.line_end < r->text.n && at(r, below.line_end) != '\n';) below.line_end++;
    }
    return false;
}

/* A text without quotes of its own, put into quotes. */
static bool try_quoting(repair *r, uint32_t from, uint32_t to, bool preferred)
{
    str inner = str_slice(r->text, from, to);
    if (!inner.n || str_find_char(inner, '"', 0) >= 0 || str_find_char(inner, '\\', 0) >= 0 || str_find_char(inner, '\n', 0) >= 0)
        return false;
    return try_one(r, from, to, arena_printf(r->a, "\"%.*s\"", STR_ARG(inner)), words_str("put it in quotes"), preferred);
}

static bool is_word(const repair *r, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++)
        if (!((at(r, i) >= 'a' && at(r, i) <= 'z') || (at(r, i) >= 'A' && at(r, i) <= 'Z') || strchr("_-.0123456789", at(r, i))))
            return false;
    return to > from;
}

/* "key" with something below it, or "key value". */
static bool try_colon(repair *r)
{
    uint32_t from = r->d->at.start, to = from;
    while (to < r->d->at.end && !is_blank(at(r, to)) && at(r, to) != ':') to++;
    if (at(r, to) == ':' && to < r->line_end) return false;
    if (!is_word(r, from, to)) return false;
    str title = arena_printf(r->a, words("put ':' behind '%.*s'"), STR_ARG(str_slice(r->text, from, to)));
    return try_one(r, to, to, STR(":"), title, false);
}

static bool try_json(repair *r)
{
    uint32_t from = r->d->at.start, to = r->d->at.end;
    char c = at(r, from);
    if (c == ',') return try_one(r, from, from + 1, STR(""), arena_printf(r->a, words("remove '%c'"), c), true);
    if (c == '#') {
        while (from > r->line && is_blank(at(r, from - 1))) from--;
        return try_one(r, from, to, STR(""), words_str("remove the comment"), false);
    }
    if (c == '\'') {
        uint32_t close = from + 1;
        while (close < r->line_end && at(r, close) != '\'') close++;
        str inner = str_slice(r->text, from + 1, close);
        if (close == r->line_end || str_find_char(inner, '"', 0) >= 0 || str_find_char(inner, '\\', 0) >= 0) return false;
        return try_one(r, from, close + 1, arena_printf(r->a, "\"%.*s\"", STR_ARG(inner)), words_str("write double quotes"),
                       true);
    }
    return try_quoting(r, from, to, true);
}

static bool try_syntax(repair *r)
{
    uint32_t from = r->d->at.start;
    char c = at(r, from);
    if (c == ':') return try_one(r, from + 1, from + 1, STR(" "), words_str("put a space behind the ':'"), true);
    if (c == ',') return try_one(r, from, from + 1, STR(""), arena_printf(r->a, words("remove '%c'"), c), true);
    if (c == '#') return try_one(r, from, from, STR(" "), words_str("put a space before the '#'"), true);
    if (strchr("@`%&*!|>", c)) return try_quoting(r, from, content_end(r, from), false);
    return false;
}

/* "*.example.com" is meant as a text. */
static bool try_alias(repair *r)
{
    uint32_t from = r->d->at.start;
    return try_quoting(r, from, r->d->at.end, at(r, from + 1) == '.') || try_quoting(r, from, content_end(r, from), false);
}

/* "\d": the backslashes of a regular expression or of a path, which single quotes leave alone. Where others of them mean
 * something to YAML, who wrote the text knows what was meant. */
static bool try_escape(repair *r)
{
    uint32_t open = r->line, close;
    bool inside = false, known = false;
    for (uint32_t i = r->line; i < r->d->at.start; i++) {
        if (at(r, i) == '"') inside = !inside, open = i;
        else if (at(r, i) == '\\' && inside) i++;
    }
    for (close = open + 1; close < r->line_end && at(r, close) != '"'; close++) {
        if (at(r, close) != '\\') continue;
        known = known || strchr("0abtnvfre \"/\\N_LPxuU", at(r, ++close));
    }
    str text = str_slice(r->text, open + 1, close);
    if (!inside || close == r->line_end || str_find_char(text, '\'', 0) >= 0 || r->dialect == YAML_JSON) return false;
    return try_one(r, open, close + 1, arena_printf(r->a, "'%.*s'", STR_ARG(text)), words_str("use single quotes"), !known);
}

/* As deep as one of the lines above, the nearest one first. */
static bool try_depth(repair *r)
{
    enum { LINES_MOST = 16 };
    uint32_t text = r->line, start = r->line;
    while (at(r, text) == ' ') text++;
    for (int i = 0; i < LINES_MOST && start > 0; i++) {
        uint32_t end = --start, depth = 0; /* its break */
        while (start > 0 && at(r, start - 1) != '\n') start--;
        while (at(r, start + depth) == ' ') depth++;
        bool content = start + depth < end && at(r, start + depth) != '#' && at(r, start + depth) != '\r';
        if (!content || depth == text - r->line) continue;
        strbuf blanks = STRBUF_IN(r->a);
        strbuf_pad(&blanks, ' ', depth);
        if (try_one(r, r->line, text, strbuf_str(&blanks), arena_printf(r->a, words("indent by %u"), depth), false)) return true;
    }
    return false;
}

/* "a: b: c": all behind the first ':' becomes a text. */
static bool try_nested(repair *r)
{
    uint32_t from = r->line;
    while (from < r->line_end && !(at(r, from) == ':' && is_blank(at(r, from + 1)))) from++;
    for (from++; from < r->line_end && is_blank(at(r, from));) from++;
    return from < r->line_end && try_quoting(r, from, content_end(r, from), false);
}

static void try_all(repair *r)
{
    str code = r->d->code;
    r->in_part = false;
    if (try_wide(r)) return;
    r->in_part = str_is(code, "yaml/json") || str_is(code, "yaml/syntax") || str_is(code, "yaml/missing-comma") ||
                 str_is(code, "yaml/escape");
    if (str_is(code, "yaml/tab")) try_tab(r);
    else if (str_is(code, "yaml/indentation")) (void)(try_tab(r) || try_depth(r));
    else if (str_is(code, "yaml/alias")) try_alias(r);
    else if (str_is(code, "yaml/escape")) try_escape(r);
    else if (str_is(code, "yaml/open-quote")) try_open_quote(r);
    else if (str_is(code, "yaml/bracket")) try_bracket(r);
    else if (str_is(code, "yaml/missing-comma")) try_one(r, r->d->at.end, r->d->at.end, STR(","), words_str("add ','"), true);
    else if (str_is(code, "yaml/missing-colon")) (void)(try_syntax(r) || try_colon(r));
    else if (str_is(code, "yaml/json")) try_json(r);
    else if (str_is(code, "yaml/syntax")) try_syntax(r);
    else if (str_is(code, "yaml/nested-mapping")) try_nested(r);
}

static bool is_error(const diagnostic *d) { return d->level == SEVERITY_ERROR && str_starts(d->code, STR("yaml/")); }

void yaml_fixes_add(arena *a, str text, yaml_dialect dialect, diagnostic_list *list, size_t from)
{
    repair r = {.a = a, .text = text, .dialect = dialect};
    for (size_t i = from; i < list->n && text.n < PARSED_MOST; i++) {
        diagnostic *d = &list->at[i];
        if (!is_error(d) || d->fixes.n || d->at.end > text.n) continue;
        if (!r.parsed) {
            arena scratch = ARENA_INIT;
            const yaml_stream *s = yaml_parse(&scratch, text, dialect);
            r.errors = count_errors(&s->findings);
            r.documents = s->documents.n;
            r.parsed = text.n;
            arena_free(&scratch);
        }
        r.d = d;
        for (r.line = d->at.start; r.line > 0 && at(&r, r.line - 1) != '\n';) r.line--;
        for (r.line_end = d->at.start; r.line_end < text.n && at(&r, r.line_end) != '\n';) r.line_end++;
        try_all(&r);
    }
}
