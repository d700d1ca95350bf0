/* The stream: the text's encoding, directives, documents (YAML 1.2.2, 9). */
#include "base/utf8.h"
#include "yaml/parser.h"

static bool is_control(unsigned char c) { return c < ' ' && c != '\n' && c != '\t' && c != '\r'; }

void yaml_check_bytes(yaml_parser *p, range where)
{
    const unsigned char *s = (const unsigned char *)p->text;
    unsigned seen = 0;
    for (uint32_t i = where.start; i < where.end; i++) seen |= (unsigned)is_control(s[i]) | (s[i] & 0x80u);
    for (uint32_t i = where.start; (seen & 1) && i < where.end; i++) {
        range at = {i, i + 1};
        if (!is_control(s[i])) continue;
        if (s[i] == 0) yaml_error(p, at, "yaml/encoding", "NUL byte: the text is damaged or not UTF-8");
        else yaml_error(p, at, "yaml/encoding", "control character U+%04X: remove it or write it as \"\\x%02X\"", s[i], s[i]);
        break;
    }
    ptrdiff_t bad = seen & 0x80 ? utf8_invalid_at(str_make(p->text + where.start, where.end - where.start)) : -1;
    if (bad < 0) return;
    bad += where.start;
    range at = {(uint32_t)bad, (uint32_t)bad + 1};
    if (bad == 0 && p->end > 1 && (s[0] == 0xFE || s[0] == 0xFF) && (s[0] ^ s[1]) == 1)
        yaml_error(p, range_make(0, 2), "yaml/encoding", "the text is UTF-16: save it as UTF-8");
    else yaml_error(p, at, "yaml/encoding", "byte 0x%02X is not UTF-8: save the file as UTF-8", s[bad]);
}

static void skip_byte_order_mark(yaml_parser *p)
{
    if (p->end - p->pos >= 3 && memcmp(p->text + p->pos, "\xEF\xBB\xBF", 3) == 0) yaml_enter_line(p, p->pos + 3);
}

static str take_word(yaml_parser *p)
{
    yaml_skip_blanks(p);
    uint32_t start = p->pos;
    if (!yaml_at_char(p, '#'))
        while (!yaml_is_space(p, p->pos)) p->pos++;
    return str_make(p->text + start, p->pos - start);
}

static void add_handle(yaml_parser *p, str name, str prefix, range at)
{
    if (!prefix.n || name.p[0] != '!' || name.p[name.n - 1] != '!') {
        yaml_error(p, at, "yaml/directive", "a tag directive is written '%%TAG !handle! prefix'");
        return;
    }
    if (map_find(&p->handles, name)) yaml_error(p, at, "yaml/directive", "the tag handle is declared twice");
    str *value = ARENA_NEW(p->arena, str);
    *value = prefix;
    map_put(p->arena, &p->handles, name, value);
}

/* A line that starts with '%' ([82]). */
static void parse_directive(yaml_parser *p, bool *version_seen)
{
    uint32_t start = p->pos++;
    str name = take_word(p), value = take_word(p);
    range at = {start, p->pos};
    if (str_is(name, "YAML")) {
        if (*version_seen) yaml_error(p, at, "yaml/directive", "a document has only one %%YAML directive: remove this one");
        *version_seen = true;
        if (value.n < 3 || value.p[0] != '1' || value.p[1] != '.' || str_find_char(value, '#', 0) >= 0)
            yaml_error(p, at, "yaml/directive", "unknown YAML version: write '%%YAML 1.2'");
        yaml_skip_line_rest(p, "the version", "remove it");
    } else if (str_is(name, "TAG")) {
        str prefix = take_word(p);
        at.end = p->pos;
        add_handle(p, value, prefix, at);
        yaml_skip_line_rest(p, "the tag's prefix", "remove it");
    } else {
        yaml_report(p, at, SEVERITY_WARNING, "yaml/directive", "unknown directive: it is ignored");
        p->pos = yaml_line_end(p, p->pos);
    }
}

/* The directives before a document; returns whether there were any, and where the last one stands. */
static bool parse_directives(yaml_parser *p, range *last)
{
    bool any = false, version = false;
    for (;;) {
        skip_byte_order_mark(p);
        yaml_skip_space(p);
        if (!yaml_at_char(p, '%') || p->pos != p->line.start) return any;
        any = true;
        uint32_t start = p->pos;
        parse_directive(p, &version);
        *last = range_make(start, yaml_trim_blanks(p, start, p->pos));
    }
}

static bool take_marker(yaml_parser *p, char c)
{
    if (!yaml_at_marker(p) || !yaml_at_char(p, c)) return false;
    if (p->dialect == YAML_JSON)
        yaml_error(p, range_make(p->pos, p->pos + 3), "yaml/json", "JSON has no '%.3s': remove it", p->text + p->pos);
    p->pos += 3;
    return true;
}

static void begin_document(yaml_parser *p)
{
    p->anchors = (map){0};
    p->nodes = p->alias_nodes = 0;
    p->too_many = false;
    p->depth = 0;
    p->flow_indent = -1;
}

/* What stands where nothing but a marker may. True: the rest is more of the same. */
static bool refuse_behind_end(yaml_parser *p, range at)
{
    char first = p->text[at.start];
    if (yaml_at_directive(p)) {
        yaml_error(p, at, "yaml/directive", YAML_LATE_DIRECTIVE);
    } else if (p->dialect == YAML_JSON && (first == '{' || first == '[')) {
        yaml_error(p, at, "yaml/syntax",
                   "a second JSON value, and a file has one: put all in a list, or each in a file of its own");
        return true;
    } else {
        yaml_error(p, at, "yaml/syntax", "unexpected text behind the end of the document");
    }
    return false;
}

/* Nothing but a marker may follow a document. */
static void check_document_end(yaml_parser *p)
{
    bool told = false;
    yaml_skip_space(p);
    while (p->pos < p->end && !yaml_at_marker(p)) {
        uint32_t end = yaml_line_end(p, p->pos);
        told = told || refuse_behind_end(p, range_make(p->pos, end));
        p->misshapen = true;
        p->pos = end;
        yaml_skip_space(p);
    }
}

static void parse_document(yaml_parser *p, uint32_t start, bool explicit_start)
{
    begin_document(p);
    yaml_document d = {.explicit_start = explicit_start};
    d.root = p->dialect == YAML_JSON ? yaml_parse_json(p) : yaml_parse_block_node(p, -1, 0);
    check_document_end(p);
    d.explicit_end = take_marker(p, '.');
    d.at = range_make(start, p->pos);
    if (d.explicit_end) yaml_skip_line_rest(p, "'...'", "put it on the next line");
    array_push(p->arena, &p->stream->documents, d);
}

static void parse_stream(yaml_parser *p)
{
    yaml_enter_line(p, 0);
    bool may_direct = true;
    for (;;) {
        uint32_t start = p->pos;
        p->handles = (map){0};
        range last;
        bool directives = may_direct && parse_directives(p, &last);
        yaml_skip_space(p);
        bool explicit_start = take_marker(p, '-');
        if (directives && !explicit_start)
            yaml_error(p, last, "yaml/directive", "a directive needs a line '---' and a document behind it");
        if (!explicit_start && take_marker(p, '.')) {
            yaml_skip_line_rest(p, "'...'", "put it on the next line");
            continue;
        }
        if (p->pos >= p->end && !explicit_start && p->stream->documents.n) return;
        parse_document(p, start, explicit_start);
        may_direct = array_last(&p->stream->documents).explicit_end;
        if (p->pos >= p->end) return;
    }
}

/* JSON whose second line is indented was laid out by a program or with care. */
static bool is_indented(const yaml_parser *p)
{
    yaml_parser look = *p;
    int most = 0;
    for (uint32_t at = 0, lines = 0; at < p->end && lines < 8 && !most; lines++) {
        yaml_enter_line(&look, at);
        most = look.line.spaces;
        at = yaml_line_end(p, look.pos);
        at += yaml_break_length(p, at);
    }
    return most > 0;
}

yaml_parser yaml_parser_make(arena *a, yaml_stream *into, str text)
{
    return (yaml_parser){
        .arena = a,
        .stream = into,
        .dialect = into->dialect,
        .text = text.p ? text.p : "",
        .end = (uint32_t)text.n,
        .flow_indent = -1,
        .cut_line = YAML_NOWHERE,
        .flow_end = YAML_NOWHERE,
        .unclosed_at = YAML_NOWHERE,
        .after_space = YAML_NOWHERE,
    };
}

static yaml_stream *parse_text(arena *a, str text, yaml_dialect dialect, bool by_indent, bool *guessed)
{
    yaml_stream *stream = ARENA_NEW(a, yaml_stream);
    stream->text = text;
    stream->dialect = dialect;
    yaml_parser p = yaml_parser_make(a, stream, text);
    p.by_indent = by_indent;
    yaml_check_bytes(&p, range_make(0, p.end));
    parse_stream(&p);
    if (dialect == YAML_JSON && p.misshapen && !by_indent && is_indented(&p)) return parse_text(a, text, dialect, true, guessed);
    diagnostic_list_sort(&stream->findings);
    *guessed = p.guessed;
    return stream;
}

yaml_stream *yaml_parse_watched(arena *a, str text, yaml_dialect dialect, bool *guessed)
{
    return parse_text(a, text, dialect, false, guessed);
}

yaml_stream *yaml_parse(arena *a, str text, yaml_dialect dialect)
{
    bool guessed;
    return parse_text(a, text, dialect, false, &guessed);
}
