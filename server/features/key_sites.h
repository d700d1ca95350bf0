/* Where the sources of a plugin spell out the names of its configuration's keys. */
#ifndef FEATURES_KEY_SITES_H
#define FEATURES_KEY_SITES_H

#include "ir/infer.h"
#include "plugin/project.h"

typedef enum key_site_kind {
    SITE_LITERAL,  /* in a literal where the key is read */
    SITE_CONSTANT, /* in the value of a constant by which it is read */
    SITE_TAG,      /* in a tag of a field */
    SITE_UNKNOWN,  /* it is read, and what names it is not found: `why` */
} key_site_kind;

typedef struct key_site {
    key_site_kind kind;
    uint32_t file;       /* of the program */
    range at;            /* the name alone, in the text that the program was made of */
    uint32_t use_file;   /* SITE_CONSTANT: where the constant is used */
    range use;
    str constant;        /* ... its name */
    const char *why;     /* WORDS() */
} key_site;
typedef ARRAY(key_site) key_site_list;

/* All places of one key, each once. Memory from `a`. */
key_site_list key_sites_of(arena *a, project *plugin, const inferred_value *v);

/* The keys whose name stands at the place (in bytes of the text that the program was made of) of the program's file, and where
 * that name is exactly. Empty: there is none. */
typedef ARRAY(const inferred_value *) key_list;
key_list key_sites_at(arena *a, project *plugin, uint32_t file, uint32_t offset, range *at);
/* All keys of the schema, those of rules behind the others, each once. */
key_list key_sites_keys(arena *a, project *plugin);

#endif
