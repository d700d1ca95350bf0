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
} completion_style;

typedef enum completion_kind { COMPLETION_KEY, COMPLETION_VALUE, COMPLETION_ENUM, COMPLETION_SNIPPET } completion_kind;

typedef struct completion_item {
    completion_kind kind;
    str label;         /* the bare name or value */
    str detail;        /* "string, required"; may be empty */
    str documentation; /* may be empty */
    str sort;          /* required keys first, then in the order the program reads them */
    str filter;        /* what the typed text is compared with: the label as it would be written there */
    range replace;     /* on one line, touches the cursor */
    str text;          /* a snippet when `snippet` */
    bool snippet;
    ARRAY(text_edit) more; /* elsewhere in the file: imports; they overlap neither `replace` nor each other */
} completion_item;

typedef struct completion_list {
    ARRAY(completion_item) items;
    bool cut; /* at LIMIT_COMPLETIONS */
} completion_list;

/* Everything in `a`. */
completion_list completion_at(workspace *w, arena *a, str path, uint32_t offset, completion_style style);

#endif
