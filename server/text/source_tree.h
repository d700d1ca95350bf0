/* The sources of a project as its front ends see them: files by path, without saying where the bytes come from.
 *
 * The front ends do no input or output; whoever calls them lends them this view (the disk, editor buffers over the disk, a test's
 * marker file). Paths are absolute and clean. */
#ifndef TEXT_SOURCE_TREE_H
#define TEXT_SOURCE_TREE_H

#include "base/array.h"

typedef struct source_entry {
    str name; /* one component */
    bool folder;
} source_entry;

typedef ARRAY(source_entry) source_entries;

typedef struct source_tree {
    void *self;
    /* The text of a file, valid as long as the tree's owner says (at least for the analysis at hand); false when there is
     * none. */
    bool (*read)(void *self, str path, str *text);
    /* Entries of a folder in byte order, memory from `a`; none when it does not exist. */
    source_entries (*list)(void *self, arena *a, str folder);
    /* Whether a file in `folder` may lead to `path`; NULL: everywhere. */
    bool (*admits)(void *self, str folder, str path);
    str module_cache; /* the folder where a language's tools keep other modules, as Go does (below it: "MODULE@VERSION"); empty:
                         not to be looked into */
    const str *header_folders; /* where sources look for what they include after the folders around them, as settings say */
    size_t header_folder_count;
} source_tree;

#endif
