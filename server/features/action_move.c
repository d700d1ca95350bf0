/* Removing a key, and moving it a level up or down. */
#include "features/action_internal.h"

#include "base/words.h"

/* Nothing but blanks and dashes of items stand before the key on its line. */
static bool begins_line(const rewriting *r, const yaml_entry *e)
{
    str before = str_slice(r->stream->text, rewriting_line(r, e->at.start), e->at.start);
    return str_empty(str_trim(before));
}

static uint32_t number_of(const yaml_node *mapping, const yaml_entry *e) { return (uint32_t)(e - mapping->entries); }

/* The whole of a mapping becomes "{}" when its only key goes. */
static void empty_mapping(rewriting *r, action *to, const yaml_node *mapping)
{
    const yaml_entry *of = rewriting_entry_of(mapping->parent, mapping);
    range at = mapping->at;
    str text = r->stream->text;
    ptrdiff_t colon = of && mapping->style == YAML_BLOCK ? str_find_char(text, ':', of->key->at.end) : -1;
    bool blank = colon >= 0 && str_empty(str_trim(str_slice(text, (size_t)colon + 1, at.start)));
    while (at.end > at.start && strchr("\r\n", text.p[at.end - 1])) at.end--;
    if (blank) rewriting_edit(r, to, range_make((uint32_t)colon + 1, at.end), STR(" {}"));
    else rewriting_edit(r, to, at, STR("{}"));
}

static void remove_entry(rewriting *r, action *to, const yaml_node *mapping, const yaml_entry *e)
{
    uint32_t i = number_of(mapping, e), count = mapping->entry_count;
    const yaml_entry *next = i + 1 < count ? e + 1 : NULL, *before = i ? e - 1 : NULL;
    if (count == 1) {
        empty_mapping(r, to, mapping);
    } else if (mapping->style == YAML_FLOW) {
        rewriting_edit(r, to, next ? range_make(e->at.start, next->at.start) : range_make(before->at.end, e->at.end), STR(""));
    } else if (!begins_line(r, e)) { /* behind "- " */
        rewriting_edit(r, to, range_make(e->at.start, next->at.start), STR(""));
    } else {
        range lines = {rewriting_line(r, e->at.start), rewriting_line_end(r, e->at.end)};
        bool last = lines.end == r->stream->text.n && (lines.end == 0 || r->stream->text.p[lines.end - 1] != '\n');
        if (last && lines.start > 0) lines.start--;
        rewriting_edit(r, to, lines, STR(""));
    }
}

static void add_removal(rewriting *r)
{
    str name = r->entry->key->value;
    action *new = rewriting_add(r, arena_printf(r->a, words("remove '%.*s'"), STR_ARG(name)));
    remove_entry(r, new, r->holder, r->entry);
    rewriting_done(r);
}

/* The entry's text at another column; further lines move as far as the first. */
static str moved_text(const rewriting *r, const yaml_entry *e, uint32_t column)
{
    strbuf out = STRBUF_IN(r->a);
    uint32_t own = rewriting_column(r, e->at.start), end = e->at.end;
    while (end > e->at.start && strchr("\r\n", r->stream->text.p[end - 1])) end--;
    str rest = rewriting_text(r, range_make(e->at.start, end)), line;
    for (bool first = true; str_split(&rest, '\n', &line); first = false) {
        size_t blanks = 0;
        while (!first && blanks < line.n && blanks < own && line.p[blanks] == ' ') blanks++;
        if (!first) strbuf_add_char(&out, '\n');
        if (first || str_trim(line).n) strbuf_pad(&out, ' ', first ? column : blanks < own ? blanks : column);
        strbuf_add(&out, str_slice(line, blanks, line.n));
    }
    return strbuf_str(&out);
}

/* Puts the entry behind `at`, the end of a member of a mapping of that style whose keys stand at `column`. */
static void insert_entry(rewriting *r, action *to, const yaml_entry *e, uint32_t at, yaml_style style, uint32_t column)
{
    if (style == YAML_FLOW) {
        str text = rewriting_text(r, e->at);
        rewriting_edit(r, to, range_make(at, at), arena_printf(r->a, ", %.*s", STR_ARG(text)));
        return;
    }
    uint32_t line = rewriting_line_end(r, at);
    bool broken = line > 0 && r->stream->text.p[line - 1] == '\n';
    str text = moved_text(r, e, column);
    rewriting_edit(r, to, range_make(line, line), arena_printf(r->a, broken ? "%.*s\n" : "\n%.*s", STR_ARG(text)));
}

static bool can_move(const yaml_entry *e, const yaml_node *from, const yaml_node *to)
{
    return to->kind == YAML_MAPPING && from->style == to->style && to->entry_count && !yaml_get_entry(to, e->key->value);
}

static void add_move_out(rewriting *r)
{
    const yaml_node *outer = r->holder->parent;
    const yaml_entry *of = rewriting_entry_of(outer, r->holder);
    if (!of || !can_move(r->entry, r->holder, outer)) return;
    str name = r->entry->key->value, from = of->key->value;
    action *new = rewriting_add(r, arena_printf(r->a, words("move '%.*s' out of '%.*s'"), STR_ARG(name), STR_ARG(from)));
    remove_entry(r, new, r->holder, r->entry);
    insert_entry(r, new, r->entry, of->at.end, outer->style, rewriting_column(r, outer->entries[0].at.start));
    rewriting_done(r);
}

/* Whether the plugin, or a schema, knows the key in that mapping. */
static bool knows(rewriting *r, const yaml_node *mapping, str key)
{
    static known_source *const sources[] = {known_by_code, known_by_schema};
    known_query q = {r->w, r->a, r->path, r->facts, r->document, mapping, NULL, false, true};
    for (size_t s = 0; s < sizeof sources / sizeof *sources; s++) {
        known_value here;
        known_list members = {0};
        if (!sources[s](&q, &here, &members)) continue;
        for (size_t i = 0; i < members.n; i++)
            if (str_eq(members.at[i].name, key)) return true;
    }
    return false;
}

/* Into the mappings beside it in which the key is known; where it is known nowhere, into the one before it. */
static void add_moves_in(rewriting *r)
{
    str name = r->entry->key->value;
    uint32_t own = number_of(r->holder, r->entry);
    bool known = false, here = knows(r, r->holder, name);
    for (int pass = 0; pass < 2 && !known; pass++) {
        for (uint32_t i = 0; i < r->holder->entry_count; i++) {
            const yaml_entry *e = &r->holder->entries[i];
            if (i == own || !can_move(r->entry, r->holder, e->value)) continue;
            if (pass == 0 ? !knows(r, e->value, name) : here || i + 1 != own) continue;
            known = true;
            str into = e->key->value;
            action *new = rewriting_add(r, arena_printf(r->a, words("move '%.*s' into '%.*s'"), STR_ARG(name), STR_ARG(into)));
            const yaml_entry *last = &e->value->entries[e->value->entry_count - 1];
            remove_entry(r, new, r->holder, r->entry);
            insert_entry(r, new, r->entry, last->at.end, e->value->style,
                         rewriting_column(r, e->value->entries[0].at.start));
            rewriting_done(r);
        }
    }
}

void action_add_moves(rewriting *r)
{
    if (r->entry->key->kind != YAML_SCALAR || rewriting_is_bound(r->entry->value) || r->entry->key->anchor.n) return;
    add_removal(r);
    add_move_out(r);
    add_moves_in(r);
}
