/* Who calls whom in a plugin, down to the SDK: textDocument/prepareCallHierarchy and callHierarchy without LSP.
 *
 * A function literal counts as the function around it, and one that is handed over as called there: so callbacks are among what a
 * handler calls. */
#ifndef FEATURES_CALLS_H
#define FEATURES_CALLS_H

#include "plugin/project.h"

/* A function of the plugin, or one of its SDK, which has no place of its own: it stands where it is called. */
typedef struct call_item {
    project *plugin;
    bool is_sdk;
    str package, name; /* of the SDK's function */
    str detail;        /* the handler's option, or the SDK's package */
    str path;
    range at, name_at; /* `at` holds `name_at` */
} call_item;

typedef struct call_edge {
    call_item other;
    str path;            /* of the places */
    ARRAY(range) places; /* where the call stands */
} call_edge;
typedef ARRAY(call_edge) call_edges;

/* The function whose name, or a call of which, is at the place; false: none is. Memory from `a`, as all below. */
bool calls_item_at(workspace *w, arena *a, str path, uint32_t offset, call_item *item);
/* The places where it is called or handed over, in all plugins that are made of its file; without its declaration. */
typedef struct call_place {
    str path;
    range at;
} call_place;
typedef ARRAY(call_place) call_places;
call_places calls_uses(workspace *w, arena *a, const call_item *item);
/* From the name of an option, or of what it takes, to the function that is handed over; from the head of such a function to where
 * it is handed over; from any other name nowhere. */
call_places calls_handlers(workspace *w, arena *a, str path, uint32_t offset);
/* Who calls it, and whom it calls. */
call_edges calls_to(arena *a, const call_item *item);
call_edges calls_from(arena *a, const call_item *item);

#endif
