/* What stands at a place of a plugin's source: an SDK call, a registration option, a configuration key. */
#ifndef FEATURES_SOURCE_PLACE_H
#define FEATURES_SOURCE_PLACE_H

#include "ir/sdk.h"
#include "plugin/workspace.h"

typedef struct source_place {
    range at;                     /* the name or the literal, in bytes of the text */
    const sdk_function *function; /* a call of it; or NULL */
    str package, name;            /* the member of a package that is not the plugin's, called there; or empty */
    bool is_literal;              /* a string that is an argument: `text` */
    str text;
    str callee;                   /* ... of a call of this name */
} source_place;

/* False when the offset is at nothing of that kind, or in no source of a plugin (`*plugin` is set else). */
bool source_place_at(workspace *w, str path, uint32_t offset, project **plugin, source_place *found);

/* The values of the inferred schema that the program reads with the literal at that place; of a literal that is read again elsewhere,
 * those of its name when there is but one. Memory from `a`. */
typedef ARRAY(const inferred_value *) inferred_list;
inferred_list source_place_keys(arena *a, project *plugin, str path, const source_place *place);

#endif
