/* What can be typed at a place of a configuration: textDocument/completion without LSP. */
#ifndef FEATURES_COMPLETION_H
#define FEATURES_COMPLETION_H

#include "plugin/workspace.h"
#include "text/diagnostic.h"

/* What the editor can take. */
typedef struct completion_style {
    bool markdown;      /* documentation */
    bool snippets;      /* "$0" in texts */
    bool several_lines; /* indents the further lines of a text like the first */
    bool brief;         /* asks for the documentation of one item later: it stays empty */
} completion_style;

typedef enum completion_kind {
    COMPLETION_KEY, COMPLETION_VALUE, COMPLETION_ENUM, COMPLETION_SNIPPET, COMPLETION_FUNCTION,
} completion_kind;

typedef struct completion_item {
    completion_kind kind;
    str label;         /* the bare name or value */
    str detail;        /* "string, required"; may be empty */
    str documentation; /* may be empty */
    str sort;          /* what is needed first, without effect last, else as the program reads them */
    str filter;        /* what the typed text is compared with: the label as it would be written there */
    range replace;     /* on one line, touches the cursor */
    str text;          /* a snippet when `snippet` */
    bool snippet;
    bool excluded;     /* it would have no effect there */
    bool later;        /* `documentation` is empty since the style is brief */
    char commit;       /* takes the item when it is typed; 0: none does */
    ARRAY(text_edit) more; /* elsewhere in the file: imports; they overlap neither `replace` nor each other */
} completion_item;

typedef struct completion_list {
    ARRAY(completion_item) items;
    bool cut; /* at LIMIT_COMPLETIONS */
} completion_list;

/* Everything in `a`. */
completion_list completion_at(workspace *w, arena *a, str path, uint32_t offset, completion_style style);
/* Adds the SDK's functions behind its package's name, by what they do in the handler at hand, and the functions that fit an
 * option as its argument. In languages whose row tells what a place is. */
void completion_in_source(workspace *w, arena *a, str path, uint32_t offset, completion_style style, completion_list *list);
/* Rules that a comment in the file may name. */
typedef struct completion_word {
    str name, title;
} completion_word;
typedef ARRAY(completion_word) completion_words;
/* What may be said to wpls in the comment at the cursor, in documents and sources; nothing where it stands in none. */
completion_list completion_of_comment(workspace *w, arena *a, str path, uint32_t offset, const completion_words *rules);

#endif
