/* The places in a configuration at which something can be changed: itself, members of objects and items of lists. */
#ifndef SANDBOX_SLOT_H
#define SANDBOX_SLOT_H

#include "ir/document.h"

typedef struct slot {
    doc_node *holder; /* an object or a list */
    size_t number;    /* of the member or the item */
} slot;

typedef ARRAY(slot) slots;

/* A list that holds the configuration and nothing else, so that that can be replaced, too. */
doc_node *slot_hold(arena *a, doc_node *root);
/* All places in it, each before those inside; the first is the configuration itself. Memory from `a`. */
slots slots_of(arena *a, doc_node *holder);
/* Where the value hangs: another can be put there. */
doc_node **slot_place(slot s);
/* Takes the member or the item out. Further slots of the same holder are wrong then. */
void slot_remove(slot s);

#endif
