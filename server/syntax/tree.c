#include "syntax/tree.h"

#include "base/bug.h"
#include "base/heap.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <tree_sitter/api.h>

const TSLanguage *tree_sitter_go(void);
const TSLanguage *tree_sitter_c(void);
const TSLanguage *tree_sitter_cpp(void);

struct syntax_tree {
    TSTree *ts;
    atomic_uint uses;
};

/* Nodes and cursors cross this door by value; the compiler checks that they have the library's size. */
_Static_assert(sizeof(syntax_node) == sizeof(TSNode), "syntax_node mirrors TSNode");
_Static_assert(sizeof(((syntax_cursor *)0)->state) == sizeof(TSTreeCursor), "syntax_cursor.state mirrors TSTreeCursor");

static TSNode to_ts(syntax_node n)
{
    TSNode t;
    memcpy(&t, &n, sizeof t);
    return t;
}

static syntax_node from_ts(TSNode t)
{
    syntax_node n;
    memcpy(&n, &t, sizeof n);
    return n;
}

static const TSLanguage *language_of(syntax_language language)
{
    switch (language) {
    case SYNTAX_GO: return tree_sitter_go();
    case SYNTAX_C: return tree_sitter_c();
    case SYNTAX_CPP: return tree_sitter_cpp();
    }
    BUG("no grammar for language %d", (int)language);
}

/* --- parsing --- */

static TSPoint point_at(str text, size_t at)
{
    TSPoint p = {0, 0};
    size_t line = 0;
    for (const char *nl; line < at && (nl = memchr(text.p + line, '\n', at - line)); p.row++) line = (size_t)(nl - text.p) + 1;
    p.column = (uint32_t)(at - line);
    return p;
}

syntax_change syntax_change_between(str old, str new)
{
    size_t most = old.n < new.n ? old.n : new.n, start = 0, tail = 0;
    while (start < most && old.p[start] == new.p[start]) start++;
    while (tail < most - start && old.p[old.n - 1 - tail] == new.p[new.n - 1 - tail]) tail++;
    return (syntax_change){(uint32_t)start, (uint32_t)(old.n - tail), (uint32_t)(new.n - tail)};
}

static TSInputEdit edit_between(str old, str new)
{
    syntax_change c = syntax_change_between(old, new);
    return (TSInputEdit){
        .start_byte = c.start,
        .old_end_byte = c.old_end,
        .new_end_byte = c.new_end,
        .start_point = point_at(old, c.start),
        .old_end_point = point_at(old, c.old_end),
        .new_end_point = point_at(new, c.new_end),
    };
}

static TSTree *parse_from(TSParser *parser, str text, const syntax_tree *old, str old_text)
{
    TSInputEdit edit = edit_between(old_text, text);
    TSTree *base = ts_tree_copy(old->ts);
    ts_tree_edit(base, &edit);
    TSTree *ts = ts_parser_parse_string(parser, base, text.p ? text.p : "", (uint32_t)text.n);
    ts_tree_delete(base);
    return ts;
}

/* Else the library aborts when there is no memory. Threads that do this at the same time do the same. */
static void use_heap(void)
{
    static atomic_bool done;
    if (!atomic_exchange(&done, true)) ts_set_allocator(heap_malloc, heap_calloc, heap_realloc, free);
}

static bool has_error(const TSTree *ts) { return ts_node_has_error(ts_tree_root_node(ts)); }

static syntax_tree *parse(syntax_language language, str text, const syntax_tree *old, str old_text, bool roughly)
{
    use_heap();
    syntax_tree *t = heap_malloc(sizeof *t);
    TSParser *parser = ts_parser_new();
    if (!ts_parser_set_language(parser, language_of(language))) BUG("grammar of another tree-sitter version");
    TSTree *ts = old ? parse_from(parser, text, old, old_text) : NULL;
    /* Where the errors are put depends on what was reused: broken code gets the tree that it would get at first sight. And a word
     * that was read where an error was may be reused as something that it is not elsewhere, which hides an error. */
    if (ts && (has_error(ts) ? !roughly : has_error(old->ts))) {
        ts_tree_delete(ts);
        ts_parser_reset(parser);
        ts = NULL;
    }
    if (!ts) ts = ts_parser_parse_string(parser, NULL, text.p ? text.p : "", (uint32_t)text.n);
    ts_parser_delete(parser);
    if (!ts) BUG("the parser gave no tree");
    t->ts = ts;
    atomic_init(&t->uses, 1);
    return t;
}

syntax_tree *syntax_parse(syntax_language language, str text, const syntax_tree *old, str old_text)
{
    return parse(language, text, old, old_text, false);
}

syntax_tree *syntax_parse_roughly(syntax_language language, str text, const syntax_tree *old, str old_text)
{
    return parse(language, text, old, old_text, true);
}

syntax_tree *syntax_tree_keep(syntax_tree *t)
{
    atomic_fetch_add_explicit(&t->uses, 1, memory_order_relaxed);
    return t;
}

void syntax_tree_drop(syntax_tree *t)
{
    if (!t || atomic_fetch_sub_explicit(&t->uses, 1, memory_order_acq_rel) != 1) return;
    ts_tree_delete(t->ts);
    free(t);
}

syntax_node syntax_root(const syntax_tree *t) { return from_ts(ts_tree_root_node(t->ts)); }

/* --- nodes --- */

bool syntax_is_null(syntax_node n) { return n.id == NULL; }

uint16_t syntax_kind_id(syntax_node n) { return n.id ? ts_node_symbol(to_ts(n)) : 0; }

void syntax_number_kinds(syntax_language language, const char *const *kinds, size_t count, uint8_t first, uint8_t *table,
                         size_t ids)
{
    const TSLanguage *grammar = language_of(language);
    for (size_t i = 0; i < count; i++) {
        TSSymbol id = ts_language_symbol_for_name(grammar, kinds[i], (uint32_t)strlen(kinds[i]), true);
        if (id && id < ids) table[id] = (uint8_t)(first + i);
    }
}

void syntax_number_fields(syntax_language language, const char *const *fields, size_t count, uint16_t *table)
{
    const TSLanguage *grammar = language_of(language);
    for (size_t i = 0; i < count; i++) table[i] = ts_language_field_id_for_name(grammar, fields[i], (uint32_t)strlen(fields[i]));
}

const char *syntax_kind_text(syntax_node n) { return n.id ? ts_node_type(to_ts(n)) : ""; }

range syntax_range(syntax_node n)
{
    if (!n.id) return range_make(0, 0);
    TSNode t = to_ts(n);
    return range_make(ts_node_start_byte(t), ts_node_end_byte(t));
}

str syntax_text(syntax_node n, str text)
{
    range r = syntax_range(n);
    return str_slice(text, r.start, r.end);
}

bool syntax_is_named(syntax_node n) { return n.id && ts_node_is_named(to_ts(n)); }
bool syntax_is_missing(syntax_node n) { return n.id && ts_node_is_missing(to_ts(n)); }
bool syntax_is_in_line(syntax_node n)
{
    return n.id && ts_node_start_point(to_ts(n)).row == ts_node_end_point(to_ts(n)).row;
}
bool syntax_has_error(syntax_node n) { return n.id && ts_node_has_error(to_ts(n)); }

syntax_node syntax_field(syntax_node n, uint16_t field) { return n.id ? from_ts(ts_node_child_by_field_id(to_ts(n), field)) : n; }

uint32_t syntax_child_count(syntax_node n) { return n.id ? ts_node_child_count(to_ts(n)) : 0; }
uint32_t syntax_named_count(syntax_node n) { return n.id ? ts_node_named_child_count(to_ts(n)) : 0; }
syntax_node syntax_named(syntax_node n, uint32_t i) { return n.id ? from_ts(ts_node_named_child(to_ts(n), i)) : n; }

syntax_node syntax_last(syntax_node n)
{
    uint32_t count = syntax_child_count(n);
    return count ? from_ts(ts_node_child(to_ts(n), count - 1)) : (syntax_node){0};
}

/* --- cursors --- */

static TSTreeCursor cursor_state(const syntax_cursor *c)
{
    TSTreeCursor t;
    memcpy(&t, &c->state, sizeof t);
    return t;
}

syntax_cursor syntax_children(syntax_node n) { return (syntax_cursor){.node = n}; }

syntax_cursor syntax_named_children(syntax_node n) { return (syntax_cursor){.node = n, .named_only = true}; }

bool syntax_next(syntax_cursor *c)
{
    if (!c->node.id) return false;
    TSTreeCursor t;
    bool more;
    if (!c->started) {
        TSNode parent = to_ts(c->node);
        if (!ts_node_child_count(parent)) return false;
        t = ts_tree_cursor_new(parent);
        c->started = true;
        more = ts_tree_cursor_goto_first_child(&t);
    } else {
        t = cursor_state(c);
        more = ts_tree_cursor_goto_next_sibling(&t);
    }
    while (more && c->named_only && !ts_node_is_named(ts_tree_cursor_current_node(&t)))
        more = ts_tree_cursor_goto_next_sibling(&t);
    if (more) {
        c->node = from_ts(ts_tree_cursor_current_node(&t));
        c->field = ts_tree_cursor_current_field_id(&t);
    }
    memcpy(&c->state, &t, sizeof t);
    if (!more) syntax_cursor_end(c);
    return more;
}

void syntax_cursor_end(syntax_cursor *c)
{
    if (c->started) {
        TSTreeCursor t = cursor_state(c);
        ts_tree_cursor_delete(&t);
    }
    *c = (syntax_cursor){0};
}

/* --- walks --- */

/* The kinds of the nodes that the walk is in. */
typedef struct kind_stack {
    uint16_t *at;
    size_t n, cap;
} kind_stack;

static void push_kind(kind_stack *s, TSNode node)
{
    if (s->n == s->cap) {
        s->cap = s->cap ? 2 * s->cap : 64;
        uint16_t *more = realloc(s->at, s->cap * sizeof *s->at);
        if (!more) bug_out_of_memory();
        s->at = more;
    }
    s->at[s->n++] = ts_node_symbol(node);
}

/* To what comes after a node and all below it; false at the end. */
static bool move_on(TSTreeCursor *c, kind_stack *s, uint16_t *around)
{
    while (s->n) {
        if (ts_tree_cursor_goto_next_sibling(c)) {
            *around = s->at[s->n - 1];
            return true;
        }
        ts_tree_cursor_goto_parent(c);
        s->n--;
    }
    return false;
}

void syntax_walk(syntax_node n, bool (*visit)(void *self, syntax_node node, uint16_t around), void *self)
{
    if (!n.id) return;
    TSTreeCursor c = ts_tree_cursor_new(to_ts(n));
    kind_stack inside = {0};
    uint16_t around = 0;
    for (bool more = true; more;) {
        TSNode node = ts_tree_cursor_current_node(&c);
        if (visit(self, from_ts(node), around) && ts_tree_cursor_goto_first_child(&c)) push_kind(&inside, node);
        else more = move_on(&c, &inside, &around);
    }
    free(inside.at);
    ts_tree_cursor_delete(&c);
}
