/* A session over a user's files: open buffers over the disk, plugin projects, and what is known of each.
 *
 * The one object behind both the language server and the linter, so that both find the same. Everything is computed when asked
 * for and kept until a file it depends on changes: an edit of main.go changes the programs that are made of it, wherever it lies, an
 * edit of config.yaml only that document. Reads the disk, never writes, starts nothing. One thread at a time. */
#ifndef PLUGIN_WORKSPACE_H
#define PLUGIN_WORKSPACE_H

#include "ir/infer.h"
#include "language/language.h"
#include "base/file.h"
#include "text/diagnostic.h"
#include "text/line_index.h"
#include "yaml/incremental.h"

typedef struct workspace workspace;
typedef struct project project;

workspace *workspace_new(void);
void workspace_free(workspace *w);
/* A program whose code Go refuses does not take the place of the last one that was whole: that one goes on judging until the code is
 * whole again. For editors; a linter has no past. */
void workspace_keep_whole(workspace *w, bool keep);
bool workspace_keeps_whole(const workspace *w);
/* The file's text in the last whole program, where one that is loaded judges in place of what is in the buffer. Borrowed until a
 * file changes. */
bool workspace_whole_text(const workspace *w, str path, str *text);
/* Descriptions of keys in Chinese where a plugin has them, not in English. Before the first schema. */
void workspace_prefer_chinese(workspace *w);

/* --- files. Paths are absolute and clean; texts are copied. --- */

/* An editor's buffer: opened or changed. Wins over the disk until closed. */
void workspace_set_buffer(workspace *w, str path, str text);
/* What the text of the next workspace_set_buffer differs in from the buffer: the bytes of `at` became `text`. Told of every edit, a
 * YAML document's tree is made anew only around it. */
void workspace_edit_buffer(workspace *w, str path, range at, str text);
void workspace_close_buffer(workspace *w, str path);
/* The disk changed at or below `path` (a file or a folder). `text_only`: the file was there before and still is, which
 * of a buffer's means nothing. False when that is nothing to anybody. */
bool workspace_disk_changed(workspace *w, str path, bool text_only);
/* Files may have come or gone without anybody's telling. */
void workspace_list_again(workspace *w);
/* The text as an editor sees it, from the buffer or the disk; borrowed until the next change of that file. */
file_status workspace_text(workspace *w, str path, str *text);
/* Lines of that text, likewise borrowed; the text must have been found. */
const line_index *workspace_lines(workspace *w, str path);

/* Another number whenever a file came or went, a folder became a plugin's or ceased to be one, or a root did. */
uint64_t workspace_shape(const workspace *w);

/* --- what may be read: the repositories that the user works in, and nothing that links or paths lead to outside of them (border.h). --- */

/* Everything may be read: the user trusts what lies here. Before anything is asked. */
void workspace_open_border(workspace *w);
bool workspace_may_read(workspace *w, str path);
/* Whether a fix may change a file: not where only Go's sources are followed to. */
bool workspace_may_write(workspace *w, str path);
/* Lets the repository be read of a file or folder that the user named; `here` is the folder that is worked in, or empty. False: a link leads
 * out of the repository that the path lies in, and nothing of it is read. */
bool workspace_allow(workspace *w, str path, str here);
/* Whether a path that is written in a file of the folder `from` leads outside. */
bool workspace_leads_outside(workspace *w, str from, str written);

/* A folder in which plugins are looked for when a document names one: an editor's workspace folder, a path on the command line. */
void workspace_add_root(workspace *w, str folder);
void workspace_remove_root(workspace *w, str folder);
size_t workspace_root_count(const workspace *w);
str workspace_root_at(const workspace *w, size_t i);

/* --- projects --- */

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
/* The project in exactly this folder; NULL when it has no sources. */
project *workspace_project_at(workspace *w, str folder);
/* Projects below a folder, in order of their paths (memory of the list: `a`). */
typedef ARRAY(project *) project_list;
project_list workspace_projects_below(workspace *w, arena *a, str folder);
/* Those below all roots, each once. Borrowed until the workspace's shape is another one. */
const project_list *workspace_projects(workspace *w);
/* It is a module without a main package of its own: what it is made of are the plugins below it, each a project of its own. */
bool workspace_holds_others(workspace *w, const project *p);
/* The projects that are made of a file: those below the roots, and the one that it lies in, which have read it; else the one that it lies
 * in, unless that holds others. Loads all that may be (memory of the list: `a`). */
project_list workspace_projects_with(workspace *w, arena *a, str path);
/* The first of the projects below the roots, from number `*from` on, which that would have to load; NULL when there is none. `*from` is the
 * number behind it then. */
project *workspace_next_to_load(workspace *w, str path, size_t *from);
/* Whether what is known of any project depends on the file, or on its not being there. */
bool workspace_is_looked_at(const workspace *w, str path);
/* Whether it is made of sources in the folder; loads what is not loaded yet. */
bool project_has_sources(project *p, str folder);
/* Its folder, without loading anything. */
str project_root(const project *p);
/* Another number whenever its sources are others; loads what is not loaded yet. */
uint64_t project_generation(project *p);
/* Loads what is not loaded yet. Borrowed until a file changes. */
const project_facts *project_load(project *p);
/* The inferred schema; computed once per program. NULL when the plugin registers no parser. */
const inferred_schema *project_schema(project *p);
/* Where a place of the program stands in the file now, and the other way round: the same, but where the last whole program judges. False
 * when its line was edited. */
bool project_move_place(project *p, str path, range *at);
bool project_move_back(project *p, str path, range *at);
/* Findings of the project's code, or with places in it, since number `from`: where the last whole program judges they are moved to
 * where its lines stand now; those on lines that were edited are dropped. Memory from `a`. */
void project_move_findings(project *p, arena *a, diagnostic_list *list, size_t from);
/* Where a layer above keeps what it has made of the loaded program; NULL at first. */
typedef struct project_keeper {
    void (*drop)(void *kept); /* called when the program goes */
    size_t (*bytes)(const void *kept);
} project_keeper;
void **project_kept(project *p, const project_keeper *keeper);
/* What its sources, all of them below the folder, are told from others by. Reads them. */
uint64_t workspace_sources_hash(workspace *w, str folder);
/* The view of the files that project was loaded through, for rules that look at build files. */
const source_tree *project_sources(project *p);

/* --- memory. What is dropped is made again when somebody asks for it. What was borrowed of it is gone; generations stay as they are. --- */

/* Frees what is held of the projects and files that were not used for the longest time, until `bytes` bytes are free; files with a
 * buffer, and projects that such a file belongs to, stay. The bytes that were freed, estimated. */
size_t workspace_drop_idle(workspace *w, size_t bytes);
/* Frees what is held of all projects but the one in the folder `stays`, and of all files without a buffer. */
void workspace_rest(workspace *w, str stays);
/* What is held of one file. */
void workspace_rest_file(workspace *w, str path);
size_t workspace_loaded_count(const workspace *w); /* projects */

/* --- documents --- */

/* One configuration inside a document: where it stands and how the plugin gets it. */
typedef enum config_scope { CONFIG_GLOBAL, CONFIG_RULE } config_scope;
typedef struct config_part {
    const yaml_node *node;   /* the configuration value; YAML_EMPTY where it is missing */
    range key_at;            /* what it stands behind, or, when it is missing, should stand in; empty for what stands in no wrapper */
    config_scope scope;
    int32_t global;          /* CONFIG_RULE: number of the part it overrides, -1 without one */
    bool sdk_rule;           /* written as an element of `_rules_`: the match keys stand beside the configuration */
    const yaml_node *rule;   /* the element of a WasmPlugin's matchRules that says when it holds; or NULL */
} config_part;

typedef enum document_kind {
    DOCUMENT_OTHER,      /* nothing wpls knows */
    DOCUMENT_CONFIG,     /* the plugin's configuration itself */
    DOCUMENT_WASMPLUGIN, /* Higress: spec.defaultConfig, spec.matchRules[].config */
    DOCUMENT_ISTIO_WASMPLUGIN, /* spec.pluginConfig */
} document_kind;

typedef struct config_document {
    document_kind kind;
    const yaml_node *root;
    uint32_t number; /* among the documents of its file */
    ARRAY(config_part) parts;
    bool named;      /* the file or the caller says whose it is; else it was told from where and what it is */
    project *plugin; /* whose configuration it is; NULL: not known */
    project_list candidates; /* several fit: none was taken */
    project *asked;  /* of no plugin because this one's code does not know it */
    str wanted;      /* the name of the plugin that a wrapper asks for; empty: it gives none */
    const yaml_node *wanted_at; /* where it does, or NULL */
    bool templated;  /* a wrapper among actions of a template ("{{"): what the plugin will get is not known */
    str language;    /* what a plugin of that name is written in that wpls does not read; or empty */
} config_document;

typedef struct document_facts {
    const yaml_stream *stream;
    yaml_edited *edited;       /* of an editor's buffer: ranges in `stream` are its places; NULL: they are bytes of the text */
    ARRAY(config_document) documents; /* one per YAML document */
    const struct schema_mention *mention; /* the schema that the file names (plugin/schemas.h); NULL: none */
    uint64_t generation;       /* no two ever made have the same */
} document_facts;

/* The structure of a YAML or JSON file; NULL when it can't be read. `plugin`: the project to check against whatever the file says
 * or where it lies, or NULL. Borrowed until the file or a project changes. */
const document_facts *workspace_document(workspace *w, str path, project *plugin);
/* The project that the file's documents are checked against, the first one of several; NULL: there is none. Loads nothing. */
project *workspace_document_owner(workspace *w, str path);
/* The generation of what is known of a file's structure, as long as that holds whatever the settings say; else 0. */
uint64_t workspace_document_current(workspace *w, str path);
/* The folder in a comment "# wpls: plugin=FOLDER", relative to the file's; a slice of the stream's text, `p` is NULL without one. */
str workspace_plugin_mention(const yaml_stream *s);
/* A range of `stream` as bytes of the text, and where a byte of the text stands in `stream`. */
range document_range(const document_facts *facts, range at);
uint32_t document_place(const document_facts *facts, uint32_t offset);

/* Whether a document that is no plugin's configuration plainly is something else: another tool's file, a list, nothing. */
bool config_is_something_else(str path, const yaml_node *root);

/* The document as it would be if its file's text were `text`; what kind it is and whose stays as it was. False when the text is no
 * longer well-formed or has other parts than before. Everything in `a`, which `text` must outlive. */
bool config_document_edited(arena *a, const config_document *d, str path, str text, config_document *edited);

/* --- what the plugin makes of a configuration --- */

/* One configuration run through the plugin's own parse code: the document it saw, with reading marks, and the verdict. */
typedef struct config_run {
    const config_part *part;
    doc_node *document;
    eval_result result;
    bool ran;          /* false: the plugin registers no parser, or the SDK does not call it for this part */
    bool swallowed;    /* the SDK ignores an error in this part */
    bool skipped;      /* a rule that the SDK leaves out, and goes on with the others */
    str sdk_message;   /* what the SDK itself complains about, or empty */
    const doc_node *sdk_fault;
} config_run;

typedef ARRAY(config_run) config_runs;

/* The part as the plugin gets it: Higress makes an empty object of a configuration that is null or missing in a WasmPlugin. */
doc_node *config_part_document(arena *a, const config_part *part);
/* Runs every part of a document through its plugin (document->plugin, which must not be NULL). Everything in `a`. */
config_runs config_evaluate(arena *a, const config_document *document);

#endif
