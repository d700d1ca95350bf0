/* What `wpls lint --changed-since` looks at: the files that git names, and what depends on them.
 *
 * Git is asked for names alone, once, before anything is planned. A plugin counts as changed when a file of its folder that is no
 * document is, or one that its program is made of; its configurations are checked with it, wherever they lie. */
#ifndef CLI_LINT_CHANGED_H
#define CLI_LINT_CHANGED_H

#include "base/array.h"
#include "base/map.h"
#include "plugin/workspace.h"

typedef struct changed_files {
    bool asked;      /* else everything counts as changed */
    ARRAY(str) paths; /* absolute: files, those that are gone among them, and folders of submodules */
    map at;          /* the same */
    arena memory;
    map projects;    /* folders of plugins that were asked about, whether they are touched */
} changed_files;

/* Asks git in the repository of each path, as the command line has it, what differs between the work tree and a revision,
 * untracked files included; `merge_base`: between the work tree and where HEAD and that revision parted. False, with a message,
 * when git can't say. Memory in `a`. */
bool changed_files_ask(arena *a, char *const *paths, size_t count, const char *revision, bool merge_base, changed_files *out);
/* Adds a path to an empty or earlier list. */
void changed_files_add(arena *a, changed_files *c, str path);

/* Whether the file, or the submodule that it lies in, has changed. */
bool changed_has(const changed_files *c, str path);
/* Whether something in the folder, or below it, has. */
bool changed_below(const changed_files *c, str folder);
/* Whether something that the plugin's findings depend on has; what was found is kept. Loads the plugin where that is not known
 * otherwise. */
bool changed_touches_project(changed_files *c, workspace *w, project *p);
/* Whether the document, a plugin that it configures, a schema, settings or the chart that it belongs to has. `plugin`: as in
 * workspace_document. */
bool changed_touches_document(changed_files *c, workspace *w, str path, project *plugin);
void changed_files_free(changed_files *c);

#endif
