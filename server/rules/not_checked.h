/* config/not-checked, project/not-read, project/outside: findings about what was not looked at, since no findings must mean that
 * everything was looked at and nothing was found. */
#ifndef RULES_NOT_CHECKED_H
#define RULES_NOT_CHECKED_H

#include "plugin/documents.h"
#include "rules/rule.h"

/* Where such a finding goes. */
typedef struct not_checked {
    arena *arena;
    diagnostic_list *out;
} not_checked;

/* A document that wraps a plugin's configuration, when its plugin is not known, or what it will get from a template. */
void not_checked_document(const not_checked *n, str path, const config_document *d);
/* Where several plugins fit: for the file's findings of that, from number `from` on, a fix for each plugin, the comment at the
 * head of the file that names it. Nothing when the comment would be about other documents, too. */
void not_checked_offer(const not_checked *n, str path, const document_facts *facts, size_t from);
/* The folder that a comment at `at` names has no plugin in it. */
void not_checked_mention(const not_checked *n, str path, range at, str folder);
/* A configuration of one of several plugins that are registered in a folder, where nothing says which; `at`: its first line.
 * `alone`: the file has no other document. */
void not_checked_several(const not_checked *n, str path, const config_document *d, range at, bool alone);
/* A file that was named on the command line, and that nothing fits. */
void not_checked_file(const not_checked *n, str path);
/* A file or folder that can't be read, for the reason that its status says. */
void not_read_file(const not_checked *n, str path, file_status why);
/* Something else of a project or a folder: a text of "unread" in rules.json, with {name} replaced. */
diagnostic *not_read_part(const not_checked *n, str path, range at, const char *phrase, str name);
/* What of a plugin was not read or can't be followed. */
void not_read_project(const not_checked *n, workspace *w, const project_facts *facts);
/* Whether it tells of a header that is not there, in that file. */
bool not_read_tells_of_header(const project_facts *facts, str path);
/* A link or a path that leads outside, as it is written. */
void not_read_outside(const not_checked *n, str path, range at, str written);

#endif
