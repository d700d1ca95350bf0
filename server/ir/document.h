/* The configuration document as the evaluated program sees it: JSON values that know where they stand in the user's file and
 * remember how they were read.
 *
 * Built from a YAML or JSON tree (aliases expanded within LIMIT_YAML_ALIAS_NODES, `<<` merge keys applied, last duplicate wins),
 * from JSON text met while evaluating, or made symbolic: a node about which nothing is known, whose children appear when they are
 * asked for. Reading an absent child gives a DOC_MISSING node that stays attached, so that "asked for but not there" has an
 * identity. */
#ifndef IR_DOCUMENT_H
#define IR_DOCUMENT_H

#include "base/map.h"
#include "ir/type.h"
#include "text/range.h"
#include "yaml/tree.h"

typedef enum doc_kind {
    DOC_MISSING,
    DOC_NULL, DOC_FALSE, DOC_TRUE, DOC_NUMBER, DOC_STRING, DOC_ARRAY, DOC_OBJECT,
    DOC_SYMBOLIC, /* unknown content; may be assumed to be one of the others on the way at hand */
} doc_kind;

/* What a reader did with a node: votes for the inferred type, and marks for unread keys. Bit set. */
typedef enum doc_read {
    DOC_READ_EXISTS = 1 << 0,
    DOC_READ_STRING = 1 << 1,
    DOC_READ_INT = 1 << 2,
    DOC_READ_UINT = 1 << 3,
    DOC_READ_FLOAT = 1 << 4,
    DOC_READ_BOOL = 1 << 5,
    DOC_READ_ARRAY = 1 << 6,  /* its elements */
    DOC_READ_MEMBERS = 1 << 7, /* enumerated: any member name is meaningful */
    DOC_READ_WHOLE = 1 << 8,  /* kept or handed on as a whole: everything inside is meaningful */
    DOC_READ_CHILD = 1 << 9,  /* a member was asked for by name */
    DOC_READ_IS_ARRAY = 1 << 10, DOC_READ_IS_OBJECT = 1 << 11,
    DOC_READ_RAW = 1 << 12,
    DOC_READ_TYPED = 1 << 13, /* decoded into a typed variable (encoding/json): a wrong type is an error */
    DOC_READ_REFUSED = 1 << 14, /* the decoder gave such an error */
    DOC_READ_SPOILT = 1 << 19, /* and left nothing behind that is known: who refuses the document then does so because of it.
                                  Alone: it knows no such key */
    DOC_READ_KIND = 1 << 15,  /* asked which of all types it has */
    /* kept as a value of any type and tested for a type: it had another, it had that */
    DOC_READ_UNFIT = 1 << 17, DOC_READ_FIT = 1 << 18,
    DOC_READ_ENTRY = 1 << 16, /* a plain value, gone through as if it were its own only member or element */
} doc_read;

typedef struct doc_node doc_node;

typedef struct doc_member {
    str key;
    doc_node *node;
} doc_member;

/* How the program names a member that it asks for: by a text of its own, or by a variable that a decoder fills. */
typedef struct doc_ask {
    ir_span at;       /* the literal, or the name of the constant, that the text stands in; no file: it is made while running */
    uint32_t tail;    /* bytes of the text from the member's name to its end: a path may go on behind it */
    const struct ir_field *field; /* instead: the variable, of the program */
    const char *tag;  /* ... and what its tags call the decoder: "json" */
} doc_ask;
typedef ARRAY(doc_ask) doc_asks;

struct doc_node {
    doc_kind kind;
    arena *home;      /* where it and its children live */
    doc_node *parent;
    str key;          /* name in the parent object; empty for elements and the root */
    int32_t index;    /* place in the parent array, else -1 */
    str text;         /* DOC_STRING: the value; DOC_NUMBER: its JSON literal */
    double number;
    str raw;          /* JSON text of a node that was parsed from a text while evaluating; else empty */
    ARRAY(doc_member) members; /* objects, in order, and asked-for DOC_MISSING ones behind the `present` first */
    uint32_t present;
    map by_key;                /* objects with many members: key -> doc_node */
    ARRAY(doc_node *) items;   /* arrays */
    range at;                  /* place of the value in the file; of a missing one, that of the nearest existing ancestor */
    range key_at;              /* place of the key, empty where there is none */
    const yaml_node *source;   /* NULL for nodes made while evaluating */
    doc_node *inside;          /* root of a document parsed from a string: the string's node */
    /* reading marks, added up over all ways */
    uint32_t reads;
    uint32_t first_read, last_read; /* counts of read events; 0: never */
    ir_span read_at;                /* the first place that read it */
    doc_asks asks;                  /* open mode: all places that ask for it, each once */
    const void *asked_at[2];        /* ... the last one: what calls the library there, and what calls that */
    bool counted;                   /* how many members it has was asked: each makes a difference */
    /* symbolic: the program takes it for a number of so many nanoseconds; 0: of nothing, or of several units */
    int64_t unit;
    bool units_differ;
    /* symbolic nodes: what is assumed on the way at hand; see eval.h */
    struct doc_assumption *assumed;
    doc_node *element; /* symbolic: the element and the member of any name, once asked for */
    doc_node *any_member;
    uint64_t compared_in; /* the run in which a program that reads the text itself last compared the name with one of its own, */
    bool found;           /* and whether they were equal there (eval_text.c) */
    doc_node *masked_as; /* it is taken as unknown: what is seen in its place; or NULL */
};

/* The document of a YAML value; `root` NULL or YAML_EMPTY gives DOC_NULL. */
doc_node *doc_from_yaml(arena *a, const yaml_node *root);
doc_node *doc_new_symbolic(arena *a, doc_node *parent, str key, int32_t index);
doc_node *doc_new(arena *a, doc_kind kind);

/* Puts a document without a parent into an object that has no such member yet, or at the end of an array. */
void doc_add_member(doc_node *object, str key, doc_node *node);
void doc_add_item(doc_node *array, doc_node *node);

/* The member `key`: always a node, DOC_MISSING (attached and remembered) or symbolic where it is not known. Never marks a read.
 * New nodes live in the document's own arena, `object->home`. */
doc_node *doc_member_of(doc_node *object, str key);
/* The member, or NULL when the object does not have it. */
doc_node *doc_find_member(const doc_node *object, str key);
doc_node *doc_element(doc_node *array, int64_t index);
/* JSON text of a node, numbers as they were written. What turns YAML into JSON on the way to a plugin leaves blanks or not; here
 * one stands behind each ',' and ':', which reads better in messages. */
str doc_json(arena *a, const doc_node *n);
/* A part of such a text: a plain value, or the name of a member. */
typedef struct doc_piece {
    uint32_t start, end;
    doc_node *node;
    bool name;
} doc_piece;
typedef ARRAY(doc_piece) doc_pieces;
/* The same text with `as` in place of the value of `other`, which may be missing (NULL: nothing is replaced), and its parts in
 * order (NULL: not asked for). */
str doc_json_pieces(arena *a, doc_node *n, doc_node *other, const doc_node *as, doc_pieces *pieces);
/* "rules[2].name"; "" for the root. */
str doc_path(arena *a, const doc_node *n);
/* The node at the place of `n`, a node of another document, or NULL. */
doc_node *doc_at_same_place(doc_node *root, const doc_node *n);
/* Takes the value at the place of `n`, a node of another document, as unknown, whether it is there or not. False when there is no
 * such place, or it is the whole. */
bool doc_mask_same_place(doc_node *root, const doc_node *n);
/* The node itself or its nearest ancestor that is in the document. */
const doc_node *doc_lift(const doc_node *n);

#endif
