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

typedef struct known_value {
    str name;  /* as it is shown */
    str type;  /* "string, required" */
    str text;  /* all else, markdown or plain; may be empty */
    known_shape shape;
    bool required;
    bool unlikely; /* the document says already that it has no effect */
    ARRAY(known_literal) literals;
} known_value;

typedef ARRAY(known_value) known_list;

typedef struct known_query {
    workspace *w;
    arena *a; /* of the answer */
    str path;
    const document_facts *facts;
    size_t document;         /* number in the file */
    const yaml_node *node;   /* the place; in a tree of (nearly) the same text as the file's */
    const yaml_node *unsure; /* being typed: counts for nothing; or NULL */
    bool markdown;
} known_query;

/* The value at the place and, when `members` is not NULL, the keys of the mapping there. False: nothing is known. */
typedef bool known_source(const known_query *q, known_value *here, known_list *members);
known_source known_by_code, known_by_schema;

#endif
