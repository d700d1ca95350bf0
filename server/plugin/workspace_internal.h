/* The workspace's own state, shared by its files:
 *
 *     files.c      buffers over the disk         folders.c    which folders are plugin projects
 *     record.c     what a load has looked at     project.c    plugin projects: loading
 *     document.c   kinds of YAML documents       evaluate.c   configurations through the plugin's code
 *     schemas.c    JSON Schemas of documents     settings*.c  what the user set
 *     idle.c       what is dropped to save memory
 *     left_out.c   projects that are not looked at           names.c      what build files call a plugin
 */
#ifndef PLUGIN_WORKSPACE_INTERNAL_H
#define PLUGIN_WORKSPACE_INTERNAL_H

#include "base/words.h"
#include "plugin/border.h"
#include "plugin/names.h"
#include "plugin/record.h"
#include "plugin/settings.h"
#include "plugin/documents.h"
#include "language/language.h"
#include "ir/infer.h"
#include "base/slices.h"

/* A file's documents before anything is loaded for them. */
typedef struct owned_document {
    document_facts *facts; /* without parts */
    uint64_t shape;        /* of the workspace, and the settings, that it was made with */
    settings_view settings;
} owned_document;

typedef struct workspace_file {
    str path;
    arena memory; /* text and lines */
    file_status status;
    bool buffer;
    bool indexed;
    bool resting;    /* its text was dropped and can be read again */
    uint64_t rested; /* hash of that text */
    uint64_t used;   /* when, see workspace.uses */
    struct workspace_file *newer, *older; /* files with a text, in the order of their use */
    str text;
    line_index lines;
    uint64_t generation; /* grows with every change */
    /* what was made of it as a YAML document */
    yaml_edited *edited;  /* a buffer's tree; NULL until asked for */
    bool edit_told;       /* `edited` is ahead of the text: it has its next edits already, */
    uint32_t edits;       /* so many */
    bool edited_whole;    /* the last one was no small one */
    arena document_memory;
    owned_document *owned;    /* somebody asked whose it is, and nothing else so far */
    document_facts *document; /* borrows from `edited` */
    project *document_plugin;
    words_language document_language; /* that what is wrong with its tree is said in */
    uint64_t document_generation, document_shape;
    settings_view document_settings;
} workspace_file;

/* Texts that a program was made of, by path. */
typedef struct kept_text {
    str path, text;
} kept_text;
typedef struct kept_texts {
    arena memory;
    kept_text *at;
    size_t n, cap;
    source_tree below;
} kept_texts;

/* A schema, and what it lies in. */
typedef struct schema_memory {
    inferred_schema *schema;
    arena memory, descriptions;
} schema_memory;

struct project {
    workspace *owner;
    str root; /* in the workspace's memory */
    project *of;   /* one of several plugins of this project's program, by its registration's name `id`: it has facts and a schema
                      of its own, and all else is the other's. NULL: it has a program itself */
    str id;
    ARRAY(project *) parts; /* those of this one; in the workspace's memory */
    registration open;      /* what is known where nobody says which of them is meant */
    bool loaded;
    bool resting;  /* not loaded to save memory: if nothing changes, it will be what it was */
    uint64_t used; /* when, see workspace.uses */
    arena memory; /* of the loaded program */
    size_t loaded_bytes; /* that it took at first */
    int64_t edited_at;   /* when an edit was last followed, as now_ms() */
    const language_row *language; /* that it is, or was last, loaded as */
    front_cache *cache;
    bool whole;    /* as far as is known, the program is one that Go compiles */
    bool behind;   /* the files have changed since, and are not whole */
    const work_left_out *left_out; /* why nothing of it is loaded, or NULL */
    kept_texts kept_whole; /* while it is made sure that they are */
    source_tree kept_view;
    record_state state;      /* what is known to have changed since the load */
    source_record looked_at; /* by the load, and by what was made of the program later */
    source_tree tree;        /* enters it there */
    arena headers;           /* of tree.header_folders, which are those that the settings named */
    settings_view headers_said;
    uint64_t headers_seen;   /* `changes` of the workspace when they were asked */
    source_record build_looked_at; /* to tell `reach` */
    language_folders reach;        /* folders that its program can be made of, see language.reach */
    source_record names_looked_at; /* to tell `names`, which are in its memory: names.c */
    plugin_names names;
    build_facts build;
    registration_list registrations;
    project_facts facts;
    uint64_t generation;
    schema_memory schema;      /* empty: not asked for since it could have changed */
    schema_memory last_schema; /* of the program before, while that takes its time; or empty */
    inference *begun;          /* the schema is not made, but somebody has asked what is read; or NULL */
    slices *making;            /* the new one; or NULL */
    inferred_schema *made;     /* when it is over */
    bool schema_wanted;        /* somebody is likely to ask for the first one soon: a document of the plugin is open */
    int64_t schema_due;        /* when it is time to make it, as now_ms() */
    eval_entry schema_parse, schema_override; /* what it was made of; the latter zero for none */
    bool described; /* the descriptions in it are those of the files now */
    void *kept; /* see project_kept */
    const project_keeper *keeper;
};

/* project_schema.c: lets a session make the schema before it is asked for; before the program changes; after it has; when it
 * goes. */
void schema_want(project *p);
void schema_stop(project *p);
void schema_follow(project *p);
void schema_forget(project *p);
size_t schema_bytes(const project *p);
/* Enters the project as what is at work (base/work.h). A document that was entered before is taken out, and comes back with
 * project_leave_work: what loading a project costs is not the fault of a document. */
work_item project_enter_work(const project *p, work_item *document);
void project_leave_work(work_item outer, work_item document);

struct workspace {
    arena memory; /* paths and the like: lives as long as the workspace */
    map files;    /* path -> workspace_file */
    ARRAY(workspace_file *) buffers; /* on the heap */
    map folders;  /* path -> folder_facts: folders.c */
    map projects; /* root -> project */
    ARRAY(str) roots;
    workspace_border border; /* what may be read */
    map listings; /* folder -> kept_listing: listing.c */
    arena listing_memory;
    project_list listing; /* the projects below the roots, when `shape` was `listing_shape` */
    uint64_t changes; /* of any file */
    uint64_t shape, listing_shape; /* see workspace_shape */
    str module_cache; /* empty: not looked for yet, or there is none */
    bool keeps_whole; /* see workspace_keep_whole */
    bool docs;    /* see workspace_check_docs */
    bool chinese; /* what plugins say of their keys is wanted in Chinese */
    uint64_t generation;
    uint64_t uses; /* of files and projects, counted */
    workspace_file *newest, *oldest; /* of the files with a text */
    ARRAY(project *) loaded;
    map schemas;  /* file of settings, or "" -> schema_store: schemas.c */
    str forced_schema;
    int schema_draft; /* enum schema_draft */
    struct settings_store *settings; /* settings_find.c; NULL until asked for */
    inferred_schema **catalogue; /* of each plugin in it two: catalogue.c; NULL until asked for */
};

void schema_stores_free(workspace *w);
void settings_store_free(struct settings_store *s);
workspace_file *workspace_file_at(workspace *w, str path);
source_tree workspace_tree(workspace *w);
void workspace_file_forget_document(workspace_file *f);
/* The tree of a buffer. */
void workspace_file_forget_tree(workspace_file *f);
void workspace_file_used(workspace *w, workspace_file *f);
/* What the plugin in the folder is written in: the language of the source that starts it, else of its build file or its
 * sources. */
const language_row *workspace_language_at(workspace *w, str folder);
void project_free(project *p);
/* Of several plugins in a folder the one that hosts know by the id, whether it is there or not. */
project *project_part(project *p, str id);
/* whole.c: see workspace_keep_whole */
bool project_is_whole(const project *p, ir_program *program);
bool project_parses(project *p);
void kept_take(kept_texts *k, const ir_program *program);
source_tree kept_tree(kept_texts *k, const source_tree *below);
void kept_free(kept_texts *k);
/* Frees what was loaded; it is loaded again when asked for, as the same generation if nothing that it is made of has changed. */
void project_rest(project *p);
/* What edits have left behind in it is half of what makes an edit load it from the start. */
bool project_is_worn(const project *p);
/* Estimated: what project_rest frees. */
size_t project_bytes(const project *p);
/* Whether it is known which files it is made of; whether this one can be among them, as build files tell; whether it is. */
bool project_is_known(project *p);
bool project_may_have(project *p, str path);
bool project_has(project *p, str path);
/* Whether a project, or a file of a program, is not to be looked at; NULL: it is. */
const work_left_out *project_find_left_out(project *p);
const work_left_out *program_find_left_out(const ir_program *program);
/* One without files. */
extern const source_tree workspace_no_tree;

typedef struct folder_facts {
    uint64_t shape; /* of the workspace when it was looked at */
    bool has_module, has_sources, has_main;
    bool is_foreign; /* it is the folder of a plugin in a language that is not read */
    const language_row *language; /* of the first source that starts a plugin, else of the build file or a source; NULL: none */
    bool is_repository;   /* the root of one */
    bool has_settings[2]; /* files of settings, in the order of settings_names */
} folder_facts;
/* What a folder is, by its entries (NULL: they are listed here), unless nothing has changed since it was last looked at. */
const folder_facts *workspace_folder_facts(workspace *w, str folder, const file_entries *entries);
/* Entries in byte order, those of the disk and those that only buffers have. */
file_status workspace_entries(workspace *w, arena *a, str folder, file_entries *entries);
void listings_free(workspace *w);
extern const str settings_names[2];

#endif
