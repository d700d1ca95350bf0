/* Anchors, tags and aliases (YAML 1.2.2, 6.9 and 7.1). */
#include "base/limits.h"
#include "yaml/parser.h"

static str take_name(yaml_parser *p)
{
    uint32_t start = ++p->pos;
    while (!yaml_is_space(p, p->pos) && !yaml_is(p, p->pos, YAML_FLOW_CHAR)) p->pos++;
    return str_make(p->text + start, p->pos - start);
}

static str decode_percent(yaml_parser *p, str s)
{
    if (str_find_char(s, '%', 0) < 0) return s;
    char *out = arena_alloc(p->arena, s.n);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        int value = 0, digits = 0;
        for (; s.p[i] == '%' && digits < 2 && i + 1 + (size_t)digits < s.n; digits++) {
            char c = s.p[i + 1 + (size_t)digits];
            int digit = yaml_hex_digit(c);
            if (digit < 0) break;
            value = value * 16 + digit;
        }
        out[n++] = digits == 2 ? (char)value : s.p[i];
        if (digits == 2) i += 2;
    }
    return str_make(out, n);
}

static bool find_handle(const yaml_parser *p, str name, str *prefix)
{
    const str *declared = map_get(&p->handles, name);
    if (declared) {
        *prefix = *declared;
        return true;
    }
    *prefix = str_is(name, "!!") ? STR("tag:yaml.org,2002:") : STR("!");
    return str_is(name, "!") || str_is(name, "!!");
}

/* YAML 1.2.2 [97]: verbatim, shorthand, non-specific. */
static str parse_tag(yaml_parser *p)
{
    uint32_t start = p->pos;
    if (p->end - start > 1 && p->text[start + 1] == '<') {
        uint32_t end = start + 2;
        while (!yaml_is_space(p, end) && p->text[end] != '>') end++;
        bool closed = end < p->end && p->text[end] == '>';
        p->pos = end + closed;
        if (!closed) yaml_error(p, range_make(start, end), "yaml/tag", "missing '>' behind the tag");
        return str_make(p->text + start + 2, end - start - 2);
    }
    str rest = take_name(p), prefix;
    rest = str_make(rest.p - 1, rest.n + 1);
    if (rest.n == 1) return rest;
    ptrdiff_t second = str_find_char(rest, '!', 1);
    str name = str_slice(rest, 0, second < 0 ? 1 : (size_t)second + 1), suffix = str_slice(rest, name.n, rest.n);
    range at = {start, p->pos};
    if (!find_handle(p, name, &prefix))
        yaml_error(p, range_make(start, start + (uint32_t)name.n), "yaml/tag",
                   "unknown tag handle '%.*s': declare it with %%TAG before '---'", STR_ARG(name));
    else if (str_empty(suffix) && second >= 0) yaml_error(p, at, "yaml/tag", "'%.*s' lacks the tag's name", STR_ARG(rest));
    return arena_printf(p->arena, "%.*s%.*s", STR_ARG(prefix), STR_ARG(decode_percent(p, suffix)));
}

static void begin_anchor(yaml_parser *p, const yaml_properties *x)
{
    yaml_anchor *anchor = ARENA_NEW(p->arena, yaml_anchor);
    p->refers = true;
    anchor->defined = x->anchor_at.start;
    anchor->size = p->nodes;
    map_put(p->arena, &p->anchors, x->anchor, anchor);
}

void yaml_parse_property(yaml_parser *p, yaml_properties *into)
{
    yaml_properties one = {.any = true, .start = p->pos};
    bool anchor = yaml_at_char(p, '&');
    if (anchor) one.anchor = take_name(p);
    else one.tag = parse_tag(p);
    one.end = p->pos;
    range at = {one.start, one.end};
    if (anchor) one.anchor_at = at;
    else one.tag_at = at;
    if (anchor && str_empty(one.anchor)) yaml_error(p, at, "yaml/anchor", "an anchor needs a name behind '&'");
    if (p->dialect == YAML_JSON)
        yaml_error(p, at, "yaml/json", "JSON has no %s: remove it", anchor ? words("anchors") : words("tags"));
    else if (!yaml_is_space(p, p->pos) && !yaml_is(p, p->pos, YAML_FLOW_CHAR))
        yaml_error(p, at, "yaml/syntax", "put a space behind %s", anchor ? words("an anchor") : words("a tag"));
    else if (yaml_is(p, p->pos, YAML_FLOW_CHAR) && !p->open_brackets && !p->open_braces)
        yaml_error_here(p, "yaml/syntax", "'%c' can't be part of %s", p->text[p->pos],
                        anchor ? words("an anchor") : words("a tag"));
    if (anchor) begin_anchor(p, &one);
    yaml_join_properties(p, into, &one);
}

void yaml_join_properties(yaml_parser *p, yaml_properties *into, yaml_properties *from)
{
    if (!from->any) return;
    if (!str_empty(into->anchor) && !str_empty(from->anchor))
        yaml_error(p, from->anchor_at, "yaml/anchor", "a value can have only one anchor: remove one");
    if (into->tag.n && from->tag.n) yaml_error(p, from->tag_at, "yaml/tag", "a value can have only one tag: remove one");
    if (!into->any) into->start = from->start;
    into->any = true;
    into->end = from->end;
    if (from->anchor.n) {
        into->anchor = from->anchor;
        into->anchor_at = from->anchor_at;
    }
    if (from->tag.n) {
        into->tag = from->tag;
        into->tag_at = from->tag_at;
    }
    *from = (yaml_properties){0};
}

yaml_node *yaml_finish_node(yaml_parser *p, yaml_node *node, const yaml_properties *properties)
{
    if (node->kind == YAML_ALIAS && properties->any)
        yaml_error(p, range_make(properties->start, properties->end), "yaml/syntax",
                   "an alias can't have an anchor or a tag: remove it");
    if (properties->any && node->kind != YAML_ALIAS) {
        node->tag = properties->tag;
        node->tag_at = properties->tag_at;
        node->anchor = properties->anchor;
        node->anchor_at = properties->anchor_at;
        yaml_anchor *anchor = properties->anchor.n ? map_get(&p->anchors, properties->anchor) : NULL;
        if (anchor && anchor->defined == properties->anchor_at.start) { /* else defined anew inside the node */
            anchor->node = node;
            anchor->size = p->nodes - anchor->size;
        }
    }
    if (node->kind == YAML_SCALAR || node->kind == YAML_EMPTY) yaml_resolve_scalar(p, node);
    return node;
}

static uint64_t add_capped(uint64_t a, uint64_t b)
{
    const uint64_t most = UINT64_MAX / 4;
    return a < most && b < most ? a + b : most;
}

yaml_node *yaml_parse_alias(yaml_parser *p)
{
    uint32_t start = p->pos;
    str name = take_name(p);
    p->refers = true;
    yaml_node *node = yaml_new_node(p, YAML_ALIAS, YAML_PLAIN, start, p->pos);
    node->anchor = name;
    node->anchor_at = node->at;
    yaml_anchor *anchor = map_get(&p->anchors, name);
    if (p->dialect == YAML_JSON) yaml_error(p, node->at, "yaml/json", "JSON has no aliases: write the value out");
    else if (str_empty(name))
        yaml_error(p, node->at, "yaml/alias", "an alias needs a name behind '*'; put text that starts with '*' in quotes");
    else if (!anchor)
        yaml_error(p, node->at, "yaml/alias", "no anchor '&%.*s' before this alias; text that starts with '*' needs quotes",
                   STR_ARG(yaml_quote_text(p, range_make(start + 1, p->pos))));
    else if (!anchor->node) yaml_error(p, node->at, "yaml/alias", "this alias stands for a value that contains it");
    else {
        node->target = anchor->node;
        p->nodes = add_capped(p->nodes, anchor->size);
        p->alias_nodes = add_capped(p->alias_nodes, anchor->size);
    }
    if (p->alias_nodes > LIMIT_YAML_ALIAS_NODES && !p->too_many) {
        p->too_many = true;
        yaml_error(p, node->at, "yaml/limit", "the aliases of this document stand for more than %d values",
                   LIMIT_YAML_ALIAS_NODES);
    }
    node->broken = node->target == NULL;
    return node;
}
