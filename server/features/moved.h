/* What names a plugin by its path, and how it has to be called once that is another one: workspace/willRenameFiles without
 * LSP. */
#ifndef FEATURES_MOVED_H
#define FEATURES_MOVED_H

#include "plugin/workspace.h"
#include "text/edit.h"

typedef struct moved_path {
    str from, to; /* a file or a folder; absolute and clean */
} moved_path;
typedef ARRAY(moved_path) moved_paths;

/* The edits that keep paths right when all of them move at once, to be done before: in comments `wpls:`, settings, modules and
 * workspaces of a language, labels of Bazel, CMake, kustomizations and documentation; in what moves, too. Nothing where none of
 * them is, holds, or belongs to a plugin, and is no document. Memory from `a`. */
text_edits moved_edits(workspace *w, arena *a, const moved_paths *moves);

#endif
