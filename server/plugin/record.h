/* What a piece of work looked at: the files that it read, those that it looked for in vain, and the folders that it listed.
 *
 * That alone decides whether its result is out of date, and not what lies near by: a package may come from anywhere, by a
 * `replace`, a go.work or a module above. Asking costs one comparison a file while no file came or went. */
#ifndef PLUGIN_RECORD_H
#define PLUGIN_RECORD_H

#include "base/array.h"
#include "base/map.h"
#include "text/source_tree.h"

struct workspace;
struct workspace_file;

typedef enum dependency_kind {
    DEPENDS_ON_FILE,    /* a load depends on all of it, or on its not being there */
    DEPENDS_ON_HEAD,    /* a source that the build leaves out: on that alone */
    DEPENDS_ON_SOURCE,  /* whose text the program keeps and compares itself */
    DEPENDS_ON_FOLDER,  /* on the names in it */
} dependency_kind;

typedef struct source_dependency {
    dependency_kind kind;
    struct workspace_file *file; /* or a folder: */
    str folder;
    uint64_t seen; /* the file's generation, a number of the folder's entries */
    bool late;     /* looked at when the program was there already: it does not depend on it */
} source_dependency;

typedef struct source_record {
    struct workspace *owner;
    arena memory;
    map by_path;  /* number in `all`, from 1 */
    ARRAY(source_dependency) all;
    bool late;    /* what is looked at from here on counts as late */
    uint64_t changes, shape; /* the workspace's, when all was as recorded */
} source_record;

typedef enum record_state {
    RECORD_CURRENT,
    RECORD_LATE,    /* what was looked at late has changed, and nothing else has */
    RECORD_EDITED,  /* files of the program were edited */
    RECORD_OTHER,   /* anything else: the program may be made of other files, in other ways */
} record_state;

/* An empty record, ready for a load. */
void record_begin(source_record *r, struct workspace *w);
/* A view of the workspace's files that enters into the record what is looked at. The record must stay where it is. */
source_tree record_tree(source_record *r);
/* The load goes on with a changed program. */
void record_resume(source_record *r);
/* Says that the program keeps the text of this file. */
void record_keep_source(source_record *r, str path);
/* The load is over: all is as recorded, and what is looked at from now on is late. */
void record_end(source_record *r);
/* What has changed since. A change is reported once, but for RECORD_OTHER, which every call reports. */
record_state record_check(source_record *r);
/* Whether the file was read; whether it was looked for, in vain or not. */
bool record_has(const source_record *r, str path);
bool record_depends(const source_record *r, str path);
void record_free(source_record *r);

#endif
