/* What is known of a place in a document, for completion and hover. The plugin's code knows some of it, a JSON Schema some; both
 * answer in this one form. */
#ifndef FEATURES_KNOWN_H
#define FEATURES_KNOWN_H

#include "plugin/documents.h"

typedef enum known_shape { KNOWN_ANY, KNOWN_TEXT, KNOWN_LIST, KNOWN_MAPPING } known_shape;

/* A value that may stand there. */
typedef struct known_literal {
    str text;           /* of a string its characters, else as it is written */
    bool is_string;
    bool listed;        /* one of an enumeration */
    const char *detail; /* words("default") or "" */
} known_literal;

/* How much a key is wanted where it is missing. */
typedef enum known_rank {
    KNOWN_NEEDED,   /* the plugin refuses the document without it */
    KNOWN_FITTING,  /* it is read because of what the document says */
    KNOWN_USUAL,
    KNOWN_RARE,     /* a value that has a default, or is read under conditions that the document does not decide; deprecated */
    KNOWN_EXCLUDED, /* the document says already that it has no effect */
} known_rank;

typedef struct known_value known_value;
typedef ARRAY(known_value) known_list;

struct known_value {
    str name;  /* as it is shown */
    str type;  /* "string, required" */
    str text;  /* all else, markdown or plain; may be empty */
    known_shape shape;
    bool required;
    known_rank rank;
    known_list needed; /* what an object there, or one in a list there, can't do without */
    ARRAY(known_literal) literals;
};

typedef struct known_query {
    workspace *w;
    arena *a; /* of the answer */
    str path;
    const document_facts *facts;
    size_t document;         /* number in the file */
    const yaml_node *node;   /* the place; in a tree of (nearly) the same text as the file's */
    const yaml_node *unsure; /* being typed: counts for nothing; or NULL */
    bool markdown;
    bool brief; /* without the texts of members */
} known_query;

/* The value at the place and, when `members` is not NULL, the keys of the mapping there. False: nothing is known. */
typedef bool known_source(const known_query *q, known_value *here, known_list *members);
known_source known_by_code, known_by_schema;
/* The keys by which rules say what they are for, and that of their list; nothing more is known of the place then than by code. */
known_source known_by_layer;
/* Values alone: names that stand elsewhere in the document, or in the workspace, and are meant here. */
known_source known_by_names;
/* apiVersion and kind of resources that wpls knows. */
known_source known_by_kind;

/* Whether the document says already that the plugin does not read that member of the mapping. */
bool known_without_effect(const yaml_node *mapping, const struct inferred_value *member);

#endif
