/* What is not written and holds all the same, shown between the text: textDocument/inlayHint without LSP. */
#ifndef FEATURES_INLAY_H
#define FEATURES_INLAY_H

#include "base/array.h"
#include "plugin/workspace.h"

typedef struct inlay {
    uint32_t at;  /* in bytes of the file */
    str label;
    str tooltip;
} inlay;

typedef ARRAY(inlay) inlay_list;

/* Those in the range, as far as the settings want them: in documents the defaults of keys that an object leaves out, at its end,
 * and the clusters that services mean; in sources the only phase that a helper runs in, behind the head of its declaration.
 * Everything in `a`. */
inlay_list inlays_in(workspace *w, arena *a, str path, range in);

#endif
