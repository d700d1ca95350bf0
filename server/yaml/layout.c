#include "yaml/layout.h"

enum { ROOM_LEAST = 512 };

typedef struct cutter {
    yaml_edited *e;
    str text;
    uint32_t done; /* up to here there are pieces */
    bool failed;
} cutter;

size_t yaml_piece_at_offset(const yaml_edited *e, uint32_t offset)
{
    size_t low = 0, high = e->pieces.n;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (e->offsets.at[middle] <= offset) low = middle;
        else high = middle;
    }
    return low;
}

size_t yaml_piece_at_place(const yaml_edited *e, uint32_t place)
{
    size_t low = 0, high = e->pieces.n;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (e->pieces.at[middle].start <= place) low = middle;
        else high = middle;
    }
    return low;
}

/* --- cutting: everything in offsets of the plain text ---------------------------------------------------------------------- */

static uint32_t line_start(str text, uint32_t at)
{
    while (at > 0 && text.p[at - 1] != '\n' && text.p[at - 1] != '\r') at--;
    return at;
}

static bool is_indented_by(str text, uint32_t line, int column)
{
    uint32_t at = line;
    while (at < text.n && text.p[at] == ' ') at++;
    return at - line == (uint32_t)column && at < text.n;
}

bool yaml_starts_member(str text, uint32_t line, int column, bool item)
{
    if (!is_indented_by(text, line, column) || (line > 0 && text.p[line - 1] != '\n')) return false;
    yaml_stream none = {0};
    yaml_parser p = yaml_parser_make(NULL, &none, text);
    p.pos = line + (uint32_t)column;
    if (item) return yaml_at_indicator(&p, '-');
    char c = text.p[p.pos];
    return !yaml_is_space(&p, p.pos) && !strchr("?:%#&!*|>\xEF", c) && !yaml_at_indicator(&p, '-') && yaml_looks_like_entry(&p);
}

static uint32_t count_members(const yaml_node *node) { return node->kind == YAML_MAPPING ? node->entry_count : node->item_count; }
static const yaml_node *member_value(const yaml_node *node, uint32_t i)
{
    return node->kind == YAML_MAPPING ? node->entries[i].value : node->items[i];
}

/* The line that a member starts, or YAML_NOWHERE when it starts inside a line or has no place. */
static uint32_t find_member_line(str text, const yaml_node *node, uint32_t i, int column)
{
    bool mapping = node->kind == YAML_MAPPING;
    uint32_t at = mapping ? node->entries[i].key->at.start : node->items[i]->at.start;
    uint32_t least = line_start(text, i ? member_value(node, i - 1)->at.end : node->at.start);
    for (uint32_t line = line_start(text, at);; line = line_start(text, line - 1)) {
        if (is_indented_by(text, line, column) && (mapping || yaml_starts_member(text, line, column, true))) return line;
        if (mapping || line <= least) return YAML_NOWHERE;
    }
}

/* The column of a block collection, or -1 where the lines do not show which members it has. */
static int find_column(str text, const yaml_node *node)
{
    uint32_t line = line_start(text, node->at.start);
    for (uint32_t i = line; i < node->at.start; i++)
        if (text.p[i] != ' ' && text.p[i] != '-') return -1;
    return (int)(node->at.start - line);
}

/* The first member that a piece can start with, 0 or 1; 2: none. */
static uint32_t find_first_member(str text, const yaml_node *node, int column)
{
    for (uint32_t i = 0; i < 2 && i < count_members(node); i++) {
        uint32_t line = find_member_line(text, node, i, column);
        if (line != YAML_NOWHERE && yaml_starts_member(text, line, column, node->kind == YAML_SEQUENCE)) return i;
    }
    return 2;
}

static bool can_hold(str text, const yaml_node *node)
{
    bool collection = node->kind == YAML_MAPPING || node->kind == YAML_SEQUENCE;
    if (!collection || node->style != YAML_BLOCK || node->anchor_at.end || count_members(node) < 2) return false;
    int column = find_column(text, node);
    return column >= 0 && find_first_member(text, node, column) < 2;
}

/* The text from the last piece to `end`. */
static void add_piece(cutter *c, uint32_t end, int32_t holder, bool first, yaml_follower follower)
{
    if (end <= c->done) return;
    yaml_piece piece = {.start = c->done, .end = end, .holder = holder, .first = first, .follower = follower};
    array_push(NULL, &c->e->pieces, piece);
    c->done = end;
}

/* The members of a collection, up to `end`. */
static void cut_members(cutter *c, int32_t around, yaml_node *node, int n, unsigned mode, uint32_t end, yaml_follower behind)
{
    bool items = node->kind == YAML_SEQUENCE;
    int column = find_column(c->text, node), depth = around < 0 ? 0 : c->e->holders.at[around].depth + 1;
    int32_t number = (int32_t)c->e->holders.n;
    uint32_t i = find_first_member(c->text, node, column), count = count_members(node);
    uint32_t line = find_member_line(c->text, node, i, column);
    add_piece(c, line, -1, false, (yaml_follower){0});
    array_push(
        NULL, &c->e->holders,
        (yaml_holder){
            .node = node, .around = around, .n = n, .column = column, .depth = depth, .mode = mode, .piece = c->e->pieces.n});
    yaml_follower member = {items ? FOLLOWED_BY_ITEM : FOLLOWED_BY_ENTRY, column, true}, outer = member;
    outer.member = false;
    bool first = i == 0, here = true; /* a piece can end at the line */
    for (; i < count && !c->failed; i++) {
        bool last = i + 1 == count;
        uint32_t next = last ? end : find_member_line(c->text, node, i + 1, column);
        if (next == YAML_NOWHERE || next <= line) {
            c->failed = true;
            return;
        }
        bool there = last || yaml_starts_member(c->text, next, column, items);
        yaml_node *value = (yaml_node *)member_value(node, i);
        if (next - line > c->e->most && here && there && can_hold(c->text, value)) {
            add_piece(c, line, number, first, member);
            first = false;
            cut_members(c, number, value, column, items ? YAML_COMPACT : YAML_SAME_COLUMN, next, last ? behind : outer);
        } else if (!last && there && next - c->done >= c->e->least) {
            add_piece(c, next, number, first, member);
            first = false;
        }
        line = next;
        here = there;
    }
    add_piece(c, end, number, first, behind);
    c->e->holders.at[number].pieces = c->e->pieces.n;
}

/* Every error must stand in one piece, and not where it would come before the collection's own. */
static bool is_error_inside(const yaml_edited *e, const diagnostic *d)
{
    if (d->level != SEVERITY_ERROR) return !str_is(d->code, "yaml/limit");
    if (str_is(d->code, "yaml/limit") || str_is(d->code, "yaml/encoding")) return false;
    const yaml_piece *piece = &e->pieces.at[yaml_piece_at_offset(e, d->at.start)];
    if (piece->holder < 0 || d->at.end > piece->end) return false;
    const yaml_node *node = e->holders.at[piece->holder].node;
    return !piece->first || node->kind != YAML_MAPPING || d->at.start >= node->entries[0].key->at.end;
}

static bool has_tag_directive(str text)
{
    for (ptrdiff_t at = 0; (at = str_find(text, STR("%TAG"), (size_t)at)) >= 0; at++)
        if (at == 0 || text.p[at - 1] == '\n' || text.p[at - 1] == '\r' || (unsigned char)text.p[at - 1] == 0xBF) return true;
    return false;
}

static bool cut_text(yaml_edited *e, str text)
{
    cutter c = {.e = e, .text = text};
    if (e->dialect == YAML_JSON || e->guessed || has_tag_directive(text)) return false;
    for (size_t i = 0; i < e->stream->documents.n && !c.failed; i++) {
        const yaml_document *d = &e->stream->documents.at[i];
        uint32_t end = d->explicit_end ? d->at.end - 3 : d->at.end;
        bool marker = d->explicit_end || end < text.n;
        if ((marker && text.p[end - 1] != '\n') || !can_hold(text, d->root)) continue;
        yaml_follower behind = {marker ? FOLLOWED_BY_MARKER : FOLLOWED_BY_NOTHING, 0, false};
        cut_members(&c, -1, d->root, -1, 0, end, behind);
    }
    add_piece(&c, (uint32_t)text.n, -1, false, (yaml_follower){0});
    for (size_t i = 0; i < e->pieces.n; i++) array_push(NULL, &e->offsets, e->pieces.at[i].start);
    array_push(NULL, &e->offsets, (uint32_t)text.n);
    bool good = !c.failed && e->holders.n;
    for (size_t i = 0; i < e->stream->findings.n && good; i++) good = is_error_inside(e, &e->stream->findings.at[i]);
    return good;
}

/* --- moving: from offsets to places ---------------------------------------------------------------------------------------- */

typedef struct mover {
    yaml_edited *e;
    const char *old, *old_end; /* the plain text */
    size_t holder;             /* the next one */
    uint32_t shift;            /* of the piece at hand; unsigned arithmetic wraps */
} mover;

static void enter_piece(mover *m, uint32_t offset)
{
    size_t i = yaml_piece_at_offset(m->e, offset);
    m->shift = m->e->pieces.at[i].start - m->e->offsets.at[i];
}

static void move_range(const mover *m, range *r)
{
    r->start += m->shift;
    r->end += m->shift;
}

static void move_text(const mover *m, str *s)
{
    if (s->p >= m->old && s->p <= m->old_end) s->p = m->e->text.p + (s->p - m->old) + m->shift;
}

static void move_node(mover *m, yaml_node *node);

static void move_holder(mover *m, yaml_node *node)
{
    m->holder++;
    enter_piece(m, node->at.start);
    node->at.start += m->shift;
    for (uint32_t i = 0; i < node->item_count; i++) {
        enter_piece(m, node->items[i]->at.start);
        move_node(m, node->items[i]);
    }
    for (uint32_t i = 0; i < node->entry_count; i++) {
        yaml_entry *entry = &node->entries[i];
        enter_piece(m, entry->key->at.start);
        move_node(m, entry->key);
        move_node(m, entry->value);
        entry->at = range_join(entry->key->at, entry->value->at);
    }
    node->at.end = node->kind == YAML_MAPPING ? node->entries[node->entry_count - 1].at.end
                                              : node->items[node->item_count - 1]->at.end;
}

static void move_node(mover *m, yaml_node *node)
{
    bool holder = m->holder < m->e->holders.n && m->e->holders.at[m->holder].node == node;
    if (holder && node->tag_at.end) enter_piece(m, node->tag_at.start);
    if (node->tag_at.end) move_range(m, &node->tag_at);
    if (node->anchor_at.end) move_range(m, &node->anchor_at);
    move_text(m, &node->tag);
    move_text(m, &node->anchor);
    if (holder) {
        move_holder(m, node);
        return;
    }
    move_range(m, &node->at);
    if (node->kind == YAML_SCALAR || node->kind == YAML_EMPTY) {
        move_range(m, &node->content);
        move_text(m, &node->value);
        for (uint32_t i = 0; i < node->run_count; i++) node->runs[i].source += m->shift;
    }
    for (uint32_t i = 0; i < node->item_count; i++) move_node(m, node->items[i]);
    for (uint32_t i = 0; i < node->entry_count; i++) {
        move_range(m, &node->entries[i].at);
        move_node(m, node->entries[i].key);
        move_node(m, node->entries[i].value);
    }
}

static void move_tree(mover *m)
{
    yaml_stream *s = m->e->stream;
    for (size_t i = 0; i < s->documents.n; i++) {
        yaml_document *d = &s->documents.at[i];
        enter_piece(m, d->root->at.start);
        move_node(m, d->root);
        d->at.start = yaml_edited_place(m->e, d->at.start);
        d->at.end = yaml_edited_place(m->e, d->at.end);
    }
    for (size_t i = 0; i < s->comments.n; i++) {
        enter_piece(m, s->comments.at[i].at.start);
        move_range(m, &s->comments.at[i].at);
    }
    for (size_t i = 0; i < s->findings.n; i++) {
        diagnostic *d = &s->findings.at[i];
        enter_piece(m, d->at.start);
        move_range(m, &d->at);
        move_text(m, &d->message);
        for (size_t k = 0; k < d->related.n; k++) {
            enter_piece(m, d->related.at[k].at.start);
            move_range(m, &d->related.at[k].at);
        }
    }
}

void yaml_lay_out(yaml_edited *e)
{
    e->laid_out = true;
    e->portability = NULL; /* its places will move */
    str plain = strbuf_str(&e->text);
    if (!cut_text(e, plain)) {
        array_free(&e->pieces);
        array_free(&e->holders);
        array_free(&e->offsets);
        return;
    }
    strbuf old = e->text;
    e->text = (strbuf)STRBUF_INIT;
    strbuf_reserve(&e->text, 2 * old.n + e->pieces.n * ROOM_LEAST);
    for (size_t i = 0; i < e->pieces.n; i++) {
        yaml_piece *piece = &e->pieces.at[i];
        uint32_t size = piece->end - piece->start;
        strbuf_add(&e->text, str_slice(plain, piece->start, piece->end));
        piece->start = (uint32_t)e->text.n - size;
        piece->end = (uint32_t)e->text.n;
        if (piece->holder >= 0) strbuf_pad(&e->text, '\n', size < ROOM_LEAST ? ROOM_LEAST : size);
        piece->room = (uint32_t)e->text.n;
    }
    e->stream->text = str_slice(strbuf_str(&e->text), 0, array_last(&e->pieces).end);
    mover m = {.e = e, .old = plain.p, .old_end = plain.p + plain.n};
    move_tree(&m);
    strbuf_free(&old);
}
