/* Plugin projects: which there are, and what their sources say, loaded when somebody asks.
 *
 * Whoever looks into a program, its registrations, what it is built from or its schema includes the headers of those as well, so
 * that all others need not be compiled anew when those change. */
#ifndef PLUGIN_PROJECT_H
#define PLUGIN_PROJECT_H

#include "base/work.h"
#include "plugin/workspace.h"
#include "text/diagnostic.h"
#include "text/source_tree.h"

typedef struct ir_program ir_program;
typedef struct language_row language_row;
typedef struct build_facts build_facts;
typedef struct registration registration;
typedef struct registration_list registration_list;
typedef struct inferred_schema inferred_schema;
typedef struct inferred_value inferred_value;

typedef struct project_facts {
    str root;                   /* folder of the plugin */
    str name;                   /* folder's name */
    ir_program *program;        /* borrowed until a source file changes */
    const language_row *language;   /* that it is written in */
    const build_facts *build;
    const registration_list *registrations;
    project *project;
    const registration *registration; /* the one that counts, or NULL: none found, or not known (registrations->refused) */
    const work_left_out *left_out;    /* why nothing of it is looked at, and the program is empty; NULL: it is */
} project_facts;

/* The plugin project that a file or folder lies in: the nearest folder upwards with a build file such as go.mod (or, inside
 * what that builds, with a source that starts a plugin); NULL when there is none. Owned by the workspace. */
project *workspace_project_of(workspace *w, str path);
/* The project in exactly this folder; NULL when it has no sources. "FOLDER#ID" is one of several plugins that are registered
 * there, the one that hosts know by the id. */
project *workspace_project_at(workspace *w, str folder);
/* Projects below a folder, in order of their paths (memory of the list: `a`). */
typedef ARRAY(project *) project_list;
project_list workspace_projects_below(workspace *w, arena *a, str folder);
/* Those below all roots, each once. Borrowed until the workspace's shape is another one. */
const project_list *workspace_projects(workspace *w);
/* It is a module without a main package of its own: what it is made of are the plugins below it, each a project of its own. */
bool workspace_holds_others(workspace *w, const project *p);
/* The projects that are made of a file: those below the roots, and the one that it lies in, which have read it; else the one that
 * it lies in, unless that holds others. Loads all that may be (memory of the list: `a`). */
project_list workspace_projects_with(workspace *w, arena *a, str path);
/* The first of the projects below the roots, from number `*from` on, that workspace_projects_with would have to load; NULL when
 * there is none. `*from` is the number behind it then. */
project *workspace_next_to_load(workspace *w, str path, size_t *from);
/* Whether what is known of any project depends on the file, or on its not being there. */
bool workspace_is_looked_at(const workspace *w, str path);
/* Whether its program is made of the file; of a source that is gone: whether it may have been. Loads it where it must. */
bool project_is_made_of(project *p, str path);
/* Whether it is made of sources in the folder; loads what is not loaded yet. */
bool project_has_sources(project *p, str folder);
/* Its folder, without loading anything. */
str project_root(const project *p);
/* Where hosts choose among several plugins of its program by an id: the one with that id, else the project itself, of which then
 * no parser is known. Loads what is not loaded yet. */
project *project_registered(project *p, str id);
/* A number that changes whenever its sources do; loads what is not loaded yet. */
uint64_t project_generation(project *p);
/* Loads what is not loaded yet. Borrowed until a file changes. */
const project_facts *project_load(project *p);
/* The inferred schema; computed once per program. NULL when the plugin registers no parser. */
const inferred_schema *project_schema(project *p);
/* The same, and which types the plugin lets pass in each place, tried anew. */
const inferred_schema *project_schema_tried(project *p);
/* The same as project_schema; while it would take long to make it, the one of before the last edits. Both stay until the request
 * at hand is answered. */
const inferred_schema *project_schema_soon(project *p);
/* The schema's root, or (`rule`) that of a rule, as far as infer_explored knows it: in half of the time, where the whole is not
 * made already. NULL when the plugin registers no parser. */
const inferred_value *project_explored(project *p, bool rule);
/* When there is something to do for the next one, as now_ms(); INT64_MAX: never. */
int64_t workspace_schemas_due(const workspace *w);
/* Makes a piece of such a schema when it is time to; false when there was nothing to do. */
bool workspace_make_schemas(workspace *w);
/* When a program that edits have left much behind in is to be made anew, as now_ms(): some time after its last edit, so that
 * nobody waits for it. INT64_MAX: never. */
int64_t workspace_renewal_due(const workspace *w);
/* Makes one anew when it is time to: it is the same as before, but for its memory, and its kept things are gone. NULL: there was
 * nothing to do. */
project *workspace_renew(workspace *w);
/* The same for this one, when it is loaded and what is there now judges; false otherwise. */
bool project_renew(project *p);
/* Where a place of the program stands in the file now, and the other way round: the same, but where the last whole program
 * judges. False when its line was edited. */
bool project_move_place(project *p, str path, range *at);
bool project_move_back(project *p, str path, range *at);
/* Findings of the project's code, or with places in it, since number `from`: where the last whole program judges they are moved
 * to where its lines stand now; those on lines that were edited are dropped. Memory from `a`. */
void project_move_findings(project *p, arena *a, diagnostic_list *list, size_t from);
/* Where a layer above keeps what it has made of the loaded program; NULL at first. */
typedef struct project_keeper {
    void (*drop)(void *kept); /* called when the program goes */
    size_t (*bytes)(const void *kept);
    bool (*is_worn)(const void *kept); /* edits have left so much behind in it that it had better be made anew */
} project_keeper;
void **project_kept(project *p, const project_keeper *keeper);
/* A number of its sources, all of them below the folder: another one when a text of them is another. Reads them. */
uint64_t workspace_sources_hash(workspace *w, str folder);
/* The view of the files that project was loaded through, for rules that look at build files. */
const source_tree *project_sources(project *p);

#endif
