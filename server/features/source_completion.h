/* What completion in sources shares: an SDK function as an item, by what it does where it is offered. */
#ifndef FEATURES_SOURCE_COMPLETION_H
#define FEATURES_SOURCE_COMPLETION_H

#include "features/completion.h"
#include "ir/language_row.h"
#include "ir/sdk.h"

typedef struct source_offer {
    arena *a;
    const language_row *l;
    completion_style style;
    completion_list *list;
    range word;       /* what is replaced */
    uint32_t columns; /* where the code around runs: bits 1 << sdk_column; 0: not known */
} source_offer;

/* Adds an item, which sorts by `group` and then in the order of being added; NULL when there are too many. */
completion_item *source_offer_item(source_offer *o, str label, char group);
void source_offer_function(source_offer *o, const sdk_function *f);
/* completion_in_source for C and C++. */
void completion_in_native_source(workspace *w, arena *a, str path, uint32_t offset, completion_style style,
                                 completion_list *list);

#endif
