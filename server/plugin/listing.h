/* What lies below a folder: plugin projects, files that may be configurations, and what of it is not looked at; found in one
 * walk. */
#ifndef PLUGIN_LISTING_H
#define PLUGIN_LISTING_H

#include "plugin/names.h"
#include "plugin/workspace.h"

typedef ARRAY(str) path_list;

typedef enum left_out_reason {
    LEFT_UNREADABLE, /* a file or folder */
    LEFT_OUTSIDE,    /* a link that leads out of the repository */
    LEFT_DEEP,       /* a folder more than LIMIT_FOLDER_DEPTH below */
    LEFT_MANY,       /* there are more than LIMIT_FOLDER_FILES documents */
    LEFT_LANGUAGE,   /* the source of a plugin in a language that is not read */
} left_out_reason;

typedef struct left_out {
    left_out_reason reason;
    str path;
    str name;           /* LEFT_OUTSIDE: where the link leads, as written; LEFT_LANGUAGE: the language */
    range at;           /* LEFT_LANGUAGE: what shows that it is one */
    plugin_names names; /* LEFT_LANGUAGE: what it is called */
    file_status status; /* LEFT_UNREADABLE */
} left_out;

typedef struct tree_listing {
    path_list projects;  /* their folders, each before those below it */
    path_list documents; /* YAML and JSON files, and documentation, by name in each folder; at most LIMIT_FOLDER_FILES */
    ARRAY(left_out) left_out;
} tree_listing;

/* Below the folder, without hidden folders and those that hold what others made. A link to a folder is followed when it leads to
 * another place of the repository. Borrowed until the disk changes. */
const tree_listing *workspace_listing(workspace *w, str folder);
/* Whether a file's name is that of a YAML or JSON file, or of one that may have some inside; whether it is of the latter. */
bool is_document_name(str name);
bool is_prose_name(str name);
/* Of a source that may hand configurations to the plugin; those in a folder, in `a`. */
bool is_test_name(str name);
path_list workspace_tests(workspace *w, arena *a, str folder);

/* The YAML and JSON files below the plugin's folder (none when it is NULL) and below the workspace folders, each once; at most
 * LIMIT_CONFIGURATION_FILES. Memory from `a`. */
path_list configuration_files(workspace *w, arena *a, project *plugin);

#endif
