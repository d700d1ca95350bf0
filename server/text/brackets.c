#include "text/brackets.h"

typedef struct scanner {
    arena *a;
    const scan_rules *rules;
    str text;
    uint32_t end; /* the cursor */
    uint32_t i;
    scan_result r;
    ARRAY(uint32_t) statements; /* beginnings of the statements around */
} scanner;

bool scan_is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || (unsigned char)c >= 0x80;
}

range scan_word(str text, uint32_t offset)
{
    uint32_t n = (uint32_t)text.n, start = offset < n ? offset : n, end = start;
    while (start > 0 && scan_is_word(text.p[start - 1])) start--;
    while (end < n && scan_is_word(text.p[end])) end++;
    return range_make(start, end);
}

bool scan_has_word(str text, str word)
{
    for (ptrdiff_t at = str_find(text, word, 0); at >= 0; at = str_find(text, word, (size_t)at + 1)) {
        size_t end = (size_t)at + word.n;
        if ((at == 0 || !scan_is_word(text.p[at - 1])) && (end == text.n || !scan_is_word(text.p[end]))) return true;
    }
    return false;
}

static bool at(const scanner *s, const char *what)
{
    return str_starts(str_slice(s->text, s->i, s->text.n), str_of(what));
}

/* Moves behind the first `what` from here on, or to the cursor; false: it is not there before the cursor. */
static bool skip_to(scanner *s, const char *what)
{
    ptrdiff_t found = str_find(s->text, str_of(what), s->i);
    bool before = found >= 0 && (size_t)found + strlen(what) <= s->end;
    s->i = before ? (uint32_t)((size_t)found + strlen(what)) : s->end;
    return before;
}

/* A literal in quotes, with escapes, that ends with its line at the latest. */
static void skip_quoted(scanner *s)
{
    char quote = s->text.p[s->i++];
    for (; s->i < s->end && s->text.p[s->i] != '\n'; s->i++) {
        if (s->text.p[s->i] == '\\') s->i++;
        else if (s->text.p[s->i] == quote) {
            s->i++;
            return;
        }
    }
    if (s->i >= s->end) {
        s->i = s->end;
        s->r.inside_text = true;
    }
}

/* R"x( ... )x" of C++. */
static void skip_raw(scanner *s)
{
    ptrdiff_t open = str_find_char(s->text, '(', s->i);
    if (open < 0 || (size_t)open - s->i > 18) {
        s->i++;
        return;
    }
    str delimiter = str_slice(s->text, s->i + 2, (size_t)open), end = arena_printf(s->a, ")%.*s\"", STR_ARG(delimiter));
    s->i = (uint32_t)open;
    if (!skip_to(s, end.p)) s->r.inside_text = true;
}

/* A comment or literal at this place; false: there is none. */
static bool skip_text(scanner *s)
{
    bool lines = s->rules->lines;
    char c = s->text.p[s->i];
    bool word_before = s->i > 0 && scan_is_word(s->text.p[s->i - 1]);
    if (at(s, "//")) {
        ptrdiff_t line_end = str_find_char(s->text, '\n', s->i);
        s->r.inside_text = line_end < 0 || (size_t)line_end >= s->end;
        s->i = s->r.inside_text ? s->end : (uint32_t)line_end;
    } else if (at(s, "/*")) {
        s->i += 2;
        s->r.inside_text = !skip_to(s, "*/");
    } else if (lines && c == '`') {
        s->i++;
        s->r.inside_text = !skip_to(s, "`");
    } else if (!lines && at(s, "R\"") && !word_before) {
        skip_raw(s);
    } else if (c == '"' || (c == '\'' && !(word_before && !lines))) { /* 1'000 of C++ */
        skip_quoted(s);
    } else {
        return false;
    }
    return true;
}

static void begin_statement(scanner *s, uint32_t from) { s->r.statement = from; }

static void open_one(scanner *s, char c)
{
    open_bracket b = {c, s->i, 0, str_trim(str_slice(s->text, s->r.statement, s->i))};
    array_push(s->a, &s->r.open, b);
    array_push(s->a, &s->statements, s->r.statement);
    begin_statement(s, s->i + 1);
}

/* A closing bracket without its opening one changes nothing: something is half typed. */
static void close_one(scanner *s, char c)
{
    char opening = c == ')' ? '(' : c == ']' ? '[' : '{';
    size_t n = s->r.open.n;
    while (n > 0 && s->r.open.at[n - 1].kind != opening) {
        if (s->r.open.at[n - 1].kind == '{') return; /* a '(' is forgotten sooner than a block's end */
        n--;
    }
    if (n == 0) return;
    s->r.open.n = n - 1;
    s->r.statement = s->statements.at[n - 1];
    s->statements.n = n - 1;
    if (c == '}' && !s->rules->lines) begin_statement(s, s->i + 1);
}

static bool in_block(const scanner *s) { return s->r.open.n == 0 || array_last(&s->r.open).kind == '{'; }

/* Whatever is still open there was half typed. */
static bool declaration_begins(const scanner *s)
{
    const char *const *keywords = s->rules->declarations;
    for (size_t k = 0; keywords && keywords[k]; k++)
        if (at(s, keywords[k])) return true;
    return false;
}

/* "public:", "case X:" and labels: what follows is a statement of its own. */
static void after_colon(scanner *s)
{
    static const char *const words[] = {"public", "protected", "private", "default", "case"};
    str before = str_trim(str_slice(s->text, s->r.statement, s->i));
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        if (str_starts(before, str_of(words[k]))) begin_statement(s, s->i + 1);
}

static void step(scanner *s)
{
    char c = s->text.p[s->i];
    bool lines = s->rules->lines, line_start = s->i == 0 || s->text.p[s->i - 1] == '\n';
    if (line_start && s->r.open.n && declaration_begins(s)) {
        s->r.open.n = s->statements.n = 0;
        begin_statement(s, s->i);
    }
    if (!lines && c == '#' && str_empty(str_trim(str_slice(s->text, s->r.statement, s->i)))) { /* a directive */
        while (s->i < s->end && (s->text.p[s->i] != '\n' || s->text.p[s->i - 1] == '\\')) s->i++;
        begin_statement(s, s->i);
        return;
    }
    if (c == '(' || c == '[' || c == '{') open_one(s, c);
    else if (c == ')' || c == ']' || c == '}') close_one(s, c);
    else if (c == ';' || (lines && c == '\n' && in_block(s))) begin_statement(s, s->i + 1);
    else if (c == ':' && in_block(s)) after_colon(s);
    else if (c == ',' && s->r.open.n) {
        array_last(&s->r.open).commas++;
        if (!in_block(s)) begin_statement(s, s->i + 1);
    }
    s->i++;
}

scan_result scan_brackets(arena *a, const scan_rules *rules, str text, uint32_t cursor)
{
    scanner s = {.a = a, .rules = rules, .text = text, .end = cursor < text.n ? cursor : (uint32_t)text.n};
    while (s.i < s.end) {
        uint32_t start = s.i;
        if (!skip_text(&s)) step(&s);
        else if (str_empty(str_trim(str_slice(text, s.r.statement, start))) && text.p[start] == '/' && !s.r.inside_text)
            begin_statement(&s, s.i);
    }
    return s.r;
}
