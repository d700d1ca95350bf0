/* Block collections, and what stands where one could (YAML 1.2.2, 8.2). */
#include "yaml/parser.h"

/* The token at hand no longer belongs to a node with parent indentation `n`. */
static bool at_node_end(const yaml_parser *p, int n, unsigned mode)
{
    if (p->pos >= p->end) return true;
    if (!yaml_is_fresh(p)) return false;
    if (yaml_at_marker(p)) return true;
    int column = yaml_column(p, p->pos);
    if (column > n) return false;
    return !((mode & YAML_SAME_COLUMN) && column == n && yaml_at_indicator(p, '-'));
}

static void check_tab(yaml_parser *p, uint32_t tab)
{
    if (tab != YAML_NOWHERE) yaml_error_tab(p, tab);
}

static void report_misplaced(yaml_parser *p, int column, int expected, bool item_among_keys)
{
    range at = {p->pos, yaml_line_end(p, p->pos)};
    p->guessed = true;
    if (p->line.tab != YAML_NOWHERE) check_tab(p, p->line.tab);
    else if (item_among_keys)
        yaml_error(p, range_make(p->line.start, p->pos), "yaml/indentation",
                   "'%.*s' is indented by %d, but no list above has its items there", STR_ARG(yaml_quote_text(p, at)), column);
    else
        yaml_error(p, range_make(p->line.start, p->pos), "yaml/indentation",
                   "'%.*s' is indented by %d, but its neighbours above by %d", STR_ARG(yaml_quote_text(p, at)), column, expected);
}

/* Leaves what is nested too deeply: all lines indented more than `n`. */
static yaml_node *skip_too_deep(yaml_parser *p, int n, uint32_t at)
{
    yaml_node *node = yaml_new_empty(p, at);
    node->broken = true;
    do {
        p->pos = yaml_line_end(p, p->pos);
        yaml_skip_space(p);
    } while (!at_node_end(p, n, 0));
    return node;
}

static yaml_entry parse_entry(yaml_parser *p, int column, yaml_node *key);

/* A key at the column of a list's '-': an item that lacks it. */
static yaml_node *parse_stray_entry(yaml_parser *p, int column)
{
    uint32_t start = p->pos;
    p->guessed = true;
    yaml_error(p, range_make(start, start + 1), "yaml/syntax", "missing '- ' before a list item");
    size_t base = p->entries.n;
    yaml_entry e = parse_entry(p, column, NULL);
    array_push(p->arena, &p->entries, e);
    yaml_node *node = yaml_collect_entries(p, base, YAML_BLOCK, range_make(start, start));
    node->broken = true;
    return node;
}

/* The text at hand is "key:" at the column of a list's '-', and not a key of the last item: then the line with the list's own
 * key is missing, rather than this item's '-'. */
static bool follows_list(const yaml_parser *p, const yaml_node *last)
{
    if (!yaml_looks_like_entry(p)) return false;
    for (uint32_t i = 0; i < last->entry_count; i++) {
        str key = last->entries[i].key->value;
        uint32_t end = p->pos + (uint32_t)key.n;
        if (end < p->end && p->text[end] == ':' && str_eq(str_make(p->text + p->pos, key.n), key)) return false;
    }
    return true;
}

/* A list at `column`, that `first` may be the first item of. */
static yaml_node *parse_sequence(yaml_parser *p, int n, int column, yaml_node *first)
{
    uint32_t start = first ? first->at.start : p->pos, errors = p->errors, end = start;
    if (!yaml_enter_collection(p, p->pos)) return skip_too_deep(p, n, start);
    size_t base = p->items.n;
    if (first) array_push(p->arena, &p->items, first);
    for (;;) {
        yaml_node *item;
        if (yaml_at_indicator(p, '-')) {
            end = ++p->pos;
            item = yaml_parse_block_node(p, column, YAML_COMPACT);
        } else {
            item = parse_stray_entry(p, column);
        }
        array_push(p->arena, &p->items, item);
        yaml_skip_space(p);
        if (at_node_end(p, n, column == n ? YAML_SAME_COLUMN : 0)) break;
        int at = yaml_column(p, p->pos);
        if (at != column) report_misplaced(p, at, column, false);
        else check_tab(p, p->line.tab);
        if (yaml_at_indicator(p, '-')) continue;
        if (at < column || n < 0 || follows_list(p, item)) break;
    }
    p->depth--;
    yaml_node *node = yaml_collect_items(p, base, YAML_BLOCK, range_make(start, end));
    node->broken = p->errors != errors;
    return node;
}

/* An implicit key, with its properties (YAML 1.2.2 [154]). */
static yaml_node *parse_key(yaml_parser *p, int column)
{
    yaml_properties properties = {0};
    while (yaml_at_char(p, '&') || yaml_at_char(p, '!')) {
        yaml_parse_property(p, &properties);
        yaml_skip_blanks(p);
    }
    bool missing = yaml_is_end(p, p->pos) || yaml_at_indicator(p, ':');
    yaml_node *key = missing ? yaml_new_empty(p, p->pos) : yaml_parse_inline(p, column, YAML_ONE_LINE);
    return yaml_finish_node(p, key, &properties);
}

/* The ':' behind an implicit key. */
static bool take_colon(yaml_parser *p, const yaml_node *key)
{
    yaml_skip_blanks(p);
    if (!yaml_at_char(p, ':')) return false;
    if (!yaml_at_indicator(p, ':')) {
        if (key->style != YAML_SINGLE_QUOTED && key->style != YAML_DOUBLE_QUOTED && key->style != YAML_FLOW) return false;
        yaml_error_here(p, "yaml/syntax", "put a space behind the ':'");
    }
    yaml_check_key_length(p, key);
    p->pos++;
    return true;
}

static void report_missing_colon(yaml_parser *p, yaml_node *key)
{
    key->broken = true;
    if (key->kind == YAML_EMPTY) {
        bool anchor = key->anchor.n > 0;
        yaml_error(p, anchor ? key->anchor_at : key->tag_at, "yaml/indentation",
                   "%s must stand on the line of its key, or be indented more than it",
                   anchor ? words("a value's anchor") : words("a value's tag"));
        return;
    }
    ptrdiff_t colon = key->style == YAML_PLAIN ? str_find_char(key->value, ':', 1) : -1;
    str text = yaml_quote_text(p, key->at);
    if (colon > 0 && key->at.end - key->at.start == key->value.n)
        yaml_error(p, range_make(key->at.start + (uint32_t)colon, key->at.start + (uint32_t)colon + 1), "yaml/missing-colon",
                   "put a space behind the ':' of '%.*s'", STR_ARG(text));
    else yaml_error(p, key->at, "yaml/missing-colon", "missing ':' behind '%.*s'", STR_ARG(text));
}

/* "? key" and, on a line of its own, ": value" ([189]). */
static yaml_entry parse_explicit_entry(yaml_parser *p, int column)
{
    p->pos++;
    yaml_entry e = {.key = yaml_parse_block_node(p, column, YAML_COMPACT | YAML_SAME_COLUMN)};
    yaml_skip_space(p);
    if (p->pos < p->end && yaml_is_fresh(p) && yaml_column(p, p->pos) == column && yaml_at_indicator(p, ':')) {
        check_tab(p, p->line.tab);
        p->pos++;
        e.value = yaml_parse_block_node(p, column, YAML_COMPACT | YAML_SAME_COLUMN);
    } else {
        e.value = yaml_new_empty(p, e.key->at.end);
    }
    return e;
}

/* The indentation that the lines of a value must exceed. That of its key: also where the key is indented less than the mapping's
 * first one, unless its value stands behind it, for then the lines below are rather the mapping's. */
static int value_indent(const yaml_parser *p, int own, int column)
{
    uint32_t at = p->pos;
    while (yaml_is(p, at, YAML_BLANK)) at++;
    return own < column && (yaml_is_end(p, at) || p->text[at] == '#') ? own : column;
}

static yaml_entry parse_entry(yaml_parser *p, int column, yaml_node *key)
{
    int own = key ? column : yaml_column(p, p->pos);
    if (!key && yaml_at_indicator(p, '?')) return parse_explicit_entry(p, column);
    yaml_entry e = {.key = key ? key : parse_key(p, column)};
    if (!take_colon(p, e.key)) {
        report_missing_colon(p, e.key);
        yaml_skip_line_rest(p, "the key", "remove it");
    }
    e.value = yaml_parse_block_node(p, value_indent(p, own, column), YAML_SAME_COLUMN);
    return e;
}

/* A mapping that lacks its '- ' is recognised by the keys that it shares with the items below it. */
static bool shares_key(const yaml_node *mapping, const yaml_node *items)
{
    enum { MOST = 16 }; /* enough to tell, and bounded */
    for (uint32_t i = 0; i < items->item_count && i < MOST; i++)
        for (uint32_t k = 0; k < mapping->entry_count && k < MOST; k++) {
            const yaml_node *item = items->items[i], *key = mapping->entries[k].key;
            if (key->value.n && item->entry_count <= MOST && yaml_get(item, key->value)) return true;
        }
    return false;
}

/* The items of a list with one before them. */
static yaml_node *prepend_item(yaml_parser *p, yaml_node *first, const yaml_node *items)
{
    size_t base = p->items.n;
    array_push(p->arena, &p->items, first);
    for (uint32_t i = 0; i < items->item_count; i++) array_push(p->arena, &p->items, items->items[i]);
    return yaml_collect_items(p, base, YAML_BLOCK, first->at);
}

/* List items among the entries of a mapping: taken as the last entry's value. Where that is a collection already, it is the first
 * of the items, or they are the value of a key that is not there. */
static void parse_stray_items(yaml_parser *p, int n)
{
    yaml_entry last = array_last(&p->entries);
    p->guessed = true;
    yaml_error_here(p, "yaml/indentation",
                    "a list item can't stand here, '%.*s' has a value already: indent it or remove that value",
                    STR_ARG(yaml_quote_text(p, last.key->at)));
    yaml_node *missing = yaml_new_empty(p, p->pos);
    yaml_node *items = parse_sequence(p, n, yaml_column(p, p->pos), NULL);
    if (last.value->kind == YAML_MAPPING && last.value->style == YAML_BLOCK && shares_key(last.value, items)) {
        items = prepend_item(p, last.value, items);
        last.value->broken = true;
        last.value = items;
    }
    items->broken = missing->broken = true;
    bool collection = last.value->kind == YAML_MAPPING || last.value->kind == YAML_SEQUENCE;
    if (collection && last.value != items) array_push(p->arena, &p->entries, (yaml_entry){missing, items, {0, 0}});
    else array_last(&p->entries).value = items;
}

/* Goes to the next entry of a mapping at `column`; false when there is none. Of entries that are misplaced all by the same
 * columns only the first one is reported. */
static bool enter_next_entry(yaml_parser *p, int n, int column, int *misplaced)
{
    for (;;) {
        yaml_skip_space(p);
        if (at_node_end(p, n, 0)) return false;
        int at = yaml_column(p, p->pos);
        bool item = yaml_at_indicator(p, '-');
        if (at == column) check_tab(p, p->line.tab);
        else if (at != *misplaced || item) report_misplaced(p, at, column, item && at < column);
        if (at != column) *misplaced = at;
        if (!item) return true;
        if (at < column) return false;
        parse_stray_items(p, n);
    }
}

/* A mapping whose first key, or also its value, may have been parsed already. */
static yaml_node *parse_mapping(yaml_parser *p, int n, int column, yaml_node *key, yaml_node *value)
{
    uint32_t start = key ? key->at.start : p->pos, errors = p->errors;
    if (!yaml_enter_collection(p, start)) return skip_too_deep(p, n, start);
    size_t base = p->entries.n;
    int misplaced = column;
    if (value) array_push(p->arena, &p->entries, (yaml_entry){key, value, {0, 0}});
    if (value) key = NULL;
    do {
        yaml_entry e = parse_entry(p, column, key);
        key = NULL;
        array_push(p->arena, &p->entries, e);
    } while (enter_next_entry(p, n, column, &misplaced));
    p->depth--;
    yaml_node *node = yaml_collect_entries(p, base, YAML_BLOCK, range_make(start, start));
    node->broken = p->errors != errors;
    return node;
}

/* A node and the place it started at. */
typedef struct place {
    int n, column;
    unsigned mode;
    bool nest; /* a block collection may start here */
    uint32_t tab; /* before it */
} place;

/* A collection can be followed by items or entries that are indented less than its own, but more than its parent: the line that
 * they and the collection belong to is missing, or still to be typed. So the collection is taken as the first item of a list,
 * or as the value of a key that is not there. */
static yaml_node *finish_collection(yaml_parser *p, const place *at, yaml_node *node, yaml_properties *properties)
{
    yaml_skip_space(p);
    while (!at_node_end(p, at->n, 0)) {
        int column = yaml_column(p, p->pos);
        p->guessed = true;
        if (yaml_at_indicator(p, '-')) {
            report_misplaced(p, column, at->column, false);
            node = parse_sequence(p, at->n, column, node);
        } else {
            range line = {p->pos, yaml_line_end(p, p->pos)};
            line.end = yaml_trim_blanks(p, line.start, line.end);
            yaml_error(p, line, "yaml/syntax", "'%.*s' can't follow a list: start it with '- ', or give the list a key",
                       STR_ARG(yaml_quote_text(p, line)));
            node = parse_mapping(p, at->n, column, yaml_new_empty(p, node->at.start), node);
        }
        node->broken = true;
        yaml_skip_space(p);
    }
    return yaml_finish_node(p, node, properties);
}

static yaml_node *start_mapping(yaml_parser *p, const place *at, yaml_node *key, yaml_properties *outer)
{
    if (at->nest) check_tab(p, at->tab);
    else if (at->n < 0 && p->text[p->line.start] == '-')
        yaml_error_here(p, "yaml/syntax", "a key can't stand on the line of '---': put it on the next line");
    else
        yaml_error_here(p, "yaml/nested-mapping",
                        "a second ':' on this line: put the value in quotes, or the nested key on its own line");
    return finish_collection(p, at, parse_mapping(p, at->n, at->column, key, NULL), outer);
}

/* A comment stands between a value and the text at hand, which would be its next line otherwise. */
static bool is_cut_by_comment(const yaml_parser *p, const yaml_node *node)
{
    if (node->style != YAML_PLAIN || !p->stream->comments.n || yaml_looks_like_entry(p)) return false;
    return array_last(&p->stream->comments).at.start >= node->at.end;
}

static void report_below_value(yaml_parser *p, const place *at, const yaml_node *node)
{
    range line = {p->pos, yaml_line_end(p, p->pos)};
    line.end = yaml_trim_blanks(p, line.start, line.end);
    if (p->line.tab != YAML_NOWHERE && p->line.spaces <= at->n) check_tab(p, p->line.tab);
    else if (is_cut_by_comment(p, node))
        yaml_error(p, line, "yaml/syntax",
                   "the value '%.*s' ends before the comment, this can't go on with it: move the comment, or use quotes",
                   STR_ARG(yaml_quote_text(p, node->at)));
    else if (at->n < 0 && p->line.spaces == 0)
        yaml_error(p, line, "yaml/syntax",
                   "a document has one value, and it is complete above: remove this, or put '---' before it");
    else
        yaml_error(p, line, "yaml/indentation",
                   "this line is indented below '%.*s', which is a complete value: fix the indentation or remove the value",
                   STR_ARG(yaml_quote_text(p, node->at)));
}

/* What follows a value and doesn't belong there: text on its line, lines indented more than its key. When the value could be a
 * key without ':', the lines are its entries; else a collection there takes the value's place. */
static yaml_node *repair_rest(yaml_parser *p, const place *at, yaml_node *node)
{
    bool block_scalar = node->style == YAML_LITERAL || node->style == YAML_FOLDED;
    bool stays = block_scalar || node->style == YAML_FLOW;
    if (node->style == YAML_FLOW) yaml_skip_line_rest(p, "the closing bracket", "remove it, or put it on a line of its own");
    else if (!block_scalar) yaml_skip_line_rest(p, "the value", "remove it, or put all of it in quotes");
    if (at->mode & YAML_NO_REPAIR) return node;
    yaml_mark end = yaml_mark_here(p);
    yaml_skip_space(p);
    if (at_node_end(p, at->n, 0) || yaml_at_directive(p)) return node;
    if (at->nest && !stays) {
        p->guessed = true;
        yaml_rewind(p, end);
        return finish_collection(p, at, parse_mapping(p, at->n, at->column, node, NULL), &(yaml_properties){0});
    }
    uint32_t errors = p->errors;
    while (!at_node_end(p, at->n, 0)) {
        report_below_value(p, at, node);
        yaml_node *below = yaml_parse_block_node(p, at->n, YAML_NO_REPAIR);
        if (!stays && (below->kind == YAML_MAPPING || below->kind == YAML_SEQUENCE)) node = below;
        yaml_skip_space(p);
    }
    node->broken = node->broken || p->errors != errors;
    return node;
}

/* The node at hand: its token is there, its properties are read. */
static yaml_node *parse_content(yaml_parser *p, const place *at, yaml_properties *outer, yaml_properties *inner)
{
    if (yaml_at_indicator(p, '-')) {
        if (inner->any)
            yaml_error(p, range_make(inner->start, inner->end), "yaml/syntax",
                       "put this on the line before the list's first '-'");
        else if (!at->nest)
            yaml_error_here(p, "yaml/syntax", "a list can't start on this line: put its first '- ' on the next one");
        check_tab(p, at->tab);
        yaml_join_properties(p, outer, inner);
        return finish_collection(p, at, parse_sequence(p, at->n, yaml_column(p, p->pos), NULL), outer);
    }
    if (yaml_at_indicator(p, '?') && inner->any)
        yaml_error(p, range_make(inner->start, inner->end), "yaml/syntax", "put this on the line before the '?'");
    if (yaml_at_indicator(p, '?')) return start_mapping(p, at, NULL, outer);
    if (yaml_at_indicator(p, ':')) {
        yaml_node *key = yaml_finish_node(p, yaml_new_empty(p, p->pos), inner);
        return start_mapping(p, at, key, outer);
    }
    yaml_node *node;
    if (yaml_at_char(p, '|') || yaml_at_char(p, '>')) {
        node = yaml_parse_block_scalar(p, at->n);
    } else {
        node = yaml_parse_inline(p, at->n, at->nest ? YAML_MAY_NEST : 0);
        yaml_skip_blanks(p);
        bool quoted = node->style == YAML_DOUBLE_QUOTED || node->style == YAML_SINGLE_QUOTED || node->style == YAML_FLOW;
        if (yaml_at_indicator(p, ':') || (quoted && yaml_at_char(p, ':')))
            return start_mapping(p, at, yaml_finish_node(p, node, inner), outer);
    }
    yaml_join_properties(p, outer, inner);
    node = yaml_finish_node(p, node, outer);
    return repair_rest(p, at, node);
}

yaml_node *yaml_parse_block_node(yaml_parser *p, int n, unsigned mode)
{
    uint32_t behind = p->pos, errors = p->errors, line;
    /* Properties on the line of an implicit key are the key's, those on the lines before the mapping's ([198], [200]). */
    yaml_properties outer = {0}, inner = {0};
    place at = {.n = n, .mode = mode, .tab = YAML_NOWHERE};
    for (;;) {
        line = p->line.start;
        yaml_skip_space(p);
        if (p->line.start != line) yaml_join_properties(p, &outer, &inner);
        if (at_node_end(p, n, mode)) break;
        if (!inner.any) {
            at.tab = p->line.tab;
            at.nest = yaml_is_fresh(p) || (mode & YAML_COMPACT);
            at.column = yaml_column(p, p->pos);
            if (yaml_is_fresh(p) && p->line.spaces <= n && at.column > n) check_tab(p, at.tab);
        }
        if (!yaml_at_char(p, '&') && !yaml_at_char(p, '!')) return parse_content(p, &at, &outer, &inner);
        yaml_parse_property(p, &inner);
    }
    yaml_join_properties(p, &outer, &inner);
    yaml_node *node = yaml_finish_node(p, yaml_new_empty(p, outer.any ? outer.end : behind), &outer);
    node->broken = p->errors != errors;
    return node;
}

yaml_node *yaml_parse_members(yaml_parser *p, int n, int column, bool items)
{
    return items ? parse_sequence(p, n, column, NULL) : parse_mapping(p, n, column, NULL, NULL);
}
