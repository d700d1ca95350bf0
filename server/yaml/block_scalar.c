/* Literal and folded scalars (YAML 1.2.2, 8.1). */
#include "yaml/parser.h"

typedef struct block_header {
    bool folded;
    char chomp;  /* '-', '+', or 0: keep one line break */
    int indent;  /* columns of the content; 0: that of its first line */
} block_header;

/* Goes from line to line of the content. */
typedef struct block_lines {
    uint32_t breaks; /* line breaks since the last line with text, its own not counted */
    uint32_t source; /* the first of these */
    uint32_t end;    /* of the last line with text */
} block_lines;

static block_header parse_header(yaml_parser *p, int n)
{
    block_header h = {.folded = p->text[p->pos++] == '>'};
    for (; p->pos < p->end; p->pos++) {
        char c = p->text[p->pos];
        if ((c == '+' || c == '-') && !h.chomp) h.chomp = c;
        else if (c >= '1' && c <= '9' && !h.indent) h.indent = (n > 0 ? n : 0) + c - '0';
        else break;
    }
    if (yaml_at_char(p, '0')) {
        yaml_error_here(p, "yaml/syntax", "the indentation of a block scalar is a digit from 1 to 9");
        p->pos++;
    }
    yaml_skip_line_rest(p, h.folded ? "'>'" : "'|'", "the text starts on the next line");
    return h;
}

/* Over the blank lines before the content; its first line says how far it is indented ([8.1.1.1]). */
static int find_indent(yaml_parser *p, int n)
{
    yaml_mark start = yaml_mark_here(p);
    int most = 0;
    uint32_t deepest = 0;
    while (yaml_break_length(p, p->pos)) {
        yaml_enter_line(p, p->pos + yaml_break_length(p, p->pos));
        if (!yaml_is_end(p, p->pos) || p->line.tab != YAML_NOWHERE) break;
        if (p->line.spaces > most) {
            most = p->line.spaces;
            deepest = p->line.start;
        }
    }
    bool text = !yaml_is_end(p, p->pos) || p->line.tab != YAML_NOWHERE;
    int indent = n + 1;
    if (!text && most > indent) indent = most;
    else if (text && p->line.spaces > n) indent = p->line.spaces;
    else if (text && yaml_is_end(p, p->pos))
        yaml_error(p, range_make(p->line.tab, p->line.tab + 1), "yaml/tab",
                   "tab in the indentation of a block scalar: use spaces");
    if (text && p->line.spaces > n && most > indent)
        yaml_error(p, range_make(deepest, deepest + (uint32_t)most), "yaml/indentation",
                   "this blank line is indented more than the block scalar's first line: remove its spaces");
    yaml_rewind(p, start);
    return indent;
}

/* Enters the next line with text, from a line's end, counting breaks; false at the scalar's end. */
static bool enter_block_line(yaml_parser *p, int indent, block_lines *lines)
{
    uint32_t length;
    while ((length = yaml_break_length(p, p->pos))) {
        if (!lines->breaks++) lines->source = p->pos;
        yaml_enter_line(p, p->pos + length);
        if (p->pos >= p->end && p->line.spaces <= indent) {
            lines->breaks += p->pos > p->line.start; /* blanks at the text's end are a line, as if it had a break */
            break;
        }
        if (p->line.spaces >= indent) {
            p->pos = p->line.start + (uint32_t)indent;
            if (!yaml_is_end(p, p->pos)) return !(indent == 0 && yaml_at_marker(p));
        } else if (!yaml_is_end(p, p->pos) || p->line.tab != YAML_NOWHERE) {
            return false;
        }
    }
    return false;
}

static void decode_lines(yaml_parser *p, const block_header *h, int indent, uint32_t content, block_lines *lines)
{
    bool any = false, was_indented = false;
    while (enter_block_line(p, indent, lines)) {
        bool indented = yaml_is(p, p->pos, YAML_BLANK);
        lines->breaks--; /* the break in front of the content is the header's or the last line's own */
        if (any && h->folded && !was_indented && !indented) yaml_content_fold(p, lines->source, lines->breaks + 1);
        else yaml_content_breaks(p, any ? lines->source : content, lines->breaks + any);
        uint32_t start = p->pos;
        lines->end = p->pos = yaml_line_end(p, p->pos);
        yaml_content_text(p, start, p->pos);
        any = true;
        was_indented = indented;
        lines->source = p->pos;
        lines->breaks = p->pos >= p->end && p->line.first >= p->end; /* likewise */
    }
    if (h->chomp != '-' && lines->breaks) {
        uint32_t kept = h->chomp == '+' ? lines->breaks : 1;
        yaml_content_breaks(p, lines->source, any ? kept : h->chomp == '+' ? lines->breaks - 1 : 0);
    }
}

yaml_node *yaml_parse_block_scalar(yaml_parser *p, int n)
{
    uint32_t start = p->pos, errors = p->errors;
    block_header h = parse_header(p, n);
    yaml_node *node = yaml_new_node(p, YAML_SCALAR, h.folded ? YAML_FOLDED : YAML_LITERAL, start, p->pos);
    int indent = h.indent ? h.indent : find_indent(p, n);
    uint32_t content = p->pos + yaml_break_length(p, p->pos);
    block_lines lines = {.end = p->pos};
    node->at.end = yaml_trim_blanks(p, start, p->pos);
    yaml_content_begin(p);
    decode_lines(p, &h, indent, content, &lines);
    if (lines.end >= content) node->content = range_make(content, node->at.end = lines.end);
    else node->content = range_make(node->at.end, node->at.end);
    yaml_content_finish(p, node);
    /* Back to the start of the line that ended it: blanks at its front are indentation again. */
    if (lines.breaks) yaml_enter_line(p, p->line.start);
    node->broken = p->errors != errors;
    return node;
}
