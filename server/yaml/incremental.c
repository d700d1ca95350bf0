/* A piece is parsed as if the text ended behind it and one line more, which starts like the line that really follows. That gives
 * what parsing all of the text would give, for:
 *   - its first line starts a member at the collection's column, so does the line behind it (yaml_starts_member): whatever is
 *     open before such a line - quotes, brackets, block scalars, lines of a plain scalar - ends at it, with or without an error;
 *   - no member's place was guessed (yaml_parser.guessed), which is what neighbours could depend on;
 *   - it has no anchors and aliases, its keys repeat none of other pieces, and its errors are its own. */
#include "yaml/incremental.h"

#include "base/bug.h"
#include "base/limits.h"
#include "base/map.h"
#include "yaml/layout.h"
#include "yaml/portability.h"

#include <stdlib.h>

enum { PIECE_LEAST = 1024, PIECE_MOST = 4096 };

/* A piece parsed alone, before it takes its old self's place. */
typedef struct attempt {
    yaml_edited *e;
    yaml_piece *piece;
    yaml_holder *holder;
    arena memory;
    yaml_stream *found;
    yaml_parser parser;
    yaml_node *node;      /* a collection of the piece's members */
    uint32_t count;       /* of them, without what was put behind the piece */
    uint32_t from, until; /* the holder's members that they replace */
    ARRAY(str) old_keys;  /* of these; in `memory` */
} attempt;

/* --- the whole text -------------------------------------------------------------------------------------------------------- */

static void forget_pieces(yaml_edited *e)
{
    for (size_t i = 0; i < e->pieces.n; i++) arena_free(&e->pieces.at[i].memory);
    array_free(&e->pieces);
    array_free(&e->holders);
    array_free(&e->offsets);
    e->laid_out = false;
}

static void parse_whole(yaml_edited *e)
{
    arena_free(&e->memory);
    e->portability = NULL;
    e->stream = yaml_parse_watched(&e->memory, strbuf_str(&e->text), e->dialect, &e->guessed);
}

yaml_edited *yaml_edited_new(str text, yaml_dialect dialect)
{
    yaml_edited *e = calloc(1, sizeof *e);
    if (!e) bug_out_of_memory();
    e->dialect = dialect;
    e->language = words_used();
    e->least = PIECE_LEAST;
    e->most = PIECE_MOST;
    strbuf_add(&e->text, text);
    parse_whole(e);
    return e;
}

void yaml_edited_free(yaml_edited *e)
{
    if (!e) return;
    forget_pieces(e);
    strbuf_free(&e->text);
    arena_free(&e->memory);
    free(e);
}

const yaml_stream *yaml_edited_stream(const yaml_edited *e) { return e->stream; }

words_language yaml_edited_language(const yaml_edited *e) { return e->language; }

const diagnostic_list *yaml_edited_portability(yaml_edited *e, size_t document)
{
    if (!e->portability) e->portability = ARENA_NEW_N(&e->memory, yaml_portability, e->stream->documents.n);
    yaml_portability *p = &e->portability[document];
    if (p->known) return &p->findings;
    p->findings.n = 0;
    words_language outer = words_use(e->language);
    yaml_check_portability(&e->memory, e->stream, &e->stream->documents.at[document], &p->findings);
    words_use(outer);
    p->known = p->findings.n <= LIMIT_YAML_FINDINGS; /* else some are not listed */
    return &p->findings;
}

uint32_t yaml_edited_size(const yaml_edited *e)
{
    return e->pieces.n ? e->offsets.at[e->pieces.n] : (uint32_t)e->text.n;
}

uint32_t yaml_edited_place(const yaml_edited *e, uint32_t offset)
{
    if (!e->pieces.n) return offset;
    size_t i = yaml_piece_at_offset(e, offset);
    return e->pieces.at[i].start + (offset - e->offsets.at[i]);
}

uint32_t yaml_edited_offset(const yaml_edited *e, uint32_t place)
{
    if (!e->pieces.n) return place;
    size_t i = yaml_piece_at_place(e, place);
    const yaml_piece *piece = &e->pieces.at[i];
    return e->offsets.at[i] + (place < piece->end ? place : piece->end) - piece->start;
}

/* Appends the plain text between two offsets. */
static void add_plain(const yaml_edited *e, uint32_t from, uint32_t to, strbuf *out)
{
    if (!e->pieces.n) {
        strbuf_add(out, str_slice(strbuf_str(&e->text), from, to));
        return;
    }
    for (size_t i = yaml_piece_at_offset(e, from); i < e->pieces.n && from < to; i++) {
        uint32_t end = e->offsets.at[i + 1] < to ? e->offsets.at[i + 1] : to;
        strbuf_add(out, str_make(e->text.p + e->pieces.at[i].start + (from - e->offsets.at[i]), end - from));
        from = end;
    }
}

str yaml_edited_text(const yaml_edited *e, arena *a)
{
    strbuf plain = STRBUF_INIT;
    add_plain(e, 0, yaml_edited_size(e), &plain);
    str copy = arena_str(a, strbuf_str(&plain));
    strbuf_free(&plain);
    return copy;
}

static void replace_whole(yaml_edited *e, range at, str text)
{
    strbuf plain = STRBUF_INIT;
    uint32_t size = yaml_edited_size(e);
    strbuf_reserve(&plain, size - (at.end - at.start) + text.n);
    add_plain(e, 0, at.start, &plain);
    strbuf_add(&plain, text);
    add_plain(e, at.end, size, &plain);
    forget_pieces(e);
    strbuf_free(&e->text);
    e->text = plain;
    parse_whole(e);
}

/* --- one piece ------------------------------------------------------------------------------------------------------------- */

static bool is_mapping(const attempt *t) { return t->holder->node->kind == YAML_MAPPING; }
static uint32_t count_members(const yaml_node *node) { return node->kind == YAML_MAPPING ? node->entry_count : node->item_count; }
static const yaml_node *member_start(const yaml_node *node, uint32_t i)
{
    return node->kind == YAML_MAPPING ? node->entries[i].key : node->items[i];
}

/* The first member that starts at or behind a place. */
static uint32_t find_member(const yaml_node *node, uint32_t place)
{
    uint32_t low = 0, high = count_members(node);
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (member_start(node, middle)->at.start < place) low = middle + 1;
        else high = middle;
    }
    return low;
}

static bool refers(const yaml_node *node)
{
    if (node->kind == YAML_ALIAS || node->anchor_at.end) return true;
    for (uint32_t i = 0; i < node->item_count; i++)
        if (refers(node->items[i])) return true;
    for (uint32_t i = 0; i < node->entry_count; i++)
        if (refers(node->entries[i].key) || refers(node->entries[i].value)) return true;
    return false;
}

static bool is_inside(const yaml_piece *piece, uint32_t place) { return place >= piece->start && place < piece->room; }

/* Looks at what the piece was until now, while its text still stands. False when others depend on it. */
static bool look_at_old(attempt *t)
{
    const yaml_node *node = t->holder->node;
    t->from = find_member(node, t->piece->start);
    t->until = find_member(node, t->piece->room);
    for (uint32_t i = t->from; i < t->until; i++) {
        const yaml_node *key = member_start(node, i);
        if (refers(key) || (is_mapping(t) && refers(node->entries[i].value))) return false;
        if (is_mapping(t))
            array_push(&t->memory, &t->old_keys, arena_str(&t->memory, key->kind == YAML_SCALAR ? key->value : STR("")));
    }
    const yaml_stream *s = t->e->stream;
    bool wrong = false;
    for (size_t i = 0; i < s->findings.n; i++) {
        const diagnostic *d = &s->findings.at[i];
        bool here = is_inside(t->piece, d->at.start);
        wrong = wrong || (here && d->level == SEVERITY_ERROR);
        for (size_t k = 0; k < d->related.n; k++)
            if (is_inside(t->piece, d->related.at[k].at.start) != here) return false;
    }
    /* An error may have lost an anchor's node. */
    const char *text = t->e->text.p + t->piece->start;
    return !wrong || !memchr(text, '&', t->piece->end - t->piece->start);
}

/* Puts the edit into the piece's text; false when there is no room. */
static bool edit_piece(yaml_edited *e, size_t number, range at, str text)
{
    yaml_piece *piece = &e->pieces.at[number];
    uint32_t gone = at.end - at.start, size = piece->end - piece->start - gone + (uint32_t)text.n;
    uint32_t behind = (uint32_t)piece->follower.column + 8;
    if (text.n > piece->room - piece->start || piece->start + size + behind > piece->room) return false;
    char *from = e->text.p + piece->start + (at.start - e->offsets.at[number]);
    memmove(from + text.n, from + gone, (size_t)(e->text.p + piece->end - (from + gone)));
    if (text.n) memcpy(from, text.p, text.n);
    piece->end = piece->start + size;
    uint32_t grown = (uint32_t)text.n - gone;
    for (size_t i = number + 1; grown && i <= e->pieces.n; i++) e->offsets.at[i] += grown;
    return true;
}

/* Writes a line like the one that follows into the room behind the piece; returns its end. */
static uint32_t write_follower(attempt *t)
{
    static const char *const starts[] = {"", "-\n", "\x7f:\n", "---\n"};
    const yaml_follower *f = &t->piece->follower;
    size_t n = strlen(starts[f->kind]);
    char *to = t->e->text.p + t->piece->end;
    if (!n) return t->piece->end;
    memset(to, ' ', (size_t)f->column);
    memcpy(to + f->column, starts[f->kind], n);
    return t->piece->end + (uint32_t)f->column + (uint32_t)n;
}

/* Parses the piece; false when the parser does not end where the next one starts. */
static bool parse_piece(attempt *t)
{
    yaml_piece *piece = t->piece;
    const yaml_holder *h = t->holder;
    uint32_t end = write_follower(t);
    t->e->text.p[piece->room - 1] = '\n';
    str text = str_make(t->e->text.p, end), own = str_make(t->e->text.p, piece->end);
    bool last = piece->follower.kind == FOLLOWED_BY_NOTHING;
    if (piece->end == piece->start || (!last && own.p[piece->end - 1] != '\n') ||
        !yaml_starts_member(own, piece->start, h->column, !is_mapping(t)))
        return false;
    t->found = ARENA_NEW(&t->memory, yaml_stream);
    t->found->text = text;
    t->found->dialect = t->e->dialect;
    t->parser = yaml_parser_make(&t->memory, t->found, text);
    yaml_parser *p = &t->parser;
    yaml_check_bytes(p, range_make(piece->start, piece->end));
    if (p->errors) return false;
    p->depth = h->depth;
    yaml_enter_line(p, piece->start);
    t->node = piece->first ? yaml_parse_block_node(p, h->n, h->mode) : yaml_parse_members(p, h->n, h->column, !is_mapping(t));
    if (p->guessed || p->refers || t->node->kind != h->node->kind || t->node->style != YAML_BLOCK) return false;
    t->count = count_members(t->node);
    if (piece->follower.member) {
        if (t->count < 2 || member_start(t->node, --t->count)->at.start < piece->end) return false;
        return p->pos >= end && member_start(t->node, t->count - 1)->at.start < piece->end;
    }
    if (last) return p->pos >= end;
    return p->line.start == piece->end && p->pos == piece->end + (uint32_t)piece->follower.column;
}

/* What was found stands in the piece, and would be found there in the whole text, too. */
static bool are_findings_own(attempt *t)
{
    const yaml_stream *found = t->found;
    if (t->e->stream->findings.n + found->findings.n > LIMIT_YAML_FINDINGS) return false;
    for (size_t i = 0; i < found->findings.n; i++) {
        const diagnostic *d = &found->findings.at[i];
        if (d->at.end > t->piece->end || str_is(d->code, "yaml/limit")) return false;
        bool first_key = t->piece->first && is_mapping(t) && d->at.start < t->node->entries[0].key->at.end;
        if (first_key && d->level == SEVERITY_ERROR) return false;
        if (!str_is(d->code, "yaml/duplicate-key")) continue;
        for (uint32_t k = 0; k < t->count; k++)
            if (member_start(t->node, k)->at.start == d->at.start) return false;
    }
    return true;
}

/* The piece's keys are those it had, or new ones that no other piece has. */
static bool are_keys_own(attempt *t)
{
    bool same = t->old_keys.n == t->count;
    map keys = {0};
    for (uint32_t i = 0; is_mapping(t) && i < t->count; i++) {
        const yaml_node *key = t->node->entries[i].key;
        str value = key->kind == YAML_SCALAR ? key->value : STR("");
        same = same && str_eq(value, t->old_keys.at[i]);
        if (key->kind == YAML_SCALAR) map_put(&t->memory, &keys, value, NULL);
    }
    const yaml_node *node = t->holder->node;
    for (uint32_t i = 0; is_mapping(t) && !same && i < node->entry_count; i++) {
        const yaml_node *key = node->entries[i].key;
        if (i >= t->from && i < t->until) continue;
        if (key->kind == YAML_SCALAR && map_find(&keys, key->value)) return false;
    }
    return true;
}

/* Puts `count` elements of `size` bytes in the place of those from `from` to `until` of `n`; returns the array, perhaps a new one
 * with more room in `a`. */
static void *splice(arena *a, void *array, uint32_t n, uint32_t *room, uint32_t from, uint32_t until, const void *with,
                    uint32_t count, size_t size)
{
    uint32_t after = n - (until - from) + count;
    char *old = array, *to = array;
    if (after > n && after > *room) {
        *room = after + after / 2;
        to = arena_alloc(a, *room * size);
        if (from) memcpy(to, old, from * size);
    } else if (!*room) {
        *room = n;
    }
    if (n > until) memmove(to + (from + count) * size, old + until * size, (n - until) * size);
    if (count) memcpy(to + from * size, with, count * size);
    return to;
}

static void take_members(attempt *t)
{
    yaml_node *node = t->holder->node, *from = t->node;
    arena *a = &t->e->memory;
    if (is_mapping(t)) {
        node->entries = splice(a, node->entries, node->entry_count, &t->holder->room, t->from, t->until, from->entries, t->count,
                               sizeof *node->entries);
        node->entry_count += t->count - (t->until - t->from);
        for (uint32_t i = 0; i < t->count; i++) from->entries[i].key->parent = from->entries[i].value->parent = node;
    } else {
        node->items = splice(a, node->items, node->item_count, &t->holder->room, t->from, t->until, from->items, t->count,
                             sizeof *node->items);
        node->item_count += t->count - (t->until - t->from);
        for (uint32_t i = 0; i < t->count; i++) from->items[i]->parent = node;
    }
    if (t->piece->first) node->at.start = from->at.start;
}

/* Comments and findings of the piece in the place of its old ones. */
static void take_findings(attempt *t)
{
    yaml_stream *s = t->e->stream;
    arena *a = &t->e->memory;
    size_t low = 0, high = s->comments.n, until;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->comments.at[middle].at.start < t->piece->start) low = middle + 1;
        else high = middle;
    }
    for (until = low; until < s->comments.n && is_inside(t->piece, s->comments.at[until].at.start);) until++;
    uint32_t room = (uint32_t)s->comments.cap, count = (uint32_t)t->found->comments.n;
    s->comments.at = splice(a, s->comments.at, (uint32_t)s->comments.n, &room, (uint32_t)low, (uint32_t)until,
                            t->found->comments.at, count, sizeof *s->comments.at);
    s->comments.n += count - (until - low);
    s->comments.cap = room;
    size_t kept = 0;
    for (size_t i = 0; i < s->findings.n; i++)
        if (!is_inside(t->piece, s->findings.at[i].at.start)) s->findings.at[kept++] = s->findings.at[i];
    bool changed = kept < s->findings.n || t->found->findings.n;
    s->findings.n = kept;
    for (size_t i = 0; i < t->found->findings.n; i++) array_push(a, &s->findings, t->found->findings.at[i]);
    if (changed) diagnostic_list_sort(&s->findings);
}

/* Replaces the piece's findings about portability (values that other YAML readers take for something else), as take_findings does
 * for those of the parser. */
static void take_portability(attempt *t)
{
    yaml_edited *e = t->e;
    const yaml_node *root = t->holder->node;
    while (root->parent) root = root->parent;
    for (size_t i = 0; e->portability && i < e->stream->documents.n; i++) {
        diagnostic_list *list = &e->portability[i].findings, found = {0};
        if (!e->portability[i].known || root != e->stream->documents.at[i].root) continue;
        size_t kept = 0;
        for (size_t k = 0; k < list->n; k++)
            if (!is_inside(t->piece, list->at[k].at.start)) list->at[kept++] = list->at[k];
        list->n = kept;
        yaml_check_members_portability(&t->memory, t->node, 0, t->count, &found);
        for (size_t k = 0; k < found.n; k++) array_push(&e->memory, list, found.at[k]);
        e->portability[i].known = list->n <= LIMIT_YAML_FINDINGS;
    }
}

/* Where the collections end that the piece lies in, and whether there are errors inside. */
static void update_holders(yaml_edited *e, int32_t number)
{
    for (int32_t i = number; i >= 0; i = e->holders.at[i].around) {
        yaml_holder *h = &e->holders.at[i];
        yaml_node *node = h->node, *parent = node->parent;
        range all = {e->pieces.at[h->piece].start, e->pieces.at[h->pieces - 1].room};
        node->broken = false;
        for (size_t k = 0; k < e->stream->findings.n; k++) {
            const diagnostic *d = &e->stream->findings.at[k];
            if (d->level == SEVERITY_ERROR && range_holds(all, d->at.start)) node->broken = true;
        }
        node->at.end = node->kind == YAML_MAPPING ? node->entries[node->entry_count - 1].at.end
                                                  : node->items[node->item_count - 1]->at.end;
        if (!parent || parent->kind != YAML_MAPPING) continue;
        uint32_t k = find_member(parent, node->at.start);
        if (k && parent->entries[k - 1].value == node) parent->entries[k - 1].at.end = node->at.end;
    }
}

static void take(attempt *t)
{
    yaml_edited *e = t->e;
    if (t->parser.end > t->piece->end) memset(e->text.p + t->piece->end, '\n', t->parser.end - t->piece->end);
    take_members(t);
    take_findings(t);
    take_portability(t);
    arena_free(&t->piece->memory);
    t->piece->memory = t->memory;
    update_holders(e, t->piece->holder);
    if (t->piece->follower.kind != FOLLOWED_BY_NOTHING) return;
    e->stream->text.n = t->piece->end;
    array_last(&e->stream->documents).at.end = t->piece->end;
}

/* The piece that an edit lies in; false when it lies in none. */
static bool find_piece(const yaml_edited *e, range at, str text, size_t *number)
{
    if (!e->pieces.n) return false;
    size_t i = yaml_piece_at_offset(e, at.start);
    bool before = at.start == at.end && at.start == e->offsets.at[i] && i > 0; /* whole lines, behind those of the piece before */
    if (before && text.n && text.p[text.n - 1] == '\n' && e->pieces.at[i - 1].holder >= 0) i--;
    *number = i;
    return e->pieces.at[i].holder >= 0 && at.end <= e->offsets.at[i + 1];
}

static bool replace(yaml_edited *e, range at, str text)
{
    uint32_t size = yaml_edited_size(e);
    if (at.end > size) at.end = size;
    if (at.start > at.end) at.start = at.end;
    if (!e->laid_out) yaml_lay_out(e);
    size_t number;
    if (!find_piece(e, at, text, &number)) {
        replace_whole(e, at, text);
        return false;
    }
    yaml_piece *piece = &e->pieces.at[number];
    attempt t = {.e = e, .piece = piece, .holder = &e->holders.at[piece->holder]};
    bool free = look_at_old(&t), stored = edit_piece(e, number, at, text);
    if (free && stored && parse_piece(&t) && are_findings_own(&t) && are_keys_own(&t)) {
        take(&t);
        return true;
    }
    arena_free(&t.memory);
    replace_whole(e, stored ? range_make(0, 0) : at, stored ? STR("") : text);
    return false;
}

bool yaml_edited_replace(yaml_edited *e, range at, str text)
{
    words_language outer = words_use(e->language);
    bool around = replace(e, at, text);
    words_use(outer);
    return around;
}
