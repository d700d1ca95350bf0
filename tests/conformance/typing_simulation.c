/* Types each line of sample documents anew, character by character, and counts what the tree keeps.
 *
 * A state is a document with one line cut off after any of its bytes, the rest intact. In every state the keys on the other
 * lines must be found on their line and at their path. The part of a path that stands on the cut line, keys and the '-' of list
 * items, may be anything or missing; where that line is blank, keys below it have no place to be, and where it lacks the start
 * of a list item, items have no fixed number. The test fails when more than 0.5 % of a document's states lose a key. */
#include "base/file.h"
#include "base/strbuf.h"
#include "text/line_index.h"
#include "yaml/tree.h"

#include <stdio.h>

typedef struct step {
    const struct step *up;
    str key;        /* empty for a list item */
    uint32_t index; /* of the list item */
    uint32_t line;  /* where the key or item starts */
} step;

typedef ARRAY(const step *) step_list;

typedef struct walk {
    arena *arena;
    line_index lines;
    step_list keys;  /* one a key, in order */
    step_list items; /* one a list item */
} walk;

/* The line of an item's '-', which in block style stands in the column of the list's first one. */
static uint32_t find_item_line(const walk *w, const yaml_node *list, const yaml_node *item)
{
    uint32_t line = line_index_line(&w->lines, item->at.start), first = line_index_line(&w->lines, list->at.start);
    if (list->style == YAML_FLOW) return line;
    uint32_t column = list->at.start - w->lines.starts[first];
    for (uint32_t up = line; up >= first; up--) {
        range at = line_index_range(&w->lines, up);
        if (at.start + column < at.end && w->lines.text.p[at.start + column] == '-') return up;
        if (!up) break;
    }
    return line;
}

static void walk_node(walk *w, const yaml_node *node, const step *up)
{
    for (uint32_t i = 0; i < node->item_count; i++) {
        step *s = ARENA_NEW(w->arena, step);
        *s = (step){up, {0}, i, find_item_line(w, node, node->items[i])};
        array_push(w->arena, &w->items, s);
        walk_node(w, node->items[i], s);
    }
    for (uint32_t i = 0; i < node->entry_count; i++) {
        const yaml_entry *e = &node->entries[i];
        if (e->key->kind != YAML_SCALAR && e->key->kind != YAML_EMPTY) continue;
        step *s = ARENA_NEW(w->arena, step);
        *s = (step){up, e->key->value, 0, line_index_line(&w->lines, e->key->at.start)};
        array_push(w->arena, &w->keys, s);
        walk_node(w, e->value, s);
    }
}

static walk walk_text(arena *a, str text, yaml_dialect dialect)
{
    walk w = {.arena = a, .lines = line_index_build(a, text)};
    const yaml_stream *stream = yaml_parse(a, text, dialect);
    for (size_t i = 0; i < stream->documents.n; i++) walk_node(&w, stream->documents.at[i].root, NULL);
    return w;
}

/* The same path, but for what stands on the cut line. */
static bool is_same_path(const step *a, const step *b, uint32_t cut, bool shifted)
{
    for (;; a = a->up, b = b->up) {
        while (a && a->line == cut) a = a->up;
        while (b && b->line == cut) b = b->up;
        if (!a || !b) return !a && !b;
        if (!str_eq(a->key, b->key) || (a->index != b->index && !shifted)) return false;
    }
}

static size_t count_items(const walk *w, uint32_t line)
{
    size_t n = 0;
    for (size_t i = 0; i < w->items.n; i++) n += w->items.at[i]->line == line;
    return n;
}

static bool is_below(const step *s, uint32_t line)
{
    for (; s; s = s->up)
        if (s->line == line) return true;
    return false;
}

static bool keeps_key(const walk *after, const step *key, uint32_t cut, bool shifted)
{
    for (size_t i = 0; i < after->keys.n; i++) {
        const step *s = after->keys.at[i];
        if (s->line == key->line && str_eq(s->key, key->key) && is_same_path(key, s, cut, shifted)) return true;
    }
    return false;
}

typedef struct tally {
    unsigned states, losing;
    size_t keys, lost;
} tally;

static void try_state(tally *t, const walk *before, str text, yaml_dialect dialect, uint32_t cut, bool blank, bool verbose)
{
    arena a = ARENA_INIT;
    walk after = walk_text(&a, text, dialect);
    size_t lost = 0;
    bool shifted = count_items(&after, cut) < count_items(before, cut);
    for (size_t i = 0; i < before->keys.n; i++) {
        const step *key = before->keys.at[i];
        if (key->line == cut || (blank && is_below(key, cut))) continue;
        t->keys++;
        if (keeps_key(&after, key, cut, shifted)) continue;
        if (!lost && verbose) {
            str line = {0}, rest = text;
            for (uint32_t l = 0; l <= cut; l++) str_split(&rest, '\n', &line);
            printf("line %u cut to '%.*s' loses '%.*s' of line %u\n", cut + 1, STR_ARG(line), STR_ARG(key->key), key->line + 1);
        }
        lost++;
    }
    t->states++;
    t->lost += lost;
    t->losing += lost > 0;
    arena_free(&a);
}

static bool simulate(str path, bool verbose)
{
    arena a = ARENA_INIT;
    str text;
    if (file_read(&a, path, &text) != FILE_OK) {
        fprintf(stderr, "%.*s: can't be read\n", STR_ARG(path));
        return false;
    }
    yaml_dialect dialect = str_ends(path, STR(".json")) ? YAML_JSON : YAML_1_2;
    walk before = walk_text(&a, text, dialect);
    tally t = {0};
    strbuf state = STRBUF_INIT;
    for (uint32_t line = 0; line < before.lines.count; line++) {
        range at = line_index_range(&before.lines, line);
        for (uint32_t end = at.start; end < at.end; end++) {
            str prefix = str_slice(text, at.start, end);
            strbuf_clear(&state);
            strbuf_add(&state, str_slice(text, 0, end));
            strbuf_add(&state, str_slice(text, at.end, text.n));
            try_state(&t, &before, strbuf_str(&state), dialect, line, str_empty(str_trim(prefix)), verbose);
        }
    }
    strbuf_free(&state);
    arena_free(&a);
    printf("%.*s: %u states, %u lose keys (%.2f %%); %zu of %zu keys kept (%.2f %%)\n", STR_ARG(path), t.states, t.losing,
           100.0 * t.losing / t.states, t.keys - t.lost, t.keys, 100.0 * (double)(t.keys - t.lost) / (double)t.keys);
    return t.states > 0 && t.losing * 200 <= t.states;
}

int main(int argc, char **argv)
{
    bool verbose = argc > 1 && str_is(str_of(argv[1]), "-v");
    unsigned passed = 0, failed = 0;
    for (int i = 1 + verbose; i < argc; i++) {
        if (simulate(str_of(argv[i]), verbose)) passed++;
        else failed++;
    }
    printf("%u passed, %u failed\n", passed, failed);
    return failed || !passed;
}
