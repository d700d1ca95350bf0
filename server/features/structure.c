#include "features/structure.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "plugin/documents.h"

enum { DETAIL_BYTES = 80, SYMBOLS_MOST = 20000 };

typedef struct outline_walk {
    arena *a;
    const document_facts *facts;
    size_t count;
} outline_walk;

/* --- symbols --------------------------------------------------------------------------------------------------------------- */

static str shortened(arena *a, str text)
{
    size_t n = 0;
    while (n < text.n && n < DETAIL_BYTES && text.p[n] != '\n') n++;
    if (n == text.n) return text;
    while (n > 0 && ((unsigned char)text.p[n] & 0xC0) == 0x80) n--;
    return arena_printf(a, "%.*s…", (int)n, text.p);
}

/* What an element is called by those who wrote it. */
static str element_name(arena *a, const yaml_node *node, uint32_t number)
{
    static const char *const names[] = {"name", "id", "key", "domain", "path"};
    const yaml_node *node_value = yaml_resolve(node);
    for (size_t i = 0; node_value && i < sizeof names / sizeof *names; i++) {
        const yaml_node *v = yaml_get(node_value, str_of(names[i]));
        if (v && v->kind == YAML_SCALAR && v->value.n) return shortened(a, v->value);
    }
    bool scalar = node->kind == YAML_SCALAR && node->value.n;
    return scalar ? shortened(a, node->value) : arena_printf(a, "[%u]", number);
}

static void add_children(outline_walk *o, const yaml_node *node, int depth, symbol_list *out);

static void add_symbol(outline_walk *o, str name, range name_at, range whole, const yaml_node *node, int depth, symbol_list *out)
{
    if (o->count++ >= SYMBOLS_MOST) return;
    symbol *s = ARENA_NEW(o->a, symbol);
    str detail = node->kind == YAML_SCALAR ? shortened(o->a, node->value) : (str){"", 0};
    *s = (symbol){.name = name.n ? name : STR("\"\""), .detail = detail, .value = node, .at = document_range(o->facts, whole)};
    s->name_at = document_range(o->facts, name_at);
    s->at = range_join(s->at, s->name_at); /* an alias or an empty value lies where it likes */
    array_push(o->a, out, s);
    add_children(o, node, depth + 1, &s->children);
}

static void add_children(outline_walk *o, const yaml_node *node, int depth, symbol_list *out)
{
    if (depth > LIMIT_YAML_DEPTH) return;
    for (uint32_t i = 0; i < node->entry_count; i++) {
        const yaml_entry *e = &node->entries[i];
        if (e->key->kind == YAML_SCALAR) add_symbol(o, shortened(o->a, e->key->value), e->key->at, e->at, e->value, depth, out);
    }
    for (uint32_t i = 0; i < node->item_count; i++) {
        const yaml_node *item = node->items[i];
        if (item->kind != YAML_EMPTY) add_symbol(o, element_name(o->a, item, i), item->at, item->at, item, depth, out);
    }
}

symbol_list structure_symbols(workspace *w, arena *a, str path)
{
    symbol_list out = {0};
    const document_facts *facts = workspace_document(w, path, NULL);
    outline_walk o = {.a = a, .facts = facts};
    for (size_t i = 0; facts && i < facts->stream->documents.n; i++)
        add_children(&o, facts->stream->documents.at[i].root, 0, &out);
    return out;
}

/* --- folds ----------------------------------------------------------------------------------------------------------------- */

static void add_folds(outline_walk *o, const yaml_node *node, int depth, fold_list *out)
{
    if (depth > LIMIT_YAML_DEPTH) return;
    for (uint32_t i = 0; i < node->entry_count; i++) {
        const yaml_entry *e = &node->entries[i];
        array_push(o->a, out, (fold){document_range(o->facts, e->at), false});
        add_folds(o, e->value, depth + 1, out);
    }
    for (uint32_t i = 0; i < node->item_count; i++) {
        array_push(o->a, out, (fold){document_range(o->facts, node->items[i]->at), false});
        add_folds(o, node->items[i], depth + 1, out);
    }
}

/* Comments on lines of their own, one right below the other. */
static void add_comments(outline_walk *o, str text, fold_list *out)
{
    range run = {0};
    bool open = false;
    for (uint32_t line = 0; line < text.n;) {
        uint32_t end = line;
        while (end < text.n && text.p[end] != '\n') end++;
        str s = str_trim(str_slice(text, line, end));
        bool comment = str_starts(s, STR("#"));
        if (comment) run = open ? range_make(run.start, end) : range_make(line, end);
        if (!comment && open) array_push(o->a, out, (fold){run, true});
        open = comment;
        line = end + 1;
    }
    if (open) array_push(o->a, out, (fold){run, true});
}

fold_list structure_folds(workspace *w, arena *a, str path)
{
    fold_list out = {0};
    const document_facts *facts = workspace_document(w, path, NULL);
    outline_walk o = {.a = a, .facts = facts};
    str text;
    if (!facts || workspace_text(w, path, &text) != FILE_OK) return out;
    for (size_t i = 0; i < facts->stream->documents.n; i++) {
        const yaml_document *d = &facts->stream->documents.at[i];
        if (facts->stream->documents.n > 1) array_push(a, &out, (fold){document_range(facts, d->at), false});
        add_folds(&o, d->root, 0, &out);
    }
    if (facts->stream->dialect != YAML_JSON && !facts->prose) add_comments(&o, text, &out);
    return out;
}

/* --- selections ------------------------------------------------------------------------------------------------------------ */

static void widen(outline_walk *o, range at, range_list *out)
{
    range r = document_range(o->facts, at);
    if (out->n) {
        range inner = array_last(out);
        r = range_join(r, inner);
        if (r.start == inner.start && r.end == inner.end) return;
    }
    array_push(o->a, out, r);
}

range_list structure_around(workspace *w, arena *a, str path, uint32_t offset)
{
    range_list out = {0};
    const document_facts *facts = workspace_document(w, path, NULL);
    uint32_t at = facts ? document_place(facts, offset) : 0;
    outline_walk o = {.a = a, .facts = facts};
    for (size_t i = 0; facts && i < facts->stream->documents.n; i++) {
        const yaml_document *d = &facts->stream->documents.at[i];
        if (!range_touches(d->at, at)) continue;
        out.n = 0;
        for (const yaml_node *node = yaml_at(d, at); node; node = node->parent) {
            if (!range_touches(node->at, at)) continue;
            if (node->kind == YAML_SCALAR && range_touches(node->content, at)) widen(&o, node->content, &out);
            widen(&o, node->at, &out);
            const yaml_node *parent = node->parent;
            for (uint32_t k = 0; parent && k < parent->entry_count; k++)
                if (parent->entries[k].key == node || parent->entries[k].value == node) widen(&o, parent->entries[k].at, &out);
        }
    }
    str text;
    if (facts && workspace_text(w, path, &text) == FILE_OK) {
        range all = range_make(0, (uint32_t)text.n);
        if (!out.n || array_last(&out).start || array_last(&out).end < all.end) array_push(a, &out, all);
    }
    return out;
}
