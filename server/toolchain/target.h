/* The place of a module on the disk: checked before anything is run, and filled at once or not at all. */
#ifndef TOOLCHAIN_TARGET_H
#define TOOLCHAIN_TARGET_H

#include "base/scratch.h"

typedef struct build_target {
    str path;    /* of the module, absolute */
    scratch scratch; /* beside it: same file system, so that a rename is all it takes */
    str fresh;   /* the module under construction, in `scratch` */
    int lock;    /* of the plugin's folder (base/folder.h); -1: none */
    bool busy;   /* target_open failed because another build of the plugin is running */
} build_target;

/* Locks the plugin's folder against other builds and makes the scratch folder. `inside`: a folder that the path must not leave by
 * links; empty: none. False with the reason in `*why`, in `a`. target_close must follow in both cases. */
bool target_open(arena *a, build_target *t, str plugin, str path, str inside, str *why);
/* Puts the fresh module into its place; its size in `*bytes`. False with the reason; the old one stays then. */
bool target_commit(arena *a, build_target *t, int64_t *bytes, str *why);
/* Whether hardly anything can be written there: compilers on a full disk often say something else, or die. */
bool target_is_full(const build_target *t);
/* Removes the scratch folder and unlocks. */
void target_close(build_target *t);

/* Copies a file into the scratch folder, under a name that is free there; its path in `*saved`, in `a`. False with errno set. */
bool target_save(arena *a, const build_target *t, str from, const char *name, str *saved);
/* Puts a copy of a saved file where it was, at once or not at all. False with errno set. */
bool target_restore(arena *a, str saved, str to);

#endif
