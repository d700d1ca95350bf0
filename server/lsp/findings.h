/* What was found in the open documents, the projects and, for clients that ask for them, the files that are not open. It is kept
 * until something that it depends on changes, so that publishing, pulling and code actions all look at the same findings, and
 * none of them checks again what another one has checked. */
#ifndef LSP_FINDINGS_H
#define LSP_FINDINGS_H

#include "base/map.h"
#include "plugin/project.h"

struct server;
struct document;

typedef struct project_findings {
    project *of;
    arena memory;
    diagnostic_list list; /* sorted by path */
    uint64_t revision;    /* findings_cache.revision when it was checked; 0: never */
    uint64_t generation;  /* of the project, likewise */
} project_findings;

/* Of a configuration that is not open. */
typedef struct file_findings {
    arena memory;
    diagnostic_list list;
    uint64_t revision;  /* as above */
    uint64_t structure; /* workspace_document_current when it was checked */
} file_findings;

typedef struct findings_cache {
    ARRAY(project_findings *) projects; /* on the heap */
    map files;         /* path -> file_findings, both in `memory` */
    arena memory;
    uint64_t revision; /* of what settings, schemas and the disk say beside the sources; from 1 */
    uint64_t changes;  /* of anything */
    uint64_t sources;  /* ... but the text of a configuration; from 1 */
} findings_cache;

/* Lines of the log, as said at the top of tell.c. */
void tell_project(struct server *s, const project *p, size_t found);
void tell_document(struct server *s, struct document *doc);

/* The findings of an open document's own check, in order; none for sources, which are checked with their project. Borrowed until
 * the document, a source file or the settings change. */
const diagnostic_list *findings_of_document(struct server *s, struct document *doc);
/* The same of a project's sources; of files that nobody has open, too. */
const diagnostic_list *findings_of_project(struct server *s, project *p);
/* The findings of a configuration's own check that is not open. */
const diagnostic_list *findings_of_closed(struct server *s, str path);
/* Those in the file, of its own check (or NULL) and of the projects'; what several found, once. The list is in s->scratch. */
diagnostic_list findings_in_file(struct server *s, str path, const diagnostic_list *own, const project_list *sources);
/* Those of a list about an open document's file that may be shown now (typing.h); in s->scratch. */
diagnostic_list findings_to_show(struct server *s, struct document *doc, const diagnostic_list *found);
/* The findings in an open document's file: its own and those of its projects, likewise. */
diagnostic_list findings_of_file(struct server *s, struct document *doc);
/* The projects that an open document brings: those that a source belongs to, the one that a configuration lies in; in
 * s->scratch. */
project_list findings_projects_of(struct server *s, const struct document *doc);
/* The document's text changed. */
void findings_forget_document(struct server *s, struct document *doc);
/* Sources changed: projects, and the structure of configurations, know by themselves. */
void findings_sources_changed(struct server *s);
/* The disk or settings changed: nothing that was found counts. */
void findings_forget_all(struct server *s);
void findings_free(findings_cache *c);

#endif
