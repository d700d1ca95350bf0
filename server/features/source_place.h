/* What stands at a place of a plugin's source: an SDK call, a registration option, a configuration key, or the declaration of
 * the variable that a key's value ends up in. */
#ifndef FEATURES_SOURCE_PLACE_H
#define FEATURES_SOURCE_PLACE_H

#include "ir/sdk.h"
#include "ir/infer.h"
#include "plugin/project.h"

typedef struct source_place {
    range at;                     /* the name or the literal, in bytes of the text */
    range in_program;             /* the same in the text that the program was made of */
    const sdk_function *function; /* a call of it; or NULL */
    str package, name;            /* the member of a package that is not the plugin's, called there; or empty */
    bool is_literal;              /* a string that is an argument, or an index: `text` */
    str text;
    str callee;                   /* ... of a call of this name; empty: an index */
    const ir_field *field;        /* that variable; or NULL */
    bool is_name;                 /* the name of a key stands there, as key_sites.h finds them */
} source_place;

/* In the plugin's source at `path`. False when the offset is at nothing of that kind, or the plugin is not made of that file. */
bool source_place_in(project *plugin, str path, uint32_t offset, source_place *found);

/* The values of the inferred schema that the program reads with the literal at that place, or keeps in the variable; of a literal
 * that is read again elsewhere, those of its name when there is but one. Memory from `a`. */
typedef ARRAY(const inferred_value *) inferred_list;
inferred_list source_place_keys(arena *a, project *plugin, str path, const source_place *place);

#endif
