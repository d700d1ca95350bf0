#include "rules/yaml_wide.h"

#include "base/words.h"

#define COLON WORDS("full-width colon '%s': write '%s'")
#define COMMA WORDS("full-width comma '%s': write '%s'")
#define QUOTE WORDS("full-width quote '%s': write '%s'")
#define BRACKET WORDS("full-width bracket '%s': write '%s'")
#define SPACE WORDS("full-width space '%s': write '%s'")
#define SIGN WORDS("full-width sign '%s': write '%s'")

static const yaml_wide wides[] = {
    {"：", ":", COLON, false},   {"，", ",", COMMA, false},   {"、", ",", COMMA, false},   {"“", "\"", QUOTE, true},
    {"”", "\"", QUOTE, true},    {"＂", "\"", QUOTE, true},   {"‘", "'", QUOTE, true},     {"’", "'", QUOTE, true},
    {"［", "[", BRACKET, false}, {"］", "]", BRACKET, false}, {"【", "[", BRACKET, false}, {"】", "]", BRACKET, false},
    {"｛", "{", BRACKET, false}, {"｝", "}", BRACKET, false}, {"　", " ", SPACE, false},   {"＃", "#", SIGN, false},
    {"－", "-", SIGN, false},
};

enum { BYTES = 3, FIXED_MOST = 64 }; /* of each in UTF-8; characters that one fix replaces */

const yaml_wide *yaml_wide_at(str text, uint32_t at)
{
    if (at >= text.n || (unsigned char)text.p[at] < 0xE2) return NULL;
    str rest = str_slice(text, at, text.n);
    for (size_t k = 0; k < sizeof wides / sizeof *wides; k++)
        if (str_starts(rest, str_of(wides[k].wide))) return &wides[k];
    return NULL;
}

typedef struct scan {
    rule_context *c;
    str path, text;
} scan;

static bool is_ascii(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80) return false;
    return true;
}

static bool is_word_char(char c, bool first)
{
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    return letter || (!first && ((c >= '0' && c <= '9') || c == '-' || c == '.'));
}

/* The full-width digit's value, or -1. */
static int digit_at(str s, size_t i)
{
    bool wide = i + BYTES <= s.n && memcmp(s.p + i, "\xEF\xBC", 2) == 0;
    int n = wide ? (unsigned char)s.p[i + 2] - 0x90 : -1;
    return n >= 0 && n <= 9 ? n : -1;
}

/* --- saying it ------------------------------------------------------------------------------------------------------------- */

static str wide_text(const scan *s, uint32_t mark) { return str_slice(s->text, mark, mark + BYTES); }

/* The finding at the mark, with an empty fix. */
static fix *add(const scan *s, uint32_t mark, str title, str message)
{
    const rule *r = rule_find(STR("yaml/full-width"));
    arena *a = s->c->arena;
    diagnostic *d = array_add(a, s->c->out);
    *d = (diagnostic){.path = s->path, .at = range_make(mark, mark + BYTES), .level = r->level, .code = r->id};
    d->message = message;
    fix *f = array_add(a, &d->fixes);
    *f = (fix){.title = title, .preferred = true};
    return f;
}

/* ... with a fix that writes what is plain for all marks of the range. */
static void report(const scan *s, range whole, uint32_t mark, str plain)
{
    arena *a = s->c->arena;
    str message = arena_printf(a, words("full-width '%.*s' is part of the text here: write '%.*s'"), STR_ARG(wide_text(s, mark)),
                               STR_ARG(plain));
    fix *f = add(s, mark, words_str("write plain punctuation"), message);
    for (uint32_t i = whole.start; i < whole.end; i++) {
        str by = STR("");
        const yaml_wide *w = yaml_wide_at(s->text, i);
        int digit = digit_at(s->text, i);
        uint32_t end = i + BYTES;
        char next = end < s->text.n ? s->text.p[end] : '\n';
        bool apart = w && strchr(":,", w->plain[0]) && !strchr(" \t\r\n", next);
        if (digit >= 0) by = arena_printf(a, "%d", digit);
        else if (w) by = apart ? arena_printf(a, "%s ", w->plain) : str_of(w->plain);
        else continue;
        if (f->edits.n == FIXED_MOST) break;
        array_push(a, &f->edits, ((text_edit){.path = s->path, .at = range_make(i, end), .text = by}));
        i = end - 1;
    }
}

/* Whether a fix may replace all that is full-width in the range: no Chinese text stands there. */
static bool is_plain_else(const scan *s, range at)
{
    for (uint32_t i = at.start; i < at.end; i++) {
        if ((unsigned char)s->text.p[i] < 0x80) continue;
        if (!yaml_wide_at(s->text, i) && digit_at(s->text, i) < 0) return false;
        i += BYTES - 1;
    }
    return true;
}

/* --- what can't well be text ----------------------------------------------------------------------------------------------- */

/* “x”: all of it in one pair of quotes. */
static bool is_quoted(const scan *s, range at)
{
    if (at.end - at.start < 2 * BYTES) return false;
    const yaml_wide *open = yaml_wide_at(s->text, at.start), *close = yaml_wide_at(s->text, at.end - BYTES);
    str inner = str_slice(s->text, at.start + BYTES, at.end - BYTES);
    bool pair = open && close && open->quotes && close->quotes && open->plain[0] == close->plain[0];
    return pair && is_ascii(inner) && str_find_char(inner, open->plain[0], 0) < 0 && str_find_char(inner, '\\', 0) < 0;
}

/* "name：" and nothing Chinese behind it: the ':', or 0. */
static uint32_t colon_of(const scan *s, range at)
{
    uint32_t i = at.start;
    while (i < at.end && is_word_char(s->text.p[i], i == at.start)) i++;
    const yaml_wide *w = i > at.start && i < at.end ? yaml_wide_at(s->text, i) : NULL;
    return w && w->plain[0] == ':' && is_plain_else(s, at) ? i : 0;
}

/* "a，b" in a list in brackets: the ',', or 0. */
static uint32_t comma_of(const scan *s, range at)
{
    if (!is_plain_else(s, at)) return 0;
    for (uint32_t i = at.start + 1; i + BYTES < at.end; i++) {
        const yaml_wide *w = yaml_wide_at(s->text, i);
        if (w && w->plain[0] == ',') return i;
    }
    return 0;
}

static bool is_number(const scan *s, range at)
{
    bool digits = false;
    for (uint32_t i = at.start; i < at.end; i++) {
        if (digit_at(s->text, i) < 0) return false;
        digits = true;
        i += BYTES - 1;
    }
    return digits;
}

/* 80， or true；: what stands behind a value that YAML would read as no text. */
static bool ends_wide(const scan *s, range at)
{
    static const char *const ends[] = {"，", "；", "。", "、"};
    str text = str_slice(s->text, at.start, at.end);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        if (!str_ends(text, str_of(ends[i]))) continue;
        str before = str_slice(text, 0, text.n - BYTES);
        bool number = before.n > 0;
        for (size_t k = 0; k < before.n; k++)
            number = number && ((before.p[k] >= '0' && before.p[k] <= '9') || before.p[k] == '.');
        return number || str_is(before, "true") || str_is(before, "false");
    }
    return false;
}

static void cut(const scan *s, uint32_t mark)
{
    arena *a = s->c->arena;
    str wide = wide_text(s, mark);
    str message = arena_printf(a, words("full-width '%.*s' is part of the text here: remove it"), STR_ARG(wide));
    fix *f = add(s, mark, arena_printf(a, words("remove '%.*s'"), STR_ARG(wide)), message);
    array_push(a, &f->edits, ((text_edit){.path = s->path, .at = range_make(mark, mark + BYTES), .text = STR("")}));
}

/* A plain text. `as_key`: a mapping could stand in its place, or it is a key without a value in brackets. */
static void look_at(const scan *s, const yaml_node *n, bool as_key)
{
    range at = n->at;
    if (n->kind != YAML_SCALAR || n->style != YAML_PLAIN || is_ascii(str_slice(s->text, at.start, at.end))) return;
    const yaml_wide *first = yaml_wide_at(s->text, at.start), *last = yaml_wide_at(s->text, at.end - BYTES);
    bool in_brackets = n->parent && n->parent->kind == YAML_SEQUENCE && n->parent->style == YAML_FLOW;
    uint32_t colon = as_key ? colon_of(s, at) : 0, comma = in_brackets ? comma_of(s, at) : 0;
    if (is_quoted(s, at)) report(s, at, at.start, str_of(first->plain));
    else if (is_number(s, at)) report(s, at, at.start, arena_printf(s->c->arena, "%d", digit_at(s->text, at.start)));
    else if (ends_wide(s, at)) cut(s, at.end - BYTES);
    else if (colon) report(s, at, colon, STR(":"));
    else if (comma) report(s, at, comma, STR(","));
    else if (first && first->plain[0] == ' ') report(s, range_make(at.start, at.start + BYTES), at.start, STR(" "));
    else if (last && last->plain[0] == ' ') cut(s, at.end - BYTES);
}

/* "-　name": a dash that is none for want of a blank. */
static void look_at_dash(const scan *s, const yaml_node *key)
{
    uint32_t at = key->at.start + 1;
    if (key->kind != YAML_SCALAR || key->style != YAML_PLAIN || s->text.p[key->at.start] != '-') return;
    const yaml_wide *w = yaml_wide_at(s->text, at);
    if (w && w->plain[0] == ' ') report(s, range_make(at, at + BYTES), at, STR(" "));
}

static bool is_below(const scan *s, const yaml_node *key, const yaml_node *value)
{
    return str_find_char(str_slice(s->text, key->at.end, value->at.start), '\n', 0) >= 0;
}

static void walk(const scan *s, const yaml_node *n)
{
    for (uint32_t i = 0; i < n->item_count; i++) {
        look_at(s, n->items[i], true);
        walk(s, n->items[i]);
    }
    for (uint32_t i = 0; i < n->entry_count; i++) {
        const yaml_node *key = n->entries[i].key, *value = n->entries[i].value;
        size_t before = s->c->out->n;
        look_at(s, key, n->style == YAML_FLOW && value->kind == YAML_EMPTY);
        if (s->c->out->n == before) look_at_dash(s, key);
        if (value->kind == YAML_SCALAR) look_at(s, value, is_below(s, key, value));
        walk(s, value);
    }
}

void yaml_wide_run(rule_context *c, str path, str text, const yaml_node *configuration)
{
    scan s = {c, arena_str(c->arena, path), text};
    look_at(&s, configuration, true);
    walk(&s, configuration);
}

static bool is_said(const diagnostic_list *list, size_t first, size_t from, const diagnostic *d)
{
    for (size_t i = first; i < from; i++)
        if (list->at[i].at.start >= d->at.start && list->at[i].at.end <= d->at.end) return true;
    return false;
}

void yaml_wide_settle(diagnostic_list *list, size_t first, size_t from)
{
    size_t kept = from;
    for (size_t i = from; i < list->n; i++) {
        const diagnostic *d = &list->at[i];
        bool said = is_said(list, first, from, d);
        if (said && d->level != SEVERITY_ERROR) continue;
        list->at[kept++] = *d;
        if (said) list->at[kept - 1].fixes.n = 0; /* it would put a second key beside the first */
    }
    list->n = kept;
}
