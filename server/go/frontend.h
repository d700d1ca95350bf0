/* The Go front end: from a module's files to the ir.
 *
 * Reads through a source_tree only; never runs the go command. Loaded are the packages of the module that can be part of the wasm
 * program: files whose build constraints allow GOOS=wasip1 GOARCH=wasm (and neither cgo nor ignore), _test.go files left out.
 * Packages of other modules are read from vendor/ or the module cache, when no models stand for them; else they are opaque. */
#ifndef GO_FRONTEND_H
#define GO_FRONTEND_H

#include "ir/language_row.h"
#include "syntax/tree.h"

/* Keeps syntax trees between loads, so that a load after an edit parses only what changed. Owned by the session. */
typedef struct go_cache go_cache;
go_cache *go_cache_new(void);
void go_cache_free(go_cache *c);

/* Reads the go.mod of `root` or the nearest folder above it, and nothing else; what it does not say stays empty. In `a`. */
void go_module_read(arena *a, const source_tree *tree, str root, build_facts *module);
/* The folders that the packages of a program at `root` can lie in, below them, module cache aside: that of its go.mod and those
 * of modules that are used from where they lie; and the path of the go.work that says so, if there is one. In `a`. */
void go_module_reach(arena *a, const source_tree *tree, str root, language_folders *reach);
/* Sets what follows from go.mod: build_facts.reactor, build_facts.higress_abi. */
void go_module_judge(build_facts *m);
/* A sign of TinyGo: a requirement, or a build file beside go.mod. `tree` may be NULL. */
bool go_module_mentions_tinygo(arena *a, const source_tree *tree, const build_facts *m);
/* A build file beside go.mod that asks for a reactor (-buildmode=c-shared), as native builds do. */
bool go_module_mentions_reactor(arena *a, const source_tree *tree, const build_facts *m);

/* Whether a file belongs to the program, by its name and the comments above its package clause; `package` gets the name in its
 * package clause, empty when it has none. */
bool go_file_included(str name, str text, str *package);

/* The program of the module at `root` (a folder with a go.mod; without one the folder is taken as package "main" of a module
 * named after it). The packages loaded are the main packages' import closure inside the module, `root`'s own package first; when
 * root has no main package, every main package below it. Never NULL; of broken files it has what could be read. `cache` may be
 * NULL. The program lives in `a`, copies of the texts included. */
ir_program *go_load(arena *a, const source_tree *tree, str root, go_cache *cache, build_facts *module);
/* After changes in files of the program: functions whose body alone was edited get a new body; the packages of files in which
 * more has changed, and those that import them, are loaded anew, in the same arena; the others keep all that was made of them.
 * False when more has changed (a file came or went, other imports): then the program is only good for go_unload. */
bool go_reload(ir_program *p, const source_tree *tree, go_cache *cache);
/* Drops the program's syntax trees; call it before the arena is freed. Function bodies can't be lowered any more. */
void go_unload(ir_program *p);

/* Whether there are mistakes of syntax in a text that is about to become a file's. */
bool go_text_has_error(go_cache *c, str path, str text);

/* What Go refuses to compile of the code that is written here (ir/refusal.h), each mistake once, by file and place; lowers all of
 * it, and says so in the program. In the program's arena. */
ir_refusals go_refused(ir_program *p);
/* What is wrong with a file outside of its declarations, so that some of them may be missing; NULL: nothing. */
const ir_refusal *go_refused_file(ir_program *p);
/* An import that no code uses, NULL: none. Go refuses it, too, but without it the code would mean the same. */
const ir_refusal *go_unused(ir_program *p);

/* Registrations of the program (schema/go-registration.json has the options): see ir/registration.h. */
registration_list go_registrations(ir_program *p);

/* What an option of the SDK's registering functions stands for: false when `name` of the package ("wrapper", see sdk_package) is
 * none. `*when`: PHASE_COUNT for one that registers nothing that runs. `*shape`: what is handed over, in words; "" for
 * nothing. */
bool go_registration_option(const char *package, str name, phase *when, bool *streaming, const char **shape);
const handler_shape *go_registration_shapes(size_t *count);
/* Whether the function of that package registers a plugin whose name it takes first, before the options. */
bool go_registration_takes_name(const char *package, str name);

/* language_row.place and language_row.adapt. */
code_place go_code_place(arena *a, const code_typed *typed);
bool go_adapt_snippet(arena *a, str text, str body, const code_package *packages, size_t n, code_place *place, text_edits *edits);

/* Function models of Go's standard library, gjson, the SDK and other often used packages; NULL when there is none. `name` as in
 * ir_program.find_native. */
const struct native *go_find_native(str name);
/* Whether such models stand for the package with this import path (with or without a major version suffix): its source is then
 * left alone, wherever it lies. */
bool go_is_modelled(str import);
/* Types of such libraries whose make-up matters to the code that uses them ("time" "Duration", "net/url" "URL"): shared, never
 * written to; NULL when there is none. Take it where a name of a package without source is resolved, so that zero values, fields
 * and conversions work; an import path with a major version suffix is looked up without it. */
ir_type *go_library_type(str package, str name);
/* Constants of such libraries ("time" "Second", "net/http" "StatusOK"), for constant folding: false when there is none. */
bool go_library_constant(str package, str name, ir_constant *value, ir_type **type);

/* Imports of a file as (local name, import path); local name "." or "_" as written. For rules and completion. */
source_imports go_file_imports(ir_program *p, uint32_t file);

#endif
