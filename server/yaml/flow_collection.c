/* Flow collections (YAML 1.2.2, 7.4), and all of JSON. */
#include "yaml/parser.h"

#include "base/utf8.h"

/* Over white space inside brackets. False where an unclosed collection has to end: at the end of the text or document, or at
 * a line that is not indented and starts an entry of the block around it. */
static bool skip_flow_space(yaml_parser *p, int n)
{
    if (p->pos != p->after_space) p->before_space = yaml_mark_here(p);
    yaml_skip_space(p);
    p->after_space = p->pos;
    if (p->pos >= p->end || p->flow_end == p->pos) return false;
    if (!yaml_is_fresh(p)) return true;
    if (yaml_at_marker(p)) return false;
    if (p->by_indent && p->line.spaces <= p->flow_indent && !yaml_at_char(p, ']') && !yaml_at_char(p, '}')) return false;
    if (p->line.spaces > n) return true;
    if (p->line.tab != YAML_NOWHERE) yaml_error_tab(p, p->line.tab);
    else if (yaml_at_char(p, ']') || yaml_at_char(p, '}'))
        yaml_report(p, range_make(p->pos, p->pos + 1), SEVERITY_WARNING, "yaml/loose-indentation",
                    "the closing '%c' must be indented more than the key it belongs to", p->text[p->pos]);
    else if (yaml_looks_like_entry(p)) {
        p->flow_end = p->pos;
        return false;
    } else yaml_report(p, range_make(p->pos, p->pos + 1), SEVERITY_WARNING, "yaml/loose-indentation",
                       "a line inside brackets must be indented more than the key they belong to");
    return true;
}

/* A value or key that is not there, with what stands in its place. */
static yaml_node *parse_missing(yaml_parser *p, uint32_t at, const char *what)
{
    yaml_node *node = yaml_new_empty(p, at);
    if (p->dialect == YAML_JSON) {
        yaml_error(p, range_make(at, at), "yaml/json", "missing %s", words(what));
        node->broken = p->misshapen = true;
    }
    return node;
}

static bool at_flow_end(const yaml_parser *p) { return yaml_at_char(p, ',') || yaml_at_char(p, ']') || yaml_at_char(p, '}'); }

/* Over everything inside brackets that are nested too deeply. */
static yaml_node *skip_too_deep(yaml_parser *p, int n)
{
    yaml_node *node = yaml_new_node(p, yaml_at_char(p, '[') ? YAML_SEQUENCE : YAML_MAPPING, YAML_FLOW, p->pos, p->pos);
    node->broken = true;
    for (uint32_t open = 0; skip_flow_space(p, n);) {
        char c = p->text[p->pos++];
        if (c == '[' || c == '{') open++;
        node->at.end = p->pos;
        if ((c == ']' || c == '}') && --open == 0) break;
        if (c != '"' && c != '\'') continue;
        while (!yaml_is_end(p, p->pos) && p->text[p->pos++] != c) {
        }
    }
    return node;
}

static yaml_node *parse_flow_collection(yaml_parser *p, int n, bool brackets, bool opened, int indent);

/* What stands behind a ':', or behind a key without one; `indent` is that of the key's line. */
static yaml_node *parse_flow_value(yaml_parser *p, int n, uint32_t behind, int indent, const char *missing)
{
    if (!skip_flow_space(p, n) || at_flow_end(p)) return parse_missing(p, behind, missing);
    if (p->by_indent && yaml_is_fresh(p)) {
        if (p->line.spaces <= indent) return parse_missing(p, behind, missing);
        bool brackets = yaml_at_char(p, '{') || yaml_at_char(p, '[');
        if (brackets || yaml_looks_like_entry(p)) return parse_flow_collection(p, n, brackets, false, indent);
    }
    return yaml_parse_flow_node(p, n, 0);
}

static bool is_json_key(const yaml_node *key)
{
    return key->style == YAML_SINGLE_QUOTED || key->style == YAML_DOUBLE_QUOTED || key->style == YAML_FLOW;
}

static void check_json_key(yaml_parser *p, const yaml_node *key)
{
    if (p->dialect == YAML_JSON && key->style != YAML_DOUBLE_QUOTED && key->style != YAML_SINGLE_QUOTED)
        yaml_error(p, key->at, "yaml/json", "a key must be a string in double quotes");
}

static yaml_node *parse_flow_key(yaml_parser *p, int n, bool braces)
{
    if (yaml_at_indicator(p, '?') && p->dialect != YAML_JSON) {
        uint32_t behind = ++p->pos;
        if (!skip_flow_space(p, n) || at_flow_end(p) || yaml_at_flow_colon(p, false)) return yaml_new_empty(p, behind);
        return yaml_parse_flow_node(p, n, YAML_LONG_KEY);
    }
    if (yaml_at_flow_colon(p, false)) return parse_missing(p, p->pos, WORDS("key before ':'"));
    return yaml_parse_flow_node(p, n, braces ? YAML_LONG_KEY : 0);
}

/* An entry of {} (YAML 1.2.2 [142]). */
static void parse_flow_entry(yaml_parser *p, int n)
{
    yaml_entry e = {.key = parse_flow_key(p, n, true)};
    check_json_key(p, e.key);
    uint32_t behind = e.key->at.end; /* not the place at hand, which is behind white space when the key's bracket is not closed */
    int indent = p->line.spaces;
    if (skip_flow_space(p, n) && yaml_at_flow_colon(p, is_json_key(e.key))) {
        p->pos++;
        e.value = parse_flow_value(p, n, p->pos, indent, WORDS("value behind ':'"));
    } else if (p->by_indent) {
        e.value = parse_flow_value(p, n, behind, indent, WORDS("':' and value behind the key"));
    } else {
        e.value = parse_missing(p, behind, WORDS("':' and value behind the key"));
    }
    array_push(p->arena, &p->entries, e);
}

/* An item of []; "key: value" there is a mapping of one entry ([150]). */
static yaml_node *parse_flow_item(yaml_parser *p, int n)
{
    if (p->by_indent && yaml_is_fresh(p) && yaml_looks_like_entry(p))
        return parse_flow_collection(p, n, false, false, p->line.spaces - 1);
    uint32_t start = p->pos, errors = p->errors;
    bool explicit_key = yaml_at_indicator(p, '?') && p->dialect != YAML_JSON;
    yaml_node *key = parse_flow_key(p, n, false);
    bool going = explicit_key ? skip_flow_space(p, n) : (yaml_skip_blanks(p), p->pos < p->end);
    bool colon = going && yaml_at_flow_colon(p, is_json_key(key));
    if (!colon && !explicit_key) return key;
    if (colon && !explicit_key) yaml_check_key_length(p, key);
    if (p->dialect == YAML_JSON) yaml_error_here(p, "yaml/json", "a key can stand only inside '{}'");
    uint32_t behind = colon ? ++p->pos : key->at.end;
    yaml_entry e = {.key = key,
                    .value = colon ? parse_flow_value(p, n, behind, p->line.spaces, WORDS("value behind ':'"))
                                   : yaml_new_empty(p, behind)};
    size_t base = p->entries.n;
    array_push(p->arena, &p->entries, e);
    yaml_node *pair = yaml_collect_entries(p, base, YAML_FLOW, range_make(start, key->at.end));
    pair->broken = p->errors != errors;
    return pair;
}

typedef enum ending { GOES_ON, CLOSED, UNCLOSED } ending;

/* At a closing bracket: whether it closes this collection. One that can only close an outer one ends this, too. */
static ending take_closing(yaml_parser *p, char close, int indent, int outer_indent)
{
    char c = p->text[p->pos];
    if (c != ']' && c != '}') return GOES_ON;
    bool mine = c == close, ends = mine;
    if (p->by_indent && yaml_is_fresh(p)) {
        if (p->line.spaces <= outer_indent && !(mine && p->line.spaces == indent)) return UNCLOSED;
        ends = p->line.spaces <= indent; /* else its opening bracket is missing */
    } else if (!mine && (c == ']' ? p->open_brackets : p->open_braces)) {
        return UNCLOSED;
    }
    if (!mine || !ends) {
        if (mine) yaml_error_here(p, "yaml/bracket", "'%c' closes nothing: remove it, or add its opening bracket", c);
        else yaml_error_here(p, "yaml/bracket", "'%c' closes nothing: '%c' is expected", c, close);
        p->misshapen = true;
    }
    p->pos++;
    return ends ? CLOSED : GOES_ON;
}

static range last_character(const yaml_parser *p, range item)
{
    size_t last = utf8_last((str){p->text + item.start, item.end - item.start});
    return range_make(item.start + (uint32_t)last, item.end);
}

static void check_comma(yaml_parser *p, bool *after_item, const yaml_node *item)
{
    if (yaml_at_char(p, ',')) {
        if (!*after_item) yaml_error_here(p, "yaml/syntax", "nothing stands before this ',': remove it");
        *after_item = false;
        p->pos++;
    } else if (*after_item) {
        if (item->kind == YAML_SCALAR && yaml_at_flow_colon(p, is_json_key(item)) && p->dialect != YAML_JSON)
            yaml_error(p, item->at, "yaml/long-key", "a key must stand on one line with its ':'");
        else yaml_error(p, last_character(p, item->at), "yaml/missing-comma", "missing ',' before the next item");
        *after_item = false;
        p->misshapen = true;
    }
}

/* The members up to the closing bracket. Returns whether that was there. */
static bool parse_members(yaml_parser *p, int n, char close, int indent, int outer_indent)
{
    bool after_item = false, any = false;
    const yaml_node *last = NULL;
    uint32_t comma = 0;
    while (skip_flow_space(p, n)) {
        uint32_t before = p->pos;
        ending end = take_closing(p, close, indent, outer_indent);
        if (end == CLOSED && any && !after_item && p->dialect == YAML_JSON)
            yaml_error(p, range_make(comma, comma + 1), "yaml/json", "JSON allows no ',' behind the last member: remove it");
        if (end != GOES_ON) return end == CLOSED;
        if (p->pos != before) continue;
        check_comma(p, &after_item, last);
        if (p->pos != before) {
            comma = before;
            continue;
        }
        if (close == ']') {
            yaml_node *item = parse_flow_item(p, n);
            array_push(p->arena, &p->items, item);
        } else {
            parse_flow_entry(p, n);
        }
        if (p->pos == before) p->pos++;
        any = true;
        after_item = p->unclosed_at != p->pos;
        last = close == ']' ? array_last(&p->items) : array_last(&p->entries).value;
    }
    return false;
}

static void report_unclosed(yaml_parser *p, uint32_t start, bool brackets)
{
    if (p->unclosed_at != p->pos) /* else the innermost one is reported already */
        yaml_error(p, range_make(start, start + 1), "yaml/bracket", "missing closing '%c'", brackets ? ']' : '}');
    p->unclosed_at = p->pos;
    p->misshapen = true;
    p->errors++;
    if (!p->open_brackets && !p->open_braces) yaml_rewind(p, p->before_space);
}

/* `opened`: the opening bracket is there; `indent` is that of its line. */
static yaml_node *parse_flow_collection(yaml_parser *p, int n, bool brackets, bool opened, int indent)
{
    uint32_t start = p->pos, errors = p->errors;
    if (!yaml_enter_collection(p, start)) return skip_too_deep(p, n);
    if (opened) p->pos++;
    else yaml_error(p, range_make(start, start + 1), "yaml/bracket", "missing '%c' before this", brackets ? '[' : '{');
    int *open = brackets ? &p->open_brackets : &p->open_braces, outer_indent = p->flow_indent;
    p->flow_indent = indent;
    ++*open;
    size_t base = brackets ? p->items.n : p->entries.n;
    bool closed = parse_members(p, n, brackets ? ']' : '}', indent, outer_indent);
    --*open;
    p->flow_indent = outer_indent;
    p->depth--;
    range at = {start, closed ? p->pos : start + opened};
    if (!closed) report_unclosed(p, start, brackets);
    yaml_node *node = brackets ? yaml_collect_items(p, base, YAML_FLOW, at) : yaml_collect_entries(p, base, YAML_FLOW, at);
    node->broken = p->errors != errors;
    return node;
}

/* The lines behind that of the opening bracket are indented more than it: laid out by a program or with care. */
static bool is_laid_out(const yaml_parser *p)
{
    uint32_t at = yaml_line_end(p, p->pos), start = at;
    for (uint32_t length; (length = yaml_break_length(p, at));) {
        start = at += length;
        while (at < p->end && p->text[at] == ' ') at++;
    }
    return at - start > (uint32_t)p->line.spaces;
}

/* Something behind the closing bracket that can only be meant to stand inside. */
static bool goes_on_behind(const yaml_parser *p)
{
    uint32_t at = p->pos;
    while (yaml_is(p, at, YAML_BLANK)) at++;
    return at < p->end && strchr(",]}\"'", p->text[at]);
}

/* Brackets that stand in no others. When one of them or a comma turns out to be missing they are read again, now by their
 * indentation as misshapen JSON is. Text that was read twice is not so a third time: that keeps the whole linear. */
static yaml_node *parse_outermost(yaml_parser *p, int n)
{
    bool brackets = yaml_at_char(p, '[');
    if (!is_laid_out(p)) return parse_flow_collection(p, n, brackets, true, p->line.spaces);
    if (p->pos >= p->misshapen_until) {
        yaml_parser before = *p;
        size_t findings = p->stream->findings.n, comments = p->stream->comments.n;
        p->misshapen = false;
        yaml_node *node = parse_flow_collection(p, n, brackets, true, p->line.spaces);
        if (!p->misshapen && !goes_on_behind(p)) return node;
        before.misshapen_until = p->pos;
        *p = before;
        p->stream->findings.n = findings;
        p->stream->comments.n = comments;
    }
    p->by_indent = true;
    yaml_node *node = parse_flow_collection(p, n, brackets, true, p->line.spaces);
    p->by_indent = false;
    return node;
}

yaml_node *yaml_parse_inline(yaml_parser *p, int n, unsigned mode)
{
    char c = p->text[p->pos];
    if (c == '"' || c == '\'') return yaml_parse_quoted(p, n, mode);
    bool outermost = !p->open_brackets && !p->open_braces;
    if ((c == '[' || c == '{') && outermost && p->dialect != YAML_JSON) return parse_outermost(p, n);
    if (c == '[' || c == '{') return parse_flow_collection(p, n, c == '[', true, p->line.spaces);
    if (c == '*') return yaml_parse_alias(p);
    return yaml_parse_plain(p, n, mode);
}

yaml_node *yaml_parse_flow_node(yaml_parser *p, int n, unsigned mode)
{
    yaml_properties properties = {0};
    while (yaml_at_char(p, '&') || yaml_at_char(p, '!')) {
        yaml_parse_property(p, &properties);
        if (!skip_flow_space(p, n)) break;
    }
    bool missing = p->pos >= p->end || at_flow_end(p) || (properties.any && yaml_at_flow_colon(p, false));
    yaml_node *node =
        missing ? yaml_new_empty(p, properties.any ? properties.end : p->pos) : yaml_parse_inline(p, n, mode | YAML_IN_FLOW);
    return yaml_finish_node(p, node, &properties);
}

yaml_node *yaml_parse_json(yaml_parser *p)
{
    yaml_skip_space(p);
    if (p->by_indent && yaml_looks_like_entry(p)) return parse_flow_collection(p, -1, false, false, -1);
    if (p->pos < p->end && !yaml_at_marker(p)) return yaml_parse_flow_node(p, -1, 0);
    return parse_missing(p, p->pos, WORDS("value: an empty text is no JSON"));
}
