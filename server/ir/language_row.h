/* What a language has to say to the rest of wpls: a row of the table that language/language.h looks things up in.
 *
 * A front end (server/go) lowers sources to the ir, fills a row and keeps all else to itself. Whoever wants something of the
 * sources - the workspace, a rule, the editor's features - asks the row of the project or the file at hand, and knows no language
 * by name. A row leaves NULL what its language lacks, where a member's comment allows that; the functions at the end of this
 * header ask for such members and answer for those that are NULL. Adding a language is a folder beside server/go and its name in
 * LANGUAGES; tests/unit/toy_language_test.c adds one that has no files but its own. */
#ifndef IR_LANGUAGE_ROW_H
#define IR_LANGUAGE_ROW_H

#include "ir/build_facts.h"
#include "ir/code_place.h"
#include "ir/refusal.h"
#include "ir/registration.h"
#include "text/source_tree.h"
#include "yaml/tree.h"

/* What a file is to a language, as far as its name tells. */
enum {
    LANGUAGE_TEXT = 1,     /* a text in it, whatever becomes of it */
    LANGUAGE_COMPILED = 2, /* ... that may become part of a program */
    LANGUAGE_TEST = 4,     /* ... of its tests alone */
    LANGUAGE_PROJECT = 8,  /* makes a project of its folder: go.mod */
    LANGUAGE_SHARED = 16,  /* looked for in folders above and beside the project's as well: go.mod, go.work */
    LANGUAGE_BUILD = 32,   /* says what programs are made of: go.mod, go.work, vendor/modules.txt */
    LANGUAGE_TOP = 128,    /* the sources below its folder are built together: each may take in others of them */
    LANGUAGE_LOCK = 64,    /* says which versions those have, and nothing about the code: go.sum */
};

/* Whether a source makes its folder a plugin, as Go's `package main` does. The beginning of the text often decides that; where it
 * does not, the answer is LANGUAGE_STARTS_UNKNOWN, and more of the text has to be read. */
typedef enum language_start { LANGUAGE_STARTS_NOTHING, LANGUAGE_STARTS_PLUGIN, LANGUAGE_STARTS_UNKNOWN } language_start;

/* How comments are written, for those that wpls reads. */
typedef struct language_comments {
    const char *sign;   /* "//" */
    const char *ignore; /* as those for tools are written: "//wpls:ignore" */
    const char *head;   /* "package ": how the line begins that one about the file stands above; NULL: it is the first one */
    /* Whether a function begins in the line that starts at `line`, so that a comment above is about all of it; looks no further
     * than what stands before the body. The function ends with the next line that is no further in and begins with '}'. */
    bool (*function)(str text, size_t line);
} language_comments;

typedef ARRAY(str) language_folders;

/* What a file takes from elsewhere: Go's import, a #include, Rust's use. */
typedef struct source_import {
    str name; /* that it goes by in this file; empty: its own */
    str path;
    range at;
} source_import;
typedef ARRAY(source_import) source_imports;

/* What a front end keeps between the loads of a project, so that a load after an edit does only what that changes. */
typedef struct front_cache front_cache;

/* A configuration that a test hands to the plugin, as a literal. */
typedef struct test_configuration {
    const yaml_node *scalar; /* the text that the plugin gets, and where it comes from */
    str parser;   /* the function that gets it; empty: the SDK's host does */
    bool made;    /* from values of the language: the text stands nowhere as it is */
    bool refused; /* the test expects that the plugin does not take it */
} test_configuration;
typedef ARRAY(test_configuration) test_configurations;

typedef struct language_row {
    const char *name;         /* "go": in data (schema/) */
    const char *title;        /* "Go" */
    const char *fence;        /* what editors call it, for fences of code; NULL: as `name` */
    const char *const *marks; /* what makes a folder a plugin's, in words: "go.mod", "main package"; ends with NULL */
    const char *project_file; /* "go.mod": where something about the project as a whole stands */

    const char *const *globs; /* of its files below a folder, for who watches them, as LSP has them; ends with NULL */

    const char *const *foreign_folders; /* names of folders in which nothing is the project's own: "vendor"; ends with NULL. May
                                           be NULL */

    language_comments comments;

    /* --- files --- */
    unsigned (*file)(str path);
    /* Of a LANGUAGE_COMPILED file; `whole`: nothing comes behind. */
    language_start (*start)(str path, str text, bool whole);
    bool (*is_built)(str path, str text);          /* for a plugin, by its name and its head */

    /* --- programs --- */
    front_cache *(*cache_new)(void);    /* it and the next may be NULL: nothing is kept */
    void (*cache_free)(front_cache *c); /* NULL is nothing */
    /* The program of the project in the folder `root`; never NULL; of broken files it has what could be read. It and the facts
     * live in `a`. */
    ir_program *(*load)(arena *a, const source_tree *tree, str root, front_cache *cache, build_facts *facts);
    /* After edits of its files: what they left alone stays, functions whose body alone changed get a new one (ir_program.edited).
     * False: more has changed, and the program is only good for `unload`. May be NULL: every edit loads it anew. */
    bool (*reload)(ir_program *p, const source_tree *tree, front_cache *cache);
    /* Before the arena is freed. Bodies can't be lowered any more. */
    void (*unload)(ir_program *p);
    registration_list (*registrations)(ir_program *p);
    /* What the compiler refuses of the code that is written here, each mistake once; lowers all of it. In the program's arena.
     * It and the next two may be NULL: then nothing is known to be refused. */
    ir_refusals (*refused)(ir_program *p);
    const ir_refusal *(*unused)(ir_program *p); /* what it refuses, too, but means nothing: an import without use; or NULL */
    bool (*has_error)(front_cache *cache, str path, str text); /* of syntax, in what is about to be a file's text */
    /* Of a LANGUAGE_TEST file: what it hands to the plugin and does not expect to be refused. In order of place, in `a`; slices
     * of the text. May be NULL: nobody looks. */
    test_configurations (*tests)(arena *a, str text);
    /* Does it begin to be a plugin, as opposed to a library? */
    bool (*has_entry)(const ir_program *p);

    /* --- what is built --- */
    void (*read_build)(arena *a, const source_tree *tree, str root, build_facts *facts); /* the nearest build file alone */
    /* May be NULL: nothing hints at it. */
    build_signs (*build_signs)(arena *a, const source_tree *tree, const build_facts *facts);
    /* Folders that a program of `root` can be made of, caches of others' code aside, and the files above that say so. In `a`. */
    void (*reach)(arena *a, const source_tree *tree, str root, language_folders *reach);
    /* The folder where its tools keep the code of others, for the variables of the environment; empty: nowhere. May be NULL. */
    str (*library_cache)(arena *a, str (*variable)(const char *name));

    /* --- code; what is NULL there is none of --- */
    source_imports (*imports)(ir_program *p, uint32_t file);
    /* What an option of the SDK's registering functions stands for; false: `name` of the SDK's package is none. `*when`:
     * PHASE_COUNT for one that registers nothing that runs. `*shape`: what is handed over, in words; "" for nothing. */
    bool (*option)(const char *package, str name, phase *when, bool *streaming, const char **shape);
    /* The types of functions that options take and that contexts' methods have. */
    const handler_shape *(*shapes)(size_t *count);
    /* The key that a line of code says its declaration has in configurations, as a tag of a Go field does: `json:"key"`. Empty:
     * it says none. `*end`: where the declaration is over, and a comment may follow. */
    str (*declared_key)(str line, size_t *end);
    /* The place that somebody types at. Names and ranges in `a` or borrowed from the text. */
    code_place (*place)(arena *a, const code_typed *typed);
    /* Makes a snippet's body fit a place that `place` gave. False: it does not fit. Else `edits` are what its packages need
     * elsewhere in the file, and the place gets names for packages that the file calls otherwise. NULL: all bodies fit. */
    bool (*adapt)(arena *a, str text, str body, const code_package *packages, size_t n, code_place *place, text_edits *edits);
} language_row;

/* --- asking a row --- */

static inline const char *language_fence(const language_row *l) { return l->fence ? l->fence : l->name; }

static inline ir_refusals language_refused(const language_row *l, ir_program *p)
{
    return l->refused ? l->refused(p) : (ir_refusals){0};
}

static inline const ir_refusal *language_unused(const language_row *l, ir_program *p)
{
    return l->unused ? l->unused(p) : NULL;
}

static inline bool language_has_error(const language_row *l, front_cache *cache, str path, str text)
{
    return l->has_error ? l->has_error(cache, path, text) : false;
}

static inline bool language_reload(const language_row *l, ir_program *p, const source_tree *tree, front_cache *cache)
{
    return l->reload ? l->reload(p, tree, cache) : false;
}

static inline front_cache *language_cache_new(const language_row *l)
{
    return l->cache_new ? l->cache_new() : NULL;
}

static inline void language_cache_free(const language_row *l, front_cache *c)
{
    if (l->cache_free) l->cache_free(c);
}

static inline build_signs language_build_signs(const language_row *l, arena *a, const source_tree *tree, const build_facts *facts)
{
    return l->build_signs ? l->build_signs(a, tree, facts) : (build_signs){0};
}

static inline source_imports language_imports(const language_row *l, ir_program *p, uint32_t file)
{
    return l->imports ? l->imports(p, file) : (source_imports){0};
}

static inline bool language_option(const language_row *l, const char *package, str name, phase *when, bool *streaming,
                                   const char **shape)
{
    return l->option && l->option(package, name, when, streaming, shape);
}

static inline bool language_adapt(const language_row *l, arena *a, str text, str body, const code_package *packages, size_t n,
                                  code_place *place, text_edits *edits)
{
    *edits = (text_edits){0};
    return !l || !l->adapt || l->adapt(a, text, body, packages, n, place, edits);
}

static inline const handler_shape *language_shapes(const language_row *l, size_t *count)
{
    *count = 0;
    return l->shapes ? l->shapes(count) : NULL;
}

/* The rows, by the folders of their front ends: `language_go` is that of server/go. A new language is a name more. */
#define LANGUAGES(X) X(go) X(cxx)
#define LANGUAGE_DECLARE(name) extern const language_row language_##name;
LANGUAGES(LANGUAGE_DECLARE)

#endif
