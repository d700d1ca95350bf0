/* Characters, lines and findings. */
#include "base/limits.h"
#include "base/utf8.h"
#include "yaml/parser.h"

const unsigned char yaml_classes[256] = {
    ['\n'] = YAML_BREAK | YAML_PLAIN_END | YAML_JSON_END,
    ['\r'] = YAML_BREAK | YAML_PLAIN_END | YAML_JSON_END,
    [' '] = YAML_BLANK | YAML_JSON_END,
    ['\t'] = YAML_BLANK | YAML_JSON_END,
    [':'] = YAML_PLAIN_END | YAML_JSON_END,
    ['#'] = YAML_PLAIN_END | YAML_BAD_START,
    [','] = YAML_FLOW_CHAR | YAML_BAD_START | YAML_JSON_END,
    ['['] = YAML_FLOW_CHAR | YAML_JSON_END,
    [']'] = YAML_FLOW_CHAR | YAML_BAD_START | YAML_JSON_END,
    ['{'] = YAML_FLOW_CHAR | YAML_JSON_END,
    ['}'] = YAML_FLOW_CHAR | YAML_BAD_START | YAML_JSON_END,
    ['"'] = YAML_JSON_END,
    ['%'] = YAML_BAD_START,
    ['@'] = YAML_BAD_START,
    ['`'] = YAML_BAD_START,
    ['|'] = YAML_BAD_START,
    ['>'] = YAML_BAD_START,
};

bool yaml_at_indicator(const yaml_parser *p, char c) { return yaml_at_char(p, c) && yaml_is_space(p, p->pos + 1); }

bool yaml_at_flow_colon(const yaml_parser *p, bool behind_json_key)
{
    return yaml_at_char(p, ':') &&
           (behind_json_key || p->dialect == YAML_JSON || yaml_is_space(p, p->pos + 1) || yaml_is(p, p->pos + 1, YAML_FLOW_CHAR));
}

bool yaml_at_marker(const yaml_parser *p)
{
    if (p->pos != p->line.start || p->end - p->pos < 3) return false;
    const char *s = p->text + p->pos;
    return (*s == '-' || *s == '.') && s[1] == *s && s[2] == *s && yaml_is_space(p, p->pos + 3);
}

bool yaml_at_directive(const yaml_parser *p)
{
    if (p->pos != p->line.start) return false;
    str rest = str_make(p->text + p->pos, p->end - p->pos);
    return str_starts(rest, STR("%YAML ")) || str_starts(rest, STR("%TAG "));
}

uint32_t yaml_break_length(const yaml_parser *p, uint32_t at)
{
    if (!yaml_is(p, at, YAML_BREAK)) return 0;
    return p->text[at] == '\r' && at + 1 < p->end && p->text[at + 1] == '\n' ? 2 : 1;
}

uint32_t yaml_line_end(const yaml_parser *p, uint32_t at)
{
    while (!yaml_is_end(p, at)) at++;
    return at;
}

uint32_t yaml_trim_blanks(const yaml_parser *p, uint32_t from, uint32_t to)
{
    while (to > from && yaml_is(p, to - 1, YAML_BLANK)) to--;
    return to;
}

void yaml_enter_line(yaml_parser *p, uint32_t at)
{
    p->line = (yaml_line){.start = at, .tab = YAML_NOWHERE};
    p->pos = at;
    while (yaml_at_char(p, ' ')) p->pos++;
    p->line.spaces = (int)(p->pos - at);
    for (; yaml_is(p, p->pos, YAML_BLANK); p->pos++) {
        if (p->text[p->pos] != '\t') continue;
        p->line.extra++;
        if (p->line.tab == YAML_NOWHERE) p->line.tab = p->pos;
    }
    p->line.first = p->pos;
}

void yaml_skip_blanks(yaml_parser *p)
{
    if (!yaml_is_fresh(p)) p->line.tab = YAML_NOWHERE;
    for (; yaml_is(p, p->pos, YAML_BLANK); p->pos++)
        if (p->text[p->pos] == '\t' && p->line.tab == YAML_NOWHERE) p->line.tab = p->pos;
}

static bool skip_comment(yaml_parser *p)
{
    if (!yaml_at_char(p, '#') || (p->pos > p->line.first && !yaml_is(p, p->pos - 1, YAML_BLANK))) return false;
    uint32_t start = p->pos;
    p->pos = yaml_line_end(p, p->pos);
    array_push(p->arena, &p->stream->comments, (yaml_comment){{start, p->pos}});
    if (p->dialect == YAML_JSON) yaml_error(p, range_make(start, p->pos), "yaml/json", "JSON has no comments: remove it");
    return true;
}

void yaml_skip_space(yaml_parser *p)
{
    for (;;) {
        yaml_skip_blanks(p);
        skip_comment(p);
        uint32_t length = yaml_break_length(p, p->pos);
        if (!length) return;
        yaml_enter_line(p, p->pos + length);
    }
}

void yaml_skip_line_rest(yaml_parser *p, const char *behind, const char *advice)
{
    yaml_skip_blanks(p);
    if (skip_comment(p) || yaml_is_end(p, p->pos)) return;
    range rest = {p->pos, yaml_line_end(p, p->pos)};
    rest.end = yaml_trim_blanks(p, rest.start, rest.end);
    if (yaml_at_char(p, '#')) yaml_error_here(p, "yaml/syntax", "a comment needs a space before the '#'");
    else if (yaml_at_char(p, ']') || yaml_at_char(p, '}'))
        yaml_error_here(p, "yaml/bracket", "'%c' closes nothing: remove it, or add its opening bracket", p->text[p->pos]);
    else yaml_error(p, rest, "yaml/syntax", "unexpected text behind %s: %s", words(behind), words(advice));
    p->pos = yaml_line_end(p, p->pos);
}

yaml_mark yaml_mark_here(const yaml_parser *p) { return (yaml_mark){p->pos, p->line}; }

void yaml_rewind(yaml_parser *p, yaml_mark m)
{
    p->pos = m.pos;
    p->line = m.line;
    while (p->stream->comments.n && array_last(&p->stream->comments).at.start >= m.pos) p->stream->comments.n--;
}

bool yaml_looks_like_entry(const yaml_parser *p)
{
    if (yaml_at_indicator(p, '-') || yaml_at_indicator(p, '?')) return true;
    uint32_t at = p->pos;
    if (yaml_at_char(p, '"') || yaml_at_char(p, '\'')) {
        for (at++; !yaml_is_end(p, at) && p->text[at] != p->text[p->pos]; at++) {
        }
        if (yaml_is_end(p, at)) return false;
        for (at++; yaml_is(p, at, YAML_BLANK); at++) {
        }
        return at < p->end && p->text[at] == ':';
    }
    for (; !yaml_is_end(p, at) && !yaml_is(p, at, YAML_FLOW_CHAR); at++)
        if (p->text[at] == ':' && at > p->pos && yaml_is_space(p, at + 1)) return true;
    return false;
}

static range line_around(const yaml_parser *p, uint32_t at)
{
    uint32_t start = at;
    while (start > 0 && !yaml_is(p, start - 1, YAML_BREAK)) start--;
    return range_make(start, yaml_line_end(p, at));
}

void yaml_report(yaml_parser *p, range at, severity level, const char *code, const char *fmt, ...)
{
    if (level == SEVERITY_ERROR) {
        p->errors++;
        /* What follows an error on its line is mostly its consequence. */
        if (p->errors > 1 && range_touches(p->error_line, at.start)) return;
        p->error_line = line_around(p, at.start);
    }
    uint32_t *listed = &p->listed[level == SEVERITY_ERROR];
    if (*listed > LIMIT_YAML_FINDINGS) return;
    va_list args;
    va_start(args, fmt);
    bool full = ++*listed > LIMIT_YAML_FINDINGS;
    diagnostic *d = array_add(p->arena, &p->stream->findings);
    d->at = at;
    d->level = level;
    d->code = full ? STR("yaml/limit") : str_of(code);
    d->message = full ? arena_printf(p->arena, words("more than %d problems: the rest is not listed"), LIMIT_YAML_FINDINGS)
                      : arena_vprintf(p->arena, words(fmt), args);
    va_end(args);
}

str yaml_quote_text(yaml_parser *p, range at)
{
    enum { MOST = 40 };
    uint32_t end = at.start;
    while (end < at.end && end - at.start < MOST && !yaml_is_end(p, end) && (unsigned char)p->text[end] >= ' ') end++;
    bool cut = end < at.end;
    while (cut && end > at.start && ((unsigned char)p->text[end] & 0xC0) == 0x80) end--; /* not inside a character */
    str s = {p->text + at.start, end - at.start};
    return cut ? arena_printf(p->arena, "%.*s...", STR_ARG(s)) : s;
}

yaml_node *yaml_new_node(yaml_parser *p, yaml_kind kind, yaml_style style, uint32_t start, uint32_t end)
{
    yaml_node *node = ARENA_NEW(p->arena, yaml_node);
    node->kind = kind;
    node->style = style;
    node->at = range_make(start, end);
    p->nodes++;
    return node;
}

yaml_node *yaml_new_empty(yaml_parser *p, uint32_t at)
{
    yaml_node *node = yaml_new_node(p, YAML_EMPTY, YAML_PLAIN, at, at);
    node->content = node->at;
    return node;
}
