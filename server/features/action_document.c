#include "features/action_internal.h"

#include "base/words.h"

action *rewriting_add(rewriting *r, str title)
{
    action *new = array_add(r->a, r->out);
    *new = (action){.kind = ACTION_REWRITE, .title = title};
    return new;
}

void rewriting_edit(rewriting *r, action *to, range at, str text)
{
    text_edit edit = {r->path, at, text};
    if (r->facts->outer && !document_place_edit(r->a, r->facts, &edit)) {
        to->title = (str){0};
        return;
    }
    array_push(r->a, &to->edits, edit);
}

void rewriting_done(rewriting *r)
{
    const action *last = r->out->n ? &array_last(r->out) : NULL;
    if (last && !last->title.n) r->out->n--;
}

uint32_t rewriting_line(const rewriting *r, uint32_t at)
{
    while (at > 0 && r->stream->text.p[at - 1] != '\n') at--;
    return at;
}

uint32_t rewriting_line_end(const rewriting *r, uint32_t at)
{
    str text = r->stream->text;
    if (at > 0 && at <= text.n && text.p[at - 1] == '\n') return at; /* a block scalar takes its last break along */
    ptrdiff_t end = str_find_char(text, '\n', at);
    return end < 0 ? (uint32_t)text.n : (uint32_t)end + 1;
}

uint32_t rewriting_column(const rewriting *r, uint32_t at) { return at - rewriting_line(r, at); }

str rewriting_text(const rewriting *r, range at) { return str_slice(r->stream->text, at.start, at.end); }

bool rewriting_is_bound(const yaml_node *node)
{
    if (node->kind == YAML_ALIAS || node->anchor.n || node->tag_at.end > node->tag_at.start || node->broken) return true;
    for (uint32_t i = 0; i < node->item_count; i++)
        if (rewriting_is_bound(node->items[i])) return true;
    for (uint32_t i = 0; i < node->entry_count; i++)
        if (node->entries[i].key->kind != YAML_SCALAR || rewriting_is_bound(node->entries[i].key) ||
            str_is(node->entries[i].key->value, "<<") || rewriting_is_bound(node->entries[i].value))
            return true;
    return false;
}

const yaml_entry *rewriting_entry_of(const yaml_node *mapping, const yaml_node *value)
{
    for (uint32_t i = 0; mapping && mapping->kind == YAML_MAPPING && i < mapping->entry_count; i++)
        if (mapping->entries[i].value == value || mapping->entries[i].key == value) return &mapping->entries[i];
    return NULL;
}

/* The text as it is now: the tree of an editor's buffer has places, and those of a template lack its actions. */
static bool find_text(rewriting *r, uint32_t *offset)
{
    str text;
    const document_facts *file = workspace_document(r->w, r->path, NULL);
    if (!file || workspace_text(r->w, r->path, &text) != FILE_OK || file->template.n) return false;
    r->facts = document_at(file, *offset);
    if (r->facts->prose) return false;
    if (r->facts->outer) *offset = document_place(r->facts, *offset);
    r->stream = r->facts->outer ? r->facts->stream : yaml_parse(r->a, text, r->facts->stream->dialect);
    for (size_t i = 0; i < r->stream->findings.n; i++)
        if (r->stream->findings.at[i].level == SEVERITY_ERROR) return false;
    return true;
}

static bool find_node(rewriting *r, uint32_t offset)
{
    for (size_t i = 0; i < r->stream->documents.n && i < r->facts->documents.n; i++) {
        const yaml_document *d = &r->stream->documents.at[i];
        if (!range_touches(d->at, offset)) continue;
        r->document = (uint32_t)i;
        r->root = d->root;
        r->node = yaml_at(d, offset);
        const yaml_node *holder = r->node;
        while (holder && holder->kind != YAML_MAPPING) holder = holder->parent;
        r->holder = holder;
        for (const yaml_node *n = r->node; holder && n != holder && !r->entry; n = n->parent)
            r->entry = rewriting_entry_of(holder, n);
        return true;
    }
    return false;
}

void action_add_rewrites(workspace *w, arena *a, str path, uint32_t offset, action_list *out)
{
    rewriting r = {.w = w, .a = a, .path = path, .out = out};
    if (!find_text(&r, &offset) || !find_node(&r, offset)) return;
    if (r.entry) action_add_rename(&r);
    action_add_shapes(&r);
    if (r.entry) action_add_moves(&r);
    action_add_wraps(&r);
}
