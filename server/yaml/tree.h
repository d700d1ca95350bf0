/* The tree of a YAML or JSON text: what it says and where, tolerant of half-typed text.
 *
 * One parser for YAML 1.2.2 and JSON (a JSON file is parsed as YAML flow style; JSON's stricter rules are reported as
 * findings). Parsing never fails: broken text gives a tree of what is understood plus findings, and after an error the keys of
 * other lines keep their place. Aliases are not expanded, only pointed at their anchor.
 * Everything lives in the arena given to yaml_parse; strings without escapes or folding are slices of the text, which must
 * outlive the tree. All ranges are bytes of the text. */
#ifndef YAML_TREE_H
#define YAML_TREE_H

#include "base/array.h"
#include "text/diagnostic.h"
#include "text/range.h"

typedef enum yaml_kind {
    YAML_EMPTY, /* no node where one could stand ("key:"): null, with an empty range right behind the indicator */
    YAML_SCALAR,
    YAML_SEQUENCE,
    YAML_MAPPING,
    YAML_ALIAS,
} yaml_kind;

typedef enum yaml_style {
    YAML_PLAIN, YAML_SINGLE_QUOTED, YAML_DOUBLE_QUOTED, YAML_LITERAL, YAML_FOLDED, /* scalars */
    YAML_BLOCK, YAML_FLOW,                                                         /* collections */
} yaml_style;

/* What the core schema (YAML 1.2.2, 10.3) makes of a scalar. */
typedef enum yaml_type { YAML_NULL, YAML_BOOL, YAML_INT, YAML_FLOAT, YAML_STRING } yaml_type;

typedef struct yaml_node yaml_node;

/* Where a run of decoded bytes comes from: decoded bytes from `decoded` on stand at `source` on. Runs are in order; a scalar
 * without runs stands in the text as it is, from the content's first byte on. */
typedef struct yaml_run {
    uint32_t decoded, source;
} yaml_run;

typedef struct yaml_entry {
    yaml_node *key;   /* never NULL; YAML_EMPTY where the key is missing */
    yaml_node *value; /* never NULL; YAML_EMPTY where the value is missing */
    range at;         /* from the key's first to the value's last byte */
} yaml_entry;

struct yaml_node {
    yaml_kind kind;
    yaml_style style;
    yaml_type type;   /* scalars and YAML_EMPTY */
    bool boolean;     /* YAML_BOOL */
    bool broken;      /* an error was found inside: missing content is no proof of absence */
    range at;         /* the node's own text, quotes and brackets included, without anchor and tag; a block collection from its
                         first entry to the end of its last */
    yaml_node *parent; /* NULL for a document's root */
    str tag;           /* resolved tag ("tag:yaml.org,2002:str", "!local"), empty when there is none */
    range tag_at;
    str anchor;        /* name without '&'; for YAML_ALIAS the name without '*' */
    range anchor_at;
    str value;         /* scalars: the decoded content */
    range content;     /* scalars: the range inside the quotes; of a block scalar its lines */
    yaml_run *runs;    /* scalars whose decoded bytes differ from the text */
    uint32_t run_count;
    enum { YAML_INT_SIGNED = 1, YAML_INT_UNSIGNED = 2 } integer_fits; /* bit set; 0: too large for both */
    int64_t integer; /* YAML_INT that fits; see `integer_fits` */
    uint64_t unsigned_integer;
    double number;       /* YAML_INT and YAML_FLOAT */
    yaml_node **items;   /* sequences */
    yaml_entry *entries; /* mappings, in order, duplicates kept */
    uint32_t item_count, entry_count;
    yaml_node *target; /* YAML_ALIAS: the anchored node, or NULL when there is none or it would contain itself */
};

typedef struct yaml_document {
    yaml_node *root; /* never NULL */
    range at;
    bool explicit_start, explicit_end; /* '---', '...' */
} yaml_document;

typedef struct yaml_comment {
    range at; /* from '#' to the end of the line */
} yaml_comment;

typedef enum yaml_dialect { YAML_1_2, YAML_JSON } yaml_dialect;

typedef struct yaml_stream {
    str text;
    yaml_dialect dialect;
    ARRAY(yaml_document) documents; /* at least one, even for an empty text */
    ARRAY(yaml_comment) comments;
    diagnostic_list findings; /* codes "yaml/..."; `path` is left empty for the caller to fill */
} yaml_stream;

/* Parses a whole text. `text` is borrowed for the tree's life. Never NULL. Linear in the text's size. */
yaml_stream *yaml_parse(arena *a, str text, yaml_dialect dialect);

/* The value of the last entry whose key is the scalar `key` (as loaders take it), or NULL. Follows an alias at `mapping`. */
yaml_node *yaml_get(const yaml_node *mapping, str key);
yaml_entry *yaml_get_entry(const yaml_node *mapping, str key);
/* The node itself, or what an alias stands for (NULL for a dangling one). */
yaml_node *yaml_resolve(const yaml_node *node);
/* As yaml_get, with an alias resolved. */
const yaml_node *yaml_member(const yaml_node *mapping, str key);
/* Whether the node is null: written so, or nothing at all. */
bool yaml_is_null(const yaml_node *node);
/* The innermost node whose text touches the byte offset, or the root. */
yaml_node *yaml_at(const yaml_document *document, uint32_t offset);
/* The text range that the decoded bytes [from, to) of a scalar come from. */
range yaml_source_range(const yaml_node *scalar, uint32_t from, uint32_t to);
/* Likewise, for replacing them: where whole lines of a block scalar go, their indentation goes with them. */
range yaml_source_lines(const yaml_node *scalar, uint32_t from, uint32_t to);
/* The decoded byte that stands at a place of the text, or nearest to it. */
uint32_t yaml_decoded_at(const yaml_node *scalar, uint32_t source);

#endif
