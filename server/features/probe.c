#include "features/probe.h"

#include "base/strbuf.h"

static const str marker = STR_INIT("wpls__cursor");

static bool blank(char c) { return c == ' ' || c == '\t'; }
static bool line_break(char c) { return c == '\n' || c == '\r'; }

typedef struct line {
    str text;              /* the whole text */
    uint32_t start, end;   /* of the line, without its break */
    uint32_t cursor;
} line;

static line line_at(str text, uint32_t offset)
{
    uint32_t n = (uint32_t)text.n, at = offset < n ? offset : n;
    line l = {text, at, at, at};
    while (l.start > 0 && !line_break(text.p[l.start - 1])) l.start--;
    while (l.end < n && !line_break(text.p[l.end])) l.end++;
    return l;
}

/* A quote opens a scalar only where one may begin: an apostrophe inside a word does not. */
static bool opens_quote(const line *l, uint32_t at)
{
    char c = l->text.p[at];
    return (c == '"' || c == '\'') && (at == l->start || strchr(" \t{[,:", l->text.p[at - 1]));
}

/* Behind the quoted scalar at `at`, or the end of the line. */
static uint32_t quote_end(const line *l, uint32_t at)
{
    char quote = l->text.p[at];
    for (at++; at < l->end; at++) {
        if (quote == '"' && l->text.p[at] == '\\') at++;
        else if (l->text.p[at] == quote) return at + 1;
    }
    return l->end;
}

/* Walks the line from `from`, quoted scalars in one step, until one of `stops` that has a blank or the line's end behind it (when
 * `spaced`), or `to`. */
static uint32_t find_char(const line *l, uint32_t from, uint32_t to, const char *stops, bool spaced)
{
    for (uint32_t i = from; i < to;) {
        if (opens_quote(l, i)) {
            i = quote_end(l, i);
            continue;
        }
        bool end = i + 1 >= l->end || blank(l->text.p[i + 1]);
        if (strchr(stops, l->text.p[i]) && (!spaced || end)) return i;
        i++;
    }
    return to;
}

static bool in_comment(const line *l)
{
    for (uint32_t i = l->start; i < l->cursor;) {
        if (opens_quote(l, i)) {
            i = quote_end(l, i);
            continue;
        }
        if (l->text.p[i] == '#' && (i == l->start || blank(l->text.p[i - 1]))) return true;
        i++;
    }
    return false;
}

static const yaml_node *find_marker(const yaml_node *node, const yaml_node **mapping)
{
    if (node->kind == YAML_SCALAR && str_eq(node->value, marker)) return node;
    const yaml_node *found = NULL;
    for (uint32_t i = 0; i < node->item_count && !found; i++) found = find_marker(node->items[i], mapping);
    for (uint32_t i = 0; i < node->entry_count && !found; i++) {
        const yaml_entry *e = &node->entries[i];
        if (e->key->kind == YAML_SCALAR && str_eq(e->key->value, marker)) {
            *mapping = node;
            return e->key;
        }
        found = find_marker(e->value, mapping);
    }
    return found;
}

/* Parses the text with `with` in place of `cut` and looks for the marker. */
static bool parse_with(arena *a, str text, range cut, const char *before, const char *after, probe *p)
{
    str patched = arena_printf(a, "%.*s%s%.*s%s", (int)cut.start, text.p ? text.p : "", before, STR_ARG(marker), after);
    strbuf whole = STRBUF_INIT;
    strbuf_add(&whole, patched);
    strbuf_add(&whole, str_slice(text, cut.end, text.n));
    str copy = arena_str(a, strbuf_str(&whole));
    strbuf_free(&whole);
    const yaml_stream *stream = yaml_parse(a, copy, YAML_1_2); /* flow style is a superset of JSON */
    for (size_t i = 0; i < stream->documents.n; i++) {
        p->mapping = NULL;
        p->node = find_marker(stream->documents.at[i].root, &p->mapping);
        p->document = (uint32_t)i;
        if (p->node) return true;
    }
    return false;
}

/* The word or quoted scalar at the cursor inside flow style. */
static range flow_token(const line *l, char *quote)
{
    static const char ends[] = " \t,{}[]:\"'";
    for (uint32_t i = l->start; i < l->cursor;) {
        if (!opens_quote(l, i)) {
            i++;
            continue;
        }
        uint32_t end = quote_end(l, i);
        if (l->cursor < end || (l->cursor == end && l->text.p[end - 1] != l->text.p[i])) {
            *quote = l->text.p[i];
            return range_make(i, end);
        }
        i = end;
    }
    if (l->cursor < l->end && opens_quote(l, l->cursor)) {
        *quote = l->text.p[l->cursor];
        return range_make(l->cursor, quote_end(l, l->cursor));
    }
    range token = {l->cursor, l->cursor};
    while (token.start > l->start && !strchr(ends, l->text.p[token.start - 1])) token.start--;
    while (token.end < l->end && !strchr(ends, l->text.p[token.end])) token.end++;
    return token;
}

static char next_char(str text, uint32_t at)
{
    while (at < text.n && (blank(text.p[at]) || line_break(text.p[at]))) at++;
    return at < text.n ? text.p[at] : 0;
}

static char previous_char(str text, uint32_t at)
{
    while (at > 0 && (blank(text.p[at - 1]) || line_break(text.p[at - 1]))) at--;
    return at > 0 ? text.p[at - 1] : 0;
}

static bool probe_flow(arena *a, const line *l, probe *p)
{
    p->token = flow_token(l, &p->quote);
    char before = previous_char(l->text, p->token.start), after = next_char(l->text, p->token.end);
    if (!before) return false;
    bool comma_before = !strchr("{[,:", before);
    p->comma_after = after && !strchr("}],:", after);
    p->has_colon = after == ':';
    if (!parse_with(a, l->text, p->token, comma_before ? "," : " ", p->comma_after ? "," : " ", p)) return false;
    p->flow = p->node->parent && p->node->parent->style == YAML_FLOW;
    return p->flow;
}

/* Behind the indentation and the dashes of sequence items that begin the line. */
static uint32_t skip_dashes(const line *l)
{
    uint32_t at = l->start;
    for (;;) {
        while (at < l->end && blank(l->text.p[at])) at++;
        if (at >= l->end || l->text.p[at] != '-' || at + 1 >= l->end || !blank(l->text.p[at + 1])) return at;
        at++;
    }
}

static uint32_t trimmed_end(const line *l, uint32_t from)
{
    uint32_t end = l->end;
    for (uint32_t i = from + 1; i < l->end; i++) {
        if (l->text.p[i] != '#' || !blank(l->text.p[i - 1])) continue;
        end = i;
        break;
    }
    while (end > from && blank(l->text.p[end - 1])) end--;
    return end;
}

static bool probe_key(arena *a, const line *l, uint32_t start, uint32_t colon, probe *p)
{
    uint32_t end = p->has_colon ? colon : trimmed_end(l, start);
    for (uint32_t i = start; i < l->cursor && !p->quote; i++)
        if (blank(l->text.p[i])) return false; /* free text */
    if (end < l->cursor) end = l->cursor;
    p->token = range_make(start, end);
    p->starts_line = true;
    uint32_t first = l->start;
    while (first < start && blank(l->text.p[first])) first++;
    p->dash_columns = start - first;
    return parse_with(a, l->text, range_make(start, p->has_colon ? colon : l->end), "", p->has_colon ? "" : ":", p);
}

static bool probe_value(arena *a, const line *l, uint32_t colon, probe *p)
{
    uint32_t start = colon + 1;
    while (start < l->end && blank(l->text.p[start])) start++;
    uint32_t end = trimmed_end(l, start);
    if (l->cursor < start || end < start) { /* among the blanks before the value */
        if (end > start) return false;
        start = end = l->cursor;
    }
    if (end < l->cursor) end = l->cursor;
    p->token = range_make(start, end);
    p->quote = start < end && opens_quote(l, start) ? l->text.p[start] : 0;
    p->space_before = start == colon + 1;
    return parse_with(a, l->text, range_make(colon + 1, l->end), " ", "", p);
}

static bool probe_block(arena *a, const line *l, probe *p)
{
    uint32_t start = skip_dashes(l);
    bool empty = start >= l->end;
    if (empty && start > l->cursor) start = l->cursor; /* blanks behind the cursor do not count */
    if (l->cursor < start) return false;
    str rest = str_slice(l->text, start, l->end);
    if (start == l->start && (str_starts(rest, STR("---")) || str_starts(rest, STR("...")))) return false;
    if (str_is(rest, "-")) return false;
    uint32_t colon = find_char(l, start, l->end, ":", true);
    p->has_colon = colon < l->end;
    p->quote = !empty && opens_quote(l, start) ? l->text.p[start] : 0;
    return p->has_colon && l->cursor > colon ? probe_value(a, l, colon, p) : probe_key(a, l, start, colon, p);
}

bool probe_cursor(arena *a, str text, uint32_t offset, probe *p)
{
    line l = line_at(text, offset);
    if (in_comment(&l)) return false;
    *p = (probe){0};
    if (probe_flow(a, &l, p)) return true;
    *p = (probe){0};
    return probe_block(a, &l, p);
}
