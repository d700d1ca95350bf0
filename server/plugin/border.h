/* What may be read of the disk: the repository that somebody works in, and nothing that a link or a path in a file leads to
 * outside of it, since opening a folder of others must not show what else lies on the machine.
 *
 * A border is drawn around each place that the user named: the root of its repository (the nearest folder above with ".git"),
 * else that folder. Go's sources are followed as Go does, to any folder with a go.mod, and into the module cache; nothing else is
 * read there. Places are compared by their real names, without links, which are looked up once a folder. */
#ifndef PLUGIN_BORDER_H
#define PLUGIN_BORDER_H

#include "base/array.h"
#include "base/file.h"
#include "base/map.h"

struct workspace;

typedef enum border_scope {
    BORDER_ALL,     /* every file below the folder */
    BORDER_SOURCES, /* Go's files below it */
    BORDER_FOLDER,  /* the files in the folder itself */
} border_scope;

typedef struct border_area {
    str path, real; /* as it was named, and without links */
    border_scope scope;
    str base;       /* BORDER_FOLDER: what paths in its files may lead to, without links */
    str by;         /* the folder of border_allow_folder that it is there for; or empty */
} border_area;

typedef struct workspace_border {
    bool open;    /* the user trusts what lies here: everything may be read */
    arena memory;
    ARRAY(border_area) areas;
    map folders;  /* path -> border_folder */
} workspace_border;

/* Allows reading what the user named, a file or a folder: its repository; without one the folder, or for a file the folder that
 * is worked in (`here`, may be empty) if the file lies there, else its own folder. False: a link leads out of the repository that
 * the path lies in, and nothing is allowed. */
bool border_allow(struct workspace *w, str path, str here);
/* Likewise for the folder that an editor works in: the user chose it, wherever links lead to it. */
void border_allow_folder(struct workspace *w, str folder);
/* Draws the borders around the roots and the open files anew, when some of those are gone. False when nothing has changed; else
 * the workspace has to get another shape. */
bool border_renew(struct workspace *w);
/* Likewise around a file that was opened in an editor, when it lies elsewhere. */
void border_allow_opened(struct workspace *w, str path);
/* Allows reading the files of one scope below a folder. */
void border_add(struct workspace *w, str folder, border_scope scope);
/* The folder is known to be no link itself: spares a question to the system. */
void border_know_folder(struct workspace *w, str folder);

/* Whether a file may be read. */
bool border_allows(struct workspace *w, str path);
/* Whether every file in a folder may be. */
bool border_allows_folder(struct workspace *w, str folder);
/* A folder's name without links; borrowed until border_free. */
str border_real(struct workspace *w, str path);
/* Whether reading it would open the sources beside it, which are forbidden so far: a build file that others lead to. */
bool border_opens(struct workspace *w, str path);
/* Reads a file that may be read; FILE_OUTSIDE when it may not. */
file_status border_read(struct workspace *w, arena *a, str path, str *text);
/* Whether the names of what lies in a folder may be listed: those of any folder of a Go module, too. */
bool border_lists(struct workspace *w, str folder);
/* Whether a file in the folder `from` may lead to `path`, which may then be read. */
bool border_admits(struct workspace *w, str from, str path);
/* The repository or named folder that a folder lies in, as it was named; empty when it lies in none. */
str border_around(struct workspace *w, str folder);
void border_free(struct workspace *w);

#endif
