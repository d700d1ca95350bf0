/* The parser's own parts, for the files of this folder only.
 *
 * One recursive descent over the text, without tokens: each function starts at `pos`, leaves it behind what it took, and always
 * gives a node. Block structure is a matter of columns: a node with parent indentation `n` ends at the first line whose column
 * is at most `n`. The few places that look further than a line remember how far they saw, so that the whole is linear. */
#ifndef YAML_PARSER_H
#define YAML_PARSER_H

#include "base/map.h"
#include "base/words.h"
#include "yaml/tree.h"

#define YAML_NOWHERE UINT32_MAX

/* How the node at hand may go on. */
enum {
    YAML_COMPACT = 1,     /* block collections may start on this line: behind "- ", "? " and ": " of an explicit key */
    YAML_SAME_COLUMN = 2, /* a sequence may stand at the parent's own column: a mapping's values */
    YAML_NO_REPAIR = 4,   /* leave what follows the value to the caller */
    YAML_IN_FLOW = 8,     /* inside [] or {} */
    YAML_ONE_LINE = 16,   /* an implicit key */
    YAML_MAY_NEST = 32,   /* what turns out to be a key may start a mapping here */
    YAML_LONG_KEY = 64,   /* a key that may have several lines: in {} */
};

/* The line at hand. */
typedef struct yaml_line {
    uint32_t start;
    uint32_t first; /* its first byte that is no blank */
    uint32_t tab;   /* a tab in the blanks before the token at hand, or YAML_NOWHERE */
    int spaces;     /* leading spaces; tabs don't count as indentation */
    int extra;      /* columns that tabs in the indentation are taken to be wider than one */
} yaml_line;

typedef struct yaml_mark {
    uint32_t pos;
    yaml_line line;
} yaml_mark;

typedef struct yaml_properties {
    bool any;
    uint32_t start, end; /* of all of them */
    str tag, anchor;
    range tag_at, anchor_at;
} yaml_properties;

typedef struct yaml_anchor {
    yaml_node *node;  /* NULL until it is complete */
    uint32_t defined; /* where its name stands */
    uint64_t size;    /* nodes, aliases counted as what they stand for; before completion: those seen until then */
} yaml_anchor;

typedef struct yaml_parser {
    arena *arena;
    yaml_stream *stream;
    yaml_dialect dialect;
    const char *text;
    uint32_t end, pos;
    yaml_line line;
    int depth;
    int open_brackets, open_braces;
    uint32_t errors;    /* so far, also those not recorded */
    range error_line;   /* of the last recorded one */
    uint32_t listed[2]; /* findings recorded: warnings, errors */
    uint32_t cut_line;  /* a line whose ':' has cut a plain scalar short */
    uint32_t flow_end;  /* the line at which unclosed flow collections were found to end */
    uint32_t unclosed_at; /* where one of them was reported */
    int flow_indent;      /* of the line on which the innermost flow collection starts */
    bool by_indent;       /* misshapen brackets: indentation tells where a bracket is missing */
    bool misshapen;       /* a bracket, comma or value is missing */
    uint32_t misshapen_until; /* YAML: up to here brackets were found to be so */
    yaml_mark before_space; /* where the last white space inside brackets starts, and ends */
    uint32_t after_space;
    uint32_t no_close[2]; /* no closing quote before: single, double */
    bool guessed;         /* where an entry or item belongs to, at some place: what follows may depend on it */
    bool refers;          /* an anchor or alias was seen */
    map anchors;        /* name -> yaml_anchor, of this document */
    map handles;        /* name -> str, the prefix */
    uint64_t nodes;       /* of the document so far, aliases counted as what they stand for */
    uint64_t alias_nodes; /* that aliases stand for */
    bool too_many;        /* LIMIT_YAML_ALIAS_NODES was reported */
    /* Stacks of unfinished collections, and the scalar being decoded. */
    ARRAY(yaml_node *) items;
    ARRAY(yaml_entry) entries;
    ARRAY(char) bytes;
    ARRAY(yaml_run) runs;
    uint32_t run_end; /* source position that the last run reaches, or YAML_NOWHERE */
} yaml_parser;

/* scan.c: characters, lines, findings */
enum { YAML_BREAK = 1, YAML_BLANK = 2, YAML_FLOW_CHAR = 4, YAML_PLAIN_END = 8, YAML_BAD_START = 16, YAML_JSON_END = 32 };
extern const unsigned char yaml_classes[256];

static inline bool yaml_is(const yaml_parser *p, uint32_t at, int classes)
{
    return at < p->end && (yaml_classes[(unsigned char)p->text[at]] & classes);
}
static inline bool yaml_at_char(const yaml_parser *p, char c) { return p->pos < p->end && p->text[p->pos] == c; }
/* The end of the line or of the text. */
static inline bool yaml_is_end(const yaml_parser *p, uint32_t at) { return at >= p->end || yaml_is(p, at, YAML_BREAK); }
static inline bool yaml_is_space(const yaml_parser *p, uint32_t at)
{
    return at >= p->end || yaml_is(p, at, YAML_BREAK | YAML_BLANK);
}
static inline int yaml_column(const yaml_parser *p, uint32_t at) { return (int)(at - p->line.start) + p->line.extra; }
static inline bool yaml_is_fresh(const yaml_parser *p) { return p->pos == p->line.first; }

/* -1 for another character. */
static inline int yaml_hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    return (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

/* '-', '?' or ':' with white space behind it. */
bool yaml_at_indicator(const yaml_parser *p, char c);
/* The ':' behind a flow key; needs no white space behind a key that JSON could write. */
bool yaml_at_flow_colon(const yaml_parser *p, bool behind_json_key);
/* "---" or "..." at the start of a line. */
bool yaml_at_marker(const yaml_parser *p);
/* "%YAML" or "%TAG" at the start of a line. */
bool yaml_at_directive(const yaml_parser *p);
uint32_t yaml_break_length(const yaml_parser *p, uint32_t at);
uint32_t yaml_line_end(const yaml_parser *p, uint32_t at);
uint32_t yaml_trim_blanks(const yaml_parser *p, uint32_t from, uint32_t to);
/* Makes `at` the start of the line at hand and goes to its first byte that is no blank. */
void yaml_enter_line(yaml_parser *p, uint32_t at);
void yaml_skip_blanks(yaml_parser *p);
/* Over blanks, comments and line breaks to the next token. */
void yaml_skip_space(yaml_parser *p);
/* To the end of the line; anything but a comment there is an error, with an advice how to repair it. */
void yaml_skip_line_rest(yaml_parser *p, const char *behind, const char *advice);
yaml_mark yaml_mark_here(const yaml_parser *p);
void yaml_rewind(yaml_parser *p, yaml_mark m);
/* The text at hand looks like "key:" or "- ". */
bool yaml_looks_like_entry(const yaml_parser *p);
void yaml_report(yaml_parser *p, range at, severity level, const char *code, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));
#define yaml_error(p, at, code, ...) yaml_report((p), (at), SEVERITY_ERROR, (code), __VA_ARGS__)
/* At the character at hand. */
#define yaml_error_here(p, code, ...) yaml_error((p), range_make((p)->pos, (p)->pos + 1), (code), __VA_ARGS__)
#define yaml_error_tab(p, tab) \
    yaml_error((p), range_make((tab), (tab) + 1), "yaml/tab", "tab in the indentation: use spaces")
#define YAML_LATE_DIRECTIVE WORDS("a directive can't stand inside a document: put a line '...' before it")
/* An excerpt of the text for a message, short and on one line. */
str yaml_quote_text(yaml_parser *p, range at);
yaml_node *yaml_new_node(yaml_parser *p, yaml_kind kind, yaml_style style, uint32_t start, uint32_t end);
yaml_node *yaml_new_empty(yaml_parser *p, uint32_t at);

/* parse.c */
yaml_parser yaml_parser_make(arena *a, yaml_stream *into, str text);
/* yaml_parse; `guessed` is yaml_parser.guessed. */
yaml_stream *yaml_parse_watched(arena *a, str text, yaml_dialect dialect, bool *guessed);
/* A finding for the first byte that no reader takes. Such bytes stay in the text as they are. */
void yaml_check_bytes(yaml_parser *p, range where);

/* properties.c: anchors, tags, aliases */
void yaml_parse_property(yaml_parser *p, yaml_properties *into);
void yaml_join_properties(yaml_parser *p, yaml_properties *into, yaml_properties *from);
/* Completes a node: gives it its properties, its type, and its name to aliases. */
yaml_node *yaml_finish_node(yaml_parser *p, yaml_node *node, const yaml_properties *properties);
yaml_node *yaml_parse_alias(yaml_parser *p);

/* content.c: decoding of scalars */
void yaml_content_begin(yaml_parser *p);
void yaml_content_text(yaml_parser *p, uint32_t from, uint32_t to);
void yaml_content_bytes(yaml_parser *p, uint32_t source, const char *bytes, size_t n);
/* `count` line breaks as they stand. */
void yaml_content_breaks(yaml_parser *p, uint32_t source, uint32_t count);
/* `count` line breaks, folded: one is a space, more are one less (YAML 1.2.2 [73]). */
void yaml_content_fold(yaml_parser *p, uint32_t source, uint32_t count);
void yaml_content_finish(yaml_parser *p, yaml_node *scalar);
/* One escape sequence, from its backslash; returns the position behind it. */
uint32_t yaml_decode_escape(yaml_parser *p, uint32_t at, uint32_t end);

/* scalar.c, block_scalar.c */
yaml_node *yaml_parse_plain(yaml_parser *p, int n, unsigned mode);
yaml_node *yaml_parse_quoted(yaml_parser *p, int n, unsigned mode);
yaml_node *yaml_parse_block_scalar(yaml_parser *p, int n);

/* flow_collection.c */
/* What needs no block structure: alias, quoted or plain scalar, flow collection. Without properties. */
yaml_node *yaml_parse_inline(yaml_parser *p, int n, unsigned mode);
yaml_node *yaml_parse_json(yaml_parser *p);
yaml_node *yaml_parse_flow_node(yaml_parser *p, int n, unsigned mode);

/* block.c */
yaml_node *yaml_parse_block_node(yaml_parser *p, int n, unsigned mode);
/* Members of a block collection at `column`, from one that is not its first on. */
yaml_node *yaml_parse_members(yaml_parser *p, int n, int column, bool items);

/* collect.c */
/* At the ':' behind an implicit key: it must be short and on that line. */
void yaml_check_key_length(yaml_parser *p, const yaml_node *key);
bool yaml_enter_collection(yaml_parser *p, uint32_t at);
yaml_node *yaml_collect_items(yaml_parser *p, size_t base, yaml_style style, range at);
yaml_node *yaml_collect_entries(yaml_parser *p, size_t base, yaml_style style, range at);

/* resolve.c */
/* What the core schema makes of a scalar or an empty node; for JSON, what JSON does. */
void yaml_resolve_scalar(yaml_parser *p, yaml_node *node);

#endif
