/* Pieces of an edited text (incremental.h): which parts of a tree can be parsed alone, and the text with room behind them. */
#ifndef YAML_LAYOUT_H
#define YAML_LAYOUT_H

#include "base/strbuf.h"
#include "yaml/incremental.h"
#include "yaml/parser.h"

/* A block collection whose members are spread over several pieces, which then holds for all collections around it, too. */
typedef struct yaml_holder {
    yaml_node *node;
    int32_t around;        /* the holder around it, or -1 */
    int n, column;         /* indentation of its parent, and its own */
    int depth;             /* collections around it */
    unsigned mode;         /* how it was parsed: YAML_COMPACT, YAML_SAME_COLUMN */
    uint32_t room;         /* members that its array has room for; 0: as many as there are */
    size_t piece, pieces;  /* its first one, and the one behind its last */
} yaml_holder;

/* What the first line behind a piece starts with. */
typedef struct yaml_follower {
    enum { FOLLOWED_BY_NOTHING, FOLLOWED_BY_ITEM, FOLLOWED_BY_ENTRY, FOLLOWED_BY_MARKER } kind;
    int column;
    bool member; /* of the same collection */
} yaml_follower;

/* Whole lines of the text: members of a holder, or what stands between (then nothing is parsed alone). */
typedef struct yaml_piece {
    uint32_t start, end, room; /* places: of its text, and the end of the room behind it */
    int32_t holder;            /* -1: between */
    bool first;                /* it starts with the holder's first member */
    yaml_follower follower;
    arena memory; /* of its nodes and findings, once it was parsed alone */
} yaml_piece;

/* yaml_check_portability of a document. */
typedef struct yaml_portability {
    bool known;
    diagnostic_list findings;
} yaml_portability;

struct yaml_edited {
    yaml_dialect dialect;
    words_language language; /* that all of its messages are in, whoever edits it */
    uint32_t least, most; /* bytes: smaller members are joined to a piece, larger ones looked into */
    arena memory; /* of the tree */
    yaml_stream *stream;
    yaml_portability *portability; /* of each document; NULL until asked for */
    strbuf text;  /* plain, or with room once laid out */
    bool guessed; /* yaml_parser.guessed */
    bool laid_out;
    ARRAY(yaml_holder) holders; /* one before those inside it */
    ARRAY(yaml_piece) pieces;   /* in order, the whole text; none: nothing can be parsed alone */
    ARRAY(uint32_t) offsets;    /* of each piece's start in the plain text, and the text's size */
};

/* Where the first line of a member at `column` can be: nothing before it goes on there, whatever is still open. */
bool yaml_starts_member(str text, uint32_t line, int column, bool item);
/* Cuts the text into pieces, gives them room and moves the tree to its places. No pieces where that can't be. */
void yaml_lay_out(yaml_edited *e);
/* The piece that an offset lies in; there must be pieces. */
size_t yaml_piece_at_offset(const yaml_edited *e, uint32_t offset);
size_t yaml_piece_at_place(const yaml_edited *e, uint32_t place);

#endif
