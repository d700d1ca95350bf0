/* Files and folders on disk. Nothing above base reads or writes a file in any other way. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/array.h"

typedef enum file_status {
    FILE_OK,
    FILE_MISSING,
    FILE_DENIED,
    FILE_TOO_LARGE, /* over LIMIT_DOCUMENT_BYTES */
    FILE_NOT_REGULAR,
    FILE_DANGLING, /* a symbolic link to nothing */
    FILE_LOOP,     /* symbolic links in a circle */
    FILE_LINK,    /* a symbolic link, where none is followed */
    FILE_OUTSIDE, /* of what may be read (plugin/border.h) */
    FILE_ENCODING, /* a document in UTF-16 or UTF-32 (plugin/files.c) */
    FILE_FAILED,
} file_status;

/* "no such file", "permission denied", ...: what to print behind the file's name. */
const char *file_status_text(file_status s);

/* Reads a whole regular file into the arena. */
file_status file_read(arena *a, str path, str *text);
/* Likewise, but a symbolic link is not followed: FILE_LINK. Folders on the way may be links. */
file_status file_read_unlinked(arena *a, str path, str *text);
/* Reads the first bytes of a regular file, at most `size` of them; `*n` says how many, fewer only when the file has no more. */
file_status file_read_head(str path, char *bytes, size_t size, size_t *n);
/* Replaces the contents of an existing regular file, all or nothing: written beside it and renamed. Its permissions stay; a
 * symbolic link is not followed but refused (FILE_NOT_REGULAR). */
file_status file_replace(str path, str text);
/* Writes a file, new or old, all or nothing like file_replace(). An old one keeps its permissions; a symbolic link stays and its
 * file is written; a device or a pipe gets the text as it is. False with errno. */
bool file_write(arena *a, str path, str text);
/* Writes a file that must not be there yet. False with errno, EEXIST when something is. */
bool file_write_new(str path, str text);
/* Copies a file, not a link, with its permissions, to a place where nothing is yet, and waits until it is on the disk. False
 * with errno. */
bool file_copy(str from, str to);
/* Renames a file over another one of the same file system, or none, at once. False with errno. */
bool file_rename(str from, str to);
/* Gives a finished file, not a link, the permissions of a new one - compilers make what they write executable -, waits until it
 * is on the disk, and renames it so. False with errno. */
bool file_publish(str fresh, str path);
/* Writes all of the bytes to a file, pipe or socket, however many pieces that takes. False with errno. */
bool file_put(int fd, str bytes);
/* Reads exactly so many bytes, likewise; waits for them. False at the end, or with errno. */
bool file_get(int fd, char *to, size_t n);
bool file_exists(str path);
/* Whether file_read would read the file, and else why not. */
file_status file_check(str path);
/* Whether there is a regular file or a folder at the path, and else why not: what reading would say. */
file_status file_look(str path);
bool file_is_link(str path);
/* What is there, itself: what a link leads to is not asked. */
typedef enum file_kind { KIND_NOTHING, KIND_FILE, KIND_FOLDER, KIND_LINK, KIND_OTHER } file_kind;
file_kind file_kind_of(str path);
/* Bytes of a regular file, -1 for anything else, and for links. */
int64_t file_size(str path);
/* Another number as soon as a file was written to, as far as the system's clock tells; 0: there is none. */
uint64_t file_stamp(str path);
/* Whether it is a file that this user may run. */
bool file_is_program(str path);
/* What a symbolic link says that it leads to, as it is written; empty for anything else. */
str file_link_target(arena *a, str path);
bool file_is_folder(str path);

typedef struct file_entry {
    str name;     /* one component */
    bool folder;  /* this and `regular` say of a symbolic link what it leads to; neither: a device, a pipe, or a link to
                     nothing */
    bool regular;
    bool link;    /* a symbolic link */
} file_entry;

typedef ARRAY(file_entry) file_entries;

/* The entries of a folder by name, without "." and "..". Asks the system about no entry of which the folder itself says what it
 * is. */
file_status file_scan(arena *a, str folder, file_entries *entries);
/* Likewise without symbolic links to folders, so that no walk can loop or leave the tree. Empty when it can't be read. */
file_entries file_list(arena *a, str folder);
/* The path of the running program, links followed; empty when the system does not say. */
str file_executable(arena *a);
/* The path without symbolic links, in `a`; false when there is nothing. */
bool file_real(arena *a, str path, str *real);
/* The one name of what an absolute path leads to: without symbolic links, as far as there is something. */
str file_resolve(arena *a, str path);
/* The absolute, clean form of a path given on the command line; an empty one stays empty. */
str file_absolute(arena *a, str path);

#endif
