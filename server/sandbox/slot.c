#include "sandbox/slot.h"

doc_node *slot_hold(arena *a, doc_node *root)
{
    doc_node *holder = doc_new(a, DOC_ARRAY);
    array_push(a, &holder->items, root);
    return holder;
}

static void add_inside(arena *a, slots *out, doc_node *n)
{
    size_t count = n->kind == DOC_OBJECT ? n->present : n->items.n;
    for (size_t i = 0; i < count; i++) {
        slot s = {n, i};
        array_push(a, out, s);
        add_inside(a, out, *slot_place(s));
    }
}

slots slots_of(arena *a, doc_node *holder)
{
    slots out = {0};
    add_inside(a, &out, holder);
    return out;
}

doc_node **slot_place(slot s)
{
    return s.holder->kind == DOC_OBJECT ? &s.holder->members.at[s.number].node : &s.holder->items.at[s.number];
}

void slot_remove(slot s)
{
    doc_node *h = s.holder;
    if (h->kind == DOC_OBJECT) {
        memmove(&h->members.at[s.number], &h->members.at[s.number + 1], (h->present - s.number - 1) * sizeof *h->members.at);
        h->present--;
    } else {
        memmove(&h->items.at[s.number], &h->items.at[s.number + 1], (h->items.n - s.number - 1) * sizeof *h->items.at);
        h->items.n--;
    }
}
