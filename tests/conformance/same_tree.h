/* Whether the tree of an edited text is the one that parsing its text anew gives: kinds, values, places, findings, comments. */
#ifndef SAME_TREE_H
#define SAME_TREE_H

#include "yaml/incremental.h"

#include <stdio.h>

typedef struct comparison {
    const yaml_edited *edited;
    str room; /* the edited text, with room */
    str text; /* the plain one */
    const char *wrong;
    range at;
} comparison;

static void same(comparison *c, bool good, const char *what, range at)
{
    if (good || c->wrong) return;
    c->wrong = what;
    c->at = at;
}
static range plain(const comparison *c, range places)
{
    return range_make(yaml_edited_offset(c->edited, places.start), yaml_edited_offset(c->edited, places.end));
}
/* A range that may be missing: {0, 0}. */
static void same_range(comparison *c, range got, range want, bool there, const char *what)
{
    range offsets = there ? plain(c, got) : got;
    same(c, offsets.start == want.start && offsets.end == want.end, what, want);
}

static void same_node(comparison *c, const yaml_node *got, const yaml_node *want, const yaml_node *parent)
{
    same(c, got->parent == parent, "parent", want->at);
    same(c, got->kind == want->kind && got->style == want->style && got->type == want->type, "kind, style or type", want->at);
    if (c->wrong) return;
    same_range(c, got->at, want->at, true, "range");
    same(c, got->boolean == want->boolean && got->broken == want->broken, got->broken ? "broken" : "not broken", want->at);
    same(c, str_eq(got->tag, want->tag) && str_eq(got->anchor, want->anchor), "tag or anchor", want->at);
    same_range(c, got->tag_at, want->tag_at, want->tag_at.end, "place of the tag");
    same_range(c, got->anchor_at, want->anchor_at, want->anchor_at.end, "place of the anchor");
    same(c, str_eq(got->value, want->value), "value", want->at);
    same_range(c, got->content, want->content, want->kind == YAML_SCALAR || want->kind == YAML_EMPTY, "content");
    same(c, got->integer_fits == want->integer_fits && got->integer == want->integer, "integer", want->at);
    same(c, got->unsigned_integer == want->unsigned_integer && memcmp(&got->number, &want->number, sizeof got->number) == 0,
         "number", want->at);
    same(c, got->run_count == want->run_count, "number of runs", want->at);
    for (uint32_t i = 0; i < want->run_count && !c->wrong; i++)
        same(c, got->runs[i].decoded == want->runs[i].decoded &&
                    yaml_edited_offset(c->edited, got->runs[i].source) == want->runs[i].source, "run", want->at);
    if (!want->run_count && want->kind == YAML_SCALAR && want->value.n)
        same(c, got->value.p == c->room.p + got->content.start, "slice", want->at);
    same(c, !got->target == !want->target, "target", want->at);
    if (got->target && want->target) same_range(c, got->target->at, want->target->at, true, "target's place");
    same(c, got->item_count == want->item_count && got->entry_count == want->entry_count, "number of members", want->at);
    for (uint32_t i = 0; i < want->item_count && !c->wrong; i++) same_node(c, got->items[i], want->items[i], got);
    for (uint32_t i = 0; i < want->entry_count && !c->wrong; i++) {
        same_range(c, got->entries[i].at, want->entries[i].at, true, "entry");
        same_node(c, got->entries[i].key, want->entries[i].key, got);
        same_node(c, got->entries[i].value, want->entries[i].value, got);
    }
}

static void same_finding(comparison *c, const diagnostic *got, const diagnostic *want)
{
    same_range(c, got->at, want->at, true, "finding's place");
    same(c, got->level == want->level && str_eq(got->code, want->code), "finding's code", want->at);
    same(c, str_eq(got->message, want->message), "finding's message", want->at);
    same(c, got->related.n == want->related.n, "number of related places", want->at);
    for (size_t i = 0; i < want->related.n && !c->wrong; i++)
        same_range(c, got->related.at[i].at, want->related.at[i].at, true, "related place");
}

/* `whole` is the plain text parsed anew. */
static comparison compare_trees(const yaml_edited *edited, const yaml_stream *whole)
{
    const yaml_stream *s = yaml_edited_stream(edited);
    comparison c = {.edited = edited, .room = s->text, .text = whole->text};
    same(&c, s->documents.n == whole->documents.n, "number of documents", range_make(0, 0));
    for (size_t i = 0; i < whole->documents.n && !c.wrong; i++) {
        const yaml_document *got = &s->documents.at[i], *want = &whole->documents.at[i];
        same(&c, got->explicit_start == want->explicit_start && got->explicit_end == want->explicit_end, "document", want->at);
        same_range(&c, got->at, want->at, true, "document's place");
        same_node(&c, got->root, want->root, NULL);
    }
    same(&c, s->comments.n == whole->comments.n, "number of comments", range_make(0, 0));
    for (size_t i = 0; i < whole->comments.n && !c.wrong; i++)
        same_range(&c, s->comments.at[i].at, whole->comments.at[i].at, true, "comment");
    same(&c, s->findings.n == whole->findings.n, "number of findings", range_make(0, 0));
    for (size_t i = 0; i < whole->findings.n && !c.wrong; i++) same_finding(&c, &s->findings.at[i], &whole->findings.at[i]);
    return c;
}

#endif
