/* What a plugin's folder says about how it is built: read from its files, nothing is run. */
#ifndef TOOLCHAIN_PROJECT_H
#define TOOLCHAIN_PROJECT_H

#include "base/strbuf.h"
#include "language/language.h"
#include "toolchain/toolchain.h"

typedef struct build_source {
    str path;
    bool cpp; /* C++, else C */
} build_source;

typedef struct build_project {
    str folder; /* absolute */
    str name;   /* of the folder */

    bool go;              /* has Go sources of its own */
    str go_source;        /* the first of them */
    build_facts module;   /* empty file: no go.mod here or above */
    range go_directive;   /* the version in go.mod, for what is wrong with it */
    bool vendored;        /* has vendor/modules.txt: other modules come from there */
    bool says_tinygo, says_native; /* build files or requirements say so */
    bool registers_in_main, registers_in_init;
    str extra_tags;       /* EXTRA_TAGS of a .buildrc, as Higress builders read it */

    ARRAY(build_source) sources; /* of C and C++: in the folder and in src/ */
    bool cpp;             /* one of them is C++ */
    str sdk_user;         /* the first file that includes the C++ SDK's proxy_wasm_intrinsics.h; empty: none */
    range sdk_include;    /* where it does */
    bool bazel;           /* has a BUILD file: the sources alone are hardly all that it needs */

    str tree;             /* folder whose Makefile builds this plugin by `make local-build PLUGIN_NAME=name`; empty: none */
    str makefile;         /* of the folder itself; empty: none */
} build_project;

/* Everything in `a`; `folder` is absolute. False when there is nothing to build. */
bool build_project_read(arena *a, str folder, build_project *p);

/* Which toolchain fits, and why in one clause ("go.mod says go 1.24 ..."), in `a`. */
toolchain_kind build_project_choose(arena *a, const build_project *p, str *reason);

/* The part of both that is Go's (go_project.c): a file of the folder, which may be no source; then what else says how those are
 * built. */
void build_project_read_go_file(arena *a, build_project *p, str name);
void build_project_read_go(arena *a, build_project *p);
toolchain_kind build_project_choose_go(arena *a, const build_project *p, str *reason);
/* What should be done first, as items of a list in Markdown. */
void build_project_advise_go(const build_project *p, toolchain_kind chosen, strbuf *out);

#endif
