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
/* Who calls it, and whom it calls. */
call_edges calls_to(arena *a, const call_item *item);
call_edges calls_from(arena *a, const call_item *item);

#endif
