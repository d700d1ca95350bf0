/* A session over a user's files: open buffers over the disk, plugin projects, and what is known of each.
 *
 * The one object behind both the language server and the linter, so that both find the same. Everything is computed when asked
 * for and kept until a file it depends on changes: an edit of main.go changes the programs that are made of it, wherever it lies,
 * an edit of config.yaml only that document. Reads the disk, never writes, starts nothing. One thread at a time.
 *
 * What is known of files, projects and documents is asked for in a header each, so that nobody sees more than he asks for:
 *
 *     workspace.h  texts, roots, what may be read, memory      project.h   plugin projects and what their sources say
 *     documents.h  YAML documents and whose they are           evaluate.h  what a plugin makes of a configuration */
#ifndef PLUGIN_WORKSPACE_H
#define PLUGIN_WORKSPACE_H

#include "base/file.h"
#include "text/line_index.h"
#include "text/range.h"

typedef struct workspace workspace;
typedef struct project project;

workspace *workspace_new(void);
void workspace_free(workspace *w);
/* A program whose code Go refuses does not take the place of the last one that was whole: that one goes on judging until the code
 * is whole again. For editors; a linter has no past. */
void workspace_keep_whole(workspace *w, bool keep);
bool workspace_keeps_whole(const workspace *w);
/* The file's text in the last whole program, where one that is loaded judges in place of what is in the buffer. Borrowed until a
 * file changes. */
bool workspace_whole_text(const workspace *w, str path, str *text);
/* Documentation is held against the code, too, for which schemas are made. */
void workspace_check_docs(workspace *w, bool check);
/* Descriptions of keys in Chinese where a plugin has them, not in English. Before the first schema. */
void workspace_prefer_chinese(workspace *w);

/* --- files. Paths are absolute and clean; texts are copied. --- */

/* An editor's buffer: opened or changed. Wins over the disk until closed. */
void workspace_set_buffer(workspace *w, str path, str text);
/* Says which edit leads to the text of the next workspace_set_buffer: the bytes of `at` became `text`. When this is called for
 * every edit, a YAML document's tree is made anew only around it. */
void workspace_edit_buffer(workspace *w, str path, range at, str text);
void workspace_close_buffer(workspace *w, str path);
/* The disk changed at or below `path` (a file or a folder). `text_only`: the file was there before and still is; for a file with
 * a buffer such a change means nothing. False when nothing that is known depends on it. */
bool workspace_disk_changed(workspace *w, str path, bool text_only);
/* To be called when files may have come or gone and nobody reports that: folders are listed again when they are needed next. */
void workspace_list_again(workspace *w);
/* The text as an editor sees it, from the buffer or the disk; borrowed until the next change of that file. */
file_status workspace_text(workspace *w, str path, str *text);
/* Lines of that text, likewise borrowed; the text must have been found. */
const line_index *workspace_lines(workspace *w, str path);

/* Another number whenever a file came or went, a folder became a plugin's or ceased to be one, or a root did. */
uint64_t workspace_shape(const workspace *w);

/* --- what may be read: the repositories that the user works in, and nothing that links or paths lead to outside of them
 * (border.h). --- */

/* Everything may be read: the user trusts what lies here. Before anything is asked. */
void workspace_open_border(workspace *w);
bool workspace_may_read(workspace *w, str path);
/* Whether a fix may change a file: not where only Go's sources are followed to. */
bool workspace_may_write(workspace *w, str path);
/* Lets the repository be read of a file or folder that the user named; `here` is the folder that is worked in, or empty. False: a
 * link leads out of the repository that the path lies in, and nothing of it is read. */
bool workspace_allow(workspace *w, str path, str here);
/* The path that is written in a file of the folder `from`, which may name a plugin as FOLDER#ID: clean, also where FOLDER is no
 * name, as in ".#ID". Memory from `a`. */
str plugin_path(arena *a, str from, str written);
/* Whether it leads outside. */
bool workspace_leads_outside(workspace *w, str from, str written);

/* A folder in which plugins are looked for when a document names one: an editor's workspace folder, a path on the command
 * line. */
void workspace_add_root(workspace *w, str folder);
void workspace_remove_root(workspace *w, str folder);
size_t workspace_root_count(const workspace *w);
str workspace_root_at(const workspace *w, size_t i);

/* --- memory. What is dropped is made again when somebody asks for it. What was borrowed of it is gone; generations stay as they
 * are. --- */

/* Frees what is held of the projects and files that were not used for the longest time, until `bytes` bytes are free; files with
 * a buffer, and projects that such a file belongs to, stay. The bytes that were freed, estimated. */
size_t workspace_drop_idle(workspace *w, size_t bytes);
/* Frees what is held of all projects but the one in the folder `stays`, and of all files without a buffer. */
void workspace_rest(workspace *w, str stays);
/* What is held of one file. */
void workspace_rest_file(workspace *w, str path);
size_t workspace_loaded_count(const workspace *w); /* projects */

#endif
