/* Plain and quoted scalars. */
#include "yaml/parser.h"

/* One line of a plain scalar (YAML 1.2.2 [132]): goes to what ends it and returns the end of its text. */
static uint32_t scan_plain_line(yaml_parser *p, bool flow)
{
    uint32_t start = p->pos, at = start;
    int stops = YAML_PLAIN_END | (flow ? YAML_FLOW_CHAR : 0);
    if (p->dialect == YAML_JSON) {
        while (at < p->end && !yaml_is(p, at, YAML_JSON_END)) at++;
        return p->pos = at;
    }
    for (; at < p->end; at++) {
        if (!(yaml_classes[(unsigned char)p->text[at]] & stops)) continue;
        char c = p->text[at];
        if (c == ':') {
            if (!yaml_is_space(p, at + 1) && !(flow && yaml_is(p, at + 1, YAML_FLOW_CHAR))) continue;
        } else if (c == '#') {
            if (at == start || !yaml_is(p, at - 1, YAML_BLANK)) continue;
        }
        break;
    }
    p->pos = at;
    return yaml_trim_blanks(p, start, at);
}

/* Goes from a line's end to the next line with text, when that one can belong to the scalar (YAML 1.2.2 [74]). */
static bool enter_plain_line(yaml_parser *p, int n, bool flow, uint32_t *breaks)
{
    *breaks = 0;
    for (uint32_t length; (length = yaml_break_length(p, p->pos)); ++*breaks) yaml_enter_line(p, p->pos + length);
    if (!*breaks || p->pos >= p->end || yaml_at_marker(p) || p->line.spaces <= n || yaml_at_char(p, '#')) return false;
    if (p->by_indent && yaml_looks_like_entry(p)) return false;
    return flow ? !yaml_is(p, p->pos, YAML_FLOW_CHAR) && !yaml_at_flow_colon(p, false) : !yaml_at_indicator(p, ':');
}

/* The further lines of a plain scalar. A line with "key:" can't be one of them: there the scalar was meant to end, at its first
 * line when that is itself a key without its ':' yet. */
static uint32_t parse_plain_lines(yaml_parser *p, int n, unsigned mode, uint32_t start, uint32_t end)
{
    bool flow = mode & YAML_IN_FLOW;
    yaml_mark first = yaml_mark_here(p), last = first;
    uint32_t first_end = end, breaks;
    yaml_content_begin(p);
    yaml_content_text(p, start, end);
    for (; enter_plain_line(p, n, flow, &breaks); last = yaml_mark_here(p)) {
        uint32_t from = p->pos, to = scan_plain_line(p, flow);
        if (yaml_at_char(p, ':') && !(mode & YAML_LONG_KEY)) {
            if ((mode & YAML_MAY_NEST) && p->cut_line != p->line.start) {
                p->cut_line = p->line.start;
                yaml_content_begin(p);
                yaml_content_text(p, start, first_end);
                last = first;
                end = first_end;
            }
            break;
        }
        yaml_content_fold(p, end, breaks);
        yaml_content_text(p, from, to);
        end = to;
    }
    yaml_rewind(p, last);
    return end;
}

/* What no plain scalar may start with (YAML 1.2.2 [126]). */
static void check_plain_start(yaml_parser *p, bool flow)
{
    uint32_t at = p->pos;
    if (p->dialect == YAML_JSON) return;
    char c = p->text[at];
    if (yaml_is(p, at, YAML_BAD_START)) {
        if (yaml_at_directive(p)) yaml_error(p, range_make(at, yaml_line_end(p, at)), "yaml/directive", YAML_LATE_DIRECTIVE);
        else if (c == '#')
            yaml_error_here(p, "yaml/syntax",
                            "a comment needs a space before the '#'; a value that starts with '#' needs quotes");
        else if (c == ']' || c == '}') yaml_error_here(p, "yaml/syntax", "'%c' without its opening bracket", c);
        else if (flow && (c == '|' || c == '>'))
            yaml_error_here(p, "yaml/syntax", "a block scalar ('%c') can't stand inside brackets: use quotes", c);
        else yaml_error_here(p, "yaml/syntax", "a value can't start with '%c': put it in quotes", c);
    } else if (c == '-' || c == '?' || c == ':') {
        if (yaml_is_space(p, at + 1) || (flow && yaml_is(p, at + 1, YAML_FLOW_CHAR)))
            yaml_error_here(p, "yaml/syntax", "a lone '%c' can't stand here: put it in quotes", c);
    }
}

yaml_node *yaml_parse_plain(yaml_parser *p, int n, unsigned mode)
{
    uint32_t start = p->pos, errors = p->errors;
    bool flow = mode & YAML_IN_FLOW;
    check_plain_start(p, flow);
    uint32_t end = scan_plain_line(p, flow);
    if (p->pos == start) { /* a forbidden first character: taken as it is */
        p->pos++;
        end = scan_plain_line(p, flow);
        if (end < start + 1) end = start + 1;
    }
    yaml_node *node = yaml_new_node(p, YAML_SCALAR, YAML_PLAIN, start, end);
    node->content = node->at;
    node->value = str_make(p->text + start, end - start);
    if (!(mode & YAML_ONE_LINE) && p->dialect != YAML_JSON && yaml_is(p, p->pos, YAML_BREAK)) {
        uint32_t last = parse_plain_lines(p, n, mode, start, end);
        if (last != end) {
            node->at.end = node->content.end = last;
            yaml_content_finish(p, node);
        }
    }
    node->broken = p->errors != errors;
    return node;
}

typedef struct quoted {
    uint32_t from, to; /* inside the quotes */
    bool decode;       /* the content is not the text as it is */
    bool lines;        /* has several */
} quoted;

/* Enters the next line of a quoted scalar; false when the scalar can't go on there. */
static bool enter_quoted_line(yaml_parser *p, int n)
{
    uint32_t length;
    while ((length = yaml_break_length(p, p->pos))) yaml_enter_line(p, p->pos + length);
    if (p->pos >= p->end || yaml_at_marker(p)) return false;
    if (p->line.spaces > n) return true;
    if (yaml_looks_like_entry(p) || yaml_at_char(p, '#')) return false;
    if (p->line.tab != YAML_NOWHERE) yaml_error_tab(p, p->line.tab);
    else
        yaml_report(p, range_make(p->pos, yaml_line_end(p, p->pos)), SEVERITY_WARNING, "yaml/loose-indentation",
                    "a line of a quoted value must be indented more than its key");
    return true;
}

/* Goes behind the closing quote (YAML 1.2.2 [109], [120]). */
static bool find_closing_quote(yaml_parser *p, int n, quoted *q)
{
    char quote = p->text[p->pos++];
    uint32_t *no_close = &p->no_close[quote == '"'];
    q->from = p->pos;
    if (q->from < *no_close) return false;
    while (p->pos < p->end) {
        char c = p->text[p->pos];
        if (c == quote) {
            if (quote == '"' || p->pos + 1 >= p->end || p->text[p->pos + 1] != quote) {
                q->to = p->pos++;
                return true;
            }
            q->decode = true;
            p->pos += 2;
        } else if (c == '\\' && quote == '"') {
            q->decode = true;
            p->pos += p->pos + 1 < p->end && !yaml_is(p, p->pos + 1, YAML_BREAK) ? 2 : 1;
        } else if (c == '\n' || c == '\r') {
            q->decode = q->lines = true;
            if (p->dialect == YAML_JSON || !enter_quoted_line(p, n)) break;
        } else {
            p->pos++;
        }
    }
    *no_close = p->dialect == YAML_JSON ? 0 : p->pos;
    return false;
}

/* A quote that several lines later closes right before a ':'. */
static bool is_long_key(const yaml_parser *p, uint32_t at)
{
    while (yaml_is(p, at, YAML_BLANK)) at++;
    return at < p->end && p->text[at] == ':' && yaml_is_space(p, at + 1);
}

/* A quote of several lines is believed only when nothing but an end follows it: else its closing quote is the opening one of
 * another scalar, and its own is still to be typed. */
static bool is_closed_well(yaml_parser *p, const quoted *q, unsigned mode)
{
    if (!q->lines) return true;
    uint32_t at = p->pos;
    while (yaml_is(p, at, YAML_BLANK)) at++;
    if (yaml_is_end(p, at) || (p->text[at] == '#' && at > p->pos)) return true;
    return mode & YAML_IN_FLOW && strchr(",:]}", p->text[at]);
}

/* Over the line breaks and blanks at `at`. */
static uint32_t skip_breaks(const yaml_parser *p, uint32_t at, uint32_t end, uint32_t *count)
{
    *count = 0;
    for (uint32_t length; at < end && (length = yaml_break_length(p, at)); ++*count)
        for (at += length; at < end && yaml_is(p, at, YAML_BLANK); at++) {
        }
    return at < end ? at : end;
}

static void decode_quoted(yaml_parser *p, const quoted *q, char quote)
{
    uint32_t piece = q->from, at = q->from, breaks;
    yaml_content_begin(p);
    while (at < q->to) {
        char c = p->text[at];
        if (c == '\'' && quote == '\'') {
            yaml_content_text(p, piece, at + 1);
            piece = at += 2;
        } else if (c == '\\' && quote == '"') {
            yaml_content_text(p, piece, at);
            if (yaml_is(p, at + 1, YAML_BREAK) && at + 1 < q->to) { /* an escaped line break joins the lines [112] */
                uint32_t source = at + 1;
                at = skip_breaks(p, source, q->to, &breaks);
                if (breaks > 1) yaml_content_breaks(p, source, breaks - 1);
            } else {
                at = yaml_decode_escape(p, at, q->to);
            }
            piece = at;
        } else if (c == '\n' || c == '\r') {
            uint32_t end = yaml_trim_blanks(p, piece, at);
            yaml_content_text(p, piece, end);
            at = skip_breaks(p, at, q->to, &breaks);
            yaml_content_fold(p, end, breaks);
            piece = at;
        } else {
            at++;
        }
    }
    yaml_content_text(p, piece, q->to);
}

static void check_json_string(yaml_parser *p, const quoted *q, range opening)
{
    if (p->text[opening.start] == '\'')
        yaml_error(p, opening, "yaml/json", "JSON strings stand in double quotes: replace ' by \"");
    const char *tab = memchr(p->text + q->from, '\t', q->to - q->from);
    uint32_t at = tab ? (uint32_t)(tab - p->text) : 0;
    if (tab) yaml_error(p, range_make(at, at + 1), "yaml/json", "a tab in a JSON string is written '\\t'");
}

yaml_node *yaml_parse_quoted(yaml_parser *p, int n, unsigned mode)
{
    yaml_mark start = yaml_mark_here(p);
    char quote = p->text[p->pos];
    quoted q = {0};
    uint32_t errors = p->errors;
    bool found = find_closing_quote(p, n, &q), closed = found && is_closed_well(p, &q, mode);
    range opening = {start.pos, start.pos + 1};
    if (!closed) {
        bool key = found && is_long_key(p, p->pos);
        yaml_rewind(p, start);
        uint32_t line_end = yaml_line_end(p, start.pos);
        q.to = p->pos = yaml_trim_blanks(p, q.from, line_end);
        q.decode = true;
        if (key) yaml_error(p, opening, "yaml/long-key", "a key must stand on one line with its ':'");
        else yaml_error(p, opening, "yaml/open-quote", "missing closing quote %c", quote);
    } else if (p->dialect == YAML_JSON) {
        check_json_string(p, &q, opening);
    }
    yaml_node *node = yaml_new_node(p, YAML_SCALAR, quote == '"' ? YAML_DOUBLE_QUOTED : YAML_SINGLE_QUOTED, start.pos, p->pos);
    node->content = range_make(q.from, q.to);
    node->value = str_make(p->text + q.from, q.to - q.from);
    if (q.decode) {
        decode_quoted(p, &q, quote);
        yaml_content_finish(p, node);
    }
    node->broken = p->errors != errors;
    return node;
}
