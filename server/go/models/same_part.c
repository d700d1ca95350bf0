/* A text that says the same as a part of the document is that part: it was made of it, by encoding it again, joining or copying
 * its bytes. What is parsed from it keeps its place in the user's file, and reading it reads that part. */
#include "go/models/json.h"

enum { PARTS_MOST = 4096, DEPTH_MOST = 64 };

typedef struct search {
    native_call *call;
    uint32_t looked; /* nodes compared so far */
} search;

static bool same_scalar(const doc_node *parsed, const doc_node *part)
{
    bool text = parsed->kind == DOC_STRING || parsed->kind == DOC_NUMBER;
    return parsed->kind == part->kind && (!text || str_eq(parsed->text, part->text));
}

static doc_node *same(search *s, doc_node *parsed, doc_node *part, int depth);

static doc_node *same_list(search *s, doc_node *parsed, doc_node *part, int depth)
{
    if (parsed->items.n != part->items.n) return NULL;
    for (size_t i = 0; i < parsed->items.n; i++) {
        doc_node *item = part->items.at[i];
        if (same(s, parsed->items.at[i], item, depth - 1) != item) return NULL;
    }
    return part;
}

/* The part itself, or, with its members in another order, an object that has them in that of the text. */
static doc_node *same_object(search *s, doc_node *parsed, doc_node *part, int depth)
{
    if (parsed->present != part->present) return NULL;
    bool ordered = true;
    for (size_t i = 0; i < parsed->present; i++) {
        const doc_member *m = &parsed->members.at[i];
        doc_node *other = doc_find_member(part, m->key), *found = other ? same(s, m->node, other, depth - 1) : NULL;
        if (!found) return NULL;
        ordered = ordered && found == other && str_eq(part->members.at[i].key, m->key);
    }
    if (ordered) return part;
    doc_node *view = doc_new(s->call->arena, DOC_OBJECT);
    view->at = part->at;
    view->key_at = part->key_at;
    view->source = part->source;
    view->inside = part;
    for (size_t i = 0; i < parsed->present; i++) {
        str key = parsed->members.at[i].key;
        array_push(view->home, &view->members,
                   (doc_member){key, same(s, parsed->members.at[i].node, doc_find_member(part, key), depth - 1)});
        view->present++;
    }
    return view;
}

/* Also of a part that is taken as unknown now: the text was made of what it is. */
static doc_node *same(search *s, doc_node *parsed, doc_node *part, int depth)
{
    if (s->looked++ > PARTS_MOST || depth == 0 || part->kind != parsed->kind) return NULL;
    if (parsed->kind == DOC_OBJECT) return same_object(s, parsed, part, depth);
    if (parsed->kind == DOC_ARRAY) return same_list(s, parsed, part, depth);
    return same_scalar(parsed, part) ? part : NULL;
}

static doc_node *find(search *s, doc_node *parsed, doc_node *in)
{
    doc_node *found = same(s, parsed, in, DEPTH_MOST);
    for (size_t i = 0; i < in->present && !found; i++) found = find(s, parsed, in->members.at[i].node);
    for (size_t i = 0; i < in->items.n && !found; i++) found = find(s, parsed, in->items.at[i]);
    return found;
}

doc_node *json_same_part(native_call *c, doc_node *parsed)
{
    bool has_parts = (parsed->kind == DOC_OBJECT && parsed->present) || (parsed->kind == DOC_ARRAY && parsed->items.n);
    search s = {.call = c};
    doc_node *document = native_whole_document(c);
    return has_parts && document ? find(&s, parsed, document) : NULL;
}
